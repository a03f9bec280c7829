// Package season replays a whole season of a town through the public API of a
// running server: staff in sessions, shops with the codes of their slips,
// drivers with phones that go offline, an injected clock, and faults drawn from
// a seed. It fills a town to look at, and shows that the pieces are one product.
//
// It writes nothing to the store: what the API refuses does not happen.
package season

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/app"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/store"
)

// Options say where the season is played and how chance falls.
type Options struct {
	Config   app.Config // of the server; its address and sample town are replaced
	Seed     uint64     // details follow from it, totals do not
	Days     int        // how many working days are played; 0: the whole season, and its closing
	Progress func(done, days int)
	Open     func(context.Context, app.Config) (store.Store, error) // nil: what Config names, as a server does
}

// Tally is what the season did, as its own people saw it.
type Tally struct {
	Seed      uint64        `json:"seed"`
	Days      int           `json:"days"`
	Requests  int           `json:"requests"`  // of the desk and of shops
	Exchanges int           `json:"exchanges"` // of the phones
	Failed    int           `json:"failed"`    // exchanges whose answer no phone took over
	Acts      int           `json:"acts"`      // that a phone's screen called saved
	Trouble   Trouble       `json:"trouble"`
	Took      time.Duration `json:"tookNs"`

	SlipActs []string `json:"-"` // ids of those acts that are on slips
	Logins   []string `json:"logins"`
	Password string   `json:"password"`
}

// Trouble counts what went otherwise than planned.
type Trouble struct {
	NoAnswer    int `json:"noAnswer"`
	Corrected   int `json:"corrected"`
	ChequeLate  int `json:"chequeLate"` // handed to the shop on the next working day
	Owed        int `json:"owed"`
	Witness     int `json:"witness"`
	Paper       int `json:"paper"`
	Cancelled   int `json:"cancelled"`
	FieldTruth  int `json:"cancelledButDelivered"`
	RoundMoved  int `json:"roundMoved"`
	PhoneLost   int `json:"phoneLost"`
	PhoneSecond int `json:"phoneSecond"`
	Unavailable int `json:"unavailable"`
	Settled     int `json:"settled"`
	Refused     int `json:"ordersRefusedAfterClosing"`
}

// town is the season while it is played. One goroutine plays it.
type town struct {
	o     Options
	ctx   context.Context
	rng   *rand.Rand
	url   string
	http  *http.Client
	clock atomic.Int64 // ms
	zone  *time.Location
	tally Tally

	plan    *plan
	staff   map[string]*worker
	shops   []*shop
	homes   []*home
	drivers []*driver
	lots    map[string]string
	trips   map[day.Day][]*trip // planned, by day of delivery
	late    []lateCheque
	owed    []string // slips of which the shop waits for a cheque
}

// Play runs the season of La Ciotat on an empty store, and leaves the data. An
// error names the day; what was played until then stays.
func Play(ctx context.Context, o Options) (Tally, error) {
	began := time.Now()
	t, stop, err := open(ctx, o)
	if err != nil {
		return Tally{}, err
	}
	err = t.play()
	err = errors.Join(err, stop())
	t.tally.Took = time.Since(began)
	return t.tally, err
}

// open starts the server that the season is played on.
func open(ctx context.Context, o Options) (*town, func() error, error) {
	t := &town{o: o, rng: rand.New(rand.NewPCG(o.Seed, 8)), http: &http.Client{Timeout: 30 * time.Second},
		staff: map[string]*worker{}, lots: map[string]string{}, trips: map[day.Day][]*trip{}}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return nil, nil, fmt.Errorf("season: %w", err)
	}
	t.zone = zone
	t.plan = newPlan(t.rng)
	t.at(t.plan.days[0].Add(-2), 9, 0)
	t.tally.Seed = o.Seed
	cfg := o.Config
	cfg.Addr, cfg.BaseURL, cfg.Domain, cfg.Metrics, cfg.Sample = "127.0.0.1:0", "", "", "", false
	cfg.Timezone, cfg.Lang = zone.String(), "fr"
	// Secrets are drawn as on any server; only what people do follows the seed.
	// Passwords of this town are printed, so that a costly check guards nothing.
	a, err := app.New(ctx, cfg, app.Deps{Now: t.now, NewID: t.newID, Out: io.Discard, Open: o.Open,
		Cost: access.Cost{Time: 1, MemoryKB: 64, Parallel: 2, Waiting: 32}})
	if err != nil {
		return nil, nil, err
	}
	t.url = a.URL()
	running, end := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- a.Run(running) }()
	t.ctx = ctx
	return t, func() error {
		t.http.CloseIdleConnections()
		end()
		return errors.Join(<-ended, a.Close())
	}, nil
}

func (t *town) now() time.Time { return time.UnixMilli(t.clock.Load()).UTC() }

// at moves the clock forward to a day's hour; it never goes back.
func (t *town) at(d day.Day, hour, minute int) {
	t.clock.Store(max(t.clock.Load(), d.At(hour, minute, t.zone).UnixMilli()))
}

func (t *town) pass(minutes int) { t.clock.Add(int64(minutes) * 60_000) }

// newID is a UUIDv7 of the season's clock. Several handlers may ask at once.
func (t *town) newID() string {
	id := uuid.Must(uuid.NewV7())
	ms := t.clock.Load()
	for i := range 6 {
		id[i] = byte(ms >> (40 - 8*i))
	}
	return id.String()
}

func (t *town) play() error {
	if err := t.settleIn(); err != nil {
		return fmt.Errorf("before the first day: %w", err)
	}
	first := t.plan.days[0]
	days := t.plan.days
	if t.o.Days > 0 {
		days = days[:min(t.o.Days, len(days))]
	}
	for i, d := range days {
		if i == 0 {
			if err := t.prepare(first.Add(-1), first); err != nil {
				return fmt.Errorf("%s: %w", first, err)
			}
		}
		if err := t.live(i, d); err != nil {
			return fmt.Errorf("%s: %w", d, err)
		}
		t.tally.Days++
		if t.o.Progress != nil {
			t.o.Progress(i+1, len(days))
		}
	}
	if t.o.Days > 0 {
		return nil
	}
	return t.close()
}

// live is one working day: the drivers' morning, then the desk's afternoon, in
// which the next day is prepared.
func (t *town) live(i int, d day.Day) error {
	if err := t.drive(i, d); err != nil {
		return fmt.Errorf("drive: %w", err)
	}
	if err := t.followUp(d); err != nil {
		return fmt.Errorf("follow up: %w", err)
	}
	if i+1 < len(t.plan.days) {
		if err := t.prepare(d, t.plan.days[i+1]); err != nil {
			return fmt.Errorf("prepare: %w", err)
		}
	}
	return nil
}
