package paper

import (
	"io"
	"strconv"
)

// Label is what one bag carries. Who is the household as the service lets it be
// shown (a name, initials, or "" for none): a bag stands in the open.
type Label struct {
	Number, Merchant, Who, Sector string
	Stop                          string // "Tournée 2, étape 5"
	Bag, Bags                     int
	URL, Code                     string
}

// LabelSheet is the layout of a sheet or roll of labels, in millimetres.
type LabelSheet struct {
	Page                    Size
	Columns, Rows           int
	Left, Top, StepX, StepY float64
	W, H                    float64
}

// The sheets that office shops sell, and a 62 mm roll printer.
var (
	Sheet21 = LabelSheet{Page: A4, Columns: 3, Rows: 7, Left: 7.25, Top: 15.15, StepX: 66.0, StepY: 38.1, W: 63.5, H: 38.1}
	Sheet14 = LabelSheet{Page: A4, Columns: 2, Rows: 7, Left: 4.65, Top: 15.15, StepX: 101.6, StepY: 38.1, W: 99.1, H: 38.1}
	Sheet8  = LabelSheet{Page: A4, Columns: 2, Rows: 4, Left: 4.65, Top: 13.1, StepX: 101.6, StepY: 67.7, W: 99.1, H: 67.7}
	Roll62  = LabelSheet{Page: Size{62 * mm, 40 * mm}, Columns: 1, Rows: 1, W: 62, H: 40, StepX: 62, StepY: 40}
)

// Labels writes labels from left to right and top to bottom, after skip places
// that are already used on the first sheet.
func Labels(w io.Writer, labels []Label, sheet LabelSheet, skip int, lang Lang) error {
	p := newDocument(sheet.Page, mm, lang, words[lang]["label"])
	per := sheet.Columns * sheet.Rows
	if skip < 0 || skip >= per {
		skip = 0
	}
	p.add()
	for i, l := range labels {
		place := i + skip
		if place > 0 && place%per == 0 && i > 0 {
			p.add()
		}
		place %= per
		p.label1(sheet.Left+float64(place%sheet.Columns)*sheet.StepX, sheet.Top+float64(place/sheet.Columns)*sheet.StepY, sheet, l)
	}
	return p.write(w)
}

func (p *page) label1(x, y float64, sheet LabelSheet, l Label) {
	const pad = 3.0
	side := min(sheet.H-2*pad-4, sheet.W*0.42)
	text := sheet.W - side - 3*pad
	left := x + pad
	p.ink(0)
	p.fitted(left, y+pad, text, bold, 6, l.Number)
	p.fittedTo(left, y+pad+7.2, text, regular, 3.6, 3.1, l.Merchant)
	p.fitted(left, y+pad+12, text, bold, 4.4, l.Who)
	p.fitted(left, y+pad+17.4, text, regular, 3.4, l.Sector)
	p.fitted(left, y+pad+21.6, text, regular, 3.4, l.Stop)
	if l.Bags > 0 {
		p.fitted(left, y+sheet.H-pad-5, text, bold, 4.4,
			fill(p.t("label"), map[string]string{"n": strconv.Itoa(l.Bag), "of": strconv.Itoa(l.Bags)}))
	}
	if l.URL != "" {
		qx := x + sheet.W - side - pad
		p.qr(qx, y+pad-1, side, l.URL)
		p.font(bold, 3.6)
		p.center(qx, y+pad+side-1, side, l.Code)
	}
}
