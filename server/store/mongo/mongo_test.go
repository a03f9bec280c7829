package mongo_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/mongo"
	"github.com/portage-livraison/portage/server/store/storetest"
)

var slips = []store.Kind{{Name: "slip", Keys: map[string]store.KeyType{"day": store.String}, Indexes: [][]string{{"day"}}}}

func doc(id string, version int64) store.Doc {
	return store.Doc{Kind: "slip", ID: id, Version: version, Keys: map[string]any{"day": "2026-11-21"}, Body: []byte(`{}`)}
}

func open(t *testing.T, p *peer, o mongo.Options) *mongo.Store {
	t.Helper()
	s, err := mongo.Open(t.Context(), start(t, p), slips, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestDroppedReplaceIsSentAgainUnderTheSameNumber(t *testing.T) {
	p := &peer{answer: func(c call) reply {
		if c.nth == 0 {
			return reply{drop: true}
		}
		return written(1)
	}}
	s := open(t, p, mongo.Options{})
	if err := s.Put(t.Context(), doc("a", 3))[0]; err != nil {
		t.Fatal(err)
	}
	tries := p.calls("update")
	if len(tries) != 2 || tries[0].body["txnNumber"] == nil || !reflect.DeepEqual(tries[0].body["txnNumber"], tries[1].body["txnNumber"]) ||
		!reflect.DeepEqual(tries[0].body["lsid"], tries[1].body["lsid"]) {
		t.Fatalf("the server could not know the second try for the first: %v", tries)
	}
}

func TestWriteConcernErrorIsUnknownAndUpdateReadsAgain(t *testing.T) {
	stored := int64(1)
	p := &peer{answer: func(c call) reply {
		switch c.name {
		case "find":
			return batch("firstBatch", 0, "", bson.D{
				{Key: "_id", Value: "a"}, {Key: "v", Value: atomic.LoadInt64(&stored)}, {Key: "t", Value: int64(0)},
				{Key: "k", Value: bson.D{{Key: "day", Value: "2026-11-21"}}}, {Key: "b", Value: bson.Binary{Data: []byte(`{}`)}},
			})
		case "update": // done, but not known on a majority
			atomic.StoreInt64(&stored, 2)
			return reply{doc: append(written(1).doc, bson.E{Key: "writeConcernError", Value: bson.D{{Key: "code", Value: 64}, {Key: "errmsg", Value: "waiting for replication timed out"}}})}
		}
		return ok
	}}
	s := open(t, p, mongo.Options{})
	if err := s.Put(t.Context(), doc("a", 1))[0]; !errors.Is(err, store.ErrUnknown) {
		t.Fatalf("a write that no majority confirmed is %v, want ErrUnknown", err)
	}
	atomic.StoreInt64(&stored, 1)
	effects := 0
	d, err := store.Update(t.Context(), s, "slip", "a", func(d *store.Doc) (bool, error) {
		if d.Version == 2 {
			return false, nil // what an act finds that is in the journal already
		}
		effects++
		return true, nil
	})
	if err != nil || d.Version != 2 || effects != 1 {
		t.Fatalf("version %d, %d effects, %v", d.Version, effects, err)
	}
}

func TestEveryWriteAsksForAMajorityOnDiskAndNoTransaction(t *testing.T) {
	p := &peer{answer: func(c call) reply {
		if c.name == "find" {
			return batch("firstBatch", 0, "")
		}
		return written(1)
	}}
	s := open(t, p, mongo.Options{})
	ctx := t.Context()
	_ = s.Insert(ctx, doc("a", 0))
	_ = s.Insert(ctx, doc("a", 0), doc("b", 0))
	_ = s.Put(ctx, doc("a", 1))
	_ = s.Delete(ctx, "slip", "a", 1)
	if _, err := s.Get(ctx, "slip", "a"); !errors.Is(err, store.ErrNotFound) {
		t.Fatal(err)
	}
	for _, name := range []string{"insert", "update", "delete"} {
		for _, c := range p.calls(name) {
			concern, _ := c.body["writeConcern"].(bson.D)
			if fmt.Sprint(concern) != fmt.Sprint(bson.D{{Key: "w", Value: "majority"}, {Key: "j", Value: true}}) {
				t.Errorf("%s asks for %v", name, concern)
			}
			if c.body["startTransaction"] != nil || c.body["autocommit"] != nil {
				t.Errorf("%s runs in a transaction", name)
			}
		}
	}
	if reads := p.calls("find"); len(reads) != 1 || fmt.Sprint(reads[0].body["readConcern"]) != fmt.Sprint(bson.D{{Key: "level", Value: "majority"}}) {
		t.Errorf("reads: %v", reads)
	}
}

func TestEachDocumentOfAnInsertHasItsOwnOutcome(t *testing.T) {
	duplicate := bson.E{Key: "writeErrors", Value: bson.A{bson.D{{Key: "index", Value: 1}, {Key: "code", Value: 11000}, {Key: "errmsg", Value: "E11000 duplicate key"}}}}
	full := bson.E{Key: "writeErrors", Value: bson.A{bson.D{{Key: "index", Value: 0}, {Key: "code", Value: 14031}, {Key: "errmsg", Value: "disk"}}}}
	late := bson.E{Key: "writeConcernError", Value: bson.D{{Key: "code", Value: 64}, {Key: "errmsg", Value: "timed out"}}}
	for _, c := range []struct {
		name   string
		answer reply
		want   []error
	}{
		{"one exists", reply{doc: append(written(2).doc, duplicate)}, []error{nil, store.ErrExists, nil}},
		{"no majority", reply{doc: append(written(2).doc, duplicate, late)}, []error{store.ErrUnknown, store.ErrExists, store.ErrUnknown}},
		{"disk full", reply{doc: append(written(2).doc, full)}, []error{store.ErrFull, nil, nil}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, &peer{answer: func(call) reply { return c.answer }}, mongo.Options{})
			for i, err := range s.Insert(t.Context(), doc("a", 0), doc("b", 0), doc("c", 0)) {
				if !errors.Is(err, c.want[i]) {
					t.Errorf("outcome %d is %v, want %v", i, err, c.want[i])
				}
			}
		})
	}
}

// change is an event as the stream's pipeline leaves it.
func change(token, id string, v int64) bson.D {
	return bson.D{
		{Key: "_id", Value: bson.D{{Key: "_data", Value: token}}}, {Key: "operationType", Value: "replace"},
		{Key: "ns", Value: bson.D{{Key: "db", Value: "portage"}, {Key: "coll", Value: "slip"}}},
		{Key: "documentKey", Value: bson.D{{Key: "_id", Value: id}}}, {Key: "fullDocument", Value: bson.D{{Key: "v", Value: v}}},
	}
}

func resumedAfter(c call) string {
	stages := c.body["pipeline"].(bson.A)
	for _, e := range stages[0].(bson.D)[0].Value.(bson.D) {
		if e.Key == "resumeAfter" || e.Key == "startAfter" {
			return fmt.Sprint(e.Value.(bson.D)[0].Value)
		}
	}
	return ""
}

func TestChangeStreamGoesOnAfterADroppedConnection(t *testing.T) {
	p := &peer{answer: func(c call) reply {
		switch {
		case c.name == "aggregate" && c.nth == 0:
			return batch("firstBatch", 7, "t1", change("t1", "a", 2))
		case c.name == "aggregate":
			return batch("firstBatch", 8, "t2", change("t2", "b", 5))
		}
		return reply{drop: true} // getMore
	}}
	s := open(t, p, mongo.Options{})
	feed, err := s.Watch(t.Context(), []string{"slip"}, "")
	if err != nil {
		t.Fatal(err)
	}
	defer feed.Close()
	for _, want := range []store.Change{{Kind: "slip", ID: "a", Version: 2}, {Kind: "slip", ID: "b", Version: 5}} {
		got, err := feed.Next(t.Context())
		if got.Token == "" {
			t.Error("a change without a token")
		}
		if got.Token = ""; err != nil || got != want {
			t.Fatalf("got %+v, %v, want %+v", got, err, want)
		}
	}
	if again := p.calls("aggregate"); len(again) != 2 || resumedAfter(again[1]) != "t1" {
		t.Fatalf("the stream did not go on after the last change: %v", again)
	}
}

func TestLostHistoryIsAGap(t *testing.T) {
	for _, code := range []int32{286, 280, 260} {
		s := open(t, &peer{answer: func(c call) reply {
			if c.name == "aggregate" && c.nth == 0 {
				return batch("firstBatch", 7, "t0")
			}
			return serverError(code, "gone")
		}}, mongo.Options{})
		feed, err := s.Watch(t.Context(), []string{"slip"}, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := feed.Next(t.Context()); !errors.Is(err, store.ErrGap) {
			t.Errorf("code %d is %v, want ErrGap", code, err)
		}
		_ = feed.Close()
	}
	s := open(t, &peer{answer: func(call) reply { return ok }}, mongo.Options{})
	if _, err := s.Watch(t.Context(), []string{"slip"}, "not a token"); !errors.Is(err, store.ErrGap) {
		t.Errorf("a token of another store is %v, want ErrGap", err)
	}
}

// The peer is silent for longer than the client's Timeout: operations may end by
// it, a stream must not (GODRIVER-3380).
func TestIdleChangeStreamOutlivesTheTimeout(t *testing.T) {
	const timeout = 50 * time.Millisecond
	s := open(t, &peer{answer: func(c call) reply {
		if c.name == "aggregate" {
			return batch("firstBatch", 7, "t0")
		}
		silence := time.NewTimer(3 * timeout)
		<-silence.C
		return batch("nextBatch", 7, "t1", change("t1", "a", 2))
	}}, mongo.Options{Timeout: timeout})
	feed, err := s.Watch(t.Context(), []string{"slip"}, "")
	if err != nil {
		t.Fatal(err)
	}
	defer feed.Close()
	if c, err := feed.Next(context.Background()); err != nil || c.ID != "a" {
		t.Fatalf("%+v, %v", c, err)
	}
}

func TestFeedGoesOnAfterItsContextEnded(t *testing.T) {
	asked, release := make(chan struct{}), make(chan struct{})
	p := &peer{answer: func(c call) reply {
		switch {
		case c.name == "aggregate" && c.nth == 0:
			return batch("firstBatch", 7, "t1", change("t1", "a", 1))
		case c.name == "aggregate":
			return batch("firstBatch", 8, "t2", change("t2", "b", 1))
		case c.name == "getMore" && c.nth == 0:
			close(asked)
			<-release
		}
		return reply{drop: true}
	}}
	s := open(t, p, mongo.Options{})
	feed, err := s.Watch(t.Context(), []string{"slip"}, "")
	if err != nil {
		t.Fatal(err)
	}
	if c, err := feed.Next(t.Context()); err != nil || c.ID != "a" {
		t.Fatalf("%+v, %v", c, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-asked; cancel() }()
	if _, err := feed.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("an ended context gives %v", err)
	}
	close(release)
	if c, err := feed.Next(t.Context()); err != nil || c.ID != "b" {
		t.Fatalf("%+v, %v", c, err)
	}
	if err := feed.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := feed.Next(t.Context()); !errors.Is(err, store.ErrClosed) {
		t.Fatalf("a closed feed gives %v", err)
	}
}

func TestOpenRefusesWithTheRemedy(t *testing.T) {
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	away := "mongodb://user:secret@" + nobody.Addr().String() + "/portage?replicaSet=portage"
	_ = nobody.Close()
	alone := strings.Replace(start(t, &peer{standalone: true}), "&replicaSet=portage", "", 1)
	for _, c := range []struct{ uri, code, says string }{
		{"http://example.org", "store.mongo_uri", "mongodb://"},
		{"mongodb://a:b@c:notaport/", "store.mongo_uri", "mongodb://"},
		{away, "store.mongo_unreachable", "replicaSet"},
		{alone, "store.mongo_standalone", "rs.initiate()"},
	} {
		_, err := mongo.Open(t.Context(), c.uri, slips, mongo.Options{Selection: 200 * time.Millisecond})
		if f := fault.From(err); err == nil || f.Code != c.code || !strings.Contains(f.Text, c.says) || strings.Contains(f.Text, "secret") {
			t.Errorf("%s: %v", c.code, err)
		}
	}
}

// With PORTAGE_TEST_MONGODB_URI the whole suite runs on a real server, each part
// in a database of its own.
func TestSuiteOnARealServer(t *testing.T) {
	uri := os.Getenv("PORTAGE_TEST_MONGODB_URI")
	if uri == "" {
		t.Skip("PORTAGE_TEST_MONGODB_URI names no server; the nested module ferret runs the suite over the wire")
	}
	n := 0
	storetest.Run(t, func(t *testing.T, kinds []store.Kind) store.Store {
		n++
		base, query, _ := strings.Cut(uri, "?")
		if i := strings.LastIndex(base, "/"); i > len("mongodb://") {
			base = base[:i]
		}
		s, err := mongo.Open(t.Context(), fmt.Sprintf("%s/portage_test_%d_%d?%s", base, os.Getpid(), n, query), kinds, mongo.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}
