package slip

import "slices"

// Fold says what a journal amounts to. It is pure and total: any journal, even
// one that no server wrote, has a state. It reads each entry's data once.
func Fold(journal []Entry) State { return fold(read(order(journal), nil)) }

func fold(facts []fact) State {
	f := &folder{facts: facts, decided: map[string]string{}, picked: map[string]bool{}}
	f.st.Goods.State, f.st.Cheque.State = GoodsOrdered, ChequeExpected
	f.st.Goods.Place = AtMerchant
	for i := range f.facts {
		e := &f.facts[i]
		if e.Kind == Settled && e.err == nil {
			f.decided[e.d.Entry] = e.d.Decision
		}
		if len(e.Seal) >= 2 && f.seal == nil {
			f.seal = e.Seal
		}
	}
	f.corrections()
	f.verdicts = make([]verdict, len(f.facts))
	for i := range f.facts {
		f.at = i
		f.step(&f.facts[i])
	}
	return f.finish()
}

// verdict is the outcome of one entry while folding.
type verdict struct {
	effect Effect
	codes  []string
}

// folder is the working memory of one fold. The hand-over and the cheque's
// return are places that one entry each may take; the state is derived from
// what stands in them at the end, so that their order of arrival is nothing.
type folder struct {
	facts    []fact
	verdicts []verdict
	at       int // the place of the entry being folded
	st       State
	sheet    Sheet
	created  bool
	decided  map[string]string  // settled: decision by entry
	out      map[string]bool    // corrected entries
	fixed    map[string]verdict // outcomes of the corrections
	seal     []string
	picked   map[string]bool // drivers who recorded a pick-up
	carried  []int           // places of facts whose driver must have picked up
	bags     [2]int          // told at ready, told at pick-up
	handed   *fact
	brought  *fact  // the hand-over that brought the goods, when it is another: without a cheque, collected later
	payee    string // to whom the handed cheque is made out
	returned *fact
	back     *fact // goods brought back after delivery, accepted by a coordinator
}

func (f *folder) step(e *fact) {
	v := &f.verdicts[f.at]
	v.effect = Applied
	switch {
	case e.err != nil:
		code := ErrBadData.Code
		if known, ok := e.err.(*Error); ok {
			code = known.Code
		}
		*v = verdict{Held, []string{code}}
		return
	case f.out[e.ID]:
		v.codes = []string{codeCorrected}
		return
	case e.Kind == Corrected:
		fixed := f.fixed[e.ID]
		v.effect = fixed.effect
		v.codes = append(v.codes, fixed.codes...)
	}
	for _, b := range e.Blobs {
		f.st.Photos = append(f.st.Photos, Photo{e.ID, b.SHA256})
	}
	if e.Late != "" && e.Kind.IsFact() {
		f.flag(e.Late)
	}
	if e.Kind.IsPlan() {
		f.plan(e)
		return
	}
	f.fact(e)
}

func (f *folder) fact(e *fact) {
	said := Said{Entry: e.ID, By: e.By, At: when(e.Entry)}
	switch e.Kind {
	case Note:
		said.Text = e.d.Text
		f.st.Notes = append(f.st.Notes, said)
	case Alert:
		said.Text = e.d.Text
		f.st.Alerts = append(f.st.Alerts, said)
	case Opened:
		if f.st.OpenedBy(e.By) {
			f.tell(codeAlready)
			return
		}
		f.st.Opened = append(f.st.Opened, said)
	case AmountStated:
		f.state(e, e.d.AmountCents)
	case ChequeReturned:
		f.chequeReturned(e)
	case HandedOver:
		f.handedOver(e)
	case Ready, Unavailable, PickedUp, AttemptFailed, GoodsReturned:
		f.goods(e)
	}
}

// tell adds a code to an applied entry; the first one stays in front.
func (f *folder) tell(code string) { f.codeAt(f.at, "", code) }

// flag opens a task: it took effect, but somebody should know.
func (f *folder) flag(code string) { f.codeAt(f.at, Flagged, code) }

// dispute says that the entry has no effect, unless a coordinator accepted it:
// then it is true, and the caller lets it take the place.
func (f *folder) dispute(e *fact, code string) (accepted bool) {
	if f.decided[e.ID] == Accept && code != codeComplete {
		f.tell(codeAccepted)
		return true
	}
	f.codeAt(f.at, Disputed, code)
	return false
}

func (f *folder) codeAt(i int, effect Effect, code string) {
	v := &f.verdicts[i]
	if effect != "" && v.effect != Disputed {
		if v.effect == Applied {
			v.codes = nil // what asks for attention stands in front
		}
		v.effect = effect
	} else if effect == "" && v.effect != Applied {
		return
	}
	if effect == Disputed {
		v.effect = Disputed
		v.codes = append([]string{code}, v.codes...)
		return
	}
	if !slices.Contains(v.codes, code) {
		v.codes = append(v.codes, code)
	}
}

func (f *folder) isSealed(id string) bool { return slices.Contains(f.seal, id) }

// complete says whether both marks stand.
func (f *folder) complete() bool { return f.hasCheque() && f.returned != nil }

func (f *folder) hasCheque() bool { return f.handed != nil && f.handed.d.Payment == PayCheque }

func (f *folder) place(e *fact) int {
	for i := range f.facts {
		if f.facts[i].Entry == e.Entry {
			return i
		}
	}
	return f.at
}
