package slip

// goodsState is how far the goods are, from what stands.
func (f *folder) goodsState() GoodsState {
	if f.handed != nil && f.back == nil {
		return GoodsDelivered
	}
	return f.st.Goods.State
}

// planned flags a driver whom the plan does not name. Who keys in a paper says who
// carried it: where nobody was planned, there is nothing to decide.
func (f *folder) planned(e *fact) {
	switch {
	case f.st.Plan.Driver == "" && e.Via == ViaPaper:
	case f.st.Plan.Driver == "":
		f.flag(codeUnassigned)
	case f.st.Plan.Driver != e.actor:
		f.flag(codeReassigned)
	}
}

// goods folds one fact about the goods by goodsTable.
func (f *folder) goods(e *fact) {
	now := f.goodsState()
	f.record(e)
	switch goodsMove(e.Kind, now) {
	case advance:
		f.move(e)
	case despite:
		f.flag(codeUnavailable)
		f.move(e)
	case holder:
		f.moveAsHolder(e)
	case again:
		f.tell(codeAlready)
	case behind:
		f.tell(codeBehind)
	case undo:
		if e.actor != f.handed.actor {
			f.tell(codeBehind)
			return
		}
		code := codeDelivered
		if f.complete() {
			code = codeComplete
		}
		if f.dispute(e, code) {
			f.back, f.brought = e, nil
			f.move(e)
		}
	default:
		if now == GoodsDelivered {
			f.codeAt(f.at, Disputed, codeGone) // accepting it cannot undo a hand-over
		} else if f.dispute(e, codeGone) {
			f.move(e)
		}
	}
}

// record keeps what a fact tells beside custody, whatever its place in time.
func (f *folder) record(e *fact) {
	switch e.Kind {
	case Ready:
		if f.st.Cancelled != nil {
			f.flag(codeCancelled)
		}
		if e.d.Bags > 0 {
			f.bags[0] = e.d.Bags
		}
		f.state(e, e.d.AmountCents)
	case PickedUp:
		f.planned(e)
		if f.st.Cancelled != nil {
			f.flag(codeCancelled)
		}
		f.picked[e.actor] = true
		if e.d.Bags > 0 {
			f.bags[1] = e.d.Bags
		}
		f.lines(e)
	case AttemptFailed:
		f.planned(e)
		if e.d.Goods == "inVehicle" || e.d.Goods == "leftSafe" {
			f.carried = append(f.carried, f.at)
		}
		f.st.Attempts = append(f.st.Attempts, Attempt{
			Entry: e.ID, By: e.By, At: when(e.Entry), Reason: e.d.Reason, Note: e.d.Note, Goods: e.d.Goods, Called: e.d.Called,
		})
	case GoodsReturned:
		f.carried = append(f.carried, f.at)
	}
}

// lines keeps what was missing or replaced; a later word on a line replaces it.
func (f *folder) lines(e *fact) {
	for _, l := range e.d.Lines {
		at := -1
		for i := range f.st.Lines {
			if f.st.Lines[i].Line == l.Line {
				at = i
			}
		}
		if at < 0 {
			f.st.Lines = append(f.st.Lines, LineState{})
			at = len(f.st.Lines) - 1
		}
		f.st.Lines[at] = LineState{Line: l.Line, State: l.State, Note: l.Note, Entry: e.ID}
	}
}

// moveAsHolder lets the holder and the planned driver move the goods, and
// anyone when no driver has them; another driver's word is recorded only.
func (f *folder) moveAsHolder(e *fact) {
	g := &f.st.Goods
	switch {
	case e.Kind == AttemptFailed && e.d.Goods == "none":
		// the goods are where they were
	case e.Kind == PickedUp && g.Holder == e.actor && g.State == GoodsWithDriver:
		f.tell(codeAlready)
	case g.Holder == "" || g.Holder == e.actor:
		f.move(e)
	case f.st.Plan.Driver == e.actor:
		if e.Kind != PickedUp {
			f.flag(codeOtherHolder)
		}
		f.move(e)
	default:
		f.tell(codeBehind)
	}
}

// move puts the goods where e says.
func (f *folder) move(e *fact) {
	at := when(e.Entry)
	g := &f.st.Goods
	reason := ""
	switch e.Kind {
	case Ready:
		g.State, g.Place, g.Holder = GoodsReady, AtMerchant, ""
	case Unavailable:
		g.State, g.Place, g.Holder, reason = GoodsUnavailable, AtMerchant, "", e.d.Reason
	case PickedUp:
		g.State, g.Place, g.Holder = GoodsWithDriver, AtDriver, e.actor
	case GoodsReturned:
		g.State, g.Place, g.Holder = GoodsBack, Place(e.d.To), ""
	case AttemptFailed:
		switch {
		case e.d.Goods == "leftSafe":
			g.State, g.Place, g.Holder = GoodsAttemptFailed, LeftSafe, ""
		case e.d.Goods == "inVehicle" || g.Holder != "":
			g.State, g.Place, g.Holder = GoodsAttemptFailed, AtDriver, e.actor
		default:
			return // never picked up, and not said to be in the vehicle
		}
	}
	g.Since, g.Reason = &at, reason
}
