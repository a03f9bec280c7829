package transfer

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"

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

// twice returns r so that it can be read once more: itself, or, when it is a
// pipe, a copy on disk that is gone after done.
func twice(r io.Reader) (_ io.ReadSeeker, at int64, done func() error, err error) {
	if s, ok := r.(io.ReadSeeker); ok {
		if at, err = s.Seek(0, io.SeekCurrent); err == nil {
			return s, at, func() error { return nil }, nil
		}
	}
	f, err := os.CreateTemp("", "portage-import-*") // readable by its owner only
	if err != nil {
		return nil, 0, nil, err
	}
	done = func() error { return errors.Join(f.Close(), os.Remove(f.Name())) }
	if _, err = io.Copy(f, r); err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return nil, 0, nil, errors.Join(err, done())
	}
	return f, 0, done, nil
}
