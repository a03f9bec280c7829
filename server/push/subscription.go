package push

import (
	"cmp"
	"context"
	"crypto/ecdh"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

var (
	errKeys    = fault.New(fault.Invalid, "push.keys", "the keys of this subscription are not readable").On("p256dh")
	errOff     = fault.New(fault.Conflict, "push.off", "this server sends no notifications")
	errUnknown = fault.New(fault.NotFound, "push.unknown", "there is no such subscription or notice")
)

// The bounds of subscriptions.
const (
	maxSubscriptions = 5                   // of one person
	subscriptionIdle = 60 * 24 * time.Hour // without an opening of the app; Apple answers 200 for dead ones
)

var subscriptionKind = store.Kind{
	Name:    "pushsub",
	Keys:    map[string]store.KeyType{"person": store.String, "contact": store.Int64},
	Indexes: [][]string{{"person"}, {"contact"}},
}

// Subscription is how one browser can be reached, as the browser tells it.
type Subscription struct {
	Endpoint string
	P256dh   string // base64url
	Auth     string // base64url
	Key      string // our public key that it subscribed with
}

// storedSubscription is kept under the SHA-256 of its endpoint. One that ended
// keeps neither address nor keys, only why it ended, so that the browser is told
// to subscribe anew.
type storedSubscription struct {
	Person   string    `json:"person"`
	Device   string    `json:"device,omitempty"`
	Service  string    `json:"service"`
	Endpoint string    `json:"endpoint,omitempty"`
	P256dh   string    `json:"p256dh,omitempty"`
	Auth     string    `json:"auth,omitempty"`
	Key      string    `json:"key"`
	Since    time.Time `json:"since"` // when this person's began
	Contact  time.Time `json:"contact"`
	Ended    string    `json:"ended,omitempty"` // gone, refused, left, replaced, idle
}

func subscriptionID(endpoint string) string {
	sum := sha256.Sum256([]byte(endpoint))
	return hex.EncodeToString(sum[:])
}

// Subscribe notes that who can be reached at s, and renews it when it is known.
// A browser that somebody else used before is theirs no longer. again says that
// the browser must drop this subscription and make a new one with the key of
// Settings; nothing is kept then.
func (p *Push) Subscribe(ctx context.Context, who account.User, s Subscription) (again bool, err error) {
	if who.ID == "" {
		return false, account.ErrUnsigned
	}
	if !p.Enabled() {
		return false, errOff
	}
	service, err := p.check(s)
	if err != nil {
		return false, err
	}
	ring, err := p.keys(ctx)
	if err != nil {
		return false, err
	}
	if s.Key != ring.Keys[0].Public {
		return true, nil
	}
	if again, err = p.keep(ctx, who, service, s); err != nil || again {
		return again, err
	}
	return false, p.trim(ctx, who.ID)
}

// check refuses what could not be sent to.
func (p *Push) check(s Subscription) (service string, err error) {
	if service, err = p.allowed.service(s.Endpoint); err != nil {
		return "", err
	}
	point, err := base64.RawURLEncoding.DecodeString(s.P256dh)
	if err != nil {
		return "", errKeys.Because(err)
	}
	if _, err := ecdh.P256().NewPublicKey(point); err != nil {
		return "", errKeys.Because(err)
	}
	if secret, err := base64.RawURLEncoding.DecodeString(s.Auth); err != nil || len(secret) != 16 {
		return "", errKeys.On("auth")
	}
	return service, nil
}

func (p *Push) keep(ctx context.Context, who account.User, service string, s Subscription) (again bool, err error) {
	now := p.o.Now().UTC().Truncate(time.Millisecond)
	next := storedSubscription{Person: who.ID, Device: who.Device, Service: service, Endpoint: s.Endpoint,
		P256dh: s.P256dh, Auth: s.Auth, Key: s.Key, Since: now, Contact: now}
	id := subscriptionID(s.Endpoint)
	d, err := p.subscriptionDoc(id, 0, next)
	if err != nil {
		return false, err
	}
	err = p.o.Store.Insert(ctx, d)[0]
	if err == nil || !errors.Is(err, store.ErrExists) && !errors.Is(err, store.ErrUnknown) {
		return false, err
	}
	_, err = p.editSubscription(ctx, id, func(was *storedSubscription) bool {
		if again = was.Ended != ""; again {
			return false
		}
		if was.Person == who.ID {
			next.Since = was.Since
		}
		*was = next
		return true
	})
	return again, err
}

// trim drops the subscriptions of a person that were not heard of for longest.
func (p *Push) trim(ctx context.Context, person string) error {
	all, err := p.subscriptions(ctx, person)
	if err != nil || len(all) <= maxSubscriptions {
		return err
	}
	slices.SortFunc(all, func(a, b subscriber) int {
		return cmp.Or(b.Contact.Compare(a.Contact), cmp.Compare(b.id, a.id))
	})
	for _, s := range all[maxSubscriptions:] {
		if err := p.end(ctx, s.id, "replaced"); err != nil {
			return err
		}
	}
	return nil
}

// Unsubscribe ends a subscription of who's own. One that is not there is no error.
func (p *Push) Unsubscribe(ctx context.Context, who account.User, endpoint string) error {
	if who.ID == "" {
		return account.ErrUnsigned
	}
	_, err := p.editSubscription(ctx, subscriptionID(endpoint), func(s *storedSubscription) bool {
		return s.Person == who.ID && s.finish("left")
	})
	if notFound(err) {
		return nil
	}
	return err
}

// Renew replaces a subscription that the browser gave up by itself. Whoever
// knows the old one's address and secret is the browser.
func (p *Push) Renew(ctx context.Context, old, oldAuth string, s Subscription) (again bool, err error) {
	d, err := p.o.Store.Get(ctx, subscriptionKind.Name, subscriptionID(old))
	if notFound(err) {
		return false, errUnknown
	}
	if err != nil {
		return false, err
	}
	was, err := decode[storedSubscription](d)
	if err != nil {
		return false, err
	}
	if was.Ended != "" || subtle.ConstantTimeCompare([]byte(was.Auth), []byte(oldAuth)) != 1 {
		return false, errUnknown
	}
	if s.Endpoint == old {
		return false, nil
	}
	again, err = p.Subscribe(ctx, account.User{ID: was.Person, Device: was.Device}, s)
	if err != nil || again {
		return again, err
	}
	return false, p.end(ctx, d.ID, "replaced")
}

// subscriber is a live subscription with its id.
type subscriber struct {
	id string
	storedSubscription
}

// subscriptions lists the live ones of a person.
func (p *Push) subscriptions(ctx context.Context, person string) ([]subscriber, error) {
	var out []subscriber
	oldest := p.o.Now().Add(-subscriptionIdle)
	q := store.Query{Kind: subscriptionKind.Name, Limit: 100, Where: []store.Cond{{Key: "person", Op: store.Eq, Values: []any{person}}}}
	err := each(ctx, p.o.Store, q, func(d store.Doc) error {
		s, err := decode[storedSubscription](d)
		if err == nil && s.Ended == "" && s.Contact.After(oldest) {
			out = append(out, subscriber{d.ID, s})
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list subscriptions: %w", err)
	}
	return out, nil
}

// end stops a subscription for good; ending it again changes nothing.
func (p *Push) end(ctx context.Context, id, why string) error {
	_, err := p.editSubscription(ctx, id, func(s *storedSubscription) bool { return s.finish(why) })
	if notFound(err) {
		return nil
	}
	return err
}

func (s *storedSubscription) finish(why string) bool {
	if s.Ended != "" {
		return false
	}
	s.Ended, s.Endpoint, s.P256dh, s.Auth = why, "", "", ""
	return true
}

func (p *Push) editSubscription(ctx context.Context, id string, fn func(*storedSubscription) bool) (s storedSubscription, err error) {
	_, err = store.Update(ctx, p.o.Store, subscriptionKind.Name, id, func(d *store.Doc) (bool, error) {
		if s, err = decode[storedSubscription](*d); err != nil || !fn(&s) {
			return false, err
		}
		next, err := p.subscriptionDoc(id, d.Version, s)
		*d = next
		return err == nil, err
	})
	return s, err
}

func (p *Push) subscriptionDoc(id string, version int64, s storedSubscription) (store.Doc, error) {
	return p.newDoc(subscriptionKind.Name, id, version, s, map[string]any{"person": s.Person, "contact": s.Contact.UnixMilli()})
}
