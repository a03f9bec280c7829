package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/store"
)

// Order is one order with its version.
type Order = record.Kept[order.Order]

// NewOrder is what the agent notes during one call.
type NewOrder struct {
	Ask       string // chosen by who asks: sent again, it is the same order
	Household string
	Day       day.Day
	Parts     []NewPart
	Lots      []string // donations that the household takes (scenario 16)
	Plain     bool     // without the gifts that go with every order
	Exception string
	Outside   string
	Note      string
}

// NewPart is what is wanted of one shop.
type NewPart struct {
	Merchant string
	Lines    []order.Line
	Direct   bool
	Amount   int64
}

var (
	errPast     = fault.New(fault.Invalid, "order.past", "that day is over").On("day")
	errShopGone = fault.New(fault.Invalid, "order.unknown_shop", "this shop is not enrolled")
)

// Order returns one order.
func (d *Desk) Order(ctx context.Context, who account.User, id string) (Order, error) {
	if err := who.Need(account.ReadOrders); err != nil {
		return Order{}, err
	}
	return record.Orders.Get(ctx, d.st, id)
}

// Orders lists a household's orders, the earliest day first.
func (d *Desk) Orders(ctx context.Context, who account.User, householdID string) ([]Order, error) {
	if err := who.Need(account.ReadOrders); err != nil {
		return nil, err
	}
	ids, err := d.records(ctx, householdID)
	if err != nil {
		return nil, err
	}
	return record.Orders.List(ctx, d.st, "day", record.Among("household", ids...))
}

// PlaceOrder takes an order: one slip per shop, gifts added, one order a week
// unless there is a reason (scenarios 6, 9, 10, 11, 13, 15, 16). When it returns
// without an error the order stands, with its slips. Sent again under the same
// Ask it is the same order; with other words it is order.ErrAsked.
func (d *Desk) PlaceOrder(ctx context.Context, who account.User, n NewOrder) (Order, error) {
	if err := who.Need(account.EditOrders); err != nil {
		return Order{}, err
	}
	if first, err := d.asked(ctx, n); err != nil || first != "" {
		if err != nil {
			return Order{}, err
		}
		return d.finishOrder(ctx, first)
	}
	h, s, err := d.mayOrder(ctx, n)
	if err != nil {
		return Order{}, err
	}
	o, err := d.compose(ctx, who, n, h, s)
	if err != nil {
		return Order{}, err
	}
	given, err := d.giveLots(ctx, who, &o, n.Lots)
	if err == nil {
		err = o.Check()
	}
	if err == nil {
		err = d.number(ctx, &o)
	}
	if err == nil {
		err = d.fits(ctx, who, o, h)
	}
	if err == nil {
		o, err = d.claimWeek(ctx, who, o)
	}
	if err != nil {
		return Order{}, errors.Join(err, d.takeBackLots(ctx, who, h.ID, given))
	}
	return d.finishOrder(ctx, o.ID)
}

// asked is the order that the same asking made before, "" when there is none.
func (d *Desk) asked(ctx context.Context, n NewOrder) (id string, err error) {
	if n.Ask == "" {
		return "", nil
	}
	ids, err := d.records(ctx, n.Household)
	if err != nil {
		return "", err
	}
	all, err := record.Orders.List(ctx, d.st, "", record.Among("household", ids...))
	i := slices.IndexFunc(all, func(k Order) bool { return k.Value.Ask == n.Ask })
	if err != nil || i < 0 {
		return "", err
	}
	o := all[i].Value
	if !n.made(o) {
		return "", order.ErrAsked.With(map[string]any{"order": o.ID, "numbers": o.Numbers()})
	}
	return o.ID, nil
}

// made reports whether o is what n asks for, whatever gifts came with it.
func (n NewOrder) made(o order.Order) bool {
	parts := slices.DeleteFunc(slices.Clone(o.Parts), func(p order.Part) bool { return p.Free })
	return o.Day == n.Day && o.Outside == n.Outside && o.Note == n.Note && slices.EqualFunc(n.Parts, parts, NewPart.made)
}

func (n NewPart) made(p order.Part) bool {
	lines := slices.DeleteFunc(slices.Clone(p.Lines), func(l order.Line) bool { return l.Gift })
	same := func(a, b order.Line) bool { return a.Text == b.Text && a.Quantity == b.Quantity }
	return n.Merchant == p.Merchant && n.Direct == p.Direct && n.Amount == p.Amount && slices.EqualFunc(n.Lines, lines, same)
}

// mayOrder loads the household and the service, and asks whether the day is one
// on which the one can receive and the other delivers.
func (d *Desk) mayOrder(ctx context.Context, n NewOrder) (household.Household, service.Service, error) {
	h, err := d.standing(ctx, n.Household)
	if err != nil {
		return h.Value, service.Service{}, err
	}
	s, err := record.Services.Get(ctx, d.st, record.ServiceID)
	if err != nil {
		return h.Value, s.Value, err
	}
	if h.Value.Exit != nil {
		return h.Value, s.Value, household.ErrClosed
	}
	for _, err := range []error{s.Value.Open(d.Today()), s.Value.Works(n.Day)} {
		if err != nil {
			return h.Value, s.Value, fault.From(err).On("day")
		}
	}
	if n.Day < d.Today() {
		return h.Value, s.Value, errPast
	}
	if _, open := h.Value.AtHome(n.Day); !open && strings.TrimSpace(n.Outside) == "" {
		return h.Value, s.Value, order.ErrAway
	}
	return h.Value, s.Value, nil
}

// compose makes the order's parts and the gifts that go with every order.
func (d *Desk) compose(ctx context.Context, who account.User, n NewOrder, h household.Household, s service.Service) (order.Order, error) {
	o := order.Order{Household: h.ID, Week: n.Day.Week(), Day: n.Day, Exception: strings.TrimSpace(n.Exception),
		Outside: n.Outside, Note: n.Note, By: who.ID, At: d.stamp(who).At, Pending: true, Ask: n.Ask}
	shops, err := d.shops(ctx)
	if err != nil {
		return o, err
	}
	door := doorOf(h, s)
	for i, p := range n.Parts {
		at := slices.IndexFunc(shops, func(m merchant.Merchant) bool { return m.ID == p.Merchant })
		if at < 0 || (shops[at].Left != "" && shops[at].Left <= n.Day) {
			return o, errShopGone.On(fmt.Sprintf("parts[%d].merchant", i))
		}
		best, _ := nearestOpen(shops, shops[at].Trade, door, n.Day)
		part := order.Part{Slip: d.newID(), Merchant: p.Merchant, Direct: p.Direct, Amount: p.Amount, Farther: best != "" && best != p.Merchant}
		for j, l := range p.Lines {
			part.Lines = append(part.Lines, order.Line{ID: strconv.Itoa(j + 1), Text: l.Text, Quantity: l.Quantity})
		}
		o.Parts = append(o.Parts, part)
	}
	if len(o.Parts) == 0 || n.Plain {
		return o, nil
	}
	for i, offer := range s.EveryOrder {
		if shop, ok := nearestOpen(shops, offer.Trade, door, n.Day); ok {
			o = o.Gift(shop, order.Line{ID: "gift-" + strconv.Itoa(i+1), Text: offer.Text}, d.newID(), "")
		}
	}
	return o, nil
}

// doorOf is where the household lives, as well as it is known.
func doorOf(h household.Household, s service.Service) merchant.Door {
	door := merchant.Door{Sector: h.Address.Sector, Point: h.Address.Point}
	if sector, ok := s.Sector(door.Sector); ok && door.Point == nil {
		door.Point = sector.Centre
	}
	return door
}

func nearestOpen(shops []merchant.Merchant, trade string, door merchant.Door, on day.Day) (id string, ok bool) {
	choices := merchant.Nearest(shops, trade, door, on)
	if len(choices) == 0 || !choices[0].Open {
		return "", false
	}
	return choices[0].Merchant.ID, true
}

// number gives each part its slip's number, like 2026-0412. Numbers of an order
// that is then refused are not used again.
func (d *Desk) number(ctx context.Context, o *order.Order) error {
	c, err := d.count(ctx, slipCounter(o.Day), len(o.Parts))
	if err != nil {
		return fmt.Errorf("number the slips: %w", err)
	}
	for i := range o.Parts {
		o.Parts[i].Number = slipNumber(o.Day, c-int64(len(o.Parts)-1-i))
	}
	return nil
}

// newNumber is the next slip's number, in the year of its day.
func (d *Desk) newNumber(ctx context.Context, on day.Day) (string, error) {
	n, err := d.count(ctx, slipCounter(on), 1)
	if err != nil {
		return "", fmt.Errorf("number the slip: %w", err)
	}
	return slipNumber(on, n), nil
}

func slipCounter(on day.Day) string         { return "slip-" + strconv.Itoa(on.Year()) }
func slipNumber(on day.Day, n int64) string { return fmt.Sprintf("%d-%04d", on.Year(), n) }

// count reserves n numbers and returns the last one. A write whose answer was
// lost may leave a gap, never the same number twice.
func (d *Desk) count(ctx context.Context, name string, n int) (int64, error) {
	last := d.stamp(account.System)
	for {
		kept, err := record.Counters.Update(ctx, d.st, name, last, func(was record.Kept[record.Counter]) (record.Counter, bool, error) {
			was.Value.Last += int64(n)
			return was.Value, true, nil
		})
		if !errors.Is(err, store.ErrNotFound) {
			return kept.Value.Last, err
		}
		err = record.Counters.Insert(ctx, d.st, record.Counter{Name: name}, last)
		if err != nil && !errors.Is(err, store.ErrExists) {
			return 0, err
		}
	}
}

// claimWeek keeps the order under the first free rank of its week: the id makes
// two agents meet. A standing order asks for a reason, a cancelled one does not.
func (d *Desk) claimWeek(ctx context.Context, who account.User, o order.Order) (order.Order, error) {
	ids, err := d.records(ctx, o.Household)
	if err != nil {
		return o, err
	}
	for {
		week, err := record.Orders.List(ctx, d.st, "day", record.Among("household", ids...), record.Is("week", o.Week))
		if err != nil {
			return o, err
		}
		standing := slices.IndexFunc(week, func(k Order) bool { return k.Value.Cancelled == "" })
		if standing >= 0 && o.Exception == "" {
			first := week[standing].Value
			args := d.whoAndWhen(ctx, first.By, first.At)
			args["order"], args["day"], args["numbers"] = first.ID, string(first.Day), first.Numbers()
			return o, order.ErrWeek.With(args)
		}
		if standing < 0 {
			o.Exception = ""
		}
		o.Rank = 1
		for _, k := range week { // not their number: orders of a record that was joined for a while count too
			o.Rank = max(o.Rank, k.Value.Rank+1)
		}
		o.ID = order.ID(o.Household, o.Week, o.Rank)
		_, err = insert(ctx, d, who, record.Orders, o)
		if !errors.Is(err, store.ErrExists) {
			return o, err
		}
	}
}

// CancelOrder takes an order back with a reason, and with it every slip whose
// goods were not delivered. Gifts of donated lots go back to the stock.
func (d *Desk) CancelOrder(ctx context.Context, who account.User, id, reason string) (Order, error) {
	if err := who.Need(account.EditOrders); err != nil {
		return Order{}, err
	}
	_, err := amend(ctx, d, who, record.Orders, id, func(was order.Order) (order.Order, error) {
		if was.Cancelled == reason && was.Pending {
			return was, nil
		}
		return was.Cancel(reason)
	})
	if err != nil {
		return Order{}, err
	}
	return d.finishOrder(ctx, id)
}
