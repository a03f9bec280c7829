package store_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/portage-livraison/portage/server/store"
)

func TestNewSchema(t *testing.T) {
	day := map[string]store.KeyType{"day": store.String}
	good := []store.Kind{{Name: "slip", Keys: day, Indexes: [][]string{{"day"}}}, {Name: "slipcode2"}}
	s, err := store.NewSchema(good)
	if err != nil {
		t.Fatal(err)
	}
	if k := s.Kinds(); len(k) != 2 || k[0].Name != "slip" {
		t.Errorf("the kinds are %v", k)
	}
	if sh, err := s.Shape("meta"); err != nil || sh.Name != "meta" {
		t.Errorf("a store without its own kind: %v", err)
	}
	for name, k := range map[string]store.Kind{
		"empty name":      {},
		"quote":           {Name: `sl"ip`},
		"underscore":      {Name: "sl_ip"},
		"digit first":     {Name: "2slip"},
		"not ascii":       {Name: "é"},
		"again":           {Name: "Slip"},
		"reserved":        {Name: "meta"},
		"key name":        {Name: "k", Keys: map[string]store.KeyType{"a b": store.String}},
		"key type":        {Name: "k", Keys: map[string]store.KeyType{"a": 7}},
		"keys alike":      {Name: "k", Keys: map[string]store.KeyType{"a": store.String, "A": store.String}},
		"unknown index":   {Name: "k", Keys: day, Indexes: [][]string{{"day", "hour"}}},
		"repeated in one": {Name: "k", Keys: day, Indexes: [][]string{{"day", "day"}}},
		"empty index":     {Name: "k", Keys: day, Indexes: [][]string{{}}},
		"same index":      {Name: "k", Keys: day, Indexes: [][]string{{"day"}, {"day"}}},
	} {
		if _, err := store.NewSchema(append(slices.Clone(good), k)); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A cursor goes on with the query that made it, and with no other.
func TestCursor(t *testing.T) {
	q := store.Query{Kind: "slip", Sort: "day", Where: []store.Cond{{Key: "n", Op: store.Ge, Values: []any{int64(1)}}}, Limit: 5}
	last := store.Doc{ID: "a\u2028é\"", Keys: map[string]any{"day": "\U0001f950 & <\\"}}
	q.Cursor = q.CursorAt(last)
	q.Limit, q.KeysOnly = 9, true
	p, ok, err := q.After()
	if err != nil || !ok || p.ID != last.ID || p.Value != last.Keys["day"] {
		t.Errorf("the cursor says %+v, %v, %v", p, ok, err)
	}
	for name, change := range map[string]func(*store.Query){
		"kind":      func(q *store.Query) { q.Kind = "act" },
		"direction": func(q *store.Query) { q.Desc = true },
		"order":     func(q *store.Query) { q.Sort = "" },
		"condition": func(q *store.Query) { q.Where = nil },
		"value":     func(q *store.Query) { q.Where = []store.Cond{{Key: "n", Op: store.Ge, Values: []any{int64(2)}}} },
		"operation": func(q *store.Query) { q.Where = []store.Cond{{Key: "n", Op: store.Lt, Values: []any{int64(1)}}} },
		"no base64": func(q *store.Query) { q.Cursor = "é" },
		"no cursor": func(q *store.Query) { q.Cursor = "e30" },
	} {
		other := q
		change(&other)
		if _, _, err := other.After(); !errors.Is(err, store.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// FuzzCursor has whatever a client sends as a cursor be refused or mean one
// place in the order.
func FuzzCursor(f *testing.F) {
	q := store.Query{Kind: "slip", Sort: "day"}
	f.Add(q.CursorAt(store.Doc{ID: "a", Keys: map[string]any{"day": "monday"}}))
	f.Add(q.CursorAt(store.Doc{ID: "a", Keys: map[string]any{"day": int64(-1)}}))
	f.Add("e30")
	f.Fuzz(func(t *testing.T, text string) {
		q.Cursor = text
		p, ok, err := q.After()
		if err != nil || !ok {
			return
		}
		q.Cursor = q.CursorAt(store.Doc{ID: p.ID, Keys: map[string]any{"day": p.Value}})
		if again, ok, err := q.After(); err != nil || !ok || again != p {
			t.Errorf("%q means %+v, and written again %+v, %v", text, p, again, err)
		}
	})
}
