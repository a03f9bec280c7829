package transfer_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/server/store/transfer"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var kinds = []store.Kind{
	{
		Name: "slip", Keys: map[string]store.KeyType{"day": store.String, "cents": store.Int64},
		Indexes: [][]string{{"day"}},
	},
	{Name: "photo", Large: true},
	{Name: "unused"},
}

const slips, photos = 450, 9

func quiet(transfer.Progress) {}

func open(t *testing.T, dir string, kinds []store.Kind, o embedded.Options) *embedded.Store {
	t.Helper()
	s, err := embedded.Open(dir, kinds, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func empty(t *testing.T) store.Store {
	t.Helper()
	return open(t, t.TempDir(), kinds, embedded.Options{})
}

// town is a store with documents at several versions.
func town(t *testing.T) store.Store {
	t.Helper()
	s := empty(t)
	var docs []store.Doc
	for n := range slips {
		docs = append(docs, store.Doc{
			Kind: "slip", ID: fmt.Sprintf("é%03d", n), Version: int64(n%5 + 1), Time: int64(-n),
			Keys: map[string]any{"day": fmt.Sprint(n % 7), "cents": int64(n) - 10}, Body: fmt.Appendf(nil, "{\"n\":%d}\x00", n),
		})
	}
	for n := range photos {
		docs = append(docs, store.Doc{Kind: "photo", ID: fmt.Sprint(n), Version: 1, Body: bytes.Repeat([]byte{byte(n), 0xff}, 1<<16)})
	}
	if err := s.Restore(context.Background(), docs); err != nil {
		t.Fatal(err)
	}
	return s
}

// all reads a store's documents.
func all(t *testing.T, s store.Store) (docs []store.Doc) {
	t.Helper()
	for _, kind := range []string{"slip", "photo", "unused"} {
		q := store.Query{Kind: kind, Limit: store.MaxLimit}
		p, err := s.Query(context.Background(), q)
		if err != nil || p.Next != "" {
			t.Fatal(err, p.Next)
		}
		docs = append(docs, p.Docs...)
	}
	return docs
}

func sameAs(t *testing.T, got, wanted store.Store) {
	t.Helper()
	if a, b := all(t, got), all(t, wanted); !reflect.DeepEqual(a, b) {
		t.Fatalf("the stores hold %d and %d documents, or one differs", len(a), len(b))
	}
}

func refused(t *testing.T, err error, as *fault.Error, texts ...string) {
	t.Helper()
	if !errors.Is(err, as) {
		t.Fatalf("ended with %v, want %s", err, as.Code)
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("the error %q does not say %q", err, text)
		}
	}
}

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

// Import reads the target again, too.
func TestImportNoticesOneByte(t *testing.T) {
	ctx, file := context.Background(), exported(t, town(t))
	_, err := transfer.Import(ctx, bytes.NewReader(file), spoiled{empty(t), "é123"}, quiet)
	refused(t, err, transfer.ErrDiffers, "slip")
	_, err = transfer.Import(ctx, bytes.NewReader(file), losing{empty(t), "é321"}, quiet)
	refused(t, err, transfer.ErrDiffers, "slip", "450", "449")
}

// spoiled is a target whose disk turns one bit of a document.
type spoiled struct {
	store.Store
	id string
}

func (s spoiled) Query(ctx context.Context, q store.Query) (store.Page, error) {
	p, err := s.Store.Query(ctx, q)
	for i, d := range p.Docs {
		if d.ID == s.id {
			p.Docs[i].Body[0] ^= 1
		}
	}
	return p, err
}

// losing is a target that forgets a document.
type losing struct {
	store.Store
	id string
}

func (s losing) Restore(ctx context.Context, docs []store.Doc) error {
	for i, d := range docs {
		if d.ID == s.id {
			return s.Store.Restore(ctx, append(append([]store.Doc{}, docs[:i]...), docs[i+1:]...))
		}
	}
	return s.Store.Restore(ctx, docs)
}

// unsure is a target that carries out what it reports as unknown, and fails for
// good after so many batches.
type unsure struct {
	store.Store
	calls *int
	fail  int
}

func (s unsure) Restore(ctx context.Context, docs []store.Doc) error {
	*s.calls++
	if err := s.Store.Restore(ctx, docs); err != nil {
		return err
	}
	if *s.calls >= s.fail {
		return store.ErrFull
	}
	if *s.calls%2 == 1 {
		return store.ErrUnknown
	}
	return nil
}

// An import that a full disk ends says how far it came, and is completed by
// repeating it.
func TestInterruptedImport(t *testing.T) {
	ctx, src, dst := context.Background(), town(t), empty(t)
	file, calls := exported(t, src), 0
	_, err := transfer.Import(ctx, pipe(file), unsure{dst, &calls, 6}, quiet)
	if !errors.Is(err, store.ErrFull) || !strings.Contains(fmt.Sprint(err), "400 documents (9 of kind photo, 391 of kind slip)") {
		t.Fatalf("ended with %v", err)
	}
	if _, err := transfer.Import(ctx, pipe(file), dst, quiet); err != nil {
		t.Fatal(err)
	}
	sameAs(t, dst, src)
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

func exported(t *testing.T, s store.Store) []byte {
	t.Helper()
	var file bytes.Buffer
	if _, err := transfer.Export(context.Background(), s, &file, quiet); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// pipe is a file that cannot be read twice.
func pipe(file []byte) io.Reader { return io.MultiReader(bytes.NewReader(file)) }

func TestExportImport(t *testing.T) {
	ctx, src := context.Background(), town(t)
	file := exported(t, src)
	if !bytes.Equal(file, exported(t, src)) {
		t.Error("the same store is exported to two different files")
	}
	for name, r := range map[string]func() io.Reader{
		"file": func() io.Reader { return bytes.NewReader(file) }, "pipe": func() io.Reader { return pipe(file) },
	} {
		t.Run(name, func(t *testing.T) {
			dst := empty(t)
			for range 2 { // twice: the second changes nothing
				sum, err := transfer.Import(ctx, r(), dst, quiet)
				if err != nil || sum.Documents() != slips+photos {
					t.Fatal(sum.Documents(), err)
				}
				sameAs(t, dst, src)
			}
			_, err := transfer.Import(ctx, r(), town(t), quiet)
			refused(t, err, transfer.ErrTarget)
			_, err = transfer.Import(ctx, bytes.NewReader(exported(t, town(t))), dst, quiet)
			refused(t, err, transfer.ErrTarget)
		})
	}
	if _, err := transfer.Import(ctx, bytes.NewReader(file), src, quiet); !errors.Is(err, transfer.ErrSame) {
		t.Errorf("a store imports itself: %v", err)
	}
}

func packed(t *testing.T, raw []byte) []byte {
	t.Helper()
	var file bytes.Buffer
	zip := gzip.NewWriter(&file)
	if _, err := zip.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func unpacked(t *testing.T, file []byte) []byte {
	t.Helper()
	zip, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// Nothing of a bad file is imported, also not when it comes through a pipe.
func TestBadFiles(t *testing.T) {
	ctx, file := context.Background(), exported(t, town(t))
	cut := file[:len(file)*2/3]
	turned := bytes.Clone(file)
	turned[len(turned)-6] ^= 1 // the checksum of the stream
	for name, c := range map[string]struct {
		file []byte
		as   *fault.Error
	}{
		"truncated": {cut, transfer.ErrTruncated}, "one byte changed": {turned, transfer.ErrAltered},
		"bytes after its end": {append(bytes.Clone(file), 0), transfer.ErrAltered},
		"packed again":        {packed(t, bytes.Replace(unpacked(t, file), []byte(`{"n":77}`), []byte(`{"n":78}`), 1)), transfer.ErrAltered},
		"empty":               {nil, transfer.ErrNoExport}, "a text": {[]byte("Dear aunt,\n"), transfer.ErrNoExport},
		"an archive": {packed(t, []byte("tar\x00\x00\x00\x00\x00")), transfer.ErrNoExport},
	} {
		t.Run(name, func(t *testing.T) {
			dst := empty(t)
			for _, r := range []io.Reader{bytes.NewReader(c.file), pipe(c.file)} {
				_, err := transfer.Import(ctx, r, dst, quiet)
				refused(t, err, c.as)
				if n := len(all(t, dst)); n > 0 {
					t.Errorf("%d documents of a bad file were imported", n)
				}
			}
			if _, err := transfer.Import(ctx, bytes.NewReader(file), dst, quiet); err != nil {
				t.Errorf("the whole file afterwards: %v", err)
			}
		})
	}
}

// Whatever single byte of a file changes, Import refuses it or is not affected.
func TestEveryByteCounts(t *testing.T) {
	ctx, small, dst := context.Background(), empty(t), empty(t)
	if err := small.Restore(ctx, []store.Doc{
		{Kind: "slip", ID: "a", Version: 3, Keys: map[string]any{"day": "monday", "cents": int64(5)}, Body: []byte("{}")},
	}); err != nil {
		t.Fatal(err)
	}
	file, accepted := exported(t, small), 0
	for i := range file {
		bad := bytes.Clone(file)
		bad[i] ^= 0x10
		switch _, err := transfer.Import(ctx, bytes.NewReader(bad), dst, quiet); {
		case err == nil:
			accepted++
		case fault.From(err).Kind != fault.Invalid:
			t.Errorf("byte %d changed: %v", i, err)
		}
	}
	if accepted > 8 { // of gzip's own: a time and a system that nobody reads, and bits of padding
		t.Errorf("%d of %d changed bytes were accepted", accepted, len(file))
	}
	sameAs(t, dst, small)
}

// A file of an older version, whose slips lack a key, fits a newer store.
func TestImportOlder(t *testing.T) {
	ctx, file := context.Background(), exported(t, town(t))
	newer := append([]store.Kind{{Name: "more"}}, kinds...)
	newer[1] = store.Kind{Name: "slip", Keys: map[string]store.KeyType{"day": store.String, "cents": store.Int64, "driver": store.String, "updated": store.Int64}}
	dst := open(t, t.TempDir(), newer, embedded.Options{})
	for range 2 {
		if _, err := transfer.Import(ctx, bytes.NewReader(file), dst, quiet); err != nil {
			t.Fatal(err)
		}
	}
	d, err := dst.Get(ctx, "slip", "é004")
	if err != nil || d.Keys["driver"] != "" || d.Keys["updated"] != int64(0) || d.Version != 5 {
		t.Fatal(d, err)
	}
	older := open(t, t.TempDir(), kinds[:1], embedded.Options{})
	_, err = transfer.Import(ctx, bytes.NewReader(file), older, quiet)
	refused(t, err, transfer.ErrKind, "photo")
}

func TestCancelledImport(t *testing.T) {
	src, dst := town(t), empty(t)
	file := exported(t, src)
	ctx, cancel := context.WithCancel(context.Background())
	_, err := transfer.Import(ctx, bytes.NewReader(file), dst, func(p transfer.Progress) {
		if p.Step == transfer.Copying && p.Kind == "slip" {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("ended with %v", err)
	}
	if _, err := transfer.Import(context.Background(), bytes.NewReader(file), dst, quiet); err != nil {
		t.Fatal(err)
	}
	sameAs(t, dst, src)
}
