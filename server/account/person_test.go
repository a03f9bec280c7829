package account_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
)

func TestPersonIsTidied(t *testing.T) {
	p, err := account.Person{Name: "  Ana   Bel ", Login: " Ana.Bel@Ville.FR ", Phone: " 06 ",
		Roles: []account.Role{account.Driver, account.Admin, account.Driver}}.Normal()
	want := account.Person{Name: "Ana Bel", Login: "ana.bel@ville.fr", Phone: "06", Locale: "fr", Origin: account.FromTown,
		Roles: []account.Role{account.Admin, account.Driver}}
	if err != nil || !reflect.DeepEqual(p, want) {
		t.Errorf("got %+v, %v\nwant %+v", p, err, want)
	}
}

func TestPersonIsRefused(t *testing.T) {
	drive := []account.Role{account.Driver}
	for _, c := range []struct {
		field, code string
		p           account.Person
	}{
		{"name", "person.name", account.Person{Roles: drive}},
		{"name", "person.name", account.Person{Name: "a\u202eb", Roles: drive}},
		{"phone", "person.phone", account.Person{Name: "A", Phone: "06\u202806", Roles: drive}},
		{"name", "person.name", account.Person{Name: "a\x1b[31m", Roles: drive}},
		{"name", "person.name", account.Person{Name: strings.Repeat("a", 121), Roles: drive}},
		{"login", "person.login", account.Person{Name: "A", Login: "ab", Roles: drive}},
		{"login", "person.login", account.Person{Name: "A", Login: "аna", Roles: drive}}, // Cyrillic а
		{"login", "person.login", account.Person{Name: "A", Login: "a b c", Roles: drive}},
		{"roles", "person.roles", account.Person{Name: "A"}},
		{"roles", "person.roles", account.Person{Name: "A", Roles: []account.Role{"root"}}},
		{"origin", "person.origin", account.Person{Name: "A", Roles: drive, Origin: "moon"}},
		{"locale", "person.locale", account.Person{Name: "A", Roles: drive, Locale: "de"}},
		{"phone", "person.phone", account.Person{Name: "A", Roles: drive, Phone: "06\n07"}},
		{"skills", "person.skills", account.Person{Name: "A", Roles: drive, Skills: []string{""}}},
		{"availability", "person.availability", account.Person{Name: "A", Roles: drive, Availability: strings.Repeat("a", 501)}},
	} {
		_, err := c.p.Normal()
		if f := fault.From(err); f.Code != c.code || f.Field != c.field || f.Kind != fault.Invalid {
			t.Errorf("%+v: %v on %q", c.p, err, f.Field)
		}
	}
}

func TestPasswordRules(t *testing.T) {
	for p, code := range map[string]string{
		"onze-signes":                         "password.short",
		"douze signes":                        "",
		"éééàààèèèùùù":                        "password.common",
		"aaaaaaaaaaaaaaaa":                    "password.common",
		"motdepasse123":                       "password.common",
		"Password2026!":                       "password.common",
		"marie.durand12":                      "password.common",
		"cheval agrafe pile":                  "",
		strings.Repeat("xyzt", 51):            "password.long",
		"\xff\xfe abcdefghijkl":               "password.long",
		"le pain arrive le mardi avant midi!": "",
	} {
		err := account.CheckPassword(p, "marie.durand@ville.fr")
		if code == "" && err != nil || code != "" && fault.From(err).Code != code {
			t.Errorf("%q: %v, want %q", p, err, code)
		}
	}
}
