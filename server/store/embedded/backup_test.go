package embedded_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
)

// TestBackup copies a store while it is written; the copy is whole and holds
// all that was acknowledged before.
func TestBackup(t *testing.T) {
	ctx, to := context.Background(), filepath.Join(t.TempDir(), "it's a copy")
	s := reopen(t, t.TempDir(), benchKinds)
	for n := range 50 {
		if err := s.Insert(ctx, benchSlip(n))[0]; err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Insert(ctx, store.Doc{Kind: "photo", ID: "p", Body: []byte("jpeg")})[0]; err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for writer := range 4 {
		wg.Go(func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					return
				default:
				}
				if err := s.Insert(ctx, store.Doc{Kind: "photo", ID: fmt.Sprint(writer, "-", n)})[0]; err != nil {
					t.Error(err)
				}
			}
		})
	}
	if err := s.Backup(ctx, to); err != nil {
		t.Fatal(err)
	}
	close(stop)
	wg.Wait()
	if err := s.Backup(ctx, to); fault.From(err).Code != "store.foreign" {
		t.Errorf("a backup over a backup is answered by %v", err)
	}

	b := reopen(t, to, benchKinds)
	p, err := b.Query(ctx, store.Query{Kind: "slip", Limit: 100})
	if err != nil || len(p.Docs) != 50 {
		t.Fatalf("the copy holds %d slips, %v", len(p.Docs), err)
	}
	if d, err := b.Get(ctx, "photo", "p"); err != nil || string(d.Body) != "jpeg" {
		t.Fatalf("the copy holds %v, %v", d, err)
	}
	ended, cancel := context.WithCancel(ctx)
	cancel()
	if err := s.Backup(ended, t.TempDir()); err == nil {
		t.Error("a cancelled backup claims to be one")
	}
}

// TestCopy copies a store from outside while it is open, and makes nothing where
// there is none.
func TestCopy(t *testing.T) {
	ctx, from := context.Background(), t.TempDir()
	s := reopen(t, from, benchKinds)
	if err := s.Insert(ctx, benchSlip(1))[0]; err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(t.TempDir(), "copy")
	if err := embedded.Copy(ctx, from, to); err != nil {
		t.Fatal(err)
	}
	if err := s.Insert(ctx, benchSlip(2))[0]; err != nil {
		t.Errorf("the store after it was copied: %v", err)
	}
	p, err := reopen(t, to, benchKinds).Query(ctx, store.Query{Kind: "slip", Limit: 10})
	if err != nil || len(p.Docs) != 1 {
		t.Errorf("the copy holds %d slips, %v", len(p.Docs), err)
	}
	for name, make := range map[string]func(dir string) error{
		"store.incomplete": func(string) error { return nil },
		"store.damaged": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "portage.db"), []byte(strings.Repeat("a shopping list ", 99)), 0o600)
		},
	} {
		dir := t.TempDir()
		if err := make(dir); err != nil {
			t.Fatal(err)
		}
		before, _ := os.ReadDir(dir)
		if err := embedded.Copy(ctx, dir, filepath.Join(t.TempDir(), "copy")); fault.From(err).Code != name {
			t.Errorf("%v, want %s", err, name)
		}
		if after, _ := os.ReadDir(dir); len(after) != len(before) {
			t.Errorf("%s: files were made: %v", name, after)
		}
	}
}

// A reader that was away too long, or comes back after a restart, is told.
func TestGapOfFeed(t *testing.T) {
	ctx, dir := context.Background(), t.TempDir()
	s, err := embedded.Open(dir, benchKinds, embedded.Options{Remember: 4})
	if err != nil {
		t.Fatal(err)
	}
	slow, err := s.Watch(ctx, []string{"slip"}, "")
	if err != nil {
		t.Fatal(err)
	}
	s.Insert(ctx, benchSlip(0))
	first, err := slow.Next(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		s.Insert(ctx, benchSlip(n+1))
	}
	for range 2 {
		if _, err := slow.Next(ctx); !errors.Is(err, store.ErrGap) {
			t.Errorf("a slow reader is told %v", err)
		}
	}
	if _, err := s.Watch(ctx, []string{"slip"}, first.Token); !errors.Is(err, store.ErrGap) {
		t.Error("an old token is accepted")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = reopen(t, dir, benchKinds)
	if _, err := s.Watch(ctx, []string{"slip"}, first.Token); !errors.Is(err, store.ErrGap) {
		t.Error("a token of before the restart is accepted")
	}
}
