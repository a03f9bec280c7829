package desk

import (
	"context"
	"slices"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/slipcode"
	"github.com/portage-livraison/portage/sync/slip"
)

// Audit keeps what was done about access to data, in words without names.
type Audit interface {
	Record(ctx context.Context, who account.User, action, object string, details map[string]string) error
}

// RenewReasons are why a code is replaced: its paper is lost, or its link is
// with somebody it is not for. The audit log holds the word, no free text.
var RenewReasons = []string{"lost", "leaked", "other"}

var errRenewReason = fault.New(fault.Invalid, "slipcode.reason", "say why the code is replaced").On("reason")

// RenewSlipCodes makes the codes of a slip worthless, QR and short one, and
// returns the new ones, which the next paper shows and which the driver's phone
// knows after its next exchange. old is the short code that is to end, so that
// asking twice replaces once.
func (d *Desk) RenewSlipCodes(ctx context.Context, who account.User, slipID, old, reason string) (slipcode.Codes, error) {
	if err := who.Need(account.EditOrders); err != nil {
		return slipcode.Codes{}, err
	}
	if _, err := d.loadSlip(ctx, slipID); err != nil {
		return slipcode.Codes{}, err
	}
	codes, err := d.renew(ctx, who, slipID, record.Code{Slip: slipID}, old, reason)
	if err != nil {
		return slipcode.Codes{}, err
	}
	return codes, d.showCodes(ctx, who, slipID, codes.Marks())
}

// RenewShopCodes is RenewSlipCodes for the codes on a shop's poster.
func (d *Desk) RenewShopCodes(ctx context.Context, who account.User, merchantID, old, reason string) (slipcode.Codes, error) {
	if err := who.Need(account.EditMerchants); err != nil {
		return slipcode.Codes{}, err
	}
	if _, err := record.Merchants.Get(ctx, d.st, merchantID); err != nil {
		return slipcode.Codes{}, err
	}
	return d.renew(ctx, who, shopSeed(merchantID), record.Code{Shop: merchantID}, old, reason)
}

// renew withdraws the codes that old is one of, unless that is done, and claims
// the next ones.
func (d *Desk) renew(ctx context.Context, who account.User, seed string, to record.Code, old, reason string) (slipcode.Codes, error) {
	none := slipcode.Codes{}
	if !slices.Contains(RenewReasons, reason) {
		return none, errRenewReason
	}
	typed, ok := slipcode.Normal(old)
	if !ok {
		return none, errCode
	}
	there, err := record.Codes.Get(ctx, d.st, slipcode.Hash(typed))
	if err != nil {
		return none, err
	}
	if there.Value.Slip != to.Slip || there.Value.Shop != to.Shop {
		return none, errCode
	}
	now, err := d.claimFor(ctx, seed, to)
	if err != nil || there.Value.Withdrawn {
		return now, err
	}
	for _, code := range []string{now.Secret, now.Short} {
		if _, err := amend(ctx, d, who, record.Codes, slipcode.Hash(code), func(was record.Code) (record.Code, error) {
			was.Withdrawn = true
			return was, nil
		}); err != nil {
			return none, err
		}
	}
	if err := d.note(ctx, who, "code.withdrawn", to.Slip+to.Shop, map[string]string{"reason": reason}); err != nil {
		return none, err
	}
	return d.claimFor(ctx, seed, to)
}

// showCodes writes the marks of new codes on a slip's sheet, by which a phone
// without network tells whether a scanned paper is this slip's.
func (d *Desk) showCodes(ctx context.Context, who account.User, id string, marks []string) error {
	for {
		s, err := d.loadSlip(ctx, id)
		if err != nil || s.State.Sheet == nil || slices.Equal(s.State.Sheet.Codes, marks) || s.State.Complete {
			return err
		}
		sheet := *s.State.Sheet
		sheet.Codes = marks
		moved := false
		_, err = d.write(ctx, who, id, slip.Edited, slip.ViaDesk, slip.Data{Sheet: &sheet}, func(now Slip) (bool, error) {
			moved = now.Version != s.Version
			return !moved, nil
		})
		if err != nil || !moved {
			return err
		}
	}
}
