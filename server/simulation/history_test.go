package simulation

import (
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/app"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/sync/phone"
	"github.com/portage-livraison/portage/sync/slip"
)

var (
	seeds   = flag.Int("seeds", 120, "how many histories to play")
	oneSeed = flag.Uint64("seed", 0, "play only this history")
)

// onDisk is how many histories pass before one runs on the embedded store.
const onDisk = 50

// TestHistories plays seeded histories of three phones, the desk and faults, and
// holds what comes of them against the invariants and the model.
func TestHistories(t *testing.T) {
	from, until := uint64(1), uint64(*seeds)
	if *oneSeed != 0 {
		from, until = *oneSeed, *oneSeed
	}
	if testing.Short() && *oneSeed == 0 {
		until = min(until, 200)
	}
	const lanes = 2
	for lane := range uint64(lanes) {
		t.Run(fmt.Sprintf("lane %d", lane), func(t *testing.T) {
			t.Parallel()
			for seed := from + lane; seed <= until && !t.Failed(); seed += lanes {
				play(t, seed)
			}
		})
	}
}

func play(t *testing.T, seed uint64) {
	var disk store.Store
	m, err := newMemory(app.Kinds(), 16)
	disk = m
	dir := ""
	if seed%onDisk == 0 {
		dir = t.TempDir()
		disk, err = embedded.Open(dir, app.Kinds(), embedded.Options{Readers: 2})
	}
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, seed, disk)
	defer func() {
		if err := w.disk.Close(); err != nil {
			t.Error(err)
		}
		if dir != "" {
			_ = os.RemoveAll(dir)
		}
	}()
	if dir != "" {
		w.reopen = func(s store.Store) (store.Store, error) {
			if err := s.Close(); err != nil {
				return nil, err
			}
			return embedded.Open(dir, app.Kinds(), embedded.Options{Readers: 2})
		}
	}
	w.settle(3, 6)
	h := &history{world: w, memory: m}
	if dir != "" {
		h.memory = nil
	}
	for range 40 + w.rng.IntN(50) {
		h.step()
	}
	w.heal()
	w.check()
	if len(w.broken) > 0 {
		t.Errorf("seed %d: %d breaches:\n%s\nagain: go test ./server/simulation -run TestHistories -seed %d -v%s", seed, len(w.broken), strings.Join(w.broken[:min(len(w.broken), 4)], "\n"), seed, w.tale())
	}
}

// history is a world and what its chances need to remember.
type history struct {
	*world
	memory *memory
	backup map[string]map[string]store.Doc
	when   time.Time // of the backup
	told   map[string]int64
}

// step lets one thing happen.
func (h *history) step() {
	h.later(time.Duration(1+h.rng.IntN(240)) * time.Second)
	c := h.phones[h.rng.IntN(len(h.phones))]
	switch n := h.rng.IntN(100); {
	case n < 46:
		h.drive(c)
	case n < 72:
		h.exchange(c)
	case n < 90:
		h.plan()
	default:
		h.misfortune(c)
	}
	if h.flaky.isDead() {
		h.tell("the server starts again")
		h.restart()
	}
}

// drive records one act of a driver, likely one that fits the slip.
func (h *history) drive(c *carried) {
	if c.Crashed() {
		c.Phone = c.Restart()
	}
	id := h.slips[h.rng.IntN(len(h.slips))]
	cents := int64(1000)
	if h.rng.IntN(12) == 0 {
		cents = 900
	}
	var act phone.Act
	var err error
	switch h.rng.IntN(20) {
	case 0, 1, 2, 3:
		act, err = c.PickUp(id, 1+h.rng.IntN(3))
	case 4, 5, 6, 7:
		act, err = c.HandOver(id, cents, phone.Signed("Odette"))
	case 8, 9, 10:
		act, err = c.ReturnCheque(id, cents, phone.Signed("Le Panier"))
	case 11:
		act, err = c.HandOverOwed(id, "plus de chèques", phone.Unsigned("tremble", "voisine"))
	case 12:
		act, err = c.HandOverGift(id, phone.Signed("Odette"))
	case 13, 14:
		act, err = c.Fail(id, "noAnswer", []string{"inVehicle", "leftSafe", "none", ""}[h.rng.IntN(4)])
	case 15:
		act, err = c.ReturnGoods(id, []string{"merchant", "service"}[h.rng.IntN(2)])
	case 16:
		act, err = h.correct(c)
	case 17:
		act, err = c.StateAmount(id, cents)
	case 18:
		act, err = h.aside(c, id)
	default:
		act, err = c.StartRound(h.round[c.Driver()], 100)
	}
	h.record(c, act, err)
	h.tell("%s records %s on %.13s: %v", c.Driver()[30:], act.Kind, act.Slip, err)
}

func (h *history) correct(c *carried) (phone.Act, error) {
	d := c.Disk()
	all := append(append([]phone.Act{}, d.Sent...), d.Outbox...)
	if len(all) == 0 {
		return c.Note(h.slips[0], "rien à corriger")
	}
	was := all[len(all)-1-h.rng.IntN(min(len(all), 4))]
	if was.Slip == "" {
		return c.Note(h.slips[0], "rien à corriger")
	}
	return c.Correct(was, "erreur")
}

// aside is what moves nothing: words, and acts that the server cannot place.
func (h *history) aside(c *carried, id string) (phone.Act, error) {
	switch h.rng.IntN(5) {
	case 0:
		return c.Alert(id, "très fatiguée")
	case 1:
		return c.Note(h.id(), "sur un bon inconnu")
	case 2:
		junk := []string{`{"id":7}`, `{"x":[[[[]]]]}`, `[]`, `NaN`, `{"id":"` + h.id() + `","seq":1e3}`}[h.rng.IntN(5)]
		act := c.RecordRaw("junk-"+h.id(), []byte(junk))
		d := c.Disk()
		h.book[act.ID] = &saved{Act: act, person: d.Driver, device: d.Device, epoch: d.Epoch, junk: true}
		return act, nil
	case 3:
		return c.Open(id)
	}
	return c.Note(id, "sonner deux fois")
}

// exchange lets a phone call, over a line that may fail.
func (h *history) exchange(c *carried) {
	if c.Crashed() {
		c.Phone = c.Restart()
	}
	f := phone.Fault{}
	if h.rng.IntN(2) == 0 {
		f = phone.Fault{Kind: phone.FaultKind(1 + h.rng.IntN(int(phone.Stale))), At: h.rng.IntN(1500), Code: []int{413, 429, 503, 500, 401}[h.rng.IntN(5)]}
	}
	h.line(c, f)
	if h.rng.IntN(10) == 0 {
		h.flaky.arm(0, 1+h.rng.IntN(25))
	} else if h.rng.IntN(6) == 0 {
		h.flaky.arm(0.1, 0)
	}
	before := c.Waiting()
	r, err := c.Exchange(h.ctx)
	if !h.flaky.isDead() {
		h.flaky.arm(0, 0)
	}
	c.line.Heal()
	h.tell("%s exchanges, fault %d: %d receipts, %d put, %v", c.Driver()[30:], f.Kind, len(r.Receipts), len(r.Put), err)
	h.kept(c, before, r, err)
}

func (h *history) line(c *carried, f phone.Fault) {
	_, batch, err := c.Body()
	h.ok(err)
	if f.Kind == phone.Status && f.Code == 413 && len(batch) < 2 {
		f.Code = 503 // a single act that is too large is parked: that is another story
	}
	if f.Kind != phone.Clean {
		c.line.Fail(f)
	}
}

// kept: no answer takes anything out of the outbox but what it has a receipt for.
func (h *history) kept(c *carried, before []phone.Act, r phone.Report, err error) {
	acknowledged := map[string]bool{}
	for i, rc := range r.Receipts {
		if rc.ID == "" && rc.Index < len(before) {
			rc.ID = before[rc.Index].ID
		}
		acknowledged[r.Receipts[i].ID], acknowledged[rc.ID] = true, true
	}
	waiting := map[string]bool{}
	for _, a := range c.Waiting() {
		waiting[a.ID] = true
	}
	for _, a := range before {
		if !waiting[a.ID] && (err != nil || !acknowledged[a.ID]) {
			h.breach("act %s left the outbox without a receipt (%v)", a.ID, err)
		}
	}
}

// plan is what the desk does meanwhile.
func (h *history) plan() {
	id := h.slips[h.rng.IntN(len(h.slips))]
	if h.rng.IntN(12) == 0 {
		h.flaky.arm(0, 1+h.rng.IntN(12))
	}
	var err error
	what := ""
	switch h.rng.IntN(10) {
	case 0, 1:
		what = "marks ready"
		_, err = h.desk.ReadySlip(h.ctx, coordinator, id, 2, 0)
	case 2, 3, 4:
		what, err = "assigns", h.assign(id)
	case 5:
		what = "cancels"
		_, err = h.desk.CancelSlip(h.ctx, coordinator, id, "hospitalisée")
	case 6:
		what = "reopens"
		_, err = h.desk.ReopenSlip(h.ctx, coordinator, id, "revenue")
	case 7:
		what = "moves a round"
		_, err = h.desk.MoveRound(h.ctx, coordinator, h.rounds[h.rng.IntN(len(h.rounds))], h.drivers[h.rng.IntN(len(h.drivers))], "malade")
	case 8:
		what, err = "settles", h.decide(id)
	default:
		what = "finds it unavailable"
		_, err = h.desk.UnavailableSlip(h.ctx, coordinator, id, "rupture")
	}
	if !h.flaky.isDead() {
		h.flaky.arm(0, 0)
	}
	h.tell("the desk %s on %.13s: %v", what, id, err)
	if f := (*fault.Error)(nil); err != nil && !h.flaky.isDead() && (!errors.As(err, &f) || f.Kind == fault.Internal) {
		h.breach("the desk %s and hears %v", what, err)
	}
}

func (h *history) assign(id string) error {
	s, err := h.desk.Slip(h.ctx, coordinator, id)
	if err != nil {
		return err
	}
	to := append([]string{""}, h.rounds...)[h.rng.IntN(1+len(h.rounds))]
	_, err = h.desk.Assign(h.ctx, coordinator, id, s.State.Plan.Round, to)
	return err
}

// decide looks at one task, if there is one; disputes are dismissed, rarely
// accepted.
func (h *history) decide(id string) error {
	s, err := h.desk.Slip(h.ctx, coordinator, id)
	if err != nil {
		return err
	}
	open := s.State.OpenTasks()
	if len(open) == 0 {
		return nil
	}
	task := open[h.rng.IntN(len(open))]
	decision := slip.Dismiss
	if task.Effect == slip.Disputed && h.rng.IntN(8) == 0 {
		decision = slip.Accept
	}
	_, err = h.desk.SettleSlip(h.ctx, coordinator, id, task.Entry, decision, "vu par téléphone")
	return err
}

// misfortune is what nobody plans.
func (h *history) misfortune(c *carried) {
	switch h.rng.IntN(11) {
	case 0, 1:
		at := phone.Point(1 + h.rng.IntN(int(phone.BeforeSettle)))
		h.tell("%s will crash at %d", c.Driver()[30:], at)
		c.CrashAt(at)
	case 2:
		c.skew = []time.Duration{0, 72 * time.Hour, -72 * time.Hour, 7 * time.Minute, -time.Hour}[h.rng.IntN(5)]
	case 3:
		h.tell("held requests arrive: %d", c.line.Release())
	case 4:
		h.tell("the server stops and starts")
		h.restart()
	case 5:
		h.sweep()
	case 6:
		h.revoke(c)
	case 7:
		h.wipe(c)
	case 8:
		h.later(time.Duration(h.rng.IntN(10)) * time.Hour)
	case 9:
		if h.memory != nil {
			h.tell("a backup is made")
			h.backup, h.when, h.told = h.memory.backup(), h.now(), maps.Clone(h.announced)
		}
	case 10:
		h.restore()
	}
}

func (h *history) sweep() {
	if h.rng.IntN(2) == 0 {
		h.flaky.arm(0.05, 0)
	}
	_ = h.field.Sweep(h.ctx)
	_ = h.desk.Resume(h.ctx)
	h.flaky.arm(0, 0)
	h.tell("the sweepers run")
}

func (h *history) revoke(c *carried) {
	if h.rng.IntN(3) > 0 || h.revoked[c.Disk().Device] || len(h.phones) > 6 {
		return
	}
	h.backup = nil // a restored server would know the old phones again and not the new ones
	h.ok(h.gate.Revoke(h.ctx, coordinator, c.Disk().Device))
	h.revoked[c.Disk().Device] = true
	h.enrol(c.Driver())
	h.tell("the phone of %s is revoked, a new one is enrolled", c.Driver()[30:])
}

// wipe loses a phone's disk: what was not acknowledged is in nobody's hands.
func (h *history) wipe(c *carried) {
	if h.rng.IntN(3) > 0 {
		return
	}
	d := c.Disk()
	for _, b := range h.book {
		if b.device == d.Device && b.epoch == d.Epoch {
			_, err := h.inInbox(b.ID)
			b.unsure = b.unsure || err != nil
		}
	}
	h.backup = nil
	c.Phone = c.Wipe()
	h.tell("the phone of %s lost its storage", c.Driver()[30:])
}

// restore goes back to the last backup: phones bring again what they sent.
func (h *history) restore() {
	if h.backup == nil || h.now().Sub(h.when) > 10*24*time.Hour {
		return
	}
	h.memory.restore(h.backup)
	h.announced = maps.Clone(h.told)
	h.restart()
	h.tell("the server is restored from its backup")
}

// heal ends all faults and lets everything come to rest.
func (w *world) heal() {
	w.restart()
	for _, c := range w.phones {
		c.line.Release()
	}
	rounds := 0
	for again := true; again && rounds < 6; rounds++ {
		again = rounds < 2 // the second round sees what others brought in the first
		for _, c := range w.phones {
			c.line.Heal()
			c.skew = 0
			c.Phone = c.Restart()
			if err := c.Drain(w.ctx); err != nil {
				w.breach("phone of %s cannot drain: %v", c.Driver(), err)
			}
			again = again || len(c.Waiting()) > 0
		}
		w.later(time.Minute)
		w.ok(w.field.Sweep(w.ctx))
		w.ok(w.desk.Resume(w.ctx))
	}
	for _, c := range w.phones { // what sweepers and colleagues changed
		if err := c.Drain(w.ctx); err != nil {
			w.breach("phone of %s cannot drain: %v", c.Driver(), err)
		}
	}
}
