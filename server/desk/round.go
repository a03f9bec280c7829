package desk

import (
	"context"
	"fmt"
	"slices"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/sync/slip"
)

// Round is one round with its version.
type Round = record.Kept[round.Round]

// Tour is a round with its slips, in the order of its stops.
type Tour struct {
	Round
	Slips []Slip
}

var (
	errDriver   = fault.New(fault.Invalid, "round.not_a_driver", "this person does not drive").On("driver")
	errOtherDay = fault.New(fault.Conflict, "round.other_day", "the slip is for another day")
	errTaken    = fault.New(fault.Conflict, "round.taken", "somebody put this slip elsewhere meanwhile")
	errTakenTo  = fault.New(fault.Conflict, "round.taken_to", "somebody put this slip into another round meanwhile")
	errTakenOut = fault.New(fault.Conflict, "round.taken_out", "somebody took this slip out of its round meanwhile")
)

// NewRound makes a draft that no driver sees yet. Sent again under the id that
// its maker chose, it is the same round, with what was planned in it meanwhile.
func (d *Desk) NewRound(ctx context.Context, who account.User, r round.Round) (Tour, error) {
	if err := who.Need(account.PlanRounds); err != nil {
		return Tour{}, err
	}
	r = round.Round{ID: d.idOr(r.ID), Day: r.Day, Driver: r.Driver, Vehicle: r.Vehicle, Note: r.Note}
	if err := r.Check(); err != nil {
		return Tour{}, err
	}
	if err := d.drives(ctx, r.Driver); err != nil {
		return Tour{}, err
	}
	s, err := record.Services.Get(ctx, d.st, record.ServiceID)
	if err != nil {
		return Tour{}, err
	}
	if err := s.Value.Works(r.Day); err != nil {
		return Tour{}, fault.From(err).On("day")
	}
	kept, err := once(ctx, d, who, record.Rounds, r.ID, r, func(was round.Round, v *round.Round) {
		if was.Day == v.Day && was.Driver == v.Driver {
			*v = was // whatever was planned in it meanwhile
		}
	})
	return Tour{Round: kept}, err
}

func (d *Desk) drives(ctx context.Context, id string) error {
	found, err := d.people.Lookup(ctx, id)
	if err != nil {
		return err
	}
	if p, ok := found[id]; !ok || p.Disabled || !p.Has(account.Driver) {
		return errDriver
	}
	return nil
}

// Rounds lists the rounds of a day with their slips.
func (d *Desk) Rounds(ctx context.Context, who account.User, on day.Day) ([]Tour, error) {
	if err := who.Need(account.ReadOrders); err != nil {
		return nil, err
	}
	all, err := record.Rounds.List(ctx, d.st, "", record.Is("day", string(on)))
	if err != nil {
		return nil, err
	}
	out := []Tour{}
	for _, r := range all {
		t, err := d.tour(ctx, who, r)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	return out, nil
}

// RoundByID returns one round with its slips.
func (d *Desk) RoundByID(ctx context.Context, who account.User, id string) (Tour, error) {
	if err := who.Need(account.ReadOrders); err != nil {
		return Tour{}, err
	}
	r, err := record.Rounds.Get(ctx, d.st, id)
	if err != nil {
		return Tour{}, err
	}
	return d.tour(ctx, who, r)
}

// OwnTour is a published round as its driver may print it, from yesterday's to
// two weeks ahead. Anything else is unknown.
func (d *Desk) OwnTour(ctx context.Context, who account.User, id string) (Tour, error) {
	if err := who.Need(account.Drive); err != nil {
		return Tour{}, err
	}
	r, err := record.Rounds.Get(ctx, d.st, id)
	if err != nil {
		return Tour{}, err
	}
	today := d.Today()
	if r.Value.Seat() != who.ID || r.Value.Day < today.Add(-1) || r.Value.Day > today.Add(14) {
		return Tour{}, record.Rounds.None()
	}
	return d.tour(ctx, who, r)
}

// tour joins a round with the slips whose plan names it. The slips are the
// truth: a stop whose slip went elsewhere is left out, a slip that the round
// does not know yet comes last.
func (d *Desk) tour(ctx context.Context, who account.User, r Round) (Tour, error) {
	all, err := d.slips(ctx, "", record.Is("round", r.Value.ID))
	if err != nil {
		return Tour{}, err
	}
	t := Tour{Round: r}
	stops := []round.Stop{}
	take := func(stop round.Stop) {
		if i := slices.IndexFunc(all, func(s Slip) bool { return s.ID == stop.Slip }); i >= 0 {
			t.Slips = append(t.Slips, seenBy(who, all[i]))
			stops = append(stops, stop)
			all = slices.Delete(all, i, i+1)
		}
	}
	for _, stop := range r.Value.Stops {
		take(stop)
	}
	for len(all) > 0 {
		take(round.Stop{Slip: all[0].ID})
	}
	t.Value.Stops = stops
	return t, nil
}

// Assign puts a slip into a round, or takes it out when to is "". from is the
// round in which who saw it, "" for none: when the slip is elsewhere by now,
// nothing changes and the fault says who put it where (scenario 21).
func (d *Desk) Assign(ctx context.Context, who account.User, slipID, from, to string) (Slip, error) {
	if err := who.Need(account.PlanRounds); err != nil {
		return Slip{}, err
	}
	var r Round
	if to != "" {
		var err error
		if r, err = record.Rounds.Get(ctx, d.st, to); err != nil {
			return Slip{}, err
		}
		if err := joinable(r.Value); err != nil {
			return Slip{}, err
		}
	}
	data := slip.Data{Driver: r.Value.Seat(), Round: r.Value.ID, Vehicle: r.Value.Vehicle}
	if _, err := d.write(ctx, who, slipID, slip.Assigned, slip.ViaDesk, data, d.assignable(ctx, r.Value, from)); err != nil {
		return Slip{}, err
	}
	if err := d.placeStop(ctx, who, slipID, from, to); err != nil {
		return Slip{}, fmt.Errorf("note the stop: %w", err)
	}
	s, err := d.loadSlip(ctx, slipID)
	return seenBy(who, s), err
}

// joinable refuses a round that takes no more slips.
func joinable(r round.Round) error {
	switch r.Progress() {
	case round.Ended:
		return round.ErrEnded
	case round.Cancelled:
		return round.ErrCancelled
	}
	return nil
}

// taken says who put the slip where meanwhile.
func (d *Desk) taken(ctx context.Context, s Slip) error {
	last := lastOf(s.Journal, slip.Assigned)
	args := d.whoAndWhen(ctx, last.By, last.Received)
	args["number"], args["round"] = s.State.Number, s.State.Plan.Round
	if s.State.Plan.Round == "" {
		return errTakenOut.With(args)
	}
	there, err := record.Rounds.Get(ctx, d.st, s.State.Plan.Round)
	if err != nil {
		return errTaken.With(args)
	}
	args["whose"] = d.name(ctx, there.Value.Driver)
	return errTakenTo.With(args)
}

// assignable is the guard of Assign.
func (d *Desk) assignable(ctx context.Context, to round.Round, from string) guard {
	return func(s Slip) (bool, error) {
		switch plan := s.State.Plan; {
		case s.State.Cancelled != nil:
			return false, slip.ErrCancelled
		case plan.Round == to.ID && plan.Driver == to.Seat():
			return false, nil
		case plan.Round != from && plan.Round != to.ID:
			return false, d.taken(ctx, s)
		case to.ID != "" && s.State.Day != string(to.Day):
			return false, errOtherDay
		}
		return true, nil
	}
}

// placeStop follows Assign on the rounds themselves, and on the slip again when
// the round changed hands in between.
func (d *Desk) placeStop(ctx context.Context, who account.User, slipID, from, to string) error {
	if from != "" && from != to {
		_, err := record.Rounds.Update(ctx, d.st, from, d.stamp(who), func(was Round) (round.Round, bool, error) {
			return was.Value.Remove(slipID), was.Value.Has(slipID), nil
		})
		if err != nil {
			return err
		}
	}
	if to == "" {
		return nil
	}
	r, err := record.Rounds.Update(ctx, d.st, to, d.stamp(who), func(was Round) (round.Round, bool, error) {
		next, err := was.Value.Add(slipID)
		return next, !was.Value.Has(slipID), err
	})
	if err != nil {
		return err
	}
	return d.align(ctx, who, r.Value)
}

// align makes every slip of a round name the round's own driver, once it was
// published, and vehicle. It
// repeats until nothing differs, so that a round that moves while slips are
// added to it ends in one hand.
func (d *Desk) align(ctx context.Context, who account.User, r round.Round) error {
	if c, off := r.Cancelled(); off {
		return d.release(ctx, who, r, c)
	}
	all, err := d.slips(ctx, "", record.Is("round", r.ID))
	if err != nil {
		return err
	}
	data := slip.Data{Driver: r.Seat(), Round: r.ID, Vehicle: r.Vehicle}
	for _, s := range all {
		if aligned(s, r) {
			continue
		}
		_, err := d.write(ctx, who, s.ID, slip.Assigned, slip.ViaDesk, data, func(now Slip) (bool, error) { return !aligned(now, r), nil })
		if err != nil {
			return fmt.Errorf("align slip %s: %w", s.ID, err)
		}
	}
	now, err := record.Rounds.Get(ctx, d.st, r.ID)
	if err != nil || now.Value.Seat() == r.Seat() && now.Value.Vehicle == r.Vehicle {
		return err
	}
	return d.align(ctx, who, now.Value)
}

// aligned says that there is nothing to write: the slip agrees with its round,
// is in another one by now, or is beyond planning.
func aligned(s Slip, r round.Round) bool {
	p := s.State.Plan
	return p.Round != r.ID || s.State.Complete || s.State.Cancelled != nil || (p.Driver == r.Seat() && p.Vehicle == r.Vehicle)
}
