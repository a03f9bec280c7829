package exchange

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
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
	var first, others []*item // others have the id of a first one, and other bytes
	seen := map[string][]*item{}
	for i, raw := range req.Acts {
		it := &item{Act: ReadAct(i, raw)}
		it.rec = Record{
			ID: it.ID, Device: s.Device, Epoch: req.Epoch, Seq: it.Seq, By: s.Person,
			Received: now, Late: late(s.Access), Raw: raw,
		}
		b.items = append(b.items, it)
		if it.ID == "" {
			continue
		}
		same := seen[it.ID]
		if at := slices.IndexFunc(same, func(t *item) bool { return bytes.Equal(t.Raw, raw) }); at >= 0 {
			it.twin = same[at]
			continue
		}
		if seen[it.ID] = append(same, it); len(same) == 0 {
			first = append(first, it)
		} else {
			others = append(others, it)
		}
	}
	if err := x.store(ctx, first); err != nil {
		return nil, err
	}
	for _, it := range others {
		if err := x.compare(ctx, it); err != nil {
			return nil, err
		}
	}
	for _, it := range b.items {
		if it.twin != nil {
			it.kept = it.twin.again()
		}
	}
	return b, x.hold(ctx, b.items)
}

// again is what is said of an act that comes a second time in one batch.
func (it *item) again() Kept {
	if it.kept == Differs {
		return Differs
	}
	return Known
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
		it.kept = Stored
		if errors.Is(err, ErrTaken) {
			err = x.compare(ctx, it)
		}
		if err != nil {
			return fmt.Errorf("receive act: %w", err)
		}
	}
	return nil
}

// compare looks at what the inbox holds under the act's id.
func (x *Exchange) compare(ctx context.Context, it *item) error {
	was, err := x.Inbox.Received(ctx, it.ID)
	if err != nil {
		return fmt.Errorf("compare act: %w", err)
	}
	it.kept = Differs
	if was.Device == it.rec.Device && bytes.Equal(was.Raw, it.Raw) {
		it.kept, it.rec = Known, was // who brought it first, and when, stands
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
