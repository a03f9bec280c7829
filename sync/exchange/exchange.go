package exchange

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/sync/slip"
)

// contactEvery is how stale the stored time of last contact may be: a phone
// that only asks costs no write more often than that.
const contactEvery = 5 * time.Minute

// maxTries bounds how often a lost race is run again in one exchange; what is
// then still open is pending, and the sweeper's.
const maxTries = 12

// maxRanges bounds a phone's ranges: an honest phone has a few.
const maxRanges = 2000

// Exchange answers phones. All fields but Rounds, Notifier, TooOld and Report
// are needed.
type Exchange struct {
	Inbox    Inbox
	Slips    Slips
	Phones   Phones
	View     View
	Rounds   Rounds                // nil: acts on rounds are held
	Notifier Notifier              // nil: nobody is told
	Now      func() time.Time      // the server's clock
	TooOld   func(app string) bool // nil: no app is too old to be served documents
	Report   func(error)           // hears of what did not stop the answer; nil: nobody

	broken func(act string) // nil; a test panics in it
}

// Do carries out one exchange:
//
//	receive ── error: the answer is an error, nothing is acknowledged
//	   │ every act is durable
//	 apply ─── error: those acts are pending
//	   │
//	  note ─── error: high stays low; the phone sends again, or the sweeper looks
//	   │
//	  pull ─── error: an answer without documents and with More, if acts came; else an error
func (x *Exchange) Do(ctx context.Context, s Sender, req Request) (Answer, error) {
	if req.Device != s.Device {
		return Answer{}, &EnvelopeError{CodeDevice, "device"}
	}
	now := x.Now().UTC().Truncate(time.Millisecond)
	ph, err := x.meet(ctx, s, req, now)
	if err != nil {
		return Answer{}, err
	}
	b, err := x.receive(ctx, s, req, now)
	if err != nil {
		return Answer{}, err
	}
	fresh := x.apply(ctx, b.due())
	b.settleTwins()
	ph, err = x.note(ctx, ph, heard(req, now), b)
	if err != nil {
		x.report(err)
	}
	held := ph.Done
	for _, it := range b.items {
		if it.Seq > 0 {
			held = held.With(it.Seq)
		}
	}
	a := Answer{
		Access: s.Access, Receipts: b.receipts(), High: held.High(), Holes: held.Without(req.Issued), ServerTime: now,
		Upgrade: x.TooOld != nil && x.TooOld(req.App),
	}
	if err := x.pull(ctx, s, req, now, fresh, &a); err != nil {
		if len(b.items) == 0 {
			return Answer{}, err
		}
		x.report(err)
		a.Put, a.Gone, a.More = nil, nil, true
	}
	return a, nil
}

// meet loads the phone, and stores it before its first act, so that the sweeper
// knows every phone that has acts.
func (x *Exchange) meet(ctx context.Context, s Sender, req Request, now time.Time) (Phone, error) {
	ph, err := x.Phones.Phone(ctx, s.Device, req.Epoch)
	if !errors.Is(err, ErrNone) {
		return ph, err
	}
	ph = Phone{Device: s.Device, Epoch: req.Epoch, Person: s.Person, First: now}
	ph.hear(req, now)
	switch err = x.Phones.SavePhone(ctx, ph); {
	case err == nil:
		ph.Version = 1
		return ph, nil
	case errors.Is(err, ErrMoved): // its twin was faster
		return x.Phones.Phone(ctx, s.Device, req.Epoch)
	}
	return ph, err
}

// hear takes over what the request says of the phone itself.
func (p *Phone) hear(req Request, now time.Time) {
	p.Issued, p.App, p.Contact = max(p.Issued, req.Issued), req.App, now
	if sent, err := time.Parse(time.RFC3339Nano, req.SentAt); err == nil {
		p.Skew = sent.Sub(now).Truncate(time.Second)
	}
}

// note adds what is done to the phone's ranges. hear says what else changed, and
// whether that is worth a write by itself; without news nothing is written.
func (x *Exchange) note(ctx context.Context, ph Phone, hear func(*Phone) bool, b *batch) (Phone, error) {
	for range maxTries {
		next := ph
		for _, it := range b.items {
			if it.done() && !next.Done.Has(it.Seq) {
				next.Done = next.Done.With(it.Seq)
			}
		}
		if len(next.Done) > maxRanges {
			next.Done = ph.Done // a phone that makes up numbers; its acts stay the sweeper's
		}
		if worth := hear(&next); !worth && next.Done.count() == ph.Done.count() {
			return ph, nil
		}
		err := x.Phones.SavePhone(ctx, next)
		if err == nil {
			next.Version++
			return next, nil
		}
		if !errors.Is(err, ErrMoved) {
			return ph, fmt.Errorf("note phone: %w", err)
		}
		if ph, err = x.Phones.Phone(ctx, ph.Device, ph.Epoch); err != nil {
			return ph, fmt.Errorf("note phone: %w", err)
		}
	}
	return ph, ErrMoved
}

func (x *Exchange) report(err error) {
	if x.Report != nil && err != nil {
		x.Report(err)
	}
}

// late is what the fold is told about a sender who may no longer read.
func late(a Access) string {
	if a == AccessOK {
		return ""
	}
	return string(a)
}

// entry is the journal line of a record.
func entry(a Act, r Record) slip.Entry {
	e := slip.Entry{
		ID: a.ID, Kind: a.Kind, V: a.V, Seq: a.Seq, Basis: a.Basis, At: a.At, Received: r.Received,
		By: r.By, Device: r.Device, Via: slip.ViaApp, Late: r.Late, Data: a.Data,
	}
	for _, b := range a.Blobs {
		e.Blobs = append(e.Blobs, slip.Blob{SHA256: b.SHA256, Size: b.Size})
	}
	return e
}
