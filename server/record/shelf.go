// Package record is the stored form of the desk's nouns: which document kind,
// which keys, and the compare-and-set around each. It holds no rule of the
// service and asks for no permission; the use-cases do.
package record

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

// Stamp says who wrote a record last, and when, by the server's clock.
type Stamp struct {
	By string    `json:"by"`
	At time.Time `json:"at"`
}

// Kept is a noun as it is in the store.
type Kept[T any] struct {
	Value   T
	Version int64
	Last    Stamp
}

// Fingerprint is its document's.
func (k Kept[T]) Fingerprint() int64 { return store.Fingerprint(k.Version, k.Last.At.UnixMilli()) }

// stored is the document's body.
type stored[T any] struct {
	Last  Stamp `json:"last"`
	Value T     `json:"value"`
}

// Shelf is where one kind of noun is kept.
type Shelf[T any] struct {
	kind store.Kind
	id   func(T) string
	keys func(T) map[string]any
	none *fault.Error // what to say when it is not there
}

// NewShelf makes a shelf for a noun of another package: its document kind, the
// id and keys of a value, and what to say when there is none.
func NewShelf[T any](name string, id func(T) string, types map[string]store.KeyType, keys func(T) map[string]any, none *fault.Error, indexes ...[]string) Shelf[T] {
	return Shelf[T]{kind: kind(name, types, indexes...), id: id, keys: keys, none: none}
}

// Kind declares the shelf to the store.
func (s Shelf[T]) Kind() store.Kind { return s.kind }

// None is what Get says of an unknown id: for what is there and not the caller's.
func (s Shelf[T]) None() error { return s.none }

// Encode makes the document of v, at version 0.
func (s Shelf[T]) Encode(v T, last Stamp) (store.Doc, error) {
	last.At = last.At.UTC().Truncate(time.Millisecond)
	body, err := json.Marshal(stored[T]{last, v})
	if err != nil {
		return store.Doc{}, fmt.Errorf("write %s: %w", s.kind.Name, err)
	}
	return store.Doc{Kind: s.kind.Name, ID: s.id(v), Time: last.At.UnixMilli(), Keys: s.keys(v), Body: body}, nil
}

// Decode reads a document; one that cannot be read is an error, never empty.
func (s Shelf[T]) Decode(d store.Doc) (Kept[T], error) {
	var in stored[T]
	if err := json.Unmarshal(d.Body, &in); err != nil {
		return Kept[T]{}, fmt.Errorf("read %s %s: %w", d.Kind, d.ID, err)
	}
	return Kept[T]{Value: in.Value, Version: d.Version, Last: in.Last}, nil
}

// Get returns what is kept under id; a fault of kind NotFound when nothing is.
func (s Shelf[T]) Get(ctx context.Context, st store.Store, id string) (Kept[T], error) {
	d, err := st.Get(ctx, s.kind.Name, id)
	if err != nil {
		return Kept[T]{}, s.explain(err)
	}
	return s.Decode(d)
}

// Insert keeps v under its own id: store.ErrExists when something is there
// already, which may be v itself after an answer that was lost.
func (s Shelf[T]) Insert(ctx context.Context, st store.Store, v T, last Stamp) error {
	d, err := s.Encode(v, last)
	if err != nil {
		return err
	}
	for range 4 {
		err = st.Insert(ctx, d)[0]
		if !errors.Is(err, store.ErrUnknown) {
			break
		}
	}
	if errors.Is(err, store.ErrExists) {
		if there, readErr := st.Get(ctx, d.Kind, d.ID); readErr == nil && string(there.Body) == string(d.Body) {
			return nil
		}
	}
	return s.explain(err)
}

// Update changes what is kept under id by fn, again from the start when
// somebody else was faster. fn must be idempotent; it returns false when there
// is nothing to do. The result is what is kept afterwards.
func (s Shelf[T]) Update(ctx context.Context, st store.Store, id string, last Stamp, fn func(Kept[T]) (T, bool, error)) (Kept[T], error) {
	d, err := store.Update(ctx, st, s.kind.Name, id, func(d *store.Doc) (bool, error) {
		was, err := s.Decode(*d)
		if err != nil {
			return false, err
		}
		v, todo, err := fn(was)
		if err != nil || !todo {
			return false, err
		}
		next, err := s.Encode(v, last)
		next.Version = d.Version
		*d = next
		return true, err
	})
	if err != nil {
		return Kept[T]{}, s.explain(err)
	}
	return s.Decode(d)
}

// List returns what q selects on this shelf, all of it; for lists that are
// bounded by the life of a town, not by its history.
func (s Shelf[T]) List(ctx context.Context, st store.Store, sort string, where ...store.Cond) ([]Kept[T], error) {
	q := store.Query{Kind: s.kind.Name, Where: where, Sort: sort, Limit: 1000}
	var out []Kept[T]
	for {
		page, err := st.Query(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("list %s: %w", s.kind.Name, err)
		}
		for _, d := range page.Docs {
			v, err := s.Decode(d)
			if err != nil {
				return nil, err
			}
			out = append(out, v)
		}
		if page.Next == "" {
			return out, nil
		}
		q.Cursor = page.Next
	}
}

// Page returns one page of what q selects on this shelf, and the cursor of the
// next, "" at the end; for lists that grow with a town's history. A cursor of
// another query is store.ErrInvalid.
func (s Shelf[T]) Page(ctx context.Context, st store.Store, q store.Query) ([]Kept[T], string, error) {
	q.Kind = s.kind.Name
	page, err := st.Query(ctx, q)
	if err != nil {
		return nil, "", fmt.Errorf("list %s: %w", s.kind.Name, err)
	}
	out := make([]Kept[T], 0, len(page.Docs))
	for _, d := range page.Docs {
		v, err := s.Decode(d)
		if err != nil {
			return nil, "", err
		}
		out = append(out, v)
	}
	return out, page.Next, nil
}

// Keys calls fn with the id and keys of everything that q selects, without
// reading the bodies.
func (s Shelf[T]) Keys(ctx context.Context, st store.Store, fn func(id string, keys map[string]any), where ...store.Cond) error {
	q := store.Query{Kind: s.kind.Name, Where: where, Limit: 1000, KeysOnly: true}
	for {
		page, err := st.Query(ctx, q)
		if err != nil {
			return fmt.Errorf("list %s: %w", s.kind.Name, err)
		}
		for _, d := range page.Docs {
			fn(d.ID, d.Keys)
		}
		if page.Next == "" {
			return nil
		}
		q.Cursor = page.Next
	}
}

func (s Shelf[T]) explain(err error) error {
	switch {
	case errors.Is(err, store.ErrNotFound):
		return s.none.Because(err)
	case errors.Is(err, store.ErrInvalid): // an id that cannot exist: nobody's
		return s.none.Because(err)
	}
	return err
}

// Is selects documents whose key equals value.
func Is(key string, value any) store.Cond {
	return store.Cond{Key: key, Op: store.Eq, Values: []any{value}}
}

// Among selects documents whose key equals one of values; of none, nothing.
func Among(key string, values ...any) store.Cond {
	return store.Cond{Key: key, Op: store.In, Values: values}
}

// From and Before bound a key; together they select a range of days.
func From(key string, value any) store.Cond {
	return store.Cond{Key: key, Op: store.Ge, Values: []any{value}}
}

// Before selects documents whose key is less than value.
func Before(key string, value any) store.Cond {
	return store.Cond{Key: key, Op: store.Lt, Values: []any{value}}
}
