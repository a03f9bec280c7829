package transfer_test

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/server/store/transfer"
)

func TestMigrate(t *testing.T) {
	ctx, at := context.Background(), time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	dir := t.TempDir()
	src, dst := open(t, dir, kinds, embedded.Options{}), empty(t)
	if _, err := transfer.Copy(ctx, town(t), src, quiet); err != nil {
		t.Fatal(err)
	}
	reports := map[transfer.Step]int64{}
	first, err := transfer.Migrate(ctx, src, dst, at, func(p transfer.Progress) {
		if p.Kind == "slip" {
			reports[p.Step] = p.Documents
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	sameAs(t, dst, src)
	if first.Documents() != slips+photos || reports[transfer.Copying] != slips || reports[transfer.Verifying] != slips {
		t.Errorf("%d documents in all; the last reports say %v", first.Documents(), reports)
	}
	again, err := transfer.Migrate(ctx, src, dst, at.Add(time.Hour), quiet)
	if err != nil || !reflect.DeepEqual(first, again) {
		t.Errorf("repeated: %v, %v, want %v", again, err, first)
	}

	if err := src.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = embedded.Open(dir, kinds, embedded.Options{})
	if fault.From(err).Code != "store.migrated" {
		t.Fatalf("a server opens the migrated source: %v", err)
	}
	src = open(t, dir, kinds, embedded.Options{Migrated: true})
	if err := transfer.Undo(ctx, src); err != nil {
		t.Fatal(err)
	}
	if err := transfer.Undo(ctx, src); err != nil {
		t.Fatal(err)
	}
	if err := src.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, dir, kinds, embedded.Options{})
}

func TestMigrateRefuses(t *testing.T) {
	ctx := context.Background()
	src, dst := town(t), empty(t)
	_, err := transfer.Copy(ctx, src, src, quiet)
	refused(t, err, transfer.ErrSame)
	_, err = transfer.Copy(ctx, src, town(t), quiet)
	refused(t, err, transfer.ErrTarget, "it holds")
	_, err = transfer.Copy(ctx, src, open(t, t.TempDir(), kinds[:2], embedded.Options{}), quiet)
	refused(t, err, transfer.ErrKind, "unused")
	if _, err = transfer.Copy(ctx, src, dst, quiet); err != nil {
		t.Fatal(err)
	}
	_, err = transfer.Copy(ctx, town(t), dst, quiet)
	refused(t, err, transfer.ErrTarget)

	change := func(s store.Store, d store.Doc, err error) {
		t.Helper()
		if err == nil {
			err = errors.Join(s.Put(ctx, d)...)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	d, err := dst.Get(ctx, "slip", "é007")
	d.Body[2] ^= 1
	change(dst, d, err)
	_, err = transfer.Copy(ctx, src, dst, quiet)
	refused(t, err, transfer.ErrDiffers, "é007")
}

// One changed byte on the target is found by reading both sides, also when no
// write is refused for it.
func TestCopyNoticesOneByte(t *testing.T) {
	ctx, src, dst := context.Background(), town(t), empty(t)
	_, err := transfer.Copy(ctx, src, spoiled{dst, "é123"}, quiet)
	refused(t, err, transfer.ErrDiffers, `slip "é123" is not the same`)
	_, err = transfer.Copy(ctx, src, losing{empty(t), "é321"}, quiet)
	refused(t, err, transfer.ErrDiffers, `slip "é321" is only in the source`)
	if err := dst.Restore(ctx, []store.Doc{{Kind: "unused", ID: "x", Version: 1}}); err != nil {
		t.Fatal(err)
	}
	_, err = transfer.Copy(ctx, src, dst, quiet)
	refused(t, err, transfer.ErrDiffers, `unused "x" is only in the target`)
}

// An interrupted copy is completed by repeating it.
func TestInterruptedCopy(t *testing.T) {
	ctx, src, dst := context.Background(), town(t), empty(t)
	calls := 0
	if _, err := transfer.Copy(ctx, src, unsure{dst, &calls, 4}, quiet); !errors.Is(err, store.ErrFull) {
		t.Fatalf("ended with %v", err)
	}
	if n := len(all(t, dst)); n == 0 || n == slips+photos {
		t.Fatalf("%d documents were copied before the interruption", n)
	}
	if _, err := transfer.Copy(ctx, src, dst, quiet); err != nil {
		t.Fatal(err)
	}
	sameAs(t, dst, src)
}
