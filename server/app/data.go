package app

import (
	"context"
	"errors"
	"slices"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/field"
	"github.com/portage-livraison/portage/server/httpapi"
	"github.com/portage-livraison/portage/server/mail"
	"github.com/portage-livraison/portage/server/push"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/server/store/mongo"
)

// Kinds are the document kinds of the whole product. Each belongs to the one
// package that declares it.
func Kinds() []store.Kind {
	return slices.Concat(
		access.Kinds(),
		field.Kinds(), // the phones before their acts, see there
		push.Kinds(),
		mail.Kinds(),
		record.Kinds(),
		[]store.Kind{sliprepo.Kind()},
	)
}

// OpenStore opens the database that the configuration names, to work on it. It
// refuses with the remedy what it cannot open. The caller must Close it.
func OpenStore(ctx context.Context, c Config) (store.Store, error) {
	return openStore(ctx, c, embedded.Options{})
}

// OpenSource is OpenStore also for data that was migrated away: export and
// migrate only read it.
func OpenSource(ctx context.Context, c Config) (store.Store, error) {
	return openStore(ctx, c, embedded.Options{Migrated: true})
}

// Backup copies the data folder into another folder, also while the server runs.
// A database has its own tools for that.
func Backup(ctx context.Context, c Config, to string) error {
	if c.MongoDBURI != "" {
		return fault.New(fault.Invalid, "store.no_backup",
			"the data is in MongoDB: use mongodump, which copies a running database, or stop the server and use `portage export`")
	}
	return embedded.Copy(ctx, c.Data, to)
}

// openStore never returns a nil pointer inside a store that is not nil.
func openStore(ctx context.Context, c Config, o embedded.Options) (store.Store, error) {
	if c.MongoDBURI != "" {
		s, err := mongo.Open(ctx, c.MongoDBURI, Kinds(), mongo.Options{})
		if err != nil {
			return nil, err
		}
		gone, err := store.Migrated(ctx, s)
		if gone && !o.Migrated {
			err = fault.New(fault.Conflict, "store.migrated",
				"the data of this database was migrated to another store: start with that one, or run `portage migrate --undo`")
		}
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		return s, nil
	}
	s, err := embedded.Open(c.Data, Kinds(), o)
	if err != nil {
		return nil, err
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
