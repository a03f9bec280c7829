package service_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/service"
)

func TestTheUsualRolesHearUntilTheTownChooses(t *testing.T) {
	s := town()
	for kind, want := range map[string][]string{"ready": {"coordinator"}, "alert": {"socialWorker"}, "round": nil} {
		if got := s.Told(kind); !slices.Equal(got, want) {
			t.Errorf("Told(%s) = %v, want %v", kind, got, want)
		}
	}
	s.Tell = []service.Telling{{Kind: "ready", Roles: []string{"orderAgent"}}, {Kind: "cheque", Roles: []string{}}}
	for kind, want := range map[string][]string{"ready": {"orderAgent"}, "cheque": {}, "problem": {"coordinator"}} {
		if got := s.Told(kind); !slices.Equal(got, want) {
			t.Errorf("chosen: Told(%s) = %v, want %v", kind, got, want)
		}
	}
	if err := s.Check(); err != nil {
		t.Errorf("Check() = %v", err)
	}
}

func TestNobodyIsToldOfWhatTheyMayNotRead(t *testing.T) {
	for name, tell := range map[string][]service.Telling{
		"an alert for a coordinator": {{Kind: "alert", Roles: []string{"coordinator"}}},
		"cheques for an order agent": {{Kind: "cheque", Roles: []string{"orderAgent"}}},
		"a role of nobody":           {{Kind: "ready", Roles: []string{"mayor"}}},
		"a driver's own round":       {{Kind: "round", Roles: []string{"coordinator"}}},
		"a kind twice":               {{Kind: "ready"}, {Kind: "ready"}},
	} {
		s := town()
		s.Tell = tell
		if err := s.Check(); !errors.Is(err, service.ErrTelling) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestADriverHasAQuarterOfAnHourToLookUntilTheTownChooses(t *testing.T) {
	s := town()
	if s.LookWithin() != 15*time.Minute {
		t.Errorf("usual: %v", s.LookWithin())
	}
	s.LookMinutes = 40
	if s.LookWithin() != 40*time.Minute || s.Check() != nil {
		t.Errorf("chosen: %v, %v", s.LookWithin(), s.Check())
	}
	for _, n := range []int{-1, 1441} {
		s.LookMinutes = n
		if err := s.Check(); fault.From(err).Field != "lookMinutes" {
			t.Errorf("%d minutes: %v", n, err)
		}
	}
}
