package day_test

import (
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/day"
)

func TestParseRefusesWhatIsNoDay(t *testing.T) {
	for _, s := range []string{"", "2026-02-30", "2026-2-3", "03/04/2020", "2026-04-03T10:00:00Z", "0001-01-01", "9999-01-01"} {
		if _, err := day.Parse(s); err == nil {
			t.Errorf("Parse(%q) accepted it", s)
		}
	}
	if d, err := day.Parse("2024-02-29"); err != nil || d != "2024-02-29" {
		t.Errorf("Parse(leap day) = %q, %v", d, err)
	}
}

func TestWeekFollowsISOAcrossNewYear(t *testing.T) {
	for d, want := range map[day.Day]string{
		"2020-04-03": "2020-W14", "2020-12-31": "2020-W53", "2021-01-03": "2020-W53",
		"2021-01-04": "2021-W01", "2024-12-30": "2025-W01",
	} {
		if got := d.Week(); got != want {
			t.Errorf("%s.Week() = %s, want %s", d, got, want)
		}
	}
}

func TestWeekdayCountsFromMonday(t *testing.T) {
	if got := day.Day("2026-11-23").Weekday(); got != day.Monday {
		t.Errorf("Monday is %d", got)
	}
	if got := day.Day("2026-11-22").Weekday(); got != day.Sunday {
		t.Errorf("Sunday is %d", got)
	}
}

func TestOfTakesTheDayOfTheZone(t *testing.T) {
	late := time.Date(2026, 7, 14, 22, 30, 0, 0, time.UTC) // 00:30 on the 15th in Paris
	if got := day.Of(late, time.FixedZone("Paris", 2*3600)); got != "2026-07-15" {
		t.Errorf("Of = %s", got)
	}
	if got := day.Day("2026-02-27").Add(2); got != "2026-03-01" {
		t.Errorf("Add over the month's end = %s", got)
	}
}

func TestDaysAreSaidAsPeopleSayThem(t *testing.T) {
	for _, c := range []struct{ d, lang, short, long, month string }{
		{"2020-06-01", "fr", "1er juin", "lundi 1er juin", "juin 2020"},
		{"2020-08-16", "fr", "16 août", "dimanche 16 août", "août 2020"},
		{"2020-06-01", "en", "1 June", "Monday 1 June", "June 2020"},
		{"soon", "fr", "soon", "soon", "soon"},
		{"soon", "en", "soon", "soon", "soon"},
	} {
		d := day.Day(c.d)
		if got := d.DayMonth(c.lang); got != c.short {
			t.Errorf("%s in %s: %q, want %q", c.d, c.lang, got, c.short)
		}
		if got := d.WeekdayMonth(c.lang); got != c.long {
			t.Errorf("%s in %s: %q, want %q", c.d, c.lang, got, c.long)
		}
		if got := d.MonthYear(c.lang); got != c.month {
			t.Errorf("%s in %s: %q, want %q", c.d, c.lang, got, c.month)
		}
	}
}
