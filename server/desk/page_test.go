package desk_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/request"
	"github.com/portage-livraison/portage/sync/slip"
)

// turn reads a list page by page, as the screen does with "more".
func turn[T any](t *testing.T, limit int, read func(desk.Page) ([]T, string, error), name func(T) string) (names []string, pages int) {
	t.Helper()
	for p := (desk.Page{Limit: limit}); ; {
		got, next, err := read(p)
		if err != nil {
			t.Fatal(err)
		}
		pages++
		for _, x := range got {
			names = append(names, name(x))
		}
		if next == "" {
			return names, pages
		}
		p.Cursor = next
	}
}

func TestRequestsComeInPages(t *testing.T) {
	w := newTown(t)
	for i := range 5 {
		for _, drop := range []bool{false, true} {
			r, err := w.NoteRequest(w.ctx, agent, request.Request{Name: fmt.Sprint("n", i), Phone: "0102030405"}, false)
			w.ok(err)
			if drop {
				_, err = w.DropRequest(w.ctx, agent, r.Value.ID, "la famille")
				w.ok(err)
			}
		}
		w.now = w.now.Add(time.Minute)
	}
	of := func(state request.State) func(desk.Page) ([]desk.Request, string, error) {
		return func(p desk.Page) ([]desk.Request, string, error) { return w.Requests(w.ctx, agent, state, p) }
	}
	name := func(r desk.Request) string { return r.Value.Name }
	if got, pages := turn(t, 2, of(request.ToCall), name); pages != 3 || !slices.Equal(got, []string{"n0", "n1", "n2", "n3", "n4"}) {
		t.Errorf("waiting, the oldest first: %v in %d pages", got, pages)
	}
	if got, pages := turn(t, 2, of(request.Dropped), name); pages != 3 || !slices.Equal(got, []string{"n4", "n3", "n2", "n1", "n0"}) {
		t.Errorf("over, the newest first: %v in %d pages", got, pages)
	}
	_, next, err := w.Requests(w.ctx, agent, request.Dropped, desk.Page{Limit: 2})
	w.ok(err)
	for _, cursor := range []string{"nowhere", next} {
		_, _, err = w.Requests(w.ctx, agent, request.ToCall, desk.Page{Cursor: cursor})
		w.refused(err, "list.cursor", "cursor")
	}
}

func TestHouseholdsComeInPages(t *testing.T) {
	w := newTown(t)
	for i := range 3 { // the same name: the order within it must hold from page to page
		_, err := w.AddHousehold(w.ctx, agent, household.Household{People: []household.Person{{Given: "Jean", Family: "Lefebvre"}}, Size: 1,
			Phones: []string{fmt.Sprint("02 31 00 00 2", i)}, Address: household.Address{Street: "1 quai", Sector: "Gare"}})
		w.ok(err)
	}
	read := func(p desk.Page) ([]desk.Household, string, error) {
		return w.Households(w.ctx, agent, desk.HouseholdFilter{Page: p})
	}
	id := func(h desk.Household) string { return h.Value.ID }
	whole, one := turn(t, 200, read, id)
	got, pages := turn(t, 2, read, id)
	if one != 1 || len(whole) != 5 || pages != 3 || !slices.Equal(got, whole) {
		t.Errorf("%d households in %d page, then %v in %d", len(whole), one, got, pages)
	}
	_, _, err := w.Households(w.ctx, agent, desk.HouseholdFilter{Page: desk.Page{Cursor: "é"}})
	w.refused(err, "list.cursor", "cursor")
}

func TestAlertsComeInPagesTheLatestFirst(t *testing.T) {
	w := newTown(t)
	_, slips := w.tour()
	w.field(slips[0], "ana", slip.Alert, `{"text":"a"}`)
	w.field(slips[0], "ana", slip.Alert, `{"text":"b"}`)
	w.field(slips[1], "ana", slip.Alert, `{"text":"c"}`)
	got, pages := turn(t, 1, func(p desk.Page) ([]desk.Alert, string, error) { return w.Alerts(w.ctx, social, p) },
		func(p desk.Alert) string { return p.Note })
	if pages != 2 || len(got) != 3 || slices.Index(got, "b")+1 != slices.Index(got, "a") || !slices.Contains(got, "c") {
		t.Errorf("alerts = %v in %d pages", got, pages)
	}
	_, _, err := w.Alerts(w.ctx, social, desk.Page{Cursor: "nowhere"})
	w.refused(err, "list.cursor", "cursor")
}
