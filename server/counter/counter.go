// Package counter is what a shop does without an account: a slip's code opens
// that slip, the shop's own code lists its open ones, and what is tapped becomes
// a line of the slip's journal. It tells no address, no telephone number and no
// full name of a resident, and reading changes nothing, because previews and
// scanners open links too.
//
// It must not know HTTP.
package counter

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/slipcode"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// Options are what a Counter needs of its surroundings.
type Options struct {
	Store store.Store
	Now   func() time.Time
	Zone  *time.Location
}

// Counter runs the use-cases. It is safe for concurrent use.
type Counter struct {
	st    store.Store
	now   func() time.Time
	zone  *time.Location
	guess *guesses
}

// New makes a Counter; it reads and writes nothing.
func New(o Options) *Counter {
	return &Counter{st: o.Store, now: o.Now, zone: o.Zone, guess: newGuesses()}
}

// Grace is how long the code of a finished slip still shows it; acts that were
// tapped without network may arrive as long.
const Grace = 24 * time.Hour

// UndoWindow is how long after a tap the shop may take it back.
const UndoWindow = 10 * time.Minute

// maxShown bounds a shop's list.
const maxShown = 100

// The refusals. An unknown code and one that cannot be a code are the same to
// whoever asks.
var (
	ErrCode  = fault.New(fault.NotFound, "slipcode.unknown", "no slip has this code")
	ErrEnded = fault.New(fault.Gone, "slipcode.ended", "this slip is finished and its code has ended")
	ErrMoved = fault.New(fault.Gone, "slipcode.withdrawn", "this code was replaced: ask the service for the new one")
	ErrShop  = fault.New(fault.Gone, "slipcode.shop_left", "this shop has left the service")
)

// Board is what a code opens.
type Board struct {
	Service, Phone string // of the service
	Shop           string
	Own            bool // opened by the shop's own code: Slips are its open ones
	Slips          []View
}

// Open shows what a scanned or typed code leads to; peer is whom guesses are
// counted for. It writes nothing.
func (c *Counter) Open(ctx context.Context, peer, typed string) (Board, error) {
	at, err := c.find(ctx, peer, typed)
	if err != nil {
		return Board{}, err
	}
	s, err := c.service(ctx)
	if err != nil {
		return Board{}, err
	}
	b := Board{Service: s.Name, Phone: s.Phone, Own: at.Shop != ""}
	if b.Own {
		return c.list(ctx, b, s, at.Shop)
	}
	d, err := c.st.Get(ctx, sliprepo.Name, at.Slip)
	if err != nil {
		return Board{}, unknown(err)
	}
	one, st, err := sliprepo.Decode(d)
	if err != nil {
		return Board{}, err
	}
	if c.ended(one, st) {
		return Board{}, ErrEnded
	}
	v := c.view(one, st, s)
	b.Shop, b.Slips = v.Shop, []View{v}
	return b, nil
}

// Paper finds the slip whose shop's copy a code may print: its own, or one of the
// open slips of a shop's own code.
func (c *Counter) Paper(ctx context.Context, peer, typed, id string) (string, error) {
	b, err := c.Open(ctx, peer, typed)
	if err != nil {
		return "", err
	}
	for _, v := range b.Slips {
		if v.ID == id {
			return id, nil
		}
	}
	return "", ErrCode
}

// list is the open slips of a shop, the next days first.
func (c *Counter) list(ctx context.Context, b Board, s service.Service, id string) (Board, error) {
	m, err := c.shop(ctx, id)
	if err != nil {
		return Board{}, err
	}
	b.Shop, b.Slips = m.Name, []View{}
	page, err := c.st.Query(ctx, store.Query{Kind: sliprepo.Name, Sort: "day", Limit: maxShown,
		Where: []store.Cond{record.Is("merchant", id), record.Is("open", int64(1))}})
	if err != nil {
		return Board{}, fmt.Errorf("list a shop's slips: %w", err)
	}
	for _, d := range page.Docs {
		one, st, err := sliprepo.Decode(d)
		if err != nil {
			return Board{}, err
		}
		b.Slips = append(b.Slips, c.view(one, st, s))
	}
	return b, nil
}

func (c *Counter) shop(ctx context.Context, id string) (merchant.Merchant, error) {
	kept, err := record.Merchants.Get(ctx, c.st, id)
	if err != nil {
		return merchant.Merchant{}, unknown(err)
	}
	if left := kept.Value.Left; left != "" && left <= day.Of(c.now(), c.zone) {
		return merchant.Merchant{}, ErrShop
	}
	return kept.Value, nil
}

// service is the settings; a town that has none yet shows no name.
func (c *Counter) service(ctx context.Context) (service.Service, error) {
	kept, err := record.Services.Get(ctx, c.st, record.ServiceID)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return service.Service{}, err
	}
	return kept.Value, nil
}

// find leads from a code to what it stands for, and counts a wrong one.
func (c *Counter) find(ctx context.Context, peer, typed string) (record.Code, error) {
	code, ok := slipcode.Normal(typed)
	if err := c.guess.may(peer, len(code) < secretLength, c.now()); err != nil {
		return record.Code{}, err
	}
	if !ok {
		c.guess.wrong(peer, false, c.now())
		return record.Code{}, ErrCode
	}
	kept, err := record.Codes.Get(ctx, c.st, slipcode.Hash(code))
	if errors.Is(err, store.ErrNotFound) {
		c.guess.wrong(peer, len(code) < secretLength, c.now())
		return record.Code{}, ErrCode
	}
	if err == nil && kept.Value.Withdrawn {
		return record.Code{}, ErrMoved
	}
	return kept.Value, err
}

// secretLength is that of a QR's secret, which nobody can guess.
const secretLength = 26

// ended says that a slip was closed longer ago than Grace.
func (c *Counter) ended(s slip.Slip, st slip.State) bool {
	return st.Closed && len(s.Journal) > 0 && c.now().Sub(s.Journal[len(s.Journal)-1].Received) > Grace
}

func unknown(err error) error {
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrInvalid) {
		return ErrCode.Because(err)
	}
	return err
}
