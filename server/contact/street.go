package contact

import "strings"

// short are the abbreviations that people use for one same word of an address.
var short = map[string]string{
	"r": "rue", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard",
	"boul": "boulevard", "pl": "place", "imp": "impasse", "ch": "chemin", "che": "chemin", "chem": "chemin",
	"rte": "route", "all": "allee", "sq": "square", "res": "residence", "bat": "batiment", "apt": "appartement",
	"appt": "appartement", "app": "appartement", "lot": "lotissement", "fg": "faubourg", "fbg": "faubourg", "qu": "quai",
	"st": "saint", "ste": "sainte", "gal": "general", "mal": "marechal", "dr": "docteur", "pdt": "president",
	"b": "bis", "t": "ter",
}

// Street is the comparable form of a street line: folded, abbreviations written
// out, little words gone, "12bis" read as "12 bis".
func Street(s string) string {
	var out []string
	for _, w := range strings.Fields(Fold(splitNumbers(s))) {
		if long, ok := short[w]; ok {
			w = long
		}
		switch w {
		case "de", "du", "des", "la", "le", "les", "l", "d", "no", "n":
			continue
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

// splitNumbers puts a space between a number and the letters that follow it.
func splitNumbers(s string) string {
	var b strings.Builder
	digit := false
	for _, r := range s {
		isDigit := r >= '0' && r <= '9'
		if digit && !isDigit {
			b.WriteByte(' ')
		}
		digit = isDigit
		b.WriteRune(r)
	}
	return b.String()
}

// Near reports whether two folded words differ by so little that one may be a
// misspelling of the other: one letter from four letters on, two from eight on.
// Two neighbouring letters swapped count as one.
func Near(a, b string) bool {
	if a == b {
		return true
	}
	longest := max(len(a), len(b))
	switch {
	case longest < 4:
		return false
	case longest < 8:
		return distance(a, b) <= 1
	}
	return distance(a, b) <= 2
}

// distance counts letters added, dropped, changed or swapped between a and b.
func distance(a, b string) int {
	if d := len(a) - len(b); d > 2 || d < -2 {
		return 3 // more than anyone asks for
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
