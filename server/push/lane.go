package push

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"github.com/portage-livraison/portage/server/store"
)

// How the lanes work.
const (
	inFlight = 32               // messages under way to one service
	lease    = 30 * time.Second // three times what a service may take
	maxTries = 5                // answers that say: later
	lookFor  = 5 * time.Second  // how often a lane looks without being told
)

// lane sends what is meant for one push service, so that a slow one delays
// nobody else. Several servers may work on the same lane: who wins the
// compare-and-set on a notice sends it.
//
//	due --claim (due := now + lease)--> under way --answer--> finished, or due later
//	                                       \--crash--> due again when the lease ends
type lane struct {
	p       *Push
	service string
	slots   chan struct{}
	woken   chan struct{}

	mu    sync.Mutex
	quiet time.Time // until when the service asked to be left alone
}

func newLane(p *Push, service string) *lane {
	return &lane{p: p, service: service, slots: make(chan struct{}, inFlight), woken: make(chan struct{}, 1)}
}

func (l *lane) poke() {
	select {
	case l.woken <- struct{}{}:
	default:
	}
}

// run works until ctx ends, and then waits for what is under way.
func (l *lane) run(ctx context.Context) {
	var under sync.WaitGroup
	defer under.Wait()
	for ctx.Err() == nil {
		n, err := l.pump(ctx, &under)
		if err != nil && ctx.Err() == nil {
			l.p.o.Log.ErrorContext(ctx, "push lane; it goes on later", "service", l.service, "err", err)
		}
		if n == 0 || err != nil {
			pause(ctx, lookFor, l.woken)
		}
	}
}

// Deliver sends everything that is due now and waits for the answers, once. Run
// does the same for ever; tests that move the clock call this.
func (p *Push) Deliver(ctx context.Context) error {
	var all sync.WaitGroup
	errs := make([]error, len(p.lanes))
	for i, l := range p.lanes {
		all.Go(func() {
			for n := 1; n > 0 && errs[i] == nil; {
				var under sync.WaitGroup
				n, errs[i] = l.pump(ctx, &under)
				under.Wait()
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// pump claims as many due notices as there is room for, and begins to send them.
func (l *lane) pump(ctx context.Context, under *sync.WaitGroup) (int, error) {
	now := l.p.o.Now()
	room := cap(l.slots) - len(l.slots)
	if room == 0 || !l.p.Enabled() || l.quietUntil().After(now) {
		return 0, nil
	}
	page, err := l.p.o.Store.Query(ctx, store.Query{Kind: noticeKind.Name, Sort: "due", Limit: room, Where: []store.Cond{
		{Key: "service", Op: store.Eq, Values: []any{l.service}}, {Key: "due", Op: store.Lt, Values: []any{now.UnixMilli() + 1}},
	}})
	if err != nil || len(page.Docs) == 0 {
		return 0, err
	}
	claims, mine, err := l.claims(page.Docs, now)
	if len(claims) == 0 {
		return 0, err
	}
	n := 0
	for i, err := range l.p.o.Store.Put(ctx, claims...) {
		if err != nil { // somebody else has it, or nobody can tell: its lease will end
			continue
		}
		n++
		if mine[i].State == Waiting {
			l.slots <- struct{}{} // there is room: nobody else fills this lane
			under.Go(func() {
				defer func() { <-l.slots; l.poke() }()
				l.send(ctx, claims[i].ID, mine[i])
			})
		}
	}
	return n, err
}

// claims are the documents that take the notices for this worker; those that
// nobody needs any more are finished instead. An unreadable one stays, as an
// error, and stops no other.
func (l *lane) claims(docs []store.Doc, now time.Time) ([]store.Doc, []storedNotice, error) {
	token, err := l.p.token()
	if err != nil {
		return nil, nil, err
	}
	var claims []store.Doc
	var mine []storedNotice
	var errs []error
	for _, d := range docs {
		n, err := decode[storedNotice](d)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		n.Lease, n.Due = token, now.Add(lease).UnixMilli()
		if !n.Expires.After(now) {
			n.finish(Expired)
		}
		claim, err := l.p.noticeDoc(d.ID, d.Version, n)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		claims, mine = append(claims, claim), append(mine, n)
	}
	return claims, mine, errors.Join(errs...)
}

func (l *lane) quietUntil() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.quiet
}

func (l *lane) hush(until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until.After(l.quiet) {
		l.quiet = until
	}
}

// send carries one claimed notice out and notes what came of it. What cannot be
// noted is sent again when the lease ends; its topic then replaces the first.
func (l *lane) send(ctx context.Context, id string, n storedNotice) {
	// A server that stops lets go of nothing half-way: the answer counts.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience+5*time.Second)
	defer cancel()
	v, a, err := l.p.carry(ctx, id, n)
	if err != nil {
		l.p.o.Log.ErrorContext(ctx, "push", "service", l.service, "notice", id, "err", err)
	}
	if v == silence {
		l.hush(l.p.o.Now().Add(max(a.After, time.Minute)))
	}
	if err := l.p.note(ctx, id, n, v, a); err != nil {
		l.p.o.Log.ErrorContext(ctx, "push answer not noted; it is sent again", "notice", id, "err", err)
	}
}

// carry loads the subscription and sends.
func (p *Push) carry(ctx context.Context, id string, n storedNotice) (verdict, Answer, error) {
	d, err := p.o.Store.Get(ctx, subscriptionKind.Name, n.Subscription)
	if notFound(err) {
		return gone, Answer{}, nil
	}
	if err != nil {
		return later, Answer{}, err
	}
	s, err := decode[storedSubscription](d)
	if err != nil {
		return dropped, Answer{}, err
	}
	if s.Ended != "" || s.Person != n.Person {
		return gone, Answer{}, nil
	}
	if _, err := p.allowed.service(s.Endpoint); err != nil { // a configured origin was taken back
		return dropped, Answer{}, err
	}
	ring, err := p.keys(ctx)
	if err != nil {
		return later, Answer{}, err
	}
	key, ok := p.signing(ring, s.Key)
	if !ok {
		return refused, Answer{}, nil
	}
	body, err := json.Marshal(p.payload(id, n))
	if err != nil {
		return dropped, Answer{}, err
	}
	r := rules[n.Kind]
	a, err := p.sender.Send(ctx, Message{Endpoint: s.Endpoint, P256dh: s.P256dh, Auth: s.Auth, Key: key, Body: body,
		TTL: max(n.Expires.Sub(p.o.Now()), 0), Urgency: r.urgency, Topic: topic(n), Trusted: isOrigin(s.Service)})
	return judge(a, err), a, err
}

// note writes down what an answer means, unless somebody else took the notice
// over meanwhile.
func (p *Push) note(ctx context.Context, id string, mine storedNotice, v verdict, a Answer) error {
	switch v {
	case gone:
		if err := p.end(ctx, mine.Subscription, "gone"); err != nil {
			return err
		}
	case refused:
		if err := p.end(ctx, mine.Subscription, "refused"); err != nil {
			return err
		}
	}
	now := p.o.Now().UTC()
	return p.editNotice(ctx, id, func(n *storedNotice) bool {
		if n.Lease != mine.Lease {
			return false
		}
		n.Status = a.Status
		switch v {
		case accepted:
			n.SentAt = now
			n.finish(Sent)
		case gone, refused:
			n.finish(Lost)
		case dropped:
			n.finish(Failed)
		case later, silence:
			n.Tries++ // a try that no answer ended, as when the server was killed, does not count
			n.Lease, n.Due = "", now.Add(max(backOff(n.Tries), a.After)).UnixMilli()
			if n.Tries >= maxTries || n.Due >= n.Expires.UnixMilli() {
				n.finish(Expired)
			}
		}
		return true
	})
}

// backOff is 10 s, 40 s, 160 s … after the first, second, third try.
func backOff(tries int) time.Duration {
	return 10 * time.Second << (2 * min(max(tries-1, 0), 6))
}

func (p *Push) editNotice(ctx context.Context, id string, fn func(*storedNotice) bool) error {
	_, err := store.Update(ctx, p.o.Store, noticeKind.Name, id, func(d *store.Doc) (bool, error) {
		n, err := decode[storedNotice](*d)
		if err != nil || !fn(&n) {
			return false, err
		}
		next, err := p.noticeDoc(id, d.Version, n)
		*d = next
		return err == nil, err
	})
	return err
}
