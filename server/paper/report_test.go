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
			[][]string{{"2020-04", "81", "33"}, {"2020-05", "*", "30"}, {"Total", "168", "47"}}, 1, []int{81, 0, 0}}}}
	long := Table{"Montants", "Par commerce.", []string{"Commerce", "Métier", "Montant"}, nil, 0, nil}
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
		"Une livraison est un foyer", "Lu et approuvé", "Signature", "1/1", "* moins de 5"} {
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

func TestATableThatFitsOnAPageIsNotCut(t *testing.T) {
	for _, rows := range []int{9, 25, 46} {
		pdf := draw(t, func(w io.Writer) error { return WriteReport(w, someReport(rows), French) })
		pages := strings.Split(tool(t, pdf, "pdftotext", "-layout"), "\f")
		for i, page := range pages {
			first, last := strings.Contains(page, "Commerce 0 "), strings.Contains(page, fmt.Sprintf("Commerce %d ", rows-1))
			if first != last || first && !strings.Contains(page, "Montants") {
				t.Errorf("%d rows: page %d of %d cuts them", rows, i+1, len(pages)-1)
			}
		}
	}
}

func TestAWideTableSaysEveryCellWhole(t *testing.T) {
	wide := Table{"Montants et chèques", "Par commerce.", []string{"Commerce", "Métier", "Bons remis", "Chèques", "Montant", "En cours"},
		[][]string{{"La Cave à fromages de la Gare", "chocolaterie", "16", "16", "1 453,56 €", "0"}, {"Total", "", "390", "222", "15 929,71 €", "0"}}, 4, []int{145356, 0}}
	for _, lang := range []Lang{French, English} {
		pdf := draw(t, func(w io.Writer) error {
			return WriteReport(w, Report{Service: "Portage", Tables: []Table{wide}}, lang)
		})
		if text := tool(t, pdf, "pdftotext", "-layout"); strings.Contains(strings.ReplaceAll(text, "……", ""), "… ") || !strings.Contains(text, "Bons remis") || !strings.Contains(text, "929,71") {
			t.Errorf("something is cut in\n%s", text)
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
