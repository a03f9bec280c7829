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
	if p := f.pinned(0); cheque && p != nil && p.ID != e.ID {
		f.besidePinned(e, p, handOverClash(e, p))
		return
	}
	if cheque && !f.hasCheque() || f.handed == nil {
		move = advance // an empty place is filled
		if cheque && f.returned != nil && f.returned.d.AmountCents != e.d.AmountCents {
			move = clash
		}
	}
	if !cheque && f.brought == nil && (move == advance || move == behind) {
		f.brought = e
	}
	switch {
	case move == advance:
		f.take(e)
	case move == behind:
		f.tell(codeAlready)
	case move == same && handOverClash(e, f.handed) == "":
		f.tell(codeAlready)
	default:
		f.clashHandOver(e)
	}
}

// handOverClash says in what e contradicts the hand-over that stands, "" when
// it says the same: one driver, one payment, one amount.
func handOverClash(e, standing *fact) string {
	switch {
	case standing == nil:
		return codeAmount // the cheque came back with another amount
	case standing.actor != e.actor:
		return codeSecond
	case standing.d.Payment != e.d.Payment:
		return codePayment
	case standing.d.AmountCents != e.d.AmountCents:
		return codeAmount
	}
	return ""
}

func (f *folder) clashHandOver(e *fact) {
	code := handOverClash(e, f.handed)
	if f.complete() {
		code = codeComplete
	}
	if !f.dispute(e, code) {
		return
	}
	if f.handed != nil {
		f.codeAt(f.place(f.handed), Disputed, codeReplaced)
	}
	f.brought = nil
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

// delivery is the hand-over that brought the goods: a cheque collected later
// brings none.
func (f *folder) delivery() *fact {
	if f.brought != nil {
		return f.brought
	}
	return f.handed
}

// pinned is the entry of the seal at i, nil without a seal.
func (f *folder) pinned(i int) *fact {
	if f.seal == nil {
		return nil
	}
	for k := range f.facts {
		if e := &f.facts[k]; e.ID == f.seal[i] && e.err == nil {
			return e
		}
	}
	return nil
}

// besidePinned judges an entry beside the one that completed the slip, which
// nobody can replace any more.
func (f *folder) besidePinned(e, pinned *fact, clash string) {
	switch {
	case clash == "":
		f.tell(codeAlready)
	case f.complete():
		f.codeAt(f.at, Disputed, codeComplete)
	case f.decided[pinned.ID] == Accept:
		f.codeAt(f.at, Disputed, codeReplaced)
	default:
		f.codeAt(f.at, Disputed, clash)
	}
}

func (f *folder) chequeReturned(e *fact) {
	if p := f.pinned(1); p != nil && p.ID != e.ID {
		f.besidePinned(e, p, returnClash(e, p))
		return
	}
	known := f.onCheque()
	advances := chequeMove(rowReturned, f.chequeState()) == advance
	if advances && (known == 0 || known == e.d.AmountCents) {
		f.returned = e
		return
	}
	code := codeAmount
	if f.returned != nil {
		if code = returnClash(e, f.returned); code == "" {
			f.tell(codeAlready)
			return
		}
	}
	if f.complete() {
		code = codeComplete
	}
	if !f.dispute(e, code) {
		return
	}
	if f.returned != nil {
		f.codeAt(f.place(f.returned), Disputed, codeReplaced)
	}
	f.returned = e
}

// returnClash says in what e contradicts the cheque's return that stands, ""
// when it says the same. A merchant's own word fits any driver's.
func returnClash(e, standing *fact) string {
	switch {
	case standing.actor != e.actor && standing.actor != "" && e.actor != "":
		return codeSecondReturn
	case standing.d.AmountCents != e.d.AmountCents:
		return codeAmount
	}
	return ""
}
