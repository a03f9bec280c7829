package live

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/portage-livraison/portage/server/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// script is a Watcher whose feeds are told by the test what to answer.
type script struct {
	feeds chan *feed // one for each Watch
	fails chan error // before that: what Watch answers
}

type feed struct {
	step   chan any // a store.Change or an error
	closed sync.Once
	done   chan struct{}
}

func newFeed() *feed { return &feed{step: make(chan any), done: make(chan struct{})} }

func (s *script) Watch(ctx context.Context, _ []string, after string) (store.Feed, error) {
	if after != "" {
		return nil, fmt.Errorf("after %q", after)
	}
	select {
	case f := <-s.feeds:
		return f, nil
	case err := <-s.fails:
		return nil, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (f *feed) Next(ctx context.Context) (store.Change, error) {
	select {
	case v := <-f.step:
		if err, ok := v.(error); ok {
			return store.Change{}, err
		}
		return v.(store.Change), nil
	case <-ctx.Done():
		return store.Change{}, ctx.Err()
	}
}

func (f *feed) Close() error { f.closed.Do(func() { close(f.done) }); return nil }

// start runs a hub; stop ends it and returns what Run said.
func start(t *testing.T) (h *Hub, w *script, pauses *[]time.Duration, stop func() error) {
	t.Helper()
	w = &script{feeds: make(chan *feed), fails: make(chan error)}
	h = New(w, []string{"slip"}, slog.New(slog.DiscardHandler))
	pauses = new([]time.Duration)
	h.wait = func(_ context.Context, d time.Duration) { *pauses = append(*pauses, d) }
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.Run(ctx) }()
	var once sync.Once
	var err error
	stop = func() error { once.Do(func() { cancel(); err = <-ended }); return err }
	t.Cleanup(func() { stop() })
	return h, w, pauses, stop
}

func all(Event) bool { return true }

// next waits for events of s.
func next(t *testing.T, s *Subscription) []Event {
	t.Helper()
	select {
	case <-s.Ready():
		return s.Take()
	case <-time.After(60 * time.Second):
		t.Fatal("nothing came")
		return nil
	}
}

func change(kind, id string, version int64) store.Change {
	return store.Change{Kind: kind, ID: id, Version: version}
}

func TestChangesReachThoseWhoMaySee(t *testing.T) {
	h, w, _, _ := start(t)
	everything, slips := h.Subscribe(all), h.Subscribe(func(e Event) bool { return e.Kind == "slip" })
	f := newFeed()
	w.feeds <- f
	for _, s := range []*Subscription{everything, slips} {
		if got := next(t, s); !slices.Equal(got, []Event{{Resync: true}}) {
			t.Fatalf("at the start of a feed: %v, want a resync", got)
		}
	}
	f.step <- change("request", "r1", 3)
	f.step <- store.Change{Kind: "slip", ID: "s1", Version: 2, Deleted: true}
	if got, want := next(t, slips), (Event{Kind: "slip", ID: "s1", Version: 2, Deleted: true}); !slices.Equal(got, []Event{want}) {
		t.Errorf("got %v, want %v", got, want)
	}
	got := next(t, everything)
	if len(got) < 2 { // the two may come together or not
		got = append(got, next(t, everything)...)
	}
	if len(got) != 2 || got[0].ID != "r1" || got[1].ID != "s1" {
		t.Errorf("got %v", got)
	}
	slips.Close()
	slips.Close()
	if h.Subscribers() != 1 {
		t.Errorf("%d subscribers after Close, want 1", h.Subscribers())
	}
}

func TestOnlyTheNewestVersionWaits(t *testing.T) {
	h, w, _, _ := start(t)
	f := newFeed()
	w.feeds <- f
	s := h.Subscribe(all)
	probe := h.Subscribe(func(e Event) bool { return e.ID == "end" })
	for _, c := range []store.Change{change("slip", "a", 1), change("slip", "b", 1), change("slip", "a", 2), change("x", "end", 1)} {
		f.step <- c
	}
	for got := next(t, probe); got[len(got)-1].ID != "end"; got = next(t, probe) {
	}
	var waiting []string
	for _, e := range s.Take() {
		if !e.Resync {
			waiting = append(waiting, fmt.Sprint(e.ID, e.Version))
		}
	}
	if want := []string{"b1", "a2", "end1"}; !slices.Equal(waiting, want) {
		t.Errorf("waiting %v, want %v", waiting, want)
	}
}

func TestSlowSubscriberResyncsAndOthersDoNot(t *testing.T) {
	h, w, _, _ := start(t)
	f := newFeed()
	w.feeds <- f
	slow, quick := h.Subscribe(all), h.Subscribe(func(e Event) bool { return e.ID == "last" })
	for i := range queue + 10 {
		f.step <- change("slip", fmt.Sprint("s", i), 1)
	}
	f.step <- change("slip", "last", 1)
	got := next(t, quick)
	for got[len(got)-1].ID != "last" {
		got = next(t, quick)
	}
	waiting := slow.Take()
	if len(waiting) == 0 || !waiting[0].Resync || len(waiting) > queue {
		t.Errorf("the slow one has %d events, first %v; want a resync first and at most %d", len(waiting), waiting[0], queue)
	}
}

func TestGapAndFailureResyncEverybody(t *testing.T) {
	h, w, pauses, stop := start(t)
	s := h.Subscribe(all)
	first := newFeed()
	w.feeds <- first
	next(t, s)
	first.step <- store.ErrGap
	second := newFeed()
	w.feeds <- second
	if got := next(t, s); !slices.Equal(got, []Event{{Resync: true}}) {
		t.Errorf("after a gap: %v, want a resync", got)
	}
	<-first.done
	second.step <- errors.New("the database is away")
	w.fails <- errors.New("still away")
	w.fails <- errors.New("still away")
	third := newFeed()
	w.feeds <- third
	if got := next(t, s); !slices.Equal(got, []Event{{Resync: true}}) {
		t.Errorf("after a failure: %v, want a resync", got)
	}
	third.step <- change("slip", "s1", 1)
	if got := next(t, s); len(got) != 1 || got[0].ID != "s1" {
		t.Errorf("after recovery: %v", got)
	}
	if err := stop(); err != nil {
		t.Errorf("Run: %v", err)
	}
	if want := []time.Duration{time.Second, 2 * time.Second, 4 * time.Second}; !slices.Equal(*pauses, want) {
		t.Errorf("pauses %v, want %v: none for a gap, doubling for failures", *pauses, want)
	}
}

func TestEveryoneIsToldOfTheEnd(t *testing.T) {
	h, _, _, stop := start(t)
	s := h.Subscribe(all)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	<-s.Ended()
	<-h.Subscribe(all).Ended()
	if h.Subscribers() != 0 {
		t.Errorf("%d subscribers left", h.Subscribers())
	}
}

func TestClosedStoreEndsRun(t *testing.T) {
	h, w, _, _ := start(t)
	s := h.Subscribe(all)
	f := newFeed()
	w.feeds <- f
	f.step <- store.ErrClosed
	<-s.Ended()
}
