package desk_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/request"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/exchange"
	"github.com/portage-livraison/portage/sync/slip"
)

func TestTwoCoordinatorsAssignOneSlipAndOneIsTold(t *testing.T) {
	w := newTown(t)
	id := w.order(0, "primeur").Parts[0].Slip
	rounds := []string{w.round("ana"), w.round("idriss")}
	who := []account.User{claire, hugo}
	names := []string{"Claire Besnard", "Hugo Vasseur"}
	errs := make([]error, 2)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { _, errs[i] = w.Assign(w.ctx, who[i], id, "", rounds[i]) })
	}
	wg.Wait()
	winner := 0
	if errs[0] != nil {
		winner = 1
	}
	w.ok(errs[winner])
	f := w.refused(errs[1-winner], "round.taken_to", "")
	if f.Kind != fault.Conflict || f.Args["by"] != names[winner] || f.Args["round"] != rounds[winner] || f.Args["number"] != "2026-0001" {
		t.Errorf("the loser is told %v", f.Args)
	}
	for i, r := range rounds {
		tour, err := w.RoundByID(w.ctx, claire, r)
		w.ok(err)
		if want := i == winner; (len(tour.Slips) == 1) != want || (len(tour.Value.Stops) == 1) != want {
			t.Errorf("round %d has %d slips", i, len(tour.Slips))
		}
	}
}

func TestASlipGoesFromOneRoundToAnotherAndOut(t *testing.T) {
	w := newTown(t)
	id := w.order(0, "primeur").Parts[0].Slip
	a, b := w.round("ana"), w.round("idriss")
	for _, step := range []struct{ from, to string }{{"", a}, {"", a}, {a, b}, {b, ""}} {
		s, err := w.Assign(w.ctx, claire, id, step.from, step.to)
		w.ok(err)
		if s.State.Plan.Round != step.to || s.State.Plan.Driver != "" { // drafts: no phone shows them
			t.Fatalf("plan = %+v", s.State.Plan)
		}
	}
	for _, r := range []string{a, b} {
		if tour, _ := w.RoundByID(w.ctx, claire, r); len(tour.Slips) != 0 {
			t.Errorf("%s still has it", r)
		}
	}
	if s, _ := w.Slip(w.ctx, claire, id); len(s.Journal) != 4 { // created and three assignments: one was said twice
		t.Errorf("%d entries", len(s.Journal))
	}
	_, err := w.Assign(w.ctx, claire, id, "", "no-such-round")
	w.refused(err, "round.unknown", "")
}

func TestOnlyDriversGetRoundsOnWorkingDays(t *testing.T) {
	w := newTown(t)
	_, err := w.NewRound(w.ctx, claire, round.Round{Day: monday, Driver: "claire"})
	w.refused(err, "round.not_a_driver", "driver")
	_, err = w.NewRound(w.ctx, claire, round.Round{Day: monday.Add(6), Driver: "ana"})
	w.refused(err, "service.weekday", "day")
	id := w.order(0, "primeur").Parts[0].Slip
	tuesday, err := w.NewRound(w.ctx, claire, round.Round{Day: monday.Add(1), Driver: "ana"})
	w.ok(err)
	_, err = w.Assign(w.ctx, claire, id, "", tuesday.Value.ID)
	w.refused(err, "round.other_day", "")
	_, err = w.MoveSlip(w.ctx, claire, id, monday.Add(1))
	w.ok(err)
	if _, err = w.Assign(w.ctx, claire, id, "", tuesday.Value.ID); err != nil {
		t.Errorf("on its new day: %v", err)
	}
	_, err = w.MoveSlip(w.ctx, claire, id, monday)
	w.refused(err, "slip.assigned", "")
}

// tour makes a published round of ana with three slips, the last one first.
func (w *town) tour() (roundID string, slips []string) {
	w.Helper()
	r := w.round("ana")
	for _, p := range w.order(0, "primeur", "boucherie").Parts {
		_, err := w.Assign(w.ctx, claire, p.Slip, "", r)
		w.ok(err)
		slips = append(slips, p.Slip)
	}
	t, err := w.PlaceStop(w.ctx, claire, r, slips[2], 0)
	w.ok(err)
	_, err = w.PublishRound(w.ctx, claire, r, t.Version)
	w.ok(err)
	return r, []string{slips[2], slips[0], slips[1]}
}

func TestScenario22AnIllDriversRoundMovesInOneAct(t *testing.T) {
	w := newTown(t)
	r, slips := w.tour()
	moved, err := w.MoveRound(w.ctx, claire, r, "idriss", "Ana est malade")
	w.ok(err)
	if moved.Value.Driver != "idriss" || len(moved.Slips) != 3 || moved.Value.Edition != 2 {
		t.Fatalf("moved = %+v", moved.Value)
	}
	for i, s := range moved.Slips {
		if s.ID != slips[i] || s.State.Plan.Driver != "idriss" {
			t.Errorf("stop %d = %s of %s", i, s.ID, s.State.Plan.Driver)
		}
	}
}

func TestASlipOfAPublishedRoundIsTheDriversAtOnce(t *testing.T) {
	w := newTown(t)
	r, slips := w.tour()
	late := w.order(1, "primeur").Parts[0].Slip
	s, err := w.Assign(w.ctx, claire, late, "", r)
	w.ok(err)
	if s.State.Plan.Driver != "ana" {
		t.Errorf("a late slip names %q", s.State.Plan.Driver)
	}
	doc, err := w.ReadRound(w.ctx, "ana", r)
	w.ok(err)
	if !strings.Contains(string(doc.Body), `"stops":["`+slips[0]+`"`) || !strings.Contains(string(doc.Body), late) || strings.Contains(string(doc.Body), "claire") {
		t.Errorf("the driver's round = %s", doc.Body)
	}
	if _, err := w.ReadRound(w.ctx, "idriss", r); !errors.Is(err, exchange.ErrNone) {
		t.Errorf("another driver reads it: %v", err)
	}
	draft := w.round("idriss")
	if refs, err := w.VisibleRounds(w.ctx, "idriss", "2026-11-01", "2026-12-01"); err != nil || len(refs) != 0 {
		t.Errorf("the draft %s is visible: %v %v", draft, refs, err)
	}
	if refs, err := w.VisibleRounds(w.ctx, "ana", "2026-11-01", "2026-12-01"); err != nil || len(refs) != 1 || refs[0].Version != doc.Version {
		t.Errorf("ana sees %v, %v", refs, err)
	}
}

func TestScenario36DriversActsReachTheRound(t *testing.T) {
	w := newTown(t)
	r, _ := w.tour()
	opened := slip.Entry{ID: w.id(), Kind: round.KindOpened, V: 1, By: "ana", Received: w.now.Add(time.Minute), Via: slip.ViaApp}
	started := slip.Entry{ID: w.id(), Kind: round.KindStarted, V: 1, By: "ana", Received: w.now.Add(time.Minute), Data: []byte(`{"checks":["Gel"],"mileageKm":10}`)}
	odd := slip.Entry{ID: w.id(), Kind: "roundFlown", V: 1, By: "ana", Received: w.now}
	stranger := slip.Entry{ID: w.id(), Kind: round.KindOpened, V: 1, By: "idriss", Received: w.now.Add(time.Minute)}
	want := []exchange.Result{{Outcome: exchange.Applied}, {Outcome: exchange.Applied}, {Outcome: exchange.Held, Code: "round.unknown_kind"}, {Outcome: exchange.Flagged, Code: "round.other_driver"}}
	for range 2 { // sent twice: the same answers, one effect
		got, err := w.ApplyRound(w.ctx, r, []slip.Entry{opened, started, odd, stranger})
		w.ok(err)
		if !slices.Equal(got, want) {
			t.Fatalf("results = %v", got)
		}
	}
	tour, _ := w.RoundByID(w.ctx, claire, r)
	if tour.Value.Progress() != round.Started || len(tour.Value.Journal) != 3 {
		t.Errorf("%s after %d entries", tour.Value.Progress(), len(tour.Value.Journal))
	}
	got, err := w.ApplyRound(w.ctx, "no-such-round", []slip.Entry{opened})
	if err != nil || got[0] != (exchange.Result{Outcome: exchange.Held, Code: exchange.CodeRound}) {
		t.Errorf("unknown round = %v, %v", got, err)
	}
}

func TestPhonesHoldTheServicesSettings(t *testing.T) {
	w := newTown(t)
	doc, err := w.ServiceDoc(w.ctx)
	w.ok(err)
	ref, err := w.ServiceRef(w.ctx)
	w.ok(err)
	if ref.Version != doc.Version || !strings.Contains(string(doc.Body), `"name":"Portage"`) || strings.Contains(string(doc.Body), "everyOrder") {
		t.Errorf("%+v %s", ref, doc.Body)
	}
}

func TestScenario22AMoveThatWasInterruptedIsTakenUpAgain(t *testing.T) {
	w := newTown(t)
	r, _ := w.tour()
	puts := 0
	w.st.fail = func(kind string) error { // the round and one slip are written, then the disk is full
		if kind == "slip" {
			puts++
		}
		if puts > 1 {
			return store.ErrFull
		}
		return nil
	}
	if _, err := w.MoveRound(w.ctx, claire, r, "idriss", "Ana est malade"); !errors.Is(err, store.ErrFull) {
		t.Fatalf("MoveRound = %v", err)
	}
	w.st.fail = nil
	half, _ := w.RoundByID(w.ctx, claire, r)
	if drivers(half)["idriss"] != 1 || drivers(half)["ana"] != 2 {
		t.Fatalf("half-way: %v", drivers(half))
	}
	w.ok(w.Resume(w.ctx))
	whole, _ := w.RoundByID(w.ctx, claire, r)
	if drivers(whole)["idriss"] != 3 {
		t.Errorf("after Resume: %v", drivers(whole))
	}
	before := entries(whole)
	w.ok(w.Resume(w.ctx))
	if again, _ := w.RoundByID(w.ctx, claire, r); entries(again) != before || again.Version != whole.Version {
		t.Error("Resume wrote although nothing was left to do")
	}
}

func drivers(t desk.Tour) map[string]int {
	n := map[string]int{}
	for _, s := range t.Slips {
		n[s.State.Plan.Driver]++
	}
	return n
}

func entries(t desk.Tour) int {
	n := 0
	for _, s := range t.Slips {
		n += len(s.Journal)
	}
	return n
}

func TestAnOrderThatWasInterruptedGetsItsSlipsLater(t *testing.T) {
	w := newTown(t)
	w.st.fail = func(kind string) error {
		if kind == "order" { // the order stands, that it is finished cannot be noted
			return store.ErrFull
		}
		return nil
	}
	if _, err := w.PlaceOrder(w.ctx, agent, w.basket(0, "primeur")); !errors.Is(err, store.ErrFull) {
		t.Fatal(err)
	}
	w.st.fail = nil
	w.ok(w.Resume(w.ctx))
	all, _ := w.Orders(w.ctx, agent, w.home[0])
	slips, _ := w.Slips(w.ctx, agent, desk.SlipFilter{Household: w.home[0]})
	if len(all) != 1 || all[0].Value.Pending || len(slips) != 2 {
		t.Errorf("%+v and %d slips", all, len(slips))
	}
}

func TestASlipTakenOutByMistakeComesBackToItsPlace(t *testing.T) {
	w := newTown(t)
	r, slips := w.tour() // the first of them was placed by hand
	was, err := w.RoundByID(w.ctx, claire, r)
	w.ok(err)
	w.ok(second(w.Assign(w.ctx, claire, slips[0], r, "")))
	w.refused(second(w.ReturnStop(w.ctx, claire, r, was.Value.Stops[0], nil)), "round.no_stop", "")
	w.ok(second(w.Assign(w.ctx, claire, slips[0], "", r)))
	now, err := w.ReturnStop(w.ctx, claire, r, was.Value.Stops[0], nil)
	w.ok(err)
	if !slices.Equal(now.Value.Stops, was.Value.Stops) {
		t.Errorf("stops = %+v, want %+v", now.Value.Stops, was.Value.Stops)
	}
}

func TestScenario23PlacedByHandStaysThroughTheDesk(t *testing.T) {
	w := newTown(t)
	r, slips := w.tour()
	before, _ := w.RoundByID(w.ctx, claire, r)
	after, err := w.OrderStops(w.ctx, claire, r, before.Version, []string{slips[2], slips[1], slips[0]})
	w.ok(err)
	if after.Slips[0].ID != slips[0] || after.Slips[1].ID != slips[2] || !after.Value.Stops[0].Pinned {
		t.Errorf("stops = %+v", after.Value.Stops)
	}
	_, err = w.OrderStops(w.ctx, hugo, r, before.Version, slips)
	if f := w.refused(err, "desk.changed", ""); f.Args["by"] != "Claire Besnard" {
		t.Errorf("args = %v", f.Args)
	}
	eq, err := w.EquipRound(w.ctx, claire, r, "Partner", "Clés au bureau")
	w.ok(err)
	for _, s := range eq.Slips {
		if s.State.Plan.Vehicle != "Partner" {
			t.Errorf("vehicle on the slip = %q", s.State.Plan.Vehicle)
		}
	}
}

const signed = `"mark":{"strokes":[2,1,1,9,9],"w":300,"h":150}`

func TestScenario32ChequesOutAreListedWithHolderAmountAndAge(t *testing.T) {
	w := newTown(t)
	_, slips := w.tour()
	paid, owed := slips[1], slips[2]
	w.field(paid, "ana", slip.HandedOver, `{"payment":"cheque","amountCents":2350,`+signed+`}`)
	w.now = w.now.Add(24 * time.Hour)
	w.field(owed, "ana", slip.HandedOver, `{"payment":"owed","amountCents":1000,"reason":"chéquier perdu",`+signed+`}`)
	w.now = w.now.Add(48 * time.Hour)
	got, err := w.Cheques(w.ctx, claire)
	w.ok(err)
	if len(got.List) != 2 || got.List[0].HolderName != "Ana Pereira" || got.List[0].Cents != 2350 || got.List[0].Days != 3 || !got.List[0].Old || got.List[1].Old {
		t.Errorf("list = %+v", got.List)
	}
	if len(got.ByDriver) != 1 || got.ByDriver[0].Cents != 2350 || len(got.ByMerchant) != 2 {
		t.Errorf("sums = %+v %+v", got.ByDriver, got.ByMerchant)
	}
	s, _ := w.Service(w.ctx, admin)
	s.Value.Closes = monday
	_, err = w.SetService(w.ctx, admin, s.Value, s.Version)
	w.ok(err)
	if after, err := w.Cheques(w.ctx, claire); err != nil || len(after.List) != 2 {
		t.Errorf("scenario 45: after the closing %d cheques, %v", len(after.List), err)
	}
	w.field(paid, "ana", slip.ChequeReturned, `{"amountCents":2350,`+signed+`}`)
	if after, _ := w.Cheques(w.ctx, claire); len(after.List) != 1 {
		t.Errorf("after the return: %d", len(after.List))
	}
}

func TestProblemsAreSettledOnceAndWithAReason(t *testing.T) {
	w := newTown(t)
	_, slips := w.tour()
	w.field(slips[1], "idriss", slip.PickedUp, `{}`) // not his round
	w.field(slips[2], "ana", slip.PickedUp, `{}`)
	w.field(slips[2], "ana", slip.AttemptFailed, `{"reason":"noAnswer","goods":"inVehicle","note":"volets fermés"}`)
	all, err := w.Problems(w.ctx, claire)
	w.ok(err)
	if len(all) != 2 || all[0].Effect != slip.Flagged || all[0].ByName != "Idriss Diallo" || all[1].Reason != "noAnswer" || all[1].Household != "Odette Maréchal" {
		t.Fatalf("problems = %+v", all)
	}
	p := all[0]
	_, err = w.SettleSlip(w.ctx, claire, p.Slip, p.Entry, "accept", "")
	w.refused(err, "slip.required", "reason")
	_, err = w.SettleSlip(w.ctx, claire, p.Slip, p.Entry, "accept", "Idriss a remplacé Ana")
	w.ok(err)
	_, err = w.SettleSlip(w.ctx, hugo, p.Slip, p.Entry, "dismiss", "non")
	if f := w.refused(err, "slip.settled", ""); f.Args["by"] != "Claire Besnard" {
		t.Errorf("args = %v", f.Args)
	}
	_, err = w.SettleSlip(w.ctx, hugo, p.Slip, "nothing", "accept", "x")
	w.refused(err, "slip.no_task", "")
	if left, _ := w.Problems(w.ctx, claire); len(left) != 1 {
		t.Errorf("%d left", len(left))
	}
}

func TestASlipNamesTheRoundsOfItsJournal(t *testing.T) {
	w := newTown(t)
	roundID, slips := w.tour()
	s, err := w.Slip(w.ctx, agent, slips[0])
	w.ok(err)
	got, err := w.SlipRounds(w.ctx, agent, s)
	if want := (desk.RoundRef{ID: roundID, Day: day.Day(s.State.Day), Driver: "ana"}); err != nil || len(got) != 1 || got[0] != want {
		t.Errorf("rounds = %+v, %v; want %+v", got, err, want)
	}
	_, err = w.SlipRounds(w.ctx, driver, s)
	w.refused(err, "access.forbidden", "")
}

func TestScenario35OnlyTheSocialWorkerSeesAlerts(t *testing.T) {
	w := newTown(t)
	_, slips := w.tour()
	w.field(slips[0], "ana", slip.Alert, `{"text":"Ne mange plus"}`)
	got, _, err := w.Alerts(w.ctx, social, desk.Page{})
	w.ok(err)
	if len(got) != 1 || got[0].Note != "Ne mange plus" {
		t.Errorf("alerts = %+v", got)
	}
	_, _, err = w.Alerts(w.ctx, claire, desk.Page{})
	w.refused(err, "access.forbidden", "")
	for who, want := range map[string]int{"claire": 0, "social": 1} {
		u := claire
		if who == "social" {
			u = social
		}
		s, err := w.Slip(w.ctx, u, slips[0])
		w.ok(err)
		inJournal := 0
		for _, e := range s.Journal {
			if e.Kind == slip.Alert {
				inJournal++
			}
		}
		if len(s.State.Alerts) != want || inJournal != want {
			t.Errorf("%s sees %d alerts, %d in the journal", who, len(s.State.Alerts), inJournal)
		}
	}
	if all, _ := w.Problems(w.ctx, claire); len(all) != 0 {
		t.Errorf("problems = %+v", all)
	}
}

func TestTheDaysSlipsWithoutARoundAreCountedAsTheyAreListed(t *testing.T) {
	w := newTown(t)
	left, other := w.order(0, "primeur", "boucherie").Parts, w.order(1, "primeur").Parts
	paid, owing, off := left[1].Slip, other[0].Slip, other[1].Slip
	// Delivered out of any round: the cheque of one is on its way, for the other somebody must go again.
	w.field(paid, "ana", slip.HandedOver, `{"payment":"cheque","amountCents":2350,`+signed+`}`)
	w.field(owing, "ana", slip.HandedOver, `{"payment":"owed","amountCents":1200,"reason":"chéquier vide",`+signed+`}`)
	_, err := w.CancelSlip(w.ctx, claire, off, "en double")
	w.ok(err)

	all, err := w.Slips(w.ctx, claire, desk.SlipFilter{Day: monday})
	w.ok(err)
	var listed []string
	for _, s := range all {
		if s.Unplanned() {
			listed = append(listed, s.ID)
		}
	}
	want := []string{left[0].Slip, left[2].Slip, owing}
	slices.Sort(listed)
	slices.Sort(want)
	if !slices.Equal(listed, want) {
		t.Errorf("listed %v, want %v", listed, want)
	}
	got, err := w.TodayOverview(w.ctx, claire)
	w.ok(err)
	if got.Unassigned != len(listed) {
		t.Errorf("counted %d, listed %d", got.Unassigned, len(listed))
	}
}

func TestTodayCountsWhatWaits(t *testing.T) {
	w := newTown(t)
	_, slips := w.tour()
	lone := w.order(1, "primeur").Parts[0].Slip
	_, err := w.ReadySlip(w.ctx, agent, lone, 1, 0)
	w.ok(err)
	w.field(slips[1], "ana", slip.HandedOver, `{"payment":"cheque","amountCents":2350,`+signed+`}`)
	_, err = w.NoteRequest(w.ctx, agent, request.Request{Name: "Mme Roussel", Phone: "0231000009"}, false)
	w.ok(err)
	got, err := w.TodayOverview(w.ctx, claire)
	w.ok(err)
	if got.ReadyWithoutDriver != 1 || got.Unassigned != 2 || got.ToSend != 3 || got.ToCall != 1 || got.ChequesOut != 1 || got.ChequesCents != 2350 {
		t.Errorf("overview = %+v", got)
	}
	if len(got.Rounds) != 1 || got.Rounds[0].Stops != 3 || got.Rounds[0].Delivered != 1 || got.Rounds[0].Progress != round.Published || got.Rounds[0].DriverName != "Ana Pereira" {
		t.Errorf("rounds = %+v", got.Rounds)
	}
	w.mu.Lock()
	w.now = w.now.AddDate(0, 0, 1)
	w.mu.Unlock()
	// What stayed behind yesterday is not forgotten; the one at the door is.
	if got, err = w.TodayOverview(w.ctx, claire); err != nil || got.Late != got.ToSend+got.ReadyWithoutDriver || got.Late == 0 || got.Unassigned != 0 {
		t.Errorf("the day after: %+v, %v", got, err)
	}
	if a, err := w.TodayOverview(w.ctx, agent); err != nil || a.ChequesOut != 0 || a.Problems != 0 {
		t.Errorf("the order agent sees %+v, %v", a, err)
	}
}

func TestScenario5TheAssessmentIsTheSocialWorkersAlone(t *testing.T) {
	w := newTown(t)
	r, err := w.NoteRequest(w.ctx, agent, request.Request{Name: "Mme Roussel", Phone: "0231000009"}, true)
	w.ok(err)
	if a, err := w.Assessment(w.ctx, social, r.Value.ID); err != nil || a.Text != "" {
		t.Errorf("before it is written = %+v, %v: opening a new request is no error", a, err)
	}
	_, err = w.Assessment(w.ctx, social, "nobody")
	w.refused(err, "intake.unknown", "")
	got, err := w.AssessRequest(w.ctx, social, r.Value.ID, desk.Judgement{Text: "Très isolée", Refer: []request.Referral{{Kind: "shopping", Owner: "agent", Due: monday.Add(3)}}})
	w.ok(err)
	if got.Value.State != request.Referred || len(got.Value.Referrals) != 1 {
		t.Errorf("assessed = %+v", got.Value)
	}
	if a, err := w.Assessment(w.ctx, social, r.Value.ID); err != nil || a.Text != "Très isolée" {
		t.Errorf("assessment = %+v, %v", a, err)
	}
	for _, u := range []account.User{agent, claire, admin, elected, driver} {
		_, err := w.Assessment(w.ctx, u, r.Value.ID)
		w.refused(err, "access.forbidden", "")
		_, err = w.AssessRequest(w.ctx, u, r.Value.ID, desk.Judgement{Text: "x"})
		w.refused(err, "access.forbidden", "")
	}
}

// What each role may not do, in one table; nobody signed in may nothing at all.
func TestRolesWithoutThePermissionAreRefused(t *testing.T) {
	w := newTown(t)
	r, slips := w.tour()
	acts := map[string]struct {
		may []account.User
		do  func(account.User) error
	}{
		"read households": {[]account.User{claire, agent, social}, func(u account.User) error { _, err := w.Household(w.ctx, u, w.home[0]); return err }},
		"list households": {[]account.User{claire, agent, social}, func(u account.User) error {
			_, _, err := w.Households(w.ctx, u, desk.HouseholdFilter{})
			return err
		}},
		"read slips":   {[]account.User{claire, agent, social}, func(u account.User) error { _, err := w.Slip(w.ctx, u, slips[0]); return err }},
		"note a slip":  {[]account.User{claire, agent}, func(u account.User) error { _, err := w.NoteSlip(w.ctx, u, slips[0], "", "x"); return err }},
		"move a slip":  {[]account.User{claire, agent}, func(u account.User) error { _, err := w.MoveSlip(w.ctx, u, slips[0], monday); return err }},
		"see codes":    {[]account.User{claire, agent, social}, func(u account.User) error { _, err := w.SlipCodes(w.ctx, u, slips[0]); return err }},
		"assign":       {[]account.User{claire}, func(u account.User) error { _, err := w.Assign(w.ctx, u, slips[0], r, r); return err }},
		"equip":        {[]account.User{claire}, func(u account.User) error { _, err := w.EquipRound(w.ctx, u, r, "Kangoo", ""); return err }},
		"see cheques":  {[]account.User{claire}, func(u account.User) error { _, err := w.Cheques(w.ctx, u); return err }},
		"see problems": {[]account.User{claire}, func(u account.User) error { _, err := w.Problems(w.ctx, u); return err }},
		"see today":    {[]account.User{claire, agent, social}, func(u account.User) error { _, err := w.TodayOverview(w.ctx, u); return err }},
		"read shops":   {[]account.User{claire, agent, social}, func(u account.User) error { _, err := w.Merchants(w.ctx, u); return err }},
		"settings": {[]account.User{admin}, func(u account.User) error {
			s, err := w.Service(w.ctx, admin)
			if err != nil {
				return err
			}
			_, err = w.SetService(w.ctx, u, s.Value, s.Version)
			return err
		}},
	}
	everyone := []account.User{claire, agent, social, admin, elected, driver, {}}
	for name, act := range acts {
		for _, u := range everyone {
			allowed := false
			for _, m := range act.may {
				allowed = allowed || m.ID == u.ID
			}
			err := act.do(u)
			switch {
			case allowed && err != nil:
				t.Errorf("%s by %s: %v", name, u.ID, err)
			case !allowed && !errors.Is(err, account.ErrForbidden) && !errors.Is(err, account.ErrUnsigned):
				t.Errorf("%s by %q was not refused: %v", name, u.ID, err)
			}
		}
	}
}

func TestSettingsAreMadeOnceAndThenReplaced(t *testing.T) {
	w := newTown(t)
	_, err := w.SetService(w.ctx, admin, service.Service{Name: "Autre", Opens: monday, Weekdays: []day.Weekday{1}}, 0)
	w.refused(err, "desk.changed", "")
	s, _ := w.Service(w.ctx, agent)
	if s.Value.Name != "Portage" {
		t.Errorf("name = %q", s.Value.Name)
	}
	s.Value.Weekdays = nil
	_, err = w.SetService(w.ctx, admin, s.Value, s.Version)
	w.refused(err, "service.weekdays", "weekdays")
}
