package desk

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/contact"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/slipcode"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// What follows from an act on other documents. Everything here may be run again
// at any time: it compares what is with what should be.

// finishOrder makes the slips that an order still lacks, or cancels those of a
// cancelled order, and then notes that nothing is left to do.
func (d *Desk) finishOrder(ctx context.Context, id string) (Order, error) {
	kept, err := record.Orders.Get(ctx, d.st, id)
	if err != nil {
		return Order{}, err
	}
	o := kept.Value
	by := account.User{ID: kept.Last.By} // who ordered, or who cancelled
	for _, p := range o.Parts {
		if o.Cancelled != "" {
			err = d.cancelPart(ctx, by, o, p)
		} else {
			err = d.makeSlip(ctx, by, o, p)
		}
		if err != nil {
			return Order{}, fmt.Errorf("follow up order %s: %w", id, err)
		}
	}
	after, err := record.Orders.Update(ctx, d.st, id, kept.Last, func(was record.Kept[order.Order]) (order.Order, bool, error) {
		if !was.Value.Pending || was.Value.Cancelled != o.Cancelled {
			return was.Value, false, nil
		}
		was.Value.Pending = false
		return was.Value, true, nil
	})
	if err == nil && after.Value.Cancelled != o.Cancelled { // cancelled while its slips were made
		return d.finishOrder(ctx, id)
	}
	return after, err
}

// makeSlip writes a part's slip, unless it is there.
func (d *Desk) makeSlip(ctx context.Context, by account.User, o order.Order, p order.Part) error {
	codes, err := d.claimCodes(ctx, p.Slip)
	if err != nil {
		return err
	}
	h, err := d.standing(ctx, o.Household)
	if err != nil {
		return err
	}
	m, err := record.Merchants.Get(ctx, d.st, p.Merchant)
	if err != nil {
		return err
	}
	e, err := d.partEntry(by, o, p, h.Value, m.Value, codes)
	if err != nil {
		return err
	}
	return d.insertSlip(ctx, p.Slip, e)
}

// partEntry is the first entry of a part's slip.
func (d *Desk) partEntry(by account.User, o order.Order, p order.Part, h household.Household, m merchant.Merchant, codes slipcode.Codes) (slip.Entry, error) {
	sheet := sheetOf(h, m, o.Day)
	sheet.Household.ID = o.Household
	sheet.Direct, sheet.NoPayment, sheet.Amount, sheet.Note, sheet.Codes = p.Direct, p.Free, p.Amount, o.Note, codes.Marks()
	for _, l := range p.Lines {
		sheet.Lines = append(sheet.Lines, slip.Line{ID: l.ID, Text: l.Text, Quantity: l.Quantity, Gift: l.Gift, Donor: l.Donor})
	}
	return d.entry(by, slip.Created, slip.ViaDesk, slip.Data{Number: p.Number, Day: string(o.Day), Sheet: &sheet})
}

// fits refuses an order whose slips could not be written, before it stands.
func (d *Desk) fits(ctx context.Context, by account.User, o order.Order, h household.Household) error {
	for i, p := range o.Parts {
		m, err := record.Merchants.Get(ctx, d.st, p.Merchant)
		if err != nil {
			return err
		}
		e, err := d.partEntry(by, o, p, h, m.Value, slipcode.Codes{})
		if err == nil {
			_, _, err = slip.Append(slip.Slip{ID: p.Slip}, e)
		}
		if err != nil {
			return fault.From(slipFault(err)).On(fmt.Sprintf("parts[%d].lines", i))
		}
	}
	return nil
}

// insertSlip keeps a new slip with its first entry; one that is there already
// stays as it is.
func (d *Desk) insertSlip(ctx context.Context, id string, created slip.Entry) error {
	s, _, err := slip.Append(slip.Slip{ID: id}, created)
	if err != nil {
		return slipFault(err)
	}
	doc, err := sliprepo.Encode(s, s.Fold(), 0, d.now())
	if err != nil {
		return err
	}
	for range 4 {
		err = d.st.Insert(ctx, doc)[0]
		if !errors.Is(err, store.ErrUnknown) {
			break
		}
	}
	if errors.Is(err, store.ErrExists) {
		return nil
	}
	return err
}

// cancelPart cancels a slip whose goods were not delivered, and gives its
// donated gifts back. A slip that was never made is not made any more.
func (d *Desk) cancelPart(ctx context.Context, by account.User, o order.Order, p order.Part) error {
	s, err := d.write(ctx, by, p.Slip, slip.Cancelled, slip.ViaDesk, slip.Data{Reason: o.Cancelled}, func(s Slip) (bool, error) {
		return s.State.Cancelled == nil && !s.State.Complete && s.State.Goods.State != slip.GoodsDelivered, nil
	})
	if errors.Is(err, errSlip) {
		err = nil
	}
	if err != nil || s.State.Goods.State == slip.GoodsDelivered {
		return err
	}
	var lots []string
	for _, l := range p.Lines {
		if l.Lot != "" {
			lots = append(lots, l.Lot)
		}
	}
	return d.takeBackLots(ctx, by, o.Household, lots)
}

// sheetOf is what the driver is told of the two parties (scenario 12).
func sheetOf(h household.Household, m merchant.Merchant, on day.Day) slip.Sheet {
	sheet := slip.Sheet{
		Household: slip.Household{ID: h.ID, Name: h.Name(), Address: h.Address.Line(), Sector: h.Address.Sector,
			Access: h.Access, Availability: availability(h, on), Emergency: emergency(h.Emergency)},
		Merchant: slip.Merchant{ID: m.ID, Name: m.Name, Trade: m.Trade, Phone: contact.ShowPhone(m.Phone),
			Address: m.Address, Hours: m.HoursOn(on), Payee: m.Payee},
		Lines: []slip.Line{},
	}
	if len(h.Phones) > 0 {
		sheet.Household.Phone = contact.ShowPhone(h.Phones[0])
	}
	return sheet
}

func availability(h household.Household, on day.Day) string {
	windows, _ := h.AtHome(on)
	parts := make([]string, len(windows))
	for i, w := range windows {
		parts[i] = strings.TrimPrefix(w.From, "0") + "-" + strings.TrimPrefix(w.To, "0")
	}
	return strings.Join(parts, ", ")
}

func emergency(e household.Emergency) string {
	if e.Phone == "" {
		return ""
	}
	who := e.Name
	if e.Link != "" {
		who = strings.TrimSpace(who + " (" + e.Link + ")")
	}
	return strings.TrimSpace(who + " " + contact.ShowPhone(e.Phone))
}

// refresh writes what is known now of household and shop on the slips that are
// still on the way, so that a driver sees a new door code at the next exchange.
func (d *Desk) refresh(ctx context.Context, who account.User, where store.Cond) error {
	all, err := d.slips(ctx, "", where, record.Is("open", int64(1)))
	if err != nil {
		return err
	}
	for _, s := range all {
		if err := d.refreshOne(ctx, who, s); err != nil {
			return fmt.Errorf("refresh slip %s: %w", s.ID, err)
		}
	}
	return nil
}

// refreshOne looks again when the slip moved while it was looking: an amount that
// the shop stated meanwhile must not be written over.
func (d *Desk) refreshOne(ctx context.Context, who account.User, s Slip) error {
	for {
		sheet, todo, err := d.freshSheet(ctx, s)
		if err != nil || !todo {
			return err
		}
		moved := false
		now, err := d.write(ctx, who, s.ID, slip.Edited, slip.ViaDesk, slip.Data{Sheet: &sheet}, func(now Slip) (bool, error) {
			moved = now.Version != s.Version
			return !moved, nil
		})
		if err != nil || !moved {
			return err
		}
		s = now
	}
}

// freshSheet is what a slip's sheet should be; todo false when it is so already,
// or when it is too late to change it.
func (d *Desk) freshSheet(ctx context.Context, s Slip) (sheet slip.Sheet, todo bool, err error) {
	st := s.State
	if st.Sheet == nil || st.Cancelled != nil || st.Goods.State == slip.GoodsDelivered {
		return sheet, false, nil
	}
	h, err := d.standing(ctx, st.Sheet.Household.ID)
	if err != nil {
		return sheet, false, err
	}
	m, err := record.Merchants.Get(ctx, d.st, st.Sheet.Merchant.ID)
	if err != nil {
		return sheet, false, err
	}
	fresh := sheetOf(h.Value, m.Value, day.Day(st.Day))
	sheet = *st.Sheet
	// The slip stays with the record that it was ordered under.
	fresh.Household.ID = sheet.Household.ID
	sheet.Household, sheet.Merchant = fresh.Household, fresh.Merchant
	if reflect.DeepEqual(sheet, *st.Sheet) {
		return sheet, false, nil
	}
	if st.Amount != nil { // an edited sheet states its amount anew
		sheet.Amount = st.Amount.Cents
	}
	return sheet, true, nil
}
