package desk

import (
	"context"
	"errors"
	"slices"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/record"
)

// Join says which record is to stand for both, and what it is to say.
type Join struct {
	Keep, Other               string
	KeepVersion, OtherVersion int64 // as they were compared on the screen
	Next                      household.Household
}

// JoinHouseholds makes one household of two records (scenario 2). What was
// ordered, asked for or given under either follows. One compare-and-set of the
// other record decides; Resume finishes what a crash left out. When one of the
// two changed since it was looked at, nothing happens.
func (d *Desk) JoinHouseholds(ctx context.Context, who account.User, j Join) (Household, error) {
	if err := who.Need(account.EditHouseholds); err != nil {
		return Household{}, err
	}
	keep, err := record.Households.Get(ctx, d.st, j.Keep)
	if err != nil {
		return Household{}, err
	}
	other, err := record.Households.Get(ctx, d.st, j.Other)
	if err != nil {
		return Household{}, err
	}
	if o := other.Value.Joined; o != nil && o.Into == j.Keep {
		return d.finishJoin(ctx, who, other.Value) // sent again
	}
	if keep.Version != j.KeepVersion {
		return Household{}, d.changed(ctx, keep.Last)
	}
	next, err := keep.Value.Absorb(other.Value, j.Next)
	if err != nil {
		return Household{}, err
	}
	other, err = replace(ctx, d, who, record.Households, j.Other, j.OtherVersion, func(was household.Household) (household.Household, error) {
		was.Joined = &household.Joined{Into: j.Keep, By: who.ID, At: d.stamp(who).At, Next: &next, Before: &keep.Value, Version: keep.Version}
		return was, nil
	})
	if err != nil {
		return Household{}, err
	}
	return d.finishJoin(ctx, who, other.Value)
}

// finishJoin makes the kept record what it is to become, in the name of whoever
// joined them, which may be who, here with a session. When somebody changed it in
// the same moment, the join is taken back. The audit log has a join before it is
// over: a crash may note it twice, and never not at all.
func (d *Desk) finishJoin(ctx context.Context, who account.User, from household.Household) (Household, error) {
	j := from.Joined
	if who.ID != j.By {
		who = account.User{ID: j.By}
	}
	lost := false
	kept, err := record.Households.Get(ctx, d.st, j.Into)
	if err == nil && !slices.Contains(kept.Value.Holds, from.ID) {
		kept, err = replace(ctx, d, who, record.Households, j.Into, j.Version, func(household.Household) (household.Household, error) { return *j.Next, nil })
		lost = errors.Is(err, ErrChanged)
	}
	if err == nil && j.Next != nil {
		err = d.note(ctx, who, "household.joined", j.Into, map[string]string{"other": from.ID})
	}
	if err != nil && !lost {
		return Household{}, err
	}
	_, errOther := amend(ctx, d, who, record.Households, from.ID, func(was household.Household) (household.Household, error) {
		if was.Joined == nil || was.Joined.Into != j.Into {
			return was, nil
		}
		done := *was.Joined
		if done.Next = nil; lost {
			was.Joined = nil
		} else {
			was.Joined = &done
		}
		return was, nil
	})
	if lost || errOther != nil {
		return Household{}, errors.Join(err, errOther)
	}
	return kept, d.refreshRecords(ctx, who, kept.Value)
}

// PartHouseholds takes a join back: id is the record that points to another one.
// What the other said before comes back, unless it was changed since.
func (d *Desk) PartHouseholds(ctx context.Context, who account.User, id string) (Household, error) {
	if err := who.Need(account.EditHouseholds); err != nil {
		return Household{}, err
	}
	other, err := record.Households.Get(ctx, d.st, id)
	if err != nil {
		return Household{}, err
	}
	j := other.Value.Joined
	if j == nil || j.Next != nil {
		return Household{}, household.ErrNotJoined
	}
	last := d.stamp(who)
	kept, err := record.Households.Update(ctx, d.st, j.Into, last, func(was record.Kept[household.Household]) (household.Household, bool, error) {
		switch {
		case !slices.Contains(was.Value.Holds, id):
			return was.Value, false, nil
		case was.Version == j.Version+1:
			return *j.Before, true, nil
		}
		return was.Value.Release(other.Value), true, nil
	})
	if err != nil {
		return Household{}, err
	}
	// Before the record stands for itself again: sent once more after a crash, it is noted once more.
	if err := d.note(ctx, who, "household.parted", id, map[string]string{"other": j.Into}); err != nil {
		return Household{}, err
	}
	parted, err := amend(ctx, d, who, record.Households, id, func(was household.Household) (household.Household, error) {
		was.Joined = nil
		return was, nil
	})
	if err != nil {
		return Household{}, err
	}
	return parted, errors.Join(d.refreshRecords(ctx, who, kept.Value), d.refreshRecords(ctx, who, parted.Value))
}

// KeepApart notes, with a reason, that two households that look alike are two.
func (d *Desk) KeepApart(ctx context.Context, who account.User, id, other, reason string) (Household, error) {
	if err := who.Need(account.EditHouseholds); err != nil {
		return Household{}, err
	}
	if _, err := record.Households.Get(ctx, d.st, other); err != nil {
		return Household{}, fault.From(err).On("other")
	}
	a := household.Apart{ID: other, Reason: reason, By: who.ID, At: d.stamp(who).At}
	return amend(ctx, d, who, record.Households, id, func(was household.Household) (household.Household, error) {
		if slices.Contains(was.Apart, a) {
			return was, nil
		}
		return was.KeepApart(a)
	})
}

// Twins are two households that may be the same one, and why.
type Twins struct {
	A, B    Household
	Reasons []household.Likeness
}

// Duplicates lists the households that may be there twice, the likeliest first,
// without those that somebody kept apart (scenario 2).
func (d *Desk) Duplicates(ctx context.Context, who account.User) ([]Twins, error) {
	if err := who.Need(account.EditHouseholds); err != nil {
		return nil, err
	}
	faces, err := d.faces(ctx)
	if err != nil {
		return nil, err
	}
	out := []Twins{}
	for _, p := range household.Duplicates(faces) {
		a, err := record.Households.Get(ctx, d.st, p.A)
		if err != nil {
			return nil, err
		}
		b, err := record.Households.Get(ctx, d.st, p.B)
		if err != nil {
			return nil, err
		}
		if !apart(a.Value, p.B) && !apart(b.Value, p.A) {
			out = append(out, Twins{a, b, p.Reasons})
		}
	}
	return out, nil
}

func apart(h household.Household, id string) bool {
	return slices.ContainsFunc(h.Apart, func(a household.Apart) bool { return a.ID == id })
}

// faces are those of every household that stands for itself.
func (d *Desk) faces(ctx context.Context) ([]household.Face, error) {
	var faces []household.Face
	err := record.Households.Keys(ctx, d.st, func(id string, keys map[string]any) { faces = append(faces, record.FaceOf(id, keys)) },
		record.Among("state", record.Active, record.Ended))
	return faces, err
}

// standing is the household that a record belongs to: itself, or the one that
// stands for it.
func (d *Desk) standing(ctx context.Context, id string) (Household, error) {
	h, err := record.Households.Get(ctx, d.st, id)
	for err == nil && h.Value.Joined != nil && h.Value.Joined.Into != id {
		h, err = record.Households.Get(ctx, d.st, h.Value.Joined.Into)
	}
	return h, err
}

// records are the ids under which a household's orders and slips stand.
func (d *Desk) records(ctx context.Context, id string) ([]any, error) {
	h, err := d.standing(ctx, id)
	if err != nil {
		return nil, err
	}
	var ids []any
	for _, r := range h.Value.Records() {
		ids = append(ids, r)
	}
	return ids, nil
}

// refreshRecords is refresh for every record of a household.
func (d *Desk) refreshRecords(ctx context.Context, who account.User, h household.Household) error {
	var ids []any
	for _, r := range h.Records() {
		ids = append(ids, r)
	}
	return d.refresh(ctx, who, record.Among("household", ids...))
}

// resumeJoins finishes the joins that a crash cut short.
func (d *Desk) resumeJoins(ctx context.Context) error {
	cut, err := record.Households.List(ctx, d.st, "", record.Is("state", record.Joining))
	if err != nil {
		return err
	}
	for _, h := range cut {
		if _, err := d.finishJoin(ctx, account.User{}, h.Value); err != nil && !errors.Is(err, ErrChanged) {
			return err
		}
	}
	return nil
}
