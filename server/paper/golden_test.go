package paper

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the golden texts anew: look at the pages first")

// TestPagesReadAsTheyDid compares the text of whole pages, as it is laid out,
// with what somebody looked at and found right.
func TestPagesReadAsTheyDid(t *testing.T) {
	open := completeSlip()
	open.Amount, open.Resident, open.Shop, open.Complete, open.Steps = 0, nil, nil, false, open.Steps[:1]
	footed := completeSlip()
	footed.Foot = "Le chèque est à l’ordre du commerçant. Aucun chèque en blanc, aucune carte bancaire, aucun code. " +
		"Une question ? Appelez la conciergerie avant midi, du lundi au vendredi : nous rappelons tous les appels."
	label := Label{Number: open.Number, Merchant: open.Merchant.Name, Who: "G. L.", Sector: "Centre", Stop: "étape 3", Bag: 1, Bags: 2, URL: open.URL, Code: open.Code}
	round := Round{Service: open.Service, Day: open.Day, Driver: "Ahmed Benkacem", Vehicle: "Kangoo EX-102", Help: open.Help, Checks: []string{"Masques", "Gel", "Gants"},
		Stops: []Stop{
			{Kind: "pickUp", Name: open.Merchant.Name, Address: open.Merchant.Address, Phone: open.Merchant.Phone, Slips: open.Number},
			{Kind: "home", Name: open.Household.Name, Address: open.Household.Address, Phone: open.Household.Phone, Detail: open.Household.Access, Slips: open.Number, Amount: "……… € à l’ordre de SARL Primeur des Halles"},
		}}
	cheques := []Cheque{{Slip: "2026-0412", Household: "Lucette Fontaine", Payee: "SARL Primeur des Halles", Who: "Ahmed Benkacem", Since: "18/11 10:22", Amount: 4280, Old: true},
		{Slip: "2026-0413", Household: "Odette Maréchal", Payee: "Boulangerie Łukasz", Who: "Ahmed Benkacem", Expected: true}}
	for name, write := range map[string]func(io.Writer) error{
		"slip-complete": func(w io.Writer) error { return Slips(w, []Slip{completeSlip()}, A4, French) },
		"slip-open":     func(w io.Writer) error { return Slips(w, []Slip{open}, A5, French) },
		"slip-foot":     func(w io.Writer) error { return Slips(w, []Slip{footed}, A5, French) },
		"slip-english":  func(w io.Writer) error { return Slips(w, []Slip{completeSlip()}, A4, English) },
		"labels":        func(w io.Writer) error { return Labels(w, []Label{label}, Roll62, 0, French) },
		"round":         func(w io.Writer) error { return RoundSheet(w, round, French) },
		"cheques":       func(w io.Writer) error { return Cheques(w, open.Service, open.Day, cheques, French) },
		"poster": func(w io.Writer) error {
			return ShopPoster(w, open.Service, open.Merchant.Name, open.URL, open.Code, open.Help, French)
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := tool(t, draw(t, write), "pdftotext", "-layout")
			file := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("the page reads otherwise than %s:\n%s", file, got)
			}
		})
	}
}
