package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/portage-livraison/portage/server/store"
)

// checkNeighbour refuses a store whose large file is lost, before an empty one
// is made in its place. The large file is always made before the identity, so
// that a first start that was cut short is not taken for a loss.
func (s *Store) checkNeighbour() error {
	path := filepath.Join(s.dir, largeFile)
	_, missing := os.Stat(path)
	switch _, err := s.Get(context.Background(), store.MetaKind.Name, store.IdentityID); {
	case errors.Is(err, store.ErrNotFound):
		return nil
	case err != nil:
		return err
	case errors.Is(missing, fs.ErrNotExist):
		return incomplete(path)
	}
	return nil
}

// checkPlaces refuses kinds that changed between large and not: their documents
// lie in the other file and would seem to be gone.
func (s *Store) checkPlaces() error {
	for _, k := range s.schema.Kinds() {
		t, n := s.tables[k.Name], int64(0)
		err := s.place(!t.Large).read(context.Background(), func(cn *conn) (err error) {
			n, err = cn.number("SELECT count(*) FROM sqlite_master WHERE name = '" + strings.Trim(t.name(), `"`) + "'")
			if err == nil && n > 0 { // an empty table is what an earlier refusal left
				n, err = cn.number("SELECT count(*) FROM (SELECT 1 FROM " + t.name() + " LIMIT 1)")
			}
			return err
		})
		if err != nil {
			return err
		}
		if n > 0 {
			return ErrChangedKind.Because(fmt.Errorf("kind %s", k.Name))
		}
	}
	return nil
}

// identify gives a new store its identity, makes sure that both files are of
// one store, and that a server may write to it.
func (s *Store) identify(o Options) error {
	ctx := context.Background()
	id, err := store.Identity(ctx, s)
	if err != nil {
		return err
	}
	want := store.NewIdentity(id)
	want.Version = 1
	j, err := s.large.write.submit(ctx, []op{{restore, s.tables[store.MetaKind.Name], want}})
	if err != nil {
		return err
	}
	if <-j.done; errors.Is(j.errs[0], store.ErrExists) {
		return incomplete(filepath.Join(s.dir, largeFile))
	} else if j.errs[0] != nil {
		return j.errs[0]
	}
	gone, err := store.Migrated(ctx, s)
	if gone && !o.Migrated {
		return moved(s.dir)
	}
	return err
}
