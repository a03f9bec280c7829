package access_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/store"
)

// stumbling is a store whose n-th call from now on says that it does not know
// its outcome; after tells whether it did its work all the same.
type stumbling struct {
	store.Store
	mu    sync.Mutex
	n     int // 0: never
	after bool
	wrote bool // the call that stumbled was a write
}

func (s *stumbling) arm(n int, after bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n, s.after = n, after
}

// stumbles counts a call down.
func (s *stumbling) stumbles() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n == 0 {
		return false
	}
	s.n--
	return s.n == 0
}

func (s *stumbling) Get(ctx context.Context, kind, id string) (store.Doc, error) {
	if s.stumbles() {
		return store.Doc{}, store.ErrUnknown
	}
	return s.Store.Get(ctx, kind, id)
}

func (s *stumbling) Query(ctx context.Context, q store.Query) (store.Page, error) {
	if s.stumbles() {
		return store.Page{}, store.ErrUnknown
	}
	return s.Store.Query(ctx, q)
}

func (s *stumbling) write(do func() error) error {
	if !s.stumbles() {
		return do()
	}
	s.wrote = true
	if s.after {
		_ = do()
	}
	return store.ErrUnknown
}

func (s *stumbling) Insert(ctx context.Context, docs ...store.Doc) []error {
	return []error{s.write(func() error { return s.Store.Insert(ctx, docs...)[0] })}
}

func (s *stumbling) Put(ctx context.Context, docs ...store.Doc) []error {
	return []error{s.write(func() error { return s.Store.Put(ctx, docs...)[0] })}
}

func (s *stumbling) Delete(ctx context.Context, kind, id string, version int64) error {
	return s.write(func() error { return s.Store.Delete(ctx, kind, id, version) })
}

// sweep runs act once for every call that it makes to the store, that call
// failing before its work, and for a write also after it, and then asks whole
// what state is left.
func sweep(t *testing.T, prepare func(*town), act func(*town) error, whole func(t *testing.T, w *town, acted error)) {
	t.Helper()
	// try reports whether act made n calls, and whether the n-th was a write.
	try := func(n int, after bool) (reached, wrote bool) {
		w := newTown(t)
		s := &stumbling{Store: w.store}
		w.store = s
		w.Gate = w.open()
		prepare(w)
		s.arm(n, after)
		err := act(w)
		if s.n != 0 {
			s.arm(0, false)
			if err != nil || n < 4 {
				t.Fatalf("without a failure, after %d calls: %v", n-1, err)
			}
			return false, false
		}
		t.Run(fmt.Sprintf("call %d after=%v", n, after), func(t *testing.T) { whole(t, w, err) })
		return true, s.wrote
	}
	for n := 1; ; n++ {
		reached, wrote := try(n, false)
		if !reached {
			return
		}
		if wrote {
			try(n, true)
		}
	}
}

func TestSetupSurvivesEveryFailure(t *testing.T) {
	var token string
	sweep(t, func(w *town) { token = w.setupToken() },
		func(w *town) error { _, err := w.Setup(w.ctx, desk, token, first); return err },
		func(t *testing.T, w *town, _ error) {
			needed, err := w.SetupNeeded(w.ctx)
			if err != nil {
				t.Fatal(err)
			}
			if needed {
				w.pass(2 * time.Minute)
				_, err := w.Setup(w.ctx, desk, w.setupToken(), first)
				wantCode(t, "the link of the next start", err, "")
			}
			_, err = w.SignIn(w.ctx, desk, access.Credentials{Login: first.Login, Password: first.Password}, "")
			wantCode(t, "signing in", err, "")
		})
}

func TestLoginChangeSurvivesEveryFailure(t *testing.T) {
	var ana access.Member
	sweep(t, func(w *town) { ana = w.person("Ana", "ana", account.OrderAgent); ana.Login = "ana.bel" },
		func(w *town) error {
			_, err := w.EditPerson(w.ctx, account.System, ana.Person, ana.Version)
			return err
		},
		func(t *testing.T, w *town, _ error) {
			opens := 0
			for _, login := range []string{"ana", "ana.bel"} {
				if _, err := w.SignIn(w.ctx, desk, access.Credentials{Login: login, Password: secretWord}, ""); err == nil {
					opens++
				}
			}
			if opens != 1 {
				t.Errorf("%d logins open the account", opens)
			}
			now, err := w.Person(w.ctx, account.System, ana.ID)
			if err != nil {
				t.Fatal(err)
			}
			now.Login = "ana.bel"
			_, err = w.EditPerson(w.ctx, account.System, now.Person, now.Version)
			wantCode(t, "trying again", err, "")
		})
}

func TestEnrolmentSurvivesEveryFailure(t *testing.T) {
	var tk access.Ticket
	var p access.Member
	sweep(t, func(w *town) { p, tk = w.ticket() },
		func(w *town) error { _, err := w.Enrol(w.ctx, desk, enrol(tk)); return err },
		func(t *testing.T, w *town, _ error) {
			_, _ = w.Enrol(w.ctx, desk, enrol(tk))
			list, err := w.Devices(w.ctx, account.System, p.ID)
			if err != nil || len(list) > 1 {
				t.Errorf("one ticket made %d phones, %v", len(list), err)
			}
			again, err := w.NewEnrolment(w.ctx, account.System, p.ID)
			if err != nil {
				t.Fatal(err)
			}
			_, err = w.Enrol(w.ctx, desk, enrol(again))
			wantCode(t, "a new ticket", err, "")
		})
}

func TestRevocationSurvivesEveryFailure(t *testing.T) {
	var e access.Enrolled
	var cred string
	sweep(t, func(w *town) { e, cred = w.enrolled("Driss") },
		func(w *town) error { return w.Revoke(w.ctx, account.System, e.Device.ID) },
		func(t *testing.T, w *town, acted error) {
			d, err := w.Device(w.ctx, cred)
			if err != nil || acted == nil && d.Access != account.AccessRevoked {
				t.Errorf("%s, %v after %v", d.Access, err, acted)
			}
			wantCode(t, "again", w.Revoke(w.ctx, account.System, e.Device.ID), "")
			if d, _ := w.Device(w.ctx, cred); d.Access != account.AccessRevoked {
				t.Error(d.Access)
			}
			if c := w.check(); c.Broken != 0 {
				t.Errorf("the audit log: %+v", c)
			}
		})
}
