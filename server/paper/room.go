package paper

import "strconv"

// The parts of a slip whose texts have no upper bound: each takes the largest
// letters in which the whole of it has room, and is cut only in the smallest.

// scales are tried in turn.
var scales = []float64{1, 0.88, 0.76}

// partyText draws who a party is: the name, then the rest in its order.
func (p *page) partyText(x, y, w, room float64, party Party) {
	texts := []string{party.Name}
	for _, row := range []struct{ word, text string }{
		{"", party.Address}, {"phone", party.Phone}, {"access", party.Access}, {"available", party.Available},
		{"vehicle", party.Vehicle}, {"round", party.Round},
	} {
		switch {
		case row.text == "":
		case row.word == "":
			texts = append(texts, row.text)
		default:
			texts = append(texts, p.label(row.word)+row.text)
		}
	}
	p.inRoom(x, y, w, room, texts, func(i int, scale float64) (leading float64) {
		if i == 0 {
			p.font(bold, 11*scale)
			return 12.5 * scale
		}
		p.font(regular, 9.5*scale)
		return 11 * scale
	})
}

// unsigned draws why somebody did not sign, and who saw it.
func (p *page) unsigned(x, y, w, room float64, m *Mark) {
	texts := []string{fill(p.t("cannotSign"), map[string]string{"reason": m.CannotSign}), fill(p.t("witness"), map[string]string{"name": m.Witness})}
	p.inRoom(x, y, w, room, texts, func(_ int, scale float64) (leading float64) {
		p.font(bold, 9*scale)
		return 11 * scale
	})
}

// inRoom draws texts one below the other. use selects the font of one of them and
// returns its leading. Where not even the smallest letters suffice, each text
// leaves a line for each of those after it.
func (p *page) inRoom(x, y, w, room float64, texts []string, use func(i int, scale float64) float64) {
	for n, scale := range scales {
		high := 0.0
		for i, s := range texts {
			leading := use(i, scale)
			high += leading * float64(len(p.wrap(s, w)))
		}
		if high > room && n < len(scales)-1 {
			continue
		}
		bottom := y + room
		for i, s := range texts {
			leading := use(i, scale)
			if most := int((bottom-y)/leading+1e-9) - (len(texts) - 1 - i); most > 0 {
				y = p.block(x, y, w, leading, most, s)
			}
		}
		return
	}
}

// payee draws to whom the cheque is made out: never cut where two lines hold it.
func (p *page) payee(x, y, w float64, name string) {
	name = clean(name)
	for size := 17.0; size >= 11; size-- {
		p.font(bold, size)
		if p.width(name) <= w {
			p.text(x, y, name)
			return
		}
	}
	p.inRoom(x, y-1, w, 26, []string{name}, func(_ int, scale float64) (leading float64) {
		p.font(bold, 11*scale)
		return 12.5 * scale
	})
}

const (
	linesTop    = 252.0
	linesBottom = 366.0
	lineRows    = 8
	lineLeading = 12.0
)

// slipLines: a box to tick before each product, all in one size; two columns when
// there are many, and a product on two rows where there is room for that.
func (p *page) slipLines(s Slip) {
	p.ink(0)
	p.font(bold, 10)
	p.text(edge, linesTop, p.t("products"))
	if s.Bags > 0 {
		p.right(gridW-edge, linesTop, p.label("bags")+strconv.Itoa(s.Bags))
	}
	p.font(regular, 9.5)
	for _, plan := range []struct{ columns, rows int }{{1, 2}, {2, 2}, {2, 1}} {
		wide := inside / float64(plan.columns)
		blocks := p.products(s.Lines, wide-18, plan.rows)
		if left := len(blocks) - p.place(blocks, plan.columns, wide, nil); left > 0 && plan.rows > 1 {
			continue
		} else if left > 0 {
			p.tooMany(blocks, wide)
			return
		}
		p.place(blocks, plan.columns, wide, p.product)
		return
	}
}

// products are the rows of each line's text, at most most of them.
func (p *page) products(lines []Line, w float64, most int) [][]string {
	out := make([][]string, len(lines))
	for i, l := range lines {
		rows := p.wrap(p.lineText(l), w)
		if len(rows) == 0 {
			rows = []string{""}
		}
		if len(rows) > most {
			rows = append(rows[:most-1:most-1], p.cut(rows[most-1]+" "+rows[most], w))
		}
		out[i] = rows
	}
	return out
}

// place gives each block its place, down the columns and never across two of
// them, and returns how many have one.
func (p *page) place(blocks [][]string, columns int, wide float64, draw func(x, y float64, rows []string)) (placed int) {
	column, row := 0, 0
	for _, rows := range blocks {
		if row+len(rows) > lineRows {
			column, row = column+1, 0
		}
		if column == columns {
			return placed
		}
		if draw != nil {
			draw(edge+float64(column)*wide, linesTop+16+float64(row)*lineLeading, rows)
		}
		row += len(rows)
		placed++
	}
	return placed
}

func (p *page) product(x, y float64, rows []string) {
	p.ink(0.3)
	p.box(x, y, 8, 8, 0.7)
	p.ink(0)
	for i, text := range rows {
		p.text(x+13, y-1+float64(i)*lineLeading, text)
	}
}

// tooMany draws as many lines as there are places, and says how many are left.
func (p *page) tooMany(blocks [][]string, wide float64) {
	const last = 2*lineRows - 1
	p.place(blocks[:last], 2, wide, p.product)
	p.font(bold, 9.5)
	p.text(edge+wide+13, linesTop+15+(lineRows-1)*lineLeading, fill(p.t("more"), map[string]string{"n": strconv.Itoa(len(blocks) - last)}))
}
