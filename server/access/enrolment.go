package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

// Ticket is what a coordinator hands to a driver: a link to scan, or its short
// form to type. Both are said once and stored as digests.
type Ticket struct {
	Code    string // ABCD-EFGH
	URL     string // the token stands in the fragment, which no log sees
	Expires time.Time
}

// Enrol is what a phone sends to become a device.
type Enrol struct {
	Token   string // of the link, or
	Code    string // as typed
	Epoch   string // UUIDv7 of the phone's local database
	Label   string // as the phone names itself
	Charter bool   // the driver accepted the confidentiality charter
}

// Enrolled is a device that was just made. Secret is said once.
type Enrolled struct {
	Device account.Device
	Secret string
}

var (
	errNoDriver = fault.New(fault.Conflict, "enrolment.no_driver", "this person does not drive, or is disabled").On("person")
	errCharter  = fault.New(fault.Invalid, "enrolment.charter", "the charter must be accepted first").On("charter")
	errEpoch    = fault.New(fault.Invalid, "enrolment.epoch", "epoch must be a UUID of the phone's database").On("epoch")
)

// NewEnrolment lets one driver enrol one phone within ten minutes.
func (g *Gate) NewEnrolment(ctx context.Context, who account.User, person string) (Ticket, error) {
	if err := who.Need(account.ManageDrivers); err != nil {
		return Ticket{}, err
	}
	p, _, err := g.person(ctx, person)
	if err != nil {
		return Ticket{}, err
	}
	if p.Disabled || !p.Has(account.Driver) {
		return Ticket{}, errNoDriver
	}
	token, err := newSecret(g.random)
	if err != nil {
		return Ticket{}, err
	}
	code, err := newCode(g.random, account.CodeLength)
	if err != nil {
		return Ticket{}, err
	}
	e := account.Enrolment{Person: p.ID, By: who.ID, Created: stamp(g.now())}
	d, err := enrolmentDoc(digest(token), storeEnrolment(e, digest(code)), 0, g.now())
	if err := insert(ctx, g.store, d, err); err != nil {
		return Ticket{}, fmt.Errorf("new enrolment: %w", err)
	}
	t := Ticket{Code: account.ShowCode(code), URL: g.baseURL + "/enrol#" + token, Expires: e.Expires()}
	return t, g.Record(ctx, who, "enrolment.made", p.ID, nil)
}

// Enrol uses a ticket up and makes the device. Of any number at the same moment
// exactly one wins; for the others, and for a code that never was, the answer
// is account.ErrEnrolmentGone.
func (g *Gate) Enrol(ctx context.Context, peer Peer, in Enrol) (Enrolled, error) {
	key := "enrol\x00" + peer.Address
	if err := g.limits.code.take(key, g.now()); err != nil {
		return Enrolled{}, err
	}
	if !in.Charter {
		return Enrolled{}, errCharter
	}
	if !isUUID(in.Epoch) {
		return Enrolled{}, errEpoch
	}
	out, err := g.redeem(ctx, in)
	if errors.Is(err, account.ErrEnrolmentGone) {
		if _, err := g.RecordRefusal(ctx, peer, account.User{}, "enrolment.refused", "", nil); err != nil {
			return Enrolled{}, err
		}
	}
	if err != nil {
		return Enrolled{}, err
	}
	g.limits.code.give(key)
	return out, g.Record(ctx, out.Device.User(), "device.enrolled", out.Device.ID, nil)
}

func (g *Gate) redeem(ctx context.Context, in Enrol) (Enrolled, error) {
	d, e, err := g.ticket(ctx, in)
	if err != nil {
		return Enrolled{}, err
	}
	p, _, err := g.person(ctx, e.Person)
	if err != nil {
		return Enrolled{}, err
	}
	now := stamp(g.now())
	if p.Disabled || !p.Has(account.Driver) {
		return Enrolled{}, account.ErrEnrolmentGone
	}
	used, err := e.enrolment().Redeem(now, g.newID())
	if err != nil {
		return Enrolled{}, err
	}
	next, err := enrolmentDoc(d.ID, storeEnrolment(used, e.Code), d.Version, now)
	if err != nil {
		return Enrolled{}, err
	}
	switch err := g.store.Put(ctx, next)[0]; {
	case errors.Is(err, store.ErrConflict) || notFound(err):
		return Enrolled{}, account.ErrEnrolmentGone // another phone was faster
	case err != nil:
		return Enrolled{}, fmt.Errorf("use enrolment: %w", err)
	}
	return g.newDevice(ctx, p, used.Device, in, now)
}

// ticket finds the enrolment behind a token or a typed code.
func (g *Gate) ticket(ctx context.Context, in Enrol) (store.Doc, storedEnrolment, error) {
	d, err := store.Doc{}, error(store.ErrNotFound)
	if in.Token != "" {
		d, err = g.store.Get(ctx, kindEnrolment, digest(in.Token))
	} else if code, ok := account.NormalCode(in.Code); ok {
		var page store.Page
		page, err = g.store.Query(ctx, store.Query{Kind: kindEnrolment, Limit: 1, Sort: "created", Desc: true,
			Where: []store.Cond{{Key: "code", Op: store.Eq, Values: []any{digest(code)}}}})
		if err == nil && len(page.Docs) == 0 {
			err = store.ErrNotFound
		} else if err == nil {
			d = page.Docs[0]
		}
	}
	if notFound(err) {
		return d, storedEnrolment{}, account.ErrEnrolmentGone
	}
	if err != nil {
		return d, storedEnrolment{}, fmt.Errorf("read enrolment: %w", err)
	}
	e, err := decode[storedEnrolment](d)
	return d, e, err
}

func (g *Gate) newDevice(ctx context.Context, p account.Person, id string, in Enrol, now time.Time) (Enrolled, error) {
	secret, err := newSecret(g.random)
	if err != nil {
		return Enrolled{}, err
	}
	dev := storedDevice{ID: id, Person: p.ID, Epoch: in.Epoch, Label: account.CleanWord(in.Label, 80),
		Secret: digest(secret), Enrolled: now, Charter: now}
	d, err := deviceDoc(dev, 0, now)
	if err := insert(ctx, g.store, d, err); err != nil {
		return Enrolled{}, fmt.Errorf("new device: %w", err)
	}
	out := dev.device()
	out.Name, out.Locale, out.Access = p.Name, p.Locale, account.AccessOK
	return Enrolled{Device: out, Secret: secret}, nil
}

func storeEnrolment(e account.Enrolment, code string) storedEnrolment {
	return storedEnrolment{Person: e.Person, By: e.By, Code: code, Created: e.Created, Used: e.Used, Device: e.Device}
}

func (e storedEnrolment) enrolment() account.Enrolment {
	return account.Enrolment{Person: e.Person, By: e.By, Created: e.Created, Used: e.Used, Device: e.Device}
}

// isUUID accepts the canonical form of a UUIDv7.
func isUUID(s string) bool {
	if len(s) != 36 || s[14] != '7' {
		return false
	}
	for i, r := range s {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (r == '-') || !dash && (r < '0' || r > '9') && (r < 'a' || r > 'f') {
			return false
		}
	}
	return true
}
