package store

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// maxUnknown bounds how often Update asks again a store that cannot say what
// became of a write; a lost race, in contrast, means that somebody else won.
const maxUnknown = 8

// Update is the one write pattern: get, decide, put, and again on ErrConflict
// and ErrUnknown until ctx ends. fn changes the document in place and must be
// idempotent (look for the event's id first): it may see its own earlier write.
// It returns false when nothing is left to do. The result is what is stored.
func Update(ctx context.Context, s Store, kind, id string, fn func(*Doc) (bool, error)) (Doc, error) {
	docs, errs := UpdateMany(ctx, s, kind, []string{id}, fn)
	return docs[0], errs[0]
}

// UpdateMany is Update of several documents, each on its own, whose puts go to
// the store together: on disk that is one sync for all. docs[i] and errs[i] are
// the outcome of ids[i]; fn is called for one document at a time.
func UpdateMany(ctx context.Context, s Store, kind string, ids []string, fn func(*Doc) (bool, error)) (docs []Doc, errs []error) {
	docs, errs = make([]Doc, len(ids)), make([]error, len(ids))
	open := make([]int, len(ids))
	for i := range ids {
		open[i] = i
	}
	unknown := 0
	for round := 0; len(open) > 0; round++ {
		if err := backOff(ctx, round); err != nil {
			for _, i := range open {
				errs[i] = errors.Join(err, errs[i])
			}
			break
		}
		puts, at := decide(ctx, s, kind, ids, open, docs, errs, fn)
		open = open[:0]
		anyUnknown := false
		for j, err := range put(ctx, s, puts) {
			i := at[j]
			switch errs[i] = err; {
			case err == nil:
				docs[i].Version++
			case errors.Is(err, ErrConflict):
				open = append(open, i)
			case errors.Is(err, ErrUnknown) && unknown < maxUnknown:
				open, anyUnknown = append(open, i), true
			}
		}
		if anyUnknown {
			unknown++
		}
	}
	return docs, errs
}

// decide reads the open documents and returns those that fn changed, with
// their places.
func decide(ctx context.Context, s Store, kind string, ids []string, open []int, docs []Doc, errs []error, fn func(*Doc) (bool, error)) (puts []Doc, at []int) {
	for _, i := range open {
		todo := false
		if docs[i], errs[i] = s.Get(ctx, kind, ids[i]); errs[i] == nil {
			todo, errs[i] = fn(&docs[i])
		}
		if todo && errs[i] == nil {
			puts, at = append(puts, docs[i]), append(at, i)
		}
	}
	return puts, at
}

func put(ctx context.Context, s Store, docs []Doc) []error {
	if len(docs) == 0 {
		return nil
	}
	return s.Put(ctx, docs...)
}

// backOff waits before a round: not before the first two, then a random time
// up to 1, 2, 4 … 64 ms, so that racing writers spread.
func backOff(ctx context.Context, round int) error {
	if round < 2 {
		return ctx.Err()
	}
	t := time.NewTimer(rand.N(time.Millisecond << min(round-2, 6)))
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
