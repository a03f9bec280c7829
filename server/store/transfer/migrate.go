package transfer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/portage-livraison/portage/server/store"
)

// Copy writes all documents of src into dst, which must be empty or hold an
// earlier copy of src, and then reads both sides in the order of ids and
// compares every document. ErrDiffers names the first that is not the same.
func Copy(ctx context.Context, src, dst store.Store, report func(Progress)) (Summary, error) {
	var sum Summary
	from, err := store.Identity(ctx, src)
	if err != nil {
		return sum, err
	}
	known := map[string]bool{}
	for _, k := range dst.Kinds() {
		known[k.Name] = true
	}
	for _, k := range src.Kinds() {
		if !known[k.Name] {
			return sum, ErrKind.Because(fmt.Errorf("kind %s", k.Name))
		}
	}
	if err := claim(ctx, dst, from); err != nil {
		return sum, err
	}
	for _, k := range kindsOf(src) {
		if err := copyKind(ctx, src, dst, k, report); err != nil {
			return sum, fmt.Errorf("copy %s: %w", k.Name, err)
		}
	}
	for _, k := range kindsOf(src) {
		s, err := compare(ctx, src, dst, k, report)
		if err != nil {
			return sum, err
		}
		sum.Kinds = append(sum.Kinds, s)
	}
	return sum, nil
}

// Migrate is Copy, after which both sides say so: the target where its data
// comes from, the source that it lives elsewhere now, so that a server refuses
// to go on writing to it. at is the time that both note. The source must have
// been opened although it may be migrated already, as a repetition needs.
func Migrate(ctx context.Context, src, dst store.Store, at time.Time, report func(Progress)) (Summary, error) {
	sum, err := Copy(ctx, src, dst, report)
	if err != nil {
		return sum, err
	}
	from, err := store.Identity(ctx, src)
	if err != nil {
		return sum, err
	}
	to, err := store.Identity(ctx, dst)
	if err != nil {
		return sum, err
	}
	if err := write(ctx, dst, originID, mark{From: from, At: at, Summary: sum}); err != nil {
		return sum, err
	}
	return sum, write(ctx, src, store.MigratedID, mark{To: to, At: at, Summary: sum})
}

// Undo takes the mark of Migrate from a source, for who decides to stay with
// it. What was written to the target meanwhile stays there.
func Undo(ctx context.Context, src store.Store) error {
	d, err := src.Get(ctx, store.MetaKind.Name, store.MigratedID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return src.Delete(ctx, d.Kind, d.ID, d.Version)
}

func copyKind(ctx context.Context, src, dst store.Store, k store.Kind, report func(Progress)) error {
	to := batch{dst: dst}
	told := int64(0)
	for d, err := range documents(ctx, src, k) {
		if err == nil {
			err = to.add(ctx, d)
		}
		if err != nil {
			return err
		}
		if to.done > told {
			told = to.done
			report(Progress{Step: Copying, Kind: k.Name, Documents: told})
		}
	}
	if err := to.flush(ctx); err != nil {
		return err
	}
	report(Progress{Step: Copying, Kind: k.Name, Documents: to.done, Total: to.done})
	return nil
}

// compare walks both sides of a kind in step.
func compare(ctx context.Context, src, dst store.Store, k store.Kind, report func(Progress)) (Sum, error) {
	all := newDigest(k.Name)
	theirs, stop := iter.Pull2(documents(ctx, dst, k))
	defer stop()
	var a, b []byte
	for ours, err := range documents(ctx, src, k) {
		if err != nil {
			return Sum{}, err
		}
		other, err, ok := theirs()
		if err != nil {
			return Sum{}, err
		}
		a = appendDoc(a[:0], ours)
		if b = appendDoc(b[:0], other); !ok || !bytes.Equal(a, b) {
			return Sum{}, differ(k.Name, ours, other, ok)
		}
		all.add(a)
		if all.n%batchDocs == 0 {
			report(Progress{Step: Verifying, Kind: k.Name, Documents: all.n})
		}
	}
	other, err, ok := theirs()
	if err == nil && ok {
		err = ErrDiffers.Because(fmt.Errorf("%s %q is only in the target", k.Name, other.ID))
	}
	if err != nil {
		return Sum{}, err
	}
	report(Progress{Step: Verifying, Kind: k.Name, Documents: all.n, Total: all.n})
	return all.sum(), nil
}

// differ names the document that makes two sides unequal.
func differ(kind string, ours, theirs store.Doc, ok bool) error {
	switch {
	case !ok || ours.ID < theirs.ID:
		return ErrDiffers.Because(fmt.Errorf("%s %q is only in the source", kind, ours.ID))
	case ours.ID > theirs.ID:
		return ErrDiffers.Because(fmt.Errorf("%s %q is only in the target", kind, theirs.ID))
	}
	return ErrDiffers.Because(fmt.Errorf("%s %q is not the same on both sides", kind, ours.ID))
}
