package embedded_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
)

// TestFull fills the file to its last page: each document that did not fit is
// told ErrFull and is not there, all others stay, and writes succeed again once
// there is room.
func TestFull(t *testing.T) {
	s, err := embedded.Open(t.TempDir(), benchKinds, embedded.Limited(embedded.Options{}, 400))
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	ctx := context.Background()
	stored, full := map[string]bool{}, 0
	for n := 0; full < 5; n++ {
		a, b := benchSlip(2*n), benchSlip(2*n+1)
		for i, err := range s.Insert(ctx, a, b) {
			switch {
			case err == nil:
				stored[[]string{a.ID, b.ID}[i]] = true
			case errors.Is(err, store.ErrFull):
				full++
			default:
				t.Fatal(err)
			}
		}
	}
	ids := map[string]bool{}
	p, err := s.Query(ctx, store.Query{Kind: "slip", Limit: store.MaxLimit})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range p.Docs {
		ids[d.ID] = true
	}
	if fmt.Sprint(ids) != fmt.Sprint(stored) {
		t.Fatalf("told of %v, stored %v", stored, ids)
	}
	if err := s.Insert(ctx, store.Doc{Kind: "photo", ID: "p", Body: make([]byte, 1<<20)})[0]; err != nil {
		t.Fatalf("the other file has room: %v", err)
	}
	for _, d := range p.Docs[:10] {
		if err := s.Delete(ctx, "slip", d.ID, d.Version); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range p.Docs[:5] {
		if err := s.Insert(ctx, d)[0]; err != nil {
			t.Fatalf("with room again: %v", err)
		}
	}
}
