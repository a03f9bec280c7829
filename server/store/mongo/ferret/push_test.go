package ferret

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/app"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/push"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/store"
)

const monday = day.Day("2026-11-23")

var (
	admin  = account.User{ID: "admin", Roles: []account.Role{account.Admin}}
	claire = account.User{ID: "claire", Roles: []account.Role{account.Coordinator}}
	ana    = account.User{ID: "ana", Roles: []account.Role{account.Driver}}
)

// staff is a driver and who plans for them.
type staff struct{}

func (staff) Everyone(context.Context) ([]account.Person, error) {
	return []account.Person{{ID: ana.ID, Roles: ana.Roles}, {ID: claire.ID, Roles: claire.Roles}}, nil
}

func (s staff) Lookup(ctx context.Context, ids ...string) (map[string]account.Person, error) {
	all, err := s.Everyone(ctx)
	found := map[string]account.Person{}
	for _, p := range all {
		for _, id := range ids {
			if p.ID == id {
				found[id] = p
			}
		}
	}
	return found, err
}

func (staff) Phones(context.Context, string) ([]string, error) { return nil, nil }

// clock stands until it is moved.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) tell() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// taker is a push service that counts what it takes, by topic.
type taker struct {
	mu     sync.Mutex
	topics map[string]int
}

func (k *taker) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.topics[r.Header.Get("Topic")]++
	w.WriteHeader(http.StatusCreated)
}

// publish makes n published rounds of ana's, each with one slip.
func publish(t *testing.T, d *desk.Desk, n int) {
	t.Helper()
	ctx := t.Context()
	_, err := d.SetService(ctx, admin, service.Service{Name: "Portage", Opens: "2026-01-05", Weekdays: []day.Weekday{1, 2, 3, 4, 5},
		Trades: []string{"primeur"}, Sectors: []service.Sector{{Name: "Centre"}}, OldCheque: 2}, 0)
	must(t, err)
	m, err := d.AddMerchant(ctx, claire, merchant.Merchant{Name: "Primeur", Trade: "primeur", Sector: "Centre", Phone: "02 31 00 00 10", Payee: "P", Enrolled: "2026-01-05"})
	must(t, err)
	h, err := d.AddHousehold(ctx, claire, household.Household{People: []household.Person{{Given: "O", Family: "M"}}, Size: 1,
		Phones: []string{"02 31 00 00 01"}, Address: household.Address{Street: "12 rue Haute", Sector: "Centre"}})
	must(t, err)
	for range n {
		o, err := d.PlaceOrder(ctx, claire, desk.NewOrder{Household: h.Value.ID, Day: monday, Exception: "essai",
			Parts: []desk.NewPart{{Merchant: m.Value.ID, Amount: 1250, Lines: []order.Line{{Text: "Pommes"}}}}})
		must(t, err)
		r, err := d.NewRound(ctx, claire, round.Round{Day: monday, Driver: ana.ID})
		must(t, err)
		_, err = d.Assign(ctx, claire, o.Value.Parts[0].Slip, "", r.Value.ID)
		must(t, err)
		tour, err := d.RoundByID(ctx, claire, r.Value.ID)
		must(t, err)
		_, err = d.PublishRound(ctx, claire, r.Value.ID, tour.Version)
		must(t, err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func subscribe(t *testing.T, p *push.Push, endpoint string) {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	must(t, err)
	secret := make([]byte, 16)
	_, err = rand.Read(secret)
	must(t, err)
	set, err := p.Settings(t.Context(), ana)
	must(t, err)
	b64 := base64.RawURLEncoding.EncodeToString
	_, err = p.Subscribe(t.Context(), ana, push.Subscription{Endpoint: endpoint, P256dh: b64(key.PublicKey().Bytes()), Auth: b64(secret), Key: set.Key})
	must(t, err)
}

// TestTwoServersOnOneDatabaseSendEachOnce lets two servers, each with its own
// connection to the database, derive and send the same notices at the same time.
func TestTwoServersOnOneDatabaseSendEachOnce(t *testing.T) {
	db, now, far := serve(t), &clock{now: monday.At(8, 0, time.UTC)}, &taker{topics: map[string]int{}}
	service := httptest.NewServer(far)
	defer service.Close()
	server := func() (*push.Push, store.Store) {
		st, err := db.open(t.Context(), app.Kinds())
		must(t, err)
		t.Cleanup(func() { must(t, st.Close()) })
		p, err := push.New(push.Options{Store: st, People: staff{}, Now: now.tell, Zone: time.UTC, Contact: "mailto:ops@portage.example", Origins: []string{service.URL}})
		must(t, err)
		return p, st
	}
	a, st := server()
	b, _ := server()
	subscribe(t, a, service.URL+"/ana")
	now.pass(time.Second)
	publish(t, desk.New(desk.Options{Store: st, People: staff{}, Now: now.tell, Random: rand.Reader, Zone: time.UTC,
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() }}), 12)
	var both sync.WaitGroup
	errs := make([]error, 2)
	for i, p := range []*push.Push{a, b} {
		both.Go(func() { errs[i] = errors.Join(p.Sweep(t.Context()), p.Deliver(t.Context())) })
	}
	both.Wait()
	must(t, errors.Join(errs...))
	must(t, a.Deliver(t.Context())) // what one claimed while the other stored
	if len(far.topics) != 12 {
		t.Errorf("%d rounds were told, want 12", len(far.topics))
	}
	for topic, n := range far.topics {
		if n != 1 {
			t.Errorf("%s was told %d times", topic, n)
		}
	}
}
