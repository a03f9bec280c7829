package report

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode"
	"unicode/utf8"
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
	Chart  int        `json:"chart,omitempty"`  // the column that the bars show, 0 for none
	Bars   []int      `json:"bars,omitempty"`   // of each row, in one measure; 0 for a total and what is not told
}

// Sheets lays the figures out in lang, "fr" or "en"; empty ones are left out.
func Sheets(f Figures, lang string) []Sheet { return lexicon{lang: lang}.sheets(f) }

func (w lexicon) sheets(f Figures) []Sheet {
	var out []Sheet
	for _, d := range Definitions {
		t := w.table(d.Figure, f)
		if len(t.rows) == 0 {
			continue
		}
		says := d.FR
		if w.lang == "en" {
			says = d.EN
		}
		s := Sheet{Figure: d.Figure, Title: w.say(d.Figure), Says: says, Heads: t.heads, Rows: t.rows}
		if _, s.Single = w.single(d.Figure, f); t.chart > 0 {
			s.Chart, s.Bars = t.chart, t.bars
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
	return lexicon{lang: lang}.say("hidden")
}

// CSV writes every sheet below the other: a line for its title and definition,
// its heads, its rows, and an empty line. Months, weeks and amounts are written
// so that a spreadsheet sorts and adds them up.
func CSV(w io.Writer, f Figures, lang string) error {
	out := csv.NewWriter(w)
	if lang != "en" {
		out.Comma = ';' // what French spreadsheets expect
	}
	all := [][]string{{f.Service, string(f.From), string(f.To)}, {}}
	for _, s := range (lexicon{lang: lang, plain: true}).sheets(f) {
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

// unarmed keeps a spreadsheet from reading a shop's name as a formula. Some drop
// space before the sign, and read the wide signs of East Asian keyboards as the
// narrow ones.
func unarmed(s string) string {
	bare := strings.TrimLeftFunc(s, unicode.IsSpace)
	first, _ := utf8.DecodeRuneInString(bare)
	if bare != "" && strings.ContainsRune("=+-@＝＋－＠", first) || s != "" && strings.ContainsRune("\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}

// Text writes the sheets for a terminal.
func Text(w io.Writer, f Figures, lang string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "%s, %s\n", f.Service, lexicon{lang: lang}.period(f))
	for _, s := range Sheets(f, lang) {
		fmt.Fprintf(t, "\n%s\n  %s\n", s.Title, s.Says)
		for _, row := range append([][]string{s.Heads}, s.Rows...) {
			for _, cell := range row {
				fmt.Fprintf(t, "  %s\t", cell)
			}
			fmt.Fprintln(t)
		}
	}
	if note := Footnote(f, lang); note != "" {
		fmt.Fprintf(t, "\n%s\n", note)
	}
	return t.Flush()
}
