// Package access decides who gets in: first start, sign-in and sessions, second
// factor, people, enrolment of phones, devices, and the audit log. It runs the
// rules of package account against the store.
//
// It must not know HTTP, nor what residents, slips or rounds are.
package access

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

// Contacts tells when phones were last heard of. Package field keeps it.
type Contacts interface {
	// LastContact returns the times that are known; a missing device never called.
	LastContact(ctx context.Context, devices []string) (map[string]time.Time, error)
}

// Options are what a Gate needs of its surroundings.
type Options struct {
	Store    store.Store
	Now      func() time.Time
	Random   io.Reader     // crypto/rand.Reader; tests pass their own
	NewID    func() string // UUIDv7
	Contacts Contacts      // nil: no phone ever called since its enrolment
	BaseURL  string        // scheme and host of the links, without a slash at the end
	Cost     Cost          // of a password; zero takes DefaultCost
}

// Gate is the one who decides. It is safe for concurrent use.
type Gate struct {
	store    store.Store
	now      func() time.Time
	random   io.Reader
	newID    func() string
	contacts Contacts
	baseURL  string
	hasher   *hasher
	log      *chain
	limits   limits
}

// New makes a Gate; it reads and writes nothing.
func New(o Options) (*Gate, error) {
	h, err := newHasher(o.Cost, o.Random)
	if err != nil {
		return nil, fmt.Errorf("access: %w", err)
	}
	g := &Gate{store: o.Store, now: o.Now, random: o.Random, newID: o.NewID, contacts: o.Contacts,
		baseURL: o.BaseURL, hasher: h, limits: newLimits()}
	g.log = &chain{store: o.Store}
	return g, nil
}

// Peer is where a request comes from, as far as the server can tell.
type Peer struct {
	Address string // of the peer, or of the client behind a configured proxy
	Label   string // the browser as it names itself
}

// Link is a one-time link for a person, and until when it works.
type Link struct {
	URL     string
	Expires time.Time
}

var (
	errPersonUnknown = fault.New(fault.NotFound, "person.unknown", "there is no such person")
	errStale         = fault.New(fault.Conflict, "person.changed", "somebody changed this meanwhile: look again")
)

// Kinds are the document kinds of this package.
func Kinds() []store.Kind {
	return []store.Kind{
		{Name: kindPerson, Keys: map[string]store.KeyType{"name": store.String, "admin": store.Int64},
			Indexes: [][]string{{"name"}, {"admin"}}},
		{Name: kindLogin, Keys: map[string]store.KeyType{}},
		{Name: kindSession, Keys: map[string]store.KeyType{"person": store.String, "seen": store.Int64},
			Indexes: [][]string{{"person"}, {"seen"}}},
		{Name: kindDevice, Keys: map[string]store.KeyType{"person": store.String}, Indexes: [][]string{{"person"}}},
		{Name: kindEnrolment, Keys: map[string]store.KeyType{"code": store.String, "created": store.Int64},
			Indexes: [][]string{{"code"}, {"created"}}},
		{Name: kindAudit, Keys: map[string]store.KeyType{"by": store.String}, Indexes: [][]string{{"by"}}},
		{Name: kindSetting, Keys: map[string]store.KeyType{}},
	}
}

// Sweep removes sessions and enrolments that ended; the server calls it now and
// then. Nothing depends on it but the size of the store.
func (g *Gate) Sweep(ctx context.Context) error {
	now := g.now()
	old := func(kind, key string, before time.Time) error {
		return g.each(ctx, store.Query{Kind: kind, Limit: 500, KeysOnly: true,
			Where: []store.Cond{{Key: key, Op: store.Lt, Values: []any{before.UnixMilli()}}}},
			func(d store.Doc) error {
				err := g.store.Delete(ctx, d.Kind, d.ID, d.Version)
				if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrNotFound) {
					return nil // it moved on by itself
				}
				return err
			})
	}
	if err := old(kindSession, "seen", now.Add(-account.SessionIdle)); err != nil {
		return fmt.Errorf("sweep sessions: %w", err)
	}
	if err := old(kindEnrolment, "created", now.Add(-24*time.Hour)); err != nil {
		return fmt.Errorf("sweep enrolments: %w", err)
	}
	return nil
}

// each calls fn for every document that q selects, page by page.
func (g *Gate) each(ctx context.Context, q store.Query, fn func(store.Doc) error) error {
	for {
		page, err := g.store.Query(ctx, q)
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
