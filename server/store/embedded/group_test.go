package embedded

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/portage-livraison/portage/server/store"
)

var pairs = []store.Kind{{Name: "pair"}}

func pair(id string) store.Doc { return store.Doc{Kind: "pair", ID: id} }

// A power cut cannot be played here; what protects from it can be asked for.
func TestSyncedAtEveryCommit(t *testing.T) {
	s, err := Open(t.TempDir(), pairs, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*file{s.main, s.large} {
		if n, err := f.write.cn.number("PRAGMA synchronous"); err != nil || n != 2 {
			t.Errorf("%s: synchronous is %d (%v), not FULL", f.path, n, err)
		}
		if n, err := f.write.cn.number("SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"); err != nil || n != 1 {
			t.Errorf("%s has no write-ahead log (%v)", f.path, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// held is a store whose writer, after its first commit, waits until released.
func held(t *testing.T) (s *Store, release func()) {
	t.Helper()
	s, err := Open(t.TempDir(), pairs, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	held, gate, publish := make(chan struct{}), make(chan struct{}), s.main.write.publish
	var once sync.Once
	s.main.write.publish = func(changes []store.Change) {
		once.Do(func() { close(held); <-gate })
		publish(changes)
	}
	go s.Insert(context.Background(), pair("first"))
	<-held
	return s, func() { close(gate) }
}

// queue starts n calls and returns once all of them wait for the writer.
func queue(s *Store, n int, call func(i int)) *sync.WaitGroup {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { call(i) })
	}
	for len(s.main.write.queue) < n {
		runtime.Gosched()
	}
	return &wg
}

// What waits while a commit is under way shares the next one.
func TestGroup(t *testing.T) {
	s, release := held(t)
	before := s.main.write.commits.Load()
	wg := queue(s, 50, func(i int) {
		errs := s.Insert(context.Background(), pair(fmt.Sprint(i)), pair("all"))
		if errs[0] != nil {
			t.Error(errs[0])
		}
	})
	release()
	wg.Wait()
	if n := s.main.write.commits.Load() - before; n != 1 {
		t.Errorf("50 calls that waited together took %d commits", n)
	}
}

// What waits with large bodies is split into several commits, each of some
// megabytes.
func TestGroupOfLargeBodies(t *testing.T) {
	s, release := held(t)
	before := s.main.write.commits.Load()
	wg := queue(s, 10, func(i int) {
		d := pair(fmt.Sprint(i))
		d.Body = make([]byte, store.MaxBody)
		if err := s.Insert(context.Background(), d)[0]; err != nil {
			t.Error(err)
		}
	})
	release()
	wg.Wait()
	if n := s.main.write.commits.Load() - before; n != 3 {
		t.Errorf("10 bodies of 2 MB took %d commits, want 3", n)
	}
}

// A change that SQLite refuses fails alone; its neighbours in the call and in
// the group are stored, and watchers hear of those only.
func TestPoisonedOperation(t *testing.T) {
	s, release := held(t)
	if err := SQL(filepath.Join(s.dir, mainFile),
		`CREATE TRIGGER poison BEFORE INSERT ON d_pair WHEN new.id LIKE 'bad%' BEGIN SELECT RAISE(ABORT, 'poisoned'); END`); err != nil {
		t.Fatal(err)
	}
	feed, err := s.Watch(context.Background(), []string{"pair"}, "")
	if err != nil {
		t.Fatal(err)
	}
	outcomes := make([][]error, 20)
	wg := queue(s, len(outcomes), func(i int) {
		docs := []store.Doc{pair(fmt.Sprint("a", i)), pair(fmt.Sprint("b", i)), pair("first")}
		if i == 7 {
			docs[0].ID = "bad"
		}
		outcomes[i] = s.Insert(context.Background(), docs...)
	})
	release()
	wg.Wait()
	for i, errs := range outcomes {
		if (errs[0] != nil) != (i == 7) || errs[1] != nil || !errors.Is(errs[2], store.ErrExists) {
			t.Errorf("call %d: %v", i, errs)
		}
	}
	for heard := 0; heard < 1+2*len(outcomes)-1; heard++ { // "first" was published late
		if c, err := feed.Next(context.Background()); err != nil || c.ID == "bad" {
			t.Fatalf("watchers hear %+v, %v", c, err)
		}
	}
	if n := s.Stats().Reruns; n != 1 {
		t.Errorf("%d groups were taken apart", n)
	}
}

// A call that ended its wait in the queue never half-happens: what is queued is
// carried out and told, whatever becomes of the context.
func TestQueuedIsCarriedOut(t *testing.T) {
	s, release := held(t)
	ctx, cancel := context.WithCancel(context.Background())
	wg := queue(s, 5, func(i int) {
		if err := s.Insert(ctx, pair(fmt.Sprint(i)))[0]; err != nil {
			t.Errorf("a queued insert ended with %v", err)
		}
	})
	cancel()
	release()
	wg.Wait()
}

// Close carries out what is queued before it ends the writer.
func TestCloseDrains(t *testing.T) {
	s, release := held(t)
	wg := queue(s, 30, func(i int) {
		if err := s.Insert(context.Background(), pair(fmt.Sprint(i)))[0]; err != nil {
			t.Errorf("an insert queued before Close ended with %v", err)
		}
	})
	ended := make(chan error)
	go func() { ended <- s.Close() }()
	release()
	wg.Wait()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
}
