package slip

// readSheet reads a sheet as encoding/json would; every fold of a slip begins
// with one.
func readSheet(r *reader) *Sheet {
	s := &Sheet{}
	r.object(func(name string) {
		switch {
		case r.null():
		case name == "household":
			h := &s.Household
			r.texts(map[string]*string{"id": &h.ID, "name": &h.Name, "phone": &h.Phone, "address": &h.Address, "sector": &h.Sector,
				"access": &h.Access, "availability": &h.Availability, "emergency": &h.Emergency})
		case name == "merchant":
			m := &s.Merchant
			r.texts(map[string]*string{"id": &m.ID, "name": &m.Name, "trade": &m.Trade, "phone": &m.Phone, "address": &m.Address,
				"hours": &m.Hours, "payee": &m.Payee})
		case name == "lines":
			s.Lines = []Line{}
			r.array(func() { s.Lines = append(s.Lines, readSheetLine(r)) })
		case name == "codes":
			s.Codes = []string{}
			r.array(func() { s.Codes = append(s.Codes, r.text()) })
		case name == "direct":
			s.Direct = r.boolean()
		case name == "noPayment":
			s.NoPayment = r.boolean()
		case name == "amountCents":
			s.Amount = r.integer()
		case name == "note":
			s.Note = r.text()
		default:
			r.skip()
		}
	})
	return s
}

func readSheetLine(r *reader) (l Line) {
	r.object(func(name string) {
		switch {
		case r.null():
		case name == "id":
			l.ID = r.text()
		case name == "text":
			l.Text = r.text()
		case name == "quantity":
			l.Quantity = r.text()
		case name == "gift":
			l.Gift = r.boolean()
		case name == "donor":
			l.Donor = r.text()
		default:
			r.skip()
		}
	})
	return l
}

// texts reads an object into the texts that have a place.
func (r *reader) texts(places map[string]*string) {
	r.object(func(name string) {
		if place := places[name]; r.null() {
			return
		} else if place != nil {
			*place = r.text()
			return
		}
		r.skip()
	})
}
