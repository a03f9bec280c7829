package desk

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/slipcode"
	"github.com/portage-livraison/portage/server/store"
)

const codeKey = "slipcode"

// codes is the maker of slip codes. Its key is made once per service; of two
// servers that start together, the one that comes second takes the first one's.
func (d *Desk) codes(ctx context.Context) (slipcode.Maker, error) {
	d.once.Lock()
	defer d.once.Unlock()
	if d.maker != nil {
		return *d.maker, nil
	}
	kept, err := record.Secrets.Get(ctx, d.st, codeKey)
	if errors.Is(err, store.ErrNotFound) {
		key := record.Key{Name: codeKey, Bytes: make([]byte, 32)}
		if _, err := io.ReadFull(d.random, key.Bytes); err != nil {
			return slipcode.Maker{}, fmt.Errorf("make the key of slip codes: %w", err)
		}
		err = record.Secrets.Insert(ctx, d.st, key, d.stamp(account.System))
		if err != nil && !errors.Is(err, store.ErrExists) {
			return slipcode.Maker{}, fmt.Errorf("keep the key of slip codes: %w", err)
		}
		kept, err = record.Secrets.Get(ctx, d.st, codeKey)
		if err != nil {
			return slipcode.Maker{}, err
		}
	} else if err != nil {
		return slipcode.Maker{}, err
	}
	maker := slipcode.NewMaker(kept.Value.Bytes)
	d.maker = &maker
	return maker, nil
}

// maxAttempts bounds the search for a free short code; of 3.4 thousand million
// the second one is taken only in stories.
// The codes of lost papers count too.
const maxAttempts = 64

// claimCodes keeps the codes of a slip, the same ones when called again.
func (d *Desk) claimCodes(ctx context.Context, slipID string) (slipcode.Codes, error) {
	return d.claimFor(ctx, slipID, record.Code{Slip: slipID})
}

// claimFor keeps codes that lead to what to names; seed makes them.
func (d *Desk) claimFor(ctx context.Context, seed string, to record.Code) (slipcode.Codes, error) {
	maker, err := d.codes(ctx)
	if err != nil {
		return slipcode.Codes{}, err
	}
	for attempt := range maxAttempts {
		c := maker.Codes(seed, attempt)
		mine, err := d.claim(ctx, c, to)
		if err != nil || mine {
			return c, err
		}
	}
	return slipcode.Codes{}, fmt.Errorf("no free code for %s", seed)
}

func (d *Desk) claim(ctx context.Context, c slipcode.Codes, to record.Code) (mine bool, err error) {
	for _, code := range []string{c.Short, c.Secret} {
		to.Hash = slipcode.Hash(code)
		there, err := record.Codes.Get(ctx, d.st, to.Hash) // asked first: most calls print again
		if errors.Is(err, store.ErrNotFound) {
			err = record.Codes.Insert(ctx, d.st, to, d.stamp(account.System))
			if err == nil {
				continue
			}
			if !errors.Is(err, store.ErrExists) {
				return false, fmt.Errorf("keep a code: %w", err)
			}
			there, err = record.Codes.Get(ctx, d.st, to.Hash)
		}
		if err != nil || there.Value != to {
			return false, err
		}
	}
	return true, nil
}

// SlipCodes returns what is printed on a slip.
func (d *Desk) SlipCodes(ctx context.Context, who account.User, slipID string) (slipcode.Codes, error) {
	if err := who.Need(account.ReadOrders); err != nil {
		return slipcode.Codes{}, err
	}
	if _, err := d.loadSlip(ctx, slipID); err != nil {
		return slipcode.Codes{}, err
	}
	return d.claimCodes(ctx, slipID)
}

// ShopCodes returns what is printed on a shop's poster: it lists that shop's open
// slips and nobody else's.
func (d *Desk) ShopCodes(ctx context.Context, who account.User, merchantID string) (slipcode.Codes, error) {
	if err := who.Need(account.EditMerchants); err != nil {
		return slipcode.Codes{}, err
	}
	if _, err := record.Merchants.Get(ctx, d.st, merchantID); err != nil {
		return slipcode.Codes{}, err
	}
	return d.claimFor(ctx, shopSeed(merchantID), record.Code{Shop: merchantID})
}

func shopSeed(merchantID string) string { return "shop " + merchantID }

// SlipOfCode finds the slip of a scanned or typed code, whoever holds it: a
// fault of kind NotFound for anything that is no code. The caller bounds guesses.
func (d *Desk) SlipOfCode(ctx context.Context, typed string) (slipID string, err error) {
	code, ok := slipcode.Normal(typed)
	if !ok {
		return "", errCode
	}
	kept, err := record.Codes.Get(ctx, d.st, slipcode.Hash(code))
	if err == nil && (kept.Value.Slip == "" || kept.Value.Withdrawn) {
		return "", errCode
	}
	return kept.Value.Slip, err
}
