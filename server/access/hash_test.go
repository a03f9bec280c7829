package access

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"testing"
	"time"
)

func newTestHasher(t *testing.T, c Cost) *hasher {
	t.Helper()
	h, err := newHasher(c, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHashKnowsItsPasswordAcrossCosts(t *testing.T) {
	old := newTestHasher(t, Cost{Time: 1, MemoryKB: 8})
	stored, err := old.make(t.Context(), "le pain du mardi")
	if err != nil {
		t.Fatal(err)
	}
	h := newTestHasher(t, Cost{Time: 2, MemoryKB: 16})
	for password, want := range map[string]bool{"le pain du mardi": true, "le pain du jeudi": false, "": false} {
		if ok, err := h.check(t.Context(), password, stored); ok != want || err != nil {
			t.Errorf("%q: %v, %v", password, ok, err)
		}
	}
	for _, bad := range []string{"plain", "$argon2id$v=19$m=x$a$b", "$argon2id$v=19$m=8,t=1,p=1$!$b", "$bcrypt$v=19$m=8,t=1,p=1$YQ$YQ"} {
		if ok, err := h.check(t.Context(), "le pain du mardi", bad); ok || err == nil {
			t.Errorf("%q: %v, %v", bad, ok, err)
		}
	}
}

func TestHashesAreBounded(t *testing.T) {
	h := newTestHasher(t, Cost{Time: 1, MemoryKB: 8, Parallel: 1, Waiting: 1})
	h.turn <- struct{}{} // one runs
	h.queue <- struct{}{}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := h.check(ctx, "x", ""); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the one who waits: %v", err)
	}
	h.queue <- struct{}{} // one waits
	if _, err := h.check(t.Context(), "x", ""); !errors.Is(err, errBusy) {
		t.Errorf("one more: %v", err)
	}
	<-h.queue
	<-h.queue
	<-h.turn
	if _, err := h.check(t.Context(), "x", ""); err != nil {
		t.Errorf("when it is quiet again: %v", err)
	}
}

// The bound is wide: without the stand-in hash the answer comes a hundred times
// faster, and that is what must not be seen.
func TestUnknownLoginTakesAsLong(t *testing.T) {
	h := newTestHasher(t, Cost{Time: 2, MemoryKB: 4 << 10, Parallel: 1})
	stored, err := h.make(t.Context(), "le pain du mardi")
	if err != nil {
		t.Fatal(err)
	}
	fastest := func(stored string) time.Duration {
		best := time.Hour
		for range 5 {
			start := time.Now()
			if _, err := h.check(t.Context(), "wrong", stored); err != nil {
				t.Fatal(err)
			}
			best = min(best, time.Since(start))
		}
		return best
	}
	if known, unknown := fastest(stored), fastest(""); unknown < known/3 {
		t.Errorf("known %s, unknown %s", known, unknown)
	}
}

func TestThrottleMemoryIsBounded(t *testing.T) {
	tr := newThrottle(1, time.Minute)
	now := time.Date(2026, 4, 3, 8, 0, 0, 0, time.UTC)
	for i := range 3 * maxKeys {
		if err := tr.take(fmt.Sprint(i), now); err != nil {
			t.Fatal(i, err)
		}
	}
	if len(tr.keys) > maxKeys {
		t.Errorf("%d keys", len(tr.keys))
	}
}
