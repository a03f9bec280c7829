package field

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

const today = "2026-07-06"

func TestADayReachesTheStore(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 1, today)
	w.addSlip(2, 2, today)
	p := w.phone(1)
	a := p.sync(p.day(1)...)
	w.want(a, "stored:applied stored:applied stored:applied stored:applied high 4")
	if !slices.Equal(a.put(), []int{1}) || strings.Contains(string(a.Put[0].Doc), "strokes") {
		t.Errorf("pulled %v: %s", a.put(), a.Put[0].Doc)
	}
	s, st := w.slip(1)
	if !st.Complete || slip.Verify(s.Journal) != nil || s.Journal[4].By != "driver-1" {
		t.Errorf("%+v", s.Journal)
	}
	if a := p.sync(); len(a.Put)+len(a.Gone) != 0 {
		t.Errorf("an idle exchange brought %v", a.put())
	}
}

func TestScopeFollowsTheDays(t *testing.T) {
	w := newTown(t)
	for n, day := range map[int]string{1: "2026-07-03", 2: "2026-07-04", 3: today, 4: "2026-07-20", 5: "2026-07-21"} {
		w.addSlip(n, 1, day)
	}
	p := w.phone(1)
	if got := p.sync().put(); !slices.Equal(got, []int{2, 3, 4}) {
		t.Errorf("two days back to fourteen ahead: %v", got)
	}
	w.later(15 * time.Hour) // 23 h UTC is the next day in the town
	a := p.sync()
	if got := a.put(); !slices.Equal(got, []int{5}) || !slices.Equal(a.Gone, []string{slipID(2)}) {
		t.Errorf("the next day: put %v, gone %v", got, a.Gone)
	}
}

// Scenario 48, and a cheque that stays in hand.
func TestContactLeavesTwoDaysAfterDelivery(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 1, today)
	p := w.phone(1)
	secret := func(a answer) bool {
		return strings.Contains(string(a.Put[0].Doc), "rue des Lys") || strings.Contains(string(a.Put[0].Doc), "Mme Blanc")
	}
	acts := p.day(1)
	if a := p.sync(acts[:3]...); !secret(a) {
		t.Errorf("on the day the driver sees the address: %s", a.Put[0].Doc)
	}
	w.later(24 * time.Hour)
	if a := p.sync(); len(a.Put) != 0 {
		t.Errorf("a day later nothing changed, but %v came", a.put())
	}
	w.later(24 * time.Hour)
	a := p.sync()
	if !slices.Equal(a.put(), []int{1}) || secret(a) || !strings.Contains(string(a.Put[0].Doc), "Primeur du Port") {
		t.Fatalf("two days later: %v %+v", a.put(), a.Put)
	}
	w.later(30 * 24 * time.Hour)
	if a := p.sync(); len(a.Put)+len(a.Gone) != 0 {
		t.Errorf("the cheque is still in hand: put %v gone %v", a.put(), a.Gone)
	}
	if a := p.sync(acts[3]); !slices.Equal(a.Gone, []string{slipID(1)}) {
		t.Errorf("the cheque was handed over: gone %v", a.Gone)
	}
}

func TestReassignedWithGoodsInHand(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 1, today)
	w.addSlip(2, 1, today)
	p, q := w.phone(1), w.phone(2)
	acts := p.day(1)
	p.sync(acts[:2]...)
	for _, n := range []int{1, 2} {
		w.plan(n, slip.Assigned, `{"driver":"driver-2","round":"r"}`)
	}
	if a := p.sync(); !slices.Equal(a.put(), []int{1}) || !slices.Equal(a.Gone, []string{slipID(2)}) {
		t.Errorf("goods in hand stay: put %v gone %v", a.put(), a.Gone)
	}
	a := p.sync(acts[2])
	w.want(a, "stored:flagged:reassigned high 3")
	if doc := string(a.Put[0].Doc); strings.Contains(doc, "rue des Lys") || strings.Contains(doc, "Mme Blanc") {
		t.Errorf("a slip seen for its cheque alone has an address: %s", doc)
	}
	if a := q.sync(); !slices.Equal(a.put(), []int{1, 2}) {
		t.Errorf("the other driver sees both: %v", a.put())
	}
	if _, st := w.slip(1); st.Goods.State != slip.GoodsDelivered || st.Cheque.Holder != "driver-1" {
		t.Errorf("%+v %+v", st.Goods, st.Cheque)
	}
}

// Another driver's slip is not shown, and the answer does not tell whether it exists;
// an act on it is a fact all the same.
func TestActsOnSlipsOfOthers(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 2, today)
	p := w.phone(1)
	a := p.sync(p.act(slip.Note, 1, `{"text":"vu"}`), p.act(slip.Cancelled, 1, `{"reason":"non"}`), p.act(slip.PickedUp, 1, `{}`))
	w.want(a, "stored:applied stored:held:kind.not_yours stored:flagged:reassigned high 3")
	if !slices.Equal(a.put(), []int{1}) { // the goods are in their hands now
		t.Errorf("%v", a.put())
	}
}

func TestRevokedPhoneReadsNothing(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 1, today)
	p := w.phone(1)
	p.sync()
	w.access[device(1)] = account.AccessRevoked
	var acts []string
	for range 40 {
		acts = append(acts, p.act(slip.Note, 1, `{"text":"en tournée"}`))
	}
	a := p.sync(acts...)
	if a.Access != "revoked" || len(a.Put) != 0 || !slices.Equal(a.Gone, []string{slipID(1)}) || a.High != 40 {
		t.Errorf("%+v", a)
	}
	for _, r := range a.Receipts {
		if r.Receipt != "stored" || r.Outcome != "flagged" || r.Code != "revoked" {
			t.Fatalf("%+v", r)
		}
	}
	w.access[device(1)] = account.AccessExpired
	if a := p.sync(p.act(slip.Note, 1, `{"text":"x"}`)); a.Access != "expired" || len(a.Put)+len(a.Gone) != 0 || a.Receipts[0].Code != "expired" {
		t.Errorf("%+v", a)
	}
}

func TestRefusedEnvelopes(t *testing.T) {
	w := newTown(t)
	tests := []struct {
		name, credential, body string
		kind                   fault.Kind
		code                   string
	}{
		{"no credential", "", "{}", fault.Unsigned, "device.credential"},
		{"no JSON", device(1), "{", fault.Invalid, "exchange.unreadable"},
		{"no fields", device(1), "{}", fault.Invalid, "exchange.invalid"},
		{"another device", device(1), string(w.phone(2).body()), fault.Invalid, "exchange.device"},
		{"too many acts", device(1), string(w.phone(1).body(slices.Repeat([]string{"1"}, 51)...)), fault.TooLarge, "exchange.too_large"},
	}
	for _, tt := range tests {
		_, err := w.Exchange(t.Context(), tt.credential, []byte(tt.body))
		if f := fault.From(err); err == nil || f.Kind != tt.kind || f.Code != tt.code {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
}

// The store fails at each call in turn, before its effect and after it.
func TestEveryStoreFault(t *testing.T) {
	scene := func() (*town, *phone, []string) {
		w := newTown(t)
		w.addSlip(1, 1, today)
		w.addSlip(2, 1, today)
		p := w.phone(1)
		acts := append(p.day(1), p.day(2)...)
		return w, p, append(acts, p.act(slip.Note, 77, `{"text":"where?"}`), `{"broken":NaN}`)
	}
	w, p, acts := scene()
	w.store.calls = 0
	p.sync(acts...)
	total := w.store.calls
	for n := 1; n <= total; n++ {
		w, p, acts := scene()
		w.store.calls, w.store.fail = 0, func(call int) bool { return call == n }
		a, err := p.try(acts...)
		if err != nil && fault.From(err).Kind != fault.Unavailable {
			t.Errorf("fault %d: %v", n, err)
		}
		w.store.fail = nil
		for _, r := range a.Receipts {
			if r.ID == "" {
				continue
			}
			if _, err := w.store.Get(t.Context(), "act", r.ID); err != nil {
				t.Errorf("fault %d: receipt for %s: %v", n, r.ID, err)
			}
		}
		w.later(time.Minute)
		if err := w.Sweep(t.Context()); err != nil {
			t.Errorf("fault %d: sweep: %v", n, err)
		}
		if b := p.sync(acts...); b.High != 9 {
			t.Errorf("fault %d: high %d", n, b.High)
		}
		for _, n := range []int{1, 2} {
			if s, st := w.slip(n); len(s.Journal) != 6 || !st.Complete || slip.Verify(s.Journal) != nil {
				t.Errorf("fault %d: slip %d has %d entries", n, n, len(s.Journal))
			}
		}
	}
}

func TestTheSweeperFinishesWhatACrashLeft(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 1, today)
	p := w.phone(1)
	// Everything after the receipt fails, as if the process had died there.
	w.store.calls, w.store.fail = 0, func(call int) bool { return call > 5 }
	if _, err := p.try(p.day(1)...); err == nil {
		t.Log("answered")
	}
	w.store.fail = nil
	if s, _ := w.slip(1); len(s.Journal) != 2 {
		t.Fatalf("the crash came too late: %d entries", len(s.Journal))
	}
	if err := w.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s, _ := w.slip(1); len(s.Journal) != 2 {
		t.Error("an exchange that may still run was swept")
	}
	w.later(time.Minute)
	if err := w.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, st := w.slip(1); !st.Complete {
		t.Errorf("%+v", st)
	}
	if a := p.sync(); a.High != 4 {
		t.Errorf("high %d", a.High)
	}
}

func TestTheSameBatchAtOnce(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 1, today)
	w.addSlip(2, 1, today)
	p := w.phone(1)
	body := p.body(append(p.day(1), p.day(2)...)...)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			raw, err := w.Exchange(t.Context(), device(1), body)
			var a answer
			if err != nil || json.Unmarshal(raw, &a) != nil || a.High != 8 {
				t.Errorf("%v %s", err, raw)
			}
			for _, r := range a.Receipts {
				if r.Outcome != "applied" {
					t.Errorf("%+v", r)
				}
			}
		})
	}
	wg.Go(func() {
		for range 5 {
			if err := w.Sweep(t.Context()); err != nil {
				t.Error(err)
			}
		}
	})
	wg.Wait()
	for _, n := range []int{1, 2} {
		if s, st := w.slip(n); len(s.Journal) != 6 || !st.Complete {
			t.Errorf("slip %d: %d entries", n, len(s.Journal))
		}
	}
}

func TestHeldActsWaitForPeopleOrReleases(t *testing.T) {
	w := newTown(t)
	p := w.phone(1)
	w.want(p.sync(p.act(slip.Ready, 1, `{"bags":2}`), p.act("teleported", 1, `{}`), `{"x":1}`),
		"stored:held:slip.unknown stored:held:slip.unknown stored:held:act.unreadable high 2")
	if held, _, err := w.HeldActs(t.Context(), follower, ""); err != nil || len(held) != 3 {
		t.Fatalf("%d held, %v", len(held), err)
	}
	w.addSlip(1, 1, today)
	if n, err := w.Replay(t.Context()); n != 1 || err != nil {
		t.Errorf("replayed %d, %v", n, err)
	}
	held, _, err := w.HeldActs(t.Context(), follower, "")
	if err != nil || len(held) != 2 {
		t.Fatalf("%d held, %v", len(held), err)
	}
	for _, h := range held {
		if err := w.DismissHeld(t.Context(), follower, h.ID, "essai"); err != nil {
			t.Error(err)
		}
	}
	if held, _, _ = w.HeldActs(t.Context(), follower, ""); len(held) != 0 {
		t.Errorf("still held: %+v", held)
	}
	if err := w.DismissHeld(t.Context(), follower, actID(1, 1), "x"); fault.From(err).Code != "held.settled" {
		t.Errorf("an applied act was dismissed: %v", err)
	}
	if _, _, err := w.HeldActs(t.Context(), account.User{ID: "x", Roles: []account.Role{account.Driver}}, ""); fault.From(err).Kind != fault.Forbidden {
		t.Errorf("a driver read held acts: %v", err)
	}
}

func TestOneHeldActIsTriedAgain(t *testing.T) {
	w := newTown(t)
	p := w.phone(1)
	p.sync(p.act(slip.Ready, 1, `{"bags":2}`), p.act("teleported", 2, `{}`))
	held, _, err := w.HeldActs(t.Context(), follower, "")
	if err != nil || len(held) != 2 || held[0].Kind != slip.Ready || held[0].At.IsZero() || held[1].Kind != "teleported" {
		t.Fatalf("%+v, %v", held, err)
	}
	try := func(i int, want bool) {
		t.Helper()
		if applied, err := w.TryHeld(t.Context(), follower, held[i].ID); applied != want || err != nil {
			t.Errorf("applied %v, %v", applied, err)
		}
	}
	try(0, false) // its slip is unknown still
	w.addSlip(1, 1, today)
	w.addSlip(2, 1, today)
	try(0, true)
	try(0, true)
	try(1, false) // no server knows this kind
	if _, st := w.slip(1); st.Goods.State != slip.GoodsReady {
		t.Errorf("%+v", st.Goods)
	}
	if _, err := w.TryHeld(t.Context(), follower, "0190ac00-0000-7000-8000-00000000ffff"); fault.From(err).Code != "held.unknown" {
		t.Error(err)
	}
	if err := w.DismissHeld(t.Context(), follower, held[1].ID, "essai"); err != nil {
		t.Error(err)
	}
	if _, err := w.TryHeld(t.Context(), follower, held[1].ID); fault.From(err).Code != "held.settled" {
		t.Error(err)
	}
}

func TestAPhotoThatNeverCameIsMissedUntilItIsGivenUp(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 1, today)
	p := w.phone(1)
	act := strings.Replace(p.act(slip.Note, 1, `{"text":"1"}`), `"data"`, `"blobs":[{"sha256":"`+strings.Repeat("ab", 32)+`","size":9}],"data"`, 1)
	w.want(p.sync(act), "stored:applied high 1")
	missing := func(step string, want int) {
		t.Helper()
		got, err := w.MissingPhotos(t.Context(), follower)
		if err != nil || len(got) != want {
			t.Fatalf("%s: %+v, %v", step, got, err)
		}
		for _, m := range got {
			if m.Slip != slipID(1) || m.Number != "26-0001" || m.By != "driver-1" || m.Device != device(1) || m.Household != "Mme Blanc" {
				t.Errorf("%+v", m)
			}
		}
	}
	missing("it may be on its way", 0)
	w.later(time.Hour)
	missing("an hour later", 1)
	_, st := w.slip(1)
	w.plan(1, slip.Note, `{"text":"téléphone perdu","entry":"`+st.Photos[0].Entry+`"}`)
	missing("given up", 0)
}

// A wiped phone comes back with another epoch; what it had announced is named.
func TestAWipedPhoneIsSeen(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 1, today)
	p := w.phone(1)
	p.sync(p.act(slip.Note, 1, `{"text":"1"}`))
	lost := []string{p.act(slip.Note, 1, `{"text":"2"}`), p.act(slip.Note, 1, `{"text":"3"}`)}
	p.sync() // announces 3
	w.later(time.Hour)
	body := strings.Replace(string(p.body()), epoch, "0190e000-0000-7000-8000-000000000002", 1)
	body = strings.Replace(body, `"issued":3`, `"issued":0`, 1)
	if _, err := w.Exchange(t.Context(), device(1), []byte(body)); err != nil {
		t.Fatal(err)
	}
	gaps, err := w.Gaps(t.Context(), follower)
	if err != nil || len(gaps) != 1 || gaps[0].Missing != 2 || !gaps[0].Superseded || gaps[0].Holes[0] != [2]int64{2, 3} {
		t.Fatalf("%+v, %v", gaps, err)
	}
	if err := w.SettleGap(t.Context(), follower, gaps[0].ID, "téléphone réinitialisé"); err != nil {
		t.Error(err)
	}
	if left, err := w.Gaps(t.Context(), follower); err != nil || len(left) != 0 {
		t.Errorf("settled: %+v, %v", left, err)
	}
	if err := w.SettleGap(t.Context(), follower, "nobody.nothing", "x"); fault.From(err).Code != "held.unknown" {
		t.Error(err)
	}
	p.sync(lost...)
	if gaps, _ = w.Gaps(t.Context(), follower); len(gaps) != 0 {
		t.Errorf("they came after all: %+v", gaps)
	}
}

func TestLastContact(t *testing.T) {
	w := newTown(t)
	w.phone(1).sync()
	at, err := (Contacts{w.store}).LastContact(t.Context(), []string{device(1), device(2)})
	if err != nil || len(at) != 1 || !at[device(1)].Equal(w.clock()) {
		t.Errorf("%v, %v", at, err)
	}
	before := w.store.calls
	w.later(time.Minute)
	w.phone(1).sync()
	if at, _ = (Contacts{w.store}).LastContact(t.Context(), []string{device(1)}); !at[device(1)].Equal(w.clock().Add(-time.Minute)) {
		t.Errorf("a contact a minute later was written (%d calls)", w.store.calls-before)
	}
	w.later(5 * time.Minute)
	w.phone(1).sync()
	if at, _ = (Contacts{w.store}).LastContact(t.Context(), []string{device(1)}); !at[device(1)].Equal(w.clock()) {
		t.Errorf("%v", at)
	}
}

func TestPruneKeepsWhatIsNotDone(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 1, today)
	p := w.phone(1)
	first := p.act(slip.Note, 1, `{"text":"1"}`)
	p.sync(first)
	w.store.calls, w.store.fail = 0, func(call int) bool { return call > 4 } // stored, not applied
	_, _ = p.try(p.act(slip.Note, 1, `{"text":"2"}`))
	w.store.fail = nil
	w.later(61 * 24 * time.Hour)
	if err := w.Prune(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := w.store.Get(t.Context(), "act", actID(1, 1)); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a done act is kept for ever: %v", err)
	}
	if _, err := w.store.Get(t.Context(), "act", actID(1, 2)); err != nil {
		t.Errorf("an act that is not done was pruned: %v", err)
	}
	w.want(p.sync(first), "stored:applied high 1") // long after: still no second effect
	if s, _ := w.slip(1); len(s.Journal) != 3 {
		t.Errorf("%d entries", len(s.Journal))
	}
}

func TestAnOldAppIsToldAfterItsActsAreSafe(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 1, today)
	p := w.phone(1)
	body := strings.Replace(string(p.body(p.act(slip.Ready, 1, `{}`))), "1.4.0", "0.9.9", 1)
	raw, err := w.Exchange(t.Context(), device(1), []byte(body))
	var a answer
	if err != nil || json.Unmarshal(raw, &a) != nil || !a.Upgrade || len(a.Put) != 0 || a.High != 1 {
		t.Errorf("%v %s", err, raw)
	}
	for _, v := range []struct {
		app string
		old bool
	}{{"1.0.0", false}, {"0.99.0", true}, {"1", true}, {"2", false}, {"dev", false}, {"1.0.1-rc", false}} {
		if older(v.app, "1.0.0") != v.old {
			t.Errorf("older(%q) = %v", v.app, !v.old)
		}
	}
}

// What desk screens ask by key: slips with an open task.
func TestFlaggedSlipsAreFoundByKey(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 2, today)
	w.addSlip(2, 2, today)
	p := w.phone(1)
	p.sync(p.act(slip.PickedUp, 1, `{}`))
	page, err := w.store.Query(t.Context(), store.Query{Kind: sliprepo.Name, Limit: 10, KeysOnly: true,
		Where: []store.Cond{{Key: "attention", Op: store.Eq, Values: []any{int64(1)}}}})
	if err != nil || len(page.Docs) != 1 || page.Docs[0].ID != slipID(1) {
		t.Errorf("%+v, %v", page.Docs, err)
	}
}

// A cheque still owed is collected days later by somebody who never had the goods: they see the door
// until two days after the planned day, nothing is flagged, and the delivery stays where it was.
func TestAnOwedChequeIsCollectedLater(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 1, today)
	p, q := w.phone(1), w.phone(2)
	mark := `"mark":{"cannotSign":"tremble","witness":"Mme Noir"}`
	p.sync(p.act(slip.PickedUp, 1, `{}`), p.act(slip.AmountStated, 1, `{"amountCents":1200}`),
		p.act(slip.HandedOver, 1, `{"payment":"owed","reason":"pas de chéquier",`+mark+`}`))
	_, st := w.slip(1)
	delivered := *st.Goods.Since
	w.later(5 * 24 * time.Hour)
	w.plan(1, slip.Edited, `{"day":"2026-07-12"}`)
	w.plan(1, slip.Assigned, `{"driver":"driver-2","round":"r"}`)
	secret := func(a answer) bool { return len(a.Put) == 1 && strings.Contains(string(a.Put[0].Doc), "rue des Lys") }
	if a := q.sync(); !secret(a) {
		t.Fatalf("the driver of the planned day sees no address: %v", a.put())
	}
	w.later(24 * time.Hour) // the planned day
	w.want(q.sync(q.act(slip.HandedOver, 1, `{"payment":"cheque","amountCents":1200,`+mark+`}`)), "stored:applied high 1")
	if _, st = w.slip(1); st.Cheque.Holder != "driver-2" || *st.Goods.Since != delivered || st.NeedsAttention() {
		t.Errorf("%+v %+v %v", st.Cheque, st.Goods, st.Tasks)
	}
	w.want(q.sync(q.act(slip.ChequeReturned, 1, `{"amountCents":1200,`+mark+`}`)), "stored:applied high 2")
	if _, st = w.slip(1); !st.Complete {
		t.Errorf("%+v", st)
	}
}

func TestAnOwedChequeThatNobodyCollectsKeepsNoAddress(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 1, today)
	p := w.phone(1)
	p.sync(p.act(slip.PickedUp, 1, `{}`), p.act(slip.HandedOver, 1, `{"payment":"owed","reason":"absente","mark":{"cannotSign":"absente","witness":"Mme Noir"}}`))
	w.later(24 * time.Hour)
	w.plan(1, slip.Edited, `{"day":"2026-07-07"}`)
	p.sync()
	w.later(24 * time.Hour)
	if a := p.sync(); len(a.Put) != 0 {
		t.Errorf("the day after the planned one nothing changed, but %v came", a.put())
	}
	w.later(24 * time.Hour)
	if a := p.sync(); len(a.Put) != 1 || strings.Contains(string(a.Put[0].Doc), "rue des Lys") {
		t.Errorf("two days after the planned day: %+v", a)
	}
}
