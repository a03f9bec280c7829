package transfer

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"io"

	"github.com/portage-livraison/portage/server/store"
)

// Export writes all documents of src to w. Only a file that Export ended
// without an error is whole; Import tells.
func Export(ctx context.Context, src store.Store, w io.Writer, report func(Progress)) (Summary, error) {
	zip, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return Summary{}, err
	}
	sum, err := export(ctx, src, &fileWriter{zip: zip}, report)
	if err != nil {
		return sum, err // and the file stays without its end
	}
	return sum, zip.Close()
}

func export(ctx context.Context, src store.Store, out *fileWriter, report func(Progress)) (sum Summary, err error) {
	h := header{Portage: "export", Format: fileFormat}
	if h.From, err = store.Identity(ctx, src); err != nil {
		return sum, err
	}
	for _, k := range kindsOf(src) {
		h.Kinds = append(h.Kinds, k.Name)
	}
	if err := out.json('H', h); err != nil {
		return sum, err
	}
	var raw []byte
	for _, k := range kindsOf(src) {
		all := newDigest(k.Name)
		for d, err := range documents(ctx, src, k) {
			if err != nil {
				return sum, err
			}
			raw = appendDoc(raw[:0], d)
			all.add(raw)
			if err := out.record('D', raw); err != nil {
				return sum, err
			}
			if all.n%batchDocs == 0 {
				report(Progress{Step: Copying, Kind: k.Name, Documents: all.n})
			}
		}
		report(Progress{Step: Copying, Kind: k.Name, Documents: all.n, Total: all.n})
		sum.Kinds = append(sum.Kinds, all.sum())
	}
	return sum, out.json('E', sum)
}

// byteReader keeps gzip from reading past its stream.
func byteReader(r io.Reader) *bufio.Reader {
	return bufio.NewReaderSize(r, 64<<10)
}

// rewind goes back to where r stood, if it can.
func rewind(r io.Reader) (back func() error, ok bool) {
	s, can := r.(io.Seeker)
	if !can {
		return nil, false
	}
	at, err := s.Seek(0, io.SeekCurrent)
	if err != nil { // a pipe
		return nil, false
	}
	return func() error {
		now, err := s.Seek(at, io.SeekStart)
		if err == nil && now != at {
			err = errors.New("the file does not go back to its start")
		}
		return err
	}, true
}
