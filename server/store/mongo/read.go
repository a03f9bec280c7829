package mongo

import (
	"context"

	"go.mongodb.org/mongo-driver/v2/bson"
	"go.mongodb.org/mongo-driver/v2/mongo/options"

	"github.com/portage-livraison/portage/server/store"
)

// Get returns what a majority has: it is never rolled back.
func (s *Store) Get(ctx context.Context, kind, id string) (store.Doc, error) {
	sh, err := s.schema.CheckID(kind, id)
	if err == nil {
		err = s.open()
	}
	if err != nil {
		return store.Doc{}, err
	}
	var r record
	if err := s.db.Collection(kind).FindOne(ctx, bson.D{{Key: "_id", Value: id}}).Decode(&r); err != nil {
		return store.Doc{}, ofRead(err)
	}
	return toDoc(sh, r, sh.Names)
}

// Query answers one page.
func (s *Store) Query(ctx context.Context, q store.Query) (store.Page, error) {
	sh, err := s.schema.CheckQuery(q)
	if err == nil {
		err = s.open()
	}
	if err != nil {
		return store.Page{}, err
	}
	filter, err := filterOf(q)
	if err != nil {
		return store.Page{}, err
	}
	find := options.Find().SetSort(sortOf(q)).SetLimit(int64(q.Limit) + 1).SetBatchSize(int32(q.Limit) + 1)
	if q.KeysOnly || q.Keys != nil {
		find.SetProjection(projection(q))
	}
	cursor, err := s.db.Collection(q.Kind).Find(ctx, filter, find)
	if err != nil {
		return store.Page{}, ofRead(err)
	}
	var rs []record
	if err := cursor.All(ctx, &rs); err != nil {
		return store.Page{}, ofRead(err)
	}
	var p store.Page
	more := len(rs) > q.Limit
	for _, r := range rs[:min(len(rs), q.Limit)] {
		d, err := toDoc(sh, r, sh.Read(q))
		if err != nil {
			return store.Page{}, err
		}
		p.Docs = append(p.Docs, d)
	}
	if more {
		p.Next = q.CursorAt(p.Docs[len(p.Docs)-1])
	}
	return p, nil
}

// projection names what q reads.
func projection(q store.Query) bson.D {
	p := bson.D{{Key: "v", Value: 1}, {Key: "t", Value: 1}}
	if q.Keys == nil {
		p = append(p, bson.E{Key: "k", Value: 1})
	}
	for _, name := range q.Keys {
		p = append(p, bson.E{Key: "k." + name, Value: 1})
	}
	if !q.KeysOnly {
		p = append(p, bson.E{Key: "b", Value: 1})
	}
	return p
}

func sortOf(q store.Query) bson.D {
	way := 1
	if q.Desc {
		way = -1
	}
	if q.Sort == "" {
		return bson.D{{Key: "_id", Value: way}}
	}
	return bson.D{{Key: "k." + q.Sort, Value: way}, {Key: "_id", Value: way}}
}

// filterOf makes the conditions and the place to go on from.
func filterOf(q store.Query) (bson.D, error) {
	all := bson.A{}
	for _, c := range q.Where {
		all = append(all, bson.D{{Key: "k." + c.Key, Value: condition(c)}})
	}
	if q.IDs != nil {
		all = append(all, bson.D{{Key: "_id", Value: bson.D{{Key: "$in", Value: q.IDs}}}})
	}
	after, ok, err := q.After()
	if err != nil {
		return nil, err
	}
	if ok {
		all = append(all, keyset(q, after)...)
	}
	if len(all) == 0 {
		return bson.D{}, nil
	}
	return bson.D{{Key: "$and", Value: all}}, nil
}

func condition(c store.Cond) bson.D {
	switch c.Op {
	case store.In:
		return bson.D{{Key: "$in", Value: append(bson.A{}, c.Values...)}}
	case store.Ge:
		return bson.D{{Key: "$gte", Value: c.Values[0]}}
	case store.Lt:
		return bson.D{{Key: "$lt", Value: c.Values[0]}}
	}
	return bson.D{{Key: "$eq", Value: c.Values[0]}}
}

// keyset is "after this document" in q's order. The plain bound on the sort key
// says again what the $or says, so that the index is entered at the right place.
func keyset(q store.Query, after store.Position) bson.A {
	beyond, from := "$gt", "$gte"
	if q.Desc {
		beyond, from = "$lt", "$lte"
	}
	next := bson.D{{Key: "_id", Value: bson.D{{Key: beyond, Value: after.ID}}}}
	if q.Sort == "" {
		return bson.A{next}
	}
	key := "k." + q.Sort
	return bson.A{
		bson.D{{Key: key, Value: bson.D{{Key: from, Value: after.Value}}}},
		bson.D{{Key: "$or", Value: bson.A{
			bson.D{{Key: key, Value: bson.D{{Key: beyond, Value: after.Value}}}},
			bson.D{{Key: "$and", Value: bson.A{bson.D{{Key: key, Value: bson.D{{Key: "$eq", Value: after.Value}}}}, next}}},
		}}},
	}
}
