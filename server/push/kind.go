package push

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/store"
)

// Kind is what a notice is about; people choose by kind.
type Kind string

// The kinds.
const (
	Round    Kind = "round"    // one's own round: published, changed, moved, taken away
	Ready    Kind = "ready"    // an order is ready at the shop
	Problem  Kind = "problem"  // something waits for a decision
	NoAnswer Kind = "noAnswer" // nobody opened the door
	Cheque   Kind = "cheque"   // cheques out for too long
	Alert    Kind = "alert"    // a worry noticed at a door
	Test     Kind = "test"     // asked for by the reader
)

// rule is how a kind is sent. ttl is also how long its cause is looked for after
// a crash: what is older helps nobody any more. read is what a tap at the desk
// needs; nobody without it is told, whatever the service's settings say.
type rule struct {
	ttl     time.Duration
	urgency string
	driver  bool // told to a driver about their own round
	read    account.Permission
}

var rules = map[Kind]rule{
	Round:    {24 * time.Hour, "high", true, ""},
	Ready:    {4 * time.Hour, "high", true, account.ReadOrders},
	Problem:  {12 * time.Hour, "normal", false, account.FollowField},
	NoAnswer: {6 * time.Hour, "high", false, account.ReadOrders},
	Cheque:   {12 * time.Hour, "normal", false, account.FollowField},
	Alert:    {24 * time.Hour, "high", false, account.ReadAlerts},
	Test:     {10 * time.Minute, "high", false, ""},
}

// toldAtDesk says whether somebody with these roles hears of a kind that
// concerns the whole desk.
func toldAtDesk(s service.Service, k Kind, roles []account.Role) bool {
	told := s.Told(string(k))
	return account.May(roles, rules[k].read) &&
		slices.ContainsFunc(roles, func(r account.Role) bool { return slices.Contains(told, string(r)) })
}

// hears says whether a kind can ever be told to somebody.
func hears(s service.Service, k Kind, who account.User) bool {
	return rules[k].driver && who.May(account.Drive) || toldAtDesk(s, k, who.Roles)
}

// service is the settings; a town that is not set up yet has the usual ones.
func (p *Push) service(ctx context.Context) (service.Service, error) {
	kept, err := record.Services.Get(ctx, p.o.Store, record.ServiceID)
	if notFound(err) {
		return service.Service{}, nil
	}
	return kept.Value, err
}

// horizon is the longest ttl.
const horizon = 24 * time.Hour

// order is that of the screens.
var order = []Kind{Round, Ready, NoAnswer, Problem, Cheque, Alert}

var choiceKind = store.Kind{Name: "pushchoice", Keys: map[string]store.KeyType{}}

// choice is what a person does not wish to hear of.
type choice struct {
	Off []Kind `json:"off"`
}

// Choice is one kind and whether somebody hears of it.
type Choice struct {
	Kind Kind
	On   bool
}

// Settings are what a browser needs to subscribe, and what its user chose.
type Settings struct {
	Enabled bool
	Key     string // base64url, the applicationServerKey
	Kinds   []Choice
}

var errKind = fault.New(fault.Invalid, "push.kind", "there is no such kind of notification for you").On("off")

// Settings answers everybody who is signed in.
func (p *Push) Settings(ctx context.Context, who account.User) (Settings, error) {
	if who.ID == "" {
		return Settings{}, account.ErrUnsigned
	}
	s := Settings{Enabled: p.Enabled(), Kinds: []Choice{}}
	off, err := p.off(ctx, who.ID)
	if err != nil {
		return s, err
	}
	town, err := p.service(ctx)
	if err != nil {
		return s, err
	}
	for _, k := range order {
		if hears(town, k, who) {
			s.Kinds = append(s.Kinds, Choice{k, !slices.Contains(off, k)})
		}
	}
	if s.Enabled {
		ring, err := p.keys(ctx)
		if err != nil {
			return s, err
		}
		s.Key = ring.Keys[0].Public
	}
	return s, nil
}

// Choose sets which kinds who does not wish to hear of; all others are on.
func (p *Push) Choose(ctx context.Context, who account.User, off []Kind) error {
	if who.ID == "" {
		return account.ErrUnsigned
	}
	town, err := p.service(ctx)
	if err != nil {
		return err
	}
	for _, k := range off {
		if !slices.Contains(order, k) || !hears(town, k, who) {
			return errKind
		}
	}
	next, err := p.newDoc(choiceKind.Name, who.ID, 0, choice{Off: off}, map[string]any{})
	if err != nil {
		return err
	}
	if err := p.o.Store.Insert(ctx, next)[0]; err == nil || !errors.Is(err, store.ErrExists) && !errors.Is(err, store.ErrUnknown) {
		return err
	}
	_, err = store.Update(ctx, p.o.Store, choiceKind.Name, who.ID, func(d *store.Doc) (bool, error) {
		d.Body, d.Time = next.Body, next.Time
		return true, nil
	})
	return err
}

func (p *Push) off(ctx context.Context, person string) ([]Kind, error) {
	d, err := p.o.Store.Get(ctx, choiceKind.Name, person)
	if notFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("push choice: %w", err)
	}
	c, err := decode[choice](d)
	return c.Off, err
}
