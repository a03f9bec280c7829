package embedded

import (
	"context"
	"errors"
	"fmt"

	"github.com/portage-livraison/portage/server/store"
)

// appID marks a SQLite file as ours ("Port"); format is the version of the
// layout that this package writes.
const (
	appID  = 0x506f7274
	format = 1
)

// The settings of every connection. FULL is not optional: with NORMAL a power
// cut loses writes that were acknowledged.
var pragmas = []string{
	"busy_timeout = 10000",
	"journal_mode = WAL",
	"synchronous = FULL",
	"cache_size = -4000",
	"journal_size_limit = 16777216",
	"wal_autocheckpoint = 2000",
	"foreign_keys = OFF",
	"temp_store = MEMORY",
}

// file is one SQLite file with its writer and its readers.
type file struct {
	path    string
	write   *writer
	readers chan *conn
	gone    chan struct{} // closed by close
}

// openFile opens or creates path with one connection for writing, makes its
// tables those of tables, and adds the readers.
func openFile(path string, tables []*table, o Options, publish func([]store.Change)) (*file, error) {
	cn, err := connect(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	f := &file{path: path, readers: make(chan *conn, o.Readers), gone: make(chan struct{})}
	if err = claim(cn, path); err == nil { // before anything is written to a file that may be someone else's
		err = prepare(cn, path, tables)
	}
	if err == nil && o.maxPages > 0 {
		err = cn.once(fmt.Sprintf("PRAGMA max_page_count = %d", o.maxPages))
	}
	for i := 0; err == nil && i < o.Readers; i++ {
		var r *conn
		if r, err = connect(path, append(pragmas, "query_only = ON")...); err == nil {
			f.readers <- r
		}
	}
	if err != nil {
		return nil, errors.Join(err, f.closeReaders(len(f.readers)), cn.close())
	}
	f.write = startWriter(cn, publish)
	return f, nil
}

// prepare sets cn up for writing and the file for tables.
func prepare(cn *conn, path string, tables []*table) error {
	err := cn.set(pragmas)
	if err == nil {
		err = evolve(cn, tables)
	}
	if err != nil && !errors.Is(err, ErrChangedKey) {
		return unreadable(path, err)
	}
	return err
}

// claim refuses a file that is not ours, or is newer. A file without anything
// is new; evolve makes it ours.
func claim(cn *conn, path string) error {
	id, err := cn.number("PRAGMA application_id")
	if err != nil {
		return unreadable(path, err)
	}
	version, err := cn.number("PRAGMA user_version")
	if err != nil {
		return unreadable(path, err)
	}
	tables, err := cn.number("SELECT count(*) FROM sqlite_master")
	if err != nil {
		return unreadable(path, err)
	}
	switch {
	case id == 0 && version == 0 && tables == 0:
		return nil
	case id != appID:
		return foreign(path, "it belongs to another program")
	case version > format:
		return newer(path, version)
	}
	return nil
}

// read lends a reader connection to use.
func (f *file) read(ctx context.Context, use func(*conn) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case cn := <-f.readers:
		defer func() { f.readers <- cn }()
		select {
		case <-f.gone:
			return store.ErrClosed
		default:
			return use(cn)
		}
	case <-f.gone:
		return store.ErrClosed
	case <-ctx.Done():
		return ctx.Err()
	}
}

// close carries out what is queued, waits for running reads, and moves the log
// into the file.
func (f *file) close() error {
	f.write.stop()
	close(f.gone)
	return errors.Join(f.closeReaders(cap(f.readers)), f.write.cn.close())
}

func (f *file) closeReaders(n int) error {
	var errs []error
	for range n {
		errs = append(errs, (<-f.readers).close())
	}
	return errors.Join(errs...)
}
