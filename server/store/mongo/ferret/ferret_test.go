package ferret

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/FerretDB/FerretDB/ferretdb"
	driver "go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/hub"
	"github.com/portage-livraison/portage/server/store/mongo"
	"github.com/portage-livraison/portage/server/store/storetest"
)

// peer is a FerretDB that stands in for a replica set, for as many servers as a
// test starts in this process. It makes good two things that FerretDB v1 lacks:
// its update reads and writes in two steps, so that racing compare-and-sets
// would lose some, and it has no change streams.
type peer struct {
	uri  string
	hub  *hub.Hub
	lock sync.Mutex // one write at a time, of all servers
}

// serve starts a FerretDB in this process, on SQLite in a scratch folder.
func serve(t *testing.T) *peer {
	t.Helper()
	f, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{TCP: "127.0.0.1:0"},
		Handler:   "sqlite",
		SQLiteURL: "file:" + filepath.ToSlash(t.TempDir()) + "/",
		Logger:    slog.New(slog.DiscardHandler),
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
	return &peer{uri: f.MongoDBURI(), hub: hub.New(4096)}
}

// open connects one more server. FerretDB v1 panics at an index that is there
// already, and reads none, so that the next server finds none.
func (p *peer) open(ctx context.Context, kinds []store.Kind) (store.Store, error) {
	c, err := driver.Connect(options.Client().ApplyURI(p.uri))
	if err != nil {
		return nil, err
	}
	for _, k := range kinds {
		err = errors.Join(err, c.Database("portage").Collection(k.Name).Indexes().DropAll(ctx))
	}
	if err := errors.Join(err, c.Disconnect(ctx)); err != nil {
		return nil, err
	}
	s, err := mongo.Open(ctx, p.uri, kinds, mongo.Options{Standalone: true})
	if err != nil {
		return nil, err
	}
	return &client{s, p}, nil
}

// client is one server's store: everything but Watch goes over the wire.
type client struct {
	store.Store
	peer *peer
}

func (c *client) Insert(ctx context.Context, docs ...store.Doc) []error {
	c.peer.lock.Lock()
	defer c.peer.lock.Unlock()
	errs := c.Store.Insert(ctx, docs...)
	for i, d := range docs {
		c.tell(errs[i], store.Change{Kind: d.Kind, ID: d.ID, Version: 1})
	}
	return errs
}

func (c *client) Put(ctx context.Context, docs ...store.Doc) []error {
	c.peer.lock.Lock()
	defer c.peer.lock.Unlock()
	var errs []error
	for _, d := range docs {
		err := c.Store.Put(ctx, d)[0]
		c.tell(err, store.Change{Kind: d.Kind, ID: d.ID, Version: d.Version + 1})
		errs = append(errs, err)
	}
	return errs
}

func (c *client) Delete(ctx context.Context, kind, id string, version int64) error {
	c.peer.lock.Lock()
	defer c.peer.lock.Unlock()
	err := c.Store.Delete(ctx, kind, id, version)
	c.tell(err, store.Change{Kind: kind, ID: id, Version: version, Deleted: true})
	return err
}

func (c *client) Restore(ctx context.Context, docs []store.Doc) error {
	c.peer.lock.Lock()
	defer c.peer.lock.Unlock()
	return c.Store.Restore(ctx, docs)
}

func (c *client) tell(err error, change store.Change) {
	if err == nil {
		c.peer.hub.Publish([]store.Change{change})
	}
}

func (c *client) Watch(_ context.Context, kinds []string, after string) (store.Feed, error) {
	for _, name := range kinds {
		if !slices.ContainsFunc(c.Kinds(), func(k store.Kind) bool { return k.Name == name }) {
			return nil, fmt.Errorf("%w: kind %q", store.ErrInvalid, name)
		}
	}
	return c.peer.hub.Watch(kinds, after)
}

func TestSuiteOverMongoDBsWire(t *testing.T) {
	storetest.Run(t, func(t *testing.T, kinds []store.Kind) store.Store {
		s, err := serve(t).open(t.Context(), kinds)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}, storetest.NoWatch("FerretDB v1 has no change streams; server/store/mongo tests them on a scripted peer"))
}
