package desk_test

import (
	"testing"

	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/request"
)

// Scenarios 2 and 7: a likely match is kept apart with a reason, the call is
// linked to its household, and the last outcome closes the request.
func TestRequestIsFollowedToItsEnd(t *testing.T) {
	w := newTown(t)
	note := request.Request{Name: "Mme Roussel", Phone: "0231000009", Apart: []request.Apart{{Household: w.home[0]}}}
	if _, err := w.NoteRequest(w.ctx, agent, note, true); fault.From(err).Field != "apart[0].reason" {
		t.Fatalf("apart without a reason: %v", err)
	}
	note.Apart[0].Reason = "Sa sœur"
	r, err := w.NoteRequest(w.ctx, agent, note, true)
	if err != nil || len(r.Value.Apart) != 1 || r.Value.Apart[0].By != agent.ID {
		t.Fatalf("%+v, %v", r.Value, err)
	}
	note.Apart[0].Household = "nobody"
	if _, err := w.NoteRequest(w.ctx, agent, note, true); fault.From(err).Field != "apart[0].household" {
		t.Fatalf("apart from nobody: %v", err)
	}
	id := r.Value.ID
	if _, err := w.LinkRequest(w.ctx, agent, id, "nobody"); fault.From(err).Field != "household" {
		t.Fatalf("link to nobody: %v", err)
	}
	if _, err := w.LinkRequest(w.ctx, agent, id, w.home[1]); err != nil {
		t.Fatal(err)
	}
	refer := []request.Referral{{Kind: "moralSupport", Owner: "Lire ensemble", Due: monday}, {Kind: "shopping", Owner: "agent", Due: monday}}
	if r, err = w.AssessRequest(w.ctx, social, id, desk.Judgement{Refer: refer}); err != nil {
		t.Fatal(err)
	}
	for _, x := range r.Value.Referrals {
		for range 2 { // an answer may be lost
			if _, err := w.ResolveReferral(w.ctx, agent, id, x.ID, "Fait"); err != nil {
				t.Fatal(err)
			}
		}
	}
	got, err := w.Request(w.ctx, agent, id)
	if err != nil || got.Value.State != request.Done || got.Value.Household != w.home[1] {
		t.Fatalf("%+v, %v", got.Value, err)
	}
	if _, err := w.ReopenRequest(w.ctx, agent, id, "Elle rappelle"); err != nil {
		t.Fatal(err)
	}
	if r, err = w.DropRequest(w.ctx, agent, id, "Aide trouvée"); err != nil || r.Value.State != request.Dropped {
		t.Fatalf("%+v, %v", r.Value, err)
	}
	for name, call := range map[string]func() error{
		"read": func() error { _, err := w.Request(w.ctx, elected, id); return err },
		"link": func() error { _, err := w.LinkRequest(w.ctx, driver, id, ""); return err },
		"drop": func() error { _, err := w.DropRequest(w.ctx, elected, id, "x"); return err },
	} {
		if fault.From(call()).Kind != fault.Forbidden {
			t.Errorf("%s is open to anybody", name)
		}
	}
}
