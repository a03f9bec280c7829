package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/sync/exchange"
	"github.com/portage-livraison/portage/sync/slip"
)

const handed = `{"payment":"none","mark":{"name":"O","cannotSign":"gants","witness":"B"}}`

// plans lists the plans of slips: round and driver.
func (w *town) plans(ids []string) (out []slip.Plan) {
	w.Helper()
	for _, id := range ids {
		s, err := w.Slip(w.ctx, claire, id)
		w.ok(err)
		out = append(out, slip.Plan{Round: s.State.Plan.Round, Driver: s.State.Plan.Driver})
	}
	return out
}

func TestACancelledRoundFreesWhatIsNotDeliveredAndKeepsWhatWasDone(t *testing.T) {
	w := newTown(t)
	r, slips := w.tour()
	w.field(slips[0], "ana", slip.PickedUp, `{}`)
	w.field(slips[0], "ana", slip.HandedOver, handed)
	w.field(slips[1], "ana", slip.PickedUp, `{}`)
	w.now = w.now.Add(time.Minute)
	tour, err := w.CancelRound(w.ctx, claire, r, "Véhicule en panne")
	w.ok(err)
	if tour.Value.Progress() != round.Cancelled || len(tour.Slips) != 1 || tour.Slips[0].ID != slips[0] {
		t.Fatalf("%+v", tour)
	}
	if got := w.plans(slips); got[0] != (slip.Plan{Round: r, Driver: "ana"}) || got[1] != (slip.Plan{}) || got[2] != (slip.Plan{}) {
		t.Errorf("%+v", got)
	}
	held, err := w.Slip(w.ctx, claire, slips[1])
	w.ok(err)
	if held.State.GoodsHolder() != "ana" {
		t.Error("the goods are not with their driver any more")
	}
	w.toldOff("ana", r, `"reason":"Véhicule en panne","by":"Claire Besnard"`)
	w.toldOff("ana", r, `"state":"published","acts":[]`)
	_, err = w.ApplyRound(w.ctx, r, []slip.Entry{{ID: "go", Kind: round.KindStarted, V: 1, By: "ana", Received: w.now}})
	w.ok(err)
	w.toldOff("ana", r, `"state":"started","acts":["go"]`)
	if _, err := w.ReadRound(w.ctx, "idriss", r); !errors.Is(err, exchange.ErrNone) {
		t.Errorf("readable by another driver: %v", err)
	}
	// A late fact counts, and is flagged.
	w.field(slips[1], "ana", slip.HandedOver, handed)
	if late, _ := w.Slip(w.ctx, claire, slips[1]); late.State.Goods.State != slip.GoodsDelivered || !late.State.NeedsAttention() {
		t.Errorf("%+v", late.State)
	}
	w.refused(second(w.CancelRound(w.ctx, hugo, r, "Encore")), "round.cancelled", "")
	w.refused(second(w.Assign(w.ctx, claire, slips[2], "", r)), "round.cancelled", "")
	w.refused(second(w.CancelRound(w.ctx, claire, w.round("idriss"), " ")), "round.no_reason", "reason")
	if err := second(w.CancelRound(w.ctx, agent, r, "x")); fault.From(err).Kind != fault.Forbidden {
		t.Errorf("open to an order agent: %v", err)
	}
}

// toldOff asserts that the driver's phone holds, in the round's place, that it was
// called off, and nothing that could be driven.
func (w *town) toldOff(driver, id, words string) {
	w.Helper()
	refs, err := w.VisibleRounds(w.ctx, driver, string(monday), string(monday.Add(1)))
	if err != nil || len(refs) != 1 || refs[0].ID != id {
		w.Fatalf("the phone may see %v, %v", refs, err)
	}
	doc, err := w.ReadRound(w.ctx, driver, id)
	w.ok(err)
	if doc.Type != "cancelledRound" || doc.Version != refs[0].Version || !strings.Contains(string(doc.Body), words) || strings.Contains(string(doc.Body), "stops") {
		w.Errorf("%s %s", doc.Type, doc.Body)
	}
}

func TestACancelledDraftIsNoNewsToItsDriver(t *testing.T) {
	w := newTown(t)
	r := w.round("idriss")
	_, err := w.CancelRound(w.ctx, claire, r, "En double")
	w.ok(err)
	if refs, err := w.VisibleRounds(w.ctx, "idriss", string(monday), string(monday.Add(1))); err != nil || len(refs) != 0 {
		t.Errorf("%v, %v", refs, err)
	}
	if _, err := w.ReadRound(w.ctx, "idriss", r); !errors.Is(err, exchange.ErrNone) {
		t.Errorf("readable: %v", err)
	}
}

func TestACancelledRoundFreesAChequeThatWasToBeFetched(t *testing.T) {
	w := newTown(t)
	r, slips := w.tour()
	id, tuesday := slips[1], monday.Add(1)
	w.field(id, "ana", slip.PickedUp, `{}`)
	w.field(id, "ana", slip.HandedOver, `{"payment":"owed","reason":"plus de chèques","mark":{"cannotSign":"gants","witness":"B"}}`)
	later, err := w.NewRound(w.ctx, claire, round.Round{Day: tuesday, Driver: "idriss"})
	w.ok(err)
	_, err = w.PutOffSlip(w.ctx, claire, id, r, tuesday, later.Value.ID)
	w.ok(err)
	for name, step := range map[string]func() error{
		"the round that delivered": func() error { return second(w.CancelRound(w.ctx, claire, r, "Verglas")) },
		"another edition":          func() error { return w.Resume(w.ctx) },
	} {
		w.ok(step())
		if got := w.plans([]string{id})[0].Round; got != later.Value.ID {
			t.Errorf("%s: in %q", name, got)
		}
	}
	_, err = w.CancelRound(w.ctx, claire, later.Value.ID, "Verglas")
	w.ok(err)
	if got := w.plans([]string{id})[0]; got != (slip.Plan{}) {
		t.Errorf("%+v", got)
	}
	w.now = w.now.Add(time.Minute)
	_, err = w.RestoreRound(w.ctx, claire, later.Value.ID)
	w.ok(err)
	if got := w.plans([]string{id})[0].Round; got != later.Value.ID {
		t.Errorf("restored: %q", got)
	}
}

func TestARestoredRoundTakesBackWhatNobodyPlacedElsewhere(t *testing.T) {
	w := newTown(t)
	r, slips := w.tour()
	_, err := w.CancelRound(w.ctx, claire, r, "Verglas")
	w.ok(err)
	other := w.round("idriss")
	_, err = w.Assign(w.ctx, claire, slips[1], "", other)
	w.ok(err)
	w.now = w.now.Add(time.Minute)
	tour, err := w.RestoreRound(w.ctx, claire, r)
	w.ok(err)
	if doc, err := w.ReadRound(w.ctx, "ana", r); err != nil || doc.Type != "round" {
		t.Errorf("back on the phone: %s %v", doc.Type, err)
	}
	if len(tour.Slips) != 2 || tour.Slips[0].ID != slips[0] || tour.Slips[1].ID != slips[2] || tour.Value.Edition != 2 {
		t.Fatalf("%+v", tour.Value)
	}
	if got := w.plans(slips); got[0] != (slip.Plan{Round: r, Driver: "ana"}) || got[1] != (slip.Plan{Round: other}) || got[2] != got[0] {
		t.Errorf("%+v", got)
	}
	w.now = w.now.Add(time.Minute)
	w.refused(second(w.RestoreRound(w.ctx, claire, r)), "round.not_cancelled", "")
}

func TestACancellationIsCarriedOnAfterAnInterruption(t *testing.T) {
	w := newTown(t)
	r, slips := w.tour()
	left := 1
	w.st.fail = func(kind string) error {
		if kind == sliprepo.Name {
			if left == 0 {
				return errors.New("the server stopped")
			}
			left--
		}
		return nil
	}
	if _, err := w.CancelRound(w.ctx, claire, r, "Verglas"); err == nil {
		t.Fatal("nothing failed")
	}
	w.st.fail = nil
	w.ok(w.Resume(w.ctx))
	for i, p := range w.plans(slips) {
		if p != (slip.Plan{}) {
			t.Errorf("slip %d: %+v", i, p)
		}
	}
}

func TestASlipIsPutOffInOneActAndBack(t *testing.T) {
	w := newTown(t)
	r, slips := w.tour()
	id, tuesday := slips[1], monday.Add(1)
	w.field(id, "ana", slip.PickedUp, `{}`)
	w.field(id, "ana", slip.AttemptFailed, `{"reason":"noAnswer","goods":"inVehicle"}`)
	if all, err := w.Problems(w.ctx, claire); err != nil || len(all) != 1 {
		t.Fatalf("the failed visit: %+v, %v", all, err)
	}
	before, err := w.Slip(w.ctx, claire, id)
	w.ok(err)
	s, err := w.PutOffSlip(w.ctx, claire, id, r, tuesday, "")
	w.ok(err)
	if s.State.Day != string(tuesday) || s.State.Plan != (slip.Plan{}) || s.Version != before.Version+1 {
		t.Fatalf("day %s, plan %+v, version %d after %d", s.State.Day, s.State.Plan, s.Version, before.Version)
	}
	if again, err := w.PutOffSlip(w.ctx, claire, id, r, tuesday, ""); err != nil || again.Version != s.Version {
		t.Errorf("said twice: %d, %v", again.Version, err)
	}
	if tour, _ := w.RoundByID(w.ctx, claire, r); tour.Value.Has(id) || len(tour.Slips) != 2 {
		t.Errorf("the round keeps it: %+v", tour.Value.Stops)
	}
	if all, err := w.Problems(w.ctx, claire); err != nil || len(all) != 0 {
		t.Errorf("the failed visit still waits: %+v, %v", all, err)
	}
	s, err = w.PutOffSlip(w.ctx, claire, id, "", monday, r)
	w.ok(err)
	if s.State.Day != string(monday) || s.State.Plan.Round != r || s.State.Plan.Driver != "ana" {
		t.Errorf("undone: %+v", s.State.Plan)
	}
}

func TestASlipThatCannotBePutOffStays(t *testing.T) {
	w := newTown(t)
	r, slips := w.tour()
	id := slips[1]
	w.refused(second(w.PutOffSlip(w.ctx, claire, id, r, monday.Add(5), "")), "service.weekday", "day")
	w.refused(second(w.PutOffSlip(w.ctx, claire, id, r, monday.Add(1), w.round("idriss"))), "round.other_day", "")
	f := w.refused(second(w.PutOffSlip(w.ctx, hugo, id, "", monday.Add(1), "")), "round.taken_to", "")
	if f.Args["whose"] != "Ana Pereira" {
		t.Errorf("%v", f.Args)
	}
	if err := second(w.PutOffSlip(w.ctx, account.User{ID: "agent", Roles: []account.Role{account.OrderAgent}}, id, r, monday.Add(1), "")); fault.From(err).Kind != fault.Forbidden {
		t.Errorf("open to an order agent: %v", err)
	}
	_, err := w.CancelSlip(w.ctx, claire, id, "absente")
	w.ok(err)
	w.refused(second(w.PutOffSlip(w.ctx, claire, id, r, monday.Add(1), "")), "slip.cancelled", "")
	if s, _ := w.Slip(w.ctx, claire, id); s.State.Day != string(monday) {
		t.Error("it moved")
	}
}
