package push

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// heldKind is package field's kind of acts that wait for somebody.
const heldKind = "held"

// How the sweep works.
const (
	sweepBack  = 10 * time.Minute    // overlap with the sweep before, for changes on their way
	keepFor    = 14 * 24 * time.Hour // notices are kept longer than any cause is looked for
	endedKept  = 2 * subscriptionIdle
	oldestDay  = -7
	pruneBatch = 500

	deriveAtOnce = 64 // documents that are looked at together
)

// follow derives notices from each change as it comes.
func (p *Push) follow(ctx context.Context) {
	for wait := time.Duration(0); ctx.Err() == nil; {
		err := p.watch(ctx, func() { wait = 0 })
		if ctx.Err() != nil || errors.Is(err, store.ErrClosed) {
			return
		}
		if !errors.Is(err, store.ErrGap) {
			p.o.Log.ErrorContext(ctx, "push: the feed of changes stopped; it starts again", "err", err)
			wait = min(max(2*wait, time.Second), 30*time.Second)
			pause(ctx, wait, nil)
		}
	}
}

// watch reads one feed to its end. It looks at what came before it after it has
// begun, so that nothing falls between the two.
func (p *Push) watch(ctx context.Context, well func()) error {
	kinds := []string{sliprepo.Name, record.Rounds.Kind().Name, heldKind}
	if p.o.PersonKind != "" {
		kinds = append(kinds, p.o.PersonKind)
	}
	feed, err := p.o.Store.Watch(ctx, kinds, "")
	if err != nil {
		return err
	}
	p.crowd.follow(p.o.PersonKind != "")
	defer p.crowd.follow(false)
	if err := p.Sweep(ctx); err != nil {
		return errors.Join(err, feed.Close())
	}
	changes, ended := make(chan store.Change, deriveAtOnce), make(chan error, 1)
	go func() {
		defer close(changes)
		ended <- p.read(ctx, feed, well, changes)
	}()
	for c := range changes {
		if err := p.derive(ctx, gather(c, changes)); err != nil {
			// The sweep will find it again.
			p.o.Log.ErrorContext(ctx, "push: notices not derived", "err", err)
		}
	}
	return errors.Join(<-ended, feed.Close())
}

// read passes changes on until the feed ends.
func (p *Push) read(ctx context.Context, feed store.Feed, well func(), changes chan<- store.Change) error {
	for {
		c, err := feed.Next(ctx)
		if err != nil {
			return err
		}
		well()
		switch {
		case c.Kind == p.o.PersonKind:
			p.crowd.changed()
			continue
		case c.Deleted:
			continue
		}
		select {
		case changes <- c:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// gather takes along what waits already, each document once.
func gather(first store.Change, more <-chan store.Change) []source {
	all := []source{{first.Kind, first.ID}}
	for len(all) < deriveAtOnce {
		select {
		case c, ok := <-more:
			if !ok {
				return all
			}
			if s := (source{c.Kind, c.ID}); !slices.Contains(all, s) {
				all = append(all, s)
			}
		default:
			return all
		}
	}
	return all
}

// source is a document that may give cause for notices.
type source struct{ kind, id string }

// derive stores the notices that documents give cause for. One that cannot be
// read stops no other.
func (p *Push) derive(ctx context.Context, from []source) error {
	var all []cause
	var errs []error
	var slips []string
	for _, s := range from {
		if s.kind == sliprepo.Name {
			slips = append(slips, s.id)
			continue
		}
		causes, err := p.causes(ctx, s)
		all, errs = append(all, causes...), append(errs, err)
	}
	causes, err := p.ofSlips(ctx, slips)
	errs = append(errs, err)
	if all = append(all, causes...); len(all) > 0 {
		errs = append(errs, p.tell(ctx, all))
	}
	return errors.Join(errs...)
}

func (p *Push) ofSlips(ctx context.Context, ids []string) ([]cause, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var all []cause
	var errs []error
	page, err := p.o.Store.Query(ctx, store.Query{Kind: sliprepo.Name, Limit: len(ids), IDs: ids, Keys: []string{}})
	for _, d := range page.Docs {
		s, st, err := sliprepo.Decode(d)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		all = append(all, slipCauses(s, st, p.o.Now().Add(-horizon))...)
	}
	return all, errors.Join(append(errs, err)...)
}

// causes are those of a round or of a held act.
func (p *Push) causes(ctx context.Context, from source) ([]cause, error) {
	if from.kind == record.Rounds.Kind().Name {
		r, err := record.Rounds.Get(ctx, p.o.Store, from.id)
		if err != nil {
			return nil, err
		}
		return roundCauses(r.Value), nil
	}
	d, err := p.o.Store.Get(ctx, from.kind, from.id)
	if notFound(err) || err == nil && d.Keys["state"] != "waiting" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	at, _ := d.Keys["received"].(int64)
	return []cause{{id: "held:" + from.id, kind: Problem, phrase: waiting, at: time.UnixMilli(at)}}, nil
}

// Sweep derives again everything that changed lately, from the first second of
// the last 24 hours when it runs for the first time. It stores what a crash left
// out and changes nothing else. It is to run every few minutes.
func (p *Push) Sweep(ctx context.Context) error {
	p.sweeping.Lock()
	defer p.sweeping.Unlock()
	began := p.o.Now()
	p.mu.Lock()
	since := p.swept.Add(-sweepBack)
	p.mu.Unlock()
	if oldest := began.Add(-horizon); since.Before(oldest) {
		since = oldest
	}
	var errs []error
	looked := map[source]bool{}
	var found []source
	for _, q := range p.recent() {
		q.Limit, q.KeysOnly, q.Keys = 1000, true, []string{}
		err := each(ctx, p.o.Store, q, func(d store.Doc) error {
			if s := (source{d.Kind, d.ID}); d.Time >= since.UnixMilli() && !looked[s] {
				looked[s], found = true, append(found, s)
			}
			return ctx.Err()
		})
		errs = append(errs, err)
	}
	for some := range slices.Chunk(found, deriveAtOnce) {
		errs = append(errs, p.derive(ctx, some), ctx.Err())
	}
	errs = append(errs, p.oldCheques(ctx))
	if err := errors.Join(errs...); err != nil {
		return fmt.Errorf("push sweep: %w", err)
	}
	p.mu.Lock()
	p.swept = began
	p.mu.Unlock()
	return nil
}

// recent selects every document that can have changed lately.
func (p *Push) recent() []store.Query {
	from := string(day.Of(p.o.Now(), p.o.Zone).Add(oldestDay))
	return []store.Query{
		{Kind: sliprepo.Name, Where: []store.Cond{record.Is("open", int64(1))}},
		{Kind: sliprepo.Name, Where: []store.Cond{record.From("day", from)}},
		{Kind: sliprepo.Name, Where: []store.Cond{record.Is("attention", int64(1))}},
		{Kind: sliprepo.Name, Where: []store.Cond{record.Is("alerts", int64(1))}},
		{Kind: record.Rounds.Kind().Name, Where: []store.Cond{record.From("day", from)}},
		{Kind: heldKind, Where: []store.Cond{record.Is("state", "waiting")}},
	}
}

// oldCheques tells the coordinators once a day, from eight in the morning, how
// many cheques are out for too long.
func (p *Push) oldCheques(ctx context.Context) error {
	now := p.o.Now()
	today := day.Of(now, p.o.Zone)
	at := today.At(8, 0, p.o.Zone)
	settings, err := record.Services.Get(ctx, p.o.Store, record.ServiceID)
	if errors.Is(err, store.ErrNotFound) || err == nil && settings.Value.OldCheque == 0 || now.Before(at) {
		return nil
	}
	if err != nil {
		return err
	}
	n := 0
	q := store.Query{Kind: sliprepo.Name, Limit: 200, Where: []store.Cond{record.Is("cheque", string(slip.ChequeWithDriver))}}
	err = each(ctx, p.o.Store, q, func(d store.Doc) error {
		_, st, err := sliprepo.Decode(d)
		if err == nil && st.Cheque.Since != nil && today.Time().Sub(day.Of(st.Cheque.Since.Time, p.o.Zone).Time()).Hours()/24 > float64(settings.Value.OldCheque) {
			n++
		}
		return err
	})
	if err != nil || n == 0 {
		return err
	}
	// The number may change during the day; the notice does not.
	return p.tell(ctx, []cause{{id: "cheques:" + string(today), kind: Cheque, phrase: chequesOld, at: at,
		facts: facts{Count: n, Day: today}}})
}

// Prune removes notices and ended subscriptions that nothing asks for any more.
func (p *Push) Prune(ctx context.Context) error {
	now := p.o.Now()
	return errors.Join(
		p.remove(ctx, noticeKind.Name, "at", now.Add(-keepFor)),
		p.remove(ctx, subscriptionKind.Name, "contact", now.Add(-endedKept)))
}

func (p *Push) remove(ctx context.Context, kind, key string, before time.Time) error {
	q := store.Query{Kind: kind, Limit: pruneBatch, KeysOnly: true, Where: []store.Cond{record.Before(key, before.UnixMilli())}}
	err := each(ctx, p.o.Store, q, func(d store.Doc) error {
		err := p.o.Store.Delete(ctx, d.Kind, d.ID, d.Version)
		if errors.Is(err, store.ErrConflict) || notFound(err) {
			return nil
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("prune %s before %s: %w", kind, strconv.FormatInt(before.UnixMilli(), 10), err)
	}
	return nil
}
