// Package push tells people what happened while their app is closed. It derives
// notices from what is stored (slips, rounds, held acts), keeps each under an id
// made of its cause and its reader, and sends it to the browser's push service.
//
//	change of a slip or round -> notice (stored once) -> push service -> shown -> opened
//	        ^ a sweep derives again what a crash left out
//
// A notice never holds a person's name, address or money. The package decides
// nothing about slips or rounds, and must not know HTTP routes.
package push

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/store"
)

// People says who there is to tell; package access does.
type People interface {
	// Everyone lists all persons, disabled ones too.
	Everyone(ctx context.Context) ([]account.Person, error)
	// Lookup finds persons by id; those that do not exist are left out.
	Lookup(ctx context.Context, ids ...string) (map[string]account.Person, error)
	// Phones lists the phones of a driver that may read now.
	Phones(ctx context.Context, person string) ([]string, error)
}

// Audit is where acts on the town's own settings are noted; package access has it.
type Audit interface {
	Record(ctx context.Context, who account.User, action, object string, details map[string]string) error
}

// Options are what a Push needs of its surroundings.
type Options struct {
	Store  store.Store
	People People
	// PersonKind names the documents whose changes say that People changed; ""
	// makes Push ask People each time.
	PersonKind string
	Now        func() time.Time
	Random     io.Reader      // crypto/rand.Reader; tests pass their own
	Zone       *time.Location // the town's, for days in texts; nil: UTC
	Log        *slog.Logger   // nil: nothing is logged
	// Contact is told to push services: mailto:… or https://…. Without one
	// nothing is sent; who should have been told is noted all the same.
	Contact string
	// Origins are push services beside the public ones, such as
	// http://127.0.0.1:9999. The administrator vouches for them: no address is
	// refused there.
	Origins []string
	Sender  Sender // nil: web push
	Audit   Audit  // nil: nothing is noted
}

// Push derives, keeps and sends notices. It is safe for concurrent use.
type Push struct {
	o       Options
	allowed allowed
	sender  Sender
	lanes   []*lane
	crowd   crowd

	sweeping sync.Mutex // held by the sweep that runs

	mu    sync.Mutex
	done  map[string]bool // ids of causes whose notices are stored; only saves asking again
	swept time.Time       // until when the last whole sweep has looked
}

// New makes a Push; it reads and writes nothing. An origin that is none is an
// error.
func New(o Options) (*Push, error) {
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	p := &Push{o: o, sender: o.Sender, crowd: crowd{people: o.People}, done: map[string]bool{}}
	for _, raw := range o.Origins {
		u, err := url.Parse(raw)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" || u.User != nil {
			return nil, fmt.Errorf("push: %q is not an origin such as https://push.example.org", raw)
		}
		p.allowed.origins = append(p.allowed.origins, u.Scheme+"://"+strings.ToLower(u.Host))
	}
	if p.sender == nil {
		p.sender = newWebSender(o.Contact, patience)
	}
	for _, service := range p.allowed.services() {
		p.lanes = append(p.lanes, newLane(p, service))
	}
	return p, nil
}

// Enabled says whether anything can be sent.
func (p *Push) Enabled() bool { return p.o.Contact != "" }

// Kinds are the document kinds of this package.
func Kinds() []store.Kind {
	return []store.Kind{subscriptionKind, noticeKind, choiceKind, keysKind}
}

// Run derives and sends until ctx ends. It is called once.
func (p *Push) Run(ctx context.Context) {
	var all sync.WaitGroup
	if p.Enabled() {
		for _, l := range p.lanes {
			all.Go(func() { l.run(ctx) })
		}
	}
	all.Go(func() { p.follow(ctx) })
	all.Wait()
}

func (p *Push) newDoc(kind, id string, version int64, body any, keys map[string]any) (store.Doc, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return store.Doc{}, fmt.Errorf("write %s: %w", kind, err)
	}
	return store.Doc{Kind: kind, ID: id, Version: version, Time: p.o.Now().UnixMilli(), Keys: keys, Body: b}, nil
}

func decode[T any](d store.Doc) (v T, err error) {
	if err := json.Unmarshal(d.Body, &v); err != nil {
		return v, fmt.Errorf("read %s %s: %w", d.Kind, d.ID, err)
	}
	return v, nil
}

// each calls fn for everything that q selects, page by page.
func each(ctx context.Context, s store.Store, q store.Query, fn func(store.Doc) error) error {
	for {
		page, err := s.Query(ctx, q)
		if err != nil {
			return err
		}
		for _, d := range page.Docs {
			if err := fn(d); err != nil {
				return err
			}
		}
		if page.Next == "" {
			return nil
		}
		q.Cursor = page.Next
	}
}

func notFound(err error) bool { return errors.Is(err, store.ErrNotFound) }

func pause(ctx context.Context, d time.Duration, wake <-chan struct{}) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-t.C:
	}
}
