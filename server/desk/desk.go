// Package desk is what the town's staff do: households, shops, orders, slips,
// rounds, cheques and problems. Each use-case asks whether somebody may, loads,
// lets a pure noun decide, and saves with one compare-and-set of one document;
// what follows from it on other documents is idempotent and taken up again by
// Resume. It never refuses or loses what happened in the field.
//
// It must not know HTTP. Others learn of changes from the store's feed.
package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/slipcode"
	"github.com/portage-livraison/portage/server/store"
)

// People finds colleagues by id; those that do not exist are left out.
type People interface {
	Lookup(ctx context.Context, ids ...string) (map[string]account.Person, error)
}

// Options are what a Desk needs of its surroundings.
type Options struct {
	Store  store.Store
	People People
	Now    func() time.Time
	NewID  func() string  // UUIDv7
	Random io.Reader      // crypto/rand.Reader; tests pass their own
	Zone   *time.Location // where the town's days begin and end
	Audit  Audit          // nil: nothing is recorded, as for a town that is made up
}

// Desk runs the use-cases. It is safe for concurrent use.
type Desk struct {
	st     store.Store
	people People
	now    func() time.Time
	newID  func() string
	random io.Reader
	zone   *time.Location
	audit  Audit

	once  sync.Mutex
	maker *slipcode.Maker
}

// New makes a Desk; it reads and writes nothing.
func New(o Options) *Desk {
	return &Desk{st: o.Store, people: o.People, now: o.Now, newID: o.NewID, random: o.Random, zone: o.Zone, audit: o.Audit}
}

// ErrChanged says that somebody else was faster; its arguments say who and when.
var ErrChanged = fault.New(fault.Conflict, "desk.changed", "somebody changed this meanwhile: look again")

// note writes in the audit log.
func (d *Desk) note(ctx context.Context, who account.User, action, object string, details map[string]string) error {
	if d.audit == nil {
		return nil
	}
	return d.audit.Record(ctx, who, action, object, details)
}

// Today is the town's day.
func (d *Desk) Today() day.Day { return day.Of(d.now(), d.zone) }

func (d *Desk) stamp(who account.User) record.Stamp {
	return record.Stamp{By: who.ID, At: d.now().UTC().Truncate(time.Millisecond)}
}

// changed is ErrChanged, told with the name of who was faster.
func (d *Desk) changed(ctx context.Context, last record.Stamp) error {
	return ErrChanged.With(d.whoAndWhen(ctx, last.By, last.At))
}

func (d *Desk) whoAndWhen(ctx context.Context, by string, at time.Time) map[string]any {
	return map[string]any{"by": d.name(ctx, by), "at": at.UTC().Format(time.RFC3339)}
}

// name is a colleague's name, or "" when nobody is known under id. A failing
// look-up must not hide the answer that the name is for.
func (d *Desk) name(ctx context.Context, id string) string {
	if id == account.System.ID {
		return account.System.Name
	}
	found, err := d.people.Lookup(ctx, id)
	if err != nil {
		return ""
	}
	return found[id].Name
}

// replace keeps v when what is there is still at version, else ErrChanged. Its
// own write, seen again after an answer that was lost, is no conflict.
func replace[T any](ctx context.Context, d *Desk, who account.User, shelf record.Shelf[T], id string, version int64, change func(was T) (T, error)) (record.Kept[T], error) {
	last := d.stamp(who)
	var lost record.Stamp
	kept, err := shelf.Update(ctx, d.st, id, last, func(was record.Kept[T]) (T, bool, error) {
		if was.Version == version+1 && was.Last == last {
			return was.Value, false, nil
		}
		if was.Version != version {
			lost = was.Last
			return was.Value, false, ErrChanged
		}
		next, err := change(was.Value)
		return next, true, err
	})
	if errors.Is(err, ErrChanged) {
		return kept, d.changed(ctx, lost)
	}
	return kept, err
}

// amend changes what is kept under id whatever its version: for acts that say
// themselves what they expect.
func amend[T any](ctx context.Context, d *Desk, who account.User, shelf record.Shelf[T], id string, change func(was T) (T, error)) (record.Kept[T], error) {
	last := d.stamp(who)
	return shelf.Update(ctx, d.st, id, last, func(was record.Kept[T]) (T, bool, error) {
		next, err := change(was.Value)
		return next, true, err
	})
}

// insert keeps a new v and returns it at version 1.
func insert[T any](ctx context.Context, d *Desk, who account.User, shelf record.Shelf[T], v T) (record.Kept[T], error) {
	last := d.stamp(who)
	if err := shelf.Insert(ctx, d.st, v, last); err != nil {
		return record.Kept[T]{}, fmt.Errorf("keep a new %s: %w", shelf.Kind().Name, err)
	}
	return record.Kept[T]{Value: v, Version: 1, Last: last}, nil
}

// once is insert for a thing whose id its maker chose. Sent again, because the
// answer to the first time was lost, it makes no second one: what is said now
// replaces what was said then, unless somebody touched it since. stamp writes on
// v what the first time gave it.
func once[T any](ctx context.Context, d *Desk, who account.User, shelf record.Shelf[T], id string, v T, stamp func(was T, v *T)) (record.Kept[T], error) {
	kept, err := insert(ctx, d, who, shelf, v)
	if !errors.Is(err, store.ErrExists) {
		return kept, err
	}
	var lost record.Stamp
	kept, err = shelf.Update(ctx, d.st, id, d.stamp(who), func(was record.Kept[T]) (T, bool, error) {
		stamp(was.Value, &v)
		switch same, err := alike(was.Value, v); {
		case err != nil || same && was.Last.By == who.ID:
			return was.Value, false, err
		case was.Version > 1 || was.Last.By != who.ID:
			lost = was.Last
			return was.Value, false, ErrChanged
		}
		return v, true, nil
	})
	if errors.Is(err, ErrChanged) {
		return kept, d.changed(ctx, lost)
	}
	return kept, err
}

// alike compares as things are kept: no list and an empty one are the same.
func alike(a, b any) (bool, error) {
	x, err := json.Marshal(a)
	if err != nil {
		return false, err
	}
	y, err := json.Marshal(b)
	return bytes.Equal(x, y), err
}

// idOr is the id that the maker of a thing chose, or a new one.
func (d *Desk) idOr(chosen string) string {
	if chosen != "" {
		return chosen
	}
	return d.newID()
}

// Service returns the service's settings. Everybody who works at the desk may
// read them.
func (d *Desk) Service(ctx context.Context, who account.User) (record.Kept[service.Service], error) {
	if who.ID == "" {
		return record.Kept[service.Service]{}, account.ErrUnsigned
	}
	return record.Services.Get(ctx, d.st, record.ServiceID)
}

// Charter is what a driver accepts at enrolment, in the town's own words, ""
// while there are none. Whoever enrols has no account yet, and may read it.
func (d *Desk) Charter(ctx context.Context) (string, error) {
	kept, err := record.Services.Get(ctx, d.st, record.ServiceID)
	if errors.Is(err, store.ErrNotFound) {
		return "", nil
	}
	return kept.Value.Texts.Charter, err
}

// SetService replaces the settings when they are still at version; version 0
// makes them for the first time.
func (d *Desk) SetService(ctx context.Context, who account.User, s service.Service, version int64) (record.Kept[service.Service], error) {
	none := record.Kept[service.Service]{}
	if err := who.Need(account.ManageSettings); err != nil {
		return none, err
	}
	if err := s.Check(); err != nil {
		return none, err
	}
	if version > 0 {
		return replace(ctx, d, who, record.Services, record.ServiceID, version, func(service.Service) (service.Service, error) { return s, nil })
	}
	kept, err := insert(ctx, d, who, record.Services, s)
	if errors.Is(err, store.ErrExists) {
		there, err := record.Services.Get(ctx, d.st, record.ServiceID)
		if err != nil {
			return none, err
		}
		return none, d.changed(ctx, there.Last)
	}
	return kept, err
}

// WorkingDays lists the next n days of deliveries from a day on, today when it
// is "" (scenario 6).
func (d *Desk) WorkingDays(ctx context.Context, who account.User, from day.Day, n int) ([]day.Day, error) {
	s, err := d.Service(ctx, who)
	if err != nil {
		return nil, err
	}
	if from == "" {
		from = d.Today()
	}
	if !from.Valid() {
		return nil, day.ErrBad.On("from")
	}
	return s.Value.Next(from, n), nil
}
