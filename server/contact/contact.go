// Package contact is how people write names, telephone numbers and addresses,
// and the forms in which two writings of the same thing are equal. It is pure;
// what was typed is kept elsewhere as typed, these forms are only compared.
package contact

import (
	"net/mail"
	"slices"
	"strings"
	"unicode"
)

// letters maps what French keyboards, and their absence, make of one letter.
var letters = map[rune]string{
	'à': "a", 'á': "a", 'â': "a", 'ã': "a", 'ä': "a", 'å': "a", 'ç': "c", 'è': "e", 'é': "e", 'ê': "e", 'ë': "e",
	'ì': "i", 'í': "i", 'î': "i", 'ï': "i", 'ñ': "n", 'ò': "o", 'ó': "o", 'ô': "o", 'õ': "o", 'ö': "o", 'ø': "o",
	'ù': "u", 'ú': "u", 'û': "u", 'ü': "u", 'ý': "y", 'ÿ': "y", 'œ': "oe", 'æ': "ae", 'ß': "ss", 'š': "s", 'ž': "z",
	'ł': "l", 'ć': "c", 'č': "c", 'ś': "s", 'ę': "e", 'ą': "a", 'ń': "n", 'ż': "z", 'ź': "z", 'ğ': "g", 'ş': "s", 'ı': "i",
}

// Fold is s in small letters without accents, its words separated by one space.
// Everything that is neither letter nor digit separates words; combining accents
// (a phone's keyboard may send them) vanish.
func Fold(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range strings.ToLower(s) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte(' ')
			gap = false
		}
		if plain, ok := letters[r]; ok {
			b.WriteString(plain)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// titles are words of address that say nothing about who it is.
var titles = []string{"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle", "veuve", "vve", "epouse", "nee", "et", "famille"}

// Words are the folded words of a name in alphabetical order, without titles, so
// that the order of given and family name does not matter.
func Words(name string) []string {
	words := slices.DeleteFunc(strings.Fields(Fold(name)), func(w string) bool { return slices.Contains(titles, w) })
	slices.Sort(words)
	return words
}

// maxPhone is the longest writing of a number, in bytes: spaces may be wide ones.
const maxPhone = 60

// Mail reports whether s is one e-mail address and nothing else.
func Mail(s string) bool {
	at, err := mail.ParseAddress(s)
	return err == nil && at.Address == s && len(s) <= 200 && strings.Contains(s[strings.LastIndex(s, "@"):], ".")
}

// Phone is the comparable form of a French or international number, like
// "+33612345678": spaces, dots and dashes gone, 0033 and (0) understood. It is
// "" for what is not a telephone number.
func Phone(s string) string {
	if len(s) > maxPhone {
		return ""
	}
	s = strings.ReplaceAll(s, "(0)", "")
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9', r == '+' && b.Len() == 0:
			b.WriteRune(r)
		case r == ' ' || r == '.' || r == '-' || r == '/' || r == '(' || r == ')' || r == '\u00a0' || r == '\u202f':
		default:
			return ""
		}
	}
	n := b.String()
	if strings.HasPrefix(n, "00") {
		n = "+" + n[2:]
	}
	if strings.HasPrefix(n, "+330") && len(n) == 13 { // +33 06 …, typed by many
		n = "+33" + n[4:]
	}
	switch {
	case strings.HasPrefix(n, "+33"):
		if len(n) != 12 || n[3] == '0' {
			return ""
		}
		return n
	case strings.HasPrefix(n, "+"):
		if len(n) < 8 || len(n) > 16 {
			return ""
		}
		return n
	case len(n) == 10 && n[0] == '0' && n[1] != '0':
		return "+33" + n[1:]
	}
	return ""
}

// ShowPhone writes a number as the French read it, 06 12 34 56 78, whatever way
// it was typed. What is not a telephone number comes back as it is.
func ShowPhone(s string) string {
	p := Phone(s)
	if !strings.HasPrefix(p, "+33") {
		return s
	}
	n := "0" + p[3:]
	return n[0:2] + " " + n[2:4] + " " + n[4:6] + " " + n[6:8] + " " + n[8:10]
}

// Digits are the digits of what is being typed, as they stand in a comparable
// number: a leading 0 or 0033 is the country's. It is "" for text with letters.
func Digits(s string) string {
	if strings.ContainsFunc(s, unicode.IsLetter) {
		return ""
	}
	digits := strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, strings.ReplaceAll(s, "(0)", ""))
	digits = strings.TrimPrefix(digits, "00")
	return strings.TrimPrefix(digits, "0")
}
