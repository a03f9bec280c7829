// Package day is a calendar day as the town writes it down: no hour, no zone.
// It is a pure value that the other nouns share; it knows nothing of holidays.
package day

import (
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/fault"
)

// Day is a calendar day in the form "2006-01-02". Strings of this form sort in
// the order of time, so a Day is compared with < and stored as it stands.
type Day string

// Weekday counts as ISO 8601 does: Monday is 1, Sunday is 7.
type Weekday int

// The days of the week.
const (
	Monday Weekday = iota + 1
	Tuesday
	Wednesday
	Thursday
	Friday
	Saturday
	Sunday
)

// ErrBad says that a text is not a calendar day.
var ErrBad = fault.New(fault.Invalid, "day.bad", "a day is written like 2026-04-03")

const layout = "2006-01-02"

// Parse reads s, and refuses what is not a day of the calendar (ErrBad).
func Parse(s string) (Day, error) {
	t, err := time.Parse(layout, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2199 {
		return "", ErrBad
	}
	return Day(s), nil
}

// Of is the day of t in zone.
func Of(t time.Time, zone *time.Location) Day { return Day(t.In(zone).Format(layout)) }

// Date makes a day from its parts, which may overflow like those of time.Date.
func Date(year int, month time.Month, d int) Day {
	return Day(time.Date(year, month, d, 0, 0, 0, 0, time.UTC).Format(layout))
}

// Valid reports whether d is a day of the calendar.
func (d Day) Valid() bool { _, err := Parse(string(d)); return err == nil }

// Time is midnight UTC of d, the zero time when d is not valid.
func (d Day) Time() time.Time {
	t, _ := time.Parse(layout, string(d))
	return t
}

// At is the moment of d at hour:minute in zone.
func (d Day) At(hour, minute int, zone *time.Location) time.Time {
	t := d.Time()
	return time.Date(t.Year(), t.Month(), t.Day(), hour, minute, 0, 0, zone)
}

// Add is the day n days after d, before it when n is negative.
func (d Day) Add(n int) Day { return Day(d.Time().AddDate(0, 0, n).Format(layout)) }

// Year is the calendar year of d.
func (d Day) Year() int { return d.Time().Year() }

// Weekday is d's day of the week.
func (d Day) Weekday() Weekday {
	if w := d.Time().Weekday(); w != time.Sunday {
		return Weekday(w)
	}
	return Sunday
}

// Week is d's ISO week, like "2026-W47". The last days of December may belong
// to the first week of the next year, and the first of January to the last.
func (d Day) Week() string {
	y, w := d.Time().ISOWeek()
	return fmt.Sprintf("%04d-W%02d", y, w)
}
