package account

import (
	"strings"
	"unicode/utf8"

	"github.com/portage-livraison/portage/server/fault"
)

// The bounds of a password, in characters. No rule of composition: length is
// what counts, and a rule that annoys ends on a sticky note.
const (
	MinPassword = 12
	MaxPassword = 200
)

// common are the twelve-and-more character passwords that people type first,
// in lower case.
var common = []string{"motdepasse", "password", "azertyuiop", "qwertyuiop", "123456789", "bonjour", "portage", "soleil", "ccas"}

// CheckPassword says whether a new password may be used by the person with this
// login: long enough, not one repeated character or run, not made only of a
// common word, the login and digits.
func CheckPassword(password, login string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password) || n > MaxPassword:
		return fault.New(fault.Invalid, "password.long", "at most %d characters", MaxPassword).On("password")
	case n < MinPassword:
		return fault.New(fault.Invalid, "password.short", "at least %d characters", MinPassword).
			With(map[string]any{"min": MinPassword}).On("password")
	case guessable(strings.ToLower(password), login):
		return fault.New(fault.Invalid, "password.common", "this password is too easy to guess").On("password")
	}
	return nil
}

func guessable(p, login string) bool {
	if distinct(p) < 5 {
		return true
	}
	rest := p
	if login != "" {
		name, _, _ := strings.Cut(login, "@")
		rest = strings.ReplaceAll(strings.ReplaceAll(rest, login, ""), name, "")
	}
	for _, w := range common {
		rest = strings.ReplaceAll(rest, w, "")
	}
	return strings.Trim(rest, "0123456789 .,-_!?@#*") == ""
}

func distinct(s string) int {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen)
}
