package desk

import (
	"context"
	"strings"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/sync/slip"
)

// PaperSlip is what stands on a signed paper slip, keyed in when a phone was out
// of use (scenario 38).
type PaperSlip struct {
	Driver   string // who carried it
	Bags     int
	Amount   int64      // of the cheque
	Payment  string     // cheque, owed or none
	Reason   string     // why no cheque, when it is owed
	Resident string     // who signed at the door
	Returned bool       // the merchant signed for the cheque
	Merchant string     // who signed at the shop
	Photo    *slip.Blob // of the paper, brought apart; nil for none
}

var errPaperName = fault.New(fault.Invalid, "slip.paper_name", "write who signed the paper").On("resident")

// KeyInSlip writes on a slip what its paper says: the pick-up, the hand-over and,
// when the shop signed too, the cheque's return, each marked as paper. What the
// journal already says is not written again, so that it may be sent twice.
func (d *Desk) KeyInSlip(ctx context.Context, who account.User, id string, p PaperSlip) (Slip, error) {
	if err := who.Need(account.FollowField); err != nil {
		return Slip{}, err
	}
	if strings.TrimSpace(p.Resident) == "" {
		return Slip{}, errPaperName
	}
	if p.Returned && strings.TrimSpace(p.Merchant) == "" {
		return Slip{}, errPaperName.On("merchant")
	}
	if err := d.drives(ctx, p.Driver); err != nil {
		return Slip{}, err
	}
	// A paper with a fault at its end must not be keyed in by half.
	switch {
	case p.Payment == slip.PayCheque && p.Amount <= 0:
		return Slip{}, fault.From(slipFault(slip.ErrNoAmount)).On("amountCents")
	case p.Payment == slip.PayOwed && strings.TrimSpace(p.Reason) == "":
		return Slip{}, fault.From(slipFault(slip.ErrRequired)).On("reason")
	case p.Returned && p.Payment != slip.PayCheque:
		return Slip{}, fault.From(slipFault(slip.ErrBadData)).On("returned")
	}
	if _, err := d.write(ctx, who, id, slip.PickedUp, slip.ViaPaper, slip.Data{Driver: p.Driver, Bags: p.Bags}, func(s Slip) (bool, error) {
		return s.State.GoodsHolder() != p.Driver && s.State.Goods.State != slip.GoodsDelivered, created(s)
	}); err != nil {
		return Slip{}, err
	}
	hand := slip.Data{Driver: p.Driver, Payment: p.Payment, AmountCents: p.Amount, Reason: p.Reason, Mark: &slip.MarkData{Paper: true, Name: p.Resident}}
	e, err := d.entry(who, slip.HandedOver, slip.ViaPaper, hand)
	if err != nil {
		return Slip{}, err
	}
	if p.Photo != nil {
		e.Blobs = []slip.Blob{*p.Photo}
	}
	s, err := d.append(ctx, id, func(s Slip) (bool, error) {
		return s.State.Resident == nil || s.State.Cheque.State == slip.ChequeOwed && p.Payment == slip.PayCheque, nil
	}, e)
	if err == nil && p.Returned {
		back := slip.Data{Driver: p.Driver, AmountCents: p.Amount, Mark: &slip.MarkData{Paper: true, Name: p.Merchant}}
		s, err = d.write(ctx, who, id, slip.ChequeReturned, slip.ViaPaper, back, func(s Slip) (bool, error) { return s.State.Merchant == nil, nil })
	}
	return seenBy(who, s), err
}
