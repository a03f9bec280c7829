package ferret

import (
	"context"
	"path/filepath"
	"sync"
	"testing"

	"github.com/FerretDB/FerretDB/ferretdb"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/mongo"
	"github.com/portage-livraison/portage/server/store/storetest"
)

// serial lets one write through at a time: FerretDB v1 reads and writes of an
// update are two steps, so racing compare-and-sets would lose some.
type serial struct {
	store.Store
	mu sync.Mutex
}

func (s *serial) Insert(ctx context.Context, docs ...store.Doc) []error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Store.Insert(ctx, docs...)
}

func (s *serial) Put(ctx context.Context, docs ...store.Doc) []error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, d := range docs {
		errs = append(errs, s.Store.Put(ctx, d)...)
	}
	return errs
}

func (s *serial) Delete(ctx context.Context, kind, id string, version int64) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Store.Delete(ctx, kind, id, version)
}

func (s *serial) Restore(ctx context.Context, docs []store.Doc) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.Store.Restore(ctx, docs)
}

// serve starts a FerretDB in this process, on SQLite in a scratch folder.
func serve(t *testing.T) string {
	t.Helper()
	f, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: "127.0.0.1:0"},
		Handler:   "sqlite",
		SQLiteURL: "file:" + filepath.ToSlash(t.TempDir()) + "/",
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- f.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		<-ended
	})
	return f.MongoDBURI()
}

func TestSuiteOverMongoDBsWire(t *testing.T) {
	storetest.Run(t, func(t *testing.T, kinds []store.Kind) store.Store {
		s, err := mongo.Open(t.Context(), serve(t), kinds, mongo.Options{Standalone: true})
		if err != nil {
			t.Fatal(err)
		}
		return &serial{Store: s}
	}, storetest.NoWatch("FerretDB v1 has no change streams; server/store/mongo tests them on a scripted peer"))
}
