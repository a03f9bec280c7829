package embedded_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
)

func find(t *testing.T, s store.Store, kind, key string, v any) (ids []string) {
	t.Helper()
	p, err := s.Query(context.Background(), store.Query{
		Kind: kind, Limit: 10, Where: []store.Cond{{Key: key, Op: store.Eq, Values: []any{v}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range p.Docs {
		ids = append(ids, d.ID)
	}
	return ids
}

// An older folder gets new kinds, keys and indexes; an older version still
// opens what a newer one wrote.
func TestEvolve(t *testing.T) {
	dir, ctx := t.TempDir(), context.Background()
	v1 := []store.Kind{{Name: "slip", Keys: map[string]store.KeyType{"day": store.String}, Indexes: [][]string{{"day"}}}}
	v2 := []store.Kind{
		{
			Name: "slip", Indexes: [][]string{{"day", "driver"}, {"cents"}},
			Keys: map[string]store.KeyType{"day": store.String, "driver": store.String, "cents": store.Int64},
		},
		{Name: "household"},
	}
	open := func(kinds []store.Kind) *embedded.Store { return reopen(t, dir, kinds) }
	must := func(errs ...error) {
		t.Helper()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
	}
	s := open(v1)
	must(s.Insert(ctx, store.Doc{Kind: "slip", ID: "old", Keys: map[string]any{"day": "monday"}})...)
	must(s.Close())

	s = open(v2)
	d, err := s.Get(ctx, "slip", "old")
	if err != nil || d.Keys["day"] != "monday" || d.Keys["driver"] != "" || d.Keys["cents"] != int64(0) || d.Version != 1 {
		t.Fatalf("a document of before reads %v, %v", d, err)
	}
	if ids := find(t, s, "slip", "cents", int64(0)); !slices.Equal(ids, []string{"old"}) {
		t.Errorf("found %v by the new key's default", ids)
	}
	d.Keys["driver"], d.Keys["cents"] = "ana", int64(5)
	must(s.Put(ctx, d)...)
	must(s.Insert(ctx, store.Doc{Kind: "household", ID: "h"})...)
	must(s.Close())
	indexes := "SELECT count(*) FROM sqlite_master WHERE name IN ('i_slip__day__driver', 'i_slip__cents', 'i_slip__day')"
	if n, err := embedded.Number(filepath.Join(dir, "portage.db"), indexes); err != nil || n != 2 {
		t.Errorf("%d of the 2 declared indexes (%v); the one that is no longer declared must be gone", n, err)
	}

	s = open(v1) // the older version again
	must(s.Insert(ctx, store.Doc{Kind: "slip", ID: "new", Keys: map[string]any{"day": "tuesday"}})...)
	must(s.Close())
	s = open(v2)
	if ids := find(t, s, "slip", "driver", "ana"); !slices.Equal(ids, []string{"old"}) {
		t.Errorf("a key that the older version does not know holds for %v", ids)
	}
	must(s.Close())

	v2[1].Large = true
	if _, err = embedded.Open(dir, v2, embedded.Options{}); !errors.Is(err, embedded.ErrChangedKind) {
		t.Errorf("a kind that became large is answered by %v", err)
	}
	v2[1].Large = false
	must(open(v2).Close()) // a refusal spoils nothing
	v2[0].Keys["day"], v2[0].Indexes = store.Int64, nil
	if _, err = embedded.Open(dir, v2, embedded.Options{}); !errors.Is(err, embedded.ErrChangedKey) {
		t.Errorf("a key of another type is answered by %v", err)
	}
}
