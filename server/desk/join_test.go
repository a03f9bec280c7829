package desk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/request"
	"github.com/portage-livraison/portage/sync/slip"
)

func (w *town) household(h int) desk.Household {
	w.Helper()
	kept, err := w.Household(w.ctx, agent, w.home[h])
	w.ok(err)
	return kept
}

// join keeps the first household for both, with the second one's door code.
func (w *town) join() (desk.Household, error) {
	w.Helper()
	a, b := w.household(0), w.household(1)
	next := a.Value
	next.Access = b.Value.Access + "code 14B7"
	return w.JoinHouseholds(w.ctx, agent, desk.Join{Keep: w.home[0], KeepVersion: a.Version, Other: w.home[1], OtherVersion: b.Version, Next: next})
}

// seen is what is listed under a household: orders, slips, and who is on them.
func (w *town) seen(id string) string {
	w.Helper()
	orders, err := w.Orders(w.ctx, agent, id)
	w.ok(err)
	slips, err := w.Slips(w.ctx, agent, desk.SlipFilter{Household: id, Closed: true})
	w.ok(err)
	var names []string
	for _, s := range slips {
		names = append(names, s.State.Sheet.Household.Name+" "+s.State.Sheet.Household.Access)
	}
	slices.Sort(names)
	return fmt.Sprintf("%d orders, slips %q", len(orders), names)
}

func TestScenario2TwoRecordsOfOneDoorAreJoinedAndNothingIsLost(t *testing.T) {
	w := newTown(t)
	w.order(0, "primeur")
	delivered := w.order(1, "boucherie").Parts[0].Slip
	w.field(delivered, "ana", slip.PickedUp, `{"bags":1}`)
	w.field(delivered, "ana", slip.HandedOver, `{"payment":"owed","reason":"plus tard","mark":{"cannotSign":"x","witness":"B"}}`)
	asked, err := w.NoteRequest(w.ctx, agent, request.Request{Name: "Odette", Phone: "02 31 00 00 02", Household: w.home[1]}, true)
	w.ok(err)
	before := []string{w.seen(w.home[0]), w.seen(w.home[1])}

	kept, err := w.join()
	w.ok(err)
	want := `2 orders, slips ["Odette Lefebvre " "Odette Maréchal code 14B7" "Odette Maréchal code 14B7" "Odette Maréchal code 14B7"]`
	for _, id := range w.home {
		if got := w.seen(id); got != want {
			t.Errorf("under %s: %s\nwant %s", id, got, want)
		}
	}
	if kept.Value.ID != w.home[0] || w.household(1).Value.Joined.Into != w.home[0] {
		t.Errorf("kept %+v", kept.Value)
	}
	if r, err := w.Request(w.ctx, agent, asked.Value.ID); err != nil || r.Value.Household != w.home[1] {
		t.Errorf("the request: %+v, %v", r.Value, err)
	}
	found, _, err := w.Households(w.ctx, agent, desk.HouseholdFilter{Text: "Odette"})
	if w.ok(err); len(found) != 1 {
		t.Errorf("%d are found", len(found))
	}
	if likely, err := w.LikelyHouseholds(w.ctx, agent, household.Caller{Phone: "02 31 00 00 02"}); err != nil || len(likely) != 0 {
		t.Errorf("a record that another stands for is proposed: %+v, %v", likely, err)
	}

	_, err = w.PartHouseholds(w.ctx, agent, w.home[1])
	w.ok(err)
	if after := []string{w.seen(w.home[0]), w.seen(w.home[1])}; !slices.Equal(after, before) {
		t.Errorf("parted again: %q\nwant %q", after, before)
	}
	if h := w.household(0).Value; h.Access != "" || len(h.Holds) != 0 || w.household(1).Value.Joined != nil {
		t.Errorf("%+v", h)
	}
	_, err = w.PartHouseholds(w.ctx, agent, w.home[1])
	w.refused(err, "household.not_joined", "")
}

func TestAJoinedHouseholdIsOneForRules(t *testing.T) {
	w := newTown(t)
	lot, err := w.AddLot(w.ctx, claire, order.Lot{Text: "Chocolats", Donor: "Chocolaterie du Pont", Stock: 5})
	w.ok(err)
	n := w.basket(1, "primeur")
	n.Lots = []string{lot.Value.ID}
	_, err = w.PlaceOrder(w.ctx, agent, n)
	w.ok(err)
	_, err = w.join()
	w.ok(err)
	_, err = w.PlaceOrder(w.ctx, agent, w.basket(0, "boucherie"))
	w.refused(err, "order.weekly_basket", "exception")
	n = w.basket(0, "boucherie")
	n.Exception, n.Lots = "oubli", []string{lot.Value.ID}
	_, err = w.PlaceOrder(w.ctx, agent, n)
	w.refused(err, "lot.had", "lots[0]")
	n = w.basket(1, "boucherie") // an agent who still has the old record open
	n.Exception = "oubli"
	o, err := w.PlaceOrder(w.ctx, agent, n)
	if w.ok(err); o.Value.Household != w.home[0] {
		t.Errorf("ordered under %s", o.Value.Household)
	}
	other := w.household(1)
	_, err = w.EditHousehold(w.ctx, agent, other.Value, other.Version)
	w.refused(err, "household.joined", "")
	_, err = w.LeaveHousehold(w.ctx, agent, w.home[1], monday, "relais", "")
	w.refused(err, "household.joined", "")
	_, err = w.ExceptHousehold(w.ctx, agent, w.home[1], "", "âge", "seul")
	w.refused(err, "household.joined", "")
}

func TestAPartedHouseholdOrdersOn(t *testing.T) {
	w := newTown(t)
	w.order(1, "primeur")
	_, err := w.join()
	w.ok(err)
	n := w.basket(0, "boucherie")
	n.Exception = "oubli"
	_, err = w.PlaceOrder(w.ctx, agent, n) // the second of the week, for both
	w.ok(err)
	_, err = w.PartHouseholds(w.ctx, agent, w.home[1])
	w.ok(err)
	n = w.basket(0, "primeur")
	n.Exception = "oubli"
	o, err := w.PlaceOrder(w.ctx, agent, n)
	if w.ok(err); o.Value.Rank != 3 {
		t.Errorf("rank %d", o.Value.Rank)
	}
}

func TestAnOlderLookAtEitherRecordJoinsNothing(t *testing.T) {
	w := newTown(t)
	a, b := w.household(0), w.household(1)
	for _, h := range []int{0, 1} {
		seen := w.household(h)
		_, err := w.EditHousehold(w.ctx, claire, seen.Value, seen.Version)
		w.ok(err)
		_, err = w.JoinHouseholds(w.ctx, agent, desk.Join{Keep: w.home[0], KeepVersion: a.Version, Other: w.home[1], OtherVersion: b.Version, Next: a.Value})
		w.refused(err, "desk.changed", "")
		a = w.household(0)
	}
	_, err := w.JoinHouseholds(w.ctx, agent, desk.Join{Keep: w.home[0], KeepVersion: a.Version, Other: w.home[0], OtherVersion: a.Version, Next: a.Value})
	w.refused(err, "household.same", "other")
	_, err = w.JoinHouseholds(w.ctx, driver, desk.Join{})
	w.refused(err, "access.forbidden", "")
	if w.household(0).Value.Holds != nil || w.household(1).Value.Joined != nil {
		t.Error("something was joined all the same")
	}
}

// Who joined and parted which records is in the audit log, by ids alone; what
// changed nothing is not, and a log that cannot be written stops the act.
func TestJoiningAndPartingAreInTheAuditLog(t *testing.T) {
	w := newTown(t)
	w.log.lines = nil
	keep, other := w.household(0), w.household(1)
	j := desk.Join{Keep: w.home[0], KeepVersion: keep.Version, Other: w.home[1], OtherVersion: other.Version, Next: keep.Value}
	late := j
	late.OtherVersion++
	w.refused(second(w.JoinHouseholds(w.ctx, agent, late)), "desk.changed", "")
	w.refused(second(w.PartHouseholds(w.ctx, agent, w.home[1])), "household.not_joined", "")
	if err := second(w.JoinHouseholds(w.ctx, account.User{ID: "ana", Roles: []account.Role{account.Driver}}, j)); fault.From(err).Kind != fault.Forbidden {
		t.Errorf("a driver joins: %v", err)
	}
	if len(w.log.lines) != 0 {
		t.Fatalf("noted without an act: %q", w.log.lines)
	}

	w.log.fail = errors.New("the log is full")
	if err := second(w.JoinHouseholds(w.ctx, agent, j)); !errors.Is(err, w.log.fail) {
		t.Errorf("joined without a line: %v", err)
	}
	w.log.fail = nil
	for range 2 { // sent once more after a lost answer
		w.ok(second(w.JoinHouseholds(w.ctx, agent, j)))
	}
	w.ok(w.Resume(w.ctx))
	joined := fmt.Sprintf("agent household.joined %s map[other:%s]", w.home[0], w.home[1])

	w.log.fail = errors.New("the log is full")
	if err := second(w.PartHouseholds(w.ctx, claire, w.home[1])); !errors.Is(err, w.log.fail) {
		t.Errorf("parted without a line: %v", err)
	}
	w.log.fail = nil
	w.ok(second(w.PartHouseholds(w.ctx, claire, w.home[1])))
	parted := fmt.Sprintf("claire household.parted %s map[other:%s]", w.home[1], w.home[0])
	if want := []string{joined, parted}; !slices.Equal(w.log.lines, want) {
		t.Errorf("log = %q, want %q", w.log.lines, want)
	}
}

// A crash after the first write leaves the join to Resume; one that somebody
// outran is taken back.
func TestAJoinCutShortIsFinishedOrTakenBack(t *testing.T) {
	for name, c := range map[string]struct {
		meanwhile func(*town)
		joined    bool
	}{
		"nothing else happened": {func(*town) {}, true},
		"the kept one was edited": {func(w *town) {
			h := w.household(0)
			h.Value.Diet = "sans sel"
			_, err := w.EditHousehold(w.ctx, claire, h.Value, h.Version)
			w.ok(err)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := newTown(t)
			w.order(1, "primeur")
			puts := 0
			w.st.fail = func(kind string) error {
				if puts++; puts > 1 {
					return errors.New("the power is gone")
				}
				return nil
			}
			if _, err := w.join(); err == nil {
				t.Fatal("joined without power")
			}
			w.st.fail = nil
			c.meanwhile(w)
			w.ok(w.Resume(w.ctx))
			w.ok(w.Resume(w.ctx))
			got := w.household(1).Value.Joined
			if (got != nil) != c.joined || got != nil && got.Next != nil {
				t.Errorf("joined: %+v", got)
			}
			noted := slices.ContainsFunc(w.log.lines, func(l string) bool { return strings.HasPrefix(l, "agent household.joined "+w.home[0]) })
			if noted != c.joined {
				t.Errorf("audit log: %q", w.log.lines)
			}
			if holds := slices.Contains(w.household(0).Value.Holds, w.home[1]); holds != c.joined {
				t.Errorf("the other stands for it: %v", holds)
			}
		})
	}
}

func TestWhatSomebodyKeptApartIsNotProposedAgain(t *testing.T) {
	w := newTown(t)
	twin, err := w.AddHousehold(w.ctx, agent, household.Household{People: []household.Person{{Given: "odette", Family: "MARECHAL"}}, Size: 1})
	w.ok(err)
	pairs, err := w.Duplicates(w.ctx, agent)
	if w.ok(err); len(pairs) != 1 || pairs[0].Reasons[0] != household.SameName {
		t.Fatalf("%+v", pairs)
	}
	_, err = w.KeepApart(w.ctx, agent, twin.Value.ID, w.home[0], " ")
	w.refused(err, "household.no_reason", "reason")
	_, err = w.KeepApart(w.ctx, agent, twin.Value.ID, "nobody", "tante et nièce")
	w.refused(err, "household.unknown", "other")
	kept, err := w.KeepApart(w.ctx, agent, twin.Value.ID, w.home[0], "tante et nièce")
	if w.ok(err); len(kept.Value.Apart) != 1 || kept.Value.Apart[0].By != "agent" {
		t.Errorf("%+v", kept.Value.Apart)
	}
	if pairs, err = w.Duplicates(w.ctx, agent); err != nil || len(pairs) != 0 {
		t.Errorf("%+v, %v", pairs, err)
	}
}
