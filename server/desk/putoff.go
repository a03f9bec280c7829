package desk

import (
	"context"
	"fmt"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/sync/slip"
)

// PutOffSlip takes a slip out of the round in which who saw it, "" for none, and
// puts it on a day, into a round of that day unless into is "". Both happen in
// one write, or neither; the same act the other way round undoes it. Whoever has
// the goods keeps them.
func (d *Desk) PutOffSlip(ctx context.Context, who account.User, id, from string, to day.Day, into string) (Slip, error) {
	if err := who.Need(account.PlanRounds); err != nil {
		return Slip{}, err
	}
	target, err := d.roundOf(ctx, to, into)
	if err != nil {
		return Slip{}, err
	}
	assigned, err := d.entry(who, slip.Assigned, slip.ViaDesk, slip.Data{Driver: target.Seat(), Round: target.ID, Vehicle: target.Vehicle})
	if err != nil {
		return Slip{}, err
	}
	edited, err := d.entry(who, slip.Edited, slip.ViaDesk, slip.Data{Day: string(to)})
	if err != nil {
		return Slip{}, err
	}
	_, err = d.append(ctx, id, func(s Slip) (bool, error) {
		plan := s.State.Plan
		switch {
		case s.State.Cancelled != nil:
			return false, slip.ErrCancelled
		case plan.Round == into && s.State.Day == string(to):
			return false, nil
		case plan.Round != from:
			return false, d.taken(ctx, s)
		}
		return true, created(s)
	}, assigned, edited)
	if err != nil {
		return Slip{}, err
	}
	if err := d.placeStop(ctx, who, id, from, into); err != nil {
		return Slip{}, fmt.Errorf("note the stop: %w", err)
	}
	s, err := d.loadSlip(ctx, id)
	return seenBy(who, s), err
}

// roundOf is the round of a day of deliveries that a slip may join, the zero
// Round when id is "".
func (d *Desk) roundOf(ctx context.Context, on day.Day, id string) (round.Round, error) {
	if id == "" {
		s, err := record.Services.Get(ctx, d.st, record.ServiceID)
		if err == nil {
			err = s.Value.Works(on)
		}
		if err != nil {
			return round.Round{}, fault.From(err).On("day")
		}
		return round.Round{}, nil
	}
	r, err := record.Rounds.Get(ctx, d.st, id)
	if err != nil {
		return round.Round{}, err
	}
	if r.Value.Day != on {
		return round.Round{}, errOtherDay
	}
	return r.Value, joinable(r.Value)
}
