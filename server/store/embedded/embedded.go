// Package embedded is the store in the server's own process: SQLite files in
// one folder, for one process at a time. Every acknowledged write is synced;
// writers that wait share a sync. Bodies of large kinds lie in a file of their
// own, so that the other stays small to back up.
//
// The folder must be on a local disk: SQLite's log needs shared memory.
package embedded

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/hub"
)

// Options of Open; the zero value is what a server uses.
type Options struct {
	Readers  int  // connections for reading, 0 for two per processor, 4 to 8
	Remember int  // changes kept for readers that resume, 0 for 8192
	Migrated bool // open also what was migrated away: for migrate and export

	maxPages int // of each file, for tests of a full disk
}

// Store is an open folder.
type Store struct {
	dir    string
	lock   *os.File
	schema *store.Schema
	tables map[string]*table
	main   *file
	large  *file
	hub    *hub.Hub
	once   sync.Once
	ended  error
}

var _ store.Store = (*Store)(nil)

// Open opens the store in dir, or makes one in a folder that is absent or
// empty. It adapts an older file to kinds (see evolve) and refuses, with a
// *fault.Error that names the remedy, a folder that another process uses
// (store.locked), that is not ours (store.foreign, store.damaged), that a newer
// version wrote (store.newer), that lost a file (store.incomplete), or that was
// migrated (store.migrated).
func Open(dir string, kinds []store.Kind, o Options) (*Store, error) {
	if o.Readers <= 0 {
		o.Readers = min(max(2*runtime.NumCPU(), 4), 8)
	}
	if o.Remember <= 0 {
		o.Remember = 8192
	}
	schema, err := store.NewSchema(kinds)
	if err != nil {
		return nil, err
	}
	lock, err := lockFolder(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, lock: lock, schema: schema, hub: hub.New(o.Remember), tables: map[string]*table{}}
	if err := s.open(o); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) open(o Options) (err error) {
	var main, large []*table
	for _, sh := range s.schema.Shapes() {
		t := newTable(sh)
		s.tables[sh.Name] = t
		if sh.Large {
			large = append(large, t)
		} else {
			main = append(main, t)
		}
	}
	large = append(large, s.tables[store.MetaKind.Name])
	if s.main, err = openFile(filepath.Join(s.dir, mainFile), main, o, s.hub.Publish); err != nil {
		return err
	}
	if err := s.checkNeighbour(); err != nil {
		return err
	}
	o.Readers = max(o.Readers/2, 2)
	if s.large, err = openFile(filepath.Join(s.dir, largeFile), large, o, s.hub.Publish); err != nil {
		return err
	}
	if err := s.checkPlaces(); err != nil {
		return err
	}
	return s.identify(o)
}

// Kinds lists what the store was opened with.
func (s *Store) Kinds() []store.Kind { return s.schema.Kinds() }

// Close carries out the writes that are queued, waits for reads, and gives the
// folder free. A second Close does nothing.
func (s *Store) Close() error {
	s.once.Do(func() {
		s.hub.Close()
		var errs []error
		for _, f := range []*file{s.main, s.large} {
			if f != nil {
				errs = append(errs, f.close())
			}
		}
		s.ended = errors.Join(append(errs, s.lock.Close())...)
	})
	return s.ended
}

func (s *Store) file(t *table) *file { return s.place(t.Large) }

func (s *Store) place(large bool) *file {
	if large {
		return s.large
	}
	return s.main
}

// Get returns a committed document.
func (s *Store) Get(ctx context.Context, kind, id string) (d store.Doc, err error) {
	if _, err := s.schema.CheckID(kind, id); err != nil {
		return d, err
	}
	t := s.tables[kind]
	err = s.file(t).read(ctx, func(cn *conn) error {
		d, err = t.read(cn, id)
		return err
	})
	return d, err
}

// Query returns one page.
func (s *Store) Query(ctx context.Context, q store.Query) (p store.Page, err error) {
	if _, err := s.schema.CheckQuery(q); err != nil {
		return p, err
	}
	t := s.tables[q.Kind]
	sel, err := t.selection(q)
	if err != nil {
		return p, err
	}
	err = s.file(t).read(ctx, func(cn *conn) error {
		p, err = t.page(ctx, cn, sel, q)
		return err
	})
	return p, err
}

// Watch reports changes of kinds after a token of this opening of the store;
// any other token is ErrGap.
func (s *Store) Watch(ctx context.Context, kinds []string, after string) (store.Feed, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, k := range kinds {
		if _, err := s.schema.Shape(k); err != nil {
			return nil, err
		}
	}
	return s.hub.Watch(kinds, after)
}
