package httpapi

import (
	"context"
	"crypto/rand"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/store/embedded"
)

const townPassword = "le pain du mardi matin"

// town is a server with the real package access behind it, on an empty store
// and a clock that stands still.
type town struct {
	*fixture
	gate *access.Gate
	ids  map[account.Role]string // of the person who has this role alone

	mu  sync.Mutex
	now time.Time
}

// newTown makes one person of each role, whose login is the role. More services
// may be given by use.
func newTown(t *testing.T, more ...func(*Services)) *town {
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
	w := &town{ids: map[account.Role]string{}, now: time.Date(2026, 4, 3, 8, 0, 0, 0, time.UTC)}
	var n atomic.Int64
	w.gate, err = access.New(access.Options{Store: s, Now: w.clock, Random: rand.Reader, BaseURL: testBase,
		Cost:  access.Cost{Time: 1, MemoryKB: 8, Parallel: 2, Waiting: 64},
		NewID: func() string { return fmt.Sprintf("0190a8f0-0000-7000-8000-%012d", n.Add(1)) }})
	if err != nil {
		t.Fatal(err)
	}
	use := Services{Sessions: w.gate, Access: w.gate}
	for _, add := range more {
		add(&use)
	}
	w.fixture = newFixture(t, use)
	for _, r := range account.Roles {
		w.ids[r] = w.person(t, string(r), r)
	}
	return w
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

// person adds somebody whose login and name are name.
func (w *town) person(t *testing.T, name string, roles ...account.Role) string {
	t.Helper()
	m, err := w.gate.AddPerson(t.Context(), account.System, account.Person{Name: name, Login: name, Roles: roles})
	if err == nil {
		err = w.gate.GivePassword(t.Context(), account.System, m.ID, townPassword)
	}
	if err != nil {
		t.Fatal(err)
	}
	return m.ID
}

// as signs somebody in and returns the header that shows it.
func (w *town) as(t *testing.T, login string) string {
	t.Helper()
	o, err := w.gate.SignIn(t.Context(), access.Peer{Address: "192.0.2.1"}, access.Credentials{Login: login, Password: townPassword}, "")
	if err != nil {
		t.Fatal(err)
	}
	return "Cookie: " + w.cookieName() + "=" + o.Token
}

// ticket lets the driver enrol a phone; token is what the link hides.
func (w *town) ticket(t *testing.T) (tk access.Ticket, token string) {
	t.Helper()
	tk, err := w.gate.NewEnrolment(t.Context(), account.System, w.ids[account.Driver])
	if err != nil {
		t.Fatal(err)
	}
	_, token, _ = strings.Cut(tk.URL, "#")
	return tk, token
}

const testEpoch = "0190a8f0-0000-7000-8000-00000000000a"

// phone enrols one for the driver and returns its header and id.
func (w *town) phone(t *testing.T) (header, id string) {
	t.Helper()
	_, token := w.ticket(t)
	e, err := w.gate.Enrol(t.Context(), access.Peer{}, access.Enrol{Token: token, Epoch: testEpoch, Charter: true})
	if err != nil {
		t.Fatal(err)
	}
	return "Authorization: Portage " + e.Device.ID + "." + e.Secret, e.Device.ID
}

// logged says whether the audit log's newest entries hold the action.
func (w *town) logged(t *testing.T, action string) (account.Entry, bool) {
	t.Helper()
	page, err := w.gate.Audit(context.Background(), account.System, 0, 5)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range page.Entries {
		if e.Action == action {
			return e, true
		}
	}
	return account.Entry{}, false
}
