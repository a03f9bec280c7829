package transfer_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/server/store/transfer"
)

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

// Import reads the target again, too.
func TestImportNoticesOneByte(t *testing.T) {
	ctx, file := context.Background(), exported(t, town(t))
	_, err := transfer.Import(ctx, bytes.NewReader(file), spoiled{empty(t), "é123"}, quiet)
	refused(t, err, transfer.ErrDiffers, "slip")
	_, err = transfer.Import(ctx, bytes.NewReader(file), losing{empty(t), "é321"}, quiet)
	refused(t, err, transfer.ErrDiffers, "slip", "450", "449")
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
