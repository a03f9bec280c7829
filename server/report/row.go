package report

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

// Small is the count under which a masked report says nothing.
const Small = 5

type tally map[string]int

// rows lists the largest count first.
func (t tally) rows() []Row {
	out := t.byName()
	slices.SortStableFunc(out, func(a, b Row) int { return cmp.Compare(b.Count, a.Count) })
	return out
}

func (t tally) byName() []Row {
	out := []Row{}
	for _, name := range slices.Sorted(maps.Keys(t)) {
		out = append(out, Row{Name: name, Count: t[name]})
	}
	return out
}

// mask hides small counts of people in every breakdown. Where one row alone
// would be hidden, the smallest of the others is hidden too: the total would
// give it away.
func mask(f *Figures) {
	f.Masked = true
	for _, rows := range [][]Row{f.Exceptions, f.Exits, f.Publics, f.Ages, f.Sectors, f.Referrals, f.Failures} {
		hidden, next := 0, -1
		for i, r := range rows {
			switch {
			case r.Count > 0 && r.Count < Small:
				rows[i] = Row{Name: r.Name, Hidden: true}
				hidden++
			case r.Count > 0 && (next < 0 || r.Count < rows[next].Count):
				next = i
			}
		}
		if hidden == 1 && next >= 0 {
			rows[next] = Row{Name: rows[next].Name, Hidden: true}
		}
	}
}

func itoa(n int) string { return strconv.Itoa(n) }
