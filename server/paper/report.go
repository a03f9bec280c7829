package paper

import (
	"io"
	"strconv"
	"strings"
	"unicode"
)

// Report is a period in figures, as a director signs it.
type Report struct {
	Service, Period, Footnote string
	Figures                   []Figure
	Tables                    []Table
}

// Figure is one number and the sentence that says what it counts.
type Figure struct{ Title, Says, Value string }

// Table is one breakdown. Chart is the column drawn as bars beside the numbers,
// 0 for none.
type Table struct {
	Title, Says string
	Heads       []string
	Rows        [][]string
	Chart       int
}

// report is a Report being drawn.
type report struct {
	*page
	head  string
	y     float64
	pages int
}

const (
	reportLeading = 12.5
	barWidth      = 150.0
)

// WriteReport writes the report as A4 pages, each table with its sentence, and a
// place to sign at the end. Charts are grey bars beside their numbers: they need
// no colour.
func WriteReport(w io.Writer, r Report, lang Lang) error {
	p := &report{page: newDocument(A4, 1, lang, words[lang]["report"]+" "+r.Service), head: r.Service + " · " + r.Period}
	p.turn()
	p.font(bold, 22)
	p.text(edge, p.y, p.t("report"))
	p.y += 30
	p.fitted(edge, p.y, p.w-2*edge, bold, 14, r.Service)
	p.y += 20
	p.font(regular, 12)
	p.text(edge, p.y, r.Period)
	p.y += 28
	for _, f := range r.Figures {
		p.figure(f)
	}
	for _, t := range r.Tables {
		p.table(t)
	}
	p.sign(r.Footnote)
	return p.write(w)
}

// turn begins a page.
func (p *report) turn() {
	p.add()
	p.pages++
	p.ink(0.25)
	p.font(regular, 9)
	p.text(edge, p.h-30, p.cut(clean(p.head), p.w-2*edge-40))
	p.right(p.w-edge, p.h-30, strconv.Itoa(p.pages))
	p.ink(0)
	p.y = 36
}

// room begins a page when what comes would not fit on this one.
func (p *report) room(need float64) {
	if p.y+need > p.h-46 {
		p.turn()
	}
}

func (p *report) figure(f Figure) {
	p.room(34)
	p.font(bold, 16)
	p.right(edge+70, p.y, f.Value)
	p.font(bold, 11)
	p.text(edge+84, p.y+1, f.Title)
	p.font(regular, 9)
	p.ink(0.2)
	below := p.block(edge+84, p.y+15, p.w-2*edge-84, 11, 3, f.Says)
	p.ink(0)
	p.y = below + 7
}

// table draws title, sentence, heads and rows; heads come again on a new page.
func (p *report) table(t Table) {
	p.room(75 + (reportLeading+2)*min(float64(len(t.Rows)), 9)) // a short table stays whole
	p.y += 8
	p.font(bold, 13)
	p.text(edge, p.y, t.Title)
	p.font(regular, 9)
	p.ink(0.2)
	p.y = p.block(edge, p.y+18, p.w-2*edge, 11, 3, t.Says) + 5
	p.ink(0)
	columns := p.columns(t)
	p.headings(columns)
	most := 0
	for _, row := range t.Rows {
		most = max(most, charted(t, row))
	}
	for i, row := range t.Rows {
		if p.y+reportLeading+4 > p.h-46 {
			p.turn()
			p.headings(columns)
		}
		total := i == len(t.Rows)-1 && len(t.Rows) > 1 && row[0] == p.t("total")
		p.row(columns, row, total)
		if n := charted(t, row); n > 0 && most > 0 && !total {
			p.fill(p.w-edge-barWidth, p.y+1.5, barWidth*float64(n)/float64(most), 7.5, 0.35)
		}
		p.y += reportLeading + 2
	}
}

// charted is the number that a row's bar shows, 0 for none; a total has no bar
// and sets no measure.
func charted(t Table, row []string) int {
	if t.Chart == 0 || t.Chart >= len(row) || row[0] == words[French]["total"] || row[0] == words[English]["total"] {
		return 0
	}
	n, err := strconv.Atoi(row[t.Chart])
	if err != nil {
		return 0
	}
	return n
}

// columns shares the width out: words to the left, numbers to the right.
func (p *report) columns(t Table) []column {
	wide := p.w - 2*edge
	if t.Chart > 0 {
		wide -= barWidth + 14
	}
	first := wide * 0.4
	if len(t.Heads) == 2 {
		first = wide * 0.7
	}
	out := []column{{edge + 4, first - 8, t.Heads[0], false}}
	each := (wide - first) / float64(len(t.Heads)-1)
	for i, h := range t.Heads[1:] {
		out = append(out, column{edge + first + each*float64(i), each - 6, h, numeric(t.Rows, i+1)})
	}
	return out
}

func numeric(rows [][]string, column int) bool {
	for _, r := range rows {
		if r[column] != "" && !strings.HasPrefix(r[column], "<") && !unicode.IsDigit(rune(r[column][0])) {
			return false
		}
	}
	return true
}

func (p *report) headings(columns []column) {
	p.fill(edge, p.y, p.w-2*edge, 15, 0.9)
	p.font(bold, 9)
	for _, c := range columns {
		title := p.cut(clean(c.title), c.w)
		if c.right {
			p.right(c.x+c.w, p.y+3, title)
			continue
		}
		p.text(c.x, p.y+3, title)
	}
	p.y += 18
}

func (p *report) row(columns []column, cells []string, total bool) {
	p.font(regular, 10)
	if total {
		p.font(bold, 10)
	}
	for i, c := range columns {
		text := p.cut(clean(cells[i]), c.w)
		if c.right {
			p.right(c.x+c.w, p.y, text)
			continue
		}
		p.text(c.x, p.y, text)
	}
	p.ink(0.8)
	p.line(edge, p.y+reportLeading, p.w-edge, p.y+reportLeading, 0.4)
	p.ink(0)
}

// sign leaves room for date, name and signature.
func (p *report) sign(footnote string) {
	p.room(118)
	p.y += 14
	if footnote != "" {
		p.font(regular, 9)
		p.text(edge, p.y, footnote)
		p.y += 18
	}
	p.font(bold, 11)
	p.text(edge, p.y, p.t("readAndApproved"))
	p.font(regular, 10.5)
	p.text(edge, p.y+26, p.label("name")+"……………………………………………")
	p.text(edge, p.y+50, p.label("dateTime")+"………………………………")
	p.box(p.w/2, p.y, p.w/2-edge, 84, 0.8)
	p.font(regular, 9)
	p.text(p.w/2+6, p.y+5, p.t("signature"))
}
