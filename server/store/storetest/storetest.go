// Package storetest is the one suite that every adapter of package store
// passes. It sees a store only through its contract.
package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"testing"

	"github.com/portage-livraison/portage/server/store"
)

// Factory opens an empty store with kinds. The suite closes it; the factory
// must accept being called several times in one test.
type Factory func(t *testing.T, kinds []store.Kind) store.Store

// Option tells the suite what a peer cannot do.
type Option func(*config)

type config struct {
	noWatch string
}

// NoWatch leaves out the change feed, and prints why.
func NoWatch(reason string) Option { return func(c *config) { c.noWatch = reason } }

// kinds are what the suite's stores hold.
func kinds() []store.Kind {
	return []store.Kind{
		{
			Name:    "slip",
			Keys:    map[string]store.KeyType{"driver": store.String, "day": store.String, "cents": store.Int64},
			Indexes: [][]string{{"driver", "day"}, {"day"}, {"cents"}},
		},
		{Name: "bare"},
		{Name: "photo", Keys: map[string]store.KeyType{"slip": store.String}, Indexes: [][]string{{"slip"}}, Large: true},
	}
}

// Run runs the whole suite.
func Run(t *testing.T, open Factory, options ...Option) {
	var c config
	for _, o := range options {
		o(&c)
	}
	fresh := func(t *testing.T) store.Store {
		s := open(t, kinds())
		t.Cleanup(func() {
			if err := s.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
		})
		return s
	}
	for _, part := range []struct {
		name string
		run  func(*testing.T, func(*testing.T) store.Store)
	}{
		{"document", testDocument}, {"outcomes", testOutcomes}, {"fidelity", testFidelity},
		{"race", testRace}, {"query", testQuery}, {"invalid", testInvalid},
		{"restore", testRestore}, {"end", testEnd},
	} {
		t.Run(part.name, func(t *testing.T) { part.run(t, fresh) })
	}
	if c.noWatch != "" {
		t.Logf("LEFT OUT: watch: %s", c.noWatch)
		return
	}
	t.Run("watch", func(t *testing.T) { testWatch(t, fresh) })
}

func slip(id, driver, day string, cents int64) store.Doc {
	return store.Doc{
		Kind: "slip", ID: id, Time: 1_700_000_000_000,
		Keys: map[string]any{"driver": driver, "day": day, "cents": cents},
		Body: fmt.Appendf(nil, `{"id":%q,"cents":%d}`, id, cents),
	}
}

func bare(id, body string) store.Doc {
	return store.Doc{Kind: "bare", ID: id, Keys: map[string]any{}, Body: []byte(body)}
}

func photo(id, slip string, body []byte) store.Doc {
	return store.Doc{Kind: "photo", ID: id, Keys: map[string]any{"slip": slip}, Body: body}
}

// want fails unless the outcomes of a call are exactly those.
func want(t *testing.T, got []error, outcomes ...error) {
	t.Helper()
	if len(got) != len(outcomes) {
		t.Fatalf("%d outcomes for %d documents: %v", len(got), len(outcomes), got)
	}
	for i := range got {
		if !errors.Is(got[i], outcomes[i]) || (outcomes[i] == nil && got[i] != nil) {
			t.Fatalf("outcome %d is %v, want %v", i, got[i], outcomes[i])
		}
	}
}

// holds fails unless the store holds exactly d.
func holds(t *testing.T, s store.Store, d store.Doc) {
	t.Helper()
	got, err := s.Get(context.Background(), d.Kind, d.ID)
	if err != nil {
		t.Fatalf("get %s %q: %v", d.Kind, d.ID, err)
	}
	equal(t, got, d)
}

func equal(t *testing.T, got, d store.Doc) {
	t.Helper()
	if got.Kind != d.Kind || got.ID != d.ID || got.Version != d.Version || got.Time != d.Time ||
		!maps.Equal(got.Keys, d.Keys) || !bytes.Equal(got.Body, d.Body) {
		t.Fatalf("the store holds %+.300v, want %+.300v", got, d)
	}
}

func at(d store.Doc, version int64) store.Doc { d.Version = version; return d }
