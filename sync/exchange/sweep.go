package exchange

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Resume brings acts to their slips that are in the inbox and were not, or not
// surely, applied: after a crash, or when the storage failed between receipt
// and effect. It is safe beside running exchanges of the same phones, and again.
// An error means that some are still open.
func (x *Exchange) Resume(ctx context.Context, recs []Record) error {
	type phone struct{ device, epoch string }
	byPhone := map[phone]*batch{}
	var order []phone
	for _, r := range recs {
		p := phone{r.Device, r.Epoch}
		if byPhone[p] == nil {
			byPhone[p] = &batch{}
			order = append(order, p)
		}
		byPhone[p].items = append(byPhone[p].items, &item{Act: ReadAct(0, r.Raw), rec: r, kept: Known})
	}
	var errs []error
	for _, p := range order {
		b := byPhone[p]
		errs = append(errs, x.hold(ctx, b.items))
		x.apply(ctx, b.due())
		ph, err := x.Phones.Phone(ctx, p.device, p.epoch)
		if err == nil {
			_, err = x.note(ctx, ph, func(*Phone) bool { return false }, b)
		}
		errs = append(errs, err, b.open())
	}
	return errors.Join(errs...)
}

// open is an error that counts the acts which are still pending, or nil.
func (b *batch) open() error {
	n := 0
	for _, it := range b.items {
		if it.result.Outcome == Pending {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return fmt.Errorf("exchange: %d acts are still pending", n)
}

// Replay tries held acts again: after a release that understands more, or once
// their slip exists. What takes effect is released; the rest stays held. An act
// that differs from the first of its id is never tried.
func (x *Exchange) Replay(ctx context.Context, hs []HeldAct) (applied int, err error) {
	b := &batch{}
	var errs []error
	for _, h := range hs {
		it := &item{Act: ReadAct(0, h.Raw), rec: h.Record, kept: Known}
		if h.Code == CodeDiffers || it.Held != "" {
			continue
		}
		if h.ID != it.ID { // it had no id that the old server could read
			it.rec.ID, it.rec.Seq, it.holdID = it.ID, it.Seq, h.ID
			if err := x.adopt(ctx, it); err != nil {
				errs = append(errs, err)
				continue
			}
		}
		b.items = append(b.items, it)
	}
	x.apply(ctx, b.items)
	var again []string
	for _, it := range b.items {
		switch it.result.Outcome {
		case Held, Pending:
			continue
		}
		applied++
		if !it.fresh || it.holdID != "" { // its slip had it already: a release was lost
			again = append(again, it.held())
		}
	}
	if len(again) > 0 {
		errs = append(errs, x.Inbox.Release(ctx, again))
	}
	return applied, errors.Join(append(errs, b.open())...)
}

// adopt stores an act in the inbox whose id can be read now.
func (x *Exchange) adopt(ctx context.Context, it *item) error {
	if err := x.store(ctx, []*item{it}); err != nil {
		return err
	}
	if it.kept == Differs {
		return fmt.Errorf("act %s: %w", it.ID, ErrTaken)
	}
	it.kept = Known
	return nil
}

// held is the id under which the act is held, if it is.
func (it *item) held() string {
	if it.holdID != "" {
		return it.holdID
	}
	return it.ID
}

// heard is what note asks of a request: to take over what it says of the phone,
// and whether that alone is worth a write.
func heard(req Request, now time.Time) func(*Phone) bool {
	return func(p *Phone) bool {
		worth := req.Issued > p.Issued || req.App != p.App || now.Sub(p.Contact) >= contactEvery
		p.hear(req, now)
		return worth
	}
}
