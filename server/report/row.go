package report

import (
	"cmp"
	"maps"
	"slices"
	"strconv"

	"github.com/portage-livraison/portage/server/contact"
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
	for _, name := range slices.SortedFunc(maps.Keys(t), inOrder) {
		out = append(out, Row{Name: name, Count: t[name]})
	}
	return out
}

// inOrder compares names as a dictionary does: épicerie before poissonnerie.
func inOrder(a, b string) int {
	return cmp.Or(cmp.Compare(contact.Fold(a), contact.Fold(b)), cmp.Compare(a, b))
}

func itoa(n int) string { return strconv.Itoa(n) }
