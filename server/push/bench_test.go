package push_test

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/push"
)

// BenchmarkEncryptAndSend is one message on one core: keys, encryption,
// signature, and a request that a handler in the same process answers.
func BenchmarkEncryptAndSend(b *testing.B) {
	far := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusCreated) }))
	defer far.Close()
	browser := newBrowser(b, far.URL+"/x")
	k, err := push.MakeKey(time.Now(), rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	sender := push.NewWebSender("mailto:a@b.example", push.Patience)
	m := push.Message{Endpoint: browser.endpoint, P256dh: browser.p256dh, Auth: browser.auth, Key: k, TTL: time.Hour,
		Body: []byte(`{"v":1,"title":"Commande prête","body":"Primeur des Halles, bon 0412"}`), Urgency: "high", Topic: "x", Trusted: true}
	for b.Loop() {
		if a, err := sender.Send(b.Context(), m); err != nil || a.Status != http.StatusCreated {
			b.Fatal(a, err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkFanOut1000 stores 1,000 notices durably and has each of them taken by
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
