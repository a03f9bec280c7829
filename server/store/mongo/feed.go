package mongo

import (
	"context"
	"encoding/base64"
	"fmt"
	"sync"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/portage-livraison/portage/server/store"
)

// patience is how long the server waits for a change before it answers "none
// yet"; Next goes on asking. It bounds how long a dead connection goes unnoticed.
const patience = 10 * time.Second

// feed is one change stream. It carries ids and versions only: the stream's
// pipeline drops the bodies, so that photos never travel through it.
type feed struct {
	db       *mongo.Database
	pipeline mongo.Pipeline
	closed   <-chan struct{} // the store's

	mu     sync.Mutex // owns what follows: Next and Close
	stream *mongo.ChangeStream
	token  bson.Raw // where to go on
	once   sync.Once
	done   chan struct{}
}

// Watch opens a change stream on the kinds.
func (s *Store) Watch(ctx context.Context, kinds []string, after string) (store.Feed, error) {
	names := bson.A{}
	for _, k := range kinds {
		if _, err := s.schema.Shape(k); err != nil {
			return nil, err
		}
		names = append(names, k)
	}
	if err := s.open(); err != nil {
		return nil, err
	}
	f := &feed{db: s.feeds, closed: s.closed, done: make(chan struct{}), pipeline: mongo.Pipeline{
		{{Key: "$match", Value: bson.D{
			{Key: "ns.coll", Value: bson.D{{Key: "$in", Value: names}}},
			{Key: "operationType", Value: bson.D{{Key: "$in", Value: bson.A{"insert", "replace", "update", "delete"}}}},
		}}},
		{{Key: "$project", Value: bson.D{
			{Key: "operationType", Value: 1}, {Key: "ns", Value: 1}, {Key: "documentKey", Value: 1}, {Key: "fullDocument.v", Value: 1},
		}}},
	}}
	if after != "" {
		raw, err := base64.RawURLEncoding.DecodeString(after)
		if err != nil || bson.Raw(raw).Validate() != nil {
			return nil, fmt.Errorf("%w: token %.64q", store.ErrGap, after)
		}
		f.token = raw
	}
	if err := f.start(ctx); err != nil {
		return nil, ofFeed(ctx, err)
	}
	return f, nil
}

func (f *feed) start(ctx context.Context) (err error) {
	o := options.ChangeStream().SetMaxAwaitTime(patience)
	if f.token != nil {
		o.SetResumeAfter(f.token)
	}
	f.stream, err = f.db.Watch(ctx, f.pipeline, o)
	return err
}

// event is what the pipeline leaves of a change.
type event struct {
	Op string `bson:"operationType"`
	NS struct {
		Coll string `bson:"coll"`
	} `bson:"ns"`
	Key struct {
		ID string `bson:"_id"`
	} `bson:"documentKey"`
	Full struct {
		V int64 `bson:"v"`
	} `bson:"fullDocument"`
}

// Next returns the next change. After its context ended the feed goes on where
// it was: the driver gives such a stream up, so a new one is opened.
func (f *feed) Next(ctx context.Context) (store.Change, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() { // ends with this call
		select {
		case <-f.done:
			cancel(store.ErrClosed)
		case <-f.closed:
			cancel(store.ErrClosed)
		case <-ctx.Done():
		}
	}()
	c, err := f.next(ctx)
	if err != nil && ctx.Err() != nil {
		return c, context.Cause(ctx)
	}
	return c, err
}

func (f *feed) next(ctx context.Context) (store.Change, error) {
	if ctx.Err() != nil {
		return store.Change{}, ctx.Err()
	}
	if f.stream == nil {
		if err := f.start(ctx); err != nil {
			return store.Change{}, ofFeed(ctx, err)
		}
	}
	if !f.stream.Next(ctx) {
		err := f.stream.Err()
		f.token = f.stream.ResumeToken()
		f.drop()
		if err == nil { // the server closed the stream: the collection's database was dropped
			return store.Change{}, store.ErrGap
		}
		return store.Change{}, ofFeed(ctx, err)
	}
	var e event
	if err := f.stream.Decode(&e); err != nil {
		return store.Change{}, fmt.Errorf("mongo: change stream: %w", err)
	}
	f.token = f.stream.ResumeToken()
	return store.Change{
		Kind: e.NS.Coll, ID: e.Key.ID, Version: e.Full.V, Deleted: e.Op == "delete",
		Token: base64.RawURLEncoding.EncodeToString(f.token),
	}, nil
}

// drop closes the stream on the server; it may be gone already.
func (f *feed) drop() {
	if f.stream == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = f.stream.Close(ctx) // its error is that of a stream we gave up
	f.stream = nil
}

// Close ends the feed; a Next that waits returns ErrClosed.
func (f *feed) Close() error {
	f.once.Do(func() { close(f.done) })
	f.mu.Lock()
	defer f.mu.Unlock()
	f.drop()
	return nil
}
