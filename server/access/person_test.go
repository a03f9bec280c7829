package access_test

import (
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
)

func TestWhoManagesWhom(t *testing.T) {
	w := newTown(t)
	admin := w.signedIn("admin", account.Admin).User
	coord := w.signedIn("coord", account.Coordinator).User
	agent := w.signedIn("agent", account.OrderAgent).User
	driver := account.Person{Name: "Driss", Roles: []account.Role{account.Driver}}
	staff := account.Person{Name: "Sam", Login: "sam", Roles: []account.Role{account.OrderAgent}}

	_, err := w.AddPerson(w.ctx, agent, driver)
	wantCode(t, "an agent adds a driver", err, "access.forbidden")
	_, err = w.AddPerson(w.ctx, coord, staff)
	wantCode(t, "a coordinator adds staff", err, "access.forbidden")
	d, err := w.AddPerson(w.ctx, coord, driver)
	wantCode(t, "a coordinator adds a driver", err, "")
	s, err := w.AddPerson(w.ctx, admin, staff)
	wantCode(t, "an admin adds staff", err, "")

	d.Roles = append(d.Roles, account.Admin)
	_, err = w.EditPerson(w.ctx, coord, d.Person, d.Version)
	wantCode(t, "a coordinator makes a driver admin", err, "access.forbidden")
	s.Roles = []account.Role{account.Driver}
	s.Login = ""
	_, err = w.EditPerson(w.ctx, coord, s.Person, s.Version)
	wantCode(t, "a coordinator makes staff a driver", err, "access.forbidden")
	wantCode(t, "a coordinator disables staff", w.SetDisabled(w.ctx, coord, s.ID, true), "access.forbidden")
	wantCode(t, "a coordinator disables a driver", w.SetDisabled(w.ctx, coord, d.ID, true), "")
	_, err = w.PasswordLink(w.ctx, coord, s.ID)
	wantCode(t, "a coordinator takes over an account", err, "access.forbidden")
}

func TestColleaguesSeeNamesAlone(t *testing.T) {
	w := newTown(t)
	agent := w.signedIn("agent", account.OrderAgent).User
	coord := w.signedIn("coord", account.Coordinator).User
	if _, err := w.AddPerson(w.ctx, account.System, account.Person{Name: "Driss", Phone: "06 01", Availability: "mardi",
		Roles: []account.Role{account.Driver}}); err != nil {
		t.Fatal(err)
	}
	seen, err := w.People(w.ctx, agent)
	if err != nil || len(seen) != 3 || seen[2].Name != "Driss" || seen[2].Phone != "" || seen[2].Availability != "" {
		t.Errorf("an agent sees %+v, %v", seen, err)
	}
	if seen, err = w.People(w.ctx, coord); err != nil || seen[2].Phone != "06 01" {
		t.Errorf("a coordinator sees %+v, %v", seen, err)
	}
	for _, r := range []account.Role{account.Driver, account.Observer} {
		who := account.User{ID: "x", Roles: []account.Role{r}}
		_, err := w.People(w.ctx, who)
		wantCode(t, string(r), err, "access.forbidden")
		_, err = w.Person(w.ctx, who, coord.ID)
		wantCode(t, string(r), err, "access.forbidden")
	}
}

func TestEditNeedsTheVersionSeen(t *testing.T) {
	w := newTown(t)
	m := w.person("Ana", "ana", account.OrderAgent)
	m.Phone = "1"
	if _, err := w.EditPerson(w.ctx, account.System, m.Person, m.Version); err != nil {
		t.Fatal(err)
	}
	m.Phone = "2"
	_, err := w.EditPerson(w.ctx, account.System, m.Person, m.Version)
	wantCode(t, "an old version", err, "person.changed")
	_, err = w.Person(w.ctx, account.System, "nobody")
	wantCode(t, "an unknown person", err, "person.unknown")
	if now, err := w.Person(w.ctx, account.System, m.ID); err != nil || now.Phone != "1" {
		t.Errorf("%+v, %v", now, err)
	}
}

func TestLoginIsOnePersonsAndCanChange(t *testing.T) {
	w := newTown(t)
	ana := w.person("Ana", "ana", account.OrderAgent)
	_, err := w.AddPerson(w.ctx, account.System, account.Person{Name: "B", Login: "ANA", Roles: []account.Role{account.OrderAgent}})
	wantCode(t, "a taken login", err, "person.login_taken")
	won := 0
	errs := make([]error, 8)
	together(8, func(i int) {
		_, errs[i] = w.AddPerson(w.ctx, account.System, account.Person{Name: "C", Login: "carl", Roles: []account.Role{account.OrderAgent}})
	})
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			wantCode(t, "carl", err, "person.login_taken")
		}
	}
	if won != 1 {
		t.Errorf("%d people have one login", won)
	}

	ana.Login = "ana.bel"
	if _, err := w.EditPerson(w.ctx, account.System, ana.Person, ana.Version); err != nil {
		t.Fatal(err)
	}
	_, err = w.SignIn(w.ctx, desk, access.Credentials{Login: "ana.bel", Password: secretWord}, "")
	wantCode(t, "the new login", err, "")
	_, err = w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: secretWord}, "")
	wantCode(t, "the old login", err, "session.wrong")
	other := w.person("Ana Two", "ana", account.OrderAgent)
	o, err := w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: secretWord}, "")
	if err != nil || o.User.ID != other.ID {
		t.Errorf("the old login given to another: %+v, %v", o.User, err)
	}
}

func TestLastAdminStays(t *testing.T) {
	w := newTown(t)
	one := w.person("One", "one", account.Admin)
	wantCode(t, "disabling the last", w.SetDisabled(w.ctx, account.System, one.ID, true), "person.last_admin")
	demoted := one.Person
	demoted.Roles = []account.Role{account.Coordinator}
	_, err := w.EditPerson(w.ctx, account.System, demoted, one.Version)
	wantCode(t, "demoting the last", err, "person.last_admin")
	w.person("Two", "two", account.Admin)
	_, err = w.EditPerson(w.ctx, account.System, demoted, one.Version)
	wantCode(t, "demoting one of two", err, "")
}

func TestPasswordLink(t *testing.T) {
	w := newTown(t)
	m, err := w.AddPerson(w.ctx, account.System, account.Person{Name: "Ana", Login: "ana", Roles: []account.Role{account.OrderAgent}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: ""}, "")
	wantCode(t, "no password yet", err, "session.wrong")
	link := func() string {
		l, err := w.PasswordLink(w.ctx, account.System, m.ID)
		if err != nil {
			t.Fatal(err)
		}
		_, token, found := strings.Cut(l.URL, "https://portage.test/desk/password#")
		if !found {
			t.Fatal(l.URL)
		}
		return token
	}
	first := link()
	wantCode(t, "too short", w.ResetPassword(w.ctx, desk, first, "short"), "password.short")
	wantCode(t, "the link", w.ResetPassword(w.ctx, desk, first, otherWord), "")
	wantCode(t, "twice", w.ResetPassword(w.ctx, desk, first, secretWord), "password.link_gone")
	o, err := w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: otherWord}, "")
	if err != nil {
		t.Fatal(err)
	}
	second, third := link(), link()
	wantCode(t, "replaced by a newer", w.ResetPassword(w.ctx, desk, second, secretWord), "password.link_gone")
	w.pass(24*time.Hour + time.Second)
	wantCode(t, "stale", w.ResetPassword(w.ctx, desk, third, secretWord), "password.link_gone")
	w.pass(-24 * time.Hour)
	errs := make([]error, 8)
	together(8, func(i int) { errs[i] = w.ResetPassword(w.ctx, desk, third, secretWord) })
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else {
			wantCode(t, "racing", err, "password.link_gone")
		}
	}
	if won != 1 {
		t.Errorf("one link was used %d times", won)
	}
	_, err = w.User(w.ctx, o.Token)
	wantCode(t, "the session of before", err, "session.ended")
	for _, bad := range []string{"", ".", m.ID, m.ID + ".", "x.y"} {
		w.pass(time.Minute)
		wantCode(t, bad, w.ResetPassword(w.ctx, desk, bad, secretWord), "password.link_gone")
	}
}

func TestChangePasswordEndsOtherSessions(t *testing.T) {
	w := newTown(t)
	o := w.signedIn("ana", account.OrderAgent)
	other, err := w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: secretWord}, "")
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, "wrong current", w.ChangePassword(w.ctx, o.User, "wrong", otherWord), "password.wrong")
	wantCode(t, "too easy", w.ChangePassword(w.ctx, o.User, secretWord, "motdepasse2026"), "password.common")
	wantCode(t, "changed", w.ChangePassword(w.ctx, o.User, secretWord, otherWord), "")
	_, err = w.User(w.ctx, o.Token)
	wantCode(t, "this session", err, "")
	_, err = w.User(w.ctx, other.Token)
	wantCode(t, "the other session", err, "session.ended")
	_, err = w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: secretWord}, "")
	wantCode(t, "the old password", err, "session.wrong")
	for range 10 {
		err = w.ChangePassword(w.ctx, o.User, "wrong", secretWord)
	}
	wantCode(t, "the 10th wrong guess", err, "password.wrong")
	wantCode(t, "guessing inside a session", w.ChangePassword(w.ctx, o.User, "wrong", secretWord), "access.throttled")
	wantCode(t, "given by an admin", w.GivePassword(w.ctx, o.User, o.User.ID, secretWord), "access.forbidden")
}

func TestAPersonSentAgainIsOnePerson(t *testing.T) {
	w := newTown(t)
	admin := w.signedIn("admin", account.Admin).User
	sam := account.Person{ID: "sam-x", Name: "Sam", Login: "sam", Roles: []account.Role{account.OrderAgent}, Skills: []string{}}
	first, err := w.AddPerson(w.ctx, admin, sam)
	wantCode(t, "first", err, "")
	l, err := w.PasswordLink(w.ctx, admin, sam.ID)
	wantCode(t, "a link", err, "")
	_, token, _ := strings.Cut(l.URL, "#")
	wantCode(t, "a password", w.ResetPassword(w.ctx, desk, token, otherWord), "")
	again, err := w.AddPerson(w.ctx, admin, sam)
	if wantCode(t, "again", err, ""); again.Version != first.Version {
		t.Errorf("a second version of the same: %+v", again)
	}
	sam.Name = "Samuel"
	_, err = w.AddPerson(w.ctx, admin, sam)
	wantCode(t, "over somebody", err, "person.changed")
	_, err = w.SignIn(w.ctx, desk, access.Credentials{Login: "sam", Password: otherWord}, "")
	wantCode(t, "the password stays", err, "")
}
