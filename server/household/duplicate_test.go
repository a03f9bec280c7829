package household_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/portage-livraison/portage/server/household"
)

func face(id, given, family, phone, street string) household.Face {
	return household.FaceOf(household.Household{ID: id, People: []household.Person{{Given: given, Family: family}}, Phones: []string{phone},
		Address: household.Address{Street: street}})
}

func TestDuplicatesAreOfferedAndNeighboursAreNot(t *testing.T) {
	for name, c := range map[string]struct {
		a, b household.Face
		want string
	}{
		"one number":                         {face("a", "Odette", "Maréchal", "02 31 00 00 01", ""), face("b", "Paul", "Girard", "02.31.00.00.01", ""), "[{a b [phone]}]"},
		"accents and order of names":         {face("b", "Odette", "Maréchal", "02 31 00 00 01", ""), face("a", "MARECHAL", "odette", "02 31 00 00 02", ""), "[{a b [name]}]"},
		"a slip of the pen at one address":   {face("a", "Odette", "Maréchal", "", "12 rue Haute"), face("b", "Odette", "Marechale", "", "12, rue Haute"), "[{a b [nearName address]}]"},
		"a slip of the pen, nothing else":    {face("a", "Odette", "Maréchal", "", "12 rue Haute"), face("b", "Odette", "Marechale", "", "3 rue Basse"), "[]"},
		"neighbours":                         {face("a", "Odette", "Maréchal", "", "12 rue Haute"), face("b", "Paul", "Girard", "", "12 rue Haute"), "[]"},
		"one family name":                    {face("a", "", "Martin", "", ""), face("b", "", "Martin", "", ""), "[]"},
		"one first name":                     {face("a", "Marie", "Duval", "", ""), face("b", "Marie", "Leroy", "", ""), "[]"},
		"the same street without any number": {face("a", "Odette", "Maréchal", "", "rue Haute"), face("b", "Odette", "Marechale", "", "rue Haute"), "[]"},
	} {
		got := "["
		for _, p := range household.Duplicates([]household.Face{c.a, c.b}) {
			got += fmt.Sprintf("{%s %s %v}", p.A, p.B, p.Reasons)
		}
		if got += "]"; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestTheLikeliestPairsComeFirstAndThousandsAreCompared(t *testing.T) {
	var faces []household.Face
	for i := range 3000 {
		faces = append(faces, face(fmt.Sprintf("h%04d", i), "Marie", fmt.Sprintf("Famille%04d", i), fmt.Sprintf("02 31 %02d %02d 00", i/100, i%100), fmt.Sprintf("%d rue Haute", i)))
	}
	faces = append(faces, face("x", "Marie", "Famille0007", "", ""), face("y", "Marie", "Famille0009", "02 31 00 09 00", "9 rue Haute"))
	got := household.Duplicates(faces)
	if len(got) != 2 || got[0].A != "h0009" || got[0].B != "y" || got[1].A != "h0007" || got[1].B != "x" {
		t.Errorf("%+v", got)
	}
}

func TestAbsorbKeepsWhatBothHave(t *testing.T) {
	left := &household.Exit{Day: "2026-05-01", Reason: "voisins"}
	a := household.Household{ID: "a", Registered: "2026-03-02", Exit: left, Holds: []string{"z"}, Exceptions: []household.Exception{{Rule: "âge", Reason: "r"}}}
	b := household.Household{ID: "b", Registered: "2026-02-01", Holds: []string{"y"}, Exceptions: []household.Exception{{Rule: "secteur", Reason: "s"}}}
	chosen := household.Household{ID: "other", People: []household.Person{{Family: "Maréchal"}}, Size: 1}
	got, err := a.Absorb(b, chosen)
	if err != nil || got.ID != "a" || got.Registered != "2026-02-01" || got.Exit != nil || fmt.Sprint(got.Holds) != "[z b y]" || len(got.Exceptions) != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	if b.Exit = left; true {
		if got, _ = a.Absorb(b, chosen); got.Exit == nil {
			t.Error("two that left are served again")
		}
	}
	if back := got.Release(b); fmt.Sprint(back.Holds) != "[z]" {
		t.Errorf("released: %v", back.Holds)
	}
	if _, err := a.Absorb(a, chosen); !errors.Is(err, household.ErrSame) {
		t.Errorf("with itself: %v", err)
	}
	b.Joined = &household.Joined{Into: "c"}
	if _, err := a.Absorb(b, chosen); !errors.Is(err, household.ErrJoined) {
		t.Errorf("joined elsewhere: %v", err)
	}
	if _, err := a.Absorb(household.Household{ID: "c"}, household.Household{}); !errors.Is(err, household.ErrNoName) {
		t.Errorf("nobody chosen: %v", err)
	}
}
