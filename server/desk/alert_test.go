package desk_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/alert"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/sync/slip"
)

var inès = account.User{ID: "ines", Roles: []account.Role{account.SocialWorker}}

// worries is a town with an alert of each of these texts, on slips of their own.
func worries(t *testing.T, texts ...string) (*town, []desk.Alert) {
	w := newTown(t)
	_, slips := w.tour()
	for i, text := range texts {
		w.field(slips[i], "ana", slip.Alert, `{"text":"`+text+`"}`)
	}
	open, _, err := w.Alerts(w.ctx, social, desk.Page{})
	w.ok(err)
	if len(open) != len(texts) {
		t.Fatalf("%d open alerts of %d", len(open), len(texts))
	}
	slices.SortFunc(open, func(a, b desk.Alert) int { return strings.Compare(a.Note, b.Note) })
	return w, open
}

func (w *town) alerts() (open, settled []string) {
	w.Helper()
	o, _, err := w.Alerts(w.ctx, social, desk.Page{})
	w.ok(err)
	s, _, err := w.SettledAlerts(w.ctx, social, desk.Page{})
	w.ok(err)
	for _, a := range o {
		open = append(open, a.Note)
	}
	for _, a := range s {
		settled = append(settled, a.Note)
	}
	return open, settled
}

func TestASettledAlertLeavesTheOpenListAndStaysReadable(t *testing.T) {
	w, open := worries(t, "frigo vide", "chute")
	a := open[1]
	for range 2 { // the second press comes after a lost answer
		got, err := w.SettleAlert(w.ctx, social, a.Slip, a.Entry, alert.Visited, "Le médecin passe demain.")
		w.ok(err)
		if !got.Settled || len(got.Steps) != 1 || got.Steps[0].By != "social" || !got.Steps[0].At.Equal(monday.At(8, 0, got.Steps[0].At.Location())) {
			t.Errorf("settled: %+v", got)
		}
		w.later()
	}
	if open, settled := w.alerts(); !slices.Equal(open, []string{"chute"}) || !slices.Equal(settled, []string{"frigo vide"}) {
		t.Errorf("open %v, settled %v", open, settled)
	}
	_, err := w.ReopenAlert(w.ctx, inès, a.Slip, a.Entry, "Elle a rappelé.")
	w.ok(err)
	again, _, err := w.Alerts(w.ctx, social, desk.Page{})
	w.ok(err)
	i := slices.IndexFunc(again, func(b desk.Alert) bool { return b.Entry == a.Entry })
	if i < 0 || len(again[i].Steps) != 2 || again[i].Steps[0].Words != "Le médecin passe demain." || again[i].Steps[1].By != "ines" {
		t.Errorf("open again with what was done before: %+v", again)
	}
	want := []string{"social alert.settled " + a.Entry + " map[]", "ines alert.reopened " + a.Entry + " map[]"}
	if !slices.Equal(w.log.lines, want) {
		t.Errorf("audit: %v, want %v", w.log.lines, want)
	}
}

func TestTwoSettleOneAlert(t *testing.T) {
	w, open := worries(t, "chute")
	var wg sync.WaitGroup
	errs := make([]error, 8)
	for i := range errs {
		wg.Go(func() {
			who := account.User{ID: string(rune('a' + i)), Roles: social.Roles}
			_, errs[i] = w.SettleAlert(w.ctx, who, open[0].Slip, open[0].Entry, alert.Called, "")
		})
	}
	wg.Wait()
	first := slices.IndexFunc(errs, func(err error) bool { return err == nil })
	for i, err := range errs {
		if i == first {
			continue
		}
		f := w.refused(err, "alert.settled", "")
		if f.Args["at"] == "" {
			t.Errorf("who was first is not told: %v", f.Args)
		}
	}
	if _, settled := w.alerts(); len(settled) != 1 || len(w.log.lines) != 1 {
		t.Errorf("settled %v, audit %v", settled, w.log.lines)
	}
}

func TestSettledAlertsComeInPagesTheLastFirst(t *testing.T) {
	w, open := worries(t, "a", "b")
	for _, a := range open {
		_, err := w.SettleAlert(w.ctx, social, a.Slip, a.Entry, alert.Unfounded, "")
		w.ok(err)
		w.later()
	}
	got, pages := turn(t, 1, func(p desk.Page) ([]desk.Alert, string, error) { return w.SettledAlerts(w.ctx, social, p) },
		func(a desk.Alert) string { return a.Note })
	if pages > 3 || !slices.Equal(got, []string{"b", "a"}) {
		t.Errorf("%v in %d pages", got, pages)
	}
	_, _, err := w.SettledAlerts(w.ctx, social, desk.Page{Cursor: "nowhere"})
	w.refused(err, "list.cursor", "cursor")
}

// A page of open alerts is filled past those that were settled.
func TestSettledAlertsLeaveNoEmptyPage(t *testing.T) {
	w, open := worries(t, "a", "b")
	first, _, err := w.Alerts(w.ctx, social, desk.Page{Limit: 1})
	w.ok(err)
	_, err = w.SettleAlert(w.ctx, social, first[0].Slip, first[0].Entry, alert.Called, "")
	w.ok(err)
	left, _, err := w.Alerts(w.ctx, social, desk.Page{Limit: 1})
	w.ok(err)
	if len(left) != 1 || left[0].Entry == first[0].Entry || len(open) != 2 {
		t.Errorf("after %q: %+v", first[0].Note, left)
	}
}

func TestAlertsAreTheSocialWorkersAlone(t *testing.T) {
	w, open := worries(t, "chute")
	a := open[0]
	for _, who := range []account.User{claire, agent, admin, elected, driver} {
		_, _, errOpen := w.Alerts(w.ctx, who, desk.Page{})
		_, _, errOver := w.SettledAlerts(w.ctx, who, desk.Page{})
		_, errSettle := w.SettleAlert(w.ctx, who, a.Slip, a.Entry, alert.Called, "")
		_, errReopen := w.ReopenAlert(w.ctx, who, a.Slip, a.Entry, "x")
		for i, err := range []error{errOpen, errOver, errSettle, errReopen} {
			if !errors.Is(err, account.ErrForbidden) {
				t.Errorf("%s may do %d: %v", who.ID, i, err)
			}
		}
	}
	for _, id := range [][2]string{{a.Slip, "nothing"}, {"nothing", a.Entry}} {
		_, err := w.SettleAlert(w.ctx, social, id[0], id[1], alert.Called, "")
		w.refused(err, "alert.unknown", "")
	}
	if open, settled := w.alerts(); len(open) != 1 || len(settled) != 0 || len(w.log.lines) != 0 {
		t.Errorf("it changed: %v, %v, %v", open, settled, w.log.lines)
	}
}
