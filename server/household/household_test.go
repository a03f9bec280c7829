package household_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/place"
)

func marechal() household.Household {
	return household.Household{
		ID: "h1", People: []household.Person{{Given: "Odette", Family: "Maréchal", Band: "80+"}}, Size: 1,
		Phones: []string{"02 31 00 00 01"}, Address: household.Address{Street: "12 bis, av. du Gal Leclerc", Sector: "Centre"},
		Windows: []household.Window{{Weekday: day.Monday, From: "09:00", To: "12:00"}},
	}
}

func TestCheckNamesTheField(t *testing.T) {
	if err := marechal().Check(); err != nil {
		t.Fatalf("a good household: %v", err)
	}
	for field, spoil := range map[string]func(*household.Household){
		"people[0].family":  func(h *household.Household) { h.People = nil },
		"people[1].family":  func(h *household.Household) { h.People = append(h.People, household.Person{Given: "Léon"}) },
		"people[0].ageBand": func(h *household.Household) { h.People[0].Band = "82" },
		"phones[0]":         func(h *household.Household) { h.Phones[0] = "12" },
		"emergency.phone":   func(h *household.Household) { h.Emergency.Phone = "Marie" },
		"mail":              func(h *household.Household) { h.Mail = "a@b, c@d" },
		"size":              func(h *household.Household) { h.Size = 0 },
		"address.point":     func(h *household.Household) { h.Address.Point = &place.Point{Lat: 100} },
		"linked[0]":         func(h *household.Household) { h.Linked = []string{strings.Repeat("x", 201)} },
		"windows[0]":        func(h *household.Household) { h.Windows[0].To = "09:00" },
		"access":            func(h *household.Household) { h.Access = strings.Repeat("x", 1001) },
	} {
		h := marechal()
		spoil(&h)
		if got := fault.From(h.Check()); got.Kind != fault.Invalid || got.Field != field {
			t.Errorf("%s: %v on %q", field, got, got.Field)
		}
	}
}

func TestScenario2LikelyMatches(t *testing.T) {
	leon := household.Household{ID: "h2", People: []household.Person{{Given: "Léon", Family: "Lefebvre"}, {Given: "Jeanne", Family: "Lefebvre"}},
		Phones: []string{"+33 2 31 00 00 02"}, Address: household.Address{Street: "rue Haute"}}
	among := []household.Face{household.FaceOf(marechal()), household.FaceOf(leon)}
	for name, c := range map[string]struct {
		caller  household.Caller
		id      string
		reasons []household.Likeness
	}{
		"accents and order":    {household.Caller{Name: "MARECHAL odette"}, "h1", []household.Likeness{household.SameName}},
		"family name alone":    {household.Caller{Name: "Mme Maréchal"}, "h1", []household.Likeness{household.SameName}},
		"one letter off":       {household.Caller{Name: "Lefevre Leon"}, "h2", []household.Likeness{household.NearName}},
		"the spouse":           {household.Caller{Name: "Lefebvre Jeanne"}, "h2", []household.Likeness{household.SameName}},
		"number written else":  {household.Caller{Phone: "0033231000001"}, "h1", []household.Likeness{household.SamePhone}},
		"address abbreviated":  {household.Caller{Street: "12bis avenue Général Leclerc"}, "h1", []household.Likeness{household.SameAddress}},
		"several reasons":      {household.Caller{Name: "Odette Marechal", Phone: "02.31.00.00.01"}, "h1", []household.Likeness{household.SamePhone, household.SameName}},
		"another given name":   {household.Caller{Name: "Robert Maréchal"}, "", nil},
		"a street, no number":  {household.Caller{Street: "rue Haute"}, "", nil},
		"nothing known":        {household.Caller{}, "", nil},
		"a stranger's details": {household.Caller{Name: "Zoé Petit", Phone: "06 00 00 00 00", Street: "1 rue Basse"}, "", nil},
	} {
		got := household.Likely(c.caller, among)
		if c.id == "" {
			if len(got) != 0 {
				t.Errorf("%s: found %v", name, got)
			}
			continue
		}
		if len(got) != 1 || got[0].ID != c.id || !slices.Equal(got[0].Reasons, c.reasons) {
			t.Errorf("%s: %v, want %s %v", name, got, c.id, c.reasons)
		}
	}
}

func TestScenario2MostLikelyFirst(t *testing.T) {
	twin := marechal()
	twin.ID, twin.Phones = "h9", nil
	got := household.Likely(household.Caller{Name: "Odette Maréchal", Phone: "0231000001"},
		[]household.Face{household.FaceOf(twin), household.FaceOf(marechal())})
	if len(got) != 2 || got[0].ID != "h1" {
		t.Errorf("got %v, want h1 first", got)
	}
}

func TestScenario6WindowsOfTheDay(t *testing.T) {
	if w, open := marechal().AtHome("2026-11-23"); !open || len(w) != 1 {
		t.Errorf("Monday: %v %v", w, open)
	}
	if _, open := marechal().AtHome("2026-11-24"); open {
		t.Error("Tuesday is outside the windows")
	}
	h := marechal()
	h.Windows = nil
	if _, open := h.AtHome("2026-11-24"); !open {
		t.Error("no windows means any time")
	}
}

func TestScenario44LeavingNeedsAReason(t *testing.T) {
	if _, err := marechal().Leave("2020-06-01", " ", ""); !errors.Is(err, household.ErrReason) {
		t.Errorf("without a reason: %v", err)
	}
	left, err := marechal().Leave("2020-06-01", "Relais familial", "sa fille est revenue")
	if err != nil || left.Exit == nil || left.Exit.Reason != "Relais familial" {
		t.Fatalf("Leave = %+v, %v", left.Exit, err)
	}
	if _, err := left.Leave("2020-06-02", "autre", ""); !errors.Is(err, household.ErrClosed) {
		t.Errorf("leaving twice: %v", err)
	}
	back, err := left.Return()
	if err != nil || back.Exit != nil || left.Exit == nil {
		t.Errorf("Return = %+v, %v", back.Exit, err)
	}
	if _, err := back.Return(); !errors.Is(err, household.ErrNotAway) {
		t.Errorf("returning twice: %v", err)
	}
}

func TestScenario4ExceptionNeedsAReason(t *testing.T) {
	h := marechal()
	if _, err := h.Except(household.Exception{Rule: " ", Reason: "r"}); !errors.Is(err, household.ErrRule) {
		t.Errorf("no rule: %v", err)
	}
	if _, err := h.Except(household.Exception{Rule: "age"}); !errors.Is(err, household.ErrReason) {
		t.Errorf("without a reason: %v", err)
	}
	got, err := h.Except(household.Exception{Rule: "age", Reason: "Sortie d’hôpital"})
	if err != nil || len(got.Exceptions) != 1 || len(h.Exceptions) != 0 {
		t.Errorf("Except = %v, %v; the first one has %d", got.Exceptions, err, len(h.Exceptions))
	}
}
