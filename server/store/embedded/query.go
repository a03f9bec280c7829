package embedded

import (
	"context"
	"database/sql/driver"
	"math/bits"
	"strconv"
	"strings"

	"github.com/portage-livraison/portage/server/store"
)

// selection is a query as SQL. Values of documents are always bound, names come
// from the checked schema.
type selection struct {
	text strings.Builder
	args []any
}

func (s *selection) and(text string, args ...any) {
	if len(s.args) == 0 && !strings.Contains(s.text.String(), " WHERE ") {
		s.text.WriteString(" WHERE " + text)
	} else {
		s.text.WriteString(" AND " + text)
	}
	s.args = append(s.args, args...)
}

func (t *table) selection(q store.Query) (*selection, error) {
	s := &selection{}
	s.text.WriteString("SELECT id, v, t" + columns(t.Read(q)))
	if !q.KeysOnly {
		s.text.WriteString(", b")
	}
	s.text.WriteString(" FROM " + t.name())
	for _, c := range q.Where {
		s.cond(c)
	}
	if q.IDs != nil {
		s.ids(q.IDs)
	}
	after, ok, err := q.After()
	if err != nil {
		return nil, err
	}
	cmp, dir := ">", ""
	if q.Desc {
		cmp, dir = "<", " DESC"
	}
	order := "id" + dir
	if q.Sort != "" {
		order = column(q.Sort) + dir + ", id" + dir
	}
	switch {
	case ok && q.Sort != "":
		s.and("("+column(q.Sort)+", id) "+cmp+" (?, ?)", after.Value, after.ID)
	case ok:
		s.and("id "+cmp+" ?", after.ID)
	}
	// The limit is not bound: SQLite plans by it, and so would compile the
	// statement anew each time.
	s.text.WriteString(" ORDER BY " + order + " LIMIT " + strconv.Itoa(q.Limit+1))
	return s, nil
}

func (s *selection) cond(c store.Cond) {
	col := column(c.Key)
	switch c.Op {
	case store.In:
		marks := strings.TrimSuffix(strings.Repeat("?, ", len(c.Values)), ", ")
		s.and(col+" IN ("+marks+")", c.Values...)
	case store.Ge:
		s.and(col+" >= ?", c.Values[0])
	case store.Lt:
		s.and(col+" < ?", c.Values[0])
	default:
		s.and(col+" = ?", c.Values[0])
	}
}

// ids asks for documents by id. The list is filled up to a power of two by its
// last one, so that lists of many lengths share a few statements.
func (s *selection) ids(ids []string) {
	n := 0
	if len(ids) > 0 {
		n = 1 << bits.Len(uint(len(ids)-1))
	}
	args := make([]any, n)
	for i := range args {
		args[i] = ids[min(i, len(ids)-1)]
	}
	s.and("id IN ("+strings.TrimSuffix(strings.Repeat("?, ", n), ", ")+")", args...)
}

// page runs s and cuts the one document too many that tells whether more follow.
func (t *table) page(ctx context.Context, cn *conn, s *selection, q store.Query) (store.Page, error) {
	var p store.Page
	err := cn.query(s.text.String(), func(row []driver.Value) error {
		if len(p.Docs) == q.Limit {
			p.Next = q.CursorAt(p.Docs[q.Limit-1])
			return ctx.Err()
		}
		d, err := t.doc(row, t.Read(q), q.KeysOnly)
		if err != nil {
			return err
		}
		p.Docs = append(p.Docs, d)
		return ctx.Err()
	}, s.args...)
	if err != nil {
		return store.Page{}, err
	}
	return p, nil
}
