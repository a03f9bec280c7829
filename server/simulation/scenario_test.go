package simulation

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/app"
	"github.com/portage-livraison/portage/server/httpapi"
	"github.com/portage-livraison/portage/sync/phone"
	"github.com/portage-livraison/portage/sync/slip"
)

// The scenarios bear the numbers of the project's catalogue of faults. Each ends
// like a history: everything heals and every invariant is checked.

func town(t *testing.T, drivers, households int) *world {
	t.Helper()
	m, err := newMemory(app.Kinds(), 16)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, 1, m)
	w.settle(drivers, households)
	t.Cleanup(func() {
		if !t.Failed() {
			w.heal()
			w.check()
		}
		for _, b := range w.broken {
			t.Error(b)
		}
	})
	return w
}

// does books the acts of a phone.
func (w *world) does(c *carried, act phone.Act, err error) phone.Act {
	w.t.Helper()
	w.ok(err)
	w.record(c, act, nil)
	return act
}

func (w *world) says(c *carried, acts ...func() (phone.Act, error)) {
	w.t.Helper()
	for _, f := range acts {
		act, err := f()
		w.does(c, act, err)
		w.later(time.Minute)
	}
}

// deliver is a whole visit: goods, hand-over, cheque back.
func (w *world) deliver(c *carried, id string) {
	w.t.Helper()
	w.says(c, func() (phone.Act, error) { return c.PickUp(id, 1) },
		func() (phone.Act, error) { return c.HandOver(id, 1000, phone.Signed("Odette")) },
		func() (phone.Act, error) { return c.ReturnCheque(id, 1000, phone.Signed("Le Panier")) })
}

func (w *world) exchange(c *carried) phone.Report {
	w.t.Helper()
	r, err := c.Exchange(w.ctx)
	w.ok(err)
	return r
}

func (w *world) state(id string) slip.State {
	w.t.Helper()
	s, err := w.desk.Slip(w.ctx, coordinator, id)
	w.ok(err)
	return s.State
}

func (w *world) want(what string, got, want any) {
	w.t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		w.t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func outcomes(r phone.Report) (out []string) {
	for _, x := range r.Receipts {
		out = append(out, strings.TrimSuffix(x.Receipt+" "+x.Outcome+" "+x.Code, " "))
	}
	return out
}

func Test01TheServerDiesAtEveryStepOfAPush(t *testing.T) {
	died := 0
	for fuse := 1; ; fuse++ {
		w := town(t, 1, 2)
		c := w.phones[0]
		w.deliver(c, w.slips[0])
		w.says(c, func() (phone.Act, error) { return c.Note(w.id(), "sur un bon inconnu") })
		w.flaky.arm(0, fuse)
		_, err := c.Exchange(w.ctx)
		if err == nil {
			break
		}
		died++
		w.restart()
		w.ok(c.Drain(w.ctx))
		w.want("complete", w.state(w.slips[0]).Complete, true)
	}
	if died < 8 {
		t.Errorf("it died at %d steps only", died)
	}
}

func Test02ALostReplyIsRepeatedWithTheSameOutcome(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	w.deliver(c, w.slips[0])
	c.line.Fail(phone.Fault{Kind: phone.DropReply})
	if _, err := c.Exchange(w.ctx); !errors.Is(err, phone.ErrLine) {
		t.Fatal(err)
	}
	w.want("waiting", len(c.Waiting()), 3)
	w.want("receipts", outcomes(w.exchange(c)), []string{"known applied", "known applied", "known applied"})
}

func Test03TheSameBatchOnTwoConnectionsAtOnce(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	w.deliver(c, w.slips[0])
	body, _, err := c.Body()
	w.ok(err)
	var all sync.WaitGroup
	words := make([]string, 4)
	for i := range words {
		all.Go(func() {
			out, err := w.Exchange(w.ctx, c.Disk().Device+"."+c.Disk().Secret, body)
			if err != nil {
				t.Error(err)
				return
			}
			words[i] = string(out)
		})
	}
	all.Wait()
	stored := 0
	for _, text := range words {
		stored += strings.Count(text, `"receipt":"stored"`)
	}
	w.want("stored receipts", stored, 3)
}

// half sends acts of a phone's outbox by hand.
func (w *world) half(c *carried, acts []phone.Act) {
	w.t.Helper()
	raws := make([]string, len(acts))
	for i, a := range acts {
		raws[i] = string(a.Raw)
	}
	d := c.Disk()
	_, err := w.Exchange(w.ctx, d.Device+"."+d.Secret, fmt.Appendf(nil, `{"proto":1,"device":%q,"epoch":%q,"app":"1","issued":%d,"acts":[%s],"have":{}}`,
		d.Device, d.Epoch, d.Seq, strings.Join(raws, ",")))
	w.ok(err)
}

func Test04BatchesThatAreSwappedReachTheSameState(t *testing.T) {
	for _, order := range rand.New(rand.NewPCG(4, 4)).Perm(24) {
		w := town(t, 1, 1)
		c := w.phones[0]
		w.deliver(c, w.slips[0])
		w.says(c, func() (phone.Act, error) { return c.Note(w.slips[0], "fini") })
		acts := c.Waiting()
		for i := range acts { // the order-th permutation of four acts, each in a batch of its own
			j := i + order%(len(acts)-i)
			order /= len(acts) - i
			acts[i], acts[j] = acts[j], acts[i]
			w.half(c, acts[i:i+1])
		}
		st := w.state(w.slips[0])
		w.want("state", []any{st.Complete, st.Goods.State, st.Cheque.State, len(st.Tasks)}, []any{true, "delivered", "withMerchant", 0})
	}
}

func Test06TheSameIdWithOtherBytesIsKeptAside(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	w.says(c, func() (phone.Act, error) { return c.PickUp(w.slips[0], 1) })
	act := c.Waiting()[0]
	other := act
	w.exchange(c)
	other.Raw = bytes.Replace(act.Raw, []byte(`"bags":1`), []byte(`"bags":9`), 1)
	w.half(c, []phone.Act{other})
	held, _, err := w.field.HeldActs(w.ctx, coordinator, "")
	w.ok(err)
	if len(held) != 1 || held[0].Code != "act.differs" {
		t.Errorf("held: %+v", held)
	}
	w.want("bags", w.state(w.slips[0]).Goods.Bags, 1)
}

func Test07TwoPhonesOfOneDriverOnOneSlip(t *testing.T) {
	w := town(t, 1, 1)
	a, b := w.phones[0], w.enrol(w.drivers[0])
	w.deliver(a, w.slips[0])
	w.deliver(b, w.slips[0])
	w.want("first", outcomes(w.exchange(a)), []string{"stored applied", "stored applied", "stored applied"})
	w.want("second", outcomes(w.exchange(b)), []string{"stored applied behind", "stored applied already", "stored applied already"})
}

func Test08TwoDriversHandInOneCheque(t *testing.T) {
	w := town(t, 2, 1)
	a, b := w.phones[0], w.phones[1]
	w.deliver(a, w.slips[0])
	w.exchange(a)
	w.deliver(b, w.slips[0])
	r := w.exchange(b)
	w.want("hand-over", r.Receipts[1].Outcome, "disputed")
	st := w.state(w.slips[0])
	w.want("cheque", []any{st.Cheque.State, st.Cheque.Amount, st.Resident.By}, []any{"withMerchant", 1000, w.drivers[0]})
}

func Test09ClocksDescribeAndNeverOrder(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	for _, skew := range []time.Duration{72 * time.Hour, -72 * time.Hour, -60 * 365 * 24 * time.Hour} {
		c.skew = skew
		w.says(c, func() (phone.Act, error) { return c.PickUp(w.slips[0], 1) })
	}
	c.skew = -time.Hour
	w.says(c, func() (phone.Act, error) { return c.HandOver(w.slips[0], 1000, phone.Signed("Odette")) })
	w.exchange(c)
	st := w.state(w.slips[0])
	w.want("goods", []any{st.Goods.State, st.Goods.Since.After(w.now())}, []any{"delivered", false})
}

func Test10ReassignedWhileOfflineThenSigned(t *testing.T) {
	w := town(t, 2, 1)
	a, b := w.phones[0], w.phones[1]
	w.exchange(a)
	w.says(a, func() (phone.Act, error) { return a.PickUp(w.slips[0], 1) },
		func() (phone.Act, error) { return a.HandOver(w.slips[0], 1000, phone.Signed("Odette")) })
	w.reassign(w.slips[0], 0, 1)
	r := w.exchange(a)
	w.want("outcomes", outcomes(r), []string{"stored flagged reassigned", "stored flagged reassigned"})
	w.ok(b.Drain(w.ctx))
	st, seen := b.Slip(w.slips[0])
	w.want("B sees it done", []any{seen, st.Goods.State}, []any{true, "delivered"})
	doc := a.Slips()[w.slips[0]] // for the cheque in hand, without the address
	w.want("A sees no name", []any{doc.ID != "", doc.Sheet.Household.Name}, []any{true, ""})
	w.says(a, func() (phone.Act, error) {
		return a.ReturnCheque(w.slips[0], 1000, phone.Signed("Le Panier"))
	})
	w.exchange(a)
	_, there := a.Slips()[w.slips[0]]
	w.want("A still has it", there, false)
}

// reassign moves a slip from one driver's round to another's, published.
func (w *world) reassign(id string, from, to int) {
	w.t.Helper()
	_, err := w.desk.Assign(w.ctx, coordinator, id, w.rounds[from], w.rounds[to])
	w.ok(err)
	r, err := w.desk.RoundByID(w.ctx, coordinator, w.rounds[to])
	w.ok(err)
	_, err = w.desk.PublishRound(w.ctx, coordinator, w.rounds[to], r.Version)
	w.ok(err)
}

func Test11ReassignedThereAndBack(t *testing.T) {
	w := town(t, 2, 1)
	a := w.phones[0]
	for _, want := range []bool{true, false, true} {
		w.exchange(a)
		_, there := a.Slips()[w.slips[0]]
		w.want("on A's phone", there, want)
		if want {
			w.reassign(w.slips[0], 0, 1)
		} else {
			w.reassign(w.slips[0], 1, 0)
		}
	}
	w.reassign(w.slips[0], 1, 0)
}

func Test12CancelledWhileOfflineThenDelivered(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	w.exchange(c)
	_, err := w.desk.CancelSlip(w.ctx, coordinator, w.slips[0], "hospitalisée")
	w.ok(err)
	w.says(c, func() (phone.Act, error) { return c.PickUp(w.slips[0], 1) },
		func() (phone.Act, error) { return c.HandOver(w.slips[0], 1000, phone.Signed("Odette")) })
	w.want("outcomes", outcomes(w.exchange(c)), []string{"stored flagged cancelled", "stored flagged cancelled"})
	st := w.state(w.slips[0])
	w.want("custody", []any{st.Cheque.State, st.Cheque.Holder, st.NeedsAttention()}, []any{"withDriver", w.drivers[0], true})
}

func Test13AnUnknownSlipIsHeldAndTheRestApplied(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	w.says(c, func() (phone.Act, error) { return c.Note(w.id(), "?") }, func() (phone.Act, error) { return c.PickUp(w.slips[0], 1) })
	w.want("outcomes", outcomes(w.exchange(c)), []string{"stored held slip.unknown", "stored applied"})
}

func Test14ARevokedPhoneBringsItsFactsAndReadsNothing(t *testing.T) {
	w := town(t, 1, 4)
	c := w.phones[0]
	w.exchange(c)
	for i := range 40 {
		w.says(c, func() (phone.Act, error) { return c.Note(w.slips[i%4], "noté") })
	}
	w.ok(w.gate.Revoke(w.ctx, coordinator, c.Disk().Device))
	w.revoked[c.Disk().Device] = true
	r := w.exchange(c)
	w.want("answer", []any{r.Access, len(r.Receipts), len(r.Put), len(c.Slips()), len(c.Waiting())}, []any{"revoked", 40, 0, 0, 0})
	for _, x := range outcomes(r) {
		w.want("each", x, "stored flagged revoked")
	}
}

func Test15TheQueueIsDeliveredUnderWhoMadeIt(t *testing.T) {
	w := town(t, 2, 1)
	first := w.phones[0]
	w.says(first, func() (phone.Act, error) { return first.PickUp(w.slips[0], 1) })
	second := w.enrol(w.drivers[1]) // the same handset: another driver signs in, with a device of their own
	w.exchange(second)
	_, sees := second.Slips()[w.slips[0]]
	w.want("the second sees it", sees, false)
	w.exchange(first)
	w.want("holder", w.state(w.slips[0]).Goods.Holder, w.drivers[0])
}

func Test16AfterThirtyDaysTheQueueIsWhole(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	w.exchange(c)
	w.deliver(c, w.slips[0])
	w.later(31 * 24 * time.Hour)
	r := w.exchange(c)
	w.want("answer", []any{r.Access, len(r.Receipts), len(c.Waiting())}, []any{"expired", 3, 0})
	w.want("complete", w.state(w.slips[0]).Complete, true)
	w.want("read", len(r.Put), 0)
	c.expired = true
}

func Test17APoisonedActStopsNoOther(t *testing.T) {
	w := town(t, 1, 4)
	c := w.phones[0]
	w.exchange(c)
	for i := range 40 {
		if i == 19 {
			w.says(c, func() (phone.Act, error) { return c.StartRound(w.rounds[0], 12) })
		} else {
			w.says(c, func() (phone.Act, error) { return c.Note(w.slips[i%4], "noté") })
		}
	}
	w.poison = func(slip.Entry) { panic("a bug") }
	got := outcomes(w.exchange(c))
	for i, x := range got {
		w.want(fmt.Sprint("act ", i), x, map[bool]string{false: "stored applied", true: "stored held handler_panicked"}[i == 19])
	}
	w.poison = nil
	n, err := w.field.Replay(w.ctx)
	w.want("replayed after the release", []any{n, err}, []any{1, nil})
	n, err = w.field.Replay(w.ctx)
	w.want("and only once", []any{n, err}, []any{0, nil})
}

func Test18WhatANewerAppSaysIsHeld(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	for _, f := range []phone.Fact{{Kind: "teleported", Slip: w.slips[0]}, {Kind: slip.PickedUp, V: 9, Slip: w.slips[0]}} {
		act, err := c.Record(f)
		w.ok(err)
		w.book[act.ID] = &saved{Act: act, junk: true}
	}
	w.want("outcomes", outcomes(w.exchange(c)), []string{"stored held slip.unknown_kind", "stored held slip.unknown_version"})
}

func Test20TwoServersOnOneStoreInMidQueue(t *testing.T) {
	w := town(t, 1, 3)
	c := w.phones[0]
	for _, id := range w.slips {
		w.deliver(c, id)
		w.exchange(c)
		w.boot() // the next call meets another process on the same data
	}
	for _, id := range w.slips {
		w.want("complete", w.state(id).Complete, true)
	}
}

// photo is a JPEG of about size bytes.
func photo(size int) []byte {
	img := image.NewGray(image.Rect(0, 0, 900, 700))
	r := rand.New(rand.NewPCG(1, 1))
	for i := range img.Pix {
		img.Pix[i] = byte(r.Uint32())
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, &jpeg.Options{Quality: 60})
	return b.Bytes()[:min(size, b.Len())]
}

func Test21APhotoThatIsCutOffGoesOnWhereItWas(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	picture := photo(20 << 20)
	act, err := c.Record(phone.Fact{Kind: slip.Note, Slip: w.slips[0], Data: slip.Data{Text: "carton abîmé"}, Photos: [][]byte{picture}})
	w.does(c, act, err)
	w.want("the fact does not wait", outcomes(w.exchange(c)), []string{"stored applied"})
	part := len(picture)/10 + 1
	for _, parts := range []int{3, 9} { // 30 % and 90 %
		faults := make([]phone.Fault, parts+1) // the HEAD, and the parts that pass
		if parts == 9 {
			faults = faults[:6]
		}
		c.line.Fail(append(faults, phone.Fault{Kind: phone.DropReply})...)
		if err := c.Upload(w.ctx, part); err == nil {
			t.Fatal("nothing was cut")
		}
		w.want("the phone keeps it", len(c.Disk().Photos), 1)
	}
	w.ok(c.Upload(w.ctx, part))
	name := w.state(w.slips[0]).Photos[0].SHA256
	small, err := w.field.Photo(w.ctx, coordinator, name)
	w.ok(err)
	if len(small) == 0 || len(small) > 1<<20 || len(c.Disk().Photos) != 0 {
		t.Errorf("kept %d bytes, %d photos wait", len(small), len(c.Disk().Photos))
	}
}

func Test22APhotoThatNeverComesLeavesTheFact(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	act, err := c.Record(phone.Fact{Kind: slip.Note, Slip: w.slips[0], Data: slip.Data{Text: "carton abîmé"}, Photos: [][]byte{{1}}})
	w.does(c, act, err)
	w.exchange(c)
	w.want("named", len(w.state(w.slips[0]).Photos), 1)
}

func Test25AWipedPhoneIsSeen(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	w.says(c, func() (phone.Act, error) { return c.Note(w.slips[0], "0") })
	w.exchange(c)
	for i := range 3 {
		w.says(c, func() (phone.Act, error) { return c.Note(w.slips[0], fmt.Sprint(i)) })
	}
	waiting := c.Disk().Outbox
	c.Disk().Outbox = nil // announced by issued, and not sent
	w.exchange(c)
	c.Disk().Outbox = waiting
	for i := range 2 {
		w.says(c, func() (phone.Act, error) { return c.Note(w.slips[0], fmt.Sprint("tail ", i)) })
	}
	for _, a := range c.Waiting() {
		w.book[a.ID].unsure = true
	}
	c.Phone = c.Wipe()
	w.later(time.Minute)
	w.exchange(c)
	gaps, err := w.field.Gaps(w.ctx, coordinator)
	w.ok(err)
	if len(gaps) != 1 || gaps[0].Missing != 3 || !gaps[0].Superseded || !slices.Equal(gaps[0].Holes, [][2]int64{{2, 4}}) {
		t.Errorf("gaps: %+v", gaps)
	}
}

// Test26 is what tabs do that know nothing of one another: each sends what of
// the one outbox it has seen.
func Test26ThreeTabsSendTheSameOutboxAtOnce(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	w.deliver(c, w.slips[0])
	var all sync.WaitGroup
	words := make([]string, 3)
	for i := range words {
		c.Batch(i + 1) // one tab has seen one act, the next two, the last all three
		body, _, err := c.Body()
		w.ok(err)
		all.Go(func() {
			out, err := w.Exchange(w.ctx, c.Disk().Device+"."+c.Disk().Secret, body)
			if err != nil {
				t.Error(err)
			}
			words[i] = string(out)
		})
	}
	all.Wait()
	told := strings.Join(words, "")
	w.want("stored, known", []int{strings.Count(told, `"receipt":"stored"`), strings.Count(told, `"receipt":"known"`)}, []int{3, 3})
	c.Batch(50)
	r := w.exchange(c)
	w.want("high", []any{r.High, len(r.Holes)}, []any{3, 0})
}

func Test27APhoneKilledAtEveryMoment(t *testing.T) {
	for at := phone.BeforeCommit; at <= phone.BeforeSettle; at++ {
		w := town(t, 1, 1)
		c := w.phones[0]
		w.says(c, func() (phone.Act, error) { return c.PickUp(w.slips[0], 1) })
		c.CrashAt(at)
		act, err := c.HandOver(w.slips[0], 1000, phone.Signed("Odette"))
		w.record(c, act, err)
		_, err = c.Exchange(w.ctx)
		if !errors.Is(err, phone.ErrCrashed) {
			t.Errorf("at %d it lives: %v", at, err)
		}
		c.Phone = c.Restart()
		w.ok(c.Drain(w.ctx))
		want := map[bool]slip.GoodsState{true: slip.GoodsWithDriver, false: slip.GoodsDelivered}[at == phone.BeforeCommit]
		w.want(fmt.Sprint("crash at ", at), w.state(w.slips[0]).Goods.State, want)
	}
}

// Test29 stands for 29 to 31, which need a MongoDB: here each call of the store
// fails in turn, whether or not it had its effect.
func Test29AnyOneCallOfTheStoreFails(t *testing.T) {
	for _, once := range []bool{true, false} {
		for call := 1; ; call++ {
			w := town(t, 1, 2)
			c := w.phones[0]
			w.deliver(c, w.slips[0])
			w.says(c, func() (phone.Act, error) { return c.Note(w.id(), "sur un bon inconnu") })
			w.flaky.once = once
			w.flaky.arm(0, call)
			r, err := c.Exchange(w.ctx)
			reached := w.flaky.fuse == 0
			w.restart()
			for _, x := range r.Receipts {
				if err == nil && x.Receipt == "" {
					t.Errorf("call %d: an act without a receipt", call)
				}
			}
			if !reached {
				break
			}
			if call > 100 {
				t.Fatal("an exchange of four acts asks the store a hundred times")
			}
			w.later(time.Minute)
			w.ok(w.field.Sweep(w.ctx)) // what was pending needs no phone
			w.ok(c.Drain(w.ctx))
			w.want(fmt.Sprint("complete after call ", call), w.state(w.slips[0]).Complete, true)
		}
	}
}

func Test05ARequestThatIsCutOffIsWholeOrNothing(t *testing.T) {
	w := town(t, 1, 4)
	h, err := httpapi.New(httpapi.Config{BaseURL: "http://localhost", Log: slog.New(slog.DiscardHandler), NewID: w.id},
		httpapi.Services{Sessions: w.gate, Exchange: w, Blobs: w.field})
	w.ok(err)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	w.ok(err)
	served := make(chan error, 1)
	go func() { served <- h.Serve(ln) }()
	c := w.phones[0]
	c.line.To = toHost{ln.Addr().String()}
	for i := range 16 {
		w.says(c, func() (phone.Act, error) {
			return c.HandOver(w.slips[i%4], 1000, &slip.MarkData{Strokes: fmt.Appendf(nil, "[400%s]", strings.Repeat(",100,200", 400)), W: 340, H: 160})
		})
	}
	body, _, err := c.Body()
	w.ok(err)
	cut := 0
	for at := 0; at < len(body); at += 1 << 10 {
		c.line.Fail(phone.Fault{Kind: phone.Cut, At: at})
		if _, err := c.Exchange(w.ctx); err == nil {
			t.Fatal("nothing was cut")
		}
		cut++
	}
	w.want("stored of what was cut", len(w.all("act")), 0)
	w.want("receipts", len(w.exchange(c).Receipts), 16)
	if cut < 40 {
		t.Errorf("a body of %d bytes was cut %d times", len(body), cut)
	}
	c.line.To = w
	w.ok(h.Shutdown(w.ctx))
	w.ok(<-served)
}

func Test33WritersAndReadersAtOnce(t *testing.T) {
	w := town(t, 8, 8)
	for i, c := range w.phones {
		for range 12 {
			act, err := c.Note(w.slips[i], "noté")
			w.does(c, act, err)
			act, err = c.Note(w.slips[(i+1)%8], "chez le voisin")
			w.does(c, act, err)
		}
	}
	var all sync.WaitGroup
	for i, c := range w.phones {
		all.Go(func() {
			for len(c.Waiting()) > 0 {
				c.Batch(3)
				if _, err := c.Exchange(w.ctx); err != nil {
					t.Error(err)
					return
				}
			}
		})
		all.Go(func() {
			for range 10 {
				if _, err := w.desk.NoteSlip(w.ctx, coordinator, w.slips[i], "", "appelée"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

func Test34ABusyServerIsAskedAgainLater(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	w.deliver(c, w.slips[0])
	for _, code := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
		c.line.Fail(phone.Fault{Kind: phone.Status, Code: code})
		if _, err := c.Exchange(w.ctx); !errors.Is(err, phone.ErrLater) {
			t.Error(err)
		}
		w.want("waits", []any{len(c.Waiting()), c.Pause()}, []any{3, 7 * time.Second})
	}
	w.flaky.arm(1, 0) // a disk that does not answer
	_, err := c.Exchange(w.ctx)
	w.flaky.arm(0, 0)
	w.want("nothing is acknowledged", []any{errors.Is(err, phone.ErrLater), len(c.Waiting())}, []any{true, 3})
}

func Test35APortalOrAStaleReplyRemovesNothing(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	w.exchange(c)
	c.RecordRaw("broken", []byte(`[]`))
	w.exchange(c) // whose answer names an act by its place alone
	w.deliver(c, w.slips[0])
	for _, f := range []phone.FaultKind{phone.Portal, phone.Stale, phone.CutReply} {
		c.line.Fail(phone.Fault{Kind: f, At: 40})
		_, _ = c.Exchange(w.ctx)
		w.want("waiting", []any{len(c.Waiting()), len(c.Disk().Parked)}, []any{3, 1})
	}
}

func Test36A413IsHalvedDownToOne(t *testing.T) {
	w := town(t, 1, 4)
	c := w.phones[0]
	for i := range 16 {
		w.says(c, func() (phone.Act, error) { return c.Note(w.slips[i%4], "noté") })
	}
	for range 4 { // 16, 8, 4, 2
		c.line.Fail(phone.Fault{Kind: phone.Status, Code: http.StatusRequestEntityTooLarge})
		_, err := c.Exchange(w.ctx)
		w.want("refused", errors.Is(err, phone.ErrTooBig), true)
	}
	w.want("one at least", len(w.exchange(c).Receipts), 1)
	w.ok(c.Drain(w.ctx))
}

func Test37AMonthOfActsIsDrainedInOrder(t *testing.T) {
	w := town(t, 1, 12)
	c := w.phones[0]
	for i := range 2000 {
		act, err := c.Note(w.slips[i%12], fmt.Sprint(i))
		w.does(c, act, err)
	}
	w.ok(c.Drain(w.ctx))
	s, err := w.desk.Slip(w.ctx, coordinator, w.slips[0])
	w.ok(err)
	last := int64(0)
	for _, e := range s.Journal {
		if e.Seq > 0 && e.Seq < last {
			t.Fatalf("%d after %d", e.Seq, last)
		}
		last = max(last, e.Seq)
	}
}

func Test38AHoleThatNeverFillsStopsNothing(t *testing.T) {
	w := town(t, 1, 1)
	c := w.phones[0]
	w.deliver(c, w.slips[0])
	lost := c.Disk().Outbox[0]
	w.book[lost.ID].unsure = true
	c.Disk().Outbox = c.Disk().Outbox[1:]
	r := w.exchange(c)
	w.want("holes", []any{r.High, r.Holes}, []any{0, [][2]int64{{1, 1}}})
	st := w.state(w.slips[0])
	w.want("state", []any{st.Complete, st.NeedsAttention()}, []any{true, true}) // the pick-up is missed
}
