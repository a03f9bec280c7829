// Package transfer moves all documents from one store to another, of the same
// engine or not, directly or through a file: verbatim, versions included, so
// that what phones know of them stays true. It knows no engine and no meaning.
//
// Every act here may be broken off at any moment and repeated: what is there
// already is left, what differs is refused, nothing is ever removed. Sources
// should be at rest; what changes meanwhile is found by the verification.
package transfer

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/store"
)

// Step says what a transfer is doing.
type Step string

// The steps.
const (
	Checking  Step = "checking" // a file, before anything of it is written
	Copying   Step = "copying"
	Verifying Step = "verifying" // both sides are read again and compared
)

// Progress is reported about every batch of documents.
type Progress struct {
	Step      Step
	Kind      string
	Documents int64 // of this kind in this step, so far
	Total     int64 // of this kind; 0 when it is not known
}

// Summary is what a transfer held, kind by kind.
type Summary struct {
	Kinds []Sum `json:"kinds"`
}

// Sum describes all documents of a kind: their number, and a digest over
// everything in them, in the order of their ids.
type Sum struct {
	Kind      string `json:"kind"`
	Documents int64  `json:"documents"`
	Digest    string `json:"digest"`
}

// Documents is the number of all documents.
func (s Summary) Documents() (n int64) {
	for _, k := range s.Kinds {
		n += k.Documents
	}
	return n
}

func (s Summary) of(kind string) Sum {
	for _, k := range s.Kinds {
		if k.Kind == kind {
			return k
		}
	}
	return Sum{Kind: kind}
}

// The size of a batch: of documents, and of the bytes of their bodies.
const (
	batchDocs  = 200
	batchBytes = 4 << 20
)

// kindsOf lists the kinds of s by name.
func kindsOf(s store.Store) []store.Kind {
	return slices.SortedFunc(slices.Values(s.Kinds()), func(a, b store.Kind) int { return strings.Compare(a.Name, b.Name) })
}

// documents reads all documents of a kind in the order of their ids.
func documents(ctx context.Context, s store.Store, k store.Kind) iter.Seq2[store.Doc, error] {
	q := store.Query{Kind: k.Name, Limit: batchDocs}
	if k.Large {
		q.Limit = 4
	}
	return func(yield func(store.Doc, error) bool) {
		for {
			p, err := s.Query(ctx, q)
			if err != nil {
				yield(store.Doc{}, err)
				return
			}
			for _, d := range p.Docs {
				if !yield(d, nil) {
					return
				}
			}
			if q.Cursor = p.Next; q.Cursor == "" {
				return
			}
		}
	}
}

// batch collects documents and restores them together.
type batch struct {
	dst   store.Store
	docs  []store.Doc
	bytes int
	done  int64 // documents restored or found equal
}

func (b *batch) add(ctx context.Context, d store.Doc) error {
	b.docs, b.bytes = append(b.docs, d), b.bytes+len(d.Body)
	if len(b.docs) < batchDocs && b.bytes < batchBytes {
		return nil
	}
	return b.flush(ctx)
}

// flush asks again a store that cannot say what became of the batch: restoring
// twice changes nothing.
func (b *batch) flush(ctx context.Context) error {
	if len(b.docs) == 0 {
		return ctx.Err()
	}
	var err error
	for try := range 6 {
		if try > 0 {
			if err := pause(ctx, 50*time.Millisecond<<try); err != nil {
				return err
			}
		}
		if err = b.dst.Restore(ctx, b.docs); !errors.Is(err, store.ErrUnknown) {
			break
		}
	}
	if err != nil {
		return clash(err)
	}
	b.done += int64(len(b.docs))
	b.docs, b.bytes = b.docs[:0], 0
	return nil
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
