package embedded

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
)

// Backup copies the store into the folder to, which must be absent or empty,
// while readers and writers go on. The copy is a data folder: Open reads it.
// Photos are copied last, so that none that a copied document names is missing.
// What a failed or cancelled Backup leaves is not taken for a store.
func (s *Store) Backup(ctx context.Context, to string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return unreadable(to, err)
	}
	switch entries, err := os.ReadDir(to); {
	case err != nil:
		return unreadable(to, err)
	case len(entries) > 0:
		return foreign(to, "it holds "+entries[0].Name())
	}
	for _, f := range []*file{s.main, s.large} {
		if err := f.backup(ctx, filepath.Join(to, filepath.Base(f.path)+partial)); err != nil {
			return err
		}
	}
	var errs []error
	for _, name := range []string{largeFile, mainFile} { // the file that makes it a store comes last
		errs = append(errs, os.Rename(filepath.Join(to, name+partial), filepath.Join(to, name)))
	}
	return errors.Join(append(errs, syncPath(to))...)
}

const partial = ".part"

func (f *file) backup(ctx context.Context, to string) error {
	cn, err := connect(f.path, pragmas...)
	if err != nil {
		return unreadable(f.path, err)
	}
	err = cn.onceUntil(ctx, "VACUUM INTO '"+strings.ReplaceAll(to, "'", "''")+"'")
	if err := errors.Join(err, cn.close()); err != nil {
		return outcome(err)
	}
	return syncPath(to) // SQLite leaves that to the caller
}

func syncPath(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}
