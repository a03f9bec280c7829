package simulation

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"

	"github.com/portage-livraison/portage/server/store"
)

// What a store says on command.
var (
	errDisk = errors.New("simulation: the disk failed")
	errDead = errors.New("simulation: the server is dead")
)

// flaky is a store that fails on command: now and then, or for good when its
// fuse burns down, as for a server that dies between two of its calls. A write
// that fails may have happened, in part too when it has several documents.
type flaky struct {
	store.Store

	mu   sync.Mutex
	rng  *rand.Rand
	rate float64 // how many of the calls fail
	fuse int     // calls until the server dies, 0: it lives
	once bool    // the fuse ends one call and not the server
	dead bool
}

// fate is what becomes of a call.
type fate int

const (
	passes  fate = iota
	fails        // it did not happen
	unheard      // it happened, the answer is lost
)

func (f *flaky) fate() (fate, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.dead {
		return fails, errDead
	}
	if f.fuse > 0 {
		if f.fuse--; f.fuse == 0 && f.once {
			return fails, errDisk
		}
		if f.fuse == 0 {
			f.dead = true
			return fate(1 + f.rng.IntN(2)), errDead
		}
	}
	if f.rate > 0 && f.rng.Float64() < f.rate {
		if f.rng.IntN(2) == 0 {
			return unheard, store.ErrUnknown
		}
		return fails, errDisk
	}
	return passes, nil
}

func (f *flaky) isDead() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.dead
}

func (f *flaky) arm(rate float64, fuse int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rate, f.fuse = rate, fuse
}

func (f *flaky) read() error {
	fate, err := f.fate()
	if fate == unheard && err != errDead {
		return errDisk
	}
	return err
}

func (f *flaky) Get(ctx context.Context, kind, id string) (store.Doc, error) {
	if err := f.read(); err != nil {
		return store.Doc{}, err
	}
	return f.Store.Get(ctx, kind, id)
}

func (f *flaky) Query(ctx context.Context, q store.Query) (store.Page, error) {
	if err := f.read(); err != nil {
		return store.Page{}, err
	}
	return f.Store.Query(ctx, q)
}

func (f *flaky) write(ctx context.Context, docs []store.Doc, do func(context.Context, ...store.Doc) []error) []error {
	fate, fault := f.fate()
	if fate == passes {
		return do(ctx, docs...)
	}
	done := 0
	if fate == unheard {
		f.mu.Lock()
		done = 1 + f.rng.IntN(len(docs))
		f.mu.Unlock()
		do(ctx, docs[:done]...)
	}
	errs := make([]error, len(docs))
	for i := range errs {
		errs[i] = fault
	}
	return errs
}

func (f *flaky) Insert(ctx context.Context, docs ...store.Doc) []error {
	return f.write(ctx, docs, f.Store.Insert)
}

func (f *flaky) Put(ctx context.Context, docs ...store.Doc) []error {
	return f.write(ctx, docs, f.Store.Put)
}

func (f *flaky) Delete(ctx context.Context, kind, id string, version int64) error {
	fate, fault := f.fate()
	if fate == passes {
		return f.Store.Delete(ctx, kind, id, version)
	}
	if fate == unheard {
		_ = f.Store.Delete(ctx, kind, id, version)
	}
	return fault
}
