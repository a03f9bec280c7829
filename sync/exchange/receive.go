package exchange

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"
)

// item is one act on its way through an exchange.
type item struct {
	Act
	rec    Record
	kept   Kept
	result Result
	holdID string // under which it is held, when that is not its own id
	twin   *item  // the earlier act of the same batch with the same id and bytes
	fresh  bool   // it took effect just now, and not before
}

// done says that nothing is left to do for the act, so that its number counts.
func (it *item) done() bool {
	return it.Seq > 0 && it.result.Outcome != Pending && it.result.Outcome != ""
}

type batch struct{ items []*item }

// due are the acts that may take effect.
func (b *batch) due() []*item {
	var due []*item
	for _, it := range b.items {
		if it.kept != Differs && it.twin == nil && it.Held == "" {
			due = append(due, it)
		}
	}
	return due
}

func (b *batch) settleTwins() {
	for _, it := range b.items {
		if it.twin != nil {
			it.result = it.twin.result
		}
	}
}

func (b *batch) receipts() []Receipt {
	rs := make([]Receipt, len(b.items))
	for i, it := range b.items {
		rs[i] = Receipt{ID: it.ID, Index: it.Index, Kept: it.kept, Result: it.result}
	}
	return rs
}

// receive makes every act of the request durable. On an error nothing may be
// acknowledged; what was stored all the same is the sweeper's, or known when
// the phone sends it again.
func (x *Exchange) receive(ctx context.Context, s Sender, req Request, now time.Time) (*batch, error) {
	b := &batch{}
	var store []*item
	first := map[string]*item{}
	for i, raw := range req.Acts {
		it := &item{Act: ReadAct(i, raw)}
		it.rec = Record{
			ID: it.ID, Device: s.Device, Epoch: req.Epoch, Seq: it.Seq, By: s.Person,
			Received: now, Late: late(s.Access), Raw: raw,
		}
		b.items = append(b.items, it)
		switch twin := first[it.ID]; {
		case it.ID == "":
		case twin == nil:
			first[it.ID] = it
			store = append(store, it)
		case bytes.Equal(twin.Raw, raw):
			it.kept, it.twin = Known, twin
		default:
			it.kept = Differs
		}
	}
	if err := x.store(ctx, store); err != nil {
		return nil, err
	}
	return b, x.hold(ctx, b.items)
}

func (x *Exchange) store(ctx context.Context, items []*item) error {
	if len(items) == 0 {
		return nil
	}
	recs := make([]Record, len(items))
	for i, it := range items {
		recs[i] = it.rec
	}
	for i, err := range x.Inbox.Receive(ctx, recs) {
		it := items[i]
		switch {
		case err == nil:
			it.kept = Stored
		case !errors.Is(err, ErrTaken):
			return fmt.Errorf("receive act: %w", err)
		default:
			known, err := x.Inbox.Received(ctx, it.ID)
			if err != nil {
				return fmt.Errorf("compare act: %w", err)
			}
			it.kept = Known
			if known.Device != it.rec.Device || !bytes.Equal(known.Raw, it.Raw) {
				it.kept = Differs
			} else {
				it.rec = known // who brought it first, and when, stands
			}
		}
	}
	return nil
}

// hold keeps aside what cannot be applied as it is written: acts that are not
// readable, that differ from the first of their id, or that have a bad field.
func (x *Exchange) hold(ctx context.Context, items []*item) error {
	var hs []HeldAct
	var of []*item
	for _, it := range items {
		if it.twin != nil || it.Held == "" && it.kept != Differs {
			continue
		}
		h := HeldAct{ID: it.ID, Code: it.Held, Slip: it.Slip, Record: it.rec}
		switch {
		case it.ID == "":
			h.ID = it.rec.Device + ":" + sum(it.Raw)
		case it.kept == Differs:
			h.ID, h.Code = it.ID+":"+sum(it.Raw), CodeDiffers
		}
		it.result = Result{Held, h.Code}
		hs, of = append(hs, h), append(of, it)
	}
	if len(hs) == 0 {
		return nil
	}
	for i, err := range x.Inbox.Hold(ctx, hs) {
		if err != nil && !errors.Is(err, ErrTaken) {
			return fmt.Errorf("hold act: %w", err)
		}
		if it := of[i]; it.kept == "" { // unreadable: being held is its receipt
			it.kept = Stored
			if err != nil {
				it.kept = Known
			}
		}
	}
	return nil
}
