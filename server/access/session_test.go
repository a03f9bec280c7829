package access_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/store"
)

func TestSignInOpensASession(t *testing.T) {
	w := newTown(t)
	w.person("Ana", "ana", account.OrderAgent)
	o, err := w.SignIn(w.ctx, desk, access.Credentials{Login: " ANA ", Password: secretWord}, "")
	if err != nil {
		t.Fatal(err)
	}
	u, err := w.User(w.ctx, o.Token)
	if err != nil || u.Name != "Ana" || !u.May(account.EditOrders) || u.May(account.Assess) || u.Session != o.Session.ID {
		t.Errorf("%+v, %v", u, err)
	}
	if len(o.Token) < 43 {
		t.Errorf("a token of %d signs", len(o.Token))
	}
	_, err = w.User(w.ctx, o.Token+"x")
	wantCode(t, "another token", err, "session.ended")
	_, err = w.User(w.ctx, "")
	wantCode(t, "no token", err, "session.needed")
}

// What lies in the store opens nothing: neither token nor password is there.
func TestStoreHoldsNoSecret(t *testing.T) {
	w := newTown(t)
	o := w.signedIn("ana", account.OrderAgent)
	_, credential := w.enrolled("Driss")
	_, secret, _ := strings.Cut(credential, ".")
	for _, k := range w.store.Kinds() {
		page, err := w.store.Query(w.ctx, store.Query{Kind: k.Name, Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range page.Docs {
			all := d.ID + string(d.Body) + fmt.Sprint(d.Keys)
			for _, s := range []string{o.Token, secret, secretWord} {
				if strings.Contains(all, s) {
					t.Errorf("%s %s holds a secret", d.Kind, d.ID)
				}
			}
		}
	}
}

func TestSecurity07LoginMakesANewSession(t *testing.T) {
	w := newTown(t)
	o := w.signedIn("ana", account.OrderAgent)
	again, err := w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: secretWord}, o.Token)
	if err != nil || again.Token == o.Token || again.Session.ID == o.Session.ID {
		t.Fatalf("%+v, %v", again, err)
	}
	_, err = w.User(w.ctx, o.Token)
	wantCode(t, "the session of before", err, "session.ended")
	third, err := w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: secretWord}, "chosen-by-somebody")
	if err != nil || third.Token == "chosen-by-somebody" {
		t.Fatalf("%+v, %v", third, err)
	}
	_, err = w.User(w.ctx, "chosen-by-somebody")
	wantCode(t, "the chosen one", err, "session.ended")
}

func TestSecurity09GuessingIsSlowedAndTellsNothing(t *testing.T) {
	w := newTown(t)
	w.person("Ana", "ana", account.OrderAgent)
	for _, login := range []string{"nobody", "not a login", "ana"} {
		for i := range 10 {
			_, err := w.SignIn(w.ctx, desk, access.Credentials{Login: login, Password: "wrong wrong wrong"}, "")
			wantCode(t, fmt.Sprintf("%q try %d", login, i), err, "session.wrong")
		}
		_, err := w.SignIn(w.ctx, desk, access.Credentials{Login: login, Password: "wrong wrong wrong"}, "")
		wantCode(t, fmt.Sprintf("%q try 11", login), err, "access.throttled")
	}
	right := access.Credentials{Login: "ana", Password: secretWord}
	elsewhere := access.Peer{Address: "192.0.2.77"}
	if _, err := w.SignIn(w.ctx, elsewhere, right, ""); err != nil {
		t.Errorf("Ana herself from elsewhere: %v", err)
	}
	w.pass(15 * time.Minute)
	if _, err := w.SignIn(w.ctx, desk, right, ""); err != nil {
		t.Errorf("fifteen minutes later: %v", err)
	}
}

func TestGuessesAtOneMomentAllCount(t *testing.T) {
	w := newTown(t)
	w.person("Ana", "ana", account.OrderAgent)
	var wrong, throttled atomic.Int64
	together(40, func(int) {
		_, err := w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: "wrong wrong wrong"}, "")
		switch {
		case err == nil:
			t.Error("a wrong password opened a session")
		case strings.Contains(err.Error(), "session.wrong"):
			wrong.Add(1)
		case strings.Contains(err.Error(), "access.throttled"):
			throttled.Add(1)
		}
	})
	if wrong.Load() != 10 || throttled.Load() != 30 {
		t.Errorf("%d tried, %d throttled", wrong.Load(), throttled.Load())
	}
}

func TestManyAddressesCannotGuessOneLogin(t *testing.T) {
	w := newTown(t)
	w.person("Ana", "ana", account.OrderAgent)
	for i := range 100 {
		_, err := w.SignIn(w.ctx, access.Peer{Address: fmt.Sprint("198.51.100.", i)}, access.Credentials{Login: "ana", Password: "wrong"}, "")
		wantCode(t, "guess", err, "session.wrong")
	}
	_, err := w.SignIn(w.ctx, access.Peer{Address: "203.0.113.1"}, access.Credentials{Login: "ana", Password: "wrong"}, "")
	wantCode(t, "guess 101", err, "access.throttled")
}

func TestSecurity12DisabledPersonIsOutAtOnce(t *testing.T) {
	w := newTown(t)
	o := w.signedIn("ana", account.OrderAgent)
	if err := w.SetDisabled(w.ctx, account.System, o.User.ID, true); err != nil {
		t.Fatal(err)
	}
	_, err := w.User(w.ctx, o.Token)
	wantCode(t, "the next request", err, "session.ended")
	_, err = w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: secretWord}, "")
	wantCode(t, "signing in", err, "session.wrong")
	if err := w.SetDisabled(w.ctx, account.System, o.User.ID, false); err != nil {
		t.Fatal(err)
	}
	_, err = w.User(w.ctx, o.Token)
	wantCode(t, "the old session after enabling", err, "session.ended")
}

func TestRolesAreThoseOfNow(t *testing.T) {
	w := newTown(t)
	o := w.signedIn("ana", account.OrderAgent)
	m, err := w.Person(w.ctx, account.System, o.User.ID)
	if err != nil {
		t.Fatal(err)
	}
	m.Roles = []account.Role{account.Observer}
	if _, err := w.EditPerson(w.ctx, account.System, m.Person, m.Version); err != nil {
		t.Fatal(err)
	}
	if u, err := w.User(w.ctx, o.Token); err != nil || u.May(account.EditOrders) {
		t.Errorf("%+v, %v", u, err)
	}
}

func TestSessionEndsIdleAndIsSwept(t *testing.T) {
	w := newTown(t)
	o := w.signedIn("ana", account.OrderAgent)
	for range 30 { // 29 minutes apart: used all day, until 12 hours are over
		w.pass(29 * time.Minute)
		if _, err := w.User(w.ctx, o.Token); err != nil {
			if age := w.clock().Sub(o.Session.Created); age < account.SessionMax {
				t.Fatalf("ended after %s: %v", age, err)
			}
			break
		}
	}
	if w.clock().Sub(o.Session.Created) > account.SessionMax+30*time.Minute {
		t.Error("lives beyond twelve hours")
	}
	other, err := w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: secretWord}, "")
	if err != nil {
		t.Fatal(err)
	}
	w.pass(31 * time.Minute)
	_, err = w.User(w.ctx, other.Token)
	wantCode(t, "idle", err, "session.ended")
	if err := w.Sweep(w.ctx); err != nil {
		t.Fatal(err)
	}
	page, err := w.store.Query(w.ctx, store.Query{Kind: "session", Limit: 10})
	if err != nil || len(page.Docs) != 0 {
		t.Errorf("%d sessions left, %v", len(page.Docs), err)
	}
}

func TestSignOutHereThereAndEverywhere(t *testing.T) {
	w := newTown(t)
	a := w.signedIn("ana", account.OrderAgent)
	in := func() access.Opened {
		o, err := w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: secretWord}, "")
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	b, c, d := in(), in(), in()
	stranger := w.signedIn("bob", account.OrderAgent)
	list, err := w.Sessions(w.ctx, a.User)
	if err != nil || len(list) != 4 {
		t.Fatalf("%v, %v", list, err)
	}
	wantCode(t, "a stranger's", w.EndSession(w.ctx, a.User, stranger.Session.ID), "session.unknown")
	if err := w.EndSession(w.ctx, a.User, b.Session.ID); err != nil {
		t.Error(err)
	}
	if err := w.SignOut(w.ctx, c.User); err != nil {
		t.Error(err)
	}
	for _, o := range []access.Opened{b, c} {
		_, err := w.User(w.ctx, o.Token)
		wantCode(t, "ended", err, "session.ended")
	}
	if _, err := w.User(w.ctx, d.Token); err != nil {
		t.Errorf("the fourth: %v", err)
	}
	if err := w.SignOutEverywhere(w.ctx, a.User); err != nil {
		t.Error(err)
	}
	for _, o := range []access.Opened{a, d} {
		_, err := w.User(w.ctx, o.Token)
		wantCode(t, "ended everywhere", err, "session.ended")
	}
	if _, err := w.User(w.ctx, stranger.Token); err != nil {
		t.Errorf("the stranger: %v", err)
	}
}

// A request that renews the session at the same moment does not bring it back.
func TestSignOutWinsOverRenewal(t *testing.T) {
	w := newTown(t)
	for range 10 {
		var err error
		in := w.signedInAgain(t)
		w.pass(2 * time.Minute)
		together(8, func(i int) {
			if i == 0 {
				err = w.SignOut(w.ctx, in.User)
				return
			}
			_, _ = w.User(w.ctx, in.Token)
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = w.User(w.ctx, in.Token)
		wantCode(t, "after sign-out", err, "session.ended")
	}
}

func (w *town) signedInAgain(t *testing.T) access.Opened {
	t.Helper()
	if people, err := w.People(w.ctx, account.System); err != nil || len(people) == 0 {
		return w.signedIn("ana", account.OrderAgent)
	}
	o, err := w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: secretWord}, "")
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func TestPeekingDoesNotKeepASessionAlive(t *testing.T) {
	w := newTown(t)
	o := w.signedIn("ana", account.OrderAgent)
	w.pass(20 * time.Minute)
	if u, err := w.Peek(w.ctx, o.Token); err != nil || u.ID != o.User.ID {
		t.Fatal(u, err)
	}
	w.pass(10 * time.Minute)
	_, err := w.Peek(w.ctx, o.Token)
	wantCode(t, "peeking after 30 minutes without use", err, "session.ended")
	_, err = w.User(w.ctx, o.Token)
	wantCode(t, "using", err, "session.ended")
}
