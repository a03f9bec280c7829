package transfer

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/portage-livraison/portage/server/store"
)

// An export is one gzip stream of records, each a letter, its length in four
// bytes, and its content: H, the header; D for each document, kind by kind in
// the order of their names, in the order of ids; E, the Summary. The letter E
// is the only proof that a file is whole.
const (
	fileFormat = 1
	maxRecord  = store.MaxBody + 1<<20
)

type header struct {
	Portage string   `json:"portage"` // always "export"
	Format  int      `json:"format"`
	From    string   `json:"from"` // the identity of the source
	Kinds   []string `json:"kinds"`
}

type fileWriter struct {
	zip *gzip.Writer
	buf []byte
}

func (w *fileWriter) record(letter byte, content []byte) error {
	w.buf = append(w.buf[:0], letter)
	w.buf = binary.BigEndian.AppendUint32(w.buf, uint32(len(content)))
	if _, err := w.zip.Write(w.buf); err != nil {
		return err
	}
	_, err := w.zip.Write(content)
	return err
}

func (w *fileWriter) json(letter byte, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return w.record(letter, raw)
}

// scan reads an export to its end: head once, then doc for each document with
// its record. It returns the Summary, which it has found to be true.
func scan(r io.Reader, head func(header) error, doc func(store.Doc, []byte) error) (Summary, error) {
	under := byteReader(r)
	zip, err := gzip.NewReader(under)
	if err != nil {
		return Summary{}, ErrNoExport.Because(err)
	}
	zip.Multistream(false)
	h, err := scanHeader(zip)
	if err == nil {
		err = head(h)
	}
	if err != nil {
		return Summary{}, err
	}
	sum, err := scanDocs(zip, h, doc)
	if err != nil {
		return Summary{}, err
	}
	// The checksum of the stream is known only after its last byte.
	switch _, err := zip.Read(make([]byte, 1)); {
	case err == nil:
		return Summary{}, ErrAltered
	case !errors.Is(err, io.EOF):
		return Summary{}, damage(err)
	}
	if _, err := under.ReadByte(); !errors.Is(err, io.EOF) {
		return Summary{}, ErrAltered.Because(err)
	}
	return sum, nil
}

func scanHeader(r io.Reader) (h header, err error) {
	letter, raw, err := scanRecord(r, nil)
	switch {
	case errors.Is(err, ErrTruncated):
		return h, err
	case err != nil || letter != 'H' || json.Unmarshal(raw, &h) != nil || h.Portage != "export":
		return h, ErrNoExport
	case h.Format > fileFormat:
		return h, ErrNewer
	}
	return h, nil
}

func scanDocs(r io.Reader, h header, doc func(store.Doc, []byte) error) (Summary, error) {
	var found Summary
	var raw []byte
	sums := map[string]*digest{}
	for _, k := range h.Kinds {
		sums[k] = newDigest(k)
	}
	for {
		letter, content, err := scanRecord(r, raw)
		if err != nil {
			return found, err
		}
		raw = content
		if letter == 'E' {
			break
		}
		d, err := parseDoc(content)
		if err != nil || letter != 'D' || sums[d.Kind] == nil {
			return found, ErrAltered.Because(err)
		}
		sums[d.Kind].add(content)
		if err := doc(d, content); err != nil {
			return found, err
		}
	}
	for _, k := range h.Kinds {
		found.Kinds = append(found.Kinds, sums[k].sum())
	}
	if said, err := json.Marshal(found); err != nil || !bytes.Equal(said, raw) {
		return found, ErrAltered.Because(errors.Join(err, fmt.Errorf("it should hold %s", raw)))
	}
	return found, nil
}

// scanRecord reads one record, into buf if that is large enough.
func scanRecord(r io.Reader, buf []byte) (letter byte, content []byte, err error) {
	var head [5]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return 0, nil, damage(err)
	}
	n := binary.BigEndian.Uint32(head[1:])
	if n > maxRecord {
		return 0, nil, ErrAltered
	}
	if uint32(cap(buf)) < n {
		buf = make([]byte, n)
	}
	if _, err := io.ReadFull(r, buf[:n]); err != nil {
		return 0, nil, damage(err)
	}
	return head[0], buf[:n], nil
}
