package slip

import "slices"

// Reading is a slip while it is worked on. The data of each entry is parsed
// once, however often the slip is folded, appended to and cut. It is for one
// goroutine; the slip that it was made of is never changed.
type Reading struct {
	slip   Slip
	parses parses
	state  *State // of slip, nil until asked for
}

// parses holds the data of entries by id; nil holds none.
type parses map[string]parsed

type parsed struct {
	d   Data
	err error
}

func (p parses) of(e *Entry) (Data, error) {
	if got, ok := p[e.ID]; ok {
		return got.d, got.err
	}
	d, err := parse(e.Kind, e.V, &reader{b: e.Data, known: e.Hash != ""})
	if p != nil {
		p[e.ID] = parsed{d, err}
	}
	return d, err
}

// Read begins to work on s.
func Read(s Slip) *Reading { return &Reading{slip: s, parses: make(parses, len(s.Journal)+4)} }

// Slip is the slip with what was appended.
func (r *Reading) Slip() Slip { return r.slip }

// State is its fold.
func (r *Reading) State() State {
	if r.state == nil {
		st := r.fold(r.slip)
		r.state = &st
	}
	return *r.state
}

func (r *Reading) fold(s Slip) State { return fold(read(order(s.Journal), r.parses)) }

// Append is Append of the slip as it is now; after an error nothing has changed.
func (r *Reading) Append(e Entry) (Outcome, error) {
	s := r.slip
	e = normal(e)
	if old, ok := s.Find(e.ID); ok {
		if !sameAct(old, e) {
			return Outcome{}, ErrDiffers
		}
		return r.State().Effects[e.ID], nil
	}
	d, err := Parse(e.Kind, e.V, e.Data)
	if err != nil {
		return Outcome{}, err
	}
	if len(s.Journal) >= MaxEntries || len(s.Journal) >= MaxPlans && e.Kind.IsPlan() && e.Kind != Settled {
		return Outcome{}, ErrJournalFull
	}
	if e.Kind.IsPlan() {
		if err := checkPlan(r.State(), e.Kind, d); err != nil {
			return Outcome{}, err
		}
	}
	e.Seal = nil
	next := Slip{ID: s.ID, Journal: append(slices.Clip(s.Journal), e)}
	last := &next.Journal[len(next.Journal)-1]
	r.parses[e.ID] = parsed{d, nil}
	st := r.fold(next)
	if st.Complete && !sealed(s.Journal) {
		last.Seal = []string{st.Resident.Entry, st.Merchant.Entry}
		if st.Amount != nil {
			last.Seal = append(last.Seal, st.Amount.Entry)
		}
		r.state = nil // a seal takes part in the fold
	} else {
		r.state = &st
	}
	previous := ""
	if n := len(s.Journal); n > 0 {
		previous = s.Journal[n-1].Hash
	}
	last.Hash = chain(previous, *last)
	r.slip = next
	return st.Effects[e.ID], nil
}
