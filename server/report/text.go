package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"text/tabwriter"
)

// Sheet is one table of the report: what it counts, and its rows. Screens, the
// printed report, CSV and the terminal all show the same sheets.
type Sheet struct {
	Figure string     `json:"figure"`
	Title  string     `json:"title"`
	Says   string     `json:"says"` // the definition
	Heads  []string   `json:"heads" nullable:"false"`
	Rows   [][]string `json:"rows" nullable:"false"`
	Single bool       `json:"single,omitempty"` // one number: the last cell of the one row
	Chart  int        `json:"chart,omitempty"`  // the column to draw as bars, 0 for none
}

// Sheets lays the figures out in lang, "fr" or "en"; empty ones are left out.
func Sheets(f Figures, lang string) []Sheet {
	w := words(lang)
	var out []Sheet
	for _, d := range Definitions {
		heads, rows := w.table(d.Figure, f)
		if len(rows) == 0 {
			continue
		}
		says := d.FR
		if lang == "en" {
			says = d.EN
		}
		_, one := single(d.Figure, f)
		s := Sheet{Figure: d.Figure, Title: w.say(d.Figure), Says: says, Heads: heads, Rows: rows, Single: one}
		if !one && d.Figure != "cheques" && d.Figure != "monthDrivers" {
			s.Chart = 1
		}
		out = append(out, s)
	}
	return out
}

// Footnote explains hidden counts; "" when nothing is hidden.
func Footnote(f Figures, lang string) string {
	if !f.Masked {
		return ""
	}
	return words(lang).say("hidden")
}

// CSV writes every sheet below the other: a line for its title and definition,
// its heads, its rows, and an empty line.
func CSV(w io.Writer, f Figures, lang string) error {
	out := csv.NewWriter(w)
	if lang != "en" {
		out.Comma = ';' // what French spreadsheets expect
	}
	all := [][]string{{f.Service, string(f.From), string(f.To)}, {}}
	for _, s := range Sheets(f, lang) {
		all = append(all, []string{s.Title, s.Says}, s.Heads)
		all = append(all, s.Rows...)
		all = append(all, []string{})
	}
	for _, row := range all {
		for i := range row {
			row[i] = unarmed(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// unarmed keeps a spreadsheet from reading a shop's name as a formula.
func unarmed(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@' || s[0] == '\t') {
		return "'" + s
	}
	return s
}

// Text writes the sheets for a terminal.
func Text(w io.Writer, f Figures, lang string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%s, %s - %s\n", f.Service, f.From, f.To)
	for _, s := range Sheets(f, lang) {
		fmt.Fprintf(t, "\n%s\n  %s\n", s.Title, s.Says)
		for _, row := range append([][]string{s.Heads}, s.Rows...) {
			for _, cell := range row {
				fmt.Fprintf(t, "  %s\t", cell)
			}
			fmt.Fprintln(t)
		}
	}
	return t.Flush()
}
