package access_test

import (
	"fmt"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/store"
)

// ticket is a fresh one for a driver.
func (w *town) ticket() (access.Member, access.Ticket) {
	w.t.Helper()
	p := w.person("Driss", "", account.Driver)
	tk, err := w.NewEnrolment(w.ctx, account.System, p.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return p, tk
}

func TestEnrolByLinkAndByCode(t *testing.T) {
	for _, by := range []string{"link", "code"} {
		w := newTown(t)
		p, tk := w.ticket()
		in := enrol(tk)
		if by == "code" {
			in.Token, in.Code = "", " "+strings.ToLower(strings.ReplaceAll(tk.Code, "-", " "))
		}
		e, err := w.Enrol(w.ctx, desk, in)
		if err != nil || e.Device.Person != p.ID || e.Device.Name != "Driss" || e.Device.Access != account.AccessOK {
			t.Fatalf("by %s: %+v, %v", by, e, err)
		}
		d, err := w.Device(w.ctx, e.Device.ID+"."+e.Secret)
		if err != nil || d.Person != p.ID || d.Epoch != epoch || !d.Charter.Equal(w.clock()) || d.Label != "Android" {
			t.Errorf("by %s: %+v, %v", by, d, err)
		}
		if u := d.User(); !reflect.DeepEqual(u.Roles, []account.Role{account.Driver}) || u.ID != p.ID || u.Device != d.ID {
			t.Errorf("%+v", u)
		}
		wantLast(t, w, "device.enrolled")
	}
}

func wantLast(t *testing.T, w *town, action string) {
	t.Helper()
	// The last entry is that of reading the log.
	if all := w.actions(); len(all) == 0 || all[len(all)-1] != action && (len(all) < 2 || all[len(all)-2] != action) {
		t.Errorf("the log ends with %v, want %s", all, action)
	}
}

func TestSecurity02TicketWorksOnce(t *testing.T) {
	w := newTown(t)
	_, tk := w.ticket()
	if _, err := w.Enrol(w.ctx, desk, enrol(tk)); err != nil {
		t.Fatal(err)
	}
	_, err := w.Enrol(w.ctx, desk, enrol(tk))
	wantCode(t, "twice", err, "enrolment.gone")
	wantLast(t, w, "enrolment.refused")
	_, err = w.Enrol(w.ctx, desk, access.Enrol{Code: tk.Code, Epoch: epoch, Charter: true})
	wantCode(t, "its code", err, "enrolment.gone")
}

func TestSecurity03OneOfTwentyWins(t *testing.T) {
	w := newTown(t)
	_, tk := w.ticket()
	second := w.open() // half of them on another server
	var won, gone atomic.Int64
	together(20, func(i int) {
		g, in := w.Gate, enrol(tk)
		if i%2 == 1 {
			g = second
		}
		if i%4 < 2 {
			in.Token, in.Code = "", tk.Code
		}
		_, err := g.Enrol(w.ctx, access.Peer{Address: fmt.Sprint(i)}, in)
		if err == nil {
			won.Add(1)
		} else if strings.Contains(err.Error(), "enrolment.gone") {
			gone.Add(1)
		}
	})
	if won.Load() != 1 || gone.Load() != 19 {
		t.Errorf("%d won, %d were refused", won.Load(), gone.Load())
	}
	page, err := w.store.Query(w.ctx, store.Query{Kind: "device", Limit: 10})
	if err != nil || len(page.Docs) != 1 {
		t.Errorf("%d devices, %v", len(page.Docs), err)
	}
}

func TestSecurity04TicketIsStaleAfterTenMinutes(t *testing.T) {
	w := newTown(t)
	_, tk := w.ticket()
	w.pass(10*time.Minute + time.Second)
	_, err := w.Enrol(w.ctx, desk, enrol(tk))
	wantCode(t, "a second late", err, "enrolment.gone")
	w.pass(-time.Second)
	_, err = w.Enrol(w.ctx, desk, enrol(tk))
	wantCode(t, "at ten minutes", err, "")
}

func TestSecurity06GuessesAreSlowedAndLookStale(t *testing.T) {
	w := newTown(t)
	_, tk := w.ticket()
	w.pass(11 * time.Minute)
	_, stale := w.Enrol(w.ctx, access.Peer{Address: "192.0.2.9"}, enrol(tk))
	throttled := 0
	for i := range 1000 {
		in := enrol(tk)
		in.Token = fmt.Sprint("guess", i)
		if i%2 == 0 {
			in.Token, in.Code = "", "ACDE-FGHJ"
		}
		_, err := w.Enrol(w.ctx, desk, in)
		if i < 10 {
			if err == nil || err.Error() != stale.Error() {
				t.Fatalf("guess %d: %v, stale: %v", i, err, stale)
			}
			continue
		}
		wantCode(t, fmt.Sprint("guess ", i), err, "access.throttled")
		throttled++
	}
	if throttled != 990 {
		t.Error(throttled)
	}
	w.pass(time.Minute)
	_, tk = w.ticket()
	if _, err := w.Enrol(w.ctx, desk, enrol(tk)); err != nil {
		t.Errorf("a minute later: %v", err)
	}
}

func TestEnrolRefusesBadInput(t *testing.T) {
	w := newTown(t)
	_, tk := w.ticket()
	for what, c := range map[string]struct {
		in   func(*access.Enrol)
		code string
	}{
		"without the charter": {func(e *access.Enrol) { e.Charter = false }, "enrolment.charter"},
		"without an epoch":    {func(e *access.Enrol) { e.Epoch = "" }, "enrolment.epoch"},
		"with a UUIDv4":       {func(e *access.Enrol) { e.Epoch = "0190a8f0-0000-4000-8000-00000000000a" }, "enrolment.epoch"},
		"with no code at all": {func(e *access.Enrol) { e.Token = "" }, "enrolment.gone"},
	} {
		in := enrol(tk)
		c.in(&in)
		_, err := w.Enrol(w.ctx, desk, in)
		wantCode(t, what, err, c.code)
	}
	if _, err := w.Enrol(w.ctx, desk, enrol(tk)); err != nil {
		t.Errorf("the ticket after all that: %v", err)
	}
}

func TestOnlyDriversEnrolAndOnlyCoordinatorsInvite(t *testing.T) {
	w := newTown(t)
	agent := w.person("Ana", "ana", account.OrderAgent)
	_, err := w.NewEnrolment(w.ctx, account.System, agent.ID)
	wantCode(t, "for an agent", err, "enrolment.no_driver")
	_, err = w.NewEnrolment(w.ctx, account.System, "nobody")
	wantCode(t, "for nobody", err, "person.unknown")
	p, tk := w.ticket()
	for _, r := range account.Roles {
		_, err := w.NewEnrolment(w.ctx, account.User{ID: "x", Roles: []account.Role{r}}, p.ID)
		want := "access.forbidden"
		if r == account.Admin || r == account.Coordinator {
			want = ""
		}
		wantCode(t, string(r), err, want)
	}
	if err := w.SetDisabled(w.ctx, account.System, p.ID, true); err != nil {
		t.Fatal(err)
	}
	_, err = w.Enrol(w.ctx, desk, enrol(tk))
	wantCode(t, "disabled meanwhile", err, "enrolment.gone")
}
