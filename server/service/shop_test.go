package service

import "testing"

func TestAShopReadsAResidentsNameAsTheTownLetsIt(t *testing.T) {
	for _, c := range []struct{ name, how, want string }{
		{"Odette Maréchal", "", "O.\u00a0M."},
		{"Élise Roux-Petit", LabelInitials, "É.\u00a0R.\u00a0P."},
		{"Jean de la Tour d’Auvergne", "", "J.\u00a0D.\u00a0L."},
		{"", "", ""},
		{"  ", "", ""},
		{"Odette Maréchal", LabelName, "Odette Maréchal"},
		{"Odette Maréchal", LabelNone, ""},
		{"Odette Maréchal", "something newer", "O.\u00a0M."},
	} {
		if got := (Service{ShopLabel: c.how}).ShopName(c.name); got != c.want {
			t.Errorf("ShopName(%q) with %q = %q, want %q", c.name, c.how, got, c.want)
		}
	}
}
