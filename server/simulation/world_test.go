package simulation

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/field"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/exchange"
	"github.com/portage-livraison/portage/sync/phone"
	"github.com/portage-livraison/portage/sync/slip"
)

// paris is two hours before UTC, so that the town's day is not UTC's.
var paris = time.FixedZone("Paris", 2*3600)

// monday is the day of every history.
const monday = day.Day("2026-07-06")

// world is a town: the server's own use-cases on a store, phones on bad lines,
// and a book of what every phone was told is saved.
type world struct {
	t     testing.TB
	rng   *rand.Rand
	ctx   context.Context
	clock atomic.Int64 // ms

	ids    *rand.ChaCha8
	idLock sync.Mutex

	disk   store.Store // what survives the server
	flaky  *flaky
	reopen func(store.Store) (store.Store, error) // what a restart does with disk; nil: nothing
	gate   *access.Gate
	desk   *desk.Desk
	field  *field.Field
	poison func(e slip.Entry) // may panic while a round's act is applied
	front  phone.Doer         // nil: the server is called in this process

	drivers []string // persons
	homes   []string
	shop    string
	slips   []string
	rounds  []string
	round   map[string]string // of a driver
	phones  []*carried
	peer    int

	book      map[string]*saved // by act id
	audited   sync.Mutex
	revoked   map[string]bool  // by device
	announced map[string]int64 // by device.epoch: the highest number the server answered to
	attempted map[string]int64 // the same, of requests that it did not answer too
	broken    []string         // what the audit saw
	story     []string
}

// carried is one phone in the hands of a driver.
type carried struct {
	*phone.Phone
	line *phone.Line
	skew time.Duration

	expired bool // it may read nothing new
}

// saved is an act that a screen called saved.
type saved struct {
	phone.Act
	person, device, epoch string
	unsure                bool // its disk is gone: it may be there or not
	junk                  bool // no act that could ever be applied
}

func newWorld(t testing.TB, seed uint64, disk store.Store) *world {
	var key [32]byte
	binary.LittleEndian.PutUint64(key[:], seed)
	w := &world{t: t, rng: rand.New(rand.NewPCG(seed, 1)), ctx: context.Background(), ids: rand.NewChaCha8(key), disk: disk,
		round: map[string]string{}, book: map[string]*saved{}, revoked: map[string]bool{}, announced: map[string]int64{}, attempted: map[string]int64{}}
	w.clock.Store(monday.At(8, 0, paris).UnixMilli())
	w.flaky = &flaky{Store: disk, rng: rand.New(rand.NewPCG(seed, 2))}
	w.boot()
	return w
}

// boot is the server's start: nothing but the store is carried over.
func (w *world) boot() {
	var err error
	w.flaky.mu.Lock()
	w.flaky.dead, w.flaky.rate, w.flaky.fuse = false, 0, 0
	w.flaky.mu.Unlock()
	w.gate, err = access.New(access.Options{Store: w.flaky, Now: w.now, Random: lockedReader{w}, NewID: w.id,
		Contacts: field.Contacts{Store: w.flaky}, BaseURL: "https://portage.test", Cost: access.Cost{Time: 1, MemoryKB: 8, Parallel: 1, Waiting: 1}})
	w.ok(err)
	w.desk = desk.New(desk.Options{Store: w.flaky, People: w.gate, Now: w.now, NewID: w.id, Random: lockedReader{w}, Zone: paris})
	w.field = field.New(field.Options{Store: w.flaky, Devices: w.gate, Now: w.now, Zone: paris, Rounds: poisoned{w.desk, w}, Service: w.desk})
}

// restart ends the server and starts it again on what it had stored.
func (w *world) restart() {
	if w.reopen != nil {
		disk, err := w.reopen(w.disk)
		w.ok(err)
		w.disk = disk
		w.flaky.Store = disk
	}
	w.boot()
}

// poisoned lets a test make the handler of a round's acts panic.
type poisoned struct {
	*desk.Desk
	w *world
}

func (p poisoned) ApplyRound(ctx context.Context, id string, acts []slip.Entry) ([]exchange.Result, error) {
	for _, e := range acts {
		if p.w.poison != nil {
			p.w.poison(e)
		}
	}
	return p.Desk.ApplyRound(ctx, id, acts)
}

type lockedReader struct{ w *world }

func (r lockedReader) Read(b []byte) (int, error) {
	r.w.idLock.Lock()
	defer r.w.idLock.Unlock()
	return r.w.ids.Read(b)
}

func (w *world) now() time.Time { return time.UnixMilli(w.clock.Load()).UTC() }

func (w *world) later(d time.Duration) { w.clock.Add(d.Milliseconds()) }

// id is a UUIDv7 of the world's time and seed.
func (w *world) id() string {
	var b [16]byte
	_, _ = lockedReader{w}.Read(b[:])
	ms := uint64(w.clock.Load())
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	b[6], b[8] = 0x70|b[6]&15, 0x80|b[8]&63
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatalf("%v%s", err, w.tale())
	}
}

func (w *world) tell(format string, args ...any) {
	w.story = append(w.story, w.now().In(paris).Format("02 15:04:05 ")+fmt.Sprintf(format, args...))
}

// tale is the story so far, for a replay with -v.
func (w *world) tale() string {
	if !testing.Verbose() {
		return ""
	}
	return "\n" + strings.Join(w.story, "\n")
}

var (
	admin       = account.User{ID: "admin", Name: "Admin", Roles: account.Roles}
	coordinator = admin
)

// settle makes the town: a shop, households with one order each, drivers with a
// phone and a published round.
func (w *world) settle(drivers, households int) {
	w.t.Helper()
	_, err := w.desk.SetService(w.ctx, admin, service.Service{Name: "Portage", Opens: "2026-01-05", Weekdays: []day.Weekday{1, 2, 3, 4, 5},
		Trades: []string{"primeur"}, Sectors: []service.Sector{{Name: "Centre"}}, OldCheque: 2}, 0)
	w.ok(err)
	m, err := w.desk.AddMerchant(w.ctx, coordinator, merchant.Merchant{Name: "Le Panier", Trade: "primeur", Sector: "Centre",
		Phone: "02 31 00 00 10", Payee: "Le Panier", Enrolled: "2026-01-05"})
	w.ok(err)
	w.shop = m.Value.ID
	for i := range drivers {
		p, err := w.gate.AddPerson(w.ctx, admin, account.Person{Name: fmt.Sprintf("Driver %d", i), Roles: []account.Role{account.Driver},
			Origin: account.Origins[0], Locale: "fr"})
		w.ok(err)
		w.drivers = append(w.drivers, p.ID)
		r, err := w.desk.NewRound(w.ctx, coordinator, round.Round{Day: monday, Driver: p.ID})
		w.ok(err)
		w.rounds = append(w.rounds, r.Value.ID)
		w.round[p.ID] = r.Value.ID
	}
	for i := range households {
		w.order(i)
	}
	for i, id := range w.rounds {
		r, err := w.desk.RoundByID(w.ctx, coordinator, id)
		w.ok(err)
		if len(r.Slips) > 0 {
			_, err = w.desk.PublishRound(w.ctx, coordinator, id, r.Version)
			w.ok(err)
		}
		w.enrol(w.drivers[i])
	}
}

// order places one order and puts its slip into a round.
func (w *world) order(i int) {
	h, err := w.desk.AddHousehold(w.ctx, coordinator, household.Household{People: []household.Person{{Given: "Odette", Family: fmt.Sprintf("Foyer%c", 'A'+i)}}, Size: 1,
		Phones: []string{fmt.Sprintf("02 31 00 01 %02d", i)}, Address: household.Address{Street: fmt.Sprintf("%d rue Haute", i+1), Sector: "Centre"}})
	w.ok(err)
	w.homes = append(w.homes, h.Value.ID)
	part := desk.NewPart{Merchant: w.shop, Lines: []order.Line{{Text: "Pommes", Quantity: "1 kg"}}}
	if i%3 != 2 {
		part.Amount = int64(1000 + i)
	} else {
		part.Direct = true
	}
	o, err := w.desk.PlaceOrder(w.ctx, coordinator, desk.NewOrder{Household: h.Value.ID, Day: monday, Parts: []desk.NewPart{part}})
	w.ok(err)
	id := o.Value.Parts[0].Slip
	w.slips = append(w.slips, id)
	_, err = w.desk.Assign(w.ctx, coordinator, id, "", w.rounds[i%len(w.rounds)])
	w.ok(err)
}

// enrol gives a driver a new phone.
func (w *world) enrol(person string) *carried {
	w.t.Helper()
	t, err := w.gate.NewEnrolment(w.ctx, coordinator, person)
	w.ok(err)
	c := &carried{line: &phone.Line{To: w}}
	c.Phone = phone.New(phone.Options{URL: "https://portage.test", HTTP: c.line, Now: func() time.Time { return w.now().Add(c.skew).In(paris) }, NewID: w.id}, nil)
	w.ok(c.Enrol(w.ctx, t.Code))
	w.phones = append(w.phones, c)
	return c
}

// Do is the server's door. A server that died in the middle answers nothing.
func (w *world) Do(req *http.Request) (*http.Response, error) {
	if w.front != nil {
		return w.front.Do(req)
	}
	body, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err // half a request never reaches a handler
	}
	credential := strings.TrimPrefix(req.Header.Get("Authorization"), "Portage ")
	sha := strings.TrimPrefix(req.URL.Path, "/api/blobs/")
	res := &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Request: req}
	var out []byte
	switch {
	case req.URL.Path == "/api/exchange":
		out, err = w.Exchange(req.Context(), credential, body)
	case req.URL.Path == "/api/enrol":
		out, err = w.enter(body)
	case sha == req.URL.Path:
		res.StatusCode = http.StatusNotFound
	case req.Method == http.MethodHead:
		err = w.head(req.Context(), res, credential, sha)
	default:
		err = w.put(req, res, credential, sha, body)
	}
	if w.flaky.isDead() {
		return nil, phone.ErrLine
	}
	if err != nil {
		f := fault.From(err)
		res.StatusCode, out = statuses[f.Kind], []byte(f.Code)
	}
	res.Body, res.ContentLength = io.NopCloser(bytes.NewReader(out)), int64(len(out))
	return res, nil
}

var statuses = map[fault.Kind]int{fault.Internal: 500, fault.Invalid: 422, fault.Unsigned: 401, fault.Forbidden: 403, fault.NotFound: 404,
	fault.Conflict: 409, fault.Gone: 410, fault.TooLarge: 413, fault.Unsupported: 415, fault.Throttled: 429, fault.Unavailable: 503}

func (w *world) enter(body []byte) ([]byte, error) {
	in, err := decode[struct {
		Code, Epoch, Label string
		Charter            bool
	}](body)
	if err != nil {
		return nil, err
	}
	w.peer++
	e, err := w.gate.Enrol(w.ctx, access.Peer{Address: fmt.Sprintf("10.0.%d.%d", w.peer/250, w.peer%250)},
		access.Enrol{Code: in.Code, Epoch: in.Epoch, Label: in.Label, Charter: in.Charter})
	if err != nil {
		return nil, err
	}
	return fmt.Appendf(nil, `{"device":%q,"secret":%q,"driver":{"id":%q}}`, e.Device.ID, e.Secret, e.Device.Person), nil
}

func (w *world) head(ctx context.Context, res *http.Response, credential, sha string) error {
	at, whole, err := w.field.BlobStatus(ctx, credential, sha)
	res.Header.Set("Upload-Offset", fmt.Sprint(at))
	if !whole {
		res.StatusCode = http.StatusNotFound
	}
	return err
}

func (w *world) put(req *http.Request, res *http.Response, credential, sha string, body []byte) error {
	r, err := field.ParseRange(req.Header.Get("Content-Range"))
	if err != nil {
		return err
	}
	at, done, err := w.field.Part(req.Context(), credential, sha, r, body)
	res.Header.Set("Upload-Offset", fmt.Sprint(at))
	res.StatusCode = http.StatusNoContent
	if done {
		res.StatusCode = http.StatusCreated
	}
	return err
}

// record books an act that the phone called saved.
func (w *world) record(c *carried, act phone.Act, err error) {
	if errors.Is(err, phone.ErrCrashed) {
		// Nobody saw "saved"; what was committed all the same will come.
		d := c.Disk()
		if n := len(d.Outbox); n == 0 || w.book[d.Outbox[n-1].ID] != nil {
			return
		}
		act = d.Outbox[len(d.Outbox)-1]
	} else if err != nil {
		w.ok(err)
	}
	d := c.Disk()
	if w.book[act.ID] != nil {
		return
	}
	w.book[act.ID] = &saved{Act: act, person: d.Driver, device: d.Device, epoch: d.Epoch}
}
