package embedded

import (
	"context"
	"errors"
	"fmt"

	"github.com/portage-livraison/portage/server/store"
)

// Insert creates documents; all that lie in one file share one sync.
func (s *Store) Insert(ctx context.Context, docs ...store.Doc) []error {
	return s.write(ctx, insert, docs)
}

// Put replaces documents at their versions.
func (s *Store) Put(ctx context.Context, docs ...store.Doc) []error {
	return s.write(ctx, put, docs)
}

// Delete removes a document at its version.
func (s *Store) Delete(ctx context.Context, kind, id string, version int64) error {
	if _, err := s.schema.CheckID(kind, id); err != nil {
		return err
	}
	d := store.Doc{Kind: kind, ID: id, Version: version}
	errs := make([]error, 1)
	s.submit(ctx, []op{{remove, s.tables[kind], d}}, []int{0}, errs)()
	return errs[0]
}

// Restore writes documents verbatim. Those that can be written are, also when
// others are refused.
func (s *Store) Restore(ctx context.Context, docs []store.Doc) error {
	errs := s.write(ctx, restore, docs)
	for i, err := range errs {
		if err != nil {
			errs[i] = fmt.Errorf("restore %s %q: %w", docs[i].Kind, docs[i].ID, err)
		}
	}
	return errors.Join(errs...)
}

// write sends the valid docs to their files' writers and waits for all verdicts.
func (s *Store) write(ctx context.Context, v verb, docs []store.Doc) []error {
	errs := make([]error, len(docs))
	var ops [2][]op
	var at [2][]int
	for i, d := range docs {
		if _, errs[i] = s.schema.Check(d); errs[i] != nil {
			continue
		}
		if v == restore && d.Version < 1 {
			errs[i] = fmt.Errorf("%w: version %d", store.ErrInvalid, d.Version)
			continue
		}
		t, f := s.tables[d.Kind], 0
		if t.Large {
			f = 1
		}
		ops[f], at[f] = append(ops[f], op{v, t, d}), append(at[f], i)
	}
	var waits []func()
	for f := range ops {
		if len(ops[f]) > 0 {
			waits = append(waits, s.submit(ctx, ops[f], at[f], errs))
		}
	}
	for _, wait := range waits {
		wait()
	}
	return errs
}

// submit queues ops, which go to one file, and returns the wait for their
// verdicts, put at their places in errs.
func (s *Store) submit(ctx context.Context, ops []op, at []int, errs []error) (wait func()) {
	j, err := s.file(ops[0].table).write.submit(ctx, ops)
	if err != nil {
		for _, i := range at {
			errs[i] = err
		}
		return func() {}
	}
	return func() {
		<-j.done
		for k, i := range at {
			errs[i] = j.errs[k]
		}
	}
}
