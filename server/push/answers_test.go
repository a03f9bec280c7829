package push_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/push"
	"github.com/portage-livraison/portage/server/store"
)

// state is what the desk sees of the one thing that ana was told.
func (w *town) state() push.State {
	w.Helper()
	all, err := w.push.Unseen(w.ctx, claire)
	w.ok(err)
	if len(all) != 1 || all[0].Person != "ana" || all[0].Name != "Secret ana" || all[0].Phone == "" {
		w.Fatalf("unseen = %+v", all)
	}
	return all[0].State
}

// Case 40, and the answers of the services' own documents.
func TestWhatAPushServiceAnswers(t *testing.T) {
	tests := []struct {
		answer string
		state  push.State
		again  bool // the browser is told to subscribe anew
		total  int  // requests within the hour
	}{
		{"201", push.Sent, false, 1},
		{"200", push.Sent, false, 1}, // Apple, also for dead ones
		{"404", push.Lost, true, 1},
		{"410", push.Lost, true, 1},
		{"401", push.Lost, true, 1},
		{"403", push.Lost, true, 1},
		{"400", push.Failed, false, 1},
		{"413", push.Failed, false, 1},
		{"301", push.Failed, false, 1},
		{"307", push.Failed, false, 1},
		{"429", push.Waiting, false, 5},
		{"500", push.Waiting, false, 5},
		{"503", push.Waiting, false, 5},
	}
	for _, tt := range tests {
		t.Run(tt.answer, func(t *testing.T) {
			w := newTown(t)
			b := w.subscribe(ana, tt.answer)
			w.round(ana)
			w.work()
			if got := w.state(); got != tt.state {
				t.Errorf("state %s, want %s", got, tt.state)
			}
			again, err := w.push.Subscribe(w.ctx, ana, w.subscription(b))
			w.ok(err)
			if again != tt.again {
				t.Errorf("subscribe again: %v", again)
			}
			for range 60 {
				w.pass(time.Minute)
				w.work()
			}
			if got := w.far.asked(b.endpoint); got != tt.total {
				t.Errorf("asked %d times, want %d", got, tt.total)
			}
			if n := w.far.asked(w.far.URL + "/inner/secret"); n > 0 {
				t.Error("a redirect was followed")
			}
		})
	}
}

func TestRetryAfterSilencesTheWholeService(t *testing.T) {
	w := newTown(t)
	busy := true
	w.far.answer = func(_ string, res http.ResponseWriter) bool {
		if busy {
			res.Header().Set("Retry-After", "120")
			res.WriteHeader(http.StatusTooManyRequests)
		}
		return busy
	}
	first := w.subscribe(ana, "201")
	w.round(ana)
	w.work()
	second := w.subscribe(idriss, "201")
	w.round(idriss)
	w.pass(119 * time.Second)
	w.work()
	if w.far.asked(first.endpoint) != 1 || w.far.asked(second.endpoint) != 0 {
		t.Fatal("the service was not left alone")
	}
	busy = false
	w.pass(2 * time.Second)
	w.work()
	if got := len(w.far.banners()); got < 2 {
		t.Errorf("%d came after the silence", got)
	}
}

func TestATransientFailureIsTriedAgainAndSentOnce(t *testing.T) {
	w := newTown(t)
	fail := 2
	w.far.answer = func(_ string, res http.ResponseWriter) bool {
		if fail--; fail < 0 {
			return false
		}
		res.WriteHeader(http.StatusBadGateway)
		return true
	}
	b := w.subscribe(ana, "201")
	w.round(ana)
	for range 30 {
		w.work()
		w.pass(10 * time.Second)
	}
	if got := len(w.far.banners()); got != 1 || w.far.asked(b.endpoint) != 3 {
		t.Errorf("%d came by %d requests", got, w.far.asked(b.endpoint))
	}
}

func TestNoticesEndWithTheirTime(t *testing.T) {
	w := newTown(t)
	b := w.subscribe(ana, "500")
	_, id := w.round(ana)
	w.work()
	w.pass(time.Minute)
	_, err := w.ReadySlip(w.ctx, agent, id, 1, 0)
	w.ok(err)
	w.pass(4*time.Hour + time.Minute) // longer than ready is of use
	before := w.far.asked(b.endpoint)
	w.ok(w.push.Deliver(w.ctx))
	if got := w.far.asked(b.endpoint); got != before+1 {
		t.Errorf("%d requests, want the round's alone", got-before)
	}
}

// A service that hangs is cut off, and others wait for nothing.
func TestAServiceThatHangsDelaysNobodyElse(t *testing.T) {
	if push.Patience != 10*time.Second {
		t.Errorf("a service may take %s", push.Patience)
	}
	const patience = time.Second
	w := newTown(t)
	slow := newPushService(t)
	p, err := push.New(push.Options{Store: w.st, People: w.staff, Now: w.clock, Contact: "mailto:a@b.example",
		Origins: []string{w.far.URL, slow.URL}, Sender: push.NewWebSender("mailto:a@b.example", patience)})
	w.ok(err)
	w.push = p
	stuck := newBrowser(t, slow.URL+"/hang/"+newID())
	w.keep(ana, stuck)
	w.subscribe(idriss, "201")
	w.round(ana)
	w.round(idriss)
	w.ok(w.push.Sweep(w.ctx))
	good := make(chan time.Time, 1)
	w.far.answer = func(string, http.ResponseWriter) bool { good <- time.Now(); return false }
	began := time.Now()
	w.ok(w.push.Deliver(w.ctx))
	ended := time.Now()
	if left := ended.Sub(<-good); left < patience/2 {
		t.Errorf("the good service was asked only %s before the slow one was done", left)
	}
	if took := ended.Sub(began); took < patience || took > 5*patience {
		t.Errorf("the slow one was cut off after %s", took)
	}
}

func TestHeadersOfEachKind(t *testing.T) {
	w := newTown(t)
	w.subscribe(ana, "201")
	id, slipID := w.round(ana)
	w.work()
	first := w.far.banners()[0]
	h := first.header
	if h.Get("Ttl") == "" || h.Get("Urgency") != "high" || len(h.Get("Topic")) != 24 || h.Get("Content-Encoding") != "aes128gcm" {
		t.Errorf("headers %v", h)
	}
	if !strings.HasPrefix(h.Get("Authorization"), "vapid t=") {
		t.Errorf("authorization %q", h.Get("Authorization"))
	}
	w.pass(time.Minute)
	w.publish(id)
	_, err := w.ReadySlip(w.ctx, agent, slipID, 1, 0)
	w.ok(err)
	w.work()
	got := w.far.banners() // Commande prête, Tournée modifiée
	if got[1].header.Get("Topic") != h.Get("Topic") || got[1].Tag != first.Tag {
		t.Error("a newer word on a round does not replace the older one")
	}
	if got[0].Tag == first.Tag {
		t.Error("an order that is ready replaces the round")
	}
}

// A notice that nobody can read any more is an error in the log, and stops no other.
func TestAnUnreadableNoticeStopsNoOther(t *testing.T) {
	w := newTown(t)
	w.subscribe(ana, "201")
	bad := store.Doc{Kind: "notice", ID: "bad", Body: []byte("{"), Keys: map[string]any{"service": w.far.URL, "due": int64(1), "at": int64(1), "kind": "round"}}
	w.ok(w.st.Insert(w.ctx, bad)[0])
	w.round(ana)
	w.ok(w.push.Sweep(w.ctx))
	if err := w.push.Deliver(w.ctx); err == nil {
		t.Error("nobody is told of it")
	}
	if n := len(w.far.banners()); n != 1 {
		t.Errorf("%d came", n)
	}
}
