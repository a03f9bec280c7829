package service_test

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/place"
	"github.com/portage-livraison/portage/server/service"
)

func town() service.Service {
	return service.Service{
		Name: "Portage", Opens: "2020-04-03", Closes: "2020-07-16",
		Weekdays: []day.Weekday{1, 2, 3, 4, 5}, Trades: []string{"boulangerie", "primeur"},
		Sectors: []service.Sector{{Name: "Centre"}}, ClosedDays: []day.Day{"2020-05-22"},
	}
}

func TestScenario6OnlyWorkingDaysInsideThePeriod(t *testing.T) {
	for d, want := range map[day.Day]error{
		"2020-04-02": service.ErrBefore, "2020-04-03": nil,
		"2020-04-04": service.ErrWeekday, "2020-04-05": service.ErrWeekday,
		"2020-04-13": service.ErrHoliday, // Easter Monday
		"2020-05-01": service.ErrHoliday, "2020-05-08": service.ErrHoliday,
		"2020-05-21": service.ErrHoliday, // Ascension
		"2020-05-22": service.ErrDayOff,  // the bridge
		"2020-06-01": service.ErrHoliday, // Whit Monday
		"2020-07-14": service.ErrHoliday, "2020-07-16": nil, "2020-07-17": service.ErrAfter,
		"soon": day.ErrBad,
	} {
		if err := town().Works(d); !errors.Is(err, want) && !(err == nil && want == nil) {
			t.Errorf("Works(%s) = %v, want %v", d, err, want)
		}
	}
}

func TestScenario6NextSkipsTheLongWeekend(t *testing.T) {
	got := town().Next("2020-04-10", 3)
	if want := []day.Day{"2020-04-10", "2020-04-14", "2020-04-15"}; !slices.Equal(got, want) {
		t.Errorf("Next = %v, want %v", got, want)
	}
	if got := town().Next("2020-07-16", 5); !slices.Equal(got, []day.Day{"2020-07-16"}) {
		t.Errorf("Next at the end of the period = %v", got)
	}
}

func TestScenario45NoOrderAfterTheClosingDate(t *testing.T) {
	if err := town().Open("2020-07-17"); !errors.Is(err, service.ErrAfter) {
		t.Errorf("Open after closing = %v", err)
	}
	if err := town().Open("2020-04-05"); err != nil {
		t.Errorf("a call on Sunday = %v", err)
	}
}

func TestEasterOfKnownYears(t *testing.T) {
	for year, want := range map[int]day.Day{
		1961: "1961-04-02", 1981: "1981-04-19", 2000: "2000-04-23", 2008: "2008-03-23", 2011: "2011-04-24",
		2019: "2019-04-21", 2020: "2020-04-12", 2024: "2024-03-31", 2025: "2025-04-20", 2026: "2026-04-05",
		2027: "2027-03-28", 2038: "2038-04-25", 2049: "2049-04-18", 2076: "2076-04-19", 2100: "2100-03-28",
	} {
		if got := service.Easter(year); got != want {
			t.Errorf("Easter(%d) = %s, want %s", year, got, want)
		}
	}
}

func TestHolidaysOfAlsaceAreApart(t *testing.T) {
	if service.Holiday("2020-04-10", false) != "" || service.Holiday("2020-04-10", true) != "Vendredi saint" {
		t.Error("Good Friday is a holiday in Alsace and Moselle only")
	}
	if service.Holiday("2020-12-26", false) != "" || service.Holiday("2020-12-26", true) == "" {
		t.Error("26 December is a holiday in Alsace and Moselle only")
	}
}

func TestCheckNamesTheField(t *testing.T) {
	if err := town().Check(); err != nil {
		t.Fatalf("good settings: %v", err)
	}
	for field, spoil := range map[string]func(*service.Service){
		"name":                func(s *service.Service) { s.Name = " " },
		"opens":               func(s *service.Service) { s.Opens = "" },
		"closes":              func(s *service.Service) { s.Closes = "2020-01-01" },
		"weekdays":            func(s *service.Service) { s.Weekdays = []day.Weekday{8} },
		"closedDays[0]":       func(s *service.Service) { s.ClosedDays = []day.Day{"x"} },
		"trades[1]":           func(s *service.Service) { s.Trades = []string{"a", "a"} },
		"sectors[0].centre":   func(s *service.Service) { s.Sectors[0].Centre = &place.Point{Lat: 99} },
		"everyOrder[0].trade": func(s *service.Service) { s.EveryOrder = []service.Offer{{Text: "Pain", Trade: "bazar"}} },
		"everyOrder[0].text":  func(s *service.Service) { s.EveryOrder = []service.Offer{{Trade: "primeur"}} },
		"oldChequeDays":       func(s *service.Service) { s.OldCheque = -1 },
		"maxChequeCents":      func(s *service.Service) { s.MaxCheque = 60_000 },
		"texts.slipFooter":    func(s *service.Service) { s.Texts.SlipFooter = strings.Repeat("é", 201) },
		"town":                func(s *service.Service) { s.Town = strings.Repeat("x", 201) },
		"phone":               func(s *service.Service) { s.Phone = strings.Repeat("0", 61) },
		"checklist[0]":        func(s *service.Service) { s.Checklist = []string{strings.Repeat("x", 201)} },
		"checklist": func(s *service.Service) {
			for i := range 201 {
				s.Checklist = append(s.Checklist, strconv.Itoa(i))
			}
		},
		"texts.charter": func(s *service.Service) { s.Texts.Charter = strings.Repeat("é", 2501) },
	} {
		s := town()
		spoil(&s)
		if got := fault.From(s.Check()); got.Kind != fault.Invalid || got.Field != field {
			t.Errorf("%s: %v on %q", field, got, got.Field)
		}
	}
}
