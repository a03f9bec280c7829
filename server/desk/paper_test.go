package desk_test

import (
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/sync/slip"
)

// Scenario 38: a paper slip keyed in completes the slip, is marked as paper, and
// may be sent twice.
func TestPaperSlipCompletes(t *testing.T) {
	w := newTown(t)
	o, err := w.PlaceOrder(w.ctx, agent, desk.NewOrder{Household: w.home[0], Day: monday, Plain: true,
		Parts: []desk.NewPart{{Merchant: w.shop["primeur"], Lines: []order.Line{{Text: "Pommes"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	id := o.Value.Parts[0].Slip
	photo := slip.Blob{SHA256: strings.Repeat("ab", 32), Size: 1200}
	good := desk.PaperSlip{Driver: "ana", Bags: 2, Amount: 1250, Payment: slip.PayCheque, Resident: "O. Maréchal", Returned: true, Merchant: "A. Simon", Photo: &photo}
	for field, spoil := range map[string]func(p *desk.PaperSlip){
		"resident":    func(p *desk.PaperSlip) { p.Resident = " " },
		"merchant":    func(p *desk.PaperSlip) { p.Merchant = "" },
		"driver":      func(p *desk.PaperSlip) { p.Driver = "claire" },
		"amountCents": func(p *desk.PaperSlip) { p.Amount = 0 },
		"reason":      func(p *desk.PaperSlip) { p.Payment, p.Returned = slip.PayOwed, false },
		"returned":    func(p *desk.PaperSlip) { p.Payment = slip.PayNone },
	} {
		bad := good
		spoil(&bad)
		if _, err := w.KeyInSlip(w.ctx, claire, id, bad); fault.From(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if s, err := w.Slip(w.ctx, claire, id); err != nil || len(s.Journal) != 1 {
		t.Fatalf("a refused paper wrote something: %+v, %v", s.Journal, err)
	}
	var s desk.Slip
	for range 2 {
		if s, err = w.KeyInSlip(w.ctx, claire, id, good); err != nil {
			t.Fatal(err)
		}
	}
	st := s.State
	if len(st.Photos) != 1 || st.Photos[0].SHA256 != photo.SHA256 || st.Photos[0].Entry != st.Resident.Entry {
		t.Errorf("photos = %+v", st.Photos)
	}
	for _, want := range []int{5, 5} { // given up once
		if s, err = w.GiveUpPhoto(w.ctx, claire, id, st.Resident.Entry, "illisible"); err != nil || len(s.Journal) != want {
			t.Errorf("%d entries, %v", len(s.Journal), err)
		}
	}
	w.refused(second(w.GiveUpPhoto(w.ctx, claire, id, s.Journal[0].ID, "x")), "slip.no_photo", "")
	w.refused(second(w.GiveUpPhoto(w.ctx, claire, id, st.Resident.Entry, " ")), "slip.required", "reason")
	s, _ = w.Slip(w.ctx, claire, id)
	s.Journal = s.Journal[:4]
	if !st.Complete || len(s.Journal) != 4 || !st.Resident.Paper || !st.Merchant.Paper || st.Cheque.Amount != 1250 {
		t.Fatalf("%+v", st)
	}
	if open, err := w.Problems(w.ctx, claire); err != nil || len(open) != 0 {
		t.Errorf("the paper of a slip that was in no round waits for a decision: %+v, %v", open, err)
	}
	if _, err := w.KeyInSlip(w.ctx, agent, id, good); fault.From(err).Kind != fault.Forbidden {
		t.Errorf("open to an order agent: %v", err)
	}
}
