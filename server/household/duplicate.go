package household

import (
	"cmp"
	"slices"
	"strings"
)

// Pair is two households that may be the same one, and why.
type Pair struct {
	A, B    string
	Reasons []Likeness
	weight  int
}

// mostPairs bounds an answer: who has settled so many asks again.
const mostPairs = 50

// Duplicates lists the pairs that may be the same household, the likeliest
// first, at most 50: one telephone number, the same name, or a near name at the
// same address. Two names at one address are neighbours.
//
// Only households that share a number, two words of a name or an address are
// compared, so that thousands take no time: one first name is everywhere.
func Duplicates(faces []Face) []Pair {
	near := map[string][]int{}
	for i, f := range faces {
		for _, mark := range f.marks() {
			near[mark] = append(near[mark], i)
		}
	}
	done := map[[2]int]bool{}
	var pairs []Pair
	for _, group := range near {
		for at, i := range group {
			for _, j := range group[at+1:] {
				if key := [2]int{i, j}; !done[key] {
					done[key] = true
					if p := pair(faces[i], faces[j]); p.weight > 0 {
						pairs = append(pairs, p)
					}
				}
			}
		}
	}
	slices.SortFunc(pairs, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B))
	})
	return pairs[:min(len(pairs), mostPairs)]
}

// marks are what a duplicate of f shares one of.
func (f Face) marks() []string {
	var marks []string
	for _, p := range f.Phones {
		marks = append(marks, "p"+p)
	}
	for _, name := range f.Names {
		for i, w := range name {
			for _, v := range name[i+1:] {
				marks = append(marks, "n"+min(w, v)+" "+max(w, v))
			}
		}
	}
	if strings.ContainsAny(f.Street, "0123456789") {
		marks = append(marks, "s"+f.Street)
	}
	slices.Sort(marks)
	return slices.Compact(marks)
}

// pair compares each person of a with b, and counts the best of them.
func pair(a, b Face) Pair {
	best := Pair{A: min(a.ID, b.ID), B: max(a.ID, b.ID)}
	for _, name := range a.Names {
		if len(name) < 2 { // a family name alone is no sign
			continue
		}
		if m := compare(name, "", a.Street, b); m.weight > best.weight {
			best.Reasons, best.weight = m.Reasons, m.weight
		}
	}
	if !slices.Contains(best.Reasons, SameName) && !(slices.Contains(best.Reasons, NearName) && slices.Contains(best.Reasons, SameAddress)) {
		best.Reasons, best.weight = nil, 0
	}
	if slices.ContainsFunc(a.Phones, func(p string) bool { return slices.Contains(b.Phones, p) }) {
		best.Reasons, best.weight = append([]Likeness{SamePhone}, best.Reasons...), best.weight+weight[SamePhone]
	}
	return best
}
