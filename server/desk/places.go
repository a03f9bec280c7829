package desk

import (
	"context"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/place"
	"github.com/portage-livraison/portage/server/record"
)

// Places says where a day's doors and shops are, by the ids that its slips
// write. What nobody gave coordinates is absent.
type Places struct {
	Households, Merchants map[string]place.Point
}

// Places finds the coordinates of what the rounds of a day pass. A household
// that was joined into another stands where the other does.
func (d *Desk) Places(ctx context.Context, who account.User, on day.Day) (Places, error) {
	out := Places{map[string]place.Point{}, map[string]place.Point{}}
	for _, p := range []account.Permission{account.ReadHouseholds, account.ReadMerchants} {
		if err := who.Need(p); err != nil {
			return out, err
		}
	}
	rounds, err := d.Rounds(ctx, who, on)
	if err != nil {
		return out, err
	}
	asked := map[string]bool{}
	note := func(to map[string]place.Point, id string, find func(string) (*place.Point, error)) error {
		if asked[id] {
			return nil
		}
		asked[id] = true
		p, err := find(id)
		if err == nil && p != nil {
			to[id] = *p
		}
		return err
	}
	for _, t := range rounds {
		for _, s := range t.Slips {
			if err := note(out.Households, s.State.Sheet.Household.ID, d.door(ctx)); err != nil {
				return out, err
			}
			if err := note(out.Merchants, s.State.Sheet.Merchant.ID, d.shop(ctx)); err != nil {
				return out, err
			}
		}
	}
	return out, nil
}

func (d *Desk) door(ctx context.Context) func(string) (*place.Point, error) {
	return func(id string) (*place.Point, error) {
		h, err := d.standing(ctx, id)
		return h.Value.Address.Point, err
	}
}

func (d *Desk) shop(ctx context.Context) func(string) (*place.Point, error) {
	return func(id string) (*place.Point, error) {
		m, err := record.Merchants.Get(ctx, d.st, id)
		return m.Value.Point, err
	}
}
