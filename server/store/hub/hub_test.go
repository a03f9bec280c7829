package hub_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/hub"
)

func change(n int) store.Change { return store.Change{Kind: "slip", ID: fmt.Sprint(n), Version: 1} }

// read takes n changes, which must be numbered from first on, and returns the
// last token.
func read(t *testing.T, f store.Feed, first, n int) (token string) {
	t.Helper()
	for i := range n {
		c, err := f.Next(context.Background())
		if err != nil || c.ID != fmt.Sprint(first+i) {
			t.Fatalf("change %d is %+v, %v", first+i, c, err)
		}
		token = c.Token
	}
	return token
}

func watch(t *testing.T, h *hub.Hub, after string) store.Feed {
	t.Helper()
	f, err := h.Watch([]string{"slip"}, after)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// The ring holds exactly as many changes as it was made for: a token is good as
// long as every change after it is still there.
func TestResumeUpToTheRing(t *testing.T) {
	h := hub.New(4)
	f := watch(t, h, "")
	h.Publish([]store.Change{change(0)})
	token := read(t, f, 0, 1)
	for n := range 4 {
		h.Publish([]store.Change{change(n + 1)})
	}
	read(t, watch(t, h, token), 1, 4)
	read(t, f, 1, 4)
	h.Publish([]store.Change{change(5)})
	if _, err := h.Watch([]string{"slip"}, token); !errors.Is(err, store.ErrGap) {
		t.Errorf("resumed over a lost change: %v", err)
	}
	read(t, f, 5, 1)
}

// A group larger than the ring is a gap for who has not read it.
func TestLargeGroup(t *testing.T) {
	h := hub.New(4)
	slow := watch(t, h, "")
	h.Publish([]store.Change{change(0), change(1), change(2), change(3), change(4)})
	if c, err := slow.Next(context.Background()); !errors.Is(err, store.ErrGap) {
		t.Errorf("a slow reader is told %+v, %v", c, err)
	}
}

// A token that was not given, not yet or not by this hub, is a gap.
func TestForeignToken(t *testing.T) {
	h := hub.New(4)
	f := watch(t, h, "")
	h.Publish([]store.Change{change(0)})
	token := read(t, f, 0, 1)
	other := hub.New(4)
	theirs := watch(t, other, "")
	other.Publish([]store.Change{change(0)})
	for _, bad := range []string{token + "9", token[:len(token)-1] + "1", token + "-", read(t, theirs, 0, 1)} {
		if _, err := h.Watch([]string{"slip"}, bad); !errors.Is(err, store.ErrGap) {
			t.Errorf("token %q is answered by %v", bad, err)
		}
	}
}

// Other kinds neither reach a reader nor hold it up.
func TestKinds(t *testing.T) {
	h := hub.New(8)
	f := watch(t, h, "")
	h.Publish([]store.Change{{Kind: "act", ID: "x"}, change(0), {Kind: "act", ID: "y"}})
	read(t, f, 0, 1)
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if c, err := f.Next(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("after the last change of its kind a reader gets %+v, %v", c, err)
	}
}
