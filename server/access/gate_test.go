package access_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	secretWord = "le pain du mardi matin"
	otherWord  = "un panier pour la semaine"
)

// town is a gate over an empty store with a clock that stands still.
type town struct {
	*access.Gate
	t     testing.TB
	ctx   context.Context
	store store.Store
	calls map[string]time.Time // last contact of phones

	mu  sync.Mutex
	now time.Time
}

func newTown(t testing.TB) *town {
	t.Helper()
	s, err := embedded.Open(t.TempDir(), access.Kinds(), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &town{t: t, ctx: t.Context(), store: s, calls: map[string]time.Time{},
		now: time.Date(2026, 4, 3, 8, 0, 0, 0, time.UTC)}
	w.Gate = w.open()
	return w
}

// open makes another gate on the same store, as a restart or a second server does.
func (w *town) open() *access.Gate {
	w.t.Helper()
	var n atomic.Int64
	base := w.now.UnixNano()
	g, err := access.New(access.Options{Store: w.store, Random: rand.Reader, Contacts: w, BaseURL: "https://portage.test",
		Cost:  access.Cost{Time: 1, MemoryKB: 8, Parallel: 2, Waiting: 64},
		Now:   w.clock,
		NewID: func() string { return fmt.Sprintf("%08x-0000-7000-8000-%012d", uint32(base), n.Add(1)) }})
	if err != nil {
		w.t.Fatal(err)
	}
	return g
}

func (w *town) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *town) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *town) LastContact(_ context.Context, ids []string) (map[string]time.Time, error) {
	out := map[string]time.Time{}
	for _, id := range ids {
		if at, ok := w.calls[id]; ok {
			out[id] = at
		}
	}
	return out, nil
}

// person adds somebody; with a login they get secretWord as password.
func (w *town) person(name, login string, roles ...account.Role) access.Member {
	w.t.Helper()
	m, err := w.AddPerson(w.ctx, account.System, account.Person{Name: name, Login: login, Roles: roles})
	if err == nil && login != "" {
		err = w.GivePassword(w.ctx, account.System, m.ID, secretWord)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

var desk = access.Peer{Address: "192.0.2.1", Label: "Firefox"}

// signedIn is a person of these roles with an open session.
func (w *town) signedIn(login string, roles ...account.Role) access.Opened {
	w.t.Helper()
	w.person(login, login, roles...)
	o, err := w.SignIn(w.ctx, desk, access.Credentials{Login: login, Password: secretWord}, "")
	if err != nil {
		w.t.Fatal(err)
	}
	return o
}

// enrolled is a driver with a phone, and the phone's credential.
func (w *town) enrolled(name string) (access.Enrolled, string) {
	w.t.Helper()
	p := w.person(name, "", account.Driver)
	tk, err := w.NewEnrolment(w.ctx, account.System, p.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	e, err := w.Enrol(w.ctx, desk, enrol(tk))
	if err != nil {
		w.t.Fatal(err)
	}
	return e, e.Device.ID + "." + e.Secret
}

const epoch = "0190a8f0-0000-7000-8000-00000000000a"

func enrol(tk access.Ticket) access.Enrol {
	_, token, _ := strings.Cut(tk.URL, "#")
	return access.Enrol{Token: token, Epoch: epoch, Label: "Android", Charter: true}
}

// actions lists the audit log's actions, oldest first.
func (w *town) actions() []string {
	w.t.Helper()
	page, err := w.Audit(w.ctx, account.System, 0, 200)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, e := range page.Entries {
		out = append([]string{e.Action}, out...)
	}
	return out
}

func wantCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	got := ""
	if err != nil {
		got = fault.From(err).Code
	}
	if got != code {
		t.Errorf("%s: %v, want %q", what, err, code)
	}
}

// together runs fn n times at once.
func together(n int, fn func(i int)) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		wg.Go(func() { <-start; fn(i) })
	}
	close(start)
	wg.Wait()
}
