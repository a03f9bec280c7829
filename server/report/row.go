package report

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
)

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

func itoa(n int) string { return strconv.Itoa(n) }
