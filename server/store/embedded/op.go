package embedded

import (
	"database/sql/driver"
	"errors"

	"github.com/portage-livraison/portage/server/store"
)

type verb int

const (
	insert verb = iota
	put
	remove
	restore
)

// op is one change of one document.
type op struct {
	verb  verb
	table *table
	doc   store.Doc
}

// run applies o inside the transaction of cn. The verdict is what the caller is
// told once the transaction has committed; a hard error means that the
// transaction cannot be relied on.
func (o *op) run(cn *conn) (verdict, hard error) {
	switch o.verb {
	case insert:
		return o.add(cn, 1, store.ErrExists)
	case restore:
		verdict, hard = o.add(cn, o.doc.Version, store.ErrExists)
		if hard != nil || verdict == nil {
			return verdict, hard
		}
		there, err := o.table.read(cn, o.doc.ID)
		if err != nil {
			return nil, err
		}
		if same(&there, &o.doc) {
			return errSame, nil
		}
		return store.ErrExists, nil
	case put:
		return o.replace(cn)
	default:
		return o.matched(cn, o.table.remove, o.doc.ID, o.doc.Version)
	}
}

// errSame is the verdict of a restore that found its document: fine, and
// nothing to tell the watchers.
var errSame = errors.New("embedded: already there")

func (o *op) add(cn *conn, version int64, taken error) (verdict, hard error) {
	args := make([]any, 0, 4+len(o.table.Names))
	args = o.table.keys(append(args, o.doc.ID, version, o.doc.Time, o.doc.Body), &o.doc)
	n, err := cn.exec(o.table.insert, args...)
	if err == nil && n == 0 {
		return taken, nil
	}
	return nil, err
}

// replace asks which keys change, and writes those alone.
func (o *op) replace(cn *conn) (verdict, hard error) {
	t, d := o.table, &o.doc
	var row, mask any
	args := append(t.keys(make([]any, 0, 4+len(t.Names)), d), d.ID, d.Version)
	err := cn.query(t.differ, func(v []driver.Value) error { row, mask = v[0], v[1]; return nil }, args...)
	if err != nil {
		return nil, err
	}
	if row == nil {
		return o.absent(cn)
	}
	bits, _ := mask.(int64)
	args = append(args[:0], d.Time, d.Body)
	for i, k := range t.Names {
		if bits>>bit(i)&1 == 1 {
			args = append(args, d.Keys[k])
		}
	}
	_, err = cn.exec(t.update(bits), append(args, row)...)
	return nil, err
}

// matched runs a change of the document at its version.
func (o *op) matched(cn *conn, text string, args ...any) (verdict, hard error) {
	n, err := cn.exec(text, args...)
	if err != nil || n > 0 {
		return nil, err
	}
	return o.absent(cn)
}

// absent says of a document that is not there at its version whether it is gone
// or only newer.
func (o *op) absent(cn *conn) (verdict, hard error) {
	verdict = store.ErrNotFound
	err := cn.query(o.table.exists, func([]driver.Value) error { verdict = store.ErrConflict; return nil }, o.doc.ID)
	return verdict, err
}

func (o *op) change() store.Change {
	c := store.Change{Kind: o.doc.Kind, ID: o.doc.ID, Version: o.doc.Version}
	switch o.verb {
	case insert:
		c.Version = 1
	case put:
		c.Version++
	case remove:
		c.Deleted = true
	}
	return c
}
