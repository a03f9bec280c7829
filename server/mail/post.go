// Package mail sends a slip to its shop: the PDF and the link that makes it
// ready. Letters wait in an outbox of the store until the town's mail server has
// taken them; only then the slip's journal says that the shop has it. The
// outbox holds no resident's data: the paper is drawn at the moment of sending,
// as a shop may keep it.
package mail

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	netmail "net/mail"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/paper"
	"github.com/portage-livraison/portage/server/printing"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/slipcode"
	"github.com/portage-livraison/portage/server/store"
)

// Desk is what letters need of the desk.
type Desk interface {
	Service(ctx context.Context, who account.User) (record.Kept[service.Service], error)
	Slip(ctx context.Context, who account.User, id string) (desk.Slip, error)
	SlipCodes(ctx context.Context, who account.User, id string) (slipcode.Codes, error)
	SendSlip(ctx context.Context, who account.User, id, channel string) (desk.Slip, error)
}

// Printer draws the paper that is attached.
type Printer interface {
	ShopSlip(ctx context.Context, id string, l printing.Look) (printing.Document, error)
}

// Options are what a Post needs of its surroundings.
type Options struct {
	Store   store.Store
	Desk    Desk
	Printer Printer
	Server  Server // the zero Server: no mail
	BaseURL string
	Lang    paper.Lang
	Now     func() time.Time
	Log     *slog.Logger
}

// Post takes letters and delivers them. It is safe for concurrent use.
type Post struct{ Options }

// New makes a Post; it reads nothing.
func New(o Options) *Post { return &Post{o} }

// The refusals.
var (
	ErrOff     = fault.New(fault.Conflict, "mail.off", "no mail server is configured")
	ErrAddress = fault.New(fault.Conflict, "mail.no_address", "this shop has no mail address that works")
	errUnknown = fault.New(fault.NotFound, "mail.unknown", "no letter about this slip was written")
)

// The states of a letter.
const (
	Waiting = "waiting"
	Sent    = "sent"
	Failed  = "failed"
)

// Letter is one letter of the outbox. Its id is made of the slip and its
// version, so that asking twice sends once.
type Letter struct {
	ID    string    `json:"id"`
	Slip  string    `json:"slip"`
	Shop  string    `json:"shop"`
	To    string    `json:"to"`
	By    string    `json:"by"`
	Asked time.Time `json:"asked"`
	State string    `json:"state"`
	Tries int       `json:"tries,omitempty"`
	Next  time.Time `json:"next"`
	Why   string    `json:"why,omitempty"` // it was not taken, for an administrator
}

var letters = record.NewShelf("letter", func(l Letter) string { return l.ID },
	map[string]store.KeyType{"state": store.String, "slip": store.String, "next": store.Int64},
	func(l Letter) map[string]any {
		return map[string]any{"state": l.State, "slip": l.Slip, "next": l.Next.UnixMilli()}
	}, errUnknown, []string{"state", "next"}, []string{"slip"})

// Kinds are the document kinds of this package.
func Kinds() []store.Kind { return []store.Kind{letters.Kind()} }

// Send asks for a slip to be mailed to its shop; it is on its way when Deliver
// runs next. The same slip, unchanged, is sent once.
func (p *Post) Send(ctx context.Context, who account.User, slipID string) (Letter, error) {
	if err := who.Need(account.EditOrders); err != nil {
		return Letter{}, err
	}
	s, err := p.Desk.Slip(ctx, who, slipID)
	if err != nil {
		return Letter{}, err
	}
	if p.Server.Addr == "" {
		return Letter{}, ErrOff
	}
	if s.State.Sheet == nil {
		return Letter{}, ErrAddress
	}
	m, err := record.Merchants.Get(ctx, p.Store, s.State.Sheet.Merchant.ID)
	if err != nil {
		return Letter{}, err
	}
	to, err := netmail.ParseAddress(strings.TrimSpace(m.Value.Mail))
	if err != nil {
		return Letter{}, ErrAddress
	}
	now := p.Now().UTC().Truncate(time.Millisecond)
	l := Letter{ID: fmt.Sprintf("%s-%d", s.ID, s.Version), Slip: s.ID, Shop: m.Value.Name, To: to.Address, By: who.ID, Asked: now, State: Waiting, Next: now}
	err = letters.Insert(ctx, p.Store, l, record.Stamp{By: who.ID, At: now})
	if errors.Is(err, store.ErrExists) {
		there, err := letters.Get(ctx, p.Store, l.ID)
		return there.Value, err
	}
	return l, err
}

// Letter is the newest letter about a slip.
func (p *Post) Letter(ctx context.Context, who account.User, slipID string) (Letter, error) {
	if err := who.Need(account.ReadOrders); err != nil {
		return Letter{}, err
	}
	all, err := letters.List(ctx, p.Store, "", record.Is("slip", slipID))
	if err != nil {
		return Letter{}, err
	}
	var last Letter
	for _, l := range all {
		if !l.Value.Asked.Before(last.Asked) {
			last = l.Value
		}
	}
	if last.ID == "" {
		return Letter{}, errUnknown
	}
	return last, nil
}
