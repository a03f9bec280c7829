package field

import (
	"context"
	"slices"
	"time"

	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/exchange"
)

// atOnceRead bounds the slips of one query: their bodies are in memory together.
const atOnceRead = 64

type slips struct {
	store store.Store
	now   func() time.Time
}

func (s slips) Load(ctx context.Context, ids []string) ([]exchange.Loaded, []error) {
	ls, errs := make([]exchange.Loaded, len(ids)), make([]error, len(ids))
	docs, err := read(ctx, s.store, ids)
	for i, id := range ids {
		d, ok := docs[id]
		switch {
		case ok:
			ls[i] = exchange.Loaded{ID: d.ID, Version: d.Version}
			ls[i].Reading, errs[i] = sliprepo.Read(d)
		case err != nil:
			errs[i] = err
		default:
			errs[i] = exchange.ErrNone
		}
	}
	return ls, errs
}

// read returns the slips of ids that exist, without their keys. On an error some
// are missing that may exist.
func read(ctx context.Context, s store.Store, ids []string) (map[string]store.Doc, error) {
	docs := make(map[string]store.Doc, len(ids))
	for part := range slices.Chunk(ids, atOnceRead) {
		p, err := s.Query(ctx, store.Query{Kind: sliprepo.Name, Limit: len(part), IDs: part, Keys: []string{}})
		if err != nil {
			return docs, err
		}
		for _, d := range p.Docs {
			docs[d.ID] = d
		}
	}
	return docs, nil
}

func (s slips) Save(ctx context.Context, ls []exchange.Loaded) []error {
	docs, errs := make([]store.Doc, len(ls)), make([]error, len(ls))
	for i, l := range ls {
		if docs[i], errs[i] = sliprepo.Encode(l.Slip(), l.State(), l.Version, s.now()); errs[i] != nil {
			return errs
		}
	}
	errs = s.store.Put(ctx, docs...)
	for i := range errs {
		errs[i] = moved(errs[i])
	}
	return errs
}
