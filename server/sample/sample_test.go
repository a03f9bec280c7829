package sample_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/field"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/server/sample"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/sync/slip"
)

// chance is randomness that is the same each time.
type chance struct{ *rand.ChaCha8 }

func options(t *testing.T, now time.Time) sample.Options {
	t.Helper()
	st, err := embedded.Open(t.TempDir(), append(append(append(record.Kinds(), sliprepo.Kind()), access.Kinds()...), field.Kinds()...), embedded.Options{Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	n := 0
	newID := func() string {
		n++
		return fmt.Sprintf("01990000-%04x-7000-8000-%012x", n>>16, n)
	}
	random := chance{rand.NewChaCha8([32]byte{1})}
	clock := func() time.Time { return now }
	gate, err := access.New(access.Options{Store: st, Now: clock, Random: random, NewID: newID, BaseURL: "http://localhost:8080",
		Cost: access.Cost{Time: 1, MemoryKB: 64, Parallel: 1}})
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return sample.Options{Store: st, Gate: gate, Now: clock, NewID: newID, Random: random, Zone: zone, BaseURL: "http://localhost:8080", Seed: 1}
}

var (
	tuesday = time.Date(2026, 11, 24, 10, 30, 0, 0, time.UTC)
	sunday  = time.Date(2026, 11, 22, 10, 30, 0, 0, time.UTC)
	noel    = time.Date(2026, 12, 25, 10, 30, 0, 0, time.UTC) // a Friday
)

func deskOf(o sample.Options) *desk.Desk {
	return desk.New(desk.Options{Store: o.Store, People: o.Gate, Now: o.Now, NewID: o.NewID, Random: o.Random, Zone: o.Zone})
}

func TestTheTownShowsEveryState(t *testing.T) {
	o := options(t, tuesday)
	links, err := sample.Load(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	d, who := deskOf(o), account.System
	households, _, err := d.Households(t.Context(), who, desk.HouseholdFilter{})
	if err != nil || len(households) != 12 {
		t.Errorf("%d households, %v", len(households), err)
	}
	shops, _ := d.Merchants(t.Context(), who)
	trades := map[string]bool{}
	for _, m := range shops {
		trades[m.Value.Trade] = true
	}
	if len(shops) != 9 || len(trades) != 9 {
		t.Errorf("%d shops of %d trades", len(shops), len(trades))
	}
	goods, cheques := states(t, d)
	for _, want := range []slip.GoodsState{slip.GoodsOrdered, slip.GoodsSent, slip.GoodsReady, slip.GoodsWithDriver, slip.GoodsAttemptFailed, slip.GoodsDelivered} {
		if goods[want] == 0 {
			t.Errorf("no slip is %s: %v", want, goods)
		}
	}
	for _, want := range []slip.ChequeState{slip.ChequeExpected, slip.ChequeNotNeeded, slip.ChequeOwed, slip.ChequeWithDriver, slip.ChequeWithMerchant} {
		if cheques[want] == 0 {
			t.Errorf("no cheque is %s: %v", want, cheques)
		}
	}
	today, err := d.TodayOverview(t.Context(), who)
	if err != nil || today.ToCall != 1 || today.ToAssess != 1 || today.ReadyWithoutDriver != 1 || today.Problems < 2 || today.ChequesOld != 1 || len(today.Rounds) != 3 {
		t.Errorf("today = %+v, %v", today, err)
	}
	progress := map[round.Progress]int{}
	for _, r := range today.Rounds {
		progress[r.Progress]++
	}
	if progress[round.Started] != 1 || progress[round.Published] != 1 || progress[round.Draft] != 1 {
		t.Errorf("rounds = %v", progress)
	}
	if alerts, _, _ := d.Alerts(t.Context(), who, desk.Page{}); len(alerts) != 1 {
		t.Errorf("%d alerts", len(alerts))
	}
	if len(links.Logins) != 5 || links.Driver.Name != "Loïc Tanguy" || links.Merchant.Name != "La Table de Bellevue" {
		t.Errorf("links = %+v", links)
	}
}

// states counts the goods and cheques of every slip, and checks their journals.
func states(t *testing.T, d *desk.Desk) (map[slip.GoodsState]int, map[slip.ChequeState]int) {
	t.Helper()
	goods, cheques := map[slip.GoodsState]int{}, map[slip.ChequeState]int{}
	for i := -20; i < 6; i++ {
		all, err := d.Slips(t.Context(), account.System, desk.SlipFilter{Day: d.Today().Add(i), Closed: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			goods[s.State.Goods.State]++
			cheques[s.State.Cheque.State]++
			if err := slip.Verify(s.Journal); err != nil {
				t.Errorf("%s: %v", s.State.Number, err)
			}
		}
	}
	return goods, cheques
}

func TestTheLinksLeadIn(t *testing.T) {
	o := options(t, tuesday)
	first, err := sample.Load(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	links, err := sample.Show(t.Context(), o)
	if err != nil || links.Password != first.Password || links.Merchant != first.Merchant || links.Driver.URL == first.Driver.URL {
		t.Fatalf("the second start says %+v, %v", links, err)
	}
	for _, l := range links.Logins {
		if _, err := o.Gate.SignIn(t.Context(), access.Peer{Address: l.Login}, access.Credentials{Login: l.Login, Password: links.Password}, ""); err != nil {
			t.Errorf("%s cannot sign in: %v", l.Login, err)
		}
	}
	_, token, _ := strings.Cut(links.Driver.URL, "#")
	if _, err := o.Gate.Enrol(t.Context(), access.Peer{Address: "x"}, access.Enrol{Token: token, Epoch: "01990000-0000-7000-8000-0000000000ff", Label: "x", Charter: true}); err != nil {
		t.Errorf("the driver cannot enrol: %v", err)
	}
	d := deskOf(o)
	for _, way := range []string{links.Merchant.URL, links.Merchant.Code} {
		id, err := d.SlipOfCode(t.Context(), way)
		s, err2 := d.Slip(t.Context(), account.System, id)
		if err != nil || err2 != nil || s.State.Number != links.Merchant.Slip || s.State.Goods.State != slip.GoodsSent {
			t.Errorf("%s leads to %s, %s: %v %v", way, s.State.Number, s.State.Goods.State, err, err2)
		}
	}
	raw, _ := json.Marshal(links)
	for _, key := range []string{`"desk":"http://localhost:8080/desk"`, `"password":"`, `"url":"http://localhost:8080/enrol#`, `"url":"http://localhost:8080/s/`} {
		if !strings.Contains(string(raw), key) {
			t.Errorf("%s is missing in %s", key, raw)
		}
	}
}

func TestOnASundayThereIsADayAtWorkToSee(t *testing.T) {
	o := options(t, sunday)
	if _, err := sample.Load(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	today, err := deskOf(o).TodayOverview(t.Context(), account.System)
	if err != nil || len(today.Rounds) != 3 || today.Rounds[0].Delivered == 0 {
		t.Errorf("today = %+v, %v", today, err)
	}
}

func TestOnAHolidayTheNextWorkingDayIsPlanned(t *testing.T) {
	o := options(t, noel)
	if _, err := sample.Load(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	d := deskOf(o)
	tours, err := d.Rounds(t.Context(), account.System, "2026-12-28")
	if err != nil || len(tours) != 3 {
		t.Errorf("%d rounds on Monday, %v", len(tours), err)
	}
	for _, r := range tours {
		if p := r.Value.Progress(); p != round.Published && p != round.Draft {
			t.Errorf("a round of tomorrow is %s", p)
		}
	}
}

func TestEveryDayOfAYearAndHourHasATown(t *testing.T) {
	for _, now := range []time.Time{
		time.Date(2026, 1, 1, 0, 1, 0, 0, time.UTC), time.Date(2026, 4, 6, 23, 59, 0, 0, time.UTC), time.Date(2026, 5, 14, 6, 0, 0, 0, time.UTC),
		time.Date(2026, 12, 28, 3, 0, 0, 0, time.UTC), time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC),
	} {
		if _, err := sample.Load(t.Context(), options(t, now)); err != nil {
			t.Errorf("%s: %v", now, err)
		}
	}
}

func TestTheSameSeedAndDayTellTheSameStory(t *testing.T) {
	tell := func() string {
		o := options(t, tuesday)
		if _, err := sample.Load(t.Context(), o); err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, kind := range []string{sliprepo.Name, "household", "round", "order"} {
			page, err := o.Store.Query(context.Background(), store.Query{Kind: kind, Limit: 1000})
			if err != nil {
				t.Fatal(err)
			}
			for _, doc := range page.Docs {
				fmt.Fprintf(&b, "%s %d %s\n", doc.ID, doc.Version, doc.Body)
			}
		}
		return b.String()
	}
	if a, b := tell(), tell(); a != b {
		t.Error("two towns of one seed differ")
	}
}

func TestATownIsNeverLoadedOverAnother(t *testing.T) {
	o := options(t, tuesday)
	if loaded, err := sample.Loaded(t.Context(), o.Store); loaded || err != nil {
		t.Errorf("before: %v %v", loaded, err)
	}
	if _, err := sample.Load(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	if _, err := sample.Load(t.Context(), o); !errors.Is(err, sample.ErrNotEmpty) {
		t.Errorf("twice: %v", err)
	}
	if loaded, err := sample.Loaded(t.Context(), o.Store); !loaded || err != nil {
		t.Errorf("after: %v %v", loaded, err)
	}
}
