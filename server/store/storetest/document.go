package storetest

import (
	"context"
	"testing"

	"github.com/portage-livraison/portage/server/store"
)

// testDocument walks one document through its life.
func testDocument(t *testing.T, open func(*testing.T) store.Store) {
	ctx, s := context.Background(), open(t)
	d := slip("s1", "ana", "2026-03-02", 1250)
	if _, err := s.Get(ctx, "slip", "s1"); err == nil {
		t.Fatal("an empty store holds a document")
	}
	want(t, s.Put(ctx, at(d, 1)), store.ErrNotFound)
	want(t, s.Insert(ctx, at(d, 7)), nil) // whatever version the caller gives
	holds(t, s, at(d, 1))
	want(t, s.Insert(ctx, d), store.ErrExists)

	d = slip("s1", "bob", "2026-03-03", 990)
	d.Time++
	want(t, s.Put(ctx, at(d, 0)), store.ErrConflict)
	want(t, s.Put(ctx, at(d, 1)), nil)
	holds(t, s, at(d, 2))
	want(t, s.Put(ctx, at(d, 1)), store.ErrConflict)
	d.Body = []byte(`{"keys":"unchanged"}`)
	want(t, s.Put(ctx, at(d, 2)), nil)
	holds(t, s, at(d, 3))

	want(t, []error{s.Delete(ctx, "slip", "s1", 2)}, store.ErrConflict)
	holds(t, s, at(d, 3))
	want(t, []error{s.Delete(ctx, "slip", "s1", 3)}, nil)
	want(t, []error{s.Delete(ctx, "slip", "s1", 3)}, store.ErrNotFound)
	_, err := s.Get(ctx, "slip", "s1")
	want(t, []error{err}, store.ErrNotFound)
	want(t, s.Put(ctx, at(d, 3)), store.ErrNotFound)
	page, err := s.Query(ctx, store.Query{Kind: "slip", Limit: 10})
	if err != nil || len(page.Docs) != 0 {
		t.Fatalf("after the deletion a query answers %v, %v", page.Docs, err)
	}
}

// testOutcomes has every document of a call fare on its own.
func testOutcomes(t *testing.T, open func(*testing.T) store.Store) {
	ctx, s := context.Background(), open(t)
	want(t, s.Insert(ctx), []error{}...)
	want(t, s.Insert(ctx, bare("b", "1")), nil)
	long := bare("c", "1")
	long.Keys = map[string]any{"nowhere": "x"}
	want(t, s.Insert(ctx,
		bare("a", "1"), bare("b", "2"), long, photo("p", "s", []byte{0, 1}), slip("s", "ana", "", 0), bare("a", "2")),
		nil, store.ErrExists, store.ErrInvalid, nil, nil, store.ErrExists)
	holds(t, s, at(bare("a", "1"), 1))
	holds(t, s, at(bare("b", "1"), 1))
	holds(t, s, at(photo("p", "s", []byte{0, 1}), 1))

	want(t, s.Put(ctx,
		at(bare("a", "3"), 1), at(bare("b", "3"), 9), at(bare("gone", "3"), 1), at(photo("p", "t", nil), 1), at(bare("a", "4"), 1)),
		nil, store.ErrConflict, store.ErrNotFound, nil, store.ErrConflict)
	holds(t, s, at(bare("a", "3"), 2))
	holds(t, s, at(bare("b", "1"), 1))
	holds(t, s, at(photo("p", "t", nil), 2))
}

// testRestore writes verbatim, leaves what is equal, and refuses what differs.
func testRestore(t *testing.T, open func(*testing.T) store.Store) {
	ctx, s := context.Background(), open(t)
	a, b, p := at(slip("a", "ana", "2026-03-02", 1), 41), at(bare("b", "x"), 1), at(photo("p", "a", []byte{0}), 3)
	for range 2 {
		if err := s.Restore(ctx, []store.Doc{a, b, p}); err != nil {
			t.Fatal(err)
		}
		for _, d := range []store.Doc{a, b, p} {
			holds(t, s, d)
		}
	}
	other := at(bare("c", "new"), 2)
	changed := a
	changed.Keys = map[string]any{"driver": "ana", "day": "2026-03-02", "cents": int64(2)}
	for _, differs := range []store.Doc{at(a, 42), at(bare("b", "y"), 1), changed} {
		want(t, []error{s.Restore(ctx, []store.Doc{differs, other})}, store.ErrExists)
	}
	holds(t, s, a)
	holds(t, s, other) // each on its own
	want(t, []error{s.Restore(ctx, []store.Doc{at(bare("d", ""), 0)})}, store.ErrInvalid)
	want(t, s.Put(ctx, a), nil)
	holds(t, s, at(a, 42))
}

// testEnd has a closed store and an ended context say so.
func testEnd(t *testing.T, open func(*testing.T) store.Store) {
	s := open(t)
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	want(t, s.Insert(ended, bare("a", "")), context.Canceled)
	want(t, s.Put(ended, at(bare("a", ""), 1)), context.Canceled)
	_, err := s.Get(ended, "bare", "a")
	want(t, []error{err, s.Delete(ended, "bare", "a", 1)}, context.Canceled, context.Canceled)
	_, err = s.Query(ended, store.Query{Kind: "bare", Limit: 1})
	want(t, []error{err}, context.Canceled)

	ctx := context.Background()
	want(t, s.Insert(ctx, bare("a", "")), nil) // what was cancelled never happened
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	want(t, s.Insert(ctx, bare("b", ""), photo("p", "", nil)), store.ErrClosed, store.ErrClosed)
	want(t, s.Put(ctx, at(bare("a", ""), 1)), store.ErrClosed)
	_, err = s.Get(ctx, "bare", "a")
	want(t, []error{err, s.Delete(ctx, "bare", "a", 1)}, store.ErrClosed, store.ErrClosed)
	_, err = s.Query(ctx, store.Query{Kind: "bare", Limit: 1})
	want(t, []error{err}, store.ErrClosed)
	want(t, []error{s.Restore(ctx, []store.Doc{at(bare("b", ""), 1)})}, store.ErrClosed)
}
