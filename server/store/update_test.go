package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
)

func open(t *testing.T) store.Store {
	t.Helper()
	s, err := embedded.Open(t.TempDir(), []store.Kind{{Name: "slip"}}, embedded.Options{})
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

func slip(id string) store.Doc { return store.Doc{Kind: "slip", ID: id} }

// event adds one event to a slip, once.
func event(id string) func(*store.Doc) (bool, error) {
	return func(d *store.Doc) (bool, error) {
		if slices.Contains(strings.Fields(string(d.Body)), id) {
			return false, nil
		}
		d.Body = append(append(d.Body, ' '), id...)
		return true, nil
	}
}

// moody answers the puts of a store with what is scripted: "lost" carries out
// and says unknown, "never" says unknown only, "race" lets somebody else win.
type moody struct {
	store.Store
	script *[]string
	puts   *int
}

func (m moody) Put(ctx context.Context, docs ...store.Doc) []error {
	*m.puts++
	if len(*m.script) == 0 {
		return m.Store.Put(ctx, docs...)
	}
	mood := (*m.script)[0]
	*m.script = (*m.script)[1:]
	switch mood {
	case "lost":
		m.Store.Put(ctx, docs...)
	case "race":
		for _, d := range docs {
			d.Body = []byte("theirs")
			m.Store.Put(ctx, d)
		}
		return m.Store.Put(ctx, docs...)
	}
	return slices.Repeat([]error{fmt.Errorf("no answer: %w", store.ErrUnknown)}, len(docs))
}

// An event takes effect once, whatever became of the first tries.
func TestUpdate(t *testing.T) {
	for _, c := range []struct {
		script  string
		body    string
		version int64
		puts    int
	}{
		{"", " e1", 2, 1},
		{"lost", " e1", 2, 1},
		{"never", " e1", 2, 2},
		{"race", "theirs e1", 3, 2},
		{"race never lost", "theirs e1", 3, 3},
		{strings.Repeat("race ", 12), "theirs e1", 14, 13},
	} {
		t.Run(c.script, func(t *testing.T) {
			s, script, puts := open(t), strings.Fields(c.script), 0
			s.Insert(context.Background(), slip("a"))
			d, err := store.Update(context.Background(), moody{s, &script, &puts}, "slip", "a", event("e1"))
			if err != nil || string(d.Body) != c.body || d.Version != c.version || puts != c.puts {
				t.Errorf("after %d puts: %q at version %d, %v", puts, d.Body, d.Version, err)
			}
			stored, err := s.Get(context.Background(), "slip", "a")
			if err != nil || string(stored.Body) != c.body || stored.Version != c.version {
				t.Errorf("stored is %q at version %d, %v", stored.Body, stored.Version, err)
			}
		})
	}
}

func TestUpdateEnds(t *testing.T) {
	ctx, s := context.Background(), open(t)
	s.Insert(ctx, slip("a"))
	if _, err := store.Update(ctx, s, "slip", "none", event("e1")); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a missing document: %v", err)
	}
	no := errors.New("no")
	if _, err := store.Update(ctx, s, "slip", "a", func(*store.Doc) (bool, error) { return true, no }); !errors.Is(err, no) {
		t.Errorf("a refusal of fn: %v", err)
	}
	script, puts := strings.Fields(strings.Repeat("never ", 100)), 0
	if _, err := store.Update(ctx, moody{s, &script, &puts}, "slip", "a", event("e1")); !errors.Is(err, store.ErrUnknown) || puts > 20 {
		t.Errorf("a store that never knows: %v after %d puts", err, puts)
	}
	ended, cancel := context.WithCancel(ctx)
	script, puts = strings.Fields(strings.Repeat("race ", 100)), 0
	_, err := store.Update(ended, moody{s, &script, &puts}, "slip", "a", func(d *store.Doc) (bool, error) {
		if puts == 3 {
			cancel()
		}
		return true, nil
	})
	if !errors.Is(err, context.Canceled) || puts > 5 {
		t.Errorf("an ended context: %v after %d puts", err, puts)
	}
	if d, err := s.Get(ctx, "slip", "a"); err != nil || strings.Contains(string(d.Body), "e1") {
		t.Errorf("nothing of that was to be stored: %q, %v", d.Body, err)
	}
}

// UpdateMany puts all that changed in one call and tells each outcome apart.
func TestUpdateMany(t *testing.T) {
	ctx, s, puts := context.Background(), open(t), 0
	s.Insert(ctx, slip("a"), slip("b"), slip("c"))
	_, err := store.Update(ctx, s, "slip", "c", event("e1"))
	if err != nil {
		t.Fatal(err)
	}
	docs, errs := store.UpdateMany(ctx, moody{s, &[]string{}, &puts}, "slip", []string{"a", "none", "b", "c"}, event("e1"))
	if errs[0] != nil || !errors.Is(errs[1], store.ErrNotFound) || errs[2] != nil || errs[3] != nil || puts != 1 {
		t.Fatalf("%d puts end with %v", puts, errs)
	}
	for _, i := range []int{0, 2, 3} {
		stored, err := s.Get(ctx, "slip", docs[i].ID)
		if err != nil || stored.Version != 2 || docs[i].Version != 2 || string(stored.Body) != " e1" {
			t.Errorf("%s is told at version %d and stored as %v, %v", docs[i].ID, docs[i].Version, stored, err)
		}
	}
}

// Each store has an identity of its own, and keeps it.
func TestIdentity(t *testing.T) {
	ctx, s := context.Background(), open(t)
	a, err := store.Identity(ctx, s)
	if err != nil || a == "" {
		t.Fatal(a, err)
	}
	again, err := store.Identity(ctx, s)
	other, err2 := store.Identity(ctx, open(t))
	if again != a || other == a || errors.Join(err, err2) != nil {
		t.Errorf("identities %q, %q, %q", a, again, other)
	}
}
