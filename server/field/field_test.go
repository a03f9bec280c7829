package field

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/sync/exchange"
	"github.com/portage-livraison/portage/sync/slip"
)

// paris is where the tests' town is: two hours before UTC in summer, so that a
// day is not UTC's.
var paris = time.FixedZone("Paris", 2*3600)

// town is a Field on a real embedded store, with two drivers and a clock that
// the test moves.
type town struct {
	*Field
	store  *faulty
	t      testing.TB
	mu     sync.Mutex
	now    time.Time
	access map[string]account.Access // by credential; the credential is the device
}

func newTown(t testing.TB) *town {
	t.Helper()
	s, err := embedded.Open(t.TempDir(), append(Kinds(), sliprepo.Kind()), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &town{store: &faulty{Store: s}, t: t, now: time.Date(2026, 7, 6, 8, 0, 0, 0, time.UTC), access: map[string]account.Access{}}
	w.Field = New(Options{Store: w.store, Devices: w, Now: w.clock, Zone: paris, Oldest: "1.0.0"})
	return w
}

func (w *town) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *town) later(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

// Device: a credential is "<device>"; driver n has the device that ends with n.
func (w *town) Device(_ context.Context, credential string) (account.Device, error) {
	if !strings.HasPrefix(credential, "0190a000") {
		return account.Device{}, fault.New(fault.Unsigned, "device.credential", "who?")
	}
	a := w.access[credential]
	if a == "" {
		a = account.AccessOK
	}
	return account.Device{ID: credential, Person: person(credential), Access: a}, nil
}

func person(device string) string { return "driver-" + device[35:] }

func device(n int) string   { return fmt.Sprintf("0190a000-0000-7000-8000-%012d", n) }
func slipID(n int) string   { return fmt.Sprintf("01905000-0000-7000-8000-%012d", n) }
func actID(d, n int) string { return fmt.Sprintf("0190ac00-0000-7000-%04d-%012d", d, n) }

const epoch = "0190e000-0000-7000-8000-000000000001"

// addSlip makes slip n of day, driven by the driver of device d (0: nobody).
func (w *town) addSlip(n, d int, day string) {
	w.t.Helper()
	plans := []slip.Entry{{Kind: slip.Created, Data: json.RawMessage(fmt.Sprintf(`{"number":"26-%04d","day":%q,"sheet":{
		"household":{"id":"h%d","name":"Mme Blanc","phone":"0442000000","address":"3 rue des Lys","sector":"Port","access":"2e étage"},
		"merchant":{"id":"m1","name":"Primeur du Port","payee":"Primeur du Port"},
		"lines":[{"id":"l1","text":"Pommes"}],"amountCents":1240}}`, n, day, n))}}
	if d > 0 {
		plans = append(plans, slip.Entry{Kind: slip.Assigned, Data: json.RawMessage(fmt.Sprintf(`{"driver":%q,"round":"r","position":%d}`, person(device(d)), n))})
	}
	s := slip.Slip{ID: slipID(n)}
	for i, e := range plans {
		s = w.add(s, e, i)
	}
	doc, err := sliprepo.Encode(s, s.Fold(), 0, w.clock())
	if err != nil {
		w.t.Fatal(err)
	}
	if err := w.store.Insert(w.t.Context(), doc)[0]; err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) add(s slip.Slip, e slip.Entry, i int) slip.Slip {
	w.t.Helper()
	e.ID, e.V, e.At, e.Received, e.By, e.Via = fmt.Sprintf("%s-%d", s.ID, i), 1, w.clock(), w.clock(), "desk", slip.ViaDesk
	next, _, err := slip.Append(s, e)
	if err != nil {
		w.t.Fatal(err)
	}
	return next
}

// plan appends a plan to slip n.
func (w *town) plan(n int, kind slip.Kind, data string) {
	w.t.Helper()
	_, err := store.Update(w.t.Context(), w.store, sliprepo.Name, slipID(n), func(d *store.Doc) (bool, error) {
		s, _, err := sliprepo.Decode(*d)
		if err != nil {
			return false, err
		}
		s = w.add(s, slip.Entry{Kind: kind, Data: json.RawMessage(data)}, len(s.Journal)+100)
		*d, err = sliprepo.Encode(s, s.Fold(), d.Version, w.clock())
		return true, err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) slip(n int) (slip.Slip, slip.State) {
	w.t.Helper()
	d, err := w.store.Get(w.t.Context(), sliprepo.Name, slipID(n))
	if err != nil {
		w.t.Fatal(err)
	}
	s, st, err := sliprepo.Decode(d)
	if err != nil {
		w.t.Fatal(err)
	}
	return s, st
}

// answer is the wire form, read back as a phone does.
type answer struct {
	Proto    int
	Access   string
	Receipts []struct {
		ID, Receipt, Outcome, Code string
		Index                      int
	}
	High  int64
	Holes [][2]int64
	Put   []struct {
		Type, ID string
		Version  int64
		Doc      json.RawMessage
	}
	Gone    []string
	More    bool
	Upgrade bool
}

func (a answer) brief() string {
	var b strings.Builder
	for _, r := range a.Receipts {
		b.WriteString(strings.TrimSuffix(r.Receipt+":"+r.Outcome+":"+r.Code, ":") + " ")
	}
	fmt.Fprintf(&b, "high %d", a.High)
	return b.String()
}

// put lists the numbers of the slips that came.
func (a answer) put() []int {
	ns := []int{}
	for _, d := range a.Put {
		var n int
		_, _ = fmt.Sscanf(d.ID, "01905000-0000-7000-8000-%d", &n)
		ns = append(ns, n)
	}
	slices.Sort(ns)
	return ns
}

// phone is a driver's phone that remembers what it was told.
type phone struct {
	w    *town
	n    int
	seq  int
	have map[string]int64
}

func (w *town) phone(n int) *phone { return &phone{w: w, n: n, have: map[string]int64{}} }

func (p *phone) act(kind slip.Kind, n int, data string) string {
	p.seq++
	return fmt.Sprintf(`{"id":%q,"seq":%d,"kind":%q,"v":1,"slip":%q,"basis":1,"at":%q,"data":%s}`,
		actID(p.n, p.seq), p.seq, kind, slipID(n), p.w.clock().Format(time.RFC3339Nano), data)
}

func (p *phone) body(acts ...string) []byte {
	have, _ := json.Marshal(p.have)
	return fmt.Appendf(nil, `{"proto":1,"device":%q,"epoch":%q,"app":"1.4.0","sentAt":%q,"issued":%d,"acts":[%s],"have":%s}`,
		device(p.n), epoch, p.w.clock().Format(time.RFC3339Nano), p.seq, strings.Join(acts, ","), have)
}

func (p *phone) try(acts ...string) (answer, error) {
	p.w.t.Helper()
	raw, err := p.w.Exchange(context.Background(), device(p.n), p.body(acts...))
	if err != nil {
		return answer{}, err
	}
	var a answer
	if err := json.Unmarshal(raw, &a); err != nil {
		p.w.t.Fatalf("answer is no JSON: %v: %s", err, raw)
	}
	for _, d := range a.Put {
		p.have[d.ID] = d.Version
	}
	for _, id := range a.Gone {
		delete(p.have, id)
	}
	return a, nil
}

func (p *phone) sync(acts ...string) answer {
	p.w.t.Helper()
	a, err := p.try(acts...)
	if err != nil {
		p.w.t.Fatalf("exchange: %v", err)
	}
	return a
}

const (
	mark     = `{"strokes":[2,10,10,20,20],"w":300,"h":150}`
	delivery = `{"payment":"cheque","amountCents":1240,"mark":` + mark + `}`
	cheque   = `{"amountCents":1240,"mark":` + mark + `}`
)

// day is a whole delivery of slip n.
func (p *phone) day(n int) []string {
	return []string{
		p.act(slip.Ready, n, `{"bags":2}`), p.act(slip.PickedUp, n, `{"bags":2}`),
		p.act(slip.HandedOver, n, delivery), p.act(slip.ChequeReturned, n, cheque),
	}
}

// faulty is a store that can fail before or after the effect of its n-th call.
type faulty struct {
	store.Store
	mu    sync.Mutex
	calls int
	fail  func(call int) bool
}

var errDisk = errors.New("disk on fire")

func (f *faulty) down() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.calls++
	return f.fail != nil && f.fail(f.calls)
}

func (f *faulty) write(docs []store.Doc, do func(...store.Doc) []error) []error {
	all := func(err error) []error { return slices.Repeat([]error{err}, len(docs)) }
	if f.down() {
		return all(errDisk)
	}
	errs := do(docs...)
	if f.down() {
		return all(store.ErrUnknown)
	}
	return errs
}

func (f *faulty) Insert(ctx context.Context, docs ...store.Doc) []error {
	return f.write(docs, func(ds ...store.Doc) []error { return f.Store.Insert(ctx, ds...) })
}

func (f *faulty) Put(ctx context.Context, docs ...store.Doc) []error {
	return f.write(docs, func(ds ...store.Doc) []error { return f.Store.Put(ctx, ds...) })
}

func (f *faulty) Get(ctx context.Context, kind, id string) (store.Doc, error) {
	if f.down() {
		return store.Doc{}, errDisk
	}
	return f.Store.Get(ctx, kind, id)
}

func (f *faulty) Query(ctx context.Context, q store.Query) (store.Page, error) {
	if f.down() {
		return store.Page{}, errDisk
	}
	return f.Store.Query(ctx, q)
}

func (w *town) want(a answer, want string) {
	w.t.Helper()
	if got := a.brief(); got != want {
		w.t.Errorf("answer\n got %s\nwant %s", got, want)
	}
}

var follower = account.User{ID: "claire", Roles: []account.Role{account.Coordinator}}

var _ exchange.View = (*view)(nil)
