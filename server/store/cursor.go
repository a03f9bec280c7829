package store

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
)

// Position is where a page ended: the next one starts after (Value, ID).
type Position struct {
	Value any // of the sort key; nil when the order is by id
	ID    string
}

type cursor struct {
	Query uint64  `json:"q"`
	Text  *string `json:"s,omitempty"`
	Int   *int64  `json:"n,omitempty"`
	ID    string  `json:"i"`
}

// Cursor makes Page.Next of q from the last document of the page.
func (q Query) CursorAt(last Doc) string {
	c := cursor{Query: q.fingerprint(), ID: last.ID}
	switch v := last.Keys[q.Sort].(type) {
	case string:
		c.Text = &v
	case int64:
		c.Int = &v
	}
	raw, err := json.Marshal(c)
	if err != nil {
		panic(err) // a struct of strings and numbers
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

// After reads q.Cursor; ok is false when there is none. A cursor that another
// query made is ErrInvalid.
func (q Query) After() (p Position, ok bool, err error) {
	if q.Cursor == "" {
		return p, false, nil
	}
	var c cursor
	raw, err := base64.RawURLEncoding.DecodeString(q.Cursor)
	if err == nil {
		err = json.Unmarshal(raw, &c)
	}
	if err != nil || c.Query != q.fingerprint() || (q.Sort != "") != (c.Text != nil || c.Int != nil) {
		return p, false, fmt.Errorf("%w: kind %s: a cursor of another query", ErrInvalid, q.Kind)
	}
	p.ID = c.ID
	if c.Text != nil {
		p.Value = *c.Text
	} else if c.Int != nil {
		p.Value = *c.Int
	}
	return p, true, nil
}

// fingerprint tells queries apart whose pages do not follow one another; Limit,
// Keys and KeysOnly may change from page to page.
func (q Query) fingerprint() uint64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "%q %q %v", q.Kind, q.Sort, q.Desc)
	for _, c := range q.Where {
		fmt.Fprintf(h, " %q %d %q", c.Key, c.Op, c.Values)
	}
	if q.IDs != nil {
		fmt.Fprintf(h, " of %q", q.IDs)
	}
	return h.Sum64()
}
