package push_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/push"
)

func someMessage(b *testing.B, origin string) push.Message {
	browser := newBrowser(b, origin+"/x")
	k, err := push.MakeKey(time.Now(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	return push.Message{Endpoint: browser.endpoint, P256dh: browser.p256dh, Auth: browser.auth, Key: k, TTL: time.Hour,
		Body: []byte(`{"v":1,"title":"Commande prête","body":"Primeur des Halles, bon 0412"}`), Urgency: "high", Topic: "x", Trusted: true}
}

func sent(b *testing.B, sender push.Sender, m push.Message) {
	if a, err := sender.Send(b.Context(), m); err != nil || a.Status != http.StatusCreated {
		b.Error(a, err)
	}
}

// BenchmarkEncrypt is one message as it leaves for the network: key agreement,
// encryption and signature.
func BenchmarkEncrypt(b *testing.B) {
	sender, m := push.NewDeafSender(), someMessage(b, "https://push.example")
	for b.Loop() {
		sent(b, sender, m)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkSend1000 is 1,000 messages over TLS to a service in the same process,
// as many at once as a lane has under way.
func BenchmarkSend1000(b *testing.B) {
	far := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusCreated) }))
	defer far.Close()
	client := far.Client()
	client.Transport.(*http.Transport).MaxIdleConnsPerHost = 32
	sender, m := push.NewSenderOn(client), someMessage(b, far.URL)
	for b.Loop() {
		var left atomic.Int64
		var all sync.WaitGroup
		left.Store(1000)
		for range 32 {
			all.Go(func() {
				for left.Add(-1) >= 0 {
					sent(b, sender, m)
				}
			})
		}
		all.Wait()
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkFanOut1000 is the whole way: it stores 1,000 notices durably and has each of them taken by
// a push service on this machine.
func BenchmarkFanOut1000(b *testing.B) {
	w := newTown(b)
	var taken atomic.Int64
	far := httptest.NewServer(http.HandlerFunc(func(res http.ResponseWriter, _ *http.Request) {
		taken.Add(1)
		res.WriteHeader(http.StatusCreated)
	}))
	defer far.Close()
	p, err := push.New(push.Options{Store: w.st, People: w.staff, Now: w.clock, Contact: "mailto:a@b.example", Origins: []string{far.URL}})
	w.ok(err)
	w.push = p
	for i := range 5 {
		w.keep(ana, newBrowser(b, fmt.Sprint(far.URL, "/", i)))
	}
	for b.Loop() {
		before := taken.Load()
		for range 200 { // each to five browsers
			w.pass(time.Millisecond)
			w.ok(p.SendTest(w.ctx, ana))
		}
		w.ok(p.Deliver(w.ctx))
		if got := taken.Load() - before; got != 1000 {
			b.Fatalf("%d were taken", got)
		}
	}
	b.ReportMetric(1000*float64(b.N)/b.Elapsed().Seconds(), "notices/s")
}
