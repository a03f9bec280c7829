package field

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/exchange"
)

// How the sweeper works.
const (
	sweepBatch  = 50
	sweepAfter  = 10 * time.Second    // younger acts belong to an exchange that is running
	pruneAfter  = 60 * 24 * time.Hour // every phone has forgotten by then what it sent
	pruneParts  = 30 * 24 * time.Hour
	replayAtMax = 1000
)

// Sweep applies acts that are in the inbox and not counted as done. It may run
// beside exchanges, and again. It is to run every minute or so.
func (f *Field) Sweep(ctx context.Context) error {
	cutoff := f.o.Now().Add(-sweepAfter)
	var errs []error
	since := f.o.Now().Add(-pruneAfter).UnixMilli()
	recent := store.Cond{Key: "contact", Op: store.Ge, Values: []any{since}}
	q := store.Query{Kind: phoneKind.Name, Where: []store.Cond{recent}, Sort: "contact", Limit: 200}
	err := each(ctx, f.o.Store, q, func(d store.Doc) error {
		ph, err := readPhone(d)
		if err != nil {
			errs = append(errs, err)
			return nil
		}
		errs = append(errs, f.sweepPhone(ctx, ph, cutoff))
		return ctx.Err()
	})
	return errors.Join(append(errs, err)...)
}

func (f *Field) sweepPhone(ctx context.Context, ph exchange.Phone, cutoff time.Time) error {
	ids, err := f.undone(ctx, ph, cutoff)
	if err != nil {
		return fmt.Errorf("sweep phone %s: %w", ph.Device, err)
	}
	var errs []error
	for batch := range slices.Chunk(ids, sweepBatch) {
		var recs []exchange.Record
		for _, id := range batch {
			r, err := (inbox{f.o.Store}).Received(ctx, id)
			if err != nil {
				errs = append(errs, err)
				continue
			}
			recs = append(recs, r)
		}
		errs = append(errs, f.exchange.Resume(ctx, recs))
	}
	return errors.Join(errs...)
}

// undone lists the acts of a phone above High that its ranges do not count, in
// order of number. Nothing below High can be open.
func (f *Field) undone(ctx context.Context, ph exchange.Phone, cutoff time.Time) ([]string, error) {
	var ids []string
	q := store.Query{Kind: actKind.Name, Sort: "seq", Limit: store.MaxLimit, KeysOnly: true, Where: []store.Cond{
		is("phone", phoneID(ph.Device, ph.Epoch)), {Key: "seq", Op: store.Ge, Values: []any{ph.Done.High() + 1}},
	}}
	err := each(ctx, f.o.Store, q, func(d store.Doc) error {
		if seq, _ := d.Keys["seq"].(int64); !ph.Done.Has(seq) && d.Time <= cutoff.UnixMilli() {
			ids = append(ids, d.ID)
		}
		return nil
	})
	return ids, err
}

// Replay tries all waiting acts again and returns how many took effect: after a
// release of the server, or when a coordinator asks.
func (f *Field) Replay(ctx context.Context) (int, error) {
	var hs []exchange.HeldAct
	q := store.Query{Kind: heldKind.Name, Where: []store.Cond{is("state", Waiting)}, Sort: "received", Limit: 200}
	err := each(ctx, f.o.Store, q, func(d store.Doc) error {
		s, err := readHeld(d)
		if err != nil {
			return err
		}
		hs = append(hs, exchange.HeldAct{ID: d.ID, Code: s.Code, Slip: s.Slip, Record: s.record()})
		if len(hs) == replayAtMax {
			return errEnough
		}
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return 0, fmt.Errorf("replay: %w", err)
	}
	applied, errs := 0, []error(nil)
	for batch := range slices.Chunk(hs, sweepBatch) {
		n, err := f.exchange.Replay(ctx, batch)
		applied, errs = applied+n, append(errs, err)
	}
	return applied, errors.Join(errs...)
}

var errEnough = errors.New("field: enough for now")

func (s storedHeld) record() exchange.Record {
	return exchange.Record{
		ID: s.Act, Device: s.Device, Epoch: s.Epoch, Seq: s.Seq, By: s.By, Received: s.Received, Late: s.Late, Raw: s.Raw,
	}
}

// Prune, to run once a day, removes acts that took effect long ago from the inbox, and parts of
// photos that never became whole. An act that is not done is never removed.
func (f *Field) Prune(ctx context.Context) error {
	now := f.o.Now()
	err := each(ctx, f.o.Store, store.Query{Kind: phoneKind.Name, Limit: 200}, func(d store.Doc) error {
		ph, err := readPhone(d)
		if err != nil {
			return err
		}
		q := store.Query{Kind: actKind.Name, Limit: store.MaxLimit, KeysOnly: true, Where: []store.Cond{is("phone", d.ID)}, Sort: "seq"}
		return f.removeAll(ctx, q, func(d store.Doc) bool {
			seq, _ := d.Keys["seq"].(int64)
			return ph.Done.Has(seq) && d.Time < now.Add(-pruneAfter).UnixMilli()
		})
	})
	parts := store.Query{Kind: partKind.Name, Limit: 200, KeysOnly: true}
	return errors.Join(err, f.removeAll(ctx, parts, func(d store.Doc) bool { return d.Time < now.Add(-pruneParts).UnixMilli() }))
}

func (f *Field) removeAll(ctx context.Context, q store.Query, old func(store.Doc) bool) error {
	return each(ctx, f.o.Store, q, func(d store.Doc) error {
		if !old(d) {
			return nil
		}
		err := f.o.Store.Delete(ctx, d.Kind, d.ID, d.Version)
		if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrConflict) {
			return nil
		}
		return err
	})
}
