package simulation

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/hub"
	"github.com/portage-livraison/portage/server/store/storetest"
)

// memory is a store.Store without a disk, so that thousands of histories run in
// a minute. It passes the suite of all stores.
type memory struct {
	schema *store.Schema
	hub    *hub.Hub

	mu     sync.Mutex
	docs   map[string]map[string]store.Doc
	closed bool
}

func newMemory(kinds []store.Kind, remember int) (*memory, error) {
	schema, err := store.NewSchema(kinds)
	if err != nil {
		return nil, err
	}
	m := &memory{schema: schema, hub: hub.New(remember), docs: map[string]map[string]store.Doc{}}
	for _, s := range schema.Shapes() {
		m.docs[s.Name] = map[string]store.Doc{}
	}
	return m, nil
}

func copyDoc(d store.Doc) store.Doc {
	d.Keys, d.Body = maps.Clone(d.Keys), bytes.Clone(d.Body)
	return d
}

func (m *memory) enter(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if m.closed {
		return store.ErrClosed
	}
	return nil
}

func (m *memory) Get(ctx context.Context, kind, id string) (store.Doc, error) {
	if _, err := m.schema.CheckID(kind, id); err != nil {
		return store.Doc{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.enter(ctx); err != nil {
		return store.Doc{}, err
	}
	d, ok := m.docs[kind][id]
	if !ok {
		return store.Doc{}, store.ErrNotFound
	}
	return copyDoc(d), nil
}

// write runs one for each document, each on its own, and tells the readers.
func (m *memory) write(ctx context.Context, docs []store.Doc, one func(d store.Doc) (int64, error)) []error {
	errs := make([]error, len(docs))
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, d := range docs {
		if _, errs[i] = m.schema.Check(d); errs[i] != nil {
			continue
		}
		if errs[i] = m.enter(ctx); errs[i] != nil {
			continue
		}
		var v int64
		if v, errs[i] = one(d); errs[i] == nil {
			d = copyDoc(d)
			d.Version = v
			m.docs[d.Kind][d.ID] = d
			m.hub.Publish([]store.Change{{Kind: d.Kind, ID: d.ID, Version: v}})
		}
	}
	return errs
}

func (m *memory) Insert(ctx context.Context, docs ...store.Doc) []error {
	return m.write(ctx, docs, func(d store.Doc) (int64, error) {
		if _, ok := m.docs[d.Kind][d.ID]; ok {
			return 0, store.ErrExists
		}
		return 1, nil
	})
}

func (m *memory) current(d store.Doc) error {
	was, ok := m.docs[d.Kind][d.ID]
	switch {
	case !ok:
		return store.ErrNotFound
	case was.Version != d.Version:
		return store.ErrConflict
	}
	return nil
}

func (m *memory) Put(ctx context.Context, docs ...store.Doc) []error {
	return m.write(ctx, docs, func(d store.Doc) (int64, error) { return d.Version + 1, m.current(d) })
}

func (m *memory) Delete(ctx context.Context, kind, id string, version int64) error {
	if _, err := m.schema.CheckID(kind, id); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.enter(ctx); err != nil {
		return err
	}
	if err := m.current(store.Doc{Kind: kind, ID: id, Version: version}); err != nil {
		return err
	}
	delete(m.docs[kind], id)
	m.hub.Publish([]store.Change{{Kind: kind, ID: id, Version: version, Deleted: true}})
	return nil
}

func (m *memory) Query(ctx context.Context, q store.Query) (store.Page, error) {
	if _, err := m.schema.CheckQuery(q); err != nil {
		return store.Page{}, err
	}
	after, ok, err := q.After()
	if err != nil {
		return store.Page{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.enter(ctx); err != nil {
		return store.Page{}, err
	}
	order := func(value any, id string, d store.Doc) int {
		c := cmp.Compare(id, d.ID)
		if q.Sort != "" {
			c = cmp.Or(compare(value, d.Keys[q.Sort]), c)
		}
		if q.Desc {
			return -c
		}
		return c
	}
	var page store.Page
	for _, d := range m.docs[q.Kind] {
		if matches(d, q.Where) && (q.IDs == nil || slices.Contains(q.IDs, d.ID)) && (!ok || order(after.Value, after.ID, d) < 0) {
			page.Docs = append(page.Docs, d)
		}
	}
	slices.SortFunc(page.Docs, func(a, b store.Doc) int { return order(a.Keys[q.Sort], a.ID, b) })
	if len(page.Docs) > q.Limit {
		page.Docs = page.Docs[:q.Limit]
		page.Next = q.CursorAt(page.Docs[q.Limit-1])
	}
	for i, d := range page.Docs {
		if q.KeysOnly {
			d.Body = nil
		}
		page.Docs[i] = copyDoc(d)
		if q.Keys != nil {
			maps.DeleteFunc(page.Docs[i].Keys, func(name string, _ any) bool { return !slices.Contains(q.Keys, name) })
		}
	}
	return page, nil
}

func compare(a, b any) int {
	if s, ok := a.(string); ok {
		return cmp.Compare(s, b.(string))
	}
	return cmp.Compare(a.(int64), b.(int64))
}

func matches(d store.Doc, where []store.Cond) bool {
	for _, c := range where {
		v, ok := d.Keys[c.Key], false
		for _, w := range c.Values {
			switch n := compare(v, w); c.Op {
			case store.Eq, store.In:
				ok = ok || n == 0
			case store.Ge:
				ok = n >= 0
			case store.Lt:
				ok = n < 0
			}
		}
		if !ok {
			return false
		}
	}
	return true
}

func (m *memory) Watch(ctx context.Context, kinds []string, after string) (store.Feed, error) {
	for _, k := range kinds {
		if _, err := m.schema.Shape(k); err != nil {
			return nil, err
		}
	}
	return m.hub.Watch(kinds, after)
}

func (m *memory) Restore(ctx context.Context, docs []store.Doc) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var errs []error
	for _, d := range docs {
		_, err := m.schema.Check(d)
		if d.Version < 1 && err == nil {
			err = store.ErrInvalid
		}
		if m.closed {
			err = store.ErrClosed
		}
		if was, ok := m.docs[d.Kind][d.ID]; ok && err == nil {
			if was.Version != d.Version || was.Time != d.Time || !maps.Equal(was.Keys, d.Keys) || !bytes.Equal(was.Body, d.Body) {
				err = store.ErrExists
			}
		} else if err == nil {
			m.docs[d.Kind][d.ID] = copyDoc(d)
		}
		errs = append(errs, err)
	}
	return errors.Join(errs...)
}

func (m *memory) Kinds() []store.Kind { return m.schema.Kinds() }

func (m *memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	m.hub.Close()
	return nil
}

// backup is all that is stored now.
func (m *memory) backup() map[string]map[string]store.Doc {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := map[string]map[string]store.Doc{}
	for k, docs := range m.docs {
		out[k] = maps.Clone(docs)
	}
	return out
}

// restore goes back to a backup.
func (m *memory) restore(b map[string]map[string]store.Doc) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for k, docs := range b {
		m.docs[k] = maps.Clone(docs)
	}
}

func TestMemoryIsAStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T, kinds []store.Kind) store.Store {
		m, err := newMemory(kinds, 8192)
		if err != nil {
			t.Fatal(err)
		}
		return m
	})
}
