package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/store"
)

// testWatch follows the change feed.
func testWatch(t *testing.T, open func(*testing.T) store.Store) {
	t.Run("order", func(t *testing.T) { watchOrder(t, open(t)) })
	t.Run("resume", func(t *testing.T) { watchResume(t, open(t)) })
	t.Run("race", func(t *testing.T) { watchRace(t, open(t)) })
	t.Run("gap", func(t *testing.T) { watchGap(t, open(t), open(t)) })
	t.Run("end", func(t *testing.T) { watchEnd(t, open(t)) })
}

func watch(t *testing.T, s store.Store, after string, kinds ...string) store.Feed {
	t.Helper()
	f, err := s.Watch(context.Background(), kinds, after)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	})
	return f
}

// next waits long enough for any engine; only a failure takes that long.
func next(t *testing.T, f store.Feed) store.Change {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	c, err := f.Next(ctx)
	if err != nil {
		t.Fatalf("the next change: %v", err)
	}
	return c
}

// expect reads changes up to the wanted one; an engine may repeat older ones.
func expect(t *testing.T, f store.Feed, kind, id string, version int64, deleted bool) store.Change {
	t.Helper()
	for {
		c := next(t, f)
		if c.Kind == kind && c.ID == id && c.Deleted == deleted && (deleted || c.Version == version) {
			if c.Token == "" {
				t.Fatal("a change without a token")
			}
			return c
		}
		if c.Kind != kind || c.ID == id && (c.Version > version || c.Deleted) {
			t.Fatalf("the feed says %+v before %s %s version %d", c, kind, id, version)
		}
	}
}

func watchOrder(t *testing.T, s store.Store) {
	ctx := context.Background()
	want(t, s.Insert(ctx, bare("before", "")), nil)
	f := watch(t, s, "", "bare", "photo")
	want(t, s.Insert(ctx, slip("other", "", "", 0), bare("a", "")), nil, nil)
	expect(t, f, "bare", "a", 1, false)
	want(t, s.Put(ctx, at(bare("a", ""), 1)), nil)
	want(t, s.Put(ctx, at(bare("a", ""), 1)), store.ErrConflict)
	want(t, s.Put(ctx, at(bare("a", ""), 2)), nil)
	expect(t, f, "bare", "a", 2, false)
	expect(t, f, "bare", "a", 3, false)
	want(t, s.Insert(ctx, photo("p", "", nil)), nil)
	expect(t, f, "photo", "p", 1, false)
	want(t, []error{s.Delete(ctx, "bare", "a", 3)}, nil)
	expect(t, f, "bare", "a", 3, true)
}

// watchResume loses nothing between two feeds.
func watchResume(t *testing.T, s store.Store) {
	ctx := context.Background()
	f := watch(t, s, "", "bare")
	want(t, s.Insert(ctx, bare("a", ""), bare("b", "")), nil, nil)
	token := expect(t, f, "bare", "a", 1, false).Token
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	want(t, s.Insert(ctx, bare("c", "")), nil)
	f = watch(t, s, token, "bare")
	expect(t, f, "bare", "b", 1, false)
	token = expect(t, f, "bare", "c", 1, false).Token
	f = watch(t, s, token, "bare")
	want(t, s.Insert(ctx, bare("d", "")), nil)
	if c := next(t, f); c.ID != "d" {
		t.Fatalf("after the last token the feed says %+v", c)
	}
}

// watchRace has every version of every document reach every feed in order,
// also of documents that are already visible to Get when the change arrives.
func watchRace(t *testing.T, s store.Store) {
	const feeds, writers, versions = 3, 4, 15
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	var fs []store.Feed
	for range feeds {
		fs = append(fs, watch(t, s, "", "bare"))
	}
	race(t, feeds+writers, func(n int) error {
		if n >= feeds {
			return writeVersions(ctx, s, fmt.Sprint(n-feeds), versions)
		}
		seen := map[string]int64{}
		for done := 0; done < writers; {
			c, err := fs[n].Next(ctx)
			if err != nil {
				return err
			}
			if c.Version > seen[c.ID]+1 || c.Version < 1 {
				return fmt.Errorf("feed %d: %s jumps from version %d to %d", n, c.ID, seen[c.ID], c.Version)
			}
			if d, err := s.Get(ctx, c.Kind, c.ID); err != nil || d.Version < c.Version {
				return fmt.Errorf("feed %d told of %+v, the store holds version %d, %v", n, c, d.Version, err)
			}
			if c.Version == versions && seen[c.ID] < versions {
				done++
			}
			seen[c.ID] = max(seen[c.ID], c.Version)
		}
		return nil
	})
}

func writeVersions(ctx context.Context, s store.Store, id string, versions int64) error {
	if err := s.Insert(ctx, bare(id, ""))[0]; err != nil {
		return err
	}
	for v := range versions - 1 {
		if err := s.Put(ctx, at(bare(id, ""), v+1))[0]; err != nil {
			return err
		}
	}
	return nil
}

// watchGap refuses a token that it cannot resume from.
func watchGap(t *testing.T, s, other store.Store) {
	ctx := context.Background()
	f := watch(t, other, "", "bare")
	want(t, other.Insert(ctx, bare("a", "")), nil)
	foreign := expect(t, f, "bare", "a", 1, false).Token
	for _, token := range []string{foreign, "nonsense", "-1", "\x00"} {
		_, err := s.Watch(ctx, []string{"bare"}, token)
		want(t, []error{err}, store.ErrGap)
	}
}

// watchEnd wakes readers when their context, their feed or the store ends.
func watchEnd(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	byContext, byFeed, byStore := watch(t, s, "", "bare"), watch(t, s, "", "bare"), watch(t, s, "", "bare")
	for _, c := range []struct {
		name string
		ctx  context.Context
		feed store.Feed
		end  func() error
		want error
	}{
		{"context", ctx, byContext, func() error { cancel(); return nil }, context.Canceled},
		{"feed", context.Background(), byFeed, byFeed.Close, store.ErrClosed},
		{"store", context.Background(), byStore, s.Close, store.ErrClosed},
	} {
		race(t, 2, func(n int) error {
			if n == 1 {
				return c.end()
			}
			if _, err := c.feed.Next(c.ctx); !errors.Is(err, c.want) {
				return fmt.Errorf("the reader ended with %v when its %s did, want %v", err, c.name, c.want)
			}
			return nil
		})
	}
	_, err := s.Watch(context.Background(), []string{"bare"}, "")
	want(t, []error{err}, store.ErrClosed)
}
