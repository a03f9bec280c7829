package report

import "slices"

// Small is the count under which a masked report says nothing.
const Small = 5

// cell is one count of residents, and how it is taken out of the figures.
type cell struct {
	count int
	hide  func()
}

// mask takes small counts of residents, and of what was brought to them, out of
// the figures. Drivers and the directory of shops stay: neither tells of a
// resident.
func mask(f *Figures) {
	f.Masked = true
	for _, rows := range [][]Row{f.Gifts, f.Exceptions, f.Exits, f.Publics, f.Ages, f.Sectors, f.Referrals, f.Failures, f.Hours} {
		hideSmall(cells(rows, func(r *Row) cell {
			return cell{r.Count, func() { *r = Row{Name: r.Name, Hidden: true} }}
		}))
	}
	hideSmall(cells(f.Months, func(m *Month) cell {
		return cell{min(m.Deliveries, m.Households), func() { *m = Month{Month: m.Month, Drivers: m.Drivers, Hidden: true} }}
	}))
	hideSmall(cells(f.Weeks, func(w *Week) cell {
		return cell{w.Deliveries, func() { w.Deliveries, w.Hidden = 0, append(w.Hidden, "deliveries") }}
	}))
	hideSmall(cells(f.Weeks, func(w *Week) cell {
		return cell{w.Registered, func() { w.Registered, w.Hidden = 0, append(w.Hidden, "registered") }}
	}))
	hideSmall(cells(f.Cheques, func(c *ChequeLine) cell {
		return cell{c.Slips, func() { *c = ChequeLine{Name: c.Name, Trade: c.Trade, Hidden: true} }}
	}))
	for name, count := range f.residents() {
		if *count > 0 && *count < Small {
			*count = 0
			f.Hidden = append(f.Hidden, name)
		}
	}
	slices.Sort(f.Hidden)
}

// residents are the single figures that count households or what they received.
func (f *Figures) residents() map[string]*int {
	return map[string]*int{"deliveries": &f.Deliveries, "registered": &f.Registered, "householdsServed": &f.HouseholdsServed,
		"servedOverAMonth": &f.ServedLong, "people": &f.People, "orders": &f.Orders, "ordersCancelled": &f.OrdersCancelled,
		"directOrders": &f.DirectOrders, "fartherShops": &f.FartherShops, "slips": &f.Slips}
}

func cells[T any](lines []T, of func(*T) cell) []cell {
	out := make([]cell, len(lines))
	for i := range lines {
		out[i] = of(&lines[i])
	}
	return out
}

// hideSmall hides the small counts of one column. Where one alone would be
// hidden, the smallest of the others is hidden too: the total would give it away.
func hideSmall(column []cell) {
	hidden, next := 0, -1
	for i, c := range column {
		switch {
		case c.count > 0 && c.count < Small:
			c.hide()
			hidden++
		case c.count > 0 && (next < 0 || c.count < column[next].count):
			next = i
		}
	}
	if hidden == 1 && next >= 0 {
		column[next].hide()
	}
}
