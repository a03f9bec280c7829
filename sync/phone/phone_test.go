package phone

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/sync/slip"
)

// server is what a test says of the other end: it sees each request and answers
// as answer tells it to; without one it stores everything.
type server struct {
	seen   []request
	bodies []string
	stored map[string]int64 // id: seq
	answer func(request) (status int, body string)
}

func (s *server) Do(r *http.Request) (*http.Response, error) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err // a request that was cut
	}
	var req request
	if err := json.Unmarshal(raw, &req); err != nil {
		return nil, err
	}
	s.seen, s.bodies = append(s.seen, req), append(s.bodies, string(raw))
	status, body := http.StatusOK, ""
	if s.answer != nil {
		status, body = s.answer(req)
	}
	if body == "" && status == http.StatusOK {
		body = s.store(req)
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

// store answers as a server does that holds what it was brought, and nothing else.
func (s *server) store(req request) string {
	a := answer{Proto: 1, Access: "ok", Receipts: []receipt{}}
	for i, raw := range req.Acts {
		var act struct {
			ID  string
			Seq int64
		}
		_ = json.Unmarshal(raw, &act)
		r := receipt{ID: act.ID, Index: i, Receipt: "stored", Outcome: "applied"}
		if act.ID == "" {
			r.Outcome, r.Code = "held", "act.unreadable"
		} else if _, known := s.stored[act.ID]; known {
			r.Receipt = "known"
		} else {
			s.stored[act.ID] = act.Seq
		}
		a.Receipts = append(a.Receipts, r)
	}
	a.High, a.Holes = s.held(req.Issued)
	raw, _ := json.Marshal(a)
	return string(raw)
}

func (s *server) held(issued int64) (high int64, holes [][2]int64) {
	var seqs []int64
	for _, n := range s.stored {
		seqs = append(seqs, n)
	}
	slices.Sort(seqs)
	next := int64(1)
	for _, n := range seqs {
		if n > next {
			holes = append(holes, [2]int64{next, n - 1})
		} else if len(holes) == 0 {
			high = n
		}
		next = n + 1
	}
	if next <= issued {
		holes = append(holes, [2]int64{next, issued})
	}
	return high, holes
}

// street is a phone, its line and the server.
type street struct {
	*Phone
	line   *Line
	server *server
	clock  time.Time
	ids    int
}

func newStreet(t *testing.T) *street {
	t.Helper()
	s := &street{server: &server{stored: map[string]int64{}}, clock: time.Date(2026, 7, 6, 8, 0, 0, 0, time.UTC)}
	s.line = &Line{To: s.server}
	s.Phone = New(Options{URL: "http://town", HTTP: s.line, Now: func() time.Time { return s.clock }, NewID: func() string {
		s.ids++
		return fmt.Sprintf("0190a000-0000-7000-8000-%012d", s.ids)
	}}, nil)
	s.Adopt("0190d000-0000-7000-8000-000000000001", "secret", "anna")
	return s
}

func (s *street) notes(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		if _, err := s.Note("0190b000-0000-7000-8000-000000000001", fmt.Sprint("note ", i)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestANumberIsGivenWithTheActAndNeverAgain(t *testing.T) {
	s := newStreet(t)
	s.notes(t, 1)
	s.CrashAt(BeforeCommit)
	if _, err := s.Note("0190b000-0000-7000-8000-000000000001", "unseen"); !errors.Is(err, ErrCrashed) {
		t.Fatal(err)
	}
	s.Phone = s.Restart()
	s.CrashAt(AfterCommit)
	if _, err := s.Note("0190b000-0000-7000-8000-000000000001", "kept"); !errors.Is(err, ErrCrashed) {
		t.Fatal(err)
	}
	s.Phone = s.Restart()
	s.notes(t, 1)
	var got []int64
	for _, a := range s.Waiting() {
		got = append(got, a.Seq)
	}
	if !slices.Equal(got, []int64{1, 2, 3}) || s.Disk().Seq != 3 {
		t.Errorf("numbers %v, the highest %d", got, s.Disk().Seq)
	}
	before := s.Disk().Epoch
	if w := s.Wipe(); w.Disk().Epoch == before || w.Disk().Seq != 0 || w.Disk().Device == "" {
		t.Errorf("after its storage was dropped: %+v", w.Disk())
	}
}

func TestOnlyAReceiptTakesAnActFromTheOutbox(t *testing.T) {
	for name, f := range map[string]Fault{
		"drop": {Kind: Drop}, "lost reply": {Kind: DropReply}, "cut": {Kind: Cut, At: 40}, "cut reply": {Kind: CutReply, At: 40},
		"hold": {Kind: Hold}, "portal": {Kind: Portal}, "busy": {Kind: Status, Code: 503}, "sign in": {Kind: Status, Code: 401}, "gateway": {Kind: Status, Code: 502},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStreet(t)
			s.notes(t, 3)
			sent, _, _ := s.Body()
			s.line.Fail(f)
			if _, err := s.Exchange(context.Background()); err == nil || len(s.Waiting()) != 3 || len(s.Disk().Sent) != 0 {
				t.Errorf("%v: %d wait, %d sent", err, len(s.Waiting()), len(s.Disk().Sent))
			}
			if again, _, _ := s.Body(); string(again) != string(sent) {
				t.Error("the second request has other bytes")
			}
			if err := s.Drain(context.Background()); err != nil || len(s.Waiting()) != 0 || len(s.server.stored) != 3 {
				t.Errorf("%v: %d wait, the server holds %d", err, len(s.Waiting()), len(s.server.stored))
			}
		})
	}
}

func TestAnAnswerOfAnotherBatchRemovesNothing(t *testing.T) {
	s := newStreet(t)
	s.notes(t, 1)
	if err := s.Drain(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.notes(t, 2)
	s.line.Fail(Fault{Kind: Stale})
	if _, err := s.Exchange(context.Background()); err != nil || len(s.Waiting()) != 2 {
		t.Errorf("%v, %d wait", err, len(s.Waiting()))
	}
}

func TestARequestThatArrivesLateIsKnown(t *testing.T) {
	s := newStreet(t)
	s.notes(t, 2)
	s.line.Fail(Fault{Kind: Hold}, Fault{Kind: Repeat})
	_, err := s.Exchange(context.Background())
	if !errors.Is(err, ErrLine) {
		t.Fatal(err)
	}
	r, err := s.Exchange(context.Background())
	if err != nil || r.Receipts[0].Receipt != "known" || s.line.Release() != 1 || len(s.server.stored) != 2 || len(s.server.seen) != 3 {
		t.Errorf("%v %+v: %d requests, %d stored", err, r.Receipts, len(s.server.seen), len(s.server.stored))
	}
}

func TestBatchesAreHalvedAndWhatStaysTooLargeIsParked(t *testing.T) {
	s := newStreet(t)
	s.notes(t, 60)
	s.server.answer = func(req request) (int, string) {
		for _, raw := range req.Acts {
			if len(req.Acts) > 3 || strings.Contains(string(raw), `"seq":7,`) {
				return http.StatusRequestEntityTooLarge, ""
			}
		}
		return http.StatusOK, ""
	}
	if err := s.Drain(context.Background()); err != nil {
		t.Fatal(err)
	}
	d := s.Disk()
	if len(s.server.seen[0].Acts) != 50 || len(d.Outbox) != 0 || len(d.Sent) != 59 || len(d.Parked) != 1 || d.Parked[0].Seq != 7 {
		t.Errorf("first %d, wait %d, sent %d, parked %+v", len(s.server.seen[0].Acts), len(d.Outbox), len(d.Sent), d.Parked)
	}
}

func TestPausesDoubleAndTheServersWishHolds(t *testing.T) {
	s := newStreet(t)
	var got []time.Duration
	for range 11 {
		s.line.Fail(Fault{Kind: Drop})
		_, _ = s.Exchange(context.Background())
		got = append(got, s.Pause())
	}
	if got[0] != time.Second || got[3] != 8*time.Second || got[10] != 5*time.Minute {
		t.Errorf("pauses %v", got)
	}
	s.line.Fail(Fault{Kind: Status, Code: 429})
	if _, err := s.Exchange(context.Background()); !errors.Is(err, ErrLater) || s.Pause() != 7*time.Second {
		t.Errorf("%v, then %v", err, s.Pause())
	}
	if _, err := s.Exchange(context.Background()); err != nil || s.Pause() != 0 {
		t.Errorf("%v, then %v", err, s.Pause())
	}
}

func TestWhatARestoredServerLostComesAgain(t *testing.T) {
	s := newStreet(t)
	s.notes(t, 5)
	if err := s.Drain(context.Background()); err != nil {
		t.Fatal(err)
	}
	for id, seq := range s.server.stored {
		if seq == 2 || seq > 3 { // a hole, and the tail
			delete(s.server.stored, id)
		}
	}
	if err := s.Drain(context.Background()); err != nil || len(s.server.stored) != 5 {
		t.Errorf("%v: the server holds %d of 5", err, len(s.server.stored))
	}
	s.RecordRaw("0190a000-0000-7000-8000-00000000ffff", []byte(`{"id":7}`)) // a hole that stays for ever
	s.notes(t, 3)
	if err := s.Drain(context.Background()); err != nil || len(s.server.stored) != 8 {
		t.Fatalf("%v: the server holds %d of 8", err, len(s.server.stored))
	}
	for id, seq := range s.server.stored {
		if seq > 7 { // of 7 to 9, so that high stays where it is
			delete(s.server.stored, id)
		}
	}
	if err := s.Drain(context.Background()); err != nil || len(s.server.stored) != 8 {
		t.Errorf("%v: above the hole the server holds %d of 8", err, len(s.server.stored))
	}
	s.clock = s.clock.Add(KeepSent + time.Hour)
	if _, err := s.Exchange(context.Background()); err != nil || len(s.Disk().Sent) != 0 {
		t.Errorf("%v: %d copies after fourteen days", err, len(s.Disk().Sent))
	}
}

func TestAnActThatTheServerCannotReadIsParkedByItsPlace(t *testing.T) {
	s := newStreet(t)
	s.notes(t, 1)
	s.RecordRaw("0190a000-0000-7000-8000-00000000ffff", []byte(`{"id":7}`))
	s.notes(t, 1)
	if err := s.Drain(context.Background()); err != nil {
		t.Fatal(err)
	}
	d := s.Disk()
	if len(d.Sent) != 2 || len(d.Parked) != 1 || d.Parked[0].Seq != 2 || d.High != 1 {
		t.Errorf("sent %d, parked %+v, high %d", len(d.Sent), d.Parked, d.High)
	}
}

func TestADayIsInSightBeforeItIsSent(t *testing.T) {
	s := newStreet(t)
	const id = "0190b000-0000-7000-8000-000000000001"
	doc := slip.Doc{ID: id, Number: "26-1", Journal: []slip.Entry{{ID: "created", Kind: slip.Created, V: 1, At: s.clock, Via: slip.ViaDesk,
		Data: []byte(`{"number":"26-1","day":"2026-07-06","sheet":{"household":{"id":"h"},"merchant":{"id":"m","payee":"P"},"lines":[],"amountCents":1000}}`)}}}
	raw, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	s.Disk().Docs[id] = Doc{"slip", id, 3, raw}
	for _, do := range []func() (Act, error){
		func() (Act, error) { return s.PickUp(id, 1) },
		func() (Act, error) { return s.HandOver(id, 1000, Signed("Odette")) },
		func() (Act, error) { return s.ReturnCheque(id, 1000, Unsigned("mains prises", "M. Petit")) },
	} {
		if _, err := do(); err != nil {
			t.Fatal(err)
		}
	}
	if st, ok := s.Slip(id); !ok || !st.Complete {
		t.Errorf("%v %+v", ok, st)
	}
	if !strings.Contains(string(s.Waiting()[0].Raw), `"basis":3`) {
		t.Errorf("the act names no basis: %s", s.Waiting()[0].Raw)
	}
}
