package transfer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"go.uber.org/goleak"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/server/store/transfer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var kinds = []store.Kind{
	{
		Name: "slip", Keys: map[string]store.KeyType{"day": store.String, "cents": store.Int64},
		Indexes: [][]string{{"day"}},
	},
	{Name: "photo", Large: true},
	{Name: "unused"},
}

const slips, photos = 450, 9

func quiet(transfer.Progress) {}

func open(t *testing.T, dir string, kinds []store.Kind, o embedded.Options) *embedded.Store {
	t.Helper()
	s, err := embedded.Open(dir, kinds, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func empty(t *testing.T) store.Store {
	t.Helper()
	return open(t, t.TempDir(), kinds, embedded.Options{})
}

// town is a store with documents at several versions.
func town(t *testing.T) store.Store {
	t.Helper()
	s := empty(t)
	var docs []store.Doc
	for n := range slips {
		docs = append(docs, store.Doc{
			Kind: "slip", ID: fmt.Sprintf("é%03d", n), Version: int64(n%5 + 1), Time: int64(-n),
			Keys: map[string]any{"day": fmt.Sprint(n % 7), "cents": int64(n) - 10}, Body: fmt.Appendf(nil, "{\"n\":%d}\x00", n),
		})
	}
	for n := range photos {
		docs = append(docs, store.Doc{Kind: "photo", ID: fmt.Sprint(n), Version: 1, Body: bytes.Repeat([]byte{byte(n), 0xff}, 1<<16)})
	}
	if err := s.Restore(context.Background(), docs); err != nil {
		t.Fatal(err)
	}
	return s
}

// all reads a store's documents.
func all(t *testing.T, s store.Store) (docs []store.Doc) {
	t.Helper()
	for _, kind := range []string{"slip", "photo", "unused"} {
		q := store.Query{Kind: kind, Limit: store.MaxLimit}
		p, err := s.Query(context.Background(), q)
		if err != nil || p.Next != "" {
			t.Fatal(err, p.Next)
		}
		docs = append(docs, p.Docs...)
	}
	return docs
}

func sameAs(t *testing.T, got, wanted store.Store) {
	t.Helper()
	if a, b := all(t, got), all(t, wanted); !reflect.DeepEqual(a, b) {
		t.Fatalf("the stores hold %d and %d documents, or one differs", len(a), len(b))
	}
}

func refused(t *testing.T, err error, as *fault.Error, texts ...string) {
	t.Helper()
	if !errors.Is(err, as) {
		t.Fatalf("ended with %v, want %s", err, as.Code)
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("the error %q does not say %q", err, text)
		}
	}
}

// spoiled is a target whose disk turns one bit of a document.
type spoiled struct {
	store.Store
	id string
}

func (s spoiled) Query(ctx context.Context, q store.Query) (store.Page, error) {
	p, err := s.Store.Query(ctx, q)
	for i, d := range p.Docs {
		if d.ID == s.id {
			p.Docs[i].Body[0] ^= 1
		}
	}
	return p, err
}

// losing is a target that forgets a document.
type losing struct {
	store.Store
	id string
}

func (s losing) Restore(ctx context.Context, docs []store.Doc) error {
	for i, d := range docs {
		if d.ID == s.id {
			return s.Store.Restore(ctx, append(append([]store.Doc{}, docs[:i]...), docs[i+1:]...))
		}
	}
	return s.Store.Restore(ctx, docs)
}

// unsure is a target that carries out what it reports as unknown, and fails for
// good after so many batches.
type unsure struct {
	store.Store
	calls *int
	fail  int
}

func (s unsure) Restore(ctx context.Context, docs []store.Doc) error {
	*s.calls++
	if err := s.Store.Restore(ctx, docs); err != nil {
		return err
	}
	if *s.calls >= s.fail {
		return store.ErrFull
	}
	if *s.calls%2 == 1 {
		return store.ErrUnknown
	}
	return nil
}
