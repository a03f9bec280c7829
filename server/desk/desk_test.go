package desk_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/sync/slip"
)

const monday = day.Day("2026-11-23")

var (
	claire  = account.User{ID: "claire", Name: "Claire Besnard", Roles: []account.Role{account.Coordinator}}
	hugo    = account.User{ID: "hugo", Name: "Hugo Vasseur", Roles: []account.Role{account.Coordinator}}
	agent   = account.User{ID: "agent", Roles: []account.Role{account.OrderAgent}}
	social  = account.User{ID: "social", Roles: []account.Role{account.SocialWorker}}
	admin   = account.User{ID: "admin", Roles: []account.Role{account.Admin}}
	elected = account.User{ID: "elected", Roles: []account.Role{account.Observer}}
	driver  = account.User{ID: "ana", Roles: []account.Role{account.Driver}}
)

type staff map[string]account.Person

func (s staff) Lookup(_ context.Context, ids ...string) (map[string]account.Person, error) {
	out := map[string]account.Person{}
	for _, id := range ids {
		if p, ok := s[id]; ok {
			out[id] = p
		}
	}
	return out, nil
}

// town is a desk over an embedded store, with a service, three shops, two
// households and two drivers. Ids count up; the clock stands at Monday 8:00.
type town struct {
	*testing.T
	*desk.Desk
	st   *flaky
	log  *auditLog
	ctx  context.Context
	mu   sync.Mutex
	n    int
	now  time.Time
	shop map[string]string // trade to id
	home []string
}

// auditLog keeps what the desk notes, one line each.
type auditLog struct {
	lines []string
	fail  error
}

func (l *auditLog) Record(_ context.Context, who account.User, action, object string, details map[string]string) error {
	if l.fail != nil {
		return l.fail
	}
	l.lines = append(l.lines, fmt.Sprint(who.ID, " ", action, " ", object, " ", details))
	return nil
}

// flaky is a store whose puts can be made to fail, to show what is taken up
// again.
type flaky struct {
	store.Store
	fail func(kind string) error
}

func (f *flaky) Put(ctx context.Context, docs ...store.Doc) []error {
	if f.fail != nil {
		if err := f.fail(docs[0].Kind); err != nil {
			return []error{err}
		}
	}
	return f.Store.Put(ctx, docs...)
}

func newTown(t *testing.T) *town {
	t.Helper()
	st, err := embedded.Open(t.TempDir(), append(record.Kinds(), sliprepo.Kind()), embedded.Options{Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &town{T: t, st: &flaky{Store: st}, log: &auditLog{}, ctx: t.Context(), now: monday.At(8, 0, time.UTC), shop: map[string]string{}}
	people := staff{"claire": {ID: "claire", Name: "Claire Besnard"}, "hugo": {ID: "hugo", Name: "Hugo Vasseur"},
		"ana":    {ID: "ana", Name: "Ana Pereira", Roles: []account.Role{account.Driver}},
		"idriss": {ID: "idriss", Name: "Idriss Diallo", Roles: []account.Role{account.Driver}}}
	w.Desk = desk.New(desk.Options{Store: w.st, People: people, Now: func() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.now },
		NewID: w.id, Random: bytes.NewReader(bytes.Repeat([]byte{7}, 64)), Zone: time.UTC, Audit: w.log})
	_, err = w.SetService(w.ctx, admin, service.Service{Name: "Portage", Opens: "2026-01-05", Weekdays: []day.Weekday{1, 2, 3, 4, 5},
		Trades: []string{"boulangerie", "primeur", "boucherie"}, Sectors: []service.Sector{{Name: "Centre"}, {Name: "Gare"}},
		EveryOrder: []service.Offer{{Text: "Une baguette", Trade: "boulangerie"}}, OldCheque: 2}, 0)
	w.ok(err)
	for _, m := range []merchant.Merchant{{Name: "Le Panier", Trade: "primeur"}, {Name: "Chez Lucas", Trade: "boucherie"}, {Name: "Le Fournil", Trade: "boulangerie"}} {
		m.Sector, m.Phone, m.Payee, m.Enrolled = "Centre", "02 31 00 00 10", m.Name, "2026-01-05"
		kept, err := w.AddMerchant(w.ctx, claire, m)
		w.ok(err)
		w.shop[m.Trade] = kept.Value.ID
	}
	for _, name := range []string{"Maréchal", "Lefebvre"} {
		h, err := w.AddHousehold(w.ctx, agent, household.Household{People: []household.Person{{Given: "Odette", Family: name}}, Size: 1,
			Phones: []string{"02 31 00 00 0" + fmt.Sprint(len(w.home)+1)}, Address: household.Address{Street: "12 rue Haute", Sector: "Centre"}})
		w.ok(err)
		w.home = append(w.home, h.Value.ID)
	}
	return w
}

func (w *town) id() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.n++
	sum := sha256.Sum256([]byte(fmt.Sprint(w.n)))
	return fmt.Sprintf("01990000-%04x-7000-8000-%012x", w.n, sum[:6])
}

func (w *town) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// refused checks a fault's code and field.
func (w *town) refused(err error, code, field string) *fault.Error {
	w.Helper()
	f := (*fault.Error)(nil)
	if !errors.As(err, &f) || f.Code != code || f.Field != field {
		w.Fatalf("got %v, want %s on %q", err, code, field)
	}
	return f
}

func (w *town) basket(h int, trades ...string) desk.NewOrder {
	n := desk.NewOrder{Household: w.home[h], Day: monday}
	for _, trade := range trades {
		n.Parts = append(n.Parts, desk.NewPart{Merchant: w.shop[trade], Lines: []order.Line{{Text: "Pommes", Quantity: "1 kg"}}})
	}
	return n
}

func (w *town) order(h int, trades ...string) order.Order {
	w.Helper()
	o, err := w.PlaceOrder(w.ctx, agent, w.basket(h, trades...))
	w.ok(err)
	return o.Value
}

func (w *town) round(driver string) string {
	w.Helper()
	r, err := w.NewRound(w.ctx, claire, round.Round{Day: monday, Driver: driver, Vehicle: "Kangoo"})
	w.ok(err)
	return r.Value.ID
}

// field writes a fact on a slip as the exchange does.
func (w *town) field(id, by string, kind slip.Kind, data string) {
	w.Helper()
	_, err := store.Update(w.ctx, w.st, sliprepo.Name, id, func(d *store.Doc) (bool, error) {
		s, _, err := sliprepo.Decode(*d)
		if err != nil {
			return false, err
		}
		e := slip.Entry{ID: w.id(), Kind: kind, V: 1, Seq: int64(w.n), At: w.now, Received: w.now, By: by, Device: "phone-" + by, Via: slip.ViaApp, Data: []byte(data)}
		s, _, err = slip.Append(s, e)
		if err != nil {
			return false, err
		}
		*d, err = sliprepo.Encode(s, s.Fold(), d.Version, w.now)
		return true, err
	})
	w.ok(err)
}

func TestScenario11And15ThreeShopsMakeThreeSlipsAndBreadIsAdded(t *testing.T) {
	w := newTown(t)
	n := w.basket(0, "primeur", "boucherie")
	n.Parts[0].Amount, n.Parts[1].Direct = 1250, true
	o, err := w.PlaceOrder(w.ctx, agent, n)
	w.ok(err)
	if o.Value.Pending || len(o.Value.Parts) != 3 {
		t.Fatalf("order = %+v", o.Value)
	}
	numbers := map[string]bool{}
	for i, p := range o.Value.Parts {
		s, err := w.Slip(w.ctx, claire, p.Slip)
		w.ok(err)
		numbers[s.State.Number] = true
		if s.State.Number != p.Number || s.State.Sheet.Merchant.ID != p.Merchant || s.State.Day != string(monday) {
			t.Errorf("slip %d = %+v", i, s.State)
		}
		if slip.Verify(s.Journal) != nil {
			t.Errorf("slip %d has a broken chain", i)
		}
	}
	bread, _ := w.Slip(w.ctx, claire, o.Value.Parts[2].Slip)
	first, _ := w.Slip(w.ctx, claire, o.Value.Parts[0].Slip)
	direct, _ := w.Slip(w.ctx, claire, o.Value.Parts[1].Slip)
	if len(numbers) != 3 || !numbers["2026-0001"] || !numbers["2026-0003"] {
		t.Errorf("numbers = %v", numbers)
	}
	if !bread.State.Sheet.NoPayment || !bread.State.Sheet.Lines[0].Gift || bread.State.Cheque.State != slip.ChequeNotNeeded {
		t.Errorf("bread = %+v", bread.State)
	}
	if first.State.Cheque.Amount != 1250 || first.State.Cheque.State != slip.ChequeExpected || !direct.State.Sheet.Direct {
		t.Errorf("cheque of the first = %+v", first.State.Cheque)
	}
	n = w.basket(1, "primeur")
	n.Plain = true
	if plain, err := w.PlaceOrder(w.ctx, agent, n); err != nil || len(plain.Value.Parts) != 1 {
		t.Errorf("without gifts = %+v, %v", plain.Value, err)
	}
}

func TestScenario12TheSlipSaysWhatWasPassedOn(t *testing.T) {
	w := newTown(t)
	h, _ := w.Household(w.ctx, agent, w.home[0])
	h.Value.Access, h.Value.Emergency = "3e étage, code B12", household.Emergency{Name: "Lise", Link: "fille", Phone: "0612345678"}
	h.Value.Windows = []household.Window{{Weekday: 1, From: "09:00", To: "12:00"}}
	_, err := w.EditHousehold(w.ctx, agent, h.Value, h.Version)
	w.ok(err)
	n := w.basket(0, "primeur")
	n.Parts[0].Amount = 1250
	o, err := w.PlaceOrder(w.ctx, agent, n)
	w.ok(err)
	s, _ := w.Slip(w.ctx, claire, o.Value.Parts[0].Slip)
	want := slip.Household{ID: w.home[0], Name: "Odette Maréchal", Phone: "02 31 00 00 01", Address: "12 rue Haute", Sector: "Centre",
		Access: "3e étage, code B12", Availability: "9:00-12:00", Emergency: "Lise (fille) 06 12 34 56 78"}
	if s.State.Sheet.Household != want {
		t.Errorf("household = %+v", s.State.Sheet.Household)
	}
	w.field(s.ID, "ana", slip.AmountStated, `{"amountCents":1990}`)
	h, _ = w.Household(w.ctx, agent, w.home[0])
	h.Value.Access = "code B13"
	_, err = w.EditHousehold(w.ctx, agent, h.Value, h.Version)
	w.ok(err)
	s, _ = w.Slip(w.ctx, claire, s.ID)
	if s.State.Sheet.Household.Access != "code B13" || s.State.Amount.Cents != 1990 {
		t.Errorf("after the edit: %q, %d cents", s.State.Sheet.Household.Access, s.State.Amount.Cents)
	}
}

func TestScenario6DaysOfDelivery(t *testing.T) {
	w := newTown(t)
	for d, code := range map[day.Day]string{"2026-11-28": "service.weekday", "2026-12-25": "service.holiday", "2026-11-20": "order.past", "x": "day.bad"} {
		n := w.basket(0, "primeur")
		n.Day = d
		_, err := w.PlaceOrder(w.ctx, agent, n)
		w.refused(err, code, "day")
	}
	h, _ := w.Household(w.ctx, agent, w.home[0])
	h.Value.Windows = []household.Window{{Weekday: day.Tuesday, From: "09:00", To: "12:00"}}
	_, err := w.EditHousehold(w.ctx, agent, h.Value, h.Version)
	w.ok(err)
	_, err = w.PlaceOrder(w.ctx, agent, w.basket(0, "primeur"))
	w.refused(err, "order.outside_windows", "outside")
}

func TestScenario10SecondOrderOfAWeekNeedsAReason(t *testing.T) {
	w := newTown(t)
	first := w.order(0, "primeur")
	second := w.basket(0, "boucherie")
	second.Day = monday.Add(2)
	_, err := w.PlaceOrder(w.ctx, claire, second)
	f := w.refused(err, "order.weekly_basket", "exception")
	if f.Args["order"] != first.ID || f.Args["day"] != string(monday) || f.Args["numbers"] != first.Numbers() || f.Args["numbers"] == "" {
		t.Errorf("args = %v", f.Args)
	}
	second.Exception = "Oubli de médicaments"
	o, err := w.PlaceOrder(w.ctx, claire, second)
	w.ok(err)
	if o.Value.Rank != 2 || o.Value.Exception == "" {
		t.Errorf("second = %+v", o.Value)
	}
	next := w.basket(0, "primeur")
	next.Day, next.Exception = monday.Add(7), "sans objet"
	if o, err := w.PlaceOrder(w.ctx, claire, next); err != nil || o.Value.Exception != "" {
		t.Errorf("next week = %+v, %v: no exception was needed", o.Value, err)
	}
}

func TestScenario10TwoAgentsAtOnceMakeOneOrder(t *testing.T) {
	w := newTown(t)
	errs := make([]error, 6)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { _, errs[i] = w.PlaceOrder(w.ctx, agent, w.basket(0, "primeur")) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !errors.Is(err, order.ErrWeek) {
			t.Error(err)
		}
	}
	if all, _ := w.Orders(w.ctx, agent, w.home[0]); won != 1 || len(all) != 1 {
		t.Errorf("%d won, %d orders", won, len(all))
	}
}

func TestScenario16OneGiftPerHouseholdUntilTheStockEnds(t *testing.T) {
	w := newTown(t)
	lot, err := w.AddLot(w.ctx, claire, order.Lot{Text: "Chocolats", Donor: "Chocolaterie du Pont", Stock: 1})
	w.ok(err)
	n := w.basket(0, "primeur")
	n.Lots = []string{lot.Value.ID}
	o, err := w.PlaceOrder(w.ctx, agent, n)
	w.ok(err)
	s, _ := w.Slip(w.ctx, claire, o.Value.Parts[0].Slip)
	if last := s.State.Sheet.Lines[len(s.State.Sheet.Lines)-1]; !last.Gift || last.Donor != "Chocolaterie du Pont" {
		t.Errorf("the gift's line = %+v", last)
	}
	other := w.basket(1, "primeur")
	other.Lots = n.Lots
	_, err = w.PlaceOrder(w.ctx, agent, other)
	w.refused(err, "lot.empty", "lots[0]")
	_, err = w.CancelOrder(w.ctx, agent, o.Value.ID, "Hospitalisée")
	w.ok(err)
	if _, err = w.PlaceOrder(w.ctx, agent, other); err != nil {
		t.Errorf("the gift went back to the stock: %v", err)
	}
}

func TestADonationIsCorrectedAndEnded(t *testing.T) {
	w := newTown(t)
	lot, err := w.AddLot(w.ctx, claire, order.Lot{Text: "Chocolats", Donor: "Chocolaterie du Pont", Stock: 2})
	w.ok(err)
	n := w.basket(0, "primeur")
	n.Lots = []string{lot.Value.ID}
	_, err = w.PlaceOrder(w.ctx, agent, n)
	w.ok(err)
	edit := lot.Value
	edit.Stock, edit.Text = 5, "Une boîte de chocolats"
	_, err = w.EditLot(w.ctx, claire, edit, lot.Version)
	w.refused(err, "desk.changed", "")
	_, err = w.EditLot(w.ctx, social, edit, lot.Version+1)
	w.refused(err, "access.forbidden", "")
	kept, err := w.EditLot(w.ctx, claire, edit, lot.Version+1)
	if w.ok(err); kept.Value.Left() != 4 || kept.Value.Since != lot.Value.Since {
		t.Errorf("%+v", kept.Value)
	}
	edit.Stock = 0
	_, err = w.EditLot(w.ctx, claire, edit, kept.Version)
	w.refused(err, "lot.stock", "stock")
	edit.Stock, edit.Ended = 5, true
	_, err = w.EditLot(w.ctx, claire, edit, kept.Version)
	w.ok(err)
	if lots, err := w.Lots(w.ctx, agent); err != nil || len(lots) != 0 {
		t.Errorf("an ended donation is proposed: %+v, %v", lots, err)
	}
	if lots, err := w.AllLots(w.ctx, agent); err != nil || len(lots) != 1 || len(lots[0].Value.Given) != 1 {
		t.Errorf("all: %+v, %v", lots, err)
	}
}

func TestAGiftGoesBackWhenItsOrderIsRefused(t *testing.T) {
	w := newTown(t)
	lot, _ := w.AddLot(w.ctx, claire, order.Lot{Text: "Chocolats", Donor: "Chocolaterie du Pont", Stock: 5})
	w.order(0, "primeur")
	n := w.basket(0, "boucherie")
	n.Lots = []string{lot.Value.ID}
	_, err := w.PlaceOrder(w.ctx, agent, n)
	w.refused(err, "order.weekly_basket", "exception")
	if lots, _ := w.Lots(w.ctx, agent); len(lots) != 1 || lots[0].Value.Left() != 5 {
		t.Errorf("lots = %+v", lots)
	}
}

func TestCancellingAnOrderKeepsWhatWasDelivered(t *testing.T) {
	w := newTown(t)
	o := w.order(0, "primeur", "boucherie")
	done := o.Parts[0].Slip
	w.field(done, "ana", slip.HandedOver, `{"payment":"owed","reason":"chéquier perdu","mark":{"cannotSign":"tremble","witness":"Lise"}}`)
	_, err := w.CancelOrder(w.ctx, claire, o.ID, "Hospitalisée")
	w.ok(err)
	for _, p := range o.Parts {
		s, _ := w.Slip(w.ctx, claire, p.Slip)
		if got := s.State.Cancelled != nil; got == (p.Slip == done) {
			t.Errorf("%s cancelled = %v", s.State.Number, got)
		}
	}
	_, err = w.CancelOrder(w.ctx, claire, o.ID, "encore")
	w.refused(err, "order.cancelled", "")
	if again, err := w.PlaceOrder(w.ctx, agent, w.basket(0, "primeur")); err != nil || again.Value.Rank != 2 || again.Value.Exception != "" {
		t.Errorf("a cancelled order asks for no reason: %+v, %v", again.Value, err)
	}
}

func TestScenario2CallerIsFoundByPhoneOrName(t *testing.T) {
	w := newTown(t)
	got, err := w.LikelyHouseholds(w.ctx, agent, household.Caller{Name: "MARECHAL Odette", Phone: "+33 2 31 00 00 01"})
	w.ok(err)
	if len(got) == 0 || got[0].Household.Value.ID != w.home[0] || got[0].Reasons[0] != household.SamePhone {
		t.Errorf("likely = %+v", got)
	}
	for text, want := range map[string]int{"lef": 1, "odette": 2, "02 31 00 00 02": 1, "0231": 2, "rue haute": 2, "zzz": 0, "": 2} {
		if got, _, err := w.Households(w.ctx, agent, desk.HouseholdFilter{Text: text}); err != nil || len(got) != want {
			t.Errorf("search %q = %d, %v", text, len(got), err)
		}
	}
	if got, _, _ := w.Households(w.ctx, agent, desk.HouseholdFilter{}); got[0].Value.Name() != "Odette Lefebvre" {
		t.Errorf("sorted by family name: %s first", got[0].Value.Name())
	}
}

func TestAStreetWithALongNumberIsFound(t *testing.T) {
	w := newTown(t)
	h, err := w.Household(w.ctx, agent, w.home[0])
	w.ok(err)
	h.Value.Address.Street = "125 rue Haute"
	_, err = w.EditHousehold(w.ctx, agent, h.Value, h.Version)
	w.ok(err)
	for text, want := range map[string]int{"125 rue haute": 1, "125": 1, "126 rue haute": 0, "0231": 2} {
		if got, _, err := w.Households(w.ctx, agent, desk.HouseholdFilter{Text: text}); err != nil || len(got) != want {
			t.Errorf("search %q = %d, %v", text, len(got), err)
		}
	}
}

func TestAnOldEditIsRefusedAndToldWhoWasFaster(t *testing.T) {
	w := newTown(t)
	h, _ := w.Household(w.ctx, agent, w.home[0])
	mine, theirs := h.Value, h.Value
	theirs.Diet = "sans sel"
	_, err := w.EditHousehold(w.ctx, hugo, theirs, h.Version)
	w.ok(err)
	mine.Diet = "sans sucre"
	_, err = w.EditHousehold(w.ctx, claire, mine, h.Version)
	if f := w.refused(err, "desk.changed", ""); f.Args["by"] != "Hugo Vasseur" {
		t.Errorf("args = %v", f.Args)
	}
	if now, _ := w.Household(w.ctx, agent, w.home[0]); now.Value.Diet != "sans sel" {
		t.Errorf("diet = %q", now.Value.Diet)
	}
}

func TestScenario9And18Shops(t *testing.T) {
	w := newTown(t)
	got, err := w.Nearest(w.ctx, agent, w.home[0], "primeur", monday)
	w.ok(err)
	if len(got) != 1 || !got[0].Open || !got[0].SameArea {
		t.Errorf("nearest = %+v", got)
	}
	grid, err := w.Coverage(w.ctx, claire)
	w.ok(err)
	if grid["Centre"]["primeur"] != 1 || grid["Gare"]["primeur"] != 0 {
		t.Errorf("coverage = %v", grid)
	}
	_, err = w.AddMerchant(w.ctx, claire, merchant.Merchant{Name: "X", Trade: "bazar", Phone: "0231000010", Payee: "X"})
	w.refused(err, "merchant.unknown_trade", "trade")
}

func TestScenario20ReadyForAMerchantWhoCalls(t *testing.T) {
	w := newTown(t)
	id := w.order(0, "primeur").Parts[0].Slip
	_, err := w.SendSlip(w.ctx, agent, id, "phone")
	w.ok(err)
	s, err := w.ReadySlip(w.ctx, agent, id, 2, 1490)
	w.ok(err)
	last := s.Journal[len(s.Journal)-1]
	if s.State.Goods.State != slip.GoodsReady || s.State.Goods.Bags != 2 || s.State.Amount.Cents != 1490 || last.Via != slip.ViaPhone || last.By != "agent" {
		t.Errorf("state %+v, last entry %+v", s.State.Goods, last)
	}
	again, err := w.ReadySlip(w.ctx, agent, id, 2, 1490)
	if err != nil || len(again.Journal) != len(s.Journal) {
		t.Errorf("said twice: %d entries, %v", len(again.Journal), err)
	}
	_, err = w.SendSlip(w.ctx, agent, id, "pigeon")
	w.refused(err, "slip.bad_data", "channel")
	_, err = w.StateAmount(w.ctx, agent, id, 50_001, "")
	w.refused(err, "slip.bad_amount", "amountCents")
	_, err = w.ReadySlip(w.ctx, agent, "nobody", 0, 0)
	w.refused(err, "slip.unknown", "")
}

func TestSlipCodesFindTheirSlipAndNoOther(t *testing.T) {
	w := newTown(t)
	o := w.order(0, "primeur", "boucherie")
	for _, p := range o.Parts {
		c, err := w.SlipCodes(w.ctx, agent, p.Slip)
		w.ok(err)
		for _, typed := range []string{c.Short, strings.ToLower(c.Short), c.Secret, "https://h/s/" + c.Secret} {
			if got, err := w.SlipOfCode(w.ctx, typed); err != nil || got != p.Slip {
				t.Errorf("%s leads to %q, %v", typed, got, err)
			}
		}
		s, _ := w.Slip(w.ctx, agent, p.Slip)
		if got := s.State.Sheet.Codes; len(got) != 2 || got[0] != c.Marks()[0] {
			t.Errorf("the sheet's marks = %v", got)
		}
	}
	_, err := w.SlipOfCode(w.ctx, "ABCD-EFGH")
	w.refused(err, "slipcode.unknown", "")
}
