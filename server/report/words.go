package report

import (
	"strconv"
	"strings"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/paper"
)

// lexicon says things in one language. A plain one writes what a spreadsheet
// sorts and adds up: 2020-04, 2020-W15, 5929,71.
type lexicon struct {
	lang  string
	plain bool
}

// say is the word for a figure, a head or a value; what nobody translated is the
// town's own word.
func (w lexicon) say(key string) string {
	t, ok := texts[key]
	switch {
	case !ok:
		return key
	case w.lang == "en":
		return t[1]
	}
	return t[0]
}

// untold stands for a number that is small, or would give a small one away; the
// footnote says so.
const untold = "*"

func (w lexicon) count(n int, hidden bool) string {
	if hidden {
		return untold
	}
	return strconv.Itoa(n)
}

func (w lexicon) month(m Month) string {
	if w.plain {
		return m.Month
	}
	return day.Day(m.Month + "-01").MonthYear(w.lang)
}

// week is "semaine du 6 avril", with the year where the period has several.
func (w lexicon) week(x Week, f Figures) string {
	if w.plain {
		return x.Week
	}
	s := w.say("weekOf") + " " + x.Monday.DayMonth(w.lang)
	if f.From.Year() != f.To.Year() {
		s += " " + strconv.Itoa(x.Monday.Year())
	}
	return s
}

// period is "du 3 avril 2020 au 16 juillet 2020".
func (w lexicon) period(f Figures) string {
	full := func(d day.Day) string { return d.DayMonth(w.lang) + " " + strconv.Itoa(d.Year()) }
	return w.say("periodFrom") + " " + full(f.From) + " " + w.say("periodTo") + " " + full(f.To)
}

// days says how long a slip took, from whole days.
func (w lexicon) days(days string) string {
	switch {
	case w.plain:
		return days
	case days == "0":
		return w.say("underADay")
	case days == "1":
		return w.say("oneDay")
	}
	return days + " " + w.say("manyDays")
}

// hours is a time that a person reads at a glance: hours up to two days, then days.
func (w lexicon) hours(n int) string {
	if n < 48 {
		return strconv.Itoa(n) + "\u00a0h"
	}
	return strconv.Itoa(n/24) + "\u00a0" + w.say("dayShort")
}

func (w lexicon) euro(cents int64) string {
	switch {
	case !w.plain:
		return paper.Euro(cents, paper.Lang(w.lang))
	case w.lang == "en":
		return decimal(cents)
	}
	return strings.Replace(decimal(cents), ".", ",", 1)
}

func decimal(cents int64) string {
	return strconv.FormatInt(cents/100, 10) + "." + strconv.FormatInt(100+cents%100, 10)[1:]
}

func (w lexicon) heads(keys ...string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = w.say(k)
	}
	return out
}
