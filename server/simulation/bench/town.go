package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/app"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/request"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/sync/slip"
)

// A loaded town: what a desk looks at after a long service.
const (
	homes     = 2000
	pastSlips = 5000
	openNow   = 60
	drivers   = 6
	requests  = 300
	pastDays  = 250
)

var (
	trades  = []string{"primeur", "boulangerie", "boucherie", "épicerie", "fromagerie", "poissonnerie"}
	sectors = []string{"Centre", "Haute-Ville", "Le Port", "Les Tanneries", "Bellevue"}
)

// town is a loaded town while it is made. The past is written as documents, with
// the journals that a service leaves; what is open goes through the use-cases.
type town struct {
	st      store.Store
	desk    *desk.Desk
	gate    *access.Gate
	now     time.Time
	stamp   record.Stamp
	rand    *mathrand.Rand
	homes   []household.Household
	shops   []merchant.Merchant
	drivers []string
}

// load fills the folder and prints, as JSON, how to sign in.
func load(dir string) (err error) {
	s, err := embedded.Open(dir, app.Kinds(), embedded.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	gate, err := newGate(s)
	if err != nil {
		return err
	}
	now := time.Now()
	t := &town{st: s, gate: gate, now: now, stamp: record.Stamp{By: account.System.ID, At: now}, rand: mathrand.New(mathrand.NewPCG(1, 7)),
		desk: desk.New(desk.Options{Store: s, People: gate, Now: time.Now, NewID: newID, Random: rand.Reader, Zone: time.Local})}
	ctx := context.Background()
	for _, step := range []func(context.Context) error{t.settle, t.people, t.merchants, t.households, t.calls, t.past, t.open} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (t *town) settle(ctx context.Context) error {
	s := service.Service{Name: "Portage", Town: "Saint-Aubin", Phone: "02 61 91 00 00", Opens: t.day(-400), Weekdays: []day.Weekday{1, 2, 3, 4, 5, 6, 7},
		Trades: trades, Checklist: []string{"Masques", "Gel"}, OldCheque: 3}
	for _, name := range sectors {
		s.Sectors = append(s.Sectors, service.Sector{Name: name})
	}
	_, err := t.desk.SetService(ctx, account.System, s, 0)
	return err
}

func (t *town) day(ago int) day.Day { return day.Of(t.now, time.Local).Add(ago) }

// people are one who may see every screen, and drivers.
func (t *town) people(ctx context.Context) error {
	m, err := t.gate.AddPerson(ctx, account.System, account.Person{Name: "Camille Lebrun", Login: benchLogin, Origin: account.FromCCAS, Locale: "fr",
		Roles: []account.Role{account.Admin, account.Coordinator, account.OrderAgent, account.SocialWorker}})
	if err != nil {
		return err
	}
	for i := range drivers {
		d, err := t.gate.AddPerson(ctx, account.System, account.Person{Name: fmt.Sprintf("Livreur %d", i+1), Roles: []account.Role{account.Driver}, Origin: account.FromReserve, Locale: "fr"})
		if err != nil {
			return err
		}
		t.drivers = append(t.drivers, d.ID)
	}
	return t.gate.GivePassword(ctx, account.System, m.ID, benchPassword)
}

const (
	benchLogin    = "camille"
	benchPassword = "violette tambour nuage rivage"
)

func (t *town) merchants(ctx context.Context) error {
	for i := range 40 {
		m := merchant.Merchant{Name: fmt.Sprintf("Boutique %d", i+1), Trade: trades[i%len(trades)], Sector: sectors[i%len(sectors)],
			Phone: fmt.Sprintf("02 61 91 30 %02d", i), Payee: fmt.Sprintf("Maison %d", i+1)}
		kept, err := t.desk.AddMerchant(ctx, account.System, m)
		if err != nil {
			return err
		}
		t.shops = append(t.shops, kept.Value)
	}
	return nil
}

var (
	givens   = []string{"Odette", "René", "Hélène", "Marcel", "Yvonne", "André", "Berthe", "Émile", "Simone", "Gaston"}
	families = []string{"Maréchal", "Lefèvre", "Bélanger", "Dupré", "Nguyen", "Ait-Ahmed", "Le Goff", "Vasseur", "Lenoir", "Hamel", "Quesnel", "Roux"}
)

func (t *town) households(ctx context.Context) error {
	docs := make([]store.Doc, homes)
	for i := range homes {
		h := household.Household{ID: newID(), Size: 1, Registered: t.day(-i % pastDays), Access: "code 12A4, 2e étage",
			People:    []household.Person{{Given: givens[i%len(givens)], Family: families[i/7%len(families)] + " " + string(rune('A'+i%26)), Band: "80+"}},
			Phones:    []string{fmt.Sprintf("02 61 9%d %02d %02d", i/10000, i/100, i%100)},
			Address:   household.Address{Street: fmt.Sprintf("%d rue du Lavoir", i%90+1), Postcode: "50000", Town: "Saint-Aubin", Sector: sectors[i%len(sectors)]},
			Emergency: household.Emergency{Name: "Julien", Link: "fils", Phone: "06 39 98 00 99"}}
		t.homes = append(t.homes, h)
		var err error
		if docs[i], err = record.Households.Encode(h, t.stamp); err != nil {
			return err
		}
	}
	return t.keep(ctx, docs)
}

func (t *town) calls(ctx context.Context) error {
	docs := make([]store.Doc, requests)
	states := []request.State{request.Done, request.Done, request.Dropped, request.Referred, request.ToCall, request.ToAssess}
	for i := range requests {
		h := t.homes[i]
		state := request.Done
		if i%10 == 0 {
			state = states[i/10%len(states)]
		}
		r := request.Request{ID: newID(), State: state, Name: h.Name(), Phone: h.Phones[0], Household: h.ID, Needs: "Courses de la semaine",
			By: account.System.ID, At: t.now.Add(-time.Duration(i) * time.Hour),
			Referrals: []request.Referral{{ID: newID(), Kind: "shopping", Owner: "CCAS", Due: t.day(2)}}}
		var err error
		if docs[i], err = record.Requests.Encode(r, t.stamp); err != nil {
			return err
		}
	}
	return t.keep(ctx, docs)
}

func (t *town) keep(ctx context.Context, docs []store.Doc) error {
	for len(docs) > 0 {
		n := min(500, len(docs))
		if err := errors.Join(t.st.Insert(ctx, docs[:n]...)...); err != nil {
			return err
		}
		docs = docs[n:]
	}
	return nil
}

// past writes orders and slips of earlier days. Most are complete; a few wait for
// a cheque, a decision or the social worker.
func (t *town) past(ctx context.Context) error {
	docs, ranks := make([]store.Doc, 0, 2*pastSlips), map[string]int{}
	for k := range pastSlips {
		ago := 1 + k%pastDays
		at := t.now.AddDate(0, 0, -ago)
		on, h, m := t.day(-ago), t.homes[k*13%homes], t.shops[k%len(t.shops)]
		s, err := t.history(k, at, on, h, m)
		if err != nil {
			return err
		}
		doc, err := sliprepo.Encode(s, s.Fold(), 0, at)
		if err != nil {
			return err
		}
		ranks[h.ID+on.Week()]++
		rank := ranks[h.ID+on.Week()] // an order's id says which of its week it is
		o := order.Order{ID: order.ID(h.ID, on.Week(), rank), Household: h.ID, Week: on.Week(), Rank: rank, Day: on, By: account.System.ID, At: at,
			Parts: []order.Part{{Slip: s.ID, Number: pastNumber(k, on), Merchant: m.ID, Lines: []order.Line{{ID: "1", Text: "Pommes", Quantity: "1 kg"}}}}}
		kept, err := record.Orders.Encode(o, t.stamp)
		if err != nil {
			return err
		}
		docs = append(docs, doc, kept)
	}
	return t.keep(ctx, docs)
}

func pastNumber(k int, on day.Day) string { return fmt.Sprintf("%d-P%05d", on.Year(), k) }

// history is one past slip's journal, signatures and all.
func (t *town) history(k int, at time.Time, on day.Day, h household.Household, m merchant.Merchant) (slip.Slip, error) {
	sheet := slip.Sheet{
		Household: slip.Household{ID: h.ID, Name: h.Name(), Phone: h.Phones[0], Address: h.Address.Line(), Sector: h.Address.Sector, Access: h.Access},
		Merchant:  slip.Merchant{ID: m.ID, Name: m.Name, Trade: m.Trade, Phone: m.Phone, Payee: m.Payee},
		Lines:     []slip.Line{{ID: "1", Text: "Pommes golden", Quantity: "1 kg"}, {ID: "2", Text: "Poireaux", Quantity: "3"}}}
	cents, driver := int64(900+k%2000), t.drivers[k%len(t.drivers)]
	mark := func(name string) *slip.MarkData {
		drawn, _ := json.Marshal(strokes(t.rand)) // integers
		return &slip.MarkData{Strokes: drawn, W: 340, H: 160, Name: name}
	}
	type line struct {
		kind slip.Kind
		data slip.Data
	}
	lines := []line{
		{slip.Created, slip.Data{Number: pastNumber(k, on), Day: string(on), Sheet: &sheet}},
		{slip.SentToMerchant, slip.Data{Channel: "phone"}},
		{slip.Ready, slip.Data{Bags: 2, AmountCents: cents}},
		{slip.Assigned, slip.Data{Driver: driver, Round: driver, Position: k % 40}},
		{slip.PickedUp, slip.Data{Bags: 2, Check: "qr"}},
	}
	if k%50 == 1 {
		lines = append(lines, line{slip.AttemptFailed, slip.Data{Reason: "noAnswer", Goods: "inVehicle"}})
	} else {
		lines = append(lines, line{slip.HandedOver, slip.Data{Payment: "cheque", AmountCents: cents, Payee: m.Payee, Mark: mark(h.Name())}})
	}
	if k%100 == 2 {
		lines = append(lines, line{slip.Alert, slip.Data{Text: "Le réfrigérateur était vide."}})
	}
	if k%50 != 1 && k%60 != 3 {
		lines = append(lines, line{slip.ChequeReturned, slip.Data{AmountCents: cents, Mark: mark(m.Name)}})
	}
	s := slip.Slip{ID: newID()}
	for i, l := range lines {
		raw, err := json.Marshal(l.data)
		if err != nil {
			return s, err
		}
		when := at.Add(time.Duration(i) * time.Minute)
		e := slip.Entry{ID: newID(), Kind: l.kind, V: 1, At: when, Received: when, By: account.System.ID, Via: slip.ViaDesk, Data: raw}
		if i > 3 {
			e.By, e.Via = driver, slip.ViaApp
		}
		if s, _, err = slip.Append(s, e); err != nil {
			return s, fmt.Errorf("%s: %w", l.kind, err)
		}
	}
	return s, nil
}

// open places today's orders and gives two in three of them to the drivers.
func (t *town) open(ctx context.Context) error {
	who := account.System
	rounds := make([]string, drivers)
	for i, d := range t.drivers {
		r, err := t.desk.NewRound(ctx, who, round.Round{Day: t.day(0), Driver: d})
		if err != nil {
			return err
		}
		rounds[i] = r.Value.ID
	}
	for i := range openNow {
		o, err := t.desk.PlaceOrder(ctx, who, desk.NewOrder{Household: t.homes[i].ID, Day: t.day(0), Exception: "Mesure",
			Parts: []desk.NewPart{{Merchant: t.shops[i%len(t.shops)].ID, Lines: []order.Line{{Text: "Pommes", Quantity: "1 kg"}, {Text: "Poireaux"}}}}})
		if err != nil {
			return err
		}
		if i%3 == 0 {
			continue
		}
		id := o.Value.Parts[0].Slip
		if _, err := t.desk.SendSlip(ctx, who, id, "phone"); err != nil {
			return err
		}
		if _, err := t.desk.Assign(ctx, who, id, "", rounds[i%drivers]); err != nil {
			return err
		}
	}
	return nil
}
