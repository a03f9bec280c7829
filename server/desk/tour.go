package desk

import (
	"context"
	"errors"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/round"
)

// planRound changes a round's plan by one of its own verbs.
func (d *Desk) planRound(ctx context.Context, who account.User, id string, change func(round.Round) (round.Round, error)) (Tour, error) {
	if err := who.Need(account.PlanRounds); err != nil {
		return Tour{}, err
	}
	r, err := amend(ctx, d, who, record.Rounds, id, change)
	if err != nil {
		return Tour{}, err
	}
	return d.tour(ctx, who, r)
}

// PlaceStop puts a slip at a place of its round by hand, and pins it there.
func (d *Desk) PlaceStop(ctx context.Context, who account.User, id, slipID string, place int) (Tour, error) {
	return d.planRound(ctx, who, id, func(r round.Round) (round.Round, error) { return r.Place(slipID, place) })
}

// ReturnStop puts a slip that is in the round again back where it stood before it
// was taken out, see round.Return.
func (d *Desk) ReturnStop(ctx context.Context, who account.User, id string, s round.Stop, behind []string) (Tour, error) {
	return d.planRound(ctx, who, id, func(r round.Round) (round.Round, error) { return r.Return(s, behind) })
}

// UnpinStop lets a stop move again when the rest is re-ordered.
func (d *Desk) UnpinStop(ctx context.Context, who account.User, id, slipID string) (Tour, error) {
	return d.planRound(ctx, who, id, func(r round.Round) (round.Round, error) { return r.Unpin(slipID) })
}

// OrderStops puts the stops that nobody pinned in the wished order, when the
// round is still at version (scenario 23).
func (d *Desk) OrderStops(ctx context.Context, who account.User, id string, version int64, wish []string) (Tour, error) {
	if err := who.Need(account.PlanRounds); err != nil {
		return Tour{}, err
	}
	r, err := replace(ctx, d, who, record.Rounds, id, version, func(r round.Round) (round.Round, error) { return r.Reorder(wish), nil })
	if err != nil {
		return Tour{}, err
	}
	return d.tour(ctx, who, r)
}

// EquipRound sets the vehicle and the note to the driver.
func (d *Desk) EquipRound(ctx context.Context, who account.User, id, vehicle, note string) (Tour, error) {
	t, err := d.planRound(ctx, who, id, func(r round.Round) (round.Round, error) {
		r.Vehicle, r.Note = vehicle, note
		return r, r.Check()
	})
	if err != nil {
		return Tour{}, err
	}
	if err := d.align(ctx, who, t.Value); err != nil {
		return Tour{}, err
	}
	return d.RoundByID(ctx, who, id)
}

// PublishRound gives the round, or its changes, to the driver, when it is still
// at version. From then on its slips name the driver.
func (d *Desk) PublishRound(ctx context.Context, who account.User, id string, version int64) (Tour, error) {
	if err := who.Need(account.PlanRounds); err != nil {
		return Tour{}, err
	}
	at := d.stamp(who).At
	r, err := replace(ctx, d, who, record.Rounds, id, version, func(r round.Round) (round.Round, error) { return r.Publish(at) })
	if err != nil {
		return Tour{}, err
	}
	if err := d.align(ctx, who, r.Value); err != nil {
		return Tour{}, err
	}
	return d.tour(ctx, who, r)
}

// MoveRound hands the whole round to another driver in one act, order kept
// (scenario 22). The round moves in one write; its slips follow one by one, and
// Resume goes on with them if the server stops in between.
func (d *Desk) MoveRound(ctx context.Context, who account.User, id, driver, reason string) (Tour, error) {
	if err := who.Need(account.PlanRounds); err != nil {
		return Tour{}, err
	}
	if err := d.drives(ctx, driver); err != nil {
		return Tour{}, err
	}
	stamp := d.stamp(who)
	r, err := amend(ctx, d, who, record.Rounds, id, func(was round.Round) (round.Round, error) {
		if n := len(was.Moves); n > 0 && was.Driver == driver && was.Moves[n-1].By == who.ID && was.Moves[n-1].At.Equal(stamp.At) {
			return was, nil // our own write, seen again after an answer that was lost
		}
		return was.MoveTo(driver, reason, who.ID, stamp.At)
	})
	if err != nil {
		return Tour{}, err
	}
	if err := d.align(ctx, who, r.Value); err != nil {
		return Tour{}, err
	}
	return d.RoundByID(ctx, who, id)
}

// Resume takes up what an interruption left undone: slips of an order that were
// not made or not cancelled, slips of a moved round that still name the old
// driver. It changes nothing when there is nothing to do; the server calls it
// at start and now and then.
func (d *Desk) Resume(ctx context.Context) error {
	if err := d.resumeJoins(ctx); err != nil {
		return err
	}
	pending, err := record.Orders.List(ctx, d.st, "", record.Is("pending", int64(1)))
	if err != nil {
		return err
	}
	var errs []error // what one cannot be helped with must not keep the others waiting
	for _, o := range pending {
		_, err := d.finishOrder(ctx, o.Value.ID)
		errs = append(errs, err)
	}
	rounds, err := record.Rounds.List(ctx, d.st, "day", record.From("day", string(d.Today().Add(-2))))
	if err != nil {
		return errors.Join(append(errs, err)...)
	}
	for _, r := range rounds {
		errs = append(errs, d.align(ctx, account.User{ID: r.Last.By}, r.Value))
	}
	return errors.Join(errs...)
}
