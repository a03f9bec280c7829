package service

import (
	"slices"
	"time"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
)

// Why a day is not offered.
var (
	ErrBefore  = fault.New(fault.Invalid, "service.before", "the service has not opened yet on that day")
	ErrAfter   = fault.New(fault.Invalid, "service.after", "the service has closed by that day")
	ErrWeekday = fault.New(fault.Invalid, "service.weekday", "the service does not work on that day of the week")
	ErrHoliday = fault.New(fault.Invalid, "service.holiday", "that day is a public holiday")
	ErrDayOff  = fault.New(fault.Invalid, "service.day_off", "the service is closed on that day")
)

// Works says whether the service delivers on d: nil, or why not (scenario 6).
func (s Service) Works(d day.Day) error {
	switch {
	case !d.Valid():
		return day.ErrBad
	case d < s.Opens:
		return ErrBefore
	case s.Closes != "" && d > s.Closes:
		return ErrAfter
	case !slices.Contains(s.Weekdays, d.Weekday()):
		return ErrWeekday
	case Holiday(d, s.Alsace) != "":
		return ErrHoliday
	case slices.Contains(s.ClosedDays, d):
		return ErrDayOff
	}
	return nil
}

// Open says whether orders are accepted on d; the week-end is no obstacle to a
// call, only the period is (scenario 45).
func (s Service) Open(d day.Day) error {
	if s.Closes != "" && d > s.Closes {
		return ErrAfter
	}
	return nil
}

// Next lists the first n working days from d on, fewer when the service closes
// or nothing is found within a year.
func (s Service) Next(d day.Day, n int) []day.Day {
	days := []day.Day{}
	for i := 0; i < 366 && len(days) < n; i++ {
		if x := d.Add(i); s.Works(x) == nil {
			days = append(days, x)
		}
	}
	return days
}

// Holiday names the French public holiday that d is, "" for an ordinary day.
// alsace adds the two of Alsace and Moselle.
func Holiday(d day.Day, alsace bool) string {
	easter := Easter(d.Year())
	switch d {
	case easter.Add(1):
		return "Lundi de Pâques"
	case easter.Add(39):
		return "Ascension"
	case easter.Add(50):
		return "Lundi de Pentecôte"
	}
	if alsace && d == easter.Add(-2) {
		return "Vendredi saint"
	}
	if alsace && d[5:] == "12-26" {
		return "Saint-Étienne"
	}
	return fixed[d[5:]]
}

var fixed = map[day.Day]string{
	"01-01": "Jour de l’an", "05-01": "Fête du Travail", "05-08": "Victoire de 1945", "07-14": "Fête nationale",
	"08-15": "Assomption", "11-01": "Toussaint", "11-11": "Armistice de 1918", "12-25": "Noël",
}

// Easter is Easter Sunday of a Gregorian year, by the computus: the Sunday after
// the first full moon (counted, not observed) on or after 21 March.
func Easter(year int) day.Day {
	golden, century := year%19, year/100
	epact := (century - century/4 - (8*century+13)/25 + 19*golden + 15) % 30
	moon := epact - epact/28*(1-29/(epact+1)*((21-golden)/11))
	sunday := (year + year/4 + moon + 2 - century + century/4) % 7
	fromMarch28 := moon - sunday
	return day.Date(year, time.March, 28+fromMarch28)
}
