package mongo

import (
	"fmt"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/portage-livraison/portage/server/store"
)

// record is a document as MongoDB holds it. The body is binary: it comes back
// byte for byte, whatever it holds.
type record struct {
	ID   string      `bson:"_id"`
	V    int64       `bson:"v"`
	T    int64       `bson:"t"`
	Keys bson.D      `bson:"k"`
	Body bson.Binary `bson:"b"`
}

// toRecord makes the record of d at version v; keys stand in the shape's order.
func toRecord(sh *store.Shape, d store.Doc, v int64) record {
	keys := make(bson.D, 0, len(sh.Names))
	for _, name := range sh.Names {
		keys = append(keys, bson.E{Key: name, Value: d.Keys[name]})
	}
	return record{ID: d.ID, V: v, T: d.Time, Keys: keys, Body: bson.Binary{Data: d.Body}}
}

// toDoc is the way back, with the keys that were read. A key that an older version of Portage did not write is
// the empty one of its type.
func toDoc(sh *store.Shape, r record, keys []string) (store.Doc, error) {
	d := store.Doc{Kind: sh.Name, ID: r.ID, Version: r.V, Time: r.T, Keys: make(map[string]any, len(keys)), Body: r.Body.Data}
	for _, name := range keys {
		if sh.Keys[name] == store.String {
			d.Keys[name] = ""
		} else {
			d.Keys[name] = int64(0)
		}
	}
	for _, e := range r.Keys {
		typ, ok := sh.Keys[e.Key]
		if !ok {
			continue // a key that this version no longer declares
		}
		switch v := e.Value.(type) {
		case string:
			if typ == store.String {
				d.Keys[e.Key] = v
				continue
			}
		case int64:
			if typ == store.Int64 {
				d.Keys[e.Key] = v
				continue
			}
		case int32: // written by hand in a shell
			if typ == store.Int64 {
				d.Keys[e.Key] = int64(v)
				continue
			}
		}
		return d, fmt.Errorf("mongo: %s %q: key %s holds a %T", sh.Name, r.ID, e.Key, e.Value)
	}
	return d, nil
}
