package mongo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"sync"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/portage-livraison/portage/server/store"
)

// together is how many replaces of one Put are under way at once.
const together = 16

// Insert creates each document at version 1; documents of one kind travel in
// one command.
func (s *Store) Insert(ctx context.Context, docs ...store.Doc) []error {
	return s.insert(ctx, docs, func(store.Doc) int64 { return 1 })
}

func (s *Store) insert(ctx context.Context, docs []store.Doc, version func(store.Doc) int64) []error {
	errs := make([]error, len(docs))
	at := map[string][]int{}
	records := map[string][]record{}
	for i, d := range docs {
		sh, err := s.schema.Check(d)
		v := version(d)
		if err == nil && v < 1 {
			err = fmt.Errorf("%w: version %d", store.ErrInvalid, v)
		}
		if err == nil {
			err = s.open()
		}
		if errs[i] = err; err == nil {
			at[d.Kind] = append(at[d.Kind], i)
			records[d.Kind] = append(records[d.Kind], toRecord(sh, d, v))
		}
	}
	for kind, rs := range records {
		var outcomes []error
		if len(rs) == 1 {
			_, err := s.db.Collection(kind).InsertOne(ctx, rs[0])
			outcomes = []error{ofWrite(err)}
		} else {
			_, err := s.db.Collection(kind).InsertMany(ctx, rs, options.InsertMany().SetOrdered(false))
			outcomes = ofBatch(err, len(rs))
		}
		for j, i := range at[kind] {
			errs[i] = outcomes[j]
		}
	}
	return errs
}

// Put replaces each document whose version still matches. The replaces go out
// side by side: one command for all would not say which of them matched.
func (s *Store) Put(ctx context.Context, docs ...store.Doc) []error {
	errs := make([]error, len(docs))
	gate := make(chan struct{}, together)
	var wg sync.WaitGroup
	for i, d := range docs {
		gate <- struct{}{}
		wg.Go(func() {
			defer func() { <-gate }()
			errs[i] = s.put(ctx, d)
		})
	}
	wg.Wait()
	return errs
}

func (s *Store) put(ctx context.Context, d store.Doc) error {
	sh, err := s.schema.Check(d)
	if err == nil {
		err = s.open()
	}
	if err != nil {
		return err
	}
	r, err := s.db.Collection(d.Kind).ReplaceOne(ctx, byVersion(d.ID, d.Version), toRecord(sh, d, d.Version+1))
	if err != nil {
		return ofWrite(err)
	}
	if r.MatchedCount == 1 {
		return nil
	}
	return s.missed(ctx, d.Kind, d.ID)
}

// Delete removes a document whose version still matches.
func (s *Store) Delete(ctx context.Context, kind, id string, version int64) error {
	_, err := s.schema.CheckID(kind, id)
	if err == nil {
		err = s.open()
	}
	if err != nil {
		return err
	}
	r, err := s.db.Collection(kind).DeleteOne(ctx, byVersion(id, version))
	if err != nil {
		return ofWrite(err)
	}
	if r.DeletedCount == 1 {
		return nil
	}
	return s.missed(ctx, kind, id)
}

func byVersion(id string, v int64) bson.D {
	return bson.D{{Key: "_id", Value: id}, {Key: "v", Value: v}}
}

// missed tells why a compare-and-set found nothing.
func (s *Store) missed(ctx context.Context, kind, id string) error {
	err := s.db.Collection(kind).FindOne(ctx, bson.D{{Key: "_id", Value: id}},
		options.FindOne().SetProjection(bson.D{{Key: "_id", Value: 1}})).Err()
	if err = ofRead(err); err != nil {
		return err
	}
	return store.ErrConflict
}

// Restore inserts documents verbatim and leaves those that are already there
// and equal. Those that can be written are, also when others are refused.
func (s *Store) Restore(ctx context.Context, docs []store.Doc) error {
	var all []error
	for i, err := range s.insert(ctx, docs, func(d store.Doc) int64 { return d.Version }) {
		if err = s.restored(ctx, docs[i], err); err != nil {
			all = append(all, fmt.Errorf("restore %s %q: %w", docs[i].Kind, docs[i].ID, err))
		}
	}
	return errors.Join(all...)
}

// restored settles the outcome of one insert by what is there.
func (s *Store) restored(ctx context.Context, d store.Doc, err error) error {
	if !errors.Is(err, store.ErrExists) && !errors.Is(err, store.ErrUnknown) {
		return err
	}
	there, read := s.Get(ctx, d.Kind, d.ID)
	switch {
	case read != nil:
		return errors.Join(err, read)
	case !equal(there, d):
		return store.ErrExists
	}
	return nil
}

func equal(a, b store.Doc) bool {
	return a.Version == b.Version && a.Time == b.Time && maps.Equal(a.Keys, b.Keys) && bytes.Equal(a.Body, b.Body)
}
