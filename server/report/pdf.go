package report

import (
	"io"

	"github.com/portage-livraison/portage/server/paper"
)

// PDF writes the report to print and sign: single numbers first, then the
// tables with their charts. lang is "fr" or "en".
func PDF(w io.Writer, f Figures, lang string) error {
	r := paper.Report{Service: f.Service, Period: lexicon{lang: lang}.period(f), Footnote: Footnote(f, lang)}
	for _, s := range Sheets(f, lang) {
		if s.Single {
			r.Figures = append(r.Figures, paper.Figure{Title: s.Title, Says: s.Says, Value: s.Rows[0][1]})
			continue
		}
		r.Tables = append(r.Tables, paper.Table{Title: s.Title, Says: s.Says, Heads: s.Heads, Rows: s.Rows, Chart: s.Chart, Bars: s.Bars})
	}
	return paper.WriteReport(w, r, paper.Lang(lang))
}
