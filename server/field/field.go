// Package field is what drivers' phones reach: it runs the exchange of
// sync/exchange on the store, keeps photos, and looks after acts that are not
// applied yet. It decides nothing about slips, which sync/slip does, nor about
// who may, which package access does. It must not know HTTP.
package field

import (
	"context"
	"errors"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/exchange"
)

// Devices finds the phone behind a credential; package access does.
type Devices interface {
	// Device answers also for a revoked or expired phone, with its Access; an
	// unknown credential is a fault of kind Unsigned.
	Device(ctx context.Context, credential string) (account.Device, error)
}

// Rounds is what phones need of rounds; server/desk gives it.
type Rounds interface {
	exchange.Rounds
	// VisibleRounds lists the rounds of a driver with a day in [from, until).
	VisibleRounds(ctx context.Context, driver, from, until string) ([]exchange.Ref, error)
	// ReadRound returns one of them as its driver sees it, or exchange.ErrNone.
	ReadRound(ctx context.Context, driver, id string) (exchange.Doc, error)
}

// Service gives the settings that every driver's phone holds: the town's name,
// the check-list, the reasons to choose from.
type Service interface {
	// ServiceRef names the version of now; ErrNone when there are no settings yet.
	ServiceRef(ctx context.Context) (exchange.Ref, error)
	ServiceDoc(ctx context.Context) (exchange.Doc, error)
}

// Options are what a Field needs of its surroundings.
type Options struct {
	Store    store.Store
	Devices  Devices
	Now      func() time.Time
	Zone     *time.Location    // the town's, for what "two days" means; nil: UTC
	Rounds   Rounds            // nil: no rounds are shown, acts on them are held
	Service  Service           // nil: none is shown
	Notifier exchange.Notifier // nil: nobody is told
	Photos   Photos            // nil: whoever may read orders may see their photos
	Oldest   string            // the oldest app that is served documents, "1.2.0"; "": any
	Log      *slog.Logger      // nil: nothing is logged
}

// atOnce bounds the exchanges at work. A whole fleet that comes back at once
// then needs less than half of the memory, and is through as soon.
const atOnce = 32

// Field answers phones. It is safe for concurrent use.
type Field struct {
	o        Options
	exchange *exchange.Exchange
	running  chan struct{} // exchanges at work; the others wait, which costs less than taking turns
	decoding chan struct{} // one photo is unpacked at a time: each may need 160 MB
}

// Kinds declares the documents of this package. Export and backup must take
// phones before acts: a phone's ranges say which acts are there.
func Kinds() []store.Kind {
	return []store.Kind{phoneKind, actKind, heldKind, blobKind, partKind}
}

// New makes a Field; it reads and writes nothing.
func New(o Options) *Field {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	f := &Field{o: o, running: make(chan struct{}, atOnce), decoding: make(chan struct{}, 1)}
	f.exchange = &exchange.Exchange{
		Inbox:    inbox{o.Store},
		Slips:    slips{o.Store, o.Now},
		Phones:   phones{o.Store},
		View:     &view{o},
		Notifier: o.Notifier,
		Now:      o.Now,
		Report:   func(err error) { o.Log.Error("exchange", "err", err) },
	}
	if o.Rounds != nil {
		f.exchange.Rounds = o.Rounds
	}
	if o.Oldest != "" {
		f.exchange.TooOld = func(app string) bool { return older(app, o.Oldest) }
	}
	return f
}

var errLater = fault.New(fault.Unavailable, "exchange.later", "the server cannot keep acts now; the phone keeps them")

// refusals are those of an envelope, by the code that sync/exchange gives.
var refusals = map[string]*fault.Error{
	exchange.CodeBody:     fault.New(fault.Invalid, "exchange.unreadable", "the exchange is not readable"),
	exchange.CodeEnvelope: fault.New(fault.Invalid, "exchange.invalid", "a field of the exchange is missing or wrong"),
	exchange.CodeDevice:   fault.New(fault.Invalid, "exchange.device", "the exchange names another phone"),
	exchange.CodeBatch:    fault.New(fault.TooLarge, "exchange.too_large", "the batch is too large"),
}

// Exchange carries out one exchange: body is the request as it came, unpacked;
// the answer is JSON. Its faults are Unsigned for an unknown credential, Invalid
// or TooLarge for an envelope that cannot be read, and Unavailable when nothing
// could be made durable; then nothing is acknowledged.
func (f *Field) Exchange(ctx context.Context, credential string, body []byte) ([]byte, error) {
	d, err := f.device(ctx, credential)
	if err != nil {
		return nil, err
	}
	select {
	case f.running <- struct{}{}:
		defer func() { <-f.running }()
	case <-ctx.Done():
		return nil, errLater.Because(ctx.Err())
	}
	req, err := exchange.DecodeRequest(body)
	if err == nil {
		var a exchange.Answer
		s := exchange.Sender{Device: d.ID, Person: d.Person, Access: exchange.Access(d.Access)}
		if a, err = f.exchange.Do(ctx, s, req); err == nil {
			return a.AppendJSON(nil), nil
		}
	}
	var bad *exchange.EnvelopeError
	if errors.As(err, &bad) {
		return nil, refusals[bad.Code].On(bad.Field)
	}
	return nil, errLater.Because(err)
}

// device asks who sends; a store that cannot say is no reason to forget a phone.
func (f *Field) device(ctx context.Context, credential string) (account.Device, error) {
	d, err := f.o.Devices.Device(ctx, credential)
	var known *fault.Error
	if err != nil && !errors.As(err, &known) {
		return d, errLater.Because(err)
	}
	return d, err
}

// older compares versions of numbers and dots; what is not one is not older.
func older(app, than string) bool {
	a, b := strings.Split(app, "."), strings.Split(than, ".")
	for i := range b {
		if i == len(a) {
			return true
		}
		x, errX := strconv.Atoi(a[i])
		y, errY := strconv.Atoi(b[i])
		if errX != nil || errY != nil {
			return false
		}
		if x != y {
			return x < y
		}
	}
	return false
}
