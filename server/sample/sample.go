// Package sample fills an empty store with a town to try Portage on: invented
// people, shops and orders of today in every state. It goes through the real
// use-cases and, for what drivers did, through the real exchange, so a sample
// holds nothing that the product could not have written.
//
// Saint-Aubin-sur-Vire does not exist, nor does anybody in it; the telephone
// numbers are those that the French regulator keeps for fiction.
package sample

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/field"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/slipcode"
	"github.com/portage-livraison/portage/server/store"
)

// Options are what a sample needs of its surroundings. The same Seed, day, NewID
// and Random give the same town.
type Options struct {
	Store   store.Store
	Gate    *access.Gate
	Now     func() time.Time
	NewID   func() string
	Random  io.Reader
	Zone    *time.Location
	BaseURL string // scheme and host, without a slash at the end
	Seed    uint64
}

// Links are the ways into a sample town.
type Links struct {
	Desk     string   `json:"desk"` // where staff sign in
	Password string   `json:"password"`
	Logins   []Login  `json:"logins"`
	Driver   Driver   `json:"driver"`
	Merchant Merchant `json:"merchant"`
}

// Login is a member of staff; all have the sample's one password.
type Login struct {
	Login string         `json:"login"`
	Name  string         `json:"name"`
	Roles []account.Role `json:"roles"`
}

// Driver is a leave to enrol one phone, for ten minutes.
type Driver struct {
	Name    string    `json:"name"`
	URL     string    `json:"url"`
	Code    string    `json:"code"` // the same, to type
	Expires time.Time `json:"expires"`
}

// Merchant is the page of a slip that its shop has not prepared yet.
type Merchant struct {
	Name string `json:"name"`
	Slip string `json:"slip"`
	URL  string `json:"url"`
	Code string `json:"code"` // the same, to type
}

// notes is what a later start needs to say the links again.
type notes struct {
	Password string `json:"password"`
	Slip     string `json:"slip"`
}

// notesKey is also how a sample town is told from a real one.
const notesKey = "sample"

// ErrNotEmpty says that somebody works with this store already.
var ErrNotEmpty = errors.New("sample: the store is not empty")

// town is a sample while it is made.
type town struct {
	o     Options
	now   time.Time // the clock of what is being told
	rand  *rand.Rand
	desk  *desk.Desk
	field *field.Field
	today day.Day

	staff  map[string]account.User // by the word that the tables use
	shops  map[string]string       // ids
	homes  []string                // ids
	phones map[string]*phone
	notes  notes

	service service.Service
}

// Load makes the town and returns the links into it. It takes well under a
// second. ErrNotEmpty when there is a service or an administrator already.
func Load(ctx context.Context, o Options) (Links, error) {
	if err := empty(ctx, o); err != nil {
		return Links{}, err
	}
	t := &town{o: o, now: o.Now(), rand: rand.New(rand.NewPCG(o.Seed, o.Seed)),
		staff: map[string]account.User{}, shops: map[string]string{}, phones: map[string]*phone{}}
	t.today = day.Of(t.now, o.Zone)
	clock := func() time.Time { return t.now }
	t.desk = desk.New(desk.Options{Store: o.Store, People: o.Gate, Now: clock, NewID: o.NewID, Random: o.Random, Zone: o.Zone})
	t.field = field.New(field.Options{Store: o.Store, Devices: o.Gate, Now: clock, Zone: o.Zone, Rounds: t.desk, Service: t.desk})
	for _, step := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"service", t.makeService}, {"people", t.makeStaff}, {"shops", t.makeShops}, {"households", t.makeHouseholds},
		{"requests", t.makeRequests}, {"past", t.tellThePast}, {"today", t.tellToday}, {"notes", t.keepNotes}, {"administrator", t.makeAdmin},
	} {
		if err := step.do(ctx); err != nil {
			return Links{}, fmt.Errorf("sample town: %s: %w", step.name, err)
		}
	}
	return Show(ctx, o)
}

func empty(ctx context.Context, o Options) error {
	needed, err := o.Gate.SetupNeeded(ctx)
	if err != nil {
		return err
	}
	_, err = record.Services.Get(ctx, o.Store, record.ServiceID)
	if !needed || err == nil {
		return ErrNotEmpty
	}
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}

// Loaded says whether the store holds a sample town.
func Loaded(ctx context.Context, st store.Store) (bool, error) {
	_, err := record.Secrets.Get(ctx, st, notesKey)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Show returns the links into a sample town that was loaded before, with a new
// leave to enrol a phone.
func Show(ctx context.Context, o Options) (Links, error) {
	kept, err := record.Secrets.Get(ctx, o.Store, notesKey)
	if err != nil {
		return Links{}, fmt.Errorf("sample town: %w", err)
	}
	var n notes
	if err := json.Unmarshal(kept.Value.Bytes, &n); err != nil {
		return Links{}, fmt.Errorf("sample town: notes: %w", err)
	}
	out := Links{Desk: o.BaseURL + "/desk", Password: n.Password}
	people, err := o.Gate.People(ctx, account.System)
	if err != nil {
		return Links{}, err
	}
	for _, s := range staff {
		for _, p := range people {
			if s.login != "" && p.Login == s.login {
				out.Logins = append(out.Logins, Login{s.login, p.Name, p.Roles})
			}
			if s.word == guest && p.Name == s.name {
				ticket, err := o.Gate.NewEnrolment(ctx, account.System, p.ID)
				if err != nil {
					return Links{}, err
				}
				out.Driver = Driver{p.Name, ticket.URL, ticket.Code, ticket.Expires}
			}
		}
	}
	out.Merchant, err = merchantLink(ctx, o, n.Slip)
	return out, err
}

func merchantLink(ctx context.Context, o Options, slipID string) (Merchant, error) {
	d := desk.New(desk.Options{Store: o.Store, People: o.Gate, Now: o.Now, NewID: o.NewID, Random: o.Random, Zone: o.Zone})
	s, err := d.Slip(ctx, account.System, slipID)
	if err != nil {
		return Merchant{}, err
	}
	codes, err := d.SlipCodes(ctx, account.System, slipID)
	if err != nil {
		return Merchant{}, err
	}
	return Merchant{Name: s.State.Sheet.Merchant.Name, Slip: s.State.Number,
		URL: o.BaseURL + "/s/" + strings.ToLower(codes.Secret), Code: slipcode.Show(codes.Short)}, nil
}

// keepNotes comes when all is told: a store with notes holds a whole town. Only
// the administrator follows, so that a start which was cut off earlier finds a
// store that still asks to be set up.
func (t *town) keepNotes(ctx context.Context) error {
	raw, err := json.Marshal(t.notes)
	if err != nil {
		return err
	}
	return record.Secrets.Insert(ctx, t.o.Store, record.Key{Name: notesKey, Bytes: raw}, record.Stamp{By: account.System.ID, At: t.o.Now()})
}

// at moves the clock to an hour of a day; the town's story is told in order.
func (t *town) at(d day.Day, hour, minute int) { t.now = d.At(hour, minute, t.o.Zone) }
