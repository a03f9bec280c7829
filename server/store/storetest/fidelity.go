package storetest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/store"
)

// testFidelity gives documents back byte for byte.
func testFidelity(t *testing.T, open func(*testing.T) store.Store) {
	ctx, s := context.Background(), open(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	bytes := func(n int) []byte {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(rnd.Uint32())
		}
		return b
	}
	bodies := [][]byte{nil, {}, {0}, []byte("a\x00b\x00"), {0xff, 0xfe}, []byte(`{"b":1,  "a":[[1],[]], "a":-0.0}`), bytes(1000), bytes(70_000)}
	for i, b := range bodies {
		d := bare(fmt.Sprint("body", i), string(b))
		want(t, s.Insert(ctx, d), nil)
		holds(t, s, at(d, 1))
	}
	for i, text := range []string{"", " ", "é", "e\u0301", "\U0001f950", "\u2028", "'; DROP", `"`, "$a.b", "%_\\", "\x01\x7f", strings.Repeat("ü", 512)} {
		d := slip(fmt.Sprintf("%d%.50s", i, text), text, text, math.MinInt64+int64(i))
		d.Time = -d.Time
		want(t, s.Insert(ctx, d), nil)
		holds(t, s, at(d, 1))
		page, err := s.Query(ctx, store.Query{
			Kind: "slip", Limit: 2, Where: []store.Cond{{Key: "driver", Op: store.Eq, Values: []any{text}}},
		})
		if err != nil || len(page.Docs) != 1 {
			t.Fatalf("asked for driver %q the store answers %v, %v", text, page.Docs, err)
		}
		equal(t, page.Docs[0], at(d, 1))
	}
	d := slip(strings.Repeat("x", store.MaxID), "", "", math.MaxInt64)
	want(t, s.Insert(ctx, d), nil)
	holds(t, s, at(d, 1))

	blob := photo("blob", "s1", bytes(1<<20))
	want(t, s.Insert(ctx, blob), nil)
	holds(t, s, at(blob, 1))
	blob.Body = bytes(store.MaxBody)
	want(t, s.Put(ctx, at(blob, 1)), nil)
	holds(t, s, at(blob, 2))
}
