package slip

// move is what a fact does, given how far the goods or the cheque are.
type move int

const (
	advance move = iota // moves on; this is news
	despite             // moves on, flagged: the merchant had said it cannot be prepared
	again               // says what is known
	behind              // is older than what is known: adds only what was missing
	holder              // moves on, unless another driver has the goods and the plan does not name this one
	same                // an empty place is filled; else it must say the same, or it is disputed
	undo                // disputed when who delivered says it; else behind
	clash               // disputed
)

// The columns of the tables.
var (
	goodsStates  = [...]GoodsState{GoodsOrdered, GoodsSent, GoodsReady, GoodsUnavailable, GoodsWithDriver, GoodsAttemptFailed, GoodsBack, GoodsDelivered}
	chequeStates = [...]ChequeState{ChequeExpected, ChequeNotNeeded, ChequeOwed, ChequeWithDriver, ChequeWithMerchant}
)

// goodsTable: what each fact about the goods does in each of their states.
var goodsTable = map[Kind][len(goodsStates)]move{
	//              ordered  sent     ready    unavailable withDriver attemptFailed returned delivered
	Ready:         {advance, advance, again, advance, behind, behind, behind, behind},
	Unavailable:   {advance, advance, advance, again, clash, clash, advance, clash},
	PickedUp:      {advance, advance, advance, despite, holder, holder, advance, behind},
	AttemptFailed: {holder, holder, holder, holder, holder, holder, behind, behind},
	GoodsReturned: {advance, advance, advance, advance, holder, holder, again, undo},
	HandedOver:    {advance, advance, advance, despite, advance, advance, advance, behind},
}

// chequeFact is a row of chequeTable; a hand-over is three of them.
type chequeFact string

const (
	rowCheque   chequeFact = "handedOver cheque"
	rowOwed     chequeFact = "handedOver owed"
	rowNone     chequeFact = "handedOver none"
	rowReturned chequeFact = "chequeReturned"
	rowStated   chequeFact = "amountStated" // also the amount of ready, created and edited
)

// chequeTable: what each fact about the money does in each state of the cheque.
var chequeTable = map[chequeFact][len(chequeStates)]move{
	//           expected notNeeded owed     withDriver withMerchant
	rowCheque:   {advance, advance, advance, same, same},
	rowOwed:     {advance, same, same, behind, behind},
	rowNone:     {advance, same, same, behind, behind},
	rowReturned: {advance, advance, advance, advance, same},
	rowStated:   {advance, advance, advance, same, same},
}

func goodsMove(k Kind, s GoodsState) move {
	for i, g := range goodsStates {
		if g == s {
			return goodsTable[k][i]
		}
	}
	return clash
}

func chequeMove(f chequeFact, s ChequeState) move {
	for i, c := range chequeStates {
		if c == s {
			return chequeTable[f][i]
		}
	}
	return clash
}

// The codes of outcomes; append-only.
const (
	codeAlready      = "already"    // applied: said before
	codeBehind       = "behind"     // applied: older than what is known
	codeCorrected    = "corrected"  // applied: taken out by a correction
	codeAccepted     = "accepted"   // applied: was disputed, a coordinator accepted it
	codeReassigned   = "reassigned" // flagged: the plan names another driver
	codeUnassigned   = "unassigned" // flagged: the plan names no driver
	codeCancelled    = "cancelled"  // flagged: the slip was cancelled
	codeUnavailable  = "was_unavailable"
	codeNoPickUp     = "pickup_missing"   // flagged: who delivered recorded no pick-up
	codeNoHandOver   = "handover_missing" // flagged: a cheque came back that nobody recorded taking
	codeOtherHolder  = "other_holder"     // flagged: another driver had it
	codeAmount       = "amount_differs"
	codePaymentNone  = "payment_none"       // flagged: nothing was paid though a cheque was expected
	codeUnexpected   = "payment_unexpected" // flagged: paid though nothing was due
	codeGone         = "goods_gone"         // disputed: cannot be prepared, but somebody took the goods
	codeDelivered    = "delivered"          // disputed: returned after delivering
	codeSecond       = "second_handover"    // disputed: another driver delivered this slip
	codePayment      = "payment_differs"    // disputed
	codeSecondReturn = "second_return"      // disputed: another driver returned this cheque
	codeAmountLate   = "amount_after_cheque"
	codeComplete     = "complete"        // disputed: the slip was complete
	codeReplaced     = "replaced"        // disputed: a coordinator accepted a contradicting entry
	codeUnknown      = "unknown_entry"   // disputed: corrects what is not in the journal
	codeNotOne       = "not_correctable" // disputed: a plan or a correction is not corrected
	codeOtherDevice  = "other_device"
	codeTooLate      = "too_late"
	codeNotCreated   = "not_created"
)
