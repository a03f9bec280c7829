package push

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/store"
)

// A notice waits in its service's lane until "due"; one that is finished is due
// never.
var noticeKind = store.Kind{
	Name:    "notice",
	Keys:    map[string]store.KeyType{"service": store.String, "due": store.Int64, "at": store.Int64, "kind": store.String},
	Indexes: [][]string{{"service", "due"}, {"at"}},
}

const never = math.MaxInt64

// State is how far a notice has come on its way to one browser.
//
//	waiting --accepted--> sent
//	   |\--404, 410, 401, 403--> lost (the browser no longer listens)
//	   |\--413 and other refusals--> failed
//	    \--ttl over--> expired
//	unreachable: there is no browser to send it to, or its reader wants none
type State string

// The states.
const (
	Waiting     State = "waiting"
	Sent        State = "sent"
	Lost        State = "lost"
	Failed      State = "failed"
	Expired     State = "expired"
	Unreachable State = "unreachable"
)

// storedNotice is one cause for one browser of one reader.
type storedNotice struct {
	Cause        string    `json:"cause"`
	Kind         Kind      `json:"kind"`
	Phrase       phrase    `json:"phrase"`
	Person       string    `json:"person"`
	Driver       bool      `json:"driver,omitempty"`    // told as a driver, not at the desk
	OnlyReads    bool      `json:"onlyReads,omitempty"` // may read slips, and decides nothing about the field
	Lang         string    `json:"lang"`
	Subscription string    `json:"subscription,omitempty"`
	Service      string    `json:"service,omitempty"`
	Token        string    `json:"token"` // what the browser shows to say that it showed it
	At           time.Time `json:"at"`
	Expires      time.Time `json:"expires"`
	Facts        facts     `json:"facts"`

	State   State     `json:"state"`
	Due     int64     `json:"due"`
	Tries   int       `json:"tries,omitempty"`
	Lease   string    `json:"lease,omitempty"` // of the worker that sends it now
	Status  int       `json:"status,omitempty"`
	SentAt  time.Time `json:"sentAt,omitzero"`
	Shown   time.Time `json:"shown,omitzero"`
	Opened  time.Time `json:"opened,omitzero"`
	Problem string    `json:"problem,omitempty"`
}

func (n *storedNotice) finish(s State) { n.State, n.Due, n.Lease = s, never, "" }

func noticeID(cause, person, subscription string) string {
	sum := sha256.Sum256([]byte(cause + "\x00" + person + "\x00" + subscription))
	return hex.EncodeToString(sum[:16])
}

func (p *Push) noticeDoc(id string, version int64, n storedNotice) (store.Doc, error) {
	return p.newDoc(noticeKind.Name, id, version, n,
		map[string]any{"service": n.Service, "due": n.Due, "at": n.At.UnixMilli(), "kind": string(n.Kind)})
}

// tell stores a notice for each reader of each cause, once: telling a cause
// again changes nothing, so one that was told is not even looked at. When it
// returns nil, all are durable.
func (p *Push) tell(ctx context.Context, causes []cause) error {
	var docs []store.Doc
	now := p.o.Now()
	causes = p.untold(causes)
	if len(causes) == 0 {
		return nil
	}
	town, err := p.service(ctx)
	if err != nil {
		return err
	}
	for _, c := range causes {
		if now.Sub(c.at) >= rules[c.kind].ttl {
			continue
		}
		readers, err := p.readers(ctx, town, c)
		if err != nil {
			return err
		}
		for _, reader := range readers {
			more, err := p.notices(ctx, c, reader)
			if err != nil {
				return err
			}
			docs = append(docs, more...)
		}
	}
	if err := p.insert(ctx, docs); err != nil {
		return err
	}
	p.remember(causes)
	return nil
}

// readers are those whom the town wants told, who are there and did not do it
// themselves.
func (p *Push) readers(ctx context.Context, town service.Service, c cause) ([]account.Person, error) {
	var all []account.Person
	if c.person != "" {
		found, err := p.o.People.Lookup(ctx, c.person)
		if err != nil {
			return nil, err
		}
		if one, ok := found[c.person]; ok {
			all = append(all, one)
		}
	} else {
		everyone, err := p.crowd.all(ctx)
		if err != nil {
			return nil, err
		}
		all = everyone
	}
	var told []account.Person
	for i := range all { // by index: there may be hundreds, and few are told
		r := &all[i]
		if !r.Disabled && r.ID != c.by && (c.person != "" || toldAtDesk(town, c.kind, r.Roles)) {
			told = append(told, *r)
		}
	}
	return told, nil
}

// notices makes one for each browser of the reader that was there when it
// happened; whoever subscribed since has the app open. A driver without any gets
// one that nobody can send, so that a coordinator sees whom to call.
func (p *Push) notices(ctx context.Context, c cause, reader account.Person) ([]store.Doc, error) {
	n := storedNotice{Cause: c.id, Kind: c.kind, Phrase: c.phrase, Person: reader.ID, Driver: c.person != "",
		OnlyReads: !account.May(reader.Roles, account.FollowField), Lang: reader.Locale,
		At: c.at.UTC(), Expires: c.at.Add(rules[c.kind].ttl).UTC(), Facts: c.facts, State: Waiting}
	off, err := p.off(ctx, reader.ID)
	if err != nil {
		return nil, err
	}
	subs, err := p.subscriptions(ctx, reader.ID)
	if err != nil {
		return nil, err
	}
	if slices.Contains(off, c.kind) || !p.Enabled() {
		subs = nil
	}
	if subs, err = p.readable(ctx, reader.ID, subs); err != nil {
		return nil, err
	}
	var docs []store.Doc
	for _, s := range subs {
		id := noticeID(c.id, reader.ID, s.id)
		if s.Since.After(c.at) {
			continue
		}
		one := n
		one.Subscription, one.Service, one.Due = s.id, s.Service, p.o.Now().UnixMilli()
		if one.Token, err = p.token(); err != nil {
			return nil, err
		}
		d, err := p.noticeDoc(id, 0, one)
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	if len(subs) > 0 || c.person == "" {
		return docs, nil
	}
	n.finish(Unreachable)
	d, err := p.noticeDoc(noticeID(c.id, reader.ID, ""), 0, n)
	return []store.Doc{d}, err
}

// readable leaves out the phones that may read nothing any more.
func (p *Push) readable(ctx context.Context, person string, subs []subscriber) ([]subscriber, error) {
	if !slices.ContainsFunc(subs, func(s subscriber) bool { return s.Device != "" }) {
		return subs, nil
	}
	phones, err := p.o.People.Phones(ctx, person)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(subs, func(s subscriber) bool { return s.Device != "" && !slices.Contains(phones, s.Device) }), nil
}

func (p *Push) insert(ctx context.Context, docs []store.Doc) error {
	var errs []error
	for batch := range slices.Chunk(docs, 100) {
		for i, err := range p.o.Store.Insert(ctx, batch...) {
			switch {
			case err == nil:
				p.wake(batch[i].Keys["service"])
			case !errors.Is(err, store.ErrExists):
				errs = append(errs, fmt.Errorf("store notice: %w", err))
			}
		}
	}
	return errors.Join(errs...)
}

func (p *Push) token() (string, error) {
	b := make([]byte, 16)
	if _, err := io.ReadFull(p.o.Random, b); err != nil {
		return "", fmt.Errorf("make a token: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// untold leaves out the causes that were told already.
func (p *Push) untold(causes []cause) []cause {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.DeleteFunc(causes, func(c cause) bool { return p.done[c.id] })
}

// remember forgets everything now and then: the store knows it anyway.
func (p *Push) remember(causes []cause) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.done) > 20_000 {
		clear(p.done)
	}
	for _, c := range causes {
		p.done[c.id] = true
	}
}

func (p *Push) wake(service any) {
	for _, l := range p.lanes {
		if l.service == service {
			l.poke()
		}
	}
}
