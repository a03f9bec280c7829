package report

import (
	"cmp"
	"slices"
	"strconv"
)

// table is one figure laid out. Each row has the number that its bar shows, 0
// for none.
type table struct {
	heads []string
	chart int // the column that the bars show, 0 for none
	rows  [][]string
	bars  []int
}

func (t *table) add(bar int, cells ...string) {
	t.rows, t.bars = append(t.rows, cells), append(t.bars, bar)
}

// table lays one figure out; without rows it is not shown.
func (w lexicon) table(figure string, f Figures) table {
	switch figure {
	case "deliveries":
		return w.deliveries(f)
	case "monthDrivers":
		t := table{heads: w.heads("month", "driversShort"), chart: 1}
		for _, m := range f.Months {
			t.add(m.Drivers, w.month(m), w.count(m.Drivers, false))
		}
		return t
	case "drivers":
		t := table{heads: w.heads("driver", "deliveries", "slips", "days"), chart: 1}
		for i, d := range f.Drivers {
			t.add(d.Deliveries, cmp.Or(d.Name, w.say("driver")+" "+strconv.Itoa(i+1)), w.count(d.Deliveries, false), w.count(d.Slips, false), w.count(d.Days, false))
		}
		return t
	case "weeks":
		t := table{heads: w.heads("week", "deliveries", "registered"), chart: 1}
		for _, x := range f.Weeks {
			t.add(x.Deliveries, w.week(x, f), w.count(x.Deliveries, slices.Contains(x.Hidden, "deliveries")), w.count(x.Registered, slices.Contains(x.Hidden, "registered")))
		}
		return t
	case "cheques":
		return w.cheques(f)
	}
	if text, ok := w.single(figure, f); ok {
		t := table{heads: w.heads("figure", "count")}
		t.add(0, w.say(figure), text)
		return t
	}
	return w.breakdown(figure, f)
}

func (w lexicon) deliveries(f Figures) table {
	t := table{heads: w.heads("month", "deliveries", "households"), chart: 1}
	for _, m := range f.Months {
		t.add(m.Deliveries, w.month(m), w.count(m.Deliveries, m.Hidden), w.count(m.Households, m.Hidden))
	}
	t.add(0, w.say("total"), w.count(f.Deliveries, slices.Contains(f.Hidden, "deliveries")), w.count(f.HouseholdsServed, slices.Contains(f.Hidden, "householdsServed")))
	return t
}

func (w lexicon) cheques(f Figures) table {
	t := table{heads: w.heads("shop", "trade", "slips", "chequesShort", "amount", "open"), chart: 4}
	cheques := 0
	for i, c := range f.Cheques {
		cheques += c.Cheques
		name, amount := cmp.Or(c.Name, w.say("shop")+" "+strconv.Itoa(i+1)), w.euro(c.Cents)
		if c.Hidden {
			amount = untold
		}
		t.add(int(c.Cents), name, c.Trade, w.count(c.Slips, c.Hidden), w.count(c.Cheques, c.Hidden), amount, w.count(c.Open, c.Hidden))
	}
	all := strconv.Itoa(cheques)
	if slices.ContainsFunc(f.Cheques, func(c ChequeLine) bool { return c.Hidden }) {
		all = "" // the sum of what is told would be another number
	}
	t.add(0, w.say("total"), "", w.count(f.Slips, slices.Contains(f.Hidden, "slips")), all, w.euro(f.ChequesCents), strconv.Itoa(f.ChequesOpen))
	return t
}

func (w lexicon) single(figure string, f Figures) (string, bool) {
	if figure == "orderToDoorMedian" {
		if len(f.Hours) == 0 {
			return "–", true
		}
		return w.hours(f.MedianHours), true
	}
	n, ok := map[string]int{"merchants": f.Merchants, "bakeries": f.Bakeries}[figure]
	if at := f.residents()[figure]; at != nil && figure != "deliveries" {
		n, ok = *at, true
	}
	return w.count(n, slices.Contains(f.Hidden, figure)), ok
}

func (w lexicon) breakdown(figure string, f Figures) table {
	t := table{heads: w.heads(figure+"Head", "count"), chart: 1}
	for _, r := range map[string][]Row{"shopsByTrade": f.ByTrade, "shopsBySector": f.BySector, "gifts": f.Gifts, "exceptions": f.Exceptions, "exits": f.Exits,
		"publics": f.Publics, "ageBands": f.Ages, "householdsBySector": f.Sectors, "referrals": f.Referrals, "failures": f.Failures, "orderToDoor": f.Hours}[figure] {
		name := w.say(r.Name)
		if figure == "orderToDoor" {
			name = w.days(r.Name)
		}
		t.add(r.Count, name, w.count(r.Count, r.Hidden))
	}
	return t
}
