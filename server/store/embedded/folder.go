package embedded

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// The files of a data folder; SQLite adds -wal and -shm files.
const (
	mainFile  = "portage.db"
	largeFile = "blobs.db"
	lockFile  = "portage.lock"
)

// lockFolder makes dir if need be and holds its lock until the result is
// closed. It refuses a folder that holds other people's files.
func lockFolder(dir string) (*os.File, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, unreadable(dir, err)
	}
	if err := checkFolder(dir); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, unreadable(dir, err)
	}
	ok, err := tryLock(f)
	if err != nil {
		return nil, errors.Join(unreadable(dir, err), f.Close())
	}
	if !ok {
		pid, err := io.ReadAll(io.LimitReader(f, 32))
		return nil, errors.Join(locked(dir, strings.TrimSpace(string(pid))), err, f.Close())
	}
	if err := writePID(f); err != nil {
		return nil, errors.Join(unreadable(dir, err), f.Close())
	}
	return f, nil
}

// writePID replaces what a former owner left. Nothing depends on it but the
// text of a refusal.
func writePID(f *os.File) error {
	pid := strconv.Itoa(os.Getpid()) + "\n"
	if _, err := f.WriteAt([]byte(pid), 0); err != nil {
		return err
	}
	return f.Truncate(int64(len(pid)))
}

// checkFolder refuses a folder with content but without our file. What hides
// behind a dot or belongs to the file system does not count.
func checkFolder(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, mainFile)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return unreadable(dir, err)
	}
	for _, e := range entries {
		name := e.Name()
		if name == largeFile {
			return incomplete(filepath.Join(dir, mainFile))
		}
		if name != lockFile && name != "lost+found" && !strings.HasPrefix(name, ".") {
			return foreign(dir, "it holds "+name)
		}
	}
	return nil
}
