package day

import "strconv"

var (
	weekdaysFR = []string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"}
	monthsFR   = []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
)

// The ways to say a day to people, in lang: "en", and French for all else. A day
// that is not valid is said as it is written.

// DayMonth is "1er juin" or "1 June".
func (d Day) DayMonth(lang string) string {
	t := d.Time()
	switch {
	case t.IsZero():
		return string(d)
	case lang == "en":
		return t.Format("2 January")
	}
	n := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		n = "1er"
	}
	return n + " " + monthsFR[t.Month()-1]
}

// WeekdayMonth is "lundi 1er juin" or "Monday 1 June".
func (d Day) WeekdayMonth(lang string) string {
	t := d.Time()
	switch {
	case t.IsZero():
		return string(d)
	case lang == "en":
		return t.Format("Monday 2 January")
	}
	return weekdaysFR[d.Weekday()-1] + " " + d.DayMonth(lang)
}

// MonthYear is "juin 2020" or "June 2020".
func (d Day) MonthYear(lang string) string {
	t := d.Time()
	switch {
	case t.IsZero():
		return string(d)
	case lang == "en":
		return t.Format("January 2006")
	}
	return monthsFR[t.Month()-1] + " " + strconv.Itoa(t.Year())
}
