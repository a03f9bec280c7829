package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/portage-livraison/portage/server/store"
)

// Import writes what Export wrote into dst, which must be empty or hold an
// earlier, perhaps interrupted, import of the same store. The file is checked to
// its end before anything of it is written; what comes through a pipe waits in a
// temporary file meanwhile. Afterwards dst is read again and compared. When it
// fails after something was written, the error says how much.
//
// Documents of an older version that lack a key which dst declares get it as ""
// or 0, as an older data folder does.
func Import(ctx context.Context, r io.Reader, dst store.Store, report func(Progress)) (sum Summary, err error) {
	in := &importer{ctx: ctx, report: report, kinds: map[string]store.Kind{}, to: batch{dst: dst}}
	for _, k := range dst.Kinds() {
		in.kinds[k.Name] = k
	}
	file, start, done, err := twice(r)
	if err != nil {
		return Summary{}, err
	}
	defer func() { err = errors.Join(err, done()) }()
	in.expected, err = scan(file, in.check, func(d store.Doc, _ []byte) error { return in.count(Checking, d.Kind) })
	if err == nil {
		_, err = file.Seek(start, io.SeekStart)
	}
	if err != nil {
		return Summary{}, err
	}
	if sum, err = scan(file, in.begin, in.write); err == nil {
		err = in.to.flush(ctx)
	}
	if err != nil && in.to.done > 0 {
		err = fmt.Errorf("%w; before that %s had been imported and stay: repeat the import", err, in.written())
	}
	if err != nil {
		return Summary{}, err
	}
	return sum, in.verify()
}

type importer struct {
	ctx      context.Context
	report   func(Progress)
	kinds    map[string]store.Kind
	expected Summary // what the check found
	head     header
	to       batch
	sums     map[string]*digest // of what dst must hold in the end
	at       Progress
}

// check refuses a file that dst has no place for.
func (in *importer) check(h header) error {
	for _, name := range h.Kinds {
		if _, ok := in.kinds[name]; !ok {
			return ErrKind.With(map[string]any{"kind": name}).Because(fmt.Errorf("kind %s", name))
		}
	}
	return nil
}

func (in *importer) begin(h header) error {
	if err := in.check(h); err != nil {
		return err
	}
	in.head, in.at, in.sums = h, Progress{}, map[string]*digest{}
	for _, name := range h.Kinds {
		in.sums[name] = newDigest(name)
	}
	return claim(in.ctx, in.to.dst, h.From)
}

func (in *importer) write(d store.Doc, raw []byte) error {
	if in.fill(&d) {
		raw = appendDoc(nil, d)
	}
	in.sums[d.Kind].add(raw)
	if err := in.to.add(in.ctx, d); err != nil {
		return err
	}
	return in.count(Copying, d.Kind)
}

// fill gives d the keys that its file did not know yet.
func (in *importer) fill(d *store.Doc) (filled bool) {
	for name, typ := range in.kinds[d.Kind].Keys {
		if _, ok := d.Keys[name]; ok {
			continue
		}
		filled = true
		if typ == store.Int64 {
			d.Keys[name] = int64(0)
		} else {
			d.Keys[name] = ""
		}
	}
	return filled
}

func (in *importer) count(step Step, kind string) error {
	if in.at.Step != step || in.at.Kind != kind {
		in.at = Progress{Step: step, Kind: kind, Total: in.expected.of(kind).Documents}
	}
	in.at.Documents++
	if in.at.Documents%batchDocs == 0 || in.at.Documents == in.at.Total {
		in.report(in.at)
	}
	return in.ctx.Err()
}

// written tells how much has reached dst.
func (in *importer) written() string {
	var parts []string
	rest := in.to.done
	for _, name := range in.head.Kinds {
		if n := min(in.sums[name].n, rest); n > 0 {
			parts = append(parts, fmt.Sprintf("%d of kind %s", n, name))
			rest -= n
		}
	}
	return fmt.Sprintf("%d documents (%s)", in.to.done, strings.Join(parts, ", "))
}

// verify reads dst again: it holds what the file holds, and nothing else.
func (in *importer) verify() error {
	for _, name := range in.head.Kinds {
		found, err := read(in.ctx, in.to.dst, in.kinds[name], in.report)
		if err != nil {
			return err
		}
		if wanted := in.sums[name].sum(); found != wanted {
			return ErrDiffers.Because(fmt.Errorf("kind %s: the file holds %d documents, the target %d, or one differs",
				name, wanted.Documents, found.Documents))
		}
	}
	return nil
}

// read sums up a kind as s holds it.
func read(ctx context.Context, s store.Store, k store.Kind, report func(Progress)) (Sum, error) {
	all := newDigest(k.Name)
	var raw []byte
	for d, err := range documents(ctx, s, k) {
		if err != nil {
			return Sum{}, err
		}
		raw = appendDoc(raw[:0], d)
		all.add(raw)
		if all.n%batchDocs == 0 {
			report(Progress{Step: Verifying, Kind: k.Name, Documents: all.n})
		}
	}
	report(Progress{Step: Verifying, Kind: k.Name, Documents: all.n, Total: all.n})
	return all.sum(), nil
}
