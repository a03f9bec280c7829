package field

import (
	"context"
	"time"

	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/exchange"
)

type slips struct {
	store store.Store
	now   func() time.Time
}

func (s slips) Load(ctx context.Context, id string) (exchange.Loaded, error) {
	d, err := s.store.Get(ctx, sliprepo.Name, id)
	if err != nil {
		return exchange.Loaded{}, none(err)
	}
	r, err := sliprepo.Read(d)
	return exchange.Loaded{ID: d.ID, Version: d.Version, Reading: r}, err
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
