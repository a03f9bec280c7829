package paper

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

func someReport(rows int) Report {
	r := Report{Service: "Conciergerie municipale", Period: "2020-04-03 → 2020-07-16", Footnote: "* moins de 5",
		Figures: []Figure{{"Foyers servis", "Les foyers qui ont reçu au moins une livraison.", "47"}},
		Tables: []Table{{"Livraisons", "Une livraison est un foyer servi un jour donné.", []string{"Mois", "Livraisons", "Foyers"},
			[][]string{{"2020-04", "81", "33"}, {"2020-05", "< 5", "30"}, {"Total", "168", "47"}}, 1}}}
	long := Table{"Montants", "Par commerce.", []string{"Commerce", "Métier", "Montant"}, nil, 0}
	for i := range rows {
		long.Rows = append(long.Rows, []string{fmt.Sprintf("Commerce %d", i), "primeur", "12,50 €"})
	}
	r.Tables = append(r.Tables, long)
	return r
}

func TestReportShowsEachFigureWithItsSentenceAndAPlaceToSign(t *testing.T) {
	pdf := draw(t, func(w io.Writer) error { return WriteReport(w, someReport(3), French) })
	text := tool(t, pdf, "pdftotext", "-layout")
	for _, want := range []string{"Bilan", "Conciergerie municipale", "2020-04-03 → 2020-07-16", "47", "Les foyers qui ont reçu", "81",
		"Une livraison est un foyer", "Lu et approuvé", "Signature", "* moins de 5"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}

func TestALongReportRepeatsItsHeads(t *testing.T) {
	pdf := draw(t, func(w io.Writer) error { return WriteReport(w, someReport(120), English) })
	text := tool(t, pdf, "pdftotext", "-layout")
	pages := strings.Count(text, "\f")
	if n := strings.Count(text, "Métier"); pages < 3 || n < pages-1 {
		t.Errorf("%d pages, %d times the heads", pages, n)
	}
	for i := range 120 {
		if !strings.Contains(text, fmt.Sprintf("Commerce %d ", i)) {
			t.Errorf("row %d is missing", i)
		}
	}
}

func TestTheSameReportGivesTheSameBytes(t *testing.T) {
	write := func(w io.Writer) error { return WriteReport(w, someReport(40), French) }
	once := draw(t, write)
	if again := draw(t, write); string(once) != string(again) {
		t.Error("two drawings differ")
	}
}
