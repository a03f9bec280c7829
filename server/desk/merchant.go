package desk

import (
	"context"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/record"
)

// Merchant is one shop with its version.
type Merchant = record.Kept[merchant.Merchant]

// Merchant returns one shop.
func (d *Desk) Merchant(ctx context.Context, who account.User, id string) (Merchant, error) {
	if err := who.Need(account.ReadMerchants); err != nil {
		return Merchant{}, err
	}
	return record.Merchants.Get(ctx, d.st, id)
}

// Merchants lists every shop by name, those that left included.
func (d *Desk) Merchants(ctx context.Context, who account.User) ([]Merchant, error) {
	if err := who.Need(account.ReadMerchants); err != nil {
		return nil, err
	}
	return record.Merchants.List(ctx, d.st, "name")
}

// AddMerchant enrols a shop; without a day of its own, today (scenario 17). Sent
// again under the id that its maker chose, it is the same shop.
func (d *Desk) AddMerchant(ctx context.Context, who account.User, m merchant.Merchant) (Merchant, error) {
	if err := who.Need(account.EditMerchants); err != nil {
		return Merchant{}, err
	}
	m.ID = d.idOr(m.ID)
	if m.Enrolled == "" {
		m.Enrolled = d.Today()
	}
	if err := d.checkMerchant(ctx, m); err != nil {
		return Merchant{}, err
	}
	return once(ctx, d, who, record.Merchants, m.ID, m, func(merchant.Merchant, *merchant.Merchant) {})
}

// EditMerchant replaces what is known of m.ID when it is still at version. Slips
// that are still on the way show the change.
func (d *Desk) EditMerchant(ctx context.Context, who account.User, m merchant.Merchant, version int64) (Merchant, error) {
	if err := who.Need(account.EditMerchants); err != nil {
		return Merchant{}, err
	}
	if err := d.checkMerchant(ctx, m); err != nil {
		return Merchant{}, err
	}
	kept, err := replace(ctx, d, who, record.Merchants, m.ID, version, func(merchant.Merchant) (merchant.Merchant, error) { return m, nil })
	if err != nil {
		return Merchant{}, err
	}
	return kept, d.refresh(ctx, who, record.Is("merchant", m.ID))
}

var errTrade = fault.New(fault.Invalid, "merchant.unknown_trade", "this trade is not in the service's list").On("trade")

// checkMerchant adds to the shop's own rules that the service knows its trade.
func (d *Desk) checkMerchant(ctx context.Context, m merchant.Merchant) error {
	if err := m.Check(); err != nil {
		return err
	}
	s, err := record.Services.Get(ctx, d.st, record.ServiceID)
	if err != nil {
		return err
	}
	if !s.Value.HasTrade(m.Trade) {
		return errTrade
	}
	return nil
}

// Nearest lists the shops of a trade, every trade when "", for a household and a
// day: the nearest open one first (scenario 9).
func (d *Desk) Nearest(ctx context.Context, who account.User, householdID, trade string, on day.Day) ([]merchant.Choice, error) {
	if err := who.Need(account.ReadMerchants); err != nil {
		return nil, err
	}
	if !on.Valid() {
		return nil, day.ErrBad.On("day")
	}
	h, err := d.standing(ctx, householdID)
	if err != nil {
		return nil, err
	}
	s, err := record.Services.Get(ctx, d.st, record.ServiceID)
	if err != nil {
		return nil, err
	}
	all, err := d.shops(ctx)
	if err != nil {
		return nil, err
	}
	return merchant.Nearest(all, trade, doorOf(h.Value, s.Value), on), nil
}

// Coverage counts today's shops by sector and trade (scenario 18).
func (d *Desk) Coverage(ctx context.Context, who account.User) (map[string]map[string]int, error) {
	if err := who.Need(account.ReadMerchants); err != nil {
		return nil, err
	}
	s, err := record.Services.Get(ctx, d.st, record.ServiceID)
	if err != nil {
		return nil, err
	}
	all, err := d.shops(ctx)
	if err != nil {
		return nil, err
	}
	sectors := make([]string, len(s.Value.Sectors))
	for i, x := range s.Value.Sectors {
		sectors[i] = x.Name
	}
	return merchant.Coverage(all, sectors, s.Value.Trades, d.Today()), nil
}

func (d *Desk) shops(ctx context.Context) ([]merchant.Merchant, error) {
	kept, err := record.Merchants.List(ctx, d.st, "name")
	all := make([]merchant.Merchant, len(kept))
	for i, k := range kept {
		all[i] = k.Value
	}
	return all, err
}
