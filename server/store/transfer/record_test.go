package transfer

import (
	"bytes"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"github.com/portage-livraison/portage/server/store"
)

func drawDoc(t *rapid.T) store.Doc {
	return store.Doc{
		Kind: rapid.String().Draw(t, "kind"), ID: rapid.String().Draw(t, "id"),
		Version: rapid.Int64().Draw(t, "version"), Time: rapid.Int64().Draw(t, "time"),
		Keys: rapid.MapOf(rapid.String(), rapid.OneOf(
			rapid.Map(rapid.String(), func(s string) any { return s }),
			rapid.Map(rapid.Int64(), func(n int64) any { return n }),
		)).Draw(t, "keys"),
		Body: rapid.SliceOf(rapid.Byte()).Draw(t, "body"),
	}
}

// Every part of a document survives its record, and any other document has
// another record.
func TestRecord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, other := drawDoc(t), drawDoc(t)
		raw := appendDoc(nil, d)
		got, err := parseDoc(raw)
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Body) == 0 {
			d.Body, got.Body = nil, nil
		}
		if !reflect.DeepEqual(got, d) {
			t.Fatalf("read back as %+v, was %+v", got, d)
		}
		if len(other.Body) == 0 {
			other.Body = nil
		}
		if bytes.Equal(raw, appendDoc(nil, other)) != reflect.DeepEqual(d, other) {
			t.Fatalf("one record for %+v and %+v", d, other)
		}
	})
}

// FuzzParseDoc has every record that is accepted be the only one of its
// document.
func FuzzParseDoc(f *testing.F) {
	f.Add([]byte(nil))
	f.Add(appendDoc(nil, store.Doc{Kind: "slip", ID: "a", Version: 1, Keys: map[string]any{"day": "x", "cents": int64(1)}, Body: []byte("{}")}))
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := parseDoc(raw)
		if err == nil && !bytes.Equal(appendDoc(nil, d), raw) {
			t.Fatalf("%x is read as %+v, which is written as %x", raw, d, appendDoc(nil, d))
		}
	})
}

// FuzzScan reads damaged files to an error, not to a panic.
func FuzzScan(f *testing.F) {
	f.Add([]byte("\x1f\x8b\x08\x00"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		_, _ = scan(bytes.NewReader(raw), func(header) error { return nil }, func(store.Doc, []byte) error { return nil })
	})
}
