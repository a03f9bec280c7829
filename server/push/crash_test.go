package push_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/store"
)

var errKilled = errors.New("the process is gone")

// mortal is a store under a server that is killed after some writes: the last
// one happens, or not, and nobody hears of it.
type mortal struct {
	store.Store
	mu   sync.Mutex
	left int
}

// dies counts one write. It returns whether that write still happens.
func (m *mortal) dies() (dead, happens bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.left--
	return m.left <= 0, m.left > 0 || m.left == 0 && rand.N(2) == 0
}

func (m *mortal) Insert(ctx context.Context, docs ...store.Doc) []error {
	return m.write(docs, func() []error { return m.Store.Insert(ctx, docs...) })
}

func (m *mortal) Put(ctx context.Context, docs ...store.Doc) []error {
	return m.write(docs, func() []error { return m.Store.Put(ctx, docs...) })
}

func (m *mortal) write(docs []store.Doc, do func() []error) []error {
	dead, happens := m.dies()
	errs := make([]error, len(docs))
	if happens {
		errs = do()
	}
	if dead {
		for i := range errs {
			errs[i] = errKilled
		}
	}
	return errs
}

// TestKilledAnywhereNothingIsLost kills a server 100 times between two of its
// writes, at every place between the cause and the answer of the push service.
// The next server tells everything, and what is told twice carries the same tag
// and id, so that the phone shows it once.
func TestKilledAnywhereNothingIsLost(t *testing.T) {
	var w *town
	for round := range 100 {
		if round%10 == 0 { // a small town sweeps faster
			w = newTown(t)
			w.subscribe(ana, "201")
			w.subscribe(claire, "201")
		}
		id, slipID := w.round(ana)
		_, err := w.ReadySlip(w.ctx, agent, slipID, 1, 0)
		w.ok(err)
		dying := w.server(&mortal{Store: w.st, left: round%8 + 1})
		_ = dying.Sweep(w.ctx)
		_ = dying.Deliver(w.ctx)
		w.pass(time.Minute) // a lease of the dead ends
		alive := w.server(w.st)
		w.ok(alive.Sweep(w.ctx))
		w.ok(alive.Deliver(w.ctx))
		w.ok(alive.Deliver(w.ctx))
		byID := map[string][]banner{}
		for _, b := range w.far.banners() {
			byID[b.ID] = append(byID[b.ID], b)
		}
		if len(byID) != 3 {
			t.Fatalf("round %d (%s): %d notices came, want round, ready and ready", round, id, len(byID))
		}
		for _, same := range byID {
			for _, b := range same {
				if len(same) > 2 || b.Tag != same[0].Tag || b.header.Get("Topic") != same[0].header.Get("Topic") {
					t.Errorf("round %d: %d times, tags %q and %q", round, len(same), b.Tag, same[0].Tag)
				}
			}
		}
	}
}

// TestTwoServersOnOneStoreSendEachOnce lets two servers derive and send the same
// things at the same moment.
func TestTwoServersOnOneStoreSendEachOnce(t *testing.T) {
	w := newTown(t)
	w.subscribe(ana, "201")
	w.subscribe(idriss, "201")
	for range 20 {
		w.round(ana)
		w.round(idriss)
	}
	a, b := w.server(w.st), w.server(w.st)
	var both sync.WaitGroup
	errs := make(chan error, 4)
	for _, p := range []interface {
		Sweep(context.Context) error
		Deliver(context.Context) error
	}{a, b} {
		both.Go(func() {
			errs <- p.Sweep(w.ctx)
			errs <- p.Deliver(w.ctx)
		})
	}
	both.Wait()
	for range 4 {
		w.ok(<-errs)
	}
	w.ok(a.Deliver(w.ctx)) // what one claimed while the other stored
	seen := map[string]int{}
	for _, b := range w.far.banners() {
		seen[b.ID]++
	}
	if len(seen) != 40 {
		t.Errorf("%d notices came, want 40", len(seen))
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s came %d times", id, n)
		}
	}
}

// TestARunningServerTellsWithinSeconds follows the store's feed as a server does.
func TestARunningServerTellsWithinSeconds(t *testing.T) {
	w := newTown(t)
	w.subscribe(ana, "201")
	ctx, stop := context.WithCancel(w.ctx)
	ended := make(chan struct{})
	go func() { w.push.Run(ctx); close(ended) }()
	t.Cleanup(func() { stop(); <-ended })
	came := make(chan time.Time, 10)
	for i := range 3 {
		w.far.setAnswer(func() { came <- time.Now() })
		w.round(ana)
		published := time.Now()
		select {
		case at := <-came:
			t.Logf("round %d: told after %s", i, at.Sub(published).Round(time.Millisecond))
		case <-time.After(60 * time.Second):
			t.Fatal(fmt.Sprint("round ", i, " was not told"))
		}
	}
}
