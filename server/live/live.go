// Package live tells open screens that something changed: which kind, which id,
// which version, nothing more. It reads one feed of the store per process and
// hands each change to its subscribers. Whoever is too slow, and everybody
// after a gap in the feed, is told to compare what they show with the server.
package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/portage-livraison/portage/server/store"
)

// queue is how many events wait for one subscriber before they are dropped for
// a Resync.
const queue = 64

// Event says that a document reached Version or is gone. A Resync has no id: any
// number of changes was not told.
type Event struct {
	Kind    string
	ID      string
	Version int64
	Deleted bool
	Resync  bool
}

// Watcher is the part of a store that is needed.
type Watcher interface {
	Watch(ctx context.Context, kinds []string, after string) (store.Feed, error)
}

// Hub hands changes on. The zero value is not usable; see New.
type Hub struct {
	from  Watcher
	kinds []string
	log   *slog.Logger
	wait  func(ctx context.Context, d time.Duration)

	mu     sync.Mutex
	subs   map[*Subscription]struct{}
	closed bool
}

// New makes a hub for changes of kinds; nothing happens before Run.
func New(from Watcher, kinds []string, log *slog.Logger) *Hub {
	return &Hub{from: from, kinds: kinds, log: log, wait: pause, subs: map[*Subscription]struct{}{}}
}

// Run reads the store's changes until ctx ends or the store is closed, then ends
// every subscription. It is called once.
//
//	watching --ErrGap or failure--> everybody resyncs --after a pause--> watching
func (h *Hub) Run(ctx context.Context) error {
	defer h.close()
	pauseFor := time.Duration(0)
	for {
		err := h.follow(ctx, func() { pauseFor = 0 })
		switch {
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, store.ErrClosed):
			return fmt.Errorf("live: %w", err)
		case !errors.Is(err, store.ErrGap):
			h.log.ErrorContext(ctx, "the feed of changes stopped; it starts again", "err", err)
			pauseFor = min(max(2*pauseFor, time.Second), 30*time.Second)
			h.wait(ctx, pauseFor)
		}
	}
}

// follow reads one feed to its end. The resync comes after the feed has begun,
// so that no change falls between the two.
func (h *Hub) follow(ctx context.Context, well func()) error {
	feed, err := h.from.Watch(ctx, h.kinds, "")
	if err != nil {
		return err
	}
	h.send(Event{Resync: true})
	for {
		c, err := feed.Next(ctx)
		if err != nil {
			return errors.Join(err, feed.Close())
		}
		well()
		h.send(Event{Kind: c.Kind, ID: c.ID, Version: c.Version, Deleted: c.Deleted})
	}
}

func (h *Hub) send(e Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for s := range h.subs {
		if e.Resync || s.see(e) {
			s.put(e)
		}
	}
}

// Subscribe starts to collect the events that see lets through. The caller must
// Close it. After Run ended the subscription is ended from the start.
func (h *Hub) Subscribe(see func(Event) bool) *Subscription {
	s := &Subscription{hub: h, see: see, ready: make(chan struct{}, 1), ended: make(chan struct{})}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		close(s.ended)
		return s
	}
	h.subs[s] = struct{}{}
	return s
}

// Subscribers is how many there are now.
func (h *Hub) Subscribers() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.subs)
}

func (h *Hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for s := range h.subs {
		close(s.ended)
	}
	clear(h.subs)
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
	case <-t.C:
	}
}
