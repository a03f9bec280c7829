package slip

import (
	"fmt"
	"strings"
	"testing"
)

// The tables of sync/README.md, section 8, once more, as the driver A lives
// them: every (state, fact) pair with the outcome and the state it leads to. It
// is written by hand and shares nothing with the tables of the code.
const goodsPairs = `
state         | ready                 | unavailable                       | pickedUp                                         | attemptFailed                                  | goodsReturned                                     | handedOver
ordered       | applied ready         | applied unavailable               | applied withDriver                               | flagged:pickup_missing attemptFailed           | flagged:pickup_missing returned                   | flagged:pickup_missing delivered
sent          | applied ready         | applied unavailable               | applied withDriver                               | flagged:pickup_missing attemptFailed           | flagged:pickup_missing returned                   | flagged:pickup_missing delivered
ready         | applied:already ready | applied unavailable               | applied withDriver                               | flagged:pickup_missing attemptFailed           | flagged:pickup_missing returned                   | flagged:pickup_missing delivered
unavailable   | applied ready         | applied:already unavailable       | flagged:was_unavailable withDriver               | flagged:pickup_missing attemptFailed           | flagged:pickup_missing returned                   | flagged:was_unavailable delivered
withDriver    | applied:behind withDriver    | disputed:goods_gone withDriver    | applied:already withDriver                | applied attemptFailed                          | applied returned                                  | applied delivered
attemptFailed | applied:behind attemptFailed | disputed:goods_gone attemptFailed | applied withDriver                        | applied attemptFailed                          | applied returned                                  | applied delivered
returned      | applied:behind returned      | applied unavailable               | applied withDriver                        | applied:behind returned                        | applied:already returned                          | applied delivered
delivered     | applied:behind delivered     | disputed:goods_gone delivered     | applied:behind delivered                  | applied:behind delivered                       | disputed:delivered delivered                      | applied:already delivered
`

const chequePairs = `
state        | cheque 2350                       | cheque 2000                              | owed                                     | none                                     | chequeReturned 2350                           | chequeReturned 2000                            | amountStated 2350            | amountStated 2000
expected     | applied withDriver                | applied withDriver                       | applied owed                             | flagged:payment_none notNeeded           | flagged:handover_missing withMerchant         | flagged:handover_missing withMerchant          | applied expected             | applied expected
notNeeded    | applied withDriver                | applied withDriver                       | disputed:payment_differs notNeeded       | applied:already notNeeded                | flagged:handover_missing withMerchant         | flagged:handover_missing withMerchant          | applied notNeeded            | applied notNeeded
owed         | applied withDriver                | applied withDriver                       | applied:already owed                     | disputed:payment_differs owed            | flagged:handover_missing withMerchant         | flagged:handover_missing withMerchant          | applied owed                 | applied owed
withDriver   | applied:already withDriver        | disputed:amount_differs withDriver       | applied:already withDriver               | applied:already withDriver               | applied withMerchant                          | disputed:amount_differs withDriver             | applied withDriver           | disputed:amount_after_cheque withDriver
withMerchant | applied:already withMerchant      | disputed:complete withMerchant           | applied:already withMerchant             | applied:already withMerchant             | applied:already withMerchant                  | disputed:complete withMerchant                 | applied withMerchant         | disputed:complete withMerchant
`

// toGoods and toCheque bring a new slip to each state.
var toGoods = map[string][]string{
	"ordered": {}, "sent": {"sentToMerchant"}, "ready": {"ready"}, "unavailable": {"unavailable"}, "withDriver": {"pickedUp"},
	"attemptFailed": {"pickedUp", "attemptFailed"}, "returned": {"pickedUp", "goodsReturned"}, "delivered": {"pickedUp", "handedOver"},
}

var toCheque = map[string][]string{
	"expected": {}, "notNeeded": {"none"}, "owed": {"owed"}, "withDriver": {"cheque 2350"}, "withMerchant": {"cheque 2350", "chequeReturned 2350"},
}

// act does what a word of the tables says.
func (d *day) act(word string) Outcome {
	kind, cents, _ := strings.Cut(word, " ")
	switch Kind(kind) {
	case SentToMerchant:
		return d.desk(SentToMerchant, `{"channel":"print"}`)
	case Ready:
		return d.phone("A", Ready, `{}`)
	case Unavailable:
		return d.phone("A", Unavailable, `{"reason":"rupture"}`)
	case PickedUp:
		return d.phone("A", PickedUp, `{}`)
	case AttemptFailed:
		return d.phone("A", AttemptFailed, `{"reason":"noAnswer","goods":"inVehicle"}`)
	case GoodsReturned:
		return d.phone("A", GoodsReturned, `{"to":"merchant"}`)
	case HandedOver:
		return d.phone("A", HandedOver, `{"payment":"cheque","amountCents":2350,`+signed+`}`)
	case ChequeReturned, AmountStated:
		return d.phone("A", Kind(kind), `{"amountCents":`+cents+`,`+signed+`}`)
	}
	data := `{"payment":"` + kind + `",`
	if cents != "" {
		data += `"amountCents":` + cents + `,`
	}
	return d.phone("A", HandedOver, data+`"reason":"demain",`+signed+`}`)
}

func TestEveryPair(t *testing.T) {
	check := func(table string, paths map[string][]string, state func(State) string, before ...string) int {
		rows := strings.Split(strings.TrimSpace(table), "\n")
		facts := strings.Split(rows[0], "|")
		pairs := 0
		for _, row := range rows[1:] {
			cells := strings.Split(row, "|")
			from := strings.TrimSpace(cells[0])
			path, ok := paths[from]
			if !ok {
				t.Fatalf("no way to %s", from)
			}
			for i, fact := range facts[1:] {
				d := newDay(t)
				for _, step := range append(before, path...) {
					d.act(step)
				}
				if got := state(d.slip.Fold()); got != from {
					t.Fatalf("the way to %s leads to %s", from, got)
				}
				out := d.act(strings.TrimSpace(fact))
				got := string(out.Effect)
				if out.Code != "" {
					got += ":" + out.Code
				}
				got += " " + state(d.slip.Fold())
				if want := strings.TrimSpace(cells[i+1]); got != want {
					t.Errorf("%s, then %s: %s, want %s", from, strings.TrimSpace(fact), got, want)
				}
				pairs++
			}
		}
		return pairs
	}
	goods := check(goodsPairs, toGoods, func(st State) string { return string(st.Goods.State) })
	money := check(chequePairs, toCheque, func(st State) string { return string(st.Cheque.State) }, "pickedUp")
	if goods != len(goodsStates)*len(goodsTable) || money != len(chequeStates)*8 {
		t.Errorf("%d and %d pairs are tested", goods, money)
	}
}

// TestOtherFactsMoveNothing: what is in neither table leaves custody as it is,
// in every state.
func TestOtherFactsMoveNothing(t *testing.T) {
	data := map[Kind]string{Corrected: `{"entry":"nowhere"}`, Note: `{"text":"x"}`, Alert: `{"text":"x"}`, Opened: `{}`, AmountStated: `{"amountCents":2350}`, ChequeReturned: ""}
	for state, path := range toGoods {
		for _, k := range Facts {
			if _, moves := goodsTable[k]; moves || k == ChequeReturned {
				continue
			}
			d := newDay(t)
			for _, step := range path {
				d.act(step)
			}
			before := d.slip.Fold()
			d.phone("A", k, data[k])
			after := d.slip.Fold()
			if fmt.Sprint(before.Goods) != fmt.Sprint(after.Goods) || before.Cheque.State != after.Cheque.State {
				t.Errorf("%s in %s moved something", k, state)
			}
		}
	}
}

// TestFactsAreNeverRefused: any fact is taken in any state of the plan.
func TestFactsAreNeverRefused(t *testing.T) {
	for _, plan := range []func(*day){
		func(d *day) { d.desk(Cancelled, `{"reason":"r"}`) },
		func(d *day) { d.desk(Assigned, `{"driver":"B"}`) },
		func(d *day) { d.desk(Assigned, `{}`) },
		func(d *day) { d.act("handedOver"); d.act("chequeReturned 2350") },
	} {
		for _, word := range []string{"ready", "unavailable", "pickedUp", "attemptFailed", "goodsReturned", "cheque 100", "owed", "none", "chequeReturned 100", "amountStated 100"} {
			d := newDay(t)
			plan(d)
			n := len(d.slip.Journal)
			if d.act(word); len(d.slip.Journal) != n+1 { // act fails the test on an error
				t.Errorf("%s is not in the journal", word)
			}
		}
	}
}
