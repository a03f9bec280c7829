package paper

import (
	"io"
	"strconv"
)

// table draws rows over as many pages as they need, with the head repeated.
type table struct {
	*page
	columns []column
	size    float64 // of the rows' letters
	leading float64
	begin   func() // draws the head of a page
	y       float64
}

type column struct {
	x, w  float64
	title string
	right bool
}

// row draws one row whose cells wrap to at most lines lines; it starts a new page
// when there is no room. It returns the top of the row.
func (t *table) row(lines int, cells ...string) (top float64) {
	t.font(regular, t.size)
	high := 1
	wrapped := make([][]string, len(cells))
	for i, c := range cells {
		wrapped[i] = t.wrap(c, t.columns[i].w)
		high = max(high, min(lines, len(wrapped[i])))
	}
	need := float64(high)*t.leading + 7
	if t.y+need > t.h-46 {
		t.page.add()
		t.begin()
		t.font(regular, t.size)
	}
	top = t.y
	for i, c := range cells {
		col := t.columns[i]
		if col.right {
			t.text(col.x+col.w-t.width(clean(c)), t.y+3, c)
			continue
		}
		t.block(col.x, t.y+3, col.w, t.leading, high, c)
	}
	t.y += need
	t.ink(0.7)
	t.line(edge, t.y-1, t.w-edge, t.y-1, 0.5)
	t.ink(0)
	return top
}

// section draws a line above the rows that follow, on a new page when there is
// no room for it and one of them.
func (t *table) section(title, figure string) {
	if t.y+60 > t.h-46 {
		t.page.add()
		t.begin()
	}
	t.font(bold, 11)
	t.text(edge+4, t.y+9, title)
	t.right(t.w-edge-2, t.y+9, figure)
	t.y += 28
}

// heads draws the columns' titles at y and starts the rows below them.
func (t *table) heads(y float64) {
	t.fill(edge, y, t.w-2*edge, 16, 0.9)
	t.font(bold, 9)
	for _, c := range t.columns {
		if c.right {
			t.right(c.x+c.w, y+3, c.title)
			continue
		}
		t.text(c.x, y+3, c.title)
	}
	t.y = y + 20
}

// Stop is one line of a round sheet.
type Stop struct {
	Kind                 string // "pickUp", "home" or "chequeReturn": a key of words
	Name, Address, Phone string
	Detail               string // access notes, availability, bags, whom to call when nobody answers
	Slips                string // "0412, 0413"
	Amount               string // amount and payee, ready to print
}

// Round is the day of a driver without a phone.
type Round struct {
	Service, Day, Driver, Vehicle, Help string
	Checks                              []string
	Stops                               []Stop
}

// RoundSheet writes the round as an A4 list to tick off and fill in by hand.
func RoundSheet(w io.Writer, r Round, lang Lang) error {
	p := newDocument(A4, 1, lang, words[lang]["roundSheet"]+" "+r.Driver)
	t := &table{page: p, size: 11, leading: 13.5, columns: []column{
		{edge, 18, "", false}, {edge + 22, 190, p.t("stop"), false}, {edge + 220, 165, "", false},
		{edge + 392, 88, p.t("amount"), false}, {edge + 488, 60, p.t("time"), false},
	}}
	pages := 0
	t.begin = func() {
		pages++
		p.font(bold, 18)
		p.ink(0)
		p.text(edge, 26, p.t("roundSheet"))
		p.font(regular, 11)
		p.right(p.w-edge, 26, r.Service)
		p.right(p.w-edge, 41, r.Day)
		p.fitted(edge, 50, 340, bold, 13, r.Driver)
		p.font(regular, 10.5)
		p.right(p.w-edge, 56, p.label("vehicle")+r.Vehicle)
		top := 74.0
		if pages == 1 {
			top = p.roundHead(r, top)
		}
		t.heads(top)
		p.font(regular, 8.5)
		p.ink(0.25)
		p.text(edge, p.h-32, p.t("personal"))
		p.right(p.w-edge, p.h-32, fill(p.t("help"), map[string]string{"phone": r.Help})+"   "+strconv.Itoa(pages))
		p.ink(0)
	}
	p.add()
	t.begin()
	for i, s := range r.Stops {
		t.stop(i, s)
	}
	return p.write(w)
}

// roundHead is what is confirmed before leaving and on return (scenario 36).
func (p *page) roundHead(r Round, y float64) float64 {
	p.font(bold, 10)
	p.text(edge, y, p.t("checks"))
	p.font(regular, 10)
	x := edge + 90
	for _, c := range r.Checks {
		w := p.width(clean(c)) + 26
		if x+w > p.w-edge {
			x, y = edge+90, y+15
		}
		p.box(x, y+1, 9, 9, 0.8)
		p.text(x+13, y, c)
		x += w
	}
	y += 18
	p.text(edge, y, p.t("mileage")+" · "+p.label("departure")+"…………………    "+p.label("arrival")+"…………………")
	return y + 22
}

// stopLines fit on a page below the longest head.
const stopLines = 40

func (t *table) stop(i int, s Stop) {
	what := strconv.Itoa(i+1) + ". " + t.t(s.Kind) + "\n" + s.Name + "\n" + s.Address
	detail := s.Detail
	if s.Phone != "" {
		detail = t.label("phone") + s.Phone + "\n" + detail
	}
	if s.Slips != "" {
		detail += "\n" + t.label("slipShort") + s.Slips
	}
	top := t.row(stopLines, "", what, detail, s.Amount, "")
	t.box(edge+3, top+4, 12, 12, 1)
}

// Cheque is one line of the list of cheques.
type Cheque struct {
	Slip, Household, Payee string
	Who, Since             string // who has it or will receive it, since when
	Amount                 int64  // euro cents, 0 while unknown
	Old                    bool   // flagged: out for too long
	Expected               bool   // nobody has it yet
}

// Cheques writes the cheques that are out or owed, and below them, with a sum of
// their own, those expected today: what the coordinator checks at the end of the
// day (scenario 32).
func Cheques(w io.Writer, service, day string, cheques []Cheque, lang Lang) error {
	p := newDocument(A4, 1, lang, words[lang]["cheques"])
	t := &table{page: p, size: 10, leading: 12.5, columns: []column{
		{edge + 4, 60, p.t("slipShort"), false}, {edge + 70, 118, p.t("household"), false}, {edge + 194, 122, p.t("order"), false},
		{edge + 322, 98, p.t("driverShort"), false}, {edge + 426, 60, p.t("since"), false}, {edge + 486, 62, p.t("sum"), true},
	}}
	pages := 0
	t.begin = func() {
		pages++
		p.ink(0)
		p.font(bold, 18)
		p.text(edge, 26, p.t("cheques"))
		p.font(regular, 11)
		p.text(edge, 50, service+" · "+day)
		p.right(p.w-edge, p.h-32, strconv.Itoa(pages))
		t.heads(72)
	}
	p.add()
	t.begin()
	if len(cheques) == 0 {
		p.font(bold, 11)
		p.text(edge+4, t.y+10, p.t("none"))
	}
	for _, expected := range []bool{false, true} {
		t.cheques(expected, cheques, lang)
	}
	return p.write(w)
}

// cheques draws those expected or those out, below their number and sum.
func (t *table) cheques(expected bool, all []Cheque, lang Lang) {
	n, sum := 0, int64(0)
	for _, c := range all {
		if c.Expected == expected {
			n++
			sum += c.Amount
		}
	}
	if n == 0 {
		return
	}
	title := "chequesOut"
	if expected {
		title = "chequesExpected"
	}
	total := ""
	if sum > 0 {
		total = Euro(sum, lang)
	}
	t.section(fill(t.t(title), map[string]string{"n": strconv.Itoa(n)}), total)
	for _, c := range all {
		if c.Expected != expected {
			continue
		}
		amount, since := "…", c.Since
		if c.Amount > 0 {
			amount = Euro(c.Amount, lang)
		}
		if c.Old {
			since += "\n" + t.t("old")
		}
		t.row(2, c.Slip, c.Household, c.Payee, c.Who, since, amount)
	}
}
