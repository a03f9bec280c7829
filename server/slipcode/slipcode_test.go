package slipcode_test

import (
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/slipcode"
)

var maker = slipcode.NewMaker([]byte("a key of the test, long enough"))

func TestCodesAreStableAndApart(t *testing.T) {
	a, again, b, next := maker.Codes("s1", 0), maker.Codes("s1", 0), maker.Codes("s2", 0), maker.Codes("s1", 1)
	if a != again {
		t.Error("the same slip must print the same codes")
	}
	other := slipcode.NewMaker([]byte("another key of the same test")).Codes("s1", 0)
	for _, c := range []slipcode.Codes{b, next, other} {
		if c.Secret == a.Secret || c.Short == a.Short {
			t.Errorf("%v and %v share a code", a, c)
		}
	}
	if len(a.Secret) != 26 || len(a.Short) != 8 {
		t.Errorf("lengths of %v", a)
	}
}

func TestScenario28TypedCodeIsForgivingAboutFormOnly(t *testing.T) {
	c := maker.Codes("s1", 0)
	for _, typed := range []string{c.Short, slipcode.Show(c.Short), strings.ToLower(slipcode.Show(c.Short)), " " + c.Short[:4] + " " + c.Short[4:] + " "} {
		if got, ok := slipcode.Normal(typed); !ok || got != c.Short {
			t.Errorf("Normal(%q) = %q, %v", typed, got, ok)
		}
	}
	for _, scanned := range []string{"HTTPS://PORTAGE.EXAMPLE/S/" + c.Secret, "https://portage.example/s/" + strings.ToLower(c.Secret), c.Secret} {
		if got, ok := slipcode.Normal(scanned); !ok || got != c.Secret {
			t.Errorf("Normal(%q) = %q, %v", scanned, got, ok)
		}
	}
	for _, bad := range []string{"", "ABCD", "OIOI-1111", strings.Repeat("A", 25) + "1", "https://portage.example/s/", strings.Repeat("é", 4)} {
		if _, ok := slipcode.Normal(bad); ok {
			t.Errorf("Normal(%q) accepted it", bad)
		}
	}
}

func TestScenario28EverySingleMistakeInAShortCodeIsFound(t *testing.T) {
	for _, id := range []string{"s1", "s2", "s3", "s4", "s5"} {
		code := []byte(maker.Codes(id, 0).Short)
		for i := range code {
			for _, wrong := range []byte(slipcode.Alphabet) {
				if wrong == code[i] {
					continue
				}
				typo := append([]byte(nil), code...)
				typo[i] = wrong
				if _, ok := slipcode.Normal(string(typo)); ok {
					t.Fatalf("%s passed for %s", typo, code)
				}
			}
			if i > 0 && code[i] != code[i-1] {
				swapped := append([]byte(nil), code...)
				swapped[i], swapped[i-1] = code[i-1], code[i]
				if _, ok := slipcode.Normal(string(swapped)); ok {
					t.Fatalf("%s passed for %s", swapped, code)
				}
			}
		}
	}
}

func TestHashDoesNotHoldTheCode(t *testing.T) {
	c := maker.Codes("s1", 0)
	if h := slipcode.Hash(c.Secret); len(h) != 64 || strings.Contains(strings.ToUpper(h), c.Secret) || h == slipcode.Hash(c.Short) {
		t.Errorf("Hash = %s", h)
	}
}

func FuzzNormal(f *testing.F) {
	f.Add("ABCD-EFGH")
	f.Add("HTTPS://H/S/" + maker.Codes("s", 0).Secret)
	f.Fuzz(func(t *testing.T, s string) {
		if code, ok := slipcode.Normal(s); ok {
			if again, ok := slipcode.Normal(code); !ok || again != code {
				t.Errorf("%q is normal, and then not", code)
			}
		}
	})
}
