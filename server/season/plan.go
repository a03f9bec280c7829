package season

import (
	"math/rand/v2"
	"slices"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/service"
)

// The season of La Ciotat, as the town reported it.
const (
	opens      = day.Day("2020-04-03")
	closes     = day.Day("2020-07-16")
	registered = 75 // households
	served     = 47
)

// month is what the town reported of one month, and when its households came.
type month struct {
	name       string
	deliveries int
	drivers    int
	newServed  int // households served for the first time
	newOthers  int // registered, who soon found another way
}

var months = []month{
	{"2020-04", 81, 4, 33, 20},
	{"2020-05", 46, 5, 10, 5},
	{"2020-06", 32, 1, 4, 2},
	{"2020-07", 9, 1, 0, 1},
}

// plan is who is brought something on which day; it knows no shop and no door.
type plan struct {
	days   []day.Day
	visits []*visit
	joins  map[day.Day][]int // households by the day on which they call
	regime service.Service   // the calendar
}

// visit is one household on one day.
type visit struct {
	home    int
	day     day.Day // on which it is delivered
	first   day.Day // of the first attempt; the same, unless nobody answered
	driver  int
	second  bool // a second order of that week
	quirk   quirk
	planned bool
}

// quirk is what is special about a visit.
type quirk string

const (
	plain      quirk = ""
	noAnswer   quirk = "noAnswer"
	mistaken   quirk = "mistaken"
	chequeLate quirk = "chequeLate"
	owes       quirk = "owes"
	witness    quirk = "witness"
	onPaper    quirk = "onPaper"
	withdrawn  quirk = "withdrawn" // cancelled while the driver was under way
	missing    quirk = "missing"   // one shop of two cannot prepare
	worry      quirk = "worry"     // an alert
	direct     quirk = "direct"    // ordered at the shop, which tells the amount
)

// quirks are shared out over the season, the rare ones first.
var quirks = []struct {
	what  quirk
	times int
}{{withdrawn, 1}, {onPaper, 2}, {mistaken, 3}, {worry, 3}, {owes, 4}, {missing, 4}, {noAnswer, 6}, {chequeLate, 8}, {witness, 9}, {direct, 24}}

// newPlan draws the season. Whatever the seed, each month has the deliveries
// and drivers that the town reported, and the same number of households.
func newPlan(rng *rand.Rand) *plan {
	p := &plan{joins: map[day.Day][]int{}, regime: service.Service{Opens: opens, Closes: closes,
		Weekdays: []day.Weekday{day.Monday, day.Tuesday, day.Wednesday, day.Thursday, day.Friday}}}
	p.days = p.regime.Next(opens, 200)
	known, others := 0, served
	for i, mo := range months {
		days := p.daysOf(mo.name)
		known = p.visitMonth(rng, mo, days, known, i == 0)
		for range mo.newOthers {
			d := days[rng.IntN(len(days)*2/3+1)]
			p.joins[d] = append(p.joins[d], others)
			others++
		}
	}
	p.shareDrivers(rng)
	p.shareQuirks(rng)
	return p
}

func (p *plan) daysOf(name string) []day.Day {
	var days []day.Day
	for _, d := range p.days {
		if string(d[:7]) == name {
			days = append(days, d)
		}
	}
	return days
}

// visitMonth spreads the deliveries of a month evenly over its days. known is
// how many households were served before it; the new ones come at the pace that
// the deliveries allow.
func (p *plan) visitMonth(rng *rand.Rand, mo month, days []day.Day, known int, opening bool) int {
	due := known + mo.newServed
	for i := range mo.deliveries {
		d := days[i*len(days)/mo.deliveries]
		free := p.free(d, known)
		fresh := due - known
		pace := fresh > 0 && rng.IntN(mo.deliveries-i) < fresh*3/2+1
		switch {
		case fresh > 0 && (len(free) == 0 || pace || opening && i < 8):
			p.visits = append(p.visits, &visit{home: known, day: d})
			p.joins[p.callDay(d)] = append(p.joins[p.callDay(d)], known)
			known++
		case len(free) > 0:
			p.visits = append(p.visits, &visit{home: free[rng.IntN(len(free))], day: d})
		default: // everybody has had the week's basket
			p.visits = append(p.visits, &visit{home: p.other(rng, d, known), day: d, second: true})
		}
	}
	return known
}

// callDay is when the household of a first visit calls: the working day before.
func (p *plan) callDay(d day.Day) day.Day {
	if i := slices.Index(p.days, d); i > 0 {
		return p.days[i-1]
	}
	return opens.Add(-1)
}

// free are the households served before that have no visit in the week of d.
func (p *plan) free(d day.Day, known int) []int {
	var out []int
	for h := range known {
		if !slices.ContainsFunc(p.visits, func(v *visit) bool { return v.home == h && v.day.Week() == d.Week() }) {
			out = append(out, h)
		}
	}
	return out
}

// other is a household that is not visited on d itself.
func (p *plan) other(rng *rand.Rand, d day.Day, known int) int {
	for {
		h := rng.IntN(known)
		if !slices.ContainsFunc(p.visits, func(v *visit) bool { return v.home == h && v.day == d }) {
			return h
		}
	}
}

// shareDrivers gives each day to one driver, or to two when there is much to
// do, so that each of the month's drivers has days.
func (p *plan) shareDrivers(rng *rand.Rand) {
	for _, mo := range months {
		turn := rng.IntN(mo.drivers)
		for _, d := range p.daysOf(mo.name) {
			todo := p.on(d)
			for i, v := range todo {
				v.driver = turn % mo.drivers
				if mo.drivers > 1 && len(todo) > 3 && i >= len(todo)/2 {
					v.driver = (turn + 1) % mo.drivers
				}
			}
			turn++
		}
	}
}

func (p *plan) on(d day.Day) []*visit {
	var out []*visit
	for _, v := range p.visits {
		if v.day == d {
			out = append(out, v)
		}
	}
	return out
}

func (p *plan) shareQuirks(rng *rand.Rand) {
	order := rng.Perm(len(p.visits))
	for _, v := range p.visits {
		v.first = v.day
	}
	for _, q := range quirks {
		left := q.times
		for _, i := range order {
			v := p.visits[i]
			if left == 0 {
				break
			}
			if v.quirk != plain || v.second || v.day == closes || v.day < p.days[2] || q.what == noAnswer && !p.tryBefore(v) {
				continue
			}
			v.quirk = q.what
			left--
		}
	}
}

// tryBefore puts a first attempt on the working day before, when that is in the
// same week and month and after the household's first visit.
func (p *plan) tryBefore(v *visit) bool {
	before := p.callDay(v.day)
	i := slices.IndexFunc(p.visits, func(x *visit) bool { return x.home == v.home })
	if before.Week() != v.day.Week() || before[:7] != v.day[:7] || p.visits[i] == v {
		return false
	}
	if slices.ContainsFunc(p.visits, func(x *visit) bool { return x != v && x.home == v.home && x.day.Week() == v.day.Week() }) {
		return false
	}
	v.first = before
	return true
}
