package desk_test

import (
	"sync"
	"testing"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/sync/slip"
)

// complete makes a slip that both parties signed.
func (w *town) complete() desk.Slip {
	w.Helper()
	id := w.order(0, "primeur").Parts[0].Slip
	s, err := w.KeyInSlip(w.ctx, claire, id, desk.PaperSlip{Driver: "ana", Amount: 1250, Payment: slip.PayCheque, Resident: "O. M.", Returned: true, Merchant: "A. S."})
	w.ok(err)
	return s
}

func corrected() desk.Corrective {
	return desk.Corrective{Reason: "Le montant lu était faux", Day: monday, Amount: 2150, Lines: []slip.Line{{ID: "1", Text: "Pommes", Quantity: "2 kg"}, {Text: "Poires"}}}
}

func TestACompleteSlipIsCorrectedByAnotherAndStaysAsItIs(t *testing.T) {
	w := newTown(t)
	was := w.complete()
	s, err := w.CorrectSlip(w.ctx, claire, was.ID, corrected())
	w.ok(err)
	st := s.State
	if st.Corrects != was.ID || st.Number == was.State.Number || st.Closed || st.Amount.Cents != 2150 || st.Sheet.Household.Name != was.State.Sheet.Household.Name {
		t.Fatalf("%+v", st)
	}
	if l := st.Sheet.Lines; len(l) != 2 || l[0].Quantity != "2 kg" || l[1].Text != "Poires" || len(st.Sheet.Codes) != 2 {
		t.Errorf("%+v", st.Sheet)
	}
	after, err := w.Slip(w.ctx, claire, was.ID)
	w.ok(err)
	if after.Version != was.Version || len(after.Journal) != len(was.Journal) {
		t.Error("the closed slip was touched")
	}
	back, err := w.SlipLinks(w.ctx, agent, after)
	w.ok(err)
	forth, err := w.SlipLinks(w.ctx, agent, s)
	w.ok(err)
	if (back != desk.Links{CorrectedBy: desk.Link{ID: s.ID, Number: st.Number}}) || (forth != desk.Links{Corrects: desk.Link{ID: was.ID, Number: was.State.Number}}) {
		t.Errorf("%+v, %+v", back, forth)
	}
	f := w.refused(second(w.CorrectSlip(w.ctx, hugo, was.ID, corrected())), "slip.corrected", "")
	if f.Args["number"] != st.Number || f.Args["by"] != "Claire Besnard" {
		t.Errorf("%v", f.Args)
	}
	_, err = w.CancelSlip(w.ctx, claire, s.ID, "Erreur")
	w.ok(err)
	again, err := w.CorrectSlip(w.ctx, hugo, was.ID, corrected())
	w.ok(err)
	if back, err = w.SlipLinks(w.ctx, claire, after); err != nil || back.CorrectedBy.ID != again.ID || again.ID == s.ID {
		t.Errorf("after a cancelled one: %+v, %v", back, err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestTwoCoordinatorsCorrectOneSlipOnce(t *testing.T) {
	w := newTown(t)
	id := w.complete().ID
	errs := make([]error, 2)
	var wg sync.WaitGroup
	for i, who := range []account.User{claire, hugo} {
		wg.Go(func() { _, errs[i] = w.CorrectSlip(w.ctx, who, id, corrected()) })
	}
	wg.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Fatalf("%v, %v", errs[0], errs[1])
	}
	for _, err := range errs {
		if err != nil {
			w.refused(err, "slip.corrected", "")
		}
	}
}

func TestACorrectiveSlipThatCannotBeIsRefused(t *testing.T) {
	w := newTown(t)
	open := w.order(1, "primeur").Parts[0].Slip
	w.refused(second(w.CorrectSlip(w.ctx, claire, open, corrected())), "slip.not_closed", "")
	w.refused(second(w.CorrectSlip(w.ctx, claire, "01990000-ffff-7000-8000-000000000000", corrected())), "slip.unknown", "")
	id := w.complete().ID
	for _, c := range []struct {
		code, field string
		spoil       func(*desk.Corrective)
	}{
		{"slip.required", "reason", func(c *desk.Corrective) { c.Reason = " " }},
		{"slip.no_lines", "lines", func(c *desk.Corrective) { c.Lines = nil }},
		{"slip.no_lines", "lines[1].text", func(c *desk.Corrective) { c.Lines[1].Text = "" }},
		{"slip.free_amount", "amountCents", func(c *desk.Corrective) { c.Free = true }},
		{"order.past", "day", func(c *desk.Corrective) { c.Day = monday.Add(-3) }},
		{"service.weekday", "day", func(c *desk.Corrective) { c.Day = monday.Add(5) }},
		{"slip.bad_amount", "amountCents", func(c *desk.Corrective) { c.Amount = -1 }},
	} {
		bad := corrected()
		c.spoil(&bad)
		w.refused(second(w.CorrectSlip(w.ctx, claire, id, bad)), c.code, c.field)
	}
	if err := second(w.CorrectSlip(w.ctx, agent, id, corrected())); fault.From(err).Kind != fault.Forbidden {
		t.Errorf("open to an order agent: %v", err)
	}
}
