package storetest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/store"
)

// testInvalid refuses what no caller should ask for, and stores none of it.
func testInvalid(t *testing.T, open func(*testing.T) store.Store) {
	ctx, s := context.Background(), open(t)
	docs := map[string]store.Doc{
		"undeclared kind": {Kind: "nothing", ID: "a", Keys: map[string]any{}},
		"empty id":        slip("", "", "", 0),
		"long id":         slip(strings.Repeat("x", store.MaxID+1), "", "", 0),
		"nul in id":       slip("a\x00b", "", "", 0),
		"id not utf-8":    slip("a\xff", "", "", 0),
		"nul in key":      slip("a", "x\x00", "", 0),
		"key not utf-8":   slip("a", "\xff", "", 0),
		"long key":        slip("a", strings.Repeat("x", store.MaxKey+1), "", 0),
		"large body":      bare("a", strings.Repeat("x", store.MaxBody+1)),
	}
	for name, v := range map[string]any{"string for int64": "1", "int": 1, "float": 1.0, "nil": nil, "bool": true} {
		d := slip("a", "", "", 0)
		d.Keys["cents"] = v
		docs[name] = d
	}
	missing, more := slip("a", "", "", 0), slip("a", "", "", 0)
	delete(missing.Keys, "day")
	more.Keys["other"] = ""
	docs["missing key"], docs["undeclared key"] = missing, more
	for name, d := range docs {
		t.Run(name, func(t *testing.T) {
			want(t, s.Insert(ctx, d), store.ErrInvalid)
			want(t, s.Put(ctx, at(d, 1)), store.ErrInvalid)
			want(t, []error{s.Restore(ctx, []store.Doc{at(d, 1)})}, store.ErrInvalid)
		})
	}
	_, err := s.Get(ctx, "slip", "")
	want(t, []error{err, s.Delete(ctx, "nothing", "a", 1)}, store.ErrInvalid, store.ErrInvalid)
	page, err := s.Query(ctx, store.Query{Kind: "slip", Limit: 1})
	if err != nil || len(page.Docs) > 0 {
		t.Fatalf("the store holds %v (%v) after nothing but refusals", page.Docs, err)
	}
	testInvalidQueries(t, s)
}

func testInvalidQueries(t *testing.T, s store.Store) {
	ctx := context.Background()
	cond := func(key string, op store.Op, values ...any) store.Query {
		return store.Query{Kind: "slip", Limit: 1, Where: []store.Cond{{Key: key, Op: op, Values: values}}}
	}
	for name, q := range map[string]store.Query{
		"undeclared kind":  {Kind: "nothing", Limit: 1},
		"no limit":         {Kind: "slip"},
		"high limit":       {Kind: "slip", Limit: store.MaxLimit + 1},
		"undeclared sort":  {Kind: "slip", Limit: 1, Sort: "id"},
		"undeclared key":   cond("other", store.Eq, "x"),
		"wrong type":       cond("cents", store.Ge, "x"),
		"no value":         cond("day", store.Lt),
		"two values":       cond("day", store.Eq, "x", "y"),
		"unknown op":       cond("day", store.Op(9), "x"),
		"nul in value":     cond("day", store.Eq, "\x00"),
		"many values":      cond("day", store.In, make([]any, store.MaxLimit+1)...),
		"bad id":           {Kind: "slip", Limit: 1, IDs: []string{"a", ""}},
		"many ids":         {Kind: "slip", Limit: 1, IDs: slices.Repeat([]string{"a"}, store.MaxLimit+1)},
		"undeclared read":  {Kind: "slip", Limit: 1, Keys: []string{"other"}},
		"unread sort":      {Kind: "slip", Limit: 1, Sort: "day", Keys: []string{"cents"}},
		"foreign cursor":   {Kind: "slip", Limit: 1, Cursor: store.Query{Kind: "bare"}.CursorAt(bare("a", ""))},
		"broken cursor":    {Kind: "slip", Limit: 1, Cursor: "***"},
		"cursor, no value": {Kind: "slip", Limit: 1, Sort: "day", Cursor: store.Query{Kind: "slip", Sort: "day"}.CursorAt(bare("a", ""))},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.Query(ctx, q)
			want(t, []error{err}, store.ErrInvalid)
		})
	}
	_, err := s.Watch(ctx, []string{"nothing"}, "")
	want(t, []error{err}, store.ErrInvalid)
}
