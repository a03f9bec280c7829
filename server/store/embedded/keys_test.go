package embedded_test

import (
	"context"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
)

// TestChangedKeys puts documents of which any set of keys changes: each is then
// found by its keys of now and not by those of before, and the indexes are whole.
func TestChangedKeys(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s := reopen(t, dir, benchKinds)
	d := benchSlip(1)
	if err := s.Insert(ctx, d)[0]; err != nil {
		t.Fatal(err)
	}
	d.Version = 1
	rapid.Check(t, func(t *rapid.T) {
		before := d.Keys
		d.Keys = map[string]any{"updated": rapid.Int64Range(0, 2).Draw(t, "updated")}
		for _, k := range []string{"driver", "day", "status", "merchant"} {
			d.Keys[k] = rapid.SampledFrom([]string{"", "a", "b"}).Draw(t, k)
		}
		if err := s.Put(ctx, d)[0]; err != nil {
			t.Fatal(err)
		}
		d.Version++
		for k, now := range d.Keys {
			for _, v := range []any{before[k], now} {
				p, err := s.Query(ctx, store.Query{Kind: "slip", Limit: 2, Where: []store.Cond{{Key: k, Op: store.Eq, Values: []any{v}}}})
				if err != nil || (len(p.Docs) == 1) != (v == now) {
					t.Fatalf("%s was %v, is %v: %d documents are found by %v, %v", k, before[k], now, len(p.Docs), v, err)
				}
			}
		}
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	n, err := embedded.Number(filepath.Join(dir, "portage.db"), "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'")
	if err != nil || n != 0 {
		t.Fatalf("the file fails its integrity check: %d, %v", n, err)
	}
}
