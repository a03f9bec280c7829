package storetest

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/portage-livraison/portage/server/store"
)

// The values that random documents and queries draw from: few, so that they
// meet, and strings whose order by bytes is not that of a dictionary.
var (
	someIDs   = []string{"A", "B", "Z", "a", "b", "z", "aa", "a!", "é", "z\u0301", "\uffff", "\U0001f950", "10", "9", "_"}
	someTexts = []string{"", "A", "a", "b", "é", "e\u0301", "\uffff", "\U0001f950"}
	someCents = []int64{-1 << 63, -1, 0, 1, 2, 1<<63 - 1}
)

// testQuery compares random queries over random documents, page by page, with
// a sort and filter of a slice.
func testQuery(t *testing.T, open func(*testing.T) store.Store) {
	s := open(t)
	model := map[string]store.Doc{}
	rapid.Check(t, func(rt *rapid.T) {
		for range rapid.IntRange(1, 6).Draw(rt, "changes") {
			change(rt, s, model)
		}
		q := drawQuery(rt)
		all := answer(model, q)
		for _, size := range []int{1, 2, 7, len(all) + 1} {
			q.Limit, q.Cursor = size, ""
			compare(rt, s, q, all)
		}
	})
}

func drawDoc(rt *rapid.T) store.Doc {
	return slip(rapid.SampledFrom(someIDs).Draw(rt, "id"), rapid.SampledFrom(someTexts).Draw(rt, "driver"),
		rapid.SampledFrom(someTexts).Draw(rt, "day"), rapid.SampledFrom(someCents).Draw(rt, "cents"))
}

// change inserts, replaces or deletes one document, in the store and the model.
func change(rt *rapid.T, s store.Store, model map[string]store.Doc) {
	d, ctx := drawDoc(rt), context.Background()
	old, there := model[d.ID]
	switch {
	case !there:
		if err := s.Insert(ctx, d)[0]; err != nil {
			rt.Fatal(err)
		}
		model[d.ID] = at(d, 1)
	case rapid.IntRange(0, 3).Draw(rt, "delete") == 0:
		if err := s.Delete(ctx, "slip", d.ID, old.Version); err != nil {
			rt.Fatal(err)
		}
		delete(model, d.ID)
	default:
		if err := s.Put(ctx, at(d, old.Version))[0]; err != nil {
			rt.Fatal(err)
		}
		model[d.ID] = at(d, old.Version+1)
	}
}

func drawQuery(rt *rapid.T) store.Query {
	q := store.Query{
		Kind: "slip", Sort: rapid.SampledFrom([]string{"", "driver", "day", "cents"}).Draw(rt, "sort"),
		Desc: rapid.Bool().Draw(rt, "desc"), KeysOnly: rapid.Bool().Draw(rt, "keysOnly"),
	}
	for range rapid.IntRange(0, 3).Draw(rt, "conditions") {
		c := store.Cond{Key: rapid.SampledFrom([]string{"driver", "day", "cents"}).Draw(rt, "key")}
		c.Op = rapid.SampledFrom([]store.Op{store.Eq, store.In, store.Ge, store.Lt}).Draw(rt, "op")
		n := 1
		if c.Op == store.In {
			n = rapid.IntRange(0, 4).Draw(rt, "values")
		}
		for range n {
			if c.Key == "cents" {
				c.Values = append(c.Values, rapid.SampledFrom(someCents).Draw(rt, "value"))
			} else {
				c.Values = append(c.Values, rapid.SampledFrom(someTexts).Draw(rt, "value"))
			}
		}
		q.Where = append(q.Where, c)
	}
	if rapid.Bool().Draw(rt, "by id") {
		q.IDs = rapid.SliceOfN(rapid.SampledFrom(someIDs), 0, 9).Draw(rt, "ids")
	}
	if rapid.Bool().Draw(rt, "some keys") {
		q.Keys = rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"driver", "day", "cents"}), 0, 3, rapid.ID[string]).Draw(rt, "keys")
		if q.Sort != "" && !slices.Contains(q.Keys, q.Sort) {
			q.Keys = append(q.Keys, q.Sort)
		}
	}
	return q
}

// answer is what the store must say to q, all of it.
func answer(model map[string]store.Doc, q store.Query) []store.Doc {
	var out []store.Doc
	for d := range maps.Values(model) {
		if slices.ContainsFunc(q.Where, func(c store.Cond) bool { return !meets(d, c) }) {
			continue
		}
		if q.IDs != nil && !slices.Contains(q.IDs, d.ID) {
			continue
		}
		if q.KeysOnly {
			d.Body = nil
		}
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b store.Doc) int {
		c := cmp.Compare(a.ID, b.ID)
		if q.Sort != "" {
			c = cmp.Or(compareKeys(a.Keys[q.Sort], b.Keys[q.Sort]), c)
		}
		if q.Desc {
			return -c
		}
		return c
	})
	return out
}

func meets(d store.Doc, c store.Cond) bool {
	is := func(v any) int { return compareKeys(d.Keys[c.Key], v) }
	switch c.Op {
	case store.Ge:
		return is(c.Values[0]) >= 0
	case store.Lt:
		return is(c.Values[0]) < 0
	default:
		return slices.ContainsFunc(c.Values, func(v any) bool { return is(v) == 0 })
	}
}

func compareKeys(a, b any) int {
	if x, ok := a.(int64); ok {
		return cmp.Compare(x, b.(int64))
	}
	return cmp.Compare(a.(string), b.(string))
}

// compare pages through q and has every page full but the last.
func compare(rt *rapid.T, s store.Store, q store.Query, all []store.Doc) {
	for from := 0; ; from += q.Limit {
		p, err := s.Query(context.Background(), q)
		if err != nil {
			rt.Fatalf("%+v: %v", q, err)
		}
		to := min(from+q.Limit, len(all))
		if !slices.EqualFunc(p.Docs, all[from:to], func(a, b store.Doc) bool { return sameDoc(a, only(b, q.Keys)) }) {
			rt.Fatalf("%+v: page from %d is\n%v, want\n%v", q, from, p.Docs, all[from:to])
		}
		if (p.Next == "") != (to == len(all)) {
			rt.Fatalf("%+v: page from %d of %d ends with cursor %q", q, from, len(all), p.Next)
		}
		if q.Cursor = p.Next; q.Cursor == "" {
			return
		}
	}
}

// only is d as a query for these keys shows it; nil are all.
func only(d store.Doc, keys []string) store.Doc {
	if keys != nil {
		d.Keys = maps.Clone(d.Keys)
		maps.DeleteFunc(d.Keys, func(name string, _ any) bool { return !slices.Contains(keys, name) })
	}
	return d
}

func sameDoc(a, b store.Doc) bool {
	return a.ID == b.ID && a.Kind == b.Kind && a.Version == b.Version && a.Time == b.Time &&
		maps.Equal(a.Keys, b.Keys) && string(a.Body) == string(b.Body)
}
