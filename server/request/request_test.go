package request_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/request"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestScenario1NameAndNumberSuffice(t *testing.T) {
	if err := (request.Request{Name: "Mme Roussel", Phone: "02 31 00 00 05"}).Check(); err != nil {
		t.Fatal(err)
	}
	for field, r := range map[string]request.Request{"name": {Phone: "0231000005"}, "phone": {Name: "Roussel", Phone: "??"}} {
		if got := fault.From(r.Check()); got.Field != field {
			t.Errorf("%s: %v", field, got)
		}
	}
}

// Every pair of state and verb: the state it leads to, or "" when it is refused.
func TestEveryVerbInEveryState(t *testing.T) {
	verbs := map[string]func(request.Request) (request.Request, error){
		"missed":  func(r request.Request) (request.Request, error) { return r.Called(request.Call{}) },
		"reached": func(r request.Request) (request.Request, error) { return r.Called(request.Call{Reached: true}) },
		"refer": func(r request.Request) (request.Request, error) {
			return r.Refer(request.Referral{ID: "n", Kind: "shopping", Owner: "p", Due: "2026-11-30"})
		},
		"resolve": func(r request.Request) (request.Request, error) { return r.Resolve("x", "livrée", "p", noon) },
		"drop":    func(r request.Request) (request.Request, error) { return r.Drop("aide trouvée") },
		"reopen":  func(r request.Request) (request.Request, error) { return r.Reopen("rappelle") },
	}
	want := map[request.State]map[string]request.State{
		request.ToCall: {"missed": request.ToCall, "reached": request.ToAssess, "refer": request.Referred,
			"resolve": request.ToCall, "drop": request.Dropped},
		request.ToAssess: {"missed": request.ToAssess, "reached": request.ToAssess, "refer": request.Referred,
			"resolve": request.ToAssess, "drop": request.Dropped},
		request.Referred: {"missed": request.Referred, "reached": request.Referred, "refer": request.Referred,
			"resolve": request.Done, "drop": request.Dropped},
		request.Done:    {"resolve": request.Done, "reopen": request.ToAssess},
		request.Dropped: {"resolve": request.Dropped, "reopen": request.ToAssess},
	}
	for state, row := range want {
		for name, verb := range verbs {
			before := request.Request{State: state, Referrals: []request.Referral{{ID: "x", Kind: "meals", Owner: "p"}}}
			got, err := verb(before)
			if row[name] == "" {
				if !errors.Is(err, request.ErrState) || got.State != state {
					t.Errorf("%s in %s: %s, %v; want it refused", name, state, got.State, err)
				}
				continue
			}
			if err != nil || got.State != row[name] {
				t.Errorf("%s in %s: %s, %v; want %s", name, state, got.State, err, row[name])
			}
			if before.Referrals[0].Outcome != "" {
				t.Errorf("%s changed the request it was given", name)
			}
		}
	}
}

func TestScenario3SeveralReferralsEachWithOwnerAndDate(t *testing.T) {
	r := request.Request{State: request.ToAssess}
	for field, x := range map[string]request.Referral{
		"kind":  {Kind: "rocket", Owner: "p", Due: "2026-11-30"},
		"owner": {Kind: "meals", Owner: strings.Repeat("x", 201), Due: "2026-11-30"},
		"due":   {Kind: "meals", Owner: "p", Due: "bientôt"},
	} {
		if _, err := r.Refer(x); fault.From(err).Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	r, _ = r.Refer(request.Referral{ID: "1", Kind: "shopping", Owner: "p", Due: "2026-11-30"})
	r, err := r.Refer(request.Referral{ID: "2", Kind: "moralSupport", Owner: "Croix bleue", Due: "2026-12-04"})
	if err != nil || len(r.Referrals) != 2 {
		t.Fatalf("two referrals: %v", err)
	}
	r, _ = r.Resolve("1", "premières courses faites", "p", noon)
	if r.State != request.Referred {
		t.Errorf("one is open, and the request is %s", r.State)
	}
	r, _ = r.Resolve("2", "appels chaque semaine", "p", noon)
	if r.State != request.Done {
		t.Errorf("scenario 7: all resolved, and the request is %s", r.State)
	}
	if _, err := r.Resolve("2", "encore", "p", noon); !errors.Is(err, request.ErrResolved) {
		t.Errorf("twice: %v", err)
	}
	if _, err := r.Resolve("9", "x", "p", noon); !errors.Is(err, request.ErrUnknown) {
		t.Errorf("unknown: %v", err)
	}
}
