package ferret

import (
	"context"
	"flag"
	"reflect"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/app"
	"github.com/portage-livraison/portage/server/report"
	"github.com/portage-livraison/portage/server/season"
	"github.com/portage-livraison/portage/server/store"
)

// days is how much of the season is played: FerretDB v1 reads whole collections,
// so that the whole season takes minutes.
var days = flag.Int("days", 8, "working days of the season to play; 0: all, and the closing")

// figures plays the season of the usual seed on a store that open opens, and
// counts it.
func figures(t *testing.T, open func(context.Context, app.Config) (store.Store, error)) report.Figures {
	t.Helper()
	cfg := app.Default()
	cfg.Data = t.TempDir()
	tally, err := season.Play(t.Context(), season.Options{Config: cfg, Seed: 2020, Days: *days, Open: open})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d requests, %d exchanges of which %d failed, %d acts in %.1f s",
		tally.Requests, tally.Exchanges, tally.Failed, tally.Acts, tally.Took.Seconds())
	st, err := open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}()
	f, err := report.New(report.Options{Store: st, Now: time.Now, Zone: time.UTC}).Figures(t.Context(), account.System,
		report.Ask{From: "2020-04-03", To: "2020-07-16"})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestSeasonOverMongoDBsWire plays the same season on both stores: what a town
// reads in its report must not depend on where the data lies.
func TestSeasonOverMongoDBsWire(t *testing.T) {
	p := serve(t)
	wire := figures(t, func(ctx context.Context, _ app.Config) (store.Store, error) { return p.open(ctx, app.Kinds()) })
	embedded := figures(t, app.OpenStore)
	if !reflect.DeepEqual(wire, embedded) {
		t.Errorf("over the wire the report says\n%+v\non the embedded store\n%+v", wire, embedded)
	}
	if whole := []int{81, 46, 32, 9}; *days == 0 {
		for i, want := range whole {
			if got := wire.Months[i].Deliveries; got != want {
				t.Errorf("%s: %d deliveries, want %d", wire.Months[i].Month, got, want)
			}
		}
	}
	if wire.Deliveries == 0 || wire.ChequesCents == 0 {
		t.Errorf("nothing was delivered: %+v", wire)
	}
}
