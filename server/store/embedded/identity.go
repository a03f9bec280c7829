package embedded

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/portage-livraison/portage/server/store"
)

// identify gives a new store its identity, makes sure that both files are of
// one store, and that a server may write to it. The large file exists before
// the identity does, so that a start that was cut short is not taken for a loss.
func (s *Store) identify(o Options, hadLarge bool) error {
	ctx := context.Background()
	meta := s.tables[store.MetaKind.Name]
	where := filepath.Join(s.dir, largeFile)
	_, err := s.Get(ctx, store.MetaKind.Name, store.IdentityID)
	if err == nil && !hadLarge {
		return incomplete(where)
	}
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	id, err := store.Identity(ctx, s)
	if err != nil {
		return err
	}
	want := store.NewIdentity(id)
	want.Version = 1
	j, err := s.large.write.submit(ctx, []op{{restore, meta, want}})
	if err != nil {
		return err
	}
	if <-j.done; errors.Is(j.errs[0], store.ErrExists) {
		return incomplete(where)
	} else if j.errs[0] != nil {
		return j.errs[0]
	}
	_, err = s.Get(ctx, store.MetaKind.Name, store.MigratedID)
	switch {
	case o.Migrated || errors.Is(err, store.ErrNotFound):
		return nil
	case err == nil:
		return moved(s.dir)
	}
	return err
}
