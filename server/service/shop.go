package service

import (
	"strings"
	"unicode/utf8"
)

// The ways to name a resident at a shop and on a bag.
const (
	LabelInitials = "initials"
	LabelName     = "name"
	LabelNone     = "none"
)

// ShopName is a resident's name as a shop, or whoever sees a bag, may read it;
// initials unless the town chose otherwise.
func (s Service) ShopName(name string) string {
	switch s.ShopLabel {
	case LabelName:
		return name
	case LabelNone:
		return ""
	}
	var initials []string
	for _, word := range strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '-' || r == '\u00a0' }) {
		r, _ := utf8.DecodeRuneInString(word)
		initials = append(initials, strings.ToUpper(string(r))+".")
		if len(initials) == 3 {
			break
		}
	}
	return strings.Join(initials, "\u00a0")
}
