// Package hub hands the changes that a store committed to the readers inside
// this process. It keeps the newest ones in memory, so that a reader that was
// away for a moment resumes from its token; it starts no goroutine.
package hub

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/portage-livraison/portage/server/store"
)

// Hub is one ring of changes. Tokens are of one Hub: after a restart of the
// process every older token is a gap.
type Hub struct {
	run string

	mu     sync.Mutex
	ring   []store.Change // change n is at n % len(ring)
	next   int64          // number of the next change
	wake   chan struct{}  // closed at the next change
	closed bool
}

// New makes a Hub that remembers size changes.
func New(size int) *Hub {
	return &Hub{run: rand.Text()[:12], ring: make([]store.Change, size), wake: make(chan struct{})}
}

// Publish hands changes on, in order; it never blocks. The caller calls it
// after the commit, from one goroutine per document.
func (h *Hub) Publish(changes []store.Change) {
	if len(changes) == 0 {
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, c := range changes {
		h.ring[h.next%int64(len(h.ring))] = c
		h.next++
	}
	close(h.wake)
	h.wake = make(chan struct{})
}

// Close ends every feed with ErrClosed.
func (h *Hub) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.closed {
		h.closed = true
		close(h.wake)
		h.wake = make(chan struct{})
	}
}

// Watch starts a feed of kinds after token, or from now on when it is "".
func (h *Hub) Watch(kinds []string, after string) (store.Feed, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f := &feed{hub: h, kinds: slices.Clone(kinds), at: h.next, done: make(chan struct{})}
	if h.closed {
		return nil, store.ErrClosed
	}
	if after == "" {
		return f, nil
	}
	run, seq, _ := strings.Cut(after, "-")
	n, err := strconv.ParseInt(seq, 10, 64)
	if err != nil || run != h.run || n < 0 || n >= h.next || n+1 < h.oldest() {
		return nil, fmt.Errorf("%w: token %.64q", store.ErrGap, after)
	}
	f.at = n + 1
	return f, nil
}

func (h *Hub) oldest() int64 { return max(0, h.next-int64(len(h.ring))) }

type feed struct {
	hub   *Hub
	kinds []string
	at    int64 // owned by Next, which one goroutine calls
	once  sync.Once
	done  chan struct{}
}

// Next returns the next change. A reader slower than the ring gets ErrGap.
func (f *feed) Next(ctx context.Context) (store.Change, error) {
	for {
		c, wake, err := f.take()
		if err != nil || wake == nil {
			return c, err
		}
		select {
		case <-wake:
		case <-f.done:
			return c, store.ErrClosed
		case <-ctx.Done():
			return c, ctx.Err()
		}
	}
}

// take returns a change, or what to wait for.
func (f *feed) take() (c store.Change, wake <-chan struct{}, err error) {
	h := f.hub
	h.mu.Lock()
	defer h.mu.Unlock()
	select {
	case <-f.done:
		return c, nil, store.ErrClosed
	default:
	}
	if h.closed {
		return c, nil, store.ErrClosed
	}
	if f.at < h.oldest() {
		return c, nil, store.ErrGap
	}
	for ; f.at < h.next; f.at++ {
		c = h.ring[f.at%int64(len(h.ring))]
		if slices.Contains(f.kinds, c.Kind) {
			c.Token = h.run + "-" + strconv.FormatInt(f.at, 10)
			f.at++
			return c, nil, nil
		}
	}
	return c, h.wake, nil
}

// Close ends the feed; a Next that waits returns ErrClosed.
func (f *feed) Close() error {
	f.once.Do(func() { close(f.done) })
	return nil
}
