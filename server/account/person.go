package account

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/portage-livraison/portage/server/fault"
)

// Origin is where a person comes from (scenario 24, and the counts of Elbeuf).
type Origin string

// The origins.
const (
	FromCCAS        Origin = "ccas"
	FromTown        Origin = "town"
	FromYouth       Origin = "youth"
	FromCouncil     Origin = "council" // citizens' council
	FromReserve     Origin = "reserve" // citizen reserve
	FromStudents    Origin = "student"
	FromPlatform    Origin = "platform" // national volunteering platform
	FromAssociation Origin = "association"
	FromBusiness    Origin = "business"
	FromElected     Origin = "elected"
	FromResidents   Origin = "resident"
)

// Origins lists every origin, in the order in which screens show them.
var Origins = []Origin{FromCCAS, FromTown, FromYouth, FromCouncil, FromReserve, FromStudents, FromPlatform,
	FromAssociation, FromBusiness, FromElected, FromResidents}

// Person is somebody who works for the service, paid or not. A person is never
// deleted, because journals name them; they are disabled.
type Person struct {
	ID           string
	Name         string
	Login        string // normalised; "" for those who only enrol a phone
	Roles        []Role
	Origin       Origin
	Phone        string
	Skills       []string
	Availability string // as told, in words
	Locale       string // "fr" or "en"
	GoesOn       bool   // agreed to be asked again after the service closes (scenario 46)
	Disabled     bool
}

// The bounds of a person's fields.
const (
	maxName  = 120
	maxText  = 500
	maxLogin = 64
	maxItems = 20
)

// Normal returns p tidied (spaces, order, the login's form), or the first thing
// that is wrong with it.
func (p Person) Normal() (Person, error) {
	p.Name, p.Phone = strings.Join(strings.Fields(p.Name), " "), strings.TrimSpace(p.Phone)
	if p.Name == "" || !plain(p.Name, maxName) {
		return p, fault.New(fault.Invalid, "person.name", "a name of 1 to %d characters is needed", maxName).On("name")
	}
	login, err := NormalLogin(p.Login)
	if err != nil {
		return p, err
	}
	p.Login = login
	if !plain(p.Phone, 40) {
		return p, fault.New(fault.Invalid, "person.phone", "the telephone number is not readable").On("phone")
	}
	if p.Roles, err = normalRoles(p.Roles); err != nil {
		return p, err
	}
	if p.Origin == "" {
		p.Origin = FromTown
	}
	if !slices.Contains(Origins, p.Origin) {
		return p, fault.New(fault.Invalid, "person.origin", "this origin is not known").On("origin")
	}
	if p.Locale == "" {
		p.Locale = "fr"
	}
	if p.Locale != "fr" && p.Locale != "en" {
		return p, fault.New(fault.Invalid, "person.locale", "the language is fr or en").On("locale")
	}
	return p, normalNotes(p)
}

func normalNotes(p Person) error {
	if !text(p.Availability, maxText) {
		return fault.New(fault.Invalid, "person.availability", "at most %d characters", maxText).On("availability")
	}
	if len(p.Skills) > maxItems || slices.ContainsFunc(p.Skills, func(s string) bool { return s == "" || !plain(s, maxName) }) {
		return fault.New(fault.Invalid, "person.skills", "at most %d skills, each on one line", maxItems).On("skills")
	}
	return nil
}

func normalRoles(roles []Role) ([]Role, error) {
	if len(roles) == 0 {
		return nil, fault.New(fault.Invalid, "person.roles", "at least one role is needed").On("roles")
	}
	var out []Role
	for _, r := range Roles {
		if slices.Contains(roles, r) {
			out = append(out, r)
		}
	}
	if slices.ContainsFunc(roles, func(r Role) bool { return !slices.Contains(Roles, r) }) {
		return nil, fault.New(fault.Invalid, "person.roles", "this role is not known").On("roles")
	}
	return out, nil
}

// Drives says whether driving is all that p does: such people are the
// coordinators' to manage, the others the admins'.
func (p Person) Drives() bool { return len(p.Roles) == 1 && p.Roles[0] == Driver }

// Has says whether p has the role.
func (p Person) Has(r Role) bool { return hasRole(p.Roles, r) }

// NormalLogin returns the form under which a login is kept and compared: lower
// case, without spaces around. "" stays "". Letters, digits and . _ - + @ only,
// so that two logins never look the same.
func NormalLogin(login string) (string, error) {
	login = strings.ToLower(strings.TrimSpace(login))
	wrong := fault.New(fault.Invalid, "person.login", "a login is 3 to %d letters a-z, digits or . _ - + @", maxLogin).On("login")
	if login == "" {
		return "", nil
	}
	if len(login) < 3 || len(login) > maxLogin {
		return "", wrong
	}
	for _, r := range login {
		if !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("._-+@", r)) {
			return "", wrong
		}
	}
	return login, nil
}

func hasRole(roles []Role, r Role) bool { return slices.Contains(roles, r) }

// plain is one line of printable text; text may have line breaks.
func plain(s string, limit int) bool { return text(s, limit) && !strings.ContainsAny(s, "\n\t") }

// misleading characters turn text round or break the line where nobody sees it.
var misleading = []*unicode.RangeTable{unicode.Bidi_Control, unicode.Zl, unicode.Zp}

// text refuses control characters, and those that could make one name look like
// another.
func text(s string, limit int) bool {
	if !utf8.ValidString(s) || utf8.RuneCountInString(s) > limit {
		return false
	}
	for _, r := range s {
		if r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.In(r, misleading...) {
			return false
		}
	}
	return true
}
