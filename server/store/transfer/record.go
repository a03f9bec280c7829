package transfer

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"hash"
	"slices"

	"github.com/portage-livraison/portage/server/store"
)

// A document has exactly one form as bytes, in files and under digests: kind,
// id, version, time, the number of keys, each key's name, type and value in the
// order of their names, and the body. Numbers are big-endian; strings and the
// body have their length in four bytes before them.

var errRecord = errors.New("a record that is no document")

func appendDoc(b []byte, d store.Doc) []byte {
	b = appendText(appendText(b, d.Kind), d.ID)
	b = binary.BigEndian.AppendUint64(b, uint64(d.Version))
	b = binary.BigEndian.AppendUint64(b, uint64(d.Time))
	b = binary.BigEndian.AppendUint32(b, uint32(len(d.Keys)))
	names := make([]string, 0, len(d.Keys))
	for name := range d.Keys {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		b = appendText(b, name)
		switch v := d.Keys[name].(type) {
		case string:
			b = appendText(append(b, 's'), v)
		case int64:
			b = binary.BigEndian.AppendUint64(append(b, 'n'), uint64(v))
		}
	}
	return appendText(b, string(d.Body))
}

func appendText(b []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint32(b, uint32(len(s))), s...)
}

// reader takes a record apart; after a mistake it is bad for good.
type reader struct {
	rest []byte
	bad  bool
}

func (r *reader) take(n uint32) []byte {
	if r.bad = r.bad || uint64(n) > uint64(len(r.rest)); r.bad {
		return nil
	}
	out := r.rest[:n:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) uint32() uint32 {
	if b := r.take(4); b != nil {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

func (r *reader) int64() int64 {
	if b := r.take(8); b != nil {
		return int64(binary.BigEndian.Uint64(b))
	}
	return 0
}

func (r *reader) text() string { return string(r.take(r.uint32())) }

// parseDoc reads what appendDoc wrote and nothing else: what it accepts,
// appendDoc turns into the same bytes.
func parseDoc(raw []byte) (store.Doc, error) {
	r := &reader{rest: raw}
	d := store.Doc{Kind: r.text(), ID: r.text(), Version: r.int64(), Time: r.int64(), Keys: map[string]any{}}
	last := ""
	for n := r.uint32(); n > 0 && !r.bad; n-- {
		name := r.text()
		if len(d.Keys) > 0 && name <= last {
			return d, errRecord
		}
		last = name
		switch typ := r.take(1); {
		case r.bad:
		case typ[0] == 's':
			d.Keys[name] = r.text()
		case typ[0] == 'n':
			d.Keys[name] = r.int64()
		default:
			return d, errRecord
		}
	}
	d.Body = slices.Clone(r.take(r.uint32()))
	if r.bad || len(r.rest) > 0 {
		return d, errRecord
	}
	return d, nil
}

// digest builds the Sum of one kind from its documents in the order of ids.
type digest struct {
	kind string
	n    int64
	all  hash.Hash
}

func newDigest(kind string) *digest { return &digest{kind: kind, all: sha256.New()} }

func (s *digest) add(record []byte) {
	one := sha256.Sum256(record)
	s.all.Write(one[:])
	s.n++
}

func (s *digest) sum() Sum {
	return Sum{Kind: s.kind, Documents: s.n, Digest: hex.EncodeToString(s.all.Sum(nil))}
}
