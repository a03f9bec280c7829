// Package report counts what a period brought, from the slips' journals and the
// records beside them, never from counters: counting again gives the same. It
// returns figures, and no resident's name or address ever.
package report

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/request"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// People finds colleagues by id; those that do not exist are left out.
type People interface {
	Lookup(ctx context.Context, ids ...string) (map[string]account.Person, error)
}

// Options are what a Reporter needs of its surroundings.
type Options struct {
	Store  store.Store
	People People // nil: drivers have no names
	Now    func() time.Time
	Zone   *time.Location
}

// Reporter runs the use-case. It is safe for concurrent use, and only reads.
type Reporter struct{ o Options }

// New makes a Reporter; it reads nothing.
func New(o Options) *Reporter { return &Reporter{o} }

// Ask is the period, and whether small numbers stay untold. Without From the
// report begins with the service, without To it ends today.
type Ask struct {
	From, To day.Day
	Mask     bool
}

// ErrPeriod says that a period ends before it begins.
var ErrPeriod = fault.New(fault.Invalid, "report.period", "the period ends before it begins").On("to")

// Figures counts a period. Whoever may read figures may ask; drivers are named
// for those alone who may read colleagues' names, and shops for those who may
// read shops.
func (r *Reporter) Figures(ctx context.Context, who account.User, a Ask) (Figures, error) {
	if err := who.Need(account.ReadFigures); err != nil {
		return Figures{}, err
	}
	l, err := r.load(ctx)
	if err != nil {
		return Figures{}, err
	}
	if a.From == "" {
		a.From = l.service.Opens
	}
	if a.To == "" {
		a.To = day.Of(r.o.Now(), r.o.Zone)
	}
	switch {
	case !a.From.Valid():
		return Figures{}, day.ErrBad.On("from")
	case !a.To.Valid():
		return Figures{}, day.ErrBad.On("to")
	case a.To < a.From:
		return Figures{}, ErrPeriod
	}
	c := newCount(l, a, r.o.Zone)
	f := c.figures()
	names := map[string]account.Person{}
	if r.o.People != nil && who.May(account.ReadPeople) {
		if names, err = r.o.People.Lookup(ctx, c.driverIDs()...); err != nil {
			return Figures{}, fmt.Errorf("report: %w", err)
		}
	}
	f.Drivers = c.drivers(names)
	f.Cheques = c.cheques(who.May(account.ReadMerchants))
	if a.Mask {
		mask(&f)
	}
	return f, nil
}

// loaded is all that is counted.
type loaded struct {
	service    service.Service
	households []household.Household
	merchants  []merchant.Merchant
	orders     []order.Order
	requests   []request.Request
	slips      []brought
}

// brought is one slip with its fold.
type brought struct {
	slip.Slip
	state slip.State
}

func (r *Reporter) load(ctx context.Context) (l loaded, err error) {
	kept, err := record.Services.Get(ctx, r.o.Store, record.ServiceID)
	if err != nil {
		return l, err
	}
	l.service = kept.Value
	if l.households, err = list(ctx, r.o.Store, record.Households); err != nil {
		return l, err
	}
	if l.merchants, err = list(ctx, r.o.Store, record.Merchants); err != nil {
		return l, err
	}
	if l.orders, err = list(ctx, r.o.Store, record.Orders); err != nil {
		return l, err
	}
	if l.requests, err = list(ctx, r.o.Store, record.Requests); err != nil {
		return l, err
	}
	if l.slips, err = slips(ctx, r.o.Store); err != nil {
		return l, err
	}
	l.join()
	return l, nil
}

// join counts the records of one household as one.
func (l *loaded) join() {
	stands := map[string]string{}
	for _, h := range l.households {
		for _, id := range h.Holds {
			stands[id] = h.ID
		}
	}
	if len(stands) == 0 {
		return
	}
	l.households = slices.DeleteFunc(l.households, func(h household.Household) bool { return stands[h.ID] != "" })
	for i, s := range l.slips {
		if s.state.Sheet != nil && stands[s.state.Sheet.Household.ID] != "" {
			sheet := *s.state.Sheet
			sheet.Household.ID = stands[sheet.Household.ID]
			l.slips[i].state.Sheet = &sheet
		}
	}
	for i, r := range l.requests {
		l.requests[i].Household = cmp.Or(stands[r.Household], r.Household)
	}
}

func list[T any](ctx context.Context, st store.Store, shelf record.Shelf[T]) ([]T, error) {
	kept, err := shelf.List(ctx, st, "")
	out := make([]T, len(kept))
	for i, k := range kept {
		out[i] = k.Value
	}
	return out, err
}

// slips reads every slip; pages are folded while the next one is read, which is
// where a report of thousands spends its time.
func slips(ctx context.Context, st store.Store) ([]brought, error) {
	type batch struct {
		slips []brought
		err   error
	}
	var (
		all  []*batch
		work sync.WaitGroup
	)
	defer work.Wait()
	q := store.Query{Kind: sliprepo.Name, Limit: 250}
	for {
		page, err := st.Query(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("report: %w", err)
		}
		b := &batch{}
		all = append(all, b)
		work.Go(func() { b.slips, b.err = fold(page.Docs) })
		if page.Next == "" {
			break
		}
		q.Cursor = page.Next
	}
	work.Wait()
	var out []brought
	for _, b := range all {
		if b.err != nil {
			return nil, b.err
		}
		out = append(out, b.slips...)
	}
	return out, nil
}

func fold(docs []store.Doc) ([]brought, error) {
	out := make([]brought, len(docs))
	for i, d := range docs {
		s, state, err := sliprepo.Decode(d)
		if err != nil {
			return nil, err
		}
		out[i] = brought{s, state}
	}
	return out, nil
}
