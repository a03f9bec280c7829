package embedded_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
)

const kills = 20

// writeChild has eight writers insert and replace slips and photos without end,
// and prints "kind id version" for each write once it was acknowledged.
func writeChild(dir string) error {
	s, err := embedded.Open(dir, benchKinds, embedded.Options{})
	if err != nil {
		return err
	}
	var out sync.Mutex
	errs := make(chan error)
	for writer := range 8 {
		go func() {
			for n := 0; ; n++ {
				docs := []store.Doc{crashDoc("slip", os.Getpid(), writer, n, 1), crashDoc("photo", os.Getpid(), writer, n, 1)}
				for v := range 4 {
					write := s.Put
					if v == 0 {
						write = s.Insert
					}
					if err := errors.Join(write(context.Background(), docs...)...); err != nil {
						errs <- err
					}
					out.Lock()
					for i := range docs {
						fmt.Println(docs[i].Kind, docs[i].ID, v+1)
						docs[i] = crashDoc(docs[i].Kind, os.Getpid(), writer, n, v+2)
						docs[i].Version = int64(v) + 1
					}
					out.Unlock()
				}
			}
		}()
	}
	return <-errs
}

// crashDoc has a body that tells a torn document from a whole one.
func crashDoc(kind string, pid, writer, n, version int) store.Doc {
	d := store.Doc{Kind: kind, ID: fmt.Sprintf("%d-%d-%d", pid, writer, n)}
	if kind == "slip" {
		keys := benchSlip(n)
		d.Keys, d.Time = keys.Keys, keys.Time
	}
	d.Body = []byte(crashBody(d.ID, int64(version)))
	return d
}

func crashBody(id string, version int64) string {
	return strings.Repeat(fmt.Sprintf("%s at %d.", id, version), 200)
}

// TestKill kills a writing process again and again: what it acknowledged is
// there, and nothing is torn.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	acked := map[[2]string]int64{}
	for range kills {
		cmd, out := child(t, "write", dir)
		for range 1 + rand.IntN(200) {
			if !out.Scan() {
				t.Fatal("the child ended by itself")
			}
			ack(t, acked, out.Text())
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		for out.Scan() { // what it acknowledged before it died
			ack(t, acked, out.Text())
		}
		_ = cmd.Wait()
		audit(t, dir, acked)
	}
	t.Logf("%d kills, %d documents acknowledged", kills, len(acked))
}

func ack(t *testing.T, acked map[[2]string]int64, line string) {
	t.Helper()
	var kind, id string
	var version int64
	if _, err := fmt.Sscan(line, &kind, &id, &version); err != nil {
		return // cut off by the kill
	}
	acked[[2]string{kind, id}] = max(acked[[2]string{kind, id}], version)
}

// audit opens what the killed process left and reads all of it.
func audit(t *testing.T, dir string, acked map[[2]string]int64) {
	t.Helper()
	s := reopen(t, dir, benchKinds)
	seen := map[[2]string]int64{}
	for _, kind := range []string{"slip", "photo"} {
		q := store.Query{Kind: kind, Limit: store.MaxLimit}
		for {
			p, err := s.Query(context.Background(), q)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range p.Docs {
				seen[[2]string{kind, d.ID}] = d.Version
				if string(d.Body) != crashBody(d.ID, d.Version) {
					t.Errorf("%s %s at version %d is torn", kind, d.ID, d.Version)
				}
			}
			if q.Cursor = p.Next; q.Cursor == "" {
				break
			}
		}
	}
	for doc, version := range acked {
		if seen[doc] < version {
			t.Errorf("%v was acknowledged at version %d, the store holds %d", doc, version, seen[doc])
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"portage.db", "blobs.db"} {
		if n, err := embedded.Number(filepath.Join(dir, name), "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"); err != nil || n != 0 {
			t.Fatalf("%s fails its integrity check: %d, %v", name, n, err)
		}
	}
}
