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
// 0 for none; Bars then holds what each row's bar measures.
type Table struct {
	Title, Says string
	Heads       []string
	Rows        [][]string
	Chart       int
	Bars        []int
}

// report is a Report being drawn.
type report struct {
	*page
	head  string
	y     float64
	pages int
	of    int // pages in all
}

const (
	reportLeading = 12.5
	barWidth      = 150.0
	foot          = 46.0 // kept free at the end of a page
)

// WriteReport writes the report as A4 pages, each table with its sentence, and a
// place to sign at the end. Charts are grey bars beside their numbers: they need
// no colour. A table that fits on a page is never cut.
func WriteReport(w io.Writer, r Report, lang Lang) error {
	pages := drawReport(r, lang, 0).pages // the first drawing counts them
	return drawReport(r, lang, pages).write(w)
}

func drawReport(r Report, lang Lang, of int) *report {
	p := &report{page: newDocument(A4, 1, lang, words[lang]["report"]+" "+r.Service), head: r.Service + " · " + r.Period, of: of}
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
	return p
}

// turn begins a page.
func (p *report) turn() {
	p.add()
	p.pages++
	p.ink(0.25)
	p.font(regular, 9)
	p.text(edge, p.h-30, p.cut(clean(p.head), p.w-2*edge-60))
	p.right(p.w-edge, p.h-30, strconv.Itoa(p.pages)+"/"+strconv.Itoa(p.of))
	p.ink(0)
	p.y = 36
}

// room begins a page when what comes would not fit on this one.
func (p *report) room(need float64) {
	if p.y+need > p.h-foot {
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

// table draws title, sentence, heads and rows. One that is longer than a page
// goes on with its heads again.
func (p *report) table(t Table) {
	const above, row = 64.0, reportLeading + 2
	whole := above + row*float64(len(t.Rows))
	if whole > p.h-foot-36 {
		whole = above + row*9
	}
	p.room(whole)
	p.y += 8
	p.font(bold, 13)
	p.text(edge, p.y, t.Title)
	p.font(regular, 9)
	p.ink(0.2)
	p.y = p.block(edge, p.y+18, p.w-2*edge, 11, 3, t.Says) + 5
	p.ink(0)
	columns, bar := p.columns(t)
	p.headings(t, columns, bar)
	most := 0
	for _, n := range t.Bars {
		most = max(most, n)
	}
	for i, cells := range t.Rows {
		if p.y+row > p.h-foot {
			p.turn()
			p.headings(t, columns, bar)
		}
		p.row(columns, cells, i == len(t.Rows)-1 && len(t.Rows) > 1 && cells[0] == p.t("total"))
		if i < len(t.Bars) && t.Bars[i] > 0 {
			p.fill(p.w-edge-bar, p.y+1.5, bar*float64(t.Bars[i])/float64(most), 7.5, 0.35)
		}
		p.y += row
	}
}

// columns gives each column what its widest text needs, and shares out what is
// left; numbers stand to the right. The bars are narrower where the words need it.
func (p *report) columns(t Table) (columns []column, bar float64) {
	const gap = 10.0
	free := p.w - 2*edge - 4
	need := make([]float64, len(t.Heads))
	for i, h := range t.Heads {
		p.font(bold, 9)
		need[i] = p.width(clean(h)) + gap
		p.font(bold, 10)
		for _, r := range t.Rows {
			need[i] = max(need[i], p.width(clean(r[i]))+gap)
		}
		free -= need[i]
	}
	if t.Chart > 0 {
		bar = min(barWidth, max(free-gap, 40))
		free -= bar + gap
	}
	if free < 0 {
		need[0] += free // a long name is cut
	}
	x := edge + 4
	for i, h := range t.Heads {
		w := need[i] + max(free, 0)/float64(len(need))
		columns = append(columns, column{x, w - gap, h, i > 0 && numeric(t.Rows, i)})
		x += w
	}
	return columns, bar
}

func numeric(rows [][]string, column int) bool {
	for _, r := range rows {
		if text := strings.TrimLeft(r[column], "*€–"); text != "" && !unicode.IsDigit(rune(text[0])) {
			return false
		}
	}
	return true
}

// headings name each column, and above the bars the one that they show.
func (p *report) headings(t Table, columns []column, bar float64) {
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
	if t.Chart > 0 && len(t.Heads) > 2 {
		p.text(p.w-edge-bar, p.y+3, p.cut(clean(t.Heads[t.Chart]), bar))
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
