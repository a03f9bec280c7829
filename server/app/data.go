package app

import (
	"context"
	"errors"
	"slices"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/field"
	"github.com/portage-livraison/portage/server/httpapi"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
)

// Kinds are the document kinds of the whole product. Each belongs to the one
// package that declares it.
func Kinds() []store.Kind {
	return slices.Concat(
		access.Kinds(),
		field.Kinds(), // the phones before their acts, see there
		record.Kinds(),
		[]store.Kind{sliprepo.Kind()},
	)
}

// openStore opens the database that the configuration names. The database of
// another kind is one more case here and nowhere else.
func openStore(_ context.Context, c Config) (store.Store, error) {
	if c.MongoDBURI != "" {
		return nil, errors.New("this build has no MongoDB adapter: remove PORTAGE_MONGODB_URI to use the embedded store")
	}
	s, err := embedded.Open(c.Data, Kinds(), embedded.Options{})
	if err != nil {
		return nil, err // not s: a nil pointer in an interface is not nil
	}
	return s, nil
}

// storeReady asks the store for something that is not there: the answer shows
// that it answers.
type storeReady struct{ store store.Store }

func (s storeReady) Ready(ctx context.Context) error {
	_, err := s.store.Get(ctx, access.Kinds()[0].Name, "ready")
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// liveKinds are the kinds that screens follow and this store holds.
func liveKinds(s store.Store) []string {
	var kinds []string
	for _, k := range s.Kinds() {
		if slices.Contains(httpapi.LiveKinds(), k.Name) {
			kinds = append(kinds, k.Name)
		}
	}
	return kinds
}
