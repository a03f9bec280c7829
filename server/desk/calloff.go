package desk

import (
	"context"
	"fmt"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/sync/slip"
)

// CancelRound calls a whole round off, with a reason. The round is cancelled in
// one write; its slips then go back to those without a round, one by one, and
// Resume goes on with them if the server stops in between. What was delivered
// stays in it, and goods and cheques stay with whoever has them.
func (d *Desk) CancelRound(ctx context.Context, who account.User, id, reason string) (Tour, error) {
	if err := who.Need(account.PlanRounds); err != nil {
		return Tour{}, err
	}
	stamp := d.stamp(who)
	r, err := amend(ctx, d, who, record.Rounds, id, func(was round.Round) (round.Round, error) {
		if c, off := was.Cancelled(); off && c.By == who.ID && c.At.Equal(stamp.At) {
			return was, nil // our own write, seen again after an answer that was lost
		}
		return was.Cancel(reason, who.ID, stamp.At)
	})
	if err != nil {
		return Tour{}, err
	}
	if err := d.align(ctx, who, r.Value); err != nil {
		return Tour{}, err
	}
	return d.RoundByID(ctx, who, id)
}

// release puts the slips of a cancelled round back among those without one. It
// changes nothing when all are there.
func (d *Desk) release(ctx context.Context, who account.User, r round.Round, c round.Cancellation) error {
	all, err := d.slips(ctx, "", record.Is("round", r.ID))
	if err != nil {
		return err
	}
	for _, s := range all {
		if released(s, r) {
			continue
		}
		data := slip.Data{Reason: c.Reason, Visit: r.ID}
		_, err := d.write(ctx, who, s.ID, slip.Assigned, slip.ViaDesk, data, func(now Slip) (bool, error) { return !released(now, r), nil })
		if err != nil {
			return fmt.Errorf("release slip %s: %w", s.ID, err)
		}
	}
	return nil
}

func released(s Slip, r round.Round) bool {
	st := s.State
	return st.Plan.Round != r.ID || st.Goods.State == slip.GoodsDelivered && !fetches(s) || st.Complete || st.Cancelled != nil
}

// fetches says that a slip is in its round for a cheque alone, which is still
// owed: it was planned there after the goods had come.
func fetches(s Slip) bool {
	if s.State.Cheque.State != slip.ChequeOwed || s.State.Resident == nil {
		return false
	}
	last := lastOf(s.Journal, slip.Assigned).ID
	for _, e := range s.Journal {
		switch e.ID {
		case last:
			return false
		case s.State.Resident.Entry:
			return true
		}
	}
	return false
}

// RestoreRound takes a cancellation back: the slips that nobody placed elsewhere
// meanwhile return to their stops. Those that a stopping server leaves out are in
// sight among the slips without a round.
func (d *Desk) RestoreRound(ctx context.Context, who account.User, id string) (Tour, error) {
	if err := who.Need(account.PlanRounds); err != nil {
		return Tour{}, err
	}
	stamp := d.stamp(who)
	r, err := amend(ctx, d, who, record.Rounds, id, func(was round.Round) (round.Round, error) {
		if n := len(was.Cancellations); n > 0 && was.Cancellations[n-1].Restored.Equal(stamp.At) {
			return was, nil // our own write, seen again
		}
		return was.Restore(stamp.At)
	})
	if err != nil {
		return Tour{}, err
	}
	data := slip.Data{Driver: r.Value.Seat(), Round: id, Vehicle: r.Value.Vehicle, Visit: id}
	for _, stop := range r.Value.Stops {
		_, err := d.write(ctx, who, stop.Slip, slip.Assigned, slip.ViaDesk, data, func(s Slip) (bool, error) {
			st := s.State
			free := st.Plan.Round == "" && st.Day == string(r.Value.Day) && st.Cancelled == nil && !st.Complete
			return free && (st.Goods.State != slip.GoodsDelivered || st.Cheque.State == slip.ChequeOwed), nil
		})
		if err != nil {
			return Tour{}, fmt.Errorf("return slip %s: %w", stop.Slip, err)
		}
	}
	if err := d.align(ctx, who, r.Value); err != nil {
		return Tour{}, err
	}
	return d.RoundByID(ctx, who, id)
}
