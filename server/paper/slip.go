package paper

import (
	"io"
	"strings"
)

// Party is one of the three parties as printed; empty fields are left out.
type Party struct {
	Name, Address, Phone string
	Access, Available    string // of the resident
	Payee                string // of the merchant, printed beside the amount
	Vehicle, Round       string // of the driver
}

// Line is one product.
type Line struct {
	Quantity, Text string
	Gift           bool
	Donor          string
}

// Step is one line of a slip's life: what happened and when, as printed.
type Step struct{ When, What string }

// Slip is everything that a printed delivery slip shows. All texts are ready to
// print, in the page's language. Amount is in euro cents, 0 while unknown.
type Slip struct {
	Service, Number, Day        string
	Household, Merchant, Driver Party
	Lines                       []Line
	Bags                        int
	Amount                      int64
	NoPayment, Owed             bool
	Steps                       []Step
	Resident, Shop              *Mark // nil while not given
	Complete                    bool
	Cancelled                   string // the reason, "" when not cancelled
	Corrects, CorrectedBy       string // slip numbers
	LastHash                    string
	URL, Code                   string // QR content and the short code to type
	Help                        string // telephone of the service
	Foot                        string // the town's own words, two lines of them
}

// The slip is laid out on an A5 grid; on A4 the same page is drawn √2 larger.
const (
	gridW  = 420.0
	edge   = 22.0
	inside = gridW - 2*edge
)

// Slips writes one page a slip, in the order given; A4 or A5. It writes one page
// that says so when there is none.
func Slips(w io.Writer, slips []Slip, size Size, lang Lang) error {
	title := words[lang]["slip"]
	if len(slips) == 1 {
		title += " " + slips[0].Number
	}
	p := newDocument(size, size.W/gridW, lang, title)
	for _, s := range slips {
		p.add()
		p.slip(s)
	}
	if len(slips) == 0 {
		p.add()
		p.font(regular, 14)
		p.center(0, p.h/3, p.w, p.t("noSlips"))
	}
	return p.write(w)
}

func (p *page) slip(s Slip) {
	p.slipHeader(s)
	p.slipParties(s)
	p.slipLines(s)
	p.slipAmount(s)
	p.slipSteps(s)
	p.slipMarks(s)
	p.slipFooter(s)
}

// slipHeader: what it is, its number as large as it goes, and the code to scan.
func (p *page) slipHeader(s Slip) {
	const qrSide = 92.0
	p.ink(0.25)
	p.fitted(edge, edge, inside-qrSide-10, regular, 10, s.Service)
	p.ink(0)
	p.fitted(edge, edge+14, inside-qrSide-10, bold, 19, p.t("slip"))
	p.fitted(edge, edge+38, inside-qrSide-10, bold, 27, fill(p.t("number"), map[string]string{"n": s.Number}))
	p.fitted(edge, edge+71, inside-qrSide-10, regular, 11, s.Day)
	var notes []string
	for _, n := range []struct{ word, number string }{{"corrects", s.Corrects}, {"correctedBy", s.CorrectedBy}} {
		if n.number != "" {
			notes = append(notes, fill(p.t(n.word), map[string]string{"n": n.number}))
		}
	}
	p.fitted(edge, edge+86, inside-qrSide-10, bold, 10, strings.Join(notes, ". "))
	if s.URL == "" {
		return
	}
	left := gridW - edge - qrSide
	p.qr(left, edge-8, qrSide, s.URL)
	p.font(bold, 14)
	p.center(left, edge+qrSide-9, qrSide, s.Code)
}

// slipParties: three columns, one a party; the resident's is the widest, because
// the way to the door is what a stranger with this paper needs most.
func (p *page) slipParties(s Slip) {
	const gap = 6.0
	wide := (inside - 2*gap)
	p.party(edge, wide*0.42, p.t("household"), s.Household)
	p.party(edge+wide*0.42+gap, wide*0.29, p.t("merchant"), s.Merchant)
	p.party(edge+wide*0.71+2*gap, wide*0.29, p.t("driver"), s.Driver)
}

func (p *page) party(x, w float64, title string, party Party) {
	const top, high = 128.0, 117.0
	p.fill(x, top, w, 14, 0.9)
	p.ink(0.55)
	p.box(x, top, w, high, 0.7)
	p.ink(0.15)
	p.font(bold, 9)
	p.text(x+5, top+2.5, title)
	p.ink(0)
	p.partyText(x+5, top+17, w-10, high-19, party)
}

// label is a word followed by a colon, with the space before it that French wants.
func (p *page) label(key string) string {
	if p.lang == French {
		return p.t(key) + "\u00a0: "
	}
	return p.t(key) + ": "
}

func (p *page) lineText(l Line) string {
	text := l.Text
	if l.Quantity != "" {
		text = l.Quantity + "  " + text
	}
	switch {
	case l.Gift && l.Donor != "":
		text += "  (" + fill(p.t("giftFrom"), map[string]string{"donor": l.Donor}) + ")"
	case l.Gift:
		text += "  (" + p.t("gift") + ")"
	}
	return text
}

// slipAmount: what the cheque is for, readable at arm's length, or the room to write it.
func (p *page) slipAmount(s Slip) {
	const high, column = 56.0, 158.0
	top := linesBottom
	p.ink(0)
	p.box(edge, top, inside, high, 1.4)
	x := edge + 8
	if s.NoPayment {
		p.font(bold, 19)
		p.text(x, top+17, p.t("noPayment"))
		return
	}
	p.font(bold, 9.5)
	p.text(x, top+5, p.t("amount"))
	p.font(regular, 9.5)
	p.text(x+column, top+5, p.t("payee"))
	p.payee(x+column, top+17, inside-column-16, s.Merchant.Payee)
	rule := p.t("amountRule")
	switch {
	case s.Owed:
		rule = p.t("owed") + ". " + rule
	case s.Amount == 0:
		rule = p.t("amountUnknown") + ". " + rule
	}
	if s.Amount > 0 {
		p.fitted(x, top+15, column-12, bold, 24, Euro(s.Amount, p.lang))
	} else {
		p.ink(0.35)
		p.line(x, top+37, x+60, top+37, 0.8)
		p.line(x+70, top+37, x+96, top+37, 0.8)
		p.ink(0)
		p.font(bold, 18)
		p.text(x+62, top+20, ",")
		p.text(x+102, top+18, "€")
	}
	p.ink(0.2)
	p.fitted(x, top+43.5, inside-16, regular, 9, rule)
}

// slipSteps: what happened and when, beside the marks' column heads.
func (p *page) slipSteps(s Slip) {
	top := linesBottom + 61
	p.ink(0)
	p.font(bold, 10)
	p.text(edge, top, p.t("steps"))
	p.font(regular, 9)
	shown, most := s.Steps, 6
	if s.Foot != "" {
		most = 4 // the words at the foot take the third row's room
	}
	if len(shown) > most {
		shown = shown[len(shown)-most:]
	}
	wide := inside / 2
	for i, step := range shown {
		x, y := edge+float64(i%2)*wide, top+15+float64(i/2)*11.5
		p.ink(0.3)
		w := p.text(x, y, step.When) + 6
		p.ink(0)
		p.fitted(x+w, y, wide-w-6, regular, 9, step.What)
		p.font(regular, 9)
	}
}

// slipMarks: the two marks that make a slip complete, or room for them.
func (p *page) slipMarks(s Slip) {
	const high, gap = 77.0, 8.0
	top := 480.0 - s.lift()
	wide := (inside - gap) / 2
	when := p.t("signHouseholdAt")
	if s.NoPayment {
		when = p.t("signGift")
	}
	p.mark(edge, top, wide, high, p.t("signHousehold"), when, s.Resident)
	p.mark(edge+wide+gap, top, wide, high, p.t("signMerchant"), p.t("signMerchantAt"), s.Shop)
}

// lift is how far the marks move up to make room for the town's words.
func (s Slip) lift() float64 {
	if s.Foot == "" {
		return 0
	}
	return 14
}

func (p *page) mark(x, y, w, h float64, who, when string, m *Mark) {
	p.ink(0)
	p.box(x, y, w, h, 1)
	p.font(bold, 9.5)
	p.text(x+5, y+3.5, who)
	p.ink(0.25)
	p.fitted(x+5, y+15, w-10, regular, 8, when)
	p.ink(0)
	bottom := y + h - 12
	if m == nil {
		p.ink(0.3)
		p.font(regular, 8.5)
		p.text(x+5, bottom, p.label("name"))
		p.text(x+5+w*0.48, bottom, p.label("dateTime"))
		p.ink(0)
		return
	}
	if m.CannotSign != "" {
		p.unsigned(x+5, y+27, w-10, bottom-y-28, m)
	} else {
		p.strokes(x+8, y+25, w-16, h-40, m.Strokes)
	}
	line := m.At
	if m.Name != "" {
		line = m.Name + ", " + line
	}
	if m.OnPaper {
		line += " (" + p.t("onPaper") + ")"
	}
	p.fitted(x+5, bottom, w-10, regular, 8.5, line)
}

func (p *page) slipFooter(s Slip) {
	state := p.t("open")
	switch {
	case s.Cancelled != "":
		state = fill(p.t("cancelled"), map[string]string{"reason": s.Cancelled})
	case s.Complete:
		state = p.t("complete")
	}
	p.ink(0.15)
	p.font(regular, 7.5)
	p.block(edge, 547, inside, 8.5, 2, s.Foot)
	p.ink(0)
	p.fitted(edge, 561+s.lift()/3, inside, bold, 9, state)
	p.ink(0.3)
	tail := ""
	if s.LastHash != "" {
		tail = p.t("journal") + "\u00a0: " + s.LastHash[:min(32, len(s.LastHash))]
	}
	p.font(regular, 8)
	p.text(edge, 573+s.lift()/5, tail)
	if s.Help != "" {
		p.right(gridW-edge, 573+s.lift()/5, fill(p.t("help"), map[string]string{"phone": s.Help}))
	}
	p.ink(0)
}
