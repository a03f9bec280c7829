package paper

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// wave is a plausible signature of n points.
func wave(n int) []int {
	out := []int{n}
	for i := range n {
		out = append(out, 100+i*12, 200+(i*37%90)-(i*i%50))
	}
	return out
}

func completeSlip() Slip {
	return Slip{
		Service: "CCAS de Saint-Aubin-sur-Vire", Number: "2026-0412", Day: "samedi 21 novembre 2026",
		Household: Party{
			Name: "Mme Geneviève Lefèvre-Œuvrard", Address: "14 bis, rue de l’Église, 50860 Saint-Aubin-sur-Vire",
			Phone: "02 33 00 00 12", Access: "2e étage, digicode 14B7, petit chien", Available: "10 h – 12 h",
		},
		Merchant: Party{Name: "Primeur des Halles", Address: "3, place du Marché", Phone: "02 33 00 00 47", Payee: "SARL Primeur des Halles"},
		Driver:   Party{Name: "Ahmed Benkacem", Phone: "06 00 00 00 21", Vehicle: "Kangoo EX-102", Round: "samedi matin, étape 3"},
		Lines: []Line{
			{Quantity: "1 kg", Text: "Pommes de terre à chair ferme"}, {Quantity: "6", Text: "Œufs frais"},
			{Quantity: "1", Text: "Baguette tradition", Gift: true, Donor: "Boulangerie Łukasz"},
		},
		Bags: 2, Amount: 4280,
		Steps:    []Step{{"20/11 09:12", "Commande passée"}, {"21/11 10:22", "Remise, chèque reçu"}, {"21/11 11:05", "Chèque remis au commerçant"}},
		Resident: &Mark{At: "21/11/2026 10:22", Name: "G. Lefèvre", Strokes: wave(60)},
		Shop:     &Mark{At: "21/11/2026 11:05", CannotSign: "main bandée", Witness: "Paul Girard, apprenti"},
		Complete: true, LastHash: "9f2c61d0a2b4c8e7f61523b7aa90cd11ef",
		URL: "HTTPS://PORTAGE.SAINT-AUBIN.FR/S/K7Q2M4ZP9TWX3V6B8NRDHJ5CYA", Code: "K7M2-4Q9X", Help: "02 33 00 00 00",
	}
}

// draw returns the bytes of one document.
func draw(t testing.TB, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tool runs a program of Debian's packages on a document; make test installs it.
func tool(t *testing.T, pdf []byte, name string, args ...string) string {
	t.Helper()
	if testing.Short() {
		t.Skipf("make check leaves out the tests that need %s; make test runs them", name)
	}
	file := filepath.Join(t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(name, slices.Concat(args, []string{file})...)
	if name == "pdftotext" {
		cmd.Args = append(cmd.Args, "-")
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
	return string(out)
}

func TestSlipShowsTheThreePartiesTheAmountAndBothMarks(t *testing.T) {
	for _, size := range []Size{A4, A5} {
		pdf := draw(t, func(w io.Writer) error { return Slips(w, []Slip{completeSlip()}, size, French) })
		text := tool(t, pdf, "pdftotext", "-layout")
		for _, want := range []string{
			"n° 2026-0412", "Mme Geneviève", "Lefèvre-Œuvrard", "digicode 14B7", "Primeur des Halles", "Ahmed", "Benkacem",
			"Pommes de terre à chair ferme", "offert par Boulangerie Łukasz", "42,80 €", "SARL Primeur des Halles", "21/11 10:22",
			"N’a pas signé", "main bandée", "Paul Girard, apprenti", "Bon complet", "9f2c61d0a2b4c8e7f61523b7aa90cd11", "K7M2-4Q9X",
		} {
			if !strings.Contains(text, want) {
				t.Errorf("the page does not say %q:\n%s", want, text)
			}
		}
		if n := strings.Count(text, "\f"); n != 1 {
			t.Errorf("a slip takes %d pages, want 1", n)
		}
	}
}

func TestSlipWithoutAmountAsksForOneAndShowsNone(t *testing.T) {
	s := completeSlip()
	s.Amount, s.Resident, s.Shop, s.Complete = 0, nil, nil, false
	text := tool(t, draw(t, func(w io.Writer) error { return Slips(w, []Slip{s}, A5, French) }), "pdftotext", "-layout")
	if !strings.Contains(text, "Montant à inscrire au commerce") || strings.Contains(text, "0,00") || strings.Contains(text, "Bon complet") {
		t.Errorf("scenario 14: no blank cheque, and no amount that nobody stated:\n%s", text)
	}
}

// Long names and reasons are what a proof is about: smaller letters before a cut.
func TestLongTextsAreWholeOnTheSlip(t *testing.T) {
	s := completeSlip()
	s.Household.Name, s.Household.Access = "M. et Mme Jean-Baptiste-Alexandre de La Rochefoucauld-Montbéliard", "Digicode 14B7, puis interphone Rochefoucauld, 2e étage à gauche, ascenseur en panne"
	s.Merchant.Payee = "SARL Établissements Lefèvre-Œuvrard & Fils, boucherie"
	s.Shop.CannotSign, s.Shop.Witness = "tremble trop pour tenir le stylet et préfère que sa voisine atteste", "Marie-Françoise Dupont-Grandjean"
	s.Lines = []Line{{Quantity: "1 kg", Text: "Pommes de terre à chair ferme, Charlotte ou Ratte"}, {Text: "Ail rose de Lautrec en tresse"}}
	s.Lines = append(s.Lines, slices.Repeat([]Line{{Text: "Œufs"}}, 7)...)
	s.Lines = append(s.Lines, Line{Text: "Miel de châtaignier des Monts d’Orne, petit pot en verre"})
	text := tool(t, draw(t, func(w io.Writer) error { return Slips(w, []Slip{s}, A5, French) }), "pdftotext", "-raw")
	text = strings.Join(strings.Fields(text), " ")
	for _, want := range []string{s.Household.Name, s.Household.Access, s.Merchant.Payee, s.Shop.CannotSign, s.Shop.Witness,
		"chair ferme, Charlotte ou Ratte", "Ail rose de Lautrec en tresse", "petit pot en verre"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "…") {
		t.Errorf("something was cut:\n%s", text)
	}
}

func TestEveryDocumentIsAValidPDF(t *testing.T) {
	s := completeSlip()
	long := s
	long.Lines = slices.Repeat(s.Lines, 20)
	long.Household.Name = strings.Repeat("Très-Long-Nom ", 30)
	documents := map[string]func(io.Writer) error{
		"slips": func(w io.Writer) error { return Slips(w, []Slip{s, long}, A4, English) },
		"none":  func(w io.Writer) error { return Slips(w, nil, A4, French) },
		"labels": func(w io.Writer) error {
			return Labels(w, slices.Repeat([]Label{{Number: s.Number, URL: s.URL}}, 25), Sheet21, 3, French)
		},
		"roll": func(w io.Writer) error {
			return Labels(w, []Label{{Number: s.Number, Bag: 1, Bags: 2, URL: s.URL}}, Roll62, 0, French)
		},
		"round": func(w io.Writer) error {
			return RoundSheet(w, Round{Stops: slices.Repeat([]Stop{{Kind: "home", Name: "Mme L."}}, 40)}, French)
		},
		"cheques": func(w io.Writer) error {
			return Cheques(w, "CCAS", "21/11", slices.Repeat([]Cheque{{Slip: "1", Amount: 100}}, 60), French)
		},
		"card": func(w io.Writer) error {
			return EnrolmentCard(w, Card{URL: "https://a.fr/enrol#x", Code: "ABCD-EFGH"}, French)
		},
		"poster": func(w io.Writer) error { return ShopPoster(w, "CCAS", "Primeur", s.URL, s.Code, "02", French) },
	}
	for name, write := range documents {
		t.Run(name, func(t *testing.T) {
			pdf := draw(t, write)
			if again := draw(t, write); !bytes.Equal(pdf, again) {
				t.Error("the same values gave other bytes")
			}
			tool(t, pdf, "qpdf", "--check")
		})
	}
}

func TestQRIsReadByAnIndependentDecoder(t *testing.T) {
	s := completeSlip()
	label := Label{Number: s.Number, Bag: 1, Bags: 1, URL: s.URL, Code: s.Code}
	for _, c := range []struct {
		name string
		pdf  []byte
		wear []string // what befell the paper, in ImageMagick's words
	}{
		{"A4", draw(t, func(w io.Writer) error { return Slips(w, []Slip{s}, A4, French) }), nil},
		{"A5", draw(t, func(w io.Writer) error { return Slips(w, []Slip{s}, A5, French) }), nil},
		{"turned", draw(t, func(w io.Writer) error { return Slips(w, []Slip{s}, A4, French) }), []string{"-rotate", "17"}},
		{"blurred", draw(t, func(w io.Writer) error { return Slips(w, []Slip{s}, A4, French) }), []string{"-blur", "0x1.2"}},
		{"noisy", draw(t, func(w io.Writer) error { return Slips(w, []Slip{s}, A4, French) }), []string{"-seed", "7", "+noise", "Gaussian"}},
		{"label", draw(t, func(w io.Writer) error { return Labels(w, []Label{label}, Sheet21, 0, French) }), nil},
		{"roll", draw(t, func(w io.Writer) error { return Labels(w, []Label{label}, Roll62, 0, French) }), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			root := filepath.Join(t.TempDir(), "page")
			in := filepath.Join(filepath.Dir(root), "in.pdf")
			if testing.Short() {
				t.Skip("make check leaves out the tests that need pdftoppm and zbarimg; make test runs them")
			}
			if err := os.WriteFile(in, c.pdf, 0o600); err != nil {
				t.Fatal(err)
			}
			run(t, "pdftoppm", "-r", "150", "-gray", "-singlefile", in, root)
			picture := root + ".pgm"
			if c.wear != nil {
				run(t, "mogrify", append(c.wear, picture)...)
			}
			if got := strings.TrimSpace(run(t, "zbarimg", "-q", "--raw", picture)); got != s.URL {
				t.Errorf("decoded %q, want %q", got, s.URL)
			}
		})
	}
}

func run(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s %v: %v", name, args, err)
	}
	return string(out)
}

func TestBothLanguagesSayEverything(t *testing.T) {
	for key, text := range words[French] {
		if words[English][key] == "" || text == "" {
			t.Errorf("%q is missing in one language", key)
		}
	}
	if len(words[French]) != len(words[English]) {
		t.Error("English has words that French lacks")
	}
}

func TestEuro(t *testing.T) {
	for cents, want := range map[int64]string{5: "0,05\u00a0€", 4280: "42,80\u00a0€", 123456789: "1\u202f234\u202f567,89\u00a0€"} {
		if got := Euro(cents, French); got != want {
			t.Errorf("Euro(%d) = %q, want %q", cents, got, want)
		}
	}
	if got := Euro(123456, English); got != "€1,234.56" {
		t.Errorf("Euro in English = %q", got)
	}
}

// Any text and any strokes give a page: what comes from a phone never stops the printing.
func TestAnyValuesGiveOnePage(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.String()
		s := completeSlip()
		s.Number, s.Household.Name, s.Household.Access = text.Draw(rt, "number"), text.Draw(rt, "name"), text.Draw(rt, "access")
		s.Lines = []Line{{Text: text.Draw(rt, "line"), Gift: rapid.Bool().Draw(rt, "gift")}}
		s.Resident.Strokes = rapid.SliceOf(rapid.Int()).Draw(rt, "strokes")
		s.LastHash = text.Draw(rt, "hash")
		var b bytes.Buffer
		if err := Slips(&b, []Slip{s}, A5, French); err != nil {
			rt.Fatal(err)
		}
		if n := bytes.Count(b.Bytes(), []byte("/Type /Page\n")); n != 1 {
			rt.Fatalf("%d pages", n)
		}
	})
}

func BenchmarkSlips500(b *testing.B) {
	slips := slices.Repeat([]Slip{completeSlip()}, 500)
	b.ReportAllocs()
	for b.Loop() {
		if err := Slips(io.Discard, slips, A4, French); err != nil {
			b.Fatal(err)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapSys)/1e6, "MB-heap") // the most that was ever held
}
