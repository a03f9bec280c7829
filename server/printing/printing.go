// Package printing makes the service's papers: it reads at the desk, with the
// permissions of whoever prints, and turns what it finds into the values that
// package paper draws. It changes nothing but the codes of slips that have none.
//
// It must not know HTTP.
package printing

import (
	"bytes"
	"context"
	"io"
	"slices"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/paper"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/slipcode"
	"github.com/portage-livraison/portage/sync/slip"
)

// Desk is where the papers' contents come from; it asks whether who may read them.
type Desk interface {
	Service(ctx context.Context, who account.User) (record.Kept[service.Service], error)
	Slip(ctx context.Context, who account.User, id string) (desk.Slip, error)
	Slips(ctx context.Context, who account.User, f desk.SlipFilter) ([]desk.Slip, error)
	SlipCodes(ctx context.Context, who account.User, id string) (slipcode.Codes, error)
	SlipLinks(ctx context.Context, who account.User, s desk.Slip) (desk.Links, error)
	ShopCodes(ctx context.Context, who account.User, id string) (slipcode.Codes, error)
	Merchant(ctx context.Context, who account.User, id string) (desk.Merchant, error)
	RoundByID(ctx context.Context, who account.User, id string) (desk.Tour, error)
	OwnTour(ctx context.Context, who account.User, id string) (desk.Tour, error)
	Cheques(ctx context.Context, who account.User) (desk.Cheques, error)
	Today() day.Day
}

// Options are what a Printer needs of its surroundings.
type Options struct {
	Desk    Desk
	People  desk.People
	Zone    *time.Location // in which times are printed
	BaseURL string         // in QR codes
}

// Printer makes papers. It is safe for concurrent use.
type Printer struct{ Options }

// New makes a Printer; it reads nothing.
func New(o Options) *Printer { return &Printer{o} }

// Document is a finished PDF. The same content has the same bytes.
type Document struct {
	Name string // of the file, without accents
	PDF  []byte
}

// Look is how a paper is wanted.
type Look struct {
	Lang paper.Lang
	Size paper.Size
}

// Choice says which slips: one, a round's in its order, or a day's.
type Choice struct {
	Slip  string
	Round string
	Day   day.Day // today when all are empty
}

// maxSlips bounds one document.
const maxSlips = 1000

// ErrMany says that nobody prints so much in one file.
var ErrMany = fault.New(fault.Invalid, "paper.too_many", "too many slips for one file: print them by round")

// Slips prints slips, one page each.
func (p *Printer) Slips(ctx context.Context, who account.User, c Choice, l Look) (Document, error) {
	all, name, err := p.choose(ctx, who, c)
	if err != nil {
		return Document{}, err
	}
	return p.slips(ctx, who, all, name, l, everything)
}

// OwnSlips prints the slips of a driver's own published round.
func (p *Printer) OwnSlips(ctx context.Context, who account.User, round string, l Look) (Document, error) {
	t, err := p.Desk.OwnTour(ctx, who, round)
	if err != nil {
		return Document{}, err
	}
	return p.slips(ctx, account.System, t.Slips, roundName(t), l, everything)
}

// ShopSlip prints one slip as its shop may keep it: the resident is named as the
// town lets a shop read it, without address and telephone; of the resident's mark
// it says when it was given and neither shows nor names it, and it gives no reason
// that is the household's business. The caller asks who may have it.
func (p *Printer) ShopSlip(ctx context.Context, id string, l Look) (Document, error) {
	all, name, err := p.choose(ctx, account.System, Choice{Slip: id})
	if err != nil {
		return Document{}, err
	}
	return p.slips(ctx, account.System, all, name, l, shopOnly)
}

func (p *Printer) slips(ctx context.Context, who account.User, all []desk.Slip, name string, l Look, to reader) (Document, error) {
	b, err := p.builder(ctx, who, all, l.Lang)
	if err != nil {
		return Document{}, err
	}
	pages := make([]paper.Slip, len(all))
	for i, s := range all {
		codes, err := p.Desk.SlipCodes(ctx, who, s.ID)
		if err != nil {
			return Document{}, err
		}
		links, err := p.Desk.SlipLinks(ctx, who, s)
		if err != nil {
			return Document{}, err
		}
		pages[i] = b.slip(s, to)
		pages[i].URL, pages[i].Code = slipcode.URL(p.BaseURL, codes.Secret), slipcode.Show(codes.Short)
		pages[i].Corrects, pages[i].CorrectedBy = links.Corrects.Number, links.CorrectedBy.Number
	}
	return document(name, func(w io.Writer) error { return paper.Slips(w, pages, l.Size, l.Lang) })
}

// choose reads the slips and names the file.
func (p *Printer) choose(ctx context.Context, who account.User, c Choice) ([]desk.Slip, string, error) {
	switch {
	case c.Slip != "":
		s, err := p.Desk.Slip(ctx, who, c.Slip)
		return []desk.Slip{s}, "bon-" + s.State.Number, err
	case c.Round != "":
		t, err := p.Desk.RoundByID(ctx, who, c.Round)
		return t.Slips, roundName(t), err
	case c.Day == "":
		c.Day = p.Desk.Today()
	case !c.Day.Valid():
		return nil, "", day.ErrBad.On("day")
	}
	all, err := p.Desk.Slips(ctx, who, desk.SlipFilter{Day: c.Day, Closed: true})
	all = slices.DeleteFunc(all, func(s desk.Slip) bool { return s.State.Cancelled != nil })
	slices.SortFunc(all, func(a, b desk.Slip) int { return compare(a.State.Number, b.State.Number) })
	if len(all) > maxSlips {
		return nil, "", ErrMany
	}
	return all, "bons-" + string(c.Day), err
}

func roundName(t desk.Tour) string { return "bons-tournee-" + string(t.Value.Day) }

// builder gathers what all pages of a document share.
func (p *Printer) builder(ctx context.Context, who account.User, all []desk.Slip, lang paper.Lang) (builder, error) {
	s, err := p.Desk.Service(ctx, who)
	if err != nil {
		return builder{}, err
	}
	names, err := p.People.Lookup(ctx, people(all)...)
	return builder{set: s.Value, names: names, zone: p.Zone, lang: lang}, err
}

// people are the ids of everybody whom the slips' pages name.
func people(all []desk.Slip) []string {
	var ids []string
	for _, s := range all {
		ids = append(ids, s.State.Plan.Driver, s.State.Cheque.Holder)
		for _, e := range s.Journal {
			if e.Kind == slip.PickedUp || e.Kind == slip.HandedOver {
				ids = append(ids, e.By)
			}
		}
	}
	slices.Sort(ids)
	return slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" })
}

func document(name string, draw func(io.Writer) error) (Document, error) {
	var b bytes.Buffer
	if err := draw(&b); err != nil {
		return Document{}, err
	}
	return Document{Name: name + ".pdf", PDF: b.Bytes()}, nil
}
