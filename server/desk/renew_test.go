package desk_test

import (
	"slices"
	"testing"
)

func TestARenewedCodeReachesThePhoneAndOutlivesMany(t *testing.T) {
	w := newTown(t)
	id := w.order(0, "primeur").Parts[0].Slip
	was, err := w.SlipCodes(w.ctx, agent, id)
	w.ok(err)
	seen := map[string]bool{was.Short: true}
	now := was
	for range 10 {
		now, err = w.RenewSlipCodes(w.ctx, agent, id, now.Short, "lost")
		w.ok(err)
		if seen[now.Short] {
			t.Fatalf("%s is given out again", now.Short)
		}
		seen[now.Short] = true
	}
	s, err := w.Slip(w.ctx, agent, id)
	w.ok(err)
	if !slices.Equal(s.State.Sheet.Codes, now.Marks()) || s.State.Sheet.Household.Name == "" {
		t.Errorf("the phone knows %v, the paper shows %v", s.State.Sheet.Codes, now.Marks())
	}
	if late, err := w.RenewSlipCodes(w.ctx, agent, id, was.Short, "lost"); err != nil || late != now {
		t.Errorf("the first code again: %v, %v", late, err)
	}
	_, err = w.SlipOfCode(w.ctx, was.Secret)
	w.refused(err, "slipcode.unknown", "")
	if got, err := w.SlipOfCode(w.ctx, now.Secret); err != nil || got != id {
		t.Errorf("the new code leads to %q, %v", got, err)
	}
}

func TestWhoMayReplaceACode(t *testing.T) {
	w := newTown(t)
	id := w.order(0, "primeur").Parts[0].Slip
	codes, err := w.SlipCodes(w.ctx, agent, id)
	w.ok(err)
	_, err = w.RenewSlipCodes(w.ctx, social, id, codes.Short, "lost")
	w.refused(err, "access.forbidden", "")
	_, err = w.RenewShopCodes(w.ctx, agent, w.shop["primeur"], codes.Short, "lost")
	w.refused(err, "access.forbidden", "")
	_, err = w.RenewShopCodes(w.ctx, claire, w.shop["primeur"], codes.Short, "lost")
	w.refused(err, "slipcode.unknown", "")
	_, err = w.RenewSlipCodes(w.ctx, agent, id, codes.Short, "bored")
	w.refused(err, "slipcode.reason", "reason")
	if again, err := w.SlipCodes(w.ctx, agent, id); err != nil || again != codes {
		t.Errorf("a refusal changed the code: %v, %v", again, err)
	}
}
