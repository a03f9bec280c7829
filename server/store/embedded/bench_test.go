package embedded_test

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
)

// The shape of a real slip: four indexes, a body of 3 KB.
var benchKinds = []store.Kind{
	{
		Name: "slip",
		Keys: map[string]store.KeyType{
			"driver": store.String, "day": store.String, "status": store.String, "merchant": store.String, "updated": store.Int64,
		},
		Indexes: [][]string{{"driver", "day"}, {"day", "status"}, {"merchant", "day"}, {"status", "updated"}},
	},
	{Name: "act", Keys: map[string]store.KeyType{"device": store.String, "seq": store.Int64}, Indexes: [][]string{{"device", "seq"}}},
	{Name: "photo", Large: true},
}

var benchBody = []byte(`{"journal":[` + strings.Repeat(`"an entry of the journal, about seventy bytes long, like those of slips",`, 42) + `0]}`)

func benchSlip(n int) store.Doc {
	return store.Doc{
		Kind: "slip", ID: fmt.Sprintf("0197a%08d-slip", n), Time: int64(n), Body: benchBody,
		Keys: map[string]any{
			"driver": fmt.Sprintf("driver-%02d", n/30%20), "day": fmt.Sprintf("2026-%02d-%02d", n/600/28%12+1, n/600%28+1),
			"status": "planned", "merchant": fmt.Sprintf("merchant-%02d", n%21), "updated": int64(n),
		},
	}
}

func benchOpen(b *testing.B) *embedded.Store {
	s, err := embedded.Open(b.TempDir(), benchKinds, embedded.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := s.Close(); err != nil {
			b.Error(err)
		}
	})
	return s
}

func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkWrite inserts a slip and puts it ten times, from so many writers;
// every write is durable.
func BenchmarkWrite(b *testing.B) {
	for _, writers := range []int{1, 8, 64} {
		b.Run(strconv.Itoa(writers), func(b *testing.B) {
			s := benchOpen(b)
			var n atomic.Int64
			var wg sync.WaitGroup
			b.ResetTimer()
			used := cpu()
			for range writers {
				wg.Go(func() {
					var d store.Doc
					for i := n.Add(1); i <= int64(b.N); i = n.Add(1) {
						var errs []error
						if d.Version == 0 {
							d = benchSlip(int(i))
							errs = s.Insert(context.Background(), d)
						} else {
							errs = s.Put(context.Background(), d)
						}
						if errs[0] != nil {
							b.Error(errs[0])
						}
						d.Version = (d.Version + 1) % 11
					}
				})
			}
			wg.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "writes/s")
			b.ReportMetric(float64((cpu()-used).Microseconds())/float64(b.N), "cpu-us/op")
			b.ReportMetric(float64(b.N)/float64(s.Stats().Commits), "ops/commit")
		})
	}
}

// BenchmarkQueue is what the exchange does for a phone's queue: 40 acts into
// the inbox in one call, then 30 slips in one call.
func BenchmarkQueue(b *testing.B) {
	s := benchOpen(b)
	ctx := context.Background()
	var ids []string
	for i := range 30 {
		d := benchSlip(i)
		ids = append(ids, d.ID)
		if err := s.Insert(ctx, d)[0]; err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	used := cpu()
	for n := range b.N {
		var acts []store.Doc
		for i := range 40 {
			acts = append(acts, store.Doc{
				Kind: "act", ID: fmt.Sprintf("act-%09d-%02d", n, i), Body: benchBody[:500],
				Keys: map[string]any{"device": "d1", "seq": int64(n*40 + i)},
			})
		}
		for _, err := range s.Insert(ctx, acts...) {
			if err != nil {
				b.Fatal(err)
			}
		}
		_, errs := store.UpdateMany(ctx, s, "slip", ids, func(*store.Doc) (bool, error) { return true, nil })
		for _, err := range errs {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64((cpu()-used).Microseconds())/float64(b.N*70), "cpu-us/write")
}

// benchFull loads days of 20 drivers with 30 slips each.
func benchFull(b *testing.B, slips int) *embedded.Store {
	s := benchOpen(b)
	for from := 0; from < slips; from += 500 {
		var docs []store.Doc
		for i := range 500 {
			docs = append(docs, benchSlip(from+i))
		}
		for _, err := range s.Insert(context.Background(), docs...) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ResetTimer()
	return s
}

func BenchmarkGet(b *testing.B) {
	s := benchFull(b, 20_000)
	for n := range b.N {
		if _, err := s.Get(context.Background(), "slip", benchSlip(n*7919%20_000).ID); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkQuery reads one driver's day: 30 slips.
func BenchmarkQuery(b *testing.B) {
	for _, keysOnly := range []bool{false, true} {
		b.Run(fmt.Sprint("keysOnly=", keysOnly), func(b *testing.B) {
			s := benchFull(b, 60_000)
			for n := range b.N {
				d := benchSlip(n * 7919 % 60_000)
				p, err := s.Query(context.Background(), store.Query{
					Kind: "slip", Limit: 100, KeysOnly: keysOnly, Where: []store.Cond{
						{Key: "driver", Op: store.Eq, Values: []any{d.Keys["driver"]}},
						{Key: "day", Op: store.Eq, Values: []any{d.Keys["day"]}},
					},
				})
				if err != nil || len(p.Docs) != 30 {
					b.Fatal(len(p.Docs), err)
				}
			}
		})
	}
}

func BenchmarkPhoto(b *testing.B) {
	s := benchOpen(b)
	body := make([]byte, 1<<20)
	b.SetBytes(1 << 20)
	for n := range b.N {
		if err := s.Insert(context.Background(), store.Doc{Kind: "photo", ID: fmt.Sprint(n), Body: body})[0]; err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkOpen opens a file of 20 000 slips and reads one; it also tells the
// memory of a process that does nothing else.
func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	for n := range b.N + 1 {
		s, err := embedded.Open(dir, benchKinds, embedded.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if n == 0 {
			for from := 0; from < 20_000; from += 500 {
				var docs []store.Doc
				for i := range 500 {
					docs = append(docs, benchSlip(from+i))
				}
				s.Insert(context.Background(), docs...)
			}
		} else if _, err := s.Get(context.Background(), "slip", benchSlip(n).ID); err != nil {
			b.Fatal(err)
		}
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		if n == 0 {
			b.ResetTimer()
		}
	}
	status, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		b.Fatal(err)
	}
	pages, err := strconv.Atoi(strings.Fields(string(status))[1])
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(pages*os.Getpagesize())/1e6, "rss-MB")
}
