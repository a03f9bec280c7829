// Package mongo is the store in a MongoDB replica set or sharded cluster. It
// uses single-document commands only, so that what it needs of the server is
// small and testable: insert, replace and delete by {_id, v}, find, indexes and
// a change stream. No transaction, no server-side expression.
//
// A record is {_id, v: version, t: milliseconds, k: {declared keys}, b: body}.
// In a sharded cluster the kinds are sharded on {_id: "hashed"}: an id is then
// unique in the whole cluster, which is all the uniqueness that the contract has.
package mongo

import (
	"context"
	"errors"
	"sync"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"
	"go.mongodb.org/mongo-driver/v2/mongo/readconcern"
	"go.mongodb.org/mongo-driver/v2/mongo/readpref"
	"go.mongodb.org/mongo-driver/v2/mongo/writeconcern"
	"go.mongodb.org/mongo-driver/v2/x/mongo/driver/connstring"

	"github.com/portage-livraison/portage/server/store"
)

// Options of Open; the zero value is what a server uses.
type Options struct {
	Timeout    time.Duration // of one operation, retries included; 0 for 20 s
	Selection  time.Duration // how long to look for a primary at start; 0 for 10 s
	Standalone bool          // accept a server without a replica set: tests of the wire, no Watch
}

// Store is an open database.
type Store struct {
	schema *store.Schema
	db     *mongo.Database // with a Timeout
	feeds  *mongo.Database // without: a client's Timeout ends an idle change stream (GODRIVER-3380)
	once   sync.Once
	ended  error
	closed chan struct{}
}

var _ store.Store = (*Store)(nil)

// Open connects to the database that uri names ("portage" if it names none) and
// makes the collections' indexes. It refuses with a *fault.Error that names the
// remedy: store.mongo_uri, store.mongo_unreachable, store.mongo_standalone,
// store.mongo_refused.
func Open(ctx context.Context, uri string, kinds []store.Kind, o Options) (*Store, error) {
	schema, err := store.NewSchema(kinds)
	if err != nil {
		return nil, err
	}
	where, err := connstring.ParseAndValidate(uri)
	if err != nil {
		return nil, badURI(err)
	}
	name := where.Database
	if name == "" {
		name = "portage"
	}
	if o.Timeout <= 0 {
		o.Timeout = 20 * time.Second
	}
	if o.Selection <= 0 {
		o.Selection = 10 * time.Second
	}
	majority := options.Client().SetServerSelectionTimeout(o.Selection).ApplyURI(uri). // which may name its own
												SetAppName("portage").
												SetReadConcern(readconcern.Majority()).
												SetWriteConcern(&writeconcern.WriteConcern{W: "majority", Journal: new(true)}).
												SetReadPreference(readpref.Primary()).
												SetRetryReads(true).SetRetryWrites(true)
	s := &Store{schema: schema, closed: make(chan struct{})}
	for _, c := range []struct {
		db      **mongo.Database
		options *options.ClientOptions
	}{
		{&s.feeds, majority},
		{&s.db, options.MergeClientOptions(majority, options.Client().SetTimeout(o.Timeout))},
	} {
		client, err := mongo.Connect(c.options)
		if err != nil {
			return nil, errors.Join(badURI(err), s.Close())
		}
		*c.db = client.Database(name)
	}
	if err := s.prepare(ctx, o); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// prepare asks the server what it is and makes the indexes.
func (s *Store) prepare(ctx context.Context, o Options) error {
	var hello struct {
		SetName string `bson:"setName"`
		Msg     string `bson:"msg"`
	}
	if err := s.db.Client().Database("admin").RunCommand(ctx, bson.D{{Key: "hello", Value: 1}}).Decode(&hello); err != nil {
		return refused(err)
	}
	if hello.SetName == "" && hello.Msg != "isdbgrid" && !o.Standalone {
		return standalone()
	}
	for _, sh := range s.schema.Shapes() {
		var models []mongo.IndexModel
		for _, index := range sh.Indexes {
			keys := bson.D{}
			for _, k := range index {
				keys = append(keys, bson.E{Key: "k." + k, Value: 1})
			}
			models = append(models, mongo.IndexModel{Keys: append(keys, bson.E{Key: "_id", Value: 1})})
		}
		if len(models) == 0 {
			continue
		}
		if _, err := s.db.Collection(sh.Name).Indexes().CreateMany(ctx, models); err != nil {
			return refused(err)
		}
	}
	return nil
}

// Kinds lists what the store was opened with.
func (s *Store) Kinds() []store.Kind { return s.schema.Kinds() }

// Close ends the feeds and the connections.
func (s *Store) Close() error {
	s.once.Do(func() {
		close(s.closed)
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		for _, db := range []*mongo.Database{s.db, s.feeds} {
			if db != nil {
				s.ended = errors.Join(s.ended, db.Client().Disconnect(ctx))
			}
		}
	})
	return s.ended
}

func (s *Store) open() error {
	select {
	case <-s.closed:
		return store.ErrClosed
	default:
		return nil
	}
}
