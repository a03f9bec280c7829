package account_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/portage-livraison/portage/server/account"
)

// Whatever is typed, a code that is read has only the signs of codes, and is
// read again as itself.
func FuzzTypedCode(f *testing.F) {
	for _, s := range []string{"ACDE-FGHJ", "acde fghj", "", "-", "ACDEFGHJK", "ÀCDEFGHJ", "\x00ACDEFGHJ", "ſACDEFGHJ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		code, ok := account.NormalCode(typed)
		if !ok {
			return
		}
		if len(code) != account.CodeLength || strings.Trim(code, account.CodeAlphabet) != "" {
			t.Errorf("%q was read as %q", typed, code)
		}
		if again, ok := account.NormalCode(account.ShowCode(code)); !ok || again != code {
			t.Errorf("%q is read again as %q", code, again)
		}
	})
}

// What people type about somebody is refused or tidied; tidy stays tidy, and no
// login has two forms.
func FuzzPerson(f *testing.F) {
	f.Add("Ana", "ana", "06", "mardi")
	f.Add(" a\u202eb", "A.B@c", "\n", "\x1b[31m")
	f.Add("\xff", "ана", strings.Repeat("0", 41), strings.Repeat("é", 501))
	f.Fuzz(func(t *testing.T, name, login, phone, note string) {
		p, err := account.Person{Name: name, Login: login, Phone: phone, Availability: note, Roles: []account.Role{account.Driver}}.Normal()
		if err != nil {
			return
		}
		again, err := p.Normal()
		if err != nil || again.Name != p.Name || again.Login != p.Login || again.Phone != p.Phone {
			t.Errorf("%+v became %+v, %v", p, again, err)
		}
		for _, s := range []string{p.Name, p.Login, p.Phone} {
			if !utf8.ValidString(s) || strings.ContainsAny(s, "\n\r\t\x00\x1b\u202e") {
				t.Errorf("%q was accepted", s)
			}
		}
	})
}
