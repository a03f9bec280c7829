package push

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
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
// a crash: what is older helps nobody any more.
type rule struct {
	ttl     time.Duration
	urgency string
	may     []account.Permission // who may choose it: any of these
}

var rules = map[Kind]rule{
	Round:    {24 * time.Hour, "high", []account.Permission{account.Drive}},
	Ready:    {4 * time.Hour, "high", []account.Permission{account.Drive, account.FollowField}},
	Problem:  {12 * time.Hour, "normal", []account.Permission{account.FollowField}},
	NoAnswer: {6 * time.Hour, "high", []account.Permission{account.FollowField}},
	Cheque:   {12 * time.Hour, "normal", []account.Permission{account.FollowField}},
	Alert:    {24 * time.Hour, "high", []account.Permission{account.ReadAlerts}},
	Test:     {10 * time.Minute, "high", nil},
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
	for _, k := range order {
		if slices.ContainsFunc(rules[k].may, who.May) {
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
	for _, k := range off {
		if !slices.Contains(order, k) || !slices.ContainsFunc(rules[k].may, who.May) {
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
