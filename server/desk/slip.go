package desk

import (
	"context"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// SlipFilter narrows a list of slips; the zero value lists every open one.
type SlipFilter struct {
	Day       day.Day
	Household string
	Merchant  string
	Round     string
	Number    string
	Closed    bool // the finished ones too
}

// Slips lists slips by day, as who may read them.
func (d *Desk) Slips(ctx context.Context, who account.User, f SlipFilter) ([]Slip, error) {
	if err := who.Need(account.ReadOrders); err != nil {
		return nil, err
	}
	var where []store.Cond
	for _, c := range []struct{ key, value string }{
		{"day", string(f.Day)}, {"merchant", f.Merchant}, {"round", f.Round}, {"number", f.Number},
	} {
		if c.value != "" {
			where = append(where, record.Is(c.key, c.value))
		}
	}
	if f.Household != "" {
		ids, err := d.records(ctx, f.Household)
		if err != nil {
			return nil, err
		}
		where = append(where, record.Among("household", ids...))
	}
	if !f.Closed || len(where) == 0 {
		where = append(where, record.Is("open", int64(1)))
	}
	all, err := d.slips(ctx, "day", where...)
	for i := range all {
		all[i] = seenBy(who, all[i])
	}
	return all, err
}

// Slip returns one slip with its journal, as who may read it.
func (d *Desk) Slip(ctx context.Context, who account.User, id string) (Slip, error) {
	if err := who.Need(account.ReadOrders); err != nil {
		return Slip{}, err
	}
	s, err := d.loadSlip(ctx, id)
	return seenBy(who, s), err
}

// act is write by somebody who needs a permission, answered as they may read it.
func (d *Desk) act(ctx context.Context, who account.User, may account.Permission, id string, kind slip.Kind, via slip.Via, data slip.Data, check guard) (Slip, error) {
	if err := who.Need(may); err != nil {
		return Slip{}, err
	}
	s, err := d.write(ctx, who, id, kind, via, data, check)
	return seenBy(who, s), err
}

// SendSlip notes by which channel the shop received the slip: print, mail, phone
// or page. Saying again what one said changes nothing.
func (d *Desk) SendSlip(ctx context.Context, who account.User, id, channel string) (Slip, error) {
	return d.act(ctx, who, account.EditOrders, id, slip.SentToMerchant, slip.ViaDesk, slip.Data{Channel: channel}, func(s Slip) (bool, error) {
		return s.State.Sent != channel || lastOf(s.Journal, slip.SentToMerchant).By != who.ID, nil
	})
}

// ReadySlip marks a slip ready for a merchant who called (scenario 20). amount
// and bags are 0 while unknown. Saying again what is known changes nothing.
func (d *Desk) ReadySlip(ctx context.Context, who account.User, id string, bags int, amount int64) (Slip, error) {
	return d.act(ctx, who, account.EditOrders, id, slip.Ready, slip.ViaPhone, slip.Data{Bags: bags, AmountCents: amount}, func(s Slip) (bool, error) {
		same := s.State.Goods.State == slip.GoodsReady && s.State.Goods.Bags == bags && (amount == 0 || s.State.Amount != nil && s.State.Amount.Cents == amount)
		return !same, created(s)
	})
}

// UnavailableSlip notes that the shop, which called, cannot prepare the order.
func (d *Desk) UnavailableSlip(ctx context.Context, who account.User, id, reason string) (Slip, error) {
	return d.act(ctx, who, account.EditOrders, id, slip.Unavailable, slip.ViaPhone, slip.Data{Reason: reason}, func(s Slip) (bool, error) {
		return s.State.Goods.State != slip.GoodsUnavailable, created(s)
	})
}

// StateAmount notes the amount that the shop told on the telephone.
func (d *Desk) StateAmount(ctx context.Context, who account.User, id string, amount int64, reason string) (Slip, error) {
	return d.act(ctx, who, account.EditOrders, id, slip.AmountStated, slip.ViaPhone, slip.Data{AmountCents: amount, Reason: reason}, func(s Slip) (bool, error) {
		return s.State.Amount == nil || s.State.Amount.Cents != amount, created(s)
	})
}

// NoteSlip adds a remark to the journal. ask names it: sent again with the same
// words, it is the same remark.
func (d *Desk) NoteSlip(ctx context.Context, who account.User, id, ask, text string) (Slip, error) {
	if err := who.Need(account.EditOrders); err != nil {
		return Slip{}, err
	}
	e, err := d.entry(who, slip.Note, slip.ViaDesk, slip.Data{Text: text})
	if err != nil {
		return Slip{}, err
	}
	if ask != "" {
		e.ID = hashID("note", ask, who.ID, text)
	}
	s, err := d.append(ctx, id, nil, e)
	return seenBy(who, s), err
}

// CancelSlip takes one slip back, with a reason; what a driver did meanwhile
// stands and is flagged.
func (d *Desk) CancelSlip(ctx context.Context, who account.User, id, reason string) (Slip, error) {
	return d.act(ctx, who, account.EditOrders, id, slip.Cancelled, slip.ViaDesk, slip.Data{Reason: reason}, nil)
}

// ReopenSlip undoes CancelSlip, with a reason.
func (d *Desk) ReopenSlip(ctx context.Context, who account.User, id, reason string) (Slip, error) {
	return d.act(ctx, who, account.EditOrders, id, slip.Reopened, slip.ViaDesk, slip.Data{Reason: reason}, nil)
}

var errAssigned = fault.New(fault.Conflict, "slip.assigned", "take the slip out of its round first")

// MoveSlip puts a slip that is in no round on another working day: an attempt
// failed, or the resident asked for it.
func (d *Desk) MoveSlip(ctx context.Context, who account.User, id string, to day.Day) (Slip, error) {
	if err := who.Need(account.EditOrders); err != nil {
		return Slip{}, err
	}
	s, err := record.Services.Get(ctx, d.st, record.ServiceID)
	if err != nil {
		return Slip{}, err
	}
	if err := s.Value.Works(to); err != nil {
		return Slip{}, fault.From(err).On("day")
	}
	return d.act(ctx, who, account.EditOrders, id, slip.Edited, slip.ViaDesk, slip.Data{Day: string(to)}, func(now Slip) (bool, error) {
		if now.State.Plan.Round != "" && now.State.Day != string(to) {
			return false, errAssigned
		}
		return now.State.Day != string(to), nil
	})
}

// SettleSlip decides on a flagged or disputed entry, with a reason. Somebody who
// decided before wins; their name is told.
func (d *Desk) SettleSlip(ctx context.Context, who account.User, id, entry, decision, reason string) (Slip, error) {
	return d.act(ctx, who, account.FollowField, id, slip.Settled, slip.ViaDesk, slip.Data{Entry: entry, Decision: decision, Reason: reason}, func(s Slip) (bool, error) {
		for _, t := range s.State.Tasks {
			if t.Entry != entry || t.Settled == "" {
				continue
			}
			if t.Settled == decision {
				return false, nil
			}
			last := lastOf(s.Journal, slip.Settled)
			return false, errSettled.With(d.whoAndWhen(ctx, last.By, last.Received))
		}
		return true, nil
	})
}

var errSettled = fault.New(fault.Conflict, "slip.settled", "somebody decided this otherwise meanwhile")

// created keeps facts of the desk off slips that do not exist.
func created(s Slip) error {
	if s.State.Number == "" {
		return slip.ErrNotCreated
	}
	return nil
}

// lastOf is the last entry of a kind, the zero Entry when there is none.
func lastOf(journal []slip.Entry, kind slip.Kind) slip.Entry {
	for i := len(journal) - 1; i >= 0; i-- {
		if journal[i].Kind == kind {
			return journal[i]
		}
	}
	return slip.Entry{}
}
