package household

import (
	"slices"
	"sort"
	"strings"

	"github.com/portage-livraison/portage/server/contact"
)

// Likeness says why two households may be the same one.
type Likeness string

// The reasons of a likely match, the strongest first.
const (
	SamePhone   Likeness = "phone"
	SameName    Likeness = "name"
	SameAddress Likeness = "address"
	NearName    Likeness = "nearName"
)

var weight = map[Likeness]int{SamePhone: 8, SameName: 4, SameAddress: 3, NearName: 2}

// Caller is what is known while somebody telephones; every field may be empty.
type Caller struct {
	Name, Phone, Street string
}

// Match is a household that may be the caller's, and why.
type Match struct {
	ID      string
	Reasons []Likeness
	weight  int
}

// Face is what of a household is compared: small enough that thousands are held
// at once. Its fields are comparable forms, made by FaceOf.
type Face struct {
	ID     string
	Names  [][]string // words of each person's name
	Phones []string
	Street string
}

// FaceOf makes the comparable forms of h. The emergency contact's number is left
// out: a daughter who calls for both parents is no sign of a duplicate.
func FaceOf(h Household) Face {
	f := Face{ID: h.ID, Street: contact.Street(h.Address.Street)}
	for _, p := range h.People {
		if words := contact.Words(p.Name()); len(words) > 0 {
			f.Names = append(f.Names, words)
		}
	}
	for _, p := range h.Phones {
		if n := contact.Phone(p); n != "" {
			f.Phones = append(f.Phones, n)
		}
	}
	return f
}

// Likely lists the households that may be the caller's, most likely first, at
// most 10 (scenarios 1 and 2). Spelling, accents and the order of names do not
// matter. It decides nothing: a person merges, or keeps apart with a reason.
func Likely(c Caller, among []Face) []Match {
	words, phone, street := contact.Words(c.Name), contact.Phone(c.Phone), contact.Street(c.Street)
	var found []Match
	for _, f := range among {
		if m := compare(words, phone, street, f); m.weight > 0 {
			found = append(found, m)
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].weight > found[j].weight })
	return found[:min(len(found), 10)]
}

func compare(words []string, phone, street string, f Face) Match {
	m := Match{ID: f.ID}
	add := func(l Likeness) { m.Reasons = append(m.Reasons, l); m.weight += weight[l] }
	if phone != "" && slices.Contains(f.Phones, phone) {
		add(SamePhone)
	}
	switch alike(words, f.Names) {
	case 2:
		add(SameName)
	case 1:
		add(NearName)
	}
	// a street without a number is shared by many doors
	if street != "" && street == f.Street && strings.ContainsAny(street, "0123456789") {
		add(SameAddress)
	}
	return m
}

// alike is 2 when every word of the caller's name is in one person's, 1 when
// some are only near, 0 when a word is missing.
func alike(words []string, names [][]string) int {
	best := 0
	for _, name := range names {
		score := 2
		for _, w := range words {
			if slices.Contains(name, w) {
				continue
			}
			if slices.ContainsFunc(name, func(n string) bool { return contact.Near(w, n) }) {
				score = min(score, 1)
				continue
			}
			score = 0
			break
		}
		if len(words) == 0 {
			score = 0
		}
		best = max(best, score)
	}
	return best
}
