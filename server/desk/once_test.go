package desk_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/request"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/sync/slip"
)

func (w *town) later() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(time.Minute)
}

// An answer was lost and the form is sent again, a minute later.
func TestWhatIsSentAgainIsMadeOnce(t *testing.T) {
	w := newTown(t)
	made := map[string]func() (string, error){
		"household": func() (string, error) {
			h, err := w.AddHousehold(w.ctx, agent, household.Household{ID: "home-x", People: []household.Person{{Family: "Roussel"}}, Size: 1, Linked: []string{}})
			return h.Value.ID, err
		},
		"request": func() (string, error) {
			apart := []request.Apart{{Household: w.home[0], Reason: "Sa sœur"}}
			r, err := w.NoteRequest(w.ctx, agent, request.Request{ID: "call-x", Name: "Mme Roussel", Phone: "0231000009", Apart: apart}, true)
			return r.Value.ID, err
		},
		"merchant": func() (string, error) {
			m, err := w.AddMerchant(w.ctx, claire, merchant.Merchant{ID: "shop-x", Name: "La Marée", Trade: "primeur", Phone: "0231000019", Payee: "Marée"})
			return m.Value.ID, err
		},
		"lot": func() (string, error) {
			l, err := w.AddLot(w.ctx, claire, order.Lot{ID: "lot-x", Text: "Chocolats", Donor: "Ambre", Stock: 3})
			return l.Value.ID, err
		},
		"round": func() (string, error) {
			r, err := w.NewRound(w.ctx, claire, round.Round{ID: "round-x", Day: monday, Driver: "ana"})
			return r.Round.Value.ID, err
		},
	}
	for name, act := range made {
		for range 3 {
			if id, err := act(); err != nil || !strings.HasSuffix(id, "-x") {
				t.Errorf("%s: %q, %v", name, id, err)
			}
			w.later()
		}
	}
	homes, _, err := w.Households(w.ctx, agent, desk.HouseholdFilter{Text: "roussel"})
	calls, _, errCalls := w.Requests(w.ctx, agent, request.ToAssess, desk.Page{})
	if w.ok(errors.Join(err, errCalls)); len(homes) != 1 || len(calls) != 1 {
		t.Errorf("%d households, %d requests", len(homes), len(calls))
	}
}

func TestSentAgainWithOtherWords(t *testing.T) {
	w := newTown(t)
	h := household.Household{ID: "home-x", People: []household.Person{{Family: "Rousel"}}, Size: 1}
	_, err := w.AddHousehold(w.ctx, agent, h)
	w.ok(err)
	h.People[0].Family = "Roussel" // corrected before the second press
	again, err := w.AddHousehold(w.ctx, agent, h)
	if err != nil || again.Value.Name() != "Roussel" {
		t.Fatalf("corrected: %+v, %v", again.Value, err)
	}
	h.People[0].Family = "Autre"
	if _, err := w.AddHousehold(w.ctx, claire, h); !errors.Is(err, desk.ErrChanged) {
		t.Errorf("a colleague's id: %v", err)
	}
	left, err := w.LeaveHousehold(w.ctx, claire, "home-x", monday, "Famille", "")
	w.ok(err)
	if _, err := w.AddHousehold(w.ctx, agent, h); !errors.Is(err, desk.ErrChanged) {
		t.Errorf("over what a colleague did: %v", err)
	}
	if now, err := w.Household(w.ctx, agent, "home-x"); err != nil || now.Version != left.Version {
		t.Errorf("it changed: %+v, %v", now, err)
	}
}

// Scenario 10 with a bad line: the second press is neither a second order nor a
// question about a second order, and takes no second gift.
func TestAnOrderSentAgainIsOneOrder(t *testing.T) {
	w := newTown(t)
	lot, err := w.AddLot(w.ctx, claire, order.Lot{Text: "Chocolats", Donor: "Ambre", Stock: 3})
	w.ok(err)
	ask := desk.NewOrder{Ask: "ask-1", Household: w.home[0], Day: monday, Lots: []string{lot.Value.ID}, Parts: []desk.NewPart{
		{Merchant: w.shop["primeur"], Lines: []order.Line{{Text: "Pommes"}}, Amount: 900}, {Merchant: w.shop["boucherie"], Direct: true}}}
	first, err := w.PlaceOrder(w.ctx, agent, ask)
	w.ok(err)
	w.later()
	second, err := w.PlaceOrder(w.ctx, agent, ask)
	if err != nil || second.Value.ID != first.Value.ID {
		t.Fatalf("sent again: %q after %q, %v", second.Value.ID, first.Value.ID, err)
	}
	ask.Parts[0].Lines[0].Text = "Poires"
	if _, err := w.PlaceOrder(w.ctx, agent, ask); !errors.Is(err, order.ErrAsked) {
		t.Errorf("with other words: %v", err)
	}
	ask.Ask = "ask-2"
	if _, err := w.PlaceOrder(w.ctx, agent, ask); err == nil {
		t.Error("another asking is another order, and needs a reason")
	}
	all, err := w.Orders(w.ctx, agent, w.home[0])
	if w.ok(err); len(all) != 1 {
		t.Errorf("%d orders", len(all))
	}
}

func TestReferralsSentAgainAreNotDoubledAndNoTextIsWrittenOver(t *testing.T) {
	w := newTown(t)
	r, err := w.NoteRequest(w.ctx, agent, request.Request{Name: "Mme Roussel", Phone: "0231000009"}, true)
	w.ok(err)
	id := r.Value.ID
	refer := func() []request.Referral {
		return []request.Referral{{ID: "ref-0", Kind: "meals", Owner: "Ana", Due: monday}}
	}
	for range 2 {
		if r, err = w.AssessRequest(w.ctx, social, id, desk.Judgement{Text: "Seule", Refer: refer()}); err != nil || len(r.Value.Referrals) != 1 {
			t.Fatalf("%+v, %v", r.Value, err)
		}
	}
	other := social
	other.ID = "hugo"
	a, err := w.Assessment(w.ctx, other, id)
	w.ok(err)
	_, err = w.AssessRequest(w.ctx, social, id, desk.Judgement{Text: "Seule, une fille à Caen", Seen: a.At})
	w.ok(err)
	w.later()
	if _, err := w.AssessRequest(w.ctx, other, id, desk.Judgement{Text: "Entourée", Seen: a.At.Add(-time.Hour)}); !errors.Is(err, desk.ErrChanged) {
		t.Errorf("over a text that was not seen: %v", err)
	}
	if a, err = w.Assessment(w.ctx, other, id); err != nil || a.Text != "Seule, une fille à Caen" {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := w.AssessRequest(w.ctx, other, id, desk.Judgement{Text: "Entourée", Seen: a.At}); err != nil {
		t.Errorf("over what was seen: %v", err)
	}
}

// More than a slip can hold is refused before the order stands: no order without
// its slip, and nothing that keeps the follow-up of others waiting.
func TestAnOrderThatNoSlipCanHoldNeverStands(t *testing.T) {
	w := newTown(t)
	var lines []order.Line
	for range 100 {
		lines = append(lines, order.Line{Text: strings.Repeat("x", 480)})
	}
	n := desk.NewOrder{Household: w.home[0], Day: monday, Parts: []desk.NewPart{{Merchant: w.shop["primeur"], Lines: lines}}}
	if _, err := w.PlaceOrder(w.ctx, agent, n); fault.From(err).Kind != fault.Invalid || fault.From(err).Field != "parts[0].lines" {
		t.Errorf("%v on %q", err, fault.From(err).Field)
	}
	all, err := w.Orders(w.ctx, agent, w.home[0])
	if w.ok(err); len(all) != 0 {
		t.Errorf("%d orders", len(all))
	}
	w.ok(w.Resume(w.ctx))
}

func TestOneOrderThatCannotGoOnKeepsNoOtherWaiting(t *testing.T) {
	w := newTown(t)
	w.st.fail = func(kind string) error {
		if kind == "order" {
			return errors.New("cut")
		}
		return nil
	}
	for _, home := range w.home { // each stands, and its follow-up is cut
		_, err := w.PlaceOrder(w.ctx, agent, desk.NewOrder{Household: home, Day: monday, Plain: true, Parts: []desk.NewPart{{Merchant: w.shop["primeur"], Direct: true}}})
		if err == nil {
			t.Fatal("nothing was cut")
		}
	}
	once := errors.New("this one only")
	w.st.fail = func(kind string) error {
		if err := once; kind == "order" && err != nil {
			once = nil
			return err
		}
		return nil
	}
	if err := w.Resume(w.ctx); err == nil {
		t.Error("the failure is not told")
	}
	pending := 0
	for _, home := range w.home {
		all, err := w.Orders(w.ctx, agent, home)
		w.ok(err)
		for _, o := range all {
			if o.Value.Pending {
				pending++
			}
		}
	}
	if pending != 1 {
		t.Errorf("%d orders wait", pending)
	}
}

// A remark, an attempt, an exception: the second press after a lost answer adds
// none, other words do.
func TestWhatIsNotedTwiceStandsOnce(t *testing.T) {
	w := newTown(t)
	_, slips := w.tour()
	r, err := w.NoteRequest(w.ctx, agent, request.Request{Name: "Mme Roussel", Phone: "0231000009"}, false)
	w.ok(err)
	for _, words := range []string{"rappeler", "rappeler", "rappeler demain"} {
		_, err = w.NoteSlip(w.ctx, agent, slips[0], "ask-1", words)
		w.ok(err)
		_, err = w.ExceptHousehold(w.ctx, agent, w.home[0], "ask-1", "âge", words)
		w.ok(err)
		_, err = w.CallRequest(w.ctx, agent, r.Value.ID, "ask-1", words == "rappeler demain")
		w.ok(err)
		_, err = w.SendSlip(w.ctx, agent, slips[0], "print")
		w.ok(err)
		w.later()
	}
	s, err := w.Slip(w.ctx, agent, slips[0])
	w.ok(err)
	h, err := w.Household(w.ctx, agent, w.home[0])
	w.ok(err)
	r, err = w.Request(w.ctx, agent, r.Value.ID)
	w.ok(err)
	sent := 0
	for _, e := range s.Journal {
		if e.Kind == slip.SentToMerchant {
			sent++
		}
	}
	if len(s.State.Notes) != 2 || len(h.Value.Exceptions) != 2 || len(r.Value.Calls) != 2 || sent != 1 {
		t.Errorf("%d remarks, %d exceptions, %d attempts, sent %d times", len(s.State.Notes), len(h.Value.Exceptions), len(r.Value.Calls), sent)
	}
	_, err = w.NoteSlip(w.ctx, claire, slips[0], "ask-1", "rappeler")
	w.ok(err)
	if s, err = w.Slip(w.ctx, agent, slips[0]); err != nil || len(s.State.Notes) != 3 {
		t.Errorf("a colleague's own remark is swallowed: %d, %v", len(s.State.Notes), err)
	}
}
