package exchange

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/portage-livraison/portage/sync/slip"
)

const (
	deviceB = "0190a000-0000-7000-8000-00000000000b"
	slip2   = "01905000-0000-7000-8000-000000000002"
	ghost   = "01905000-0000-7000-8000-00000000ffff"
)

var (
	anna = Sender{deviceA, "anna", AccessOK}
	bob  = Sender{deviceB, "bob", AccessOK}
)

func actID(n int) string { return fmt.Sprintf("0190ac00-0000-7000-8000-%012d", n) }

// fact is the n-th act of a phone.
func fact(n int, kind, slip, data string) string {
	return act(actID(n), n, fmt.Sprintf(`,"kind":%q,"slip":%q,"data":%s`, kind, slip, data))
}

const (
	mark     = `{"strokes":[2,10,10,20,20],"w":300,"h":150}`
	delivery = `{"payment":"cheque","amountCents":1240,"mark":` + mark + `}`
	cheque   = `{"amountCents":1240,"mark":` + mark + `}`
)

// day is a whole delivery on one slip, numbered from n.
func day(n int, slip string) []string {
	return []string{
		fact(n, "ready", slip, `{"bags":2}`), fact(n+1, "pickedUp", slip, `{"bags":2}`),
		fact(n+2, "handedOver", slip, delivery), fact(n+3, "chequeReturned", slip, cheque),
	}
}

func brief(a Answer) string {
	var b strings.Builder
	for _, r := range a.Receipts {
		fmt.Fprintf(&b, "%s:%s", r.Kept, r.Outcome)
		if r.Code != "" {
			b.WriteString(":" + r.Code)
		}
		b.WriteString(" ")
	}
	fmt.Fprintf(&b, "high %d holes %v", a.High, a.Holes)
	return b.String()
}

func (w *world) want(a Answer, want string) {
	w.t.Helper()
	if got := brief(a); got != want {
		w.t.Errorf("answer\n got %s\nwant %s", got, want)
	}
}

func TestADayOnOneSlip(t *testing.T) {
	w := newWorld(t)
	w.addSlip(slip1, "anna")
	w.want(w.do(anna, day(1, slip1)...), "stored:applied stored:applied stored:applied stored:applied high 4 holes []")
	if st := w.slips[slip1].State(); !st.Complete {
		t.Errorf("not complete: %+v", st)
	}
	if v := w.slips[slip1].Version; v != 2 {
		t.Errorf("four acts made %d versions, want one", v-1)
	}
	// The answer got lost: the same again has the same outcome and no effect.
	before := w.slips[slip1]
	w.want(w.do(anna, day(1, slip1)...), "known:applied known:applied known:applied known:applied high 4 holes []")
	if w.slips[slip1].Version != before.Version {
		t.Error("a repeat wrote the slip")
	}
	if len(w.told) != 4 {
		t.Errorf("others were told of %d acts, want 4: %+v", len(w.told), w.told)
	}
}

func TestNoActStopsAnother(t *testing.T) {
	w := newWorld(t)
	w.addSlip(slip1, "anna")
	a := w.do(anna,
		fact(1, "ready", slip1, `{"bags":2}`),
		`{"id":"x","seq":NaN}`,
		fact(2, "pickedUp", ghost, `{}`),
		fact(3, "teleported", slip1, `{}`),
		fact(4, "cancelled", slip1, `{"reason":"?"}`),
		fact(5, "pickedUp", slip1, `{"bags":"two"}`),
		act(actID(6), 6, `,"kind":"roundStarted","round":"`+slip1+`"`),
		fact(7, "pickedUp", slip1, `{"bags":2}`),
	)
	w.want(a, "stored:applied stored:held:act.unreadable stored:held:slip.unknown stored:held:slip.unknown_kind "+
		"stored:held:kind.not_yours stored:held:slip.bad_data stored:held:round.unknown stored:applied high 7 holes []")
	if a.Receipts[1].ID != "" || a.Receipts[1].Index != 1 {
		t.Errorf("unreadable act: %+v", a.Receipts[1])
	}
	if len(w.held) != 6 {
		t.Errorf("%d acts are held, want 6", len(w.held))
	}
	// Sent once more, they are known and still held.
	w.want(w.do(anna, `{"id":"x","seq":NaN}`, fact(2, "pickedUp", ghost, `{}`)),
		"known:held:act.unreadable known:held:slip.unknown high 7 holes []")
}

func TestOtherBytesWithAKnownID(t *testing.T) {
	w := newWorld(t)
	w.addSlip(slip1, "anna")
	w.addSlip(slip2, "bob")
	first, other := fact(1, "ready", slip1, `{"bags":2}`), fact(1, "ready", slip1, `{"bags":9}`)
	w.want(w.do(anna, first, other, first), "stored:applied differs:held:act.differs known:applied high 1 holes []")
	w.want(w.do(anna, other, first, other), "differs:held:act.differs known:applied differs:held:act.differs high 1 holes []")
	w.want(w.do(anna, other), "differs:held:act.differs high 1 holes []")
	w.want(w.do(bob, first), "differs:held:act.differs high 1 holes []") // the same bytes from another device
	if n, err := w.Replay(t.Context(), w.waiting()); n != 0 || err != nil {
		t.Errorf("replayed %d that differ, %v", n, err)
	}
	if bags := w.slips[slip1].State().Goods.Bags; bags != 2 {
		t.Errorf("bags %d: the first must stand", bags)
	}
}

func TestBatchesSwapped(t *testing.T) {
	acts := day(1, slip1)
	inOrder, swapped := newWorld(t), newWorld(t)
	for _, w := range []*world{inOrder, swapped} {
		w.addSlip(slip1, "anna")
	}
	inOrder.do(anna, acts[:2]...)
	inOrder.do(anna, acts[2:]...)
	swapped.want(swapped.do(anna, acts[2:]...), "stored:flagged:pickup_missing stored:applied high 0 holes [[1 2]]")
	swapped.want(swapped.do(anna, acts[:2]...), "stored:applied stored:applied high 4 holes []")
	a, _ := json.Marshal(inOrder.slips[slip1].State())
	b, _ := json.Marshal(swapped.slips[slip1].State())
	if string(a) != string(b) {
		t.Errorf("states differ\n%s\n%s", a, b)
	}
}

func TestRevokedAndExpired(t *testing.T) {
	w := newWorld(t)
	w.addSlip(slip1, "anna")
	w.addSlip(slip2, "anna")
	revoked := Sender{deviceA, "anna", AccessRevoked}
	req := request(revoked, fact(1, "pickedUp", slip1, `{"bags":2}`))
	req.Have = map[string]int64{slip1: 1, slip2: 1}
	a, err := w.Do(t.Context(), revoked, req)
	if err != nil {
		t.Fatal(err)
	}
	w.want(a, "stored:flagged:revoked high 1 holes []")
	if a.Access != AccessRevoked || len(a.Put) != 0 || !slices.Equal(a.Gone, []string{slip1, slip2}) {
		t.Errorf("revoked: %+v", a)
	}
	expired := Sender{deviceA, "anna", AccessExpired}
	a = w.do(expired, fact(2, "note", slip1, `{"text":"x"}`))
	w.want(a, "stored:flagged:expired high 2 holes []")
	if len(a.Put)+len(a.Gone) != 0 {
		t.Errorf("expired reads: %+v", a)
	}
	// Sent before the revocation and again after it: the first time stands.
	w.do(bob, fact(1, "note", slip2, `{"text":"y"}`))
}

func TestPullCompares(t *testing.T) {
	w := newWorld(t)
	w.addSlip(slip1, "anna")
	w.addSlip(slip2, "anna")
	ask := func(have map[string]int64) Answer {
		req := request(anna)
		req.Have = have
		a, err := w.Do(t.Context(), anna, req)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	names := func(a Answer) (put []string) {
		for _, d := range a.Put {
			put = append(put, d.ID)
		}
		return put
	}
	if a := ask(nil); !slices.Equal(names(a), []string{slip1, slip2}) || len(a.Gone) != 0 {
		t.Errorf("cold: %v %v", names(a), a.Gone)
	}
	if a := ask(map[string]int64{slip1: 1, slip2: 1}); len(a.Put)+len(a.Gone) != 0 {
		t.Errorf("idle: %v %v", names(a), a.Gone)
	}
	if a := ask(map[string]int64{slip1: 7, ghost: 1}); !slices.Equal(names(a), []string{slip1, slip2}) || !slices.Equal(a.Gone, []string{ghost}) {
		t.Errorf("changed, and one unknown: %v %v", names(a), a.Gone)
	}
	w.people[slip1] = "bob"
	if a := ask(map[string]int64{slip1: 1, slip2: 1}); len(a.Put) != 0 || !slices.Equal(a.Gone, []string{slip1}) {
		t.Errorf("reassigned: %v %v", names(a), a.Gone)
	}
	w.TooOld = func(string) bool { return true }
	if a := ask(nil); !a.Upgrade || len(a.Put) != 0 {
		t.Errorf("too old: %+v", a)
	}
}

func TestADigestSaysThatNothingChanged(t *testing.T) {
	w := newWorld(t)
	w.addSlip(slip1, "anna")
	w.addSlip(slip2, "anna")
	ask := func(digest string, s Sender) Answer {
		req := request(s)
		req.Digest = digest
		a, err := w.Do(t.Context(), s, req)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	same := sum([]byte(slip1 + ":1\n" + slip2 + ":1\n"))
	if a := ask(same, anna); a.More || len(a.Put)+len(a.Gone) != 0 {
		t.Errorf("the same: %+v", a)
	}
	if a := ask(sum(nil), anna); !a.More || len(a.Put)+len(a.Gone) != 0 {
		t.Errorf("something else: %+v", a)
	}
	if a := ask(same, Sender{deviceA, "anna", AccessRevoked}); !a.More || len(a.Gone) != 0 {
		t.Errorf("revoked: %+v", a)
	}
	if _, err := DecodeRequest([]byte(envelope(`,"have":"abc"`))); err == nil {
		t.Error("half a digest was taken")
	}
	if r, err := DecodeRequest([]byte(envelope(`,"have":"` + same + `"`))); err != nil || r.Digest != same {
		t.Errorf("%+v %v", r, err)
	}
}

func TestAnswerIsCut(t *testing.T) {
	w := newWorld(t)
	note := `{"text":"` + strings.Repeat("é", 1900) + `"}`
	for i := range 4 {
		id := fmt.Sprintf("01905000-0000-7000-8000-%012d", i)
		w.addSlip(id, "anna")
		l := w.slips[id]
		for n := range 50 {
			_, err := l.Append(slip.Entry{ID: actID(i*100 + n), Kind: slip.Note, V: 1, At: t0, Received: t0, By: "x", Via: slip.ViaDesk, Data: json.RawMessage(note)})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	have, calls := map[string]int64{}, 0
	for more := true; more; calls++ {
		req := request(anna)
		req.Have = have
		a, err := w.Do(t.Context(), anna, req)
		if err != nil || len(a.Put) == 0 {
			t.Fatalf("call %d: %d documents, %v", calls, len(a.Put), err)
		}
		size := 0
		for _, d := range a.Put {
			have[d.ID], size = d.Version, size+len(d.Body)
		}
		if size > MaxAnswer {
			t.Errorf("an answer of %d bytes", size)
		}
		more = a.More
	}
	if len(have) != 4 || calls != 2 {
		t.Errorf("%d documents in %d calls", len(have), calls)
	}
}

func TestHeldActsAreReplayed(t *testing.T) {
	w := newWorld(t)
	w.do(anna, fact(1, "ready", slip1, `{"bags":2}`), fact(2, "teleported", slip1, `{}`))
	w.addSlip(slip1, "anna")
	n, err := w.Replay(t.Context(), w.waiting())
	if err != nil || n != 1 {
		t.Fatalf("replayed %d, %v", n, err)
	}
	if w.slips[slip1].State().Goods.Bags != 2 || len(w.held) != 1 {
		t.Errorf("state %+v, held %v", w.slips[slip1].State().Goods, w.held)
	}
	if n, _ = w.Replay(t.Context(), w.waiting()); n != 0 {
		t.Errorf("replayed %d again", n)
	}
	w.want(w.do(anna, fact(1, "ready", slip1, `{"bags":2}`)), "known:applied high 2 holes []")
}

// A phone that sends again also brings its held act to a slip that is there now.
func TestHeldActSentAgain(t *testing.T) {
	w := newWorld(t)
	w.do(anna, fact(1, "ready", slip1, `{"bags":2}`))
	w.addSlip(slip1, "anna")
	w.want(w.do(anna, fact(1, "ready", slip1, `{"bags":2}`)), "known:applied high 1 holes []")
	if len(w.held) != 0 {
		t.Errorf("still held: %v", w.held)
	}
}

func TestRestoredFromABackup(t *testing.T) {
	w := newWorld(t)
	w.addSlip(slip1, "anna")
	acts := day(1, slip1)
	w.do(anna, acts[0])
	backup := newWorld(t)
	backup.addSlip(slip1, "anna")
	for k, v := range w.inbox {
		backup.inbox[k] = v
	}
	for k, v := range w.phones {
		backup.phones[k] = v
	}
	backup.slips[slip1] = w.slips[slip1]
	w.want(w.do(anna, acts[1:]...), "stored:applied stored:applied stored:applied high 4 holes []")

	backup.want(backup.do(anna), "high 1 holes []") // so the phone sends 2, 3 and 4 again
	backup.want(backup.do(anna, acts[1:]...), "stored:applied stored:applied stored:applied high 4 holes []")
	if !backup.slips[slip1].State().Complete {
		t.Error("not complete after the phone sent again")
	}
}

// What a phone made and the server does not hold is a hole up to the highest
// number that was announced: so a tail that a restored server lost comes again
// also below a hole that stays for ever, with no new act.
func TestALostTailIsAHole(t *testing.T) {
	w := newWorld(t)
	w.addSlip(slip1, "anna")
	acts := day(1, slip1)
	w.want(w.do(anna, acts[0], acts[2]), "stored:applied stored:flagged:pickup_missing high 1 holes [[2 2]]")
	idle := request(anna)
	idle.Issued = 4
	a, err := w.Do(t.Context(), anna, idle)
	if err != nil {
		t.Fatal(err)
	}
	w.want(a, "high 1 holes [[2 2] [4 4]]")
	idle.Issued = 1 // a younger answer knows more than an older request
	if a, err = w.Do(t.Context(), anna, idle); err != nil {
		t.Fatal(err)
	}
	w.want(a, "high 1 holes [[2 2]]")
}

func TestAPanicHoldsItsActAlone(t *testing.T) {
	w := newWorld(t)
	w.addSlip(slip1, "anna")
	var reports []error
	w.Report = func(err error) { reports = append(reports, err) }
	w.broken = func(act string) {
		if act == actID(2) {
			panic("a bug")
		}
	}
	w.want(w.do(anna, day(1, slip1)...),
		"stored:applied stored:held:handler_panicked stored:flagged:pickup_missing stored:applied high 4 holes []")
	if len(reports) != 1 || len(w.told) != 4 {
		t.Errorf("reports %v, told %v", reports, w.told)
	}
	w.broken = nil // the release that mends it
	if n, err := w.Replay(t.Context(), w.waiting()); n != 1 || err != nil || len(w.held) != 0 {
		t.Errorf("replayed %d, %v; held %v", n, err, w.held)
	}
	if st := w.slips[slip1].State(); len(st.OpenTasks()) != 0 || !st.Complete {
		t.Errorf("after the replay: %+v", st.Tasks)
	}
}

// The desk changes the slip between our reading and our writing, again and again.
func TestALostRaceIsRunAgain(t *testing.T) {
	w := newWorld(t)
	w.addSlip(slip1, "anna")
	race := func(times int) {
		w.before = func(id string) {
			if times--; times < 0 {
				return
			}
			w.mu.Lock()
			defer w.mu.Unlock()
			l := w.slips[id]
			r := slip.Read(l.Slip())
			e := slip.Entry{ID: actID(1000 + len(l.Slip().Journal)), Kind: slip.Note, V: 1, At: t0, Received: t0, By: "desk", Via: slip.ViaDesk, Data: json.RawMessage(`{"text":"x"}`)}
			if _, err := r.Append(e); err != nil {
				t.Error(err)
			}
			w.slips[id] = Loaded{id, l.Version + 1, r}
		}
	}
	race(3)
	w.want(w.do(anna, fact(1, "ready", slip1, `{"bags":2}`)), "stored:applied high 1 holes []")
	if s := w.slips[slip1].Slip(); len(s.Journal) != 2+3+1 || slip.Verify(s.Journal) != nil {
		t.Errorf("%d entries", len(s.Journal))
	}
	race(1000) // and never stops: the act is safe, and the sweeper's
	w.want(w.do(anna, fact(2, "pickedUp", slip1, `{"bags":2}`)), "stored:pending high 2 holes []")
	race(0)
	if err := w.Resume(t.Context(), w.undone()); err != nil || !has(w, actID(2)) {
		t.Errorf("sweep: %v", err)
	}
}

func TestDeviceOfAnother(t *testing.T) {
	w := newWorld(t)
	var bad *EnvelopeError
	if _, err := w.Do(t.Context(), bob, request(anna)); !errors.As(err, &bad) || bad.Field != "device" {
		t.Errorf("%v", err)
	}
}

// Every call to the storage fails once, before or after its effect: whatever is
// then answered is true, and once the phone sent again and the sweeper ran,
// everything took effect exactly once.
func TestEveryFault(t *testing.T) {
	acts := append(day(1, slip1), day(5, slip2)...)
	acts = append(acts, fact(9, "ready", ghost, `{}`), `"?"`)
	scene := func() *world {
		w := newWorld(t)
		w.addSlip(slip1, "anna")
		w.addSlip(slip2, "anna")
		return w
	}
	whole := scene()
	whole.do(anna, acts...)
	for n := 1; n <= whole.calls; n++ {
		w := scene()
		w.fail = func(call int) bool { return call == n }
		a, err := w.Do(t.Context(), anna, request(anna, acts...))
		if err == nil {
			for _, r := range a.Receipts {
				if _, ok := w.inbox[r.ID]; !ok && r.ID != "" {
					t.Errorf("fault %d: receipt %+v for an act that is nowhere", n, r)
				}
				if r.Outcome == Applied && !has(w, r.ID) {
					t.Errorf("fault %d: applied and not in a journal: %+v", n, r)
				}
				if r.Outcome == Held && r.ID != "" && w.held[r.ID].ID == "" {
					t.Errorf("fault %d: held and not held: %+v", n, r)
				}
			}
		}
		w.fail = nil
		if err := w.Resume(t.Context(), w.undone()); err != nil {
			t.Fatalf("fault %d: sweep: %v", n, err)
		}
		if err != nil {
			w.do(anna, acts...)
		}
		if rest := w.undone(); len(rest) != 0 {
			t.Errorf("fault %d: %d acts are not done", n, len(rest))
		}
		for id, l := range w.slips {
			if len(l.Slip().Journal) != len(whole.slips[id].Slip().Journal) || !l.State().Complete || slip.Verify(l.Slip().Journal) != nil {
				t.Errorf("fault %d: slip %s: %d entries, complete %v", n, id, len(l.Slip().Journal), l.State().Complete)
			}
		}
		if len(w.held) != 2 {
			t.Errorf("fault %d: %d held, want 2", n, len(w.held))
		}
	}
}

func has(w *world, id string) bool {
	for _, l := range w.slips {
		if _, ok := l.Slip().Find(id); ok {
			return true
		}
	}
	return false
}

func TestTheSameBatchOnManyConnections(t *testing.T) {
	w := newWorld(t)
	w.addSlip(slip1, "anna")
	w.addSlip(slip2, "anna")
	acts := append(day(1, slip1), day(5, slip2)...)
	answers := make([]Answer, 8)
	var wg sync.WaitGroup
	for i := range answers {
		wg.Go(func() { answers[i], _ = w.Do(t.Context(), anna, request(anna, acts...)) })
	}
	wg.Wait()
	stored := 0
	for _, a := range answers {
		for _, r := range a.Receipts {
			if r.Kept == Stored {
				stored++
			}
			if r.Outcome != Applied {
				t.Errorf("%+v", r)
			}
		}
	}
	if stored != len(acts) || len(w.slips[slip1].Slip().Journal) != 6 || len(w.slips[slip2].Slip().Journal) != 6 {
		t.Errorf("%d stored, journals %d and %d", stored, len(w.slips[slip1].Slip().Journal), len(w.slips[slip2].Slip().Journal))
	}
	if rest := w.undone(); len(rest) != 0 {
		t.Errorf("%d not done", len(rest))
	}
}

// Property: in whatever batches, order and number of times the acts of a day
// arrive, with or without faults, the slips end the same.
func TestAnyDelivery(t *testing.T) {
	acts := append(day(1, slip1), day(5, slip2)...)
	want := newWorld(t)
	want.addSlip(slip1, "anna")
	want.addSlip(slip2, "anna")
	want.do(anna, acts...)
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		w.addSlip(slip1, "anna")
		w.addSlip(slip2, "anna")
		faults := rapid.SliceOfN(rapid.IntRange(1, 60), 0, 6).Draw(rt, "faults")
		w.fail = func(call int) bool { return slices.Contains(faults, call) }
		for range rapid.IntRange(0, 8).Draw(rt, "batches") {
			var batch []string
			for _, i := range rapid.SliceOfN(rapid.IntRange(0, 7), 0, 8).Draw(rt, "batch") {
				batch = append(batch, acts[i])
			}
			_, _ = w.Do(t.Context(), anna, request(anna, batch...))
		}
		w.fail = nil
		if a := w.do(anna, acts...); a.High != 8 || len(a.Holes) != 0 {
			rt.Fatalf("high %d, holes %v", a.High, a.Holes)
		}
		for id, l := range w.slips {
			a, _ := json.Marshal(want.slips[id].State())
			b, _ := json.Marshal(l.State())
			if string(a) != string(b) {
				rt.Fatalf("slip %s\n got %s\nwant %s", id, b, a)
			}
		}
	})
}

func TestAnswerJSON(t *testing.T) {
	a := Answer{
		Access:   AccessOK,
		Receipts: []Receipt{{"a", 0, Stored, Result{Applied, ""}}, {"", 1, Known, Result{Held, `q"é`}}},
		High:     3, Holes: Ranges{{4, 6}}, Put: []Doc{{"slip", "s", 4, json.RawMessage(`{"x":1}`)}}, Gone: []string{"g"},
		ServerTime: time.Date(2026, 11, 21, 9, 0, 0, 5e6, time.FixedZone("", 3600)), More: true,
	}
	const want = `{"proto":1,"access":"ok","receipts":[{"id":"a","receipt":"stored","outcome":"applied"},` +
		`{"id":"","index":1,"receipt":"known","outcome":"held","code":"q\"é"}],"high":3,"holes":[[4,6]],` +
		`"put":[{"type":"slip","id":"s","version":4,"doc":{"x":1}}],"gone":["g"],"serverTime":"2026-11-21T08:00:00.005Z","more":true,"upgrade":false}`
	if got := string(a.AppendJSON(nil)); got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if empty := (Answer{}).AppendJSON(nil); !json.Valid(empty) {
		t.Errorf("not JSON: %s", empty)
	}
}
