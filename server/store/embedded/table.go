package embedded

import (
	"bytes"
	"database/sql/driver"
	"fmt"
	"maps"
	"strings"

	"github.com/portage-livraison/portage/server/store"
)

// table is one kind in one file: columns id, v (version), t (time), one k_NAME
// per key, and b (body; NULL when it is empty, as the driver binds it so).
//
// Tables keep their rowid: bodies are larger than the twentieth of a page under
// which WITHOUT ROWID pays.
type table struct {
	*store.Shape
	insert, differ, remove, get, exists string
}

func newTable(sh *store.Shape) *table {
	t := &table{Shape: sh}
	name, cols := t.name(), columns(sh.Names)
	marks := strings.Repeat(", ?", len(sh.Names))
	mask := "0"
	for i, k := range sh.Names {
		mask += fmt.Sprintf(" | ((%s IS NOT ?) << %d)", column(k), bit(i))
	}
	t.insert = fmt.Sprintf("INSERT INTO %s (id, v, t, b%s) VALUES (?, ?, ?, ?%s) ON CONFLICT DO NOTHING", name, cols, marks)
	t.differ = fmt.Sprintf("SELECT rowid, %s FROM %s WHERE id = ? AND v = ?", mask, name)
	t.remove = fmt.Sprintf("DELETE FROM %s WHERE id = ? AND v = ?", name)
	t.get = fmt.Sprintf("SELECT id, v, t%s, b FROM %s WHERE id = ?", cols, name)
	t.exists = fmt.Sprintf("SELECT 1 FROM %s WHERE id = ?", name)
	return t
}

// update is the statement that writes a document in the row that differ found,
// with only those keys whose bits are set in mask: SQLite rewrites every index
// whose columns an UPDATE names, changed or not.
func (t *table) update(mask int64) string {
	var b strings.Builder
	b.WriteString("UPDATE " + t.name() + " SET v = v + 1, t = ?, b = ?")
	for i, k := range t.Names {
		if mask>>bit(i)&1 == 1 {
			b.WriteString(", " + column(k) + " = ?")
		}
	}
	return b.String() + " WHERE rowid = ?"
}

// bit is the place in differ's mask of the key at i; all beyond the 62nd share one.
func bit(i int) int { return min(i, 62) }

func (t *table) name() string { return `"d_` + t.Name + `"` }

func column(key string) string { return `"k_` + key + `"` }

// columns lists the columns of keys, each after a comma.
func columns(keys []string) string {
	var b strings.Builder
	for _, k := range keys {
		b.WriteString(", " + column(k))
	}
	return b.String()
}

func (t *table) keys(args []any, d *store.Doc) []any {
	for _, k := range t.Names {
		args = append(args, d.Keys[k])
	}
	return args
}

// doc reads a row with these keys, of get or of a query; there is no body column
// when keysOnly.
func (t *table) doc(row []driver.Value, keys []string, keysOnly bool) (store.Doc, error) {
	d := store.Doc{Kind: t.Name, Keys: make(map[string]any, len(keys))}
	var okID, okV, okT bool
	d.ID, okID = row[0].(string)
	d.Version, okV = row[1].(int64)
	d.Time, okT = row[2].(int64)
	if !okID || !okV || !okT {
		return d, fmt.Errorf("store: kind %s: a row that is no document", t.Name)
	}
	for i, k := range keys {
		d.Keys[k] = row[3+i]
	}
	if !keysOnly {
		if d.Body, _ = row[3+len(keys)].([]byte); d.Body == nil {
			d.Body = []byte{}
		}
	}
	return d, nil
}

func (t *table) read(cn *conn, id string) (d store.Doc, err error) {
	err = store.ErrNotFound
	qerr := cn.query(t.get, func(row []driver.Value) (e error) {
		d, err = t.doc(row, t.Names, false)
		return err
	}, id)
	if qerr != nil {
		return d, qerr
	}
	return d, err
}

func same(a, b *store.Doc) bool {
	return a.Version == b.Version && a.Time == b.Time && maps.Equal(a.Keys, b.Keys) && bytes.Equal(a.Body, b.Body)
}
