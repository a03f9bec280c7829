package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/record"
)

// Lot is one donation with its version.
type Lot = record.Kept[order.Lot]

// AddLot notes a donation to share out, one gift per household (scenario 16).
// Sent again under the id that its maker chose, it is the same donation.
func (d *Desk) AddLot(ctx context.Context, who account.User, l order.Lot) (Lot, error) {
	if err := who.Need(account.ManageCampaigns); err != nil {
		return Lot{}, err
	}
	l.ID, l.Since, l.Given, l.Ended = d.idOr(l.ID), d.Today(), nil, false
	if err := l.Check(); err != nil {
		return Lot{}, err
	}
	return once(ctx, d, who, record.Lots, l.ID, l, func(was order.Lot, v *order.Lot) { v.Since = was.Since })
}

// Lots lists the donations of which something is left.
func (d *Desk) Lots(ctx context.Context, who account.User) ([]Lot, error) {
	if err := who.Need(account.ReadOrders); err != nil {
		return nil, err
	}
	return record.Lots.List(ctx, d.st, "", record.Is("state", record.Active))
}

// AllLots lists every donation, the newest first.
func (d *Desk) AllLots(ctx context.Context, who account.User) ([]Lot, error) {
	if err := who.Need(account.ReadOrders); err != nil {
		return nil, err
	}
	all, err := record.Lots.List(ctx, d.st, "")
	slices.SortStableFunc(all, func(a, b Lot) int {
		return cmp.Or(cmp.Compare(b.Value.Since, a.Value.Since), cmp.Compare(b.Value.ID, a.Value.ID))
	})
	return all, err
}

// EditLot replaces what is said of a donation when it is still at version. What
// households received stays; the stock never falls below it.
func (d *Desk) EditLot(ctx context.Context, who account.User, l order.Lot, version int64) (Lot, error) {
	if err := who.Need(account.ManageCampaigns); err != nil {
		return Lot{}, err
	}
	return replace(ctx, d, who, record.Lots, l.ID, version, func(was order.Lot) (order.Lot, error) {
		l.Given, l.Since = was.Given, was.Since
		return l, l.Check()
	})
}

// giveLots takes the gifts from their stocks and writes them on the order's
// first slip. given lists what was taken, also when it fails half-way.
func (d *Desk) giveLots(ctx context.Context, who account.User, o *order.Order, ids []string) (given []string, err error) {
	if len(ids) > 0 && len(o.Parts) == 0 {
		return nil, order.ErrNoParts
	}
	same, err := d.records(ctx, o.Household)
	if err != nil {
		return nil, err
	}
	for i, id := range ids {
		had := false
		kept, err := amend(ctx, d, who, record.Lots, id, func(l order.Lot) (order.Lot, error) {
			if had && slices.Contains(l.Given, o.Household) {
				return l, nil // our own write, seen again after an answer that was lost
			}
			if slices.ContainsFunc(l.Given, func(h string) bool { return h != o.Household && slices.Contains(same, any(h)) }) {
				return l, order.ErrLotHad
			}
			next, err := l.Give(o.Household)
			had = err == nil
			return next, err
		})
		if err != nil {
			return given, fault.From(err).On(fmt.Sprintf("lots[%d]", i))
		}
		given = append(given, id)
		l := kept.Value
		o.Parts[0].Lines = append(o.Parts[0].Lines, order.Line{ID: "lot-" + l.ID, Text: l.Text, Gift: true, Donor: l.Donor, Lot: l.ID})
	}
	return given, nil
}

func (d *Desk) takeBackLots(ctx context.Context, who account.User, householdID string, ids []string) error {
	var errs []error
	for _, id := range ids {
		_, err := amend(ctx, d, who, record.Lots, id, func(l order.Lot) (order.Lot, error) { return l.TakeBack(householdID), nil })
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}
