package push

import (
	"context"
	"errors"
	"fmt"
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
	feed, err := p.o.Store.Watch(ctx, []string{sliprepo.Name, record.Rounds.Kind().Name, heldKind}, "")
	if err != nil {
		return err
	}
	if err := p.Sweep(ctx); err != nil {
		return errors.Join(err, feed.Close())
	}
	for {
		c, err := feed.Next(ctx)
		if err != nil {
			return errors.Join(err, feed.Close())
		}
		well()
		if c.Deleted {
			continue
		}
		if err := p.derive(ctx, c.Kind, c.ID); err != nil {
			// The sweep will find it again.
			p.o.Log.ErrorContext(ctx, "push: notices not derived", "kind", c.Kind, "id", c.ID, "err", err)
		}
	}
}

// derive stores the notices that a document gives cause for.
func (p *Push) derive(ctx context.Context, kind, id string) error {
	causes, err := p.causes(ctx, kind, id)
	if err != nil || len(causes) == 0 {
		return err
	}
	return p.tell(ctx, causes)
}

func (p *Push) causes(ctx context.Context, kind, id string) ([]cause, error) {
	if kind == record.Rounds.Kind().Name {
		r, err := record.Rounds.Get(ctx, p.o.Store, id)
		if err != nil {
			return nil, err
		}
		return roundCauses(r.Value), nil
	}
	d, err := p.o.Store.Get(ctx, kind, id)
	if notFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if kind == heldKind {
		if d.Keys["state"] != "waiting" {
			return nil, nil
		}
		at, _ := d.Keys["received"].(int64)
		return []cause{{id: "held:" + id, kind: Problem, phrase: waiting, at: time.UnixMilli(at)}}, nil
	}
	s, st, err := sliprepo.Decode(d)
	if err != nil {
		return nil, err
	}
	return slipCauses(s, st, p.o.Now().Add(-horizon)), nil
}

// Sweep derives again everything that changed lately, from the first second of
// the last 24 hours when it runs for the first time. It stores what a crash left
// out and changes nothing else. It is to run every few minutes.
func (p *Push) Sweep(ctx context.Context) error {
	began := p.o.Now()
	p.mu.Lock()
	since := p.swept.Add(-sweepBack)
	p.mu.Unlock()
	if oldest := began.Add(-horizon); since.Before(oldest) {
		since = oldest
	}
	var errs []error
	looked := map[string]bool{}
	for _, q := range p.recent() {
		q.Limit, q.KeysOnly = 1000, true
		err := each(ctx, p.o.Store, q, func(d store.Doc) error {
			if d.Time < since.UnixMilli() || looked[d.Kind+d.ID] {
				return nil
			}
			looked[d.Kind+d.ID] = true
			errs = append(errs, p.derive(ctx, d.Kind, d.ID))
			return ctx.Err()
		})
		errs = append(errs, err)
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
