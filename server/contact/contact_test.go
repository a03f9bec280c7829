package contact_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/contact"
)

func TestFoldForgetsAccentsCaseAndMarks(t *testing.T) {
	for in, want := range map[string]string{
		"  LEFÈVRE-Dûpont ": "lefevre dupont", "Cœur d’Hérisson": "coeur d herisson",
		"Le\u0301a": "lea", "Ñandú": "nandu", "": "", "…": "", "12, Rue": "12 rue",
	} {
		if got := contact.Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWordsForgetOrderAndTitles(t *testing.T) {
	a, b := contact.Words("Mme Odette MARÉCHAL"), contact.Words("Marechal, Odette")
	if !slices.Equal(a, b) || len(a) != 2 {
		t.Errorf("%v and %v should be equal", a, b)
	}
}

func TestPhoneReadsFrenchWritings(t *testing.T) {
	for _, in := range []string{"06 12 34 56 78", "06.12.34.56.78", "0612345678", "+33 6 12 34 56 78", "0033612345678",
		"+33 (0)6-12-34-56-78", "+33 06 12 34 56 78", "06\u202f12\u202f34\u202f56\u202f78"} {
		if got := contact.Phone(in); got != "+33612345678" {
			t.Errorf("Phone(%q) = %q", in, got)
		}
		if got := contact.ShowPhone(in); got != "06 12 34 56 78" {
			t.Errorf("ShowPhone(%q) = %q", in, got)
		}
	}
	for _, in := range []string{"", "12", "06 12 34 56", "061234567890", "allo", "0012", "+33 0 12", "06+12345678", "15", "06 12 34 56 78" + strings.Repeat(" ", 100)} {
		if got := contact.Phone(in); got != "" {
			t.Errorf("Phone(%q) = %q, want nothing", in, got)
		}
	}
	if got := contact.Phone("+32 475 12 34 56"); got != "+32475123456" {
		t.Errorf("a Belgian number = %q", got)
	}
	if got := contact.ShowPhone("poste 12"); got != "poste 12" {
		t.Errorf("ShowPhone changed %q", got)
	}
}

func TestStreetReadsAbbreviations(t *testing.T) {
	for _, pair := range [][2]string{
		{"12bis, av. du Gal Leclerc", "12 bis avenue Général Leclerc"},
		{"3 bd St-Michel", "3, Boulevard Saint Michel"},
		{"7 r. de l'Église", "7 RUE DE L’EGLISE"},
	} {
		if a, b := contact.Street(pair[0]), contact.Street(pair[1]); a != b {
			t.Errorf("%q != %q", a, b)
		}
	}
	if contact.Street("12 rue Haute") == contact.Street("21 rue Haute") {
		t.Error("another number is another address")
	}
}

func TestNearAllowsOneSlipOfTheFinger(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"dupont", "dupond", true}, {"martin", "matrin", true}, {"lefevre", "lefebvre", true}, {"vandenberghe", "vandenbergue", true}, {"lecuyer", "lecuyerotte", false},
		{"roy", "roi", false}, {"durand", "dupont", false}, {"marie", "mariette", false}, {"", "", true},
	} {
		if got := contact.Near(c.a, c.b); got != c.want || got != contact.Near(c.b, c.a) {
			t.Errorf("Near(%q, %q) = %v", c.a, c.b, got)
		}
	}
}

func TestMailIsOneAddressAndNothingElse(t *testing.T) {
	for in, want := range map[string]bool{
		"panier@shop.test": true, "a.b+c@mairie.portage.example": true,
		"": false, "panier": false, "panier@shop": false, "a@b.fr, c@d.fr": false, "Panier <a@b.fr>": false, " a@b.fr": false,
		"a@b.fr\r\nBcc: c@d.fr": false, strings.Repeat("a", 200) + "@b.fr": false,
	} {
		if got := contact.Mail(in); got != want {
			t.Errorf("Mail(%q) = %v", in, got)
		}
	}
}
