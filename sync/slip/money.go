package slip

// chequeState is how far the cheque is, from what stands.
func (f *folder) chequeState() ChequeState {
	switch {
	case f.returned != nil:
		return ChequeWithMerchant
	case f.hasCheque():
		return ChequeWithDriver
	case f.handed != nil && f.handed.d.Payment == PayOwed:
		return ChequeOwed
	case f.handed != nil || f.sheet.NoPayment:
		return ChequeNotNeeded
	}
	return ChequeExpected
}

// onCheque is the amount of the cheque that changed hands, 0 before it did.
func (f *folder) onCheque() int64 {
	switch {
	case f.hasCheque():
		return f.handed.d.AmountCents
	case f.returned != nil:
		return f.returned.d.AmountCents
	}
	return 0
}

// state takes a stated amount. Before the cheque changes hands a later amount
// replaces an earlier one; afterwards only the same amount is no contradiction.
func (f *folder) state(e *fact, cents int64) {
	if cents == 0 {
		return
	}
	if chequeMove(rowStated, f.chequeState()) == same && cents != f.onCheque() {
		code := codeAmountLate
		if f.complete() {
			code = codeComplete
		}
		if !f.dispute(e, code) {
			return
		}
	}
	if f.st.Amount != nil && f.st.Amount.Cents == cents {
		if e.Kind == AmountStated {
			f.tell(codeAlready)
		}
		return
	}
	f.st.Amount = &Amount{Cents: cents, Entry: e.ID, By: e.By, Via: e.Via, At: when(e.Entry)}
}

func (f *folder) handedOver(e *fact) {
	f.planned(e)
	if f.st.Cancelled != nil {
		f.flag(codeCancelled)
	}
	if goodsMove(HandedOver, f.st.Goods.State) == despite {
		f.flag(codeUnavailable)
	}
	row := map[string]chequeFact{PayCheque: rowCheque, PayOwed: rowOwed, PayNone: rowNone}[e.d.Payment]
	move := chequeMove(row, f.chequeState())
	cheque := row == rowCheque
	if cheque && f.seal != nil && !f.isSealed(e.ID) {
		f.againstSeal(e, f.seal[0])
		return
	}
	if cheque && !f.hasCheque() || f.handed == nil {
		move = advance // an empty place is filled
		if cheque && f.returned != nil && f.returned.d.AmountCents != e.d.AmountCents {
			move = clash
		}
	}
	switch {
	case move == advance:
		f.take(e)
	case move == behind:
		f.tell(codeAlready)
	case move == same && f.sameHandOver(e):
		f.tell(codeAlready)
	default:
		f.clashHandOver(e)
	}
}

// sameHandOver: one driver, one payment, one amount.
func (f *folder) sameHandOver(e *fact) bool {
	return f.handed.actor == e.actor && f.handed.d.Payment == e.d.Payment && f.handed.d.AmountCents == e.d.AmountCents
}

func (f *folder) clashHandOver(e *fact) {
	code := codeAmount
	switch {
	case f.complete():
		code = codeComplete
	case f.handed != nil && f.handed.actor != e.actor:
		code = codeSecond
	case f.handed != nil && f.handed.d.Payment != e.d.Payment:
		code = codePayment
	}
	if !f.dispute(e, code) {
		return
	}
	if f.handed != nil {
		f.codeAt(f.place(f.handed), Disputed, codeReplaced)
	}
	if f.returned != nil && f.returned.d.AmountCents != e.d.AmountCents {
		f.codeAt(f.place(f.returned), Disputed, codeReplaced)
		f.returned = nil
	}
	f.take(e)
}

// take puts e in the place of the hand-over.
func (f *folder) take(e *fact) {
	f.handed, f.back = e, nil
	if f.payee = e.d.Payee; f.payee == "" {
		f.payee = f.sheet.Merchant.Payee
	}
}

// againstSeal judges an entry beside the one that completed the slip.
func (f *folder) againstSeal(e *fact, sealed string) {
	for i := range f.facts {
		if s := &f.facts[i]; s.ID == sealed && s.err == nil && s.d.AmountCents == e.d.AmountCents && (s.actor == e.actor || s.actor == "" || e.actor == "") {
			f.tell(codeAlready)
			return
		}
	}
	f.dispute(e, codeComplete)
}

func (f *folder) chequeReturned(e *fact) {
	if f.seal != nil && !f.isSealed(e.ID) {
		f.againstSeal(e, f.seal[1])
		return
	}
	other := f.returned
	amount := f.onCheque()
	if chequeMove(rowReturned, f.chequeState()) == advance && (amount == 0 || amount == e.d.AmountCents) {
		f.returned = e
		return
	}
	oneDriver := other == nil || other.actor == "" || e.actor == "" || other.actor == e.actor
	if other != nil && oneDriver && other.d.AmountCents == e.d.AmountCents {
		f.tell(codeAlready)
		return
	}
	code := codeAmount
	if f.complete() {
		code = codeComplete
	} else if !oneDriver {
		code = codeSecondReturn
	}
	if !f.dispute(e, code) {
		return
	}
	if other != nil {
		f.codeAt(f.place(other), Disputed, codeReplaced)
	}
	f.returned = e
}
