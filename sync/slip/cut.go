package slip

import "encoding/json"

// Doc is a slip as a driver's phone gets it: no strokes, no alerts, and of the
// sheet what the driver may see now. Folding its journal gives the slip's own
// state, but for sheet and alerts, and for texts when there is no contact.
type Doc struct {
	ID      string  `json:"id"`
	Number  string  `json:"number"`
	Day     string  `json:"day"`
	Plan    Plan    `json:"plan"`
	Sheet   *Sheet  `json:"sheet,omitempty"`
	Journal []Entry `json:"journal"`
}

// Options say what may go to the phone.
type Options struct {
	Contact bool // name, telephone, address, free texts: while the driver needs them
}

// Cut makes the phone's copy of s.
func Cut(s Slip, o Options) Doc { return Read(s).Cut(o) }

// Cut makes the phone's copy.
func (r *Reading) Cut(o Options) Doc {
	s, st := r.slip, r.State()
	doc := Doc{ID: s.ID, Number: st.Number, Day: st.Day, Plan: st.Plan, Sheet: cutSheet(st.Sheet, o)}
	// In the order of the fold: leaving entries out must not move the others.
	facts := read(order(s.Journal), r.parses)
	alert := map[string]bool{}
	for _, e := range facts {
		alert[e.ID] = e.Kind == Alert
	}
	for _, e := range facts {
		aboutAlert := (e.Kind == Corrected || e.Kind == Settled) && alert[e.d.Entry]
		if e.err != nil || alert[e.ID] || aboutAlert {
			continue
		}
		cut := *e.Entry
		cut.Hash, cut.Basis = "", 0
		if d, changed := cutData(e.Kind, e.d, o); changed {
			cut.Data, _ = json.Marshal(d) // Data holds only what json.Unmarshal made
		}
		doc.Journal = append(doc.Journal, cut)
	}
	return doc
}

func cutSheet(s *Sheet, o Options) *Sheet {
	if s == nil || o.Contact {
		return s
	}
	cut := *s
	cut.Household = Household{ID: s.Household.ID, Sector: s.Household.Sector}
	cut.Note, cut.Lines = "", nil
	return &cut
}

// cutData leaves of d what the fold asks for; changed is false when d may go as
// it is.
func cutData(k Kind, d Data, o Options) (cut Data, changed bool) {
	if s := d.Sheet; s != nil {
		d.Sheet = &Sheet{Merchant: Merchant{ID: s.Merchant.ID, Payee: s.Merchant.Payee}, Direct: s.Direct, NoPayment: s.NoPayment, Amount: s.Amount}
		changed = true
	}
	if d.Mark != nil {
		m := *d.Mark
		if len(m.Strokes) > 0 {
			m.Points, _ = countPoints(m.Strokes, 0)
			m.Strokes, m.W, m.H = nil, 0, 0
		}
		d.Mark, changed = &m, true
	}
	if !o.Contact {
		hideTexts(k, &d)
		changed = true
	}
	return d, changed
}

// hidden stands for a text that was there: some rules ask whether there is one.
const hidden = "…"

func hideTexts(k Kind, d *Data) {
	hide := func(texts ...*string) {
		for _, t := range texts {
			if *t != "" {
				*t = hidden
			}
		}
	}
	hide(&d.Note, &d.Text, &d.CheckReason)
	if k != AttemptFailed { // there it is one of a few words
		hide(&d.Reason)
	}
	if m := d.Mark; m != nil {
		hide(&m.Name, &m.CannotSign, &m.Witness)
	}
	lines := make([]LineFact, len(d.Lines))
	for i, l := range d.Lines {
		hide(&l.Note)
		lines[i] = l
	}
	d.Lines = lines
}
