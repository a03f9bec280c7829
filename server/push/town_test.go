package push_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/field"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/push"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/sync/slip"
)

const monday = day.Day("2026-11-23")

func user(id string, r account.Role) account.User {
	return account.User{ID: id, Name: id, Roles: []account.Role{r}}
}

var (
	claire = user("claire", account.Coordinator)
	hugo   = user("hugo", account.Coordinator)
	agent  = user("agent", account.OrderAgent)
	social = user("social", account.SocialWorker)
	admin  = user("admin", account.Admin)
	ana    = user("ana", account.Driver)
	idriss = user("idriss", account.Driver)
)

// staff is who there is. phones are those that may read.
type staff struct {
	mu     sync.Mutex
	people map[string]account.Person
	phones map[string][]string
}

func newStaff() *staff {
	s := &staff{people: map[string]account.Person{}, phones: map[string][]string{}}
	for _, u := range []account.User{claire, hugo, agent, social, admin, ana, idriss} {
		s.people[u.ID] = account.Person{ID: u.ID, Name: "Secret " + u.ID, Roles: u.Roles, Locale: "fr", Phone: "06 00 00 00 01"}
	}
	return s
}

func (s *staff) set(p account.Person) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.people[p.ID] = p
}

func (s *staff) Everyone(context.Context) ([]account.Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Values(s.people)), nil
}

func (s *staff) Lookup(_ context.Context, ids ...string) (map[string]account.Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := map[string]account.Person{}
	for _, id := range ids {
		if p, ok := s.people[id]; ok {
			out[id] = p
		}
	}
	return out, nil
}

func (s *staff) Phones(_ context.Context, person string) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.phones[person], nil
}

// town is a desk and a Push over one embedded store, and a push service. The
// clock stands at Monday 8:00.
type town struct {
	testing.TB
	*desk.Desk
	dir   string
	st    store.Store
	push  *push.Push
	staff *staff
	far   *pushService
	ctx   context.Context
	log   *bytes.Buffer
	home  string
	shop  string

	mu  sync.Mutex
	now time.Time
}

// personKind stands for the documents of package access.
var personKind = store.Kind{Name: "person"}

func kinds() []store.Kind {
	return slices.Concat(field.Kinds(), push.Kinds(), record.Kinds(), []store.Kind{sliprepo.Kind(), personKind})
}

func newTown(t testing.TB) *town {
	t.Helper()
	w := &town{TB: t, dir: t.TempDir(), staff: newStaff(), ctx: t.Context(), now: monday.At(8, 0, time.UTC), log: &bytes.Buffer{}}
	w.far = newPushService(t)
	w.open()
	t.Cleanup(func() { w.ok(w.st.Close()) })
	_, err := w.SetService(w.ctx, admin, service.Service{Name: "Portage", Opens: "2026-01-05", Weekdays: []day.Weekday{1, 2, 3, 4, 5},
		Trades: []string{"primeur"}, Sectors: []service.Sector{{Name: "Centre"}}, OldCheque: 2}, 0)
	w.ok(err)
	m, err := w.AddMerchant(w.ctx, claire, merchant.Merchant{Name: "Primeur des Halles", Trade: "primeur", Sector: "Centre",
		Phone: "02 31 00 00 10", Payee: "Le Payee", Enrolled: "2026-01-05"})
	w.ok(err)
	h, err := w.AddHousehold(w.ctx, agent, household.Household{People: []household.Person{{Given: "Odette", Family: "Maréchal"}}, Size: 1,
		Phones: []string{"02 31 00 00 01"}, Address: household.Address{Street: "12 rue Haute", Sector: "Centre"}})
	w.ok(err)
	w.shop, w.home = m.Value.ID, h.Value.ID
	return w
}

// open is the start of a server on the town's folder.
func (w *town) open() {
	w.Helper()
	st, err := embedded.Open(w.dir, kinds(), embedded.Options{Readers: 2})
	w.ok(err)
	w.st = st
	w.Desk = desk.New(desk.Options{Store: st, People: w.staff, Now: w.clock, NewID: newID, Random: rand.Reader, Zone: time.UTC})
	w.push = w.server(st)
}

// server is one more Push over a store, as a second process would be.
func (w *town) server(st store.Store) *push.Push {
	p, err := newPush(st, w.staff, w.clock, w.far.URL, w.log)
	w.ok(err)
	return p
}

func newPush(st store.Store, people push.People, clock func() time.Time, far string, log io.Writer) (*push.Push, error) {
	return push.New(push.Options{Store: st, People: people, Now: clock, Zone: time.UTC, Contact: "mailto:ops@portage.example",
		Origins: []string{far}, Log: slog.New(slog.NewTextHandler(log, nil))})
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func (w *town) clock() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

func (w *town) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
}

func (w *town) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// work derives and sends what is due, as a running server does by itself.
func (w *town) work() {
	w.Helper()
	w.ok(w.push.Sweep(w.ctx))
	w.ok(w.push.Deliver(w.ctx))
}

// slip orders from the shop and returns the new slip.
func (w *town) slip() string {
	w.Helper()
	o, err := w.PlaceOrder(w.ctx, agent, desk.NewOrder{Household: w.home, Day: monday, Exception: "essai", Parts: []desk.NewPart{
		{Merchant: w.shop, Amount: 1250, Lines: []order.Line{{Text: "Pommes", Quantity: "1 kg"}}}}})
	w.ok(err)
	return o.Value.Parts[0].Slip
}

// round makes a published round of a driver with one slip.
func (w *town) round(driver account.User) (id, slipID string) {
	w.Helper()
	r, err := w.NewRound(w.ctx, claire, round.Round{Day: monday, Driver: driver.ID})
	w.ok(err)
	slipID = w.slip()
	_, err = w.Assign(w.ctx, claire, slipID, "", r.Value.ID)
	w.ok(err)
	w.publish(r.Value.ID)
	return r.Value.ID, slipID
}

func (w *town) publish(id string) {
	w.Helper()
	t, err := w.RoundByID(w.ctx, claire, id)
	w.ok(err)
	_, err = w.PublishRound(w.ctx, claire, id, t.Version)
	w.ok(err)
}

// fact writes a fact on a slip as the exchange does.
func (w *town) fact(id, by string, kind slip.Kind, data string) {
	w.Helper()
	_, err := store.Update(w.ctx, w.st, sliprepo.Name, id, func(d *store.Doc) (bool, error) {
		s, _, err := sliprepo.Decode(*d)
		if err != nil {
			return false, err
		}
		now := w.clock()
		e := slip.Entry{ID: newID(), Kind: kind, V: 1, Seq: 1, At: now, Received: now, By: by, Device: "phone-" + by, Via: slip.ViaApp, Data: []byte(data)}
		if s, _, err = slip.Append(s, e); err != nil {
			return false, err
		}
		*d, err = sliprepo.Encode(s, s.Fold(), d.Version, now)
		return true, err
	})
	w.ok(err)
}

// subscribe makes a browser of who; its endpoint begins with what the service
// shall answer.
func (w *town) subscribe(who account.User, answer string) *browser {
	w.Helper()
	b := newBrowser(w.TB, w.far.URL+"/"+answer+"/"+newID())
	w.keep(who, b)
	return b
}

func (w *town) keep(who account.User, b *browser) {
	w.Helper()
	w.pass(time.Millisecond) // what was before is not for this browser
	again, err := w.push.Subscribe(w.ctx, who, w.subscription(b))
	w.ok(err)
	if again {
		w.Fatal("a new subscription is to be made again")
	}
	w.far.add(b)
	w.pass(time.Millisecond) // what follows comes after
}

func (w *town) subscription(b *browser) push.Subscription {
	w.Helper()
	set, err := w.push.Settings(w.ctx, admin)
	w.ok(err)
	return push.Subscription{Endpoint: b.endpoint, P256dh: b.p256dh, Auth: b.auth, Key: set.Key}
}

// browser is the far end: it decrypts what comes (RFC 8291).
type browser struct {
	endpoint, p256dh, auth string
	key                    *ecdh.PrivateKey
	secret                 []byte
}

func newBrowser(t testing.TB, endpoint string) *browser {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	secret := make([]byte, 16)
	if _, err := rand.Read(secret); err != nil {
		t.Fatal(err)
	}
	b64 := base64.RawURLEncoding.EncodeToString
	return &browser{endpoint, b64(key.PublicKey().Bytes()), b64(secret), key, secret}
}

func (b *browser) decrypt(body []byte) ([]byte, error) {
	if len(body) < 86 {
		return nil, fmt.Errorf("%d bytes", len(body))
	}
	salt, sender, sealed := body[:16], body[21:86], body[86:]
	far, err := ecdh.P256().NewPublicKey(sender)
	if err != nil {
		return nil, err
	}
	shared, err := b.key.ECDH(far)
	if err != nil {
		return nil, err
	}
	info := "WebPush: info\x00" + string(b.key.PublicKey().Bytes()) + string(sender)
	ikm, _ := hkdf.Key(sha256.New, shared, b.secret, info, 32)
	key, _ := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: aes128gcm\x00", 16)
	nonce, _ := hkdf.Key(sha256.New, ikm, salt, "Content-Encoding: nonce\x00", 12)
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	plain, err := gcm.Open(nil, nonce, sealed, nil)
	return bytes.TrimSuffix(bytes.TrimRight(plain, "\x00"), []byte{2}), err
}

// banner is what a browser was told.
type banner struct {
	ID, Token, Tag, Title, Body, URL, Lang string

	header http.Header
	raw    string
	to     *browser
}

// pushService is a push service that answers what the endpoint's first word says.
type pushService struct {
	*httptest.Server
	t        testing.TB
	release  chan struct{} // lets those go that hang
	mu       sync.Mutex
	browsers map[string]*browser
	hits     map[string]int // by endpoint
	got      []banner
	answer   func(word string, w http.ResponseWriter) bool
}

func newPushService(t testing.TB) *pushService {
	t.Helper()
	s := &pushService{t: t, browsers: map[string]*browser{}, hits: map[string]int{}, release: make(chan struct{})}
	s.Server = httptest.NewServer(s)
	t.Cleanup(func() { close(s.release); s.Close() })
	return s
}

func (s *pushService) add(b *browser) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.browsers[b.endpoint] = b
}

func (s *pushService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	endpoint := s.URL + r.URL.Path
	word := strings.Split(r.URL.Path, "/")[1]
	s.mu.Lock()
	s.hits[endpoint]++
	b, special := s.browsers[endpoint], s.answer
	s.mu.Unlock()
	if special != nil && special(word, w) {
		return
	}
	s.mu.Lock()
	if word == "201" && b != nil {
		plain, err := b.decrypt(body)
		got := banner{header: r.Header, raw: string(plain), to: b}
		if err == nil {
			err = json.Unmarshal(plain, &got)
		}
		if err != nil {
			s.t.Errorf("what came cannot be read: %v", err)
		}
		s.got = append(s.got, got)
	}
	s.mu.Unlock()
	switch word {
	case "hang":
		select {
		case <-s.release:
		case <-r.Context().Done():
		}
	case "301", "307":
		w.Header().Set("Location", s.URL+"/inner/secret")
		fallthrough
	default:
		var status int
		if _, err := fmt.Sscan(word, &status); err != nil {
			status = 200 // the inner address that nobody may reach
		}
		w.WriteHeader(status)
	}
}

// banners returns what came since the last call, in order of their text.
func (s *pushService) banners() []banner {
	s.mu.Lock()
	defer s.mu.Unlock()
	got := s.got
	s.got = nil
	slices.SortFunc(got, func(a, b banner) int { return strings.Compare(a.Title+a.Body+a.URL, b.Title+b.Body+b.URL) })
	return got
}

func (s *pushService) asked(endpoint string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.hits[endpoint]
}

// setAnswer calls f with each request, which is answered as usual.
func (s *pushService) setAnswer(f func()) {
	s.setRefusal(func() bool { f(); return false })
}

// setRefusal lets f say which messages are not taken.
func (s *pushService) setRefusal(f func() bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = func(string, http.ResponseWriter) bool { return f() }
}
