package embedded

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Backup copies the store into the folder to, which must be absent or empty,
// while readers and writers go on. The copy is a data folder: Open reads it.
// Photos are copied last, so that none that a copied document names is missing.
// What a failed or cancelled Backup leaves is not taken for a store.
func (s *Store) Backup(ctx context.Context, to string) error {
	return copyFiles(ctx, s.main.path, s.large.path, to)
}

// Copy is Backup from outside: of the data folder from, whether or not another
// process has it open. SQLite lets any process of the machine read a consistent
// state; the lock of the folder, which keeps out a second writer, is not needed.
func Copy(ctx context.Context, from, to string) error {
	main, large := filepath.Join(from, mainFile), filepath.Join(from, largeFile)
	for _, path := range []string{main, large} {
		if err := ours(path); err != nil {
			return err
		}
	}
	return copyFiles(ctx, main, large, to)
}

// ours refuses a path that is no file of a store: opening it would make one.
func ours(path string) (err error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return incomplete(path)
	} else if err != nil {
		return unreadable(path, err)
	}
	cn, err := connect(path, "busy_timeout = 10000", "query_only = ON")
	if err != nil {
		return unreadable(path, err)
	}
	defer func() { err = errors.Join(err, cn.close()) }()
	return claim(cn, path)
}

func copyFiles(ctx context.Context, main, large, to string) error {
	if err := os.MkdirAll(to, 0o700); err != nil {
		return unreadable(to, err)
	}
	switch entries, err := os.ReadDir(to); {
	case err != nil:
		return unreadable(to, err)
	case len(entries) > 0:
		return occupied(to, entries[0].Name())
	}
	for _, path := range []string{main, large} {
		if err := copyFile(ctx, path, filepath.Join(to, filepath.Base(path)+partial)); err != nil {
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

func copyFile(ctx context.Context, path, to string) error {
	cn, err := connect(path, pragmas...)
	if err != nil {
		return unreadable(path, err)
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
