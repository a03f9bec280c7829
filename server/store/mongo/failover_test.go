package mongo_test

import (
	"context"
	"errors"
	"reflect"
	"sync/atomic"
	"testing"
	"time"

	"go.mongodb.org/mongo-driver/v2/bson"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/mongo"
)

// The numbers are those of the project's catalogue of faults.

// labelled is a command that failed, with what the server says may be done.
func labelled(code int32, name string, labels ...string) reply {
	r := serverError(code, name)
	r.doc = append(r.doc, bson.E{Key: "errorLabels", Value: labels})
	return r
}

// stored answers a find with one document at version v.
func stored(id string, v int64) reply {
	return batch("firstBatch", 0, "", bson.D{
		{Key: "_id", Value: id}, {Key: "v", Value: v}, {Key: "t", Value: int64(0)},
		{Key: "k", Value: bson.D{{Key: "day", Value: "2026-11-21"}}}, {Key: "b", Value: bson.Binary{Data: []byte(`{}`)}},
	})
}

func Test29EachCommandSurvivesAPrimaryThatStepsDown(t *testing.T) {
	codes := map[int32]string{10107: "NotWritablePrimary", 189: "PrimarySteppedDown", 91: "ShutdownInProgress", 11602: "InterruptedDueToReplStateChange"}
	commands := map[string]func(context.Context, store.Store) error{
		"insert": func(ctx context.Context, s store.Store) error { return s.Insert(ctx, doc("a", 0))[0] },
		"update": func(ctx context.Context, s store.Store) error { return s.Put(ctx, doc("a", 1))[0] },
		"delete": func(ctx context.Context, s store.Store) error { return s.Delete(ctx, "slip", "a", 1) },
		"find": func(ctx context.Context, s store.Store) error {
			_, err := s.Get(ctx, "slip", "a")
			return err
		},
	}
	for code, word := range codes {
		for name, do := range commands {
			t.Run(name+" "+word, func(t *testing.T) {
				t.Parallel()
				p := &peer{answer: func(c call) reply {
					switch {
					case c.name == name && c.nth == 0:
						return labelled(code, word, "RetryableWriteError")
					case c.name == "find":
						return stored("a", 1)
					}
					return written(1)
				}}
				if err := do(t.Context(), open(t, p, mongo.Options{})); err != nil {
					t.Fatal(err)
				}
				tries := p.calls(name)
				if len(tries) != 2 || name != "find" && !reflect.DeepEqual(tries[0].body["txnNumber"], tries[1].body["txnNumber"]) {
					t.Errorf("the new primary could not know the second try for the first: %v", tries)
				}
			})
		}
	}
}

// What a primary that was cut off has written may be rolled back later.
func Test30NothingOfAnIsolatedPrimaryIsAnswered(t *testing.T) {
	alone := bson.E{Key: "writeConcernError", Value: bson.D{{Key: "code", Value: 64}, {Key: "errmsg", Value: "waiting for replication timed out"}}}
	s := open(t, &peer{answer: func(call) reply { return reply{doc: append(written(1).doc, alone)} }}, mongo.Options{})
	ctx := t.Context()
	for name, err := range map[string]error{
		"insert": s.Insert(ctx, doc("a", 0))[0], "put": s.Put(ctx, doc("a", 1))[0], "delete": s.Delete(ctx, "slip", "a", 1),
	} {
		if !errors.Is(err, store.ErrUnknown) {
			t.Errorf("%s: %v, want ErrUnknown", name, err)
		}
	}
}

func Test31AnErrorThatMayPassHasOneEffectInBoundedTime(t *testing.T) {
	for name, failure := range map[string]reply{
		"write conflict":        labelled(112, "WriteConflict", "TransientTransactionError"),
		"unknown commit result": labelled(50, "MaxTimeMSExpired", "UnknownTransactionCommitResult"),
		"lost race":             written(0), // somebody else was faster: no document at this version
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var version atomic.Int64
			version.Store(1)
			p := &peer{answer: func(c call) reply {
				switch {
				case c.name == "find":
					return stored("a", version.Load())
				case c.nth < 3:
					return failure
				}
				version.Add(1)
				return written(1)
			}}
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			d, err := store.Update(ctx, open(t, p, mongo.Options{}), "slip", "a", func(*store.Doc) (bool, error) { return true, nil })
			if n := len(p.calls("update")); err != nil || d.Version != 2 || version.Load() != 2 || n != 4 {
				t.Errorf("version %d after %d tries: %v", d.Version, n, err)
			}
		})
	}
}
