package slip

// finish derives the state from what stands, and the flags that only the whole
// journal can tell: so they are the same in whatever order the facts arrived.
func (f *folder) finish() State {
	st := &f.st
	f.finishCheque()
	f.finishGoods()
	f.finishFlags()
	st.Complete = f.complete()
	if st.Complete && f.seal != nil {
		f.sealedAmount()
	}
	delivered := st.Goods.State == GoodsDelivered
	out := st.Goods.Holder != "" || st.Cheque.State == ChequeWithDriver || st.Cheque.State == ChequeOwed
	st.Closed = st.Complete || delivered && st.Cheque.State == ChequeNotNeeded || st.Cancelled != nil && !delivered && !out
	f.finishTasks()
	return *st
}

func (f *folder) finishCheque() {
	c := &f.st.Cheque
	c.State, c.Payee = f.chequeState(), f.sheet.Merchant.Payee
	if f.st.Amount != nil {
		c.Amount = f.st.Amount.Cents
	}
	if h := f.handed; h != nil {
		at := when(h.Entry)
		c.Since, c.Reason = &at, h.d.Reason
		f.st.Resident = mark(h)
		if h.d.AmountCents > 0 {
			c.Amount = h.d.AmountCents
		}
		if c.State == ChequeWithDriver {
			c.Holder = h.actor
		}
		if f.hasCheque() {
			c.Payee = f.payee
		}
	}
	if r := f.returned; r != nil {
		at := when(r.Entry)
		c.Since, c.Amount = &at, r.d.AmountCents
		f.st.Merchant = mark(r)
	}
	if c.State == ChequeNotNeeded {
		c.Amount, c.Payee = 0, ""
	}
}

func (f *folder) finishGoods() {
	g := &f.st.Goods
	if g.Bags = f.bags[1]; g.Bags == 0 {
		g.Bags = f.bags[0]
	}
	if f.goodsState() == GoodsDelivered {
		at := when(f.delivery().Entry)
		g.Entry = f.delivery().ID
		g.State, g.Place, g.Holder, g.Since, g.Reason = GoodsDelivered, AtResident, "", &at, ""
	}
	kept := f.st.Lines[:0]
	for _, l := range f.st.Lines {
		if l.State != "taken" {
			kept = append(kept, l)
		}
	}
	f.st.Lines = kept
}

func (f *folder) finishFlags() {
	if f.handed != nil {
		f.carried = append(f.carried, f.place(f.delivery()))
	}
	for _, i := range f.carried {
		if !f.picked[f.facts[i].actor] {
			f.codeAt(i, Flagged, codeNoPickUp)
		}
	}
	if h := f.handed; h != nil {
		i := f.place(h)
		if f.hasCheque() && f.st.Amount != nil && f.st.Amount.Cents != h.d.AmountCents && h.d.Reason == "" {
			f.codeAt(i, Flagged, codeAmount)
		}
		if f.sheet.NoPayment && h.d.Payment != PayNone {
			f.codeAt(i, Flagged, codeUnexpected)
		}
		if !f.sheet.NoPayment && h.d.Payment == PayNone {
			f.codeAt(i, Flagged, codePaymentNone)
		}
	}
	if r := f.returned; r != nil {
		if !f.hasCheque() {
			f.codeAt(f.place(r), Flagged, codeNoHandOver)
		} else if r.actor != "" && r.actor != f.handed.actor {
			f.codeAt(f.place(r), Flagged, codeOtherHolder)
		}
	}
}

// sealedAmount: the stated amount of a complete slip is the one that was stated
// when it became complete.
func (f *folder) sealedAmount() {
	f.st.Amount = nil
	if len(f.seal) < 3 {
		return
	}
	for i := range f.facts {
		if e := &f.facts[i]; e.ID == f.seal[2] && e.err == nil {
			cents := e.d.AmountCents
			if e.d.Sheet != nil {
				cents = e.d.Sheet.Amount
			}
			f.st.Amount = &Amount{Cents: cents, Entry: e.ID, By: e.By, Via: e.Via, At: when(e.Entry)}
		}
	}
}

func (f *folder) finishTasks() {
	f.st.Effects = make(map[string]Outcome, len(f.facts))
	for i := range f.facts {
		e, v := &f.facts[i], f.verdicts[i]
		out := Outcome{Effect: v.effect}
		if len(v.codes) > 0 {
			out.Code = v.codes[0]
		}
		f.st.Effects[e.ID] = out
		if v.effect == Applied {
			continue
		}
		task := Task{Entry: e.ID, Effect: v.effect, Codes: v.codes, Settled: f.decided[e.ID]}
		if out.Code == codeReplaced && task.Settled == "" {
			task.Settled = Accept // accepting the other one decided it
		}
		f.st.Tasks = append(f.st.Tasks, task)
	}
}

func mark(e *fact) *Mark {
	m := &Mark{Entry: e.ID, By: e.By, At: when(e.Entry), Via: e.Via}
	if d := e.d.Mark; d != nil {
		m.Name, m.CannotSign, m.Witness, m.Paper = d.Name, d.CannotSign, d.Witness, d.Paper
	}
	return m
}
