package push

import (
	"cmp"
	"context"
	"crypto/subtle"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// Seen notes that a browser showed a notice, or that its reader tapped it. The
// token came with the notice, so no sign-in is asked for.
func (p *Push) Seen(ctx context.Context, id, token string, opened bool) error {
	now := p.o.Now().UTC()
	err := p.editNotice(ctx, id, func(n *storedNotice) bool {
		if n.Token == "" || subtle.ConstantTimeCompare([]byte(n.Token), []byte(token)) != 1 {
			return false
		}
		news := false
		if n.Shown.IsZero() {
			n.Shown, news = now, true
		}
		if opened && n.Opened.IsZero() {
			n.Opened, news = now, true
		}
		return news
	})
	if notFound(err) || errors.Is(err, store.ErrInvalid) {
		return errUnknown
	}
	return err
}

// SendTest sends a notice to who's own browsers.
func (p *Push) SendTest(ctx context.Context, who account.User) error {
	if who.ID == "" {
		return account.ErrUnsigned
	}
	if !p.Enabled() {
		return errOff
	}
	now := p.o.Now().UTC()
	c := cause{id: "test:" + who.ID + ":" + strconv.FormatInt(now.UnixMilli(), 10), kind: Test, phrase: testing, at: now, person: who.ID}
	if err := p.tell(ctx, []cause{c}); err != nil {
		return err
	}
	subs, err := p.subscriptions(ctx, who.ID)
	if err == nil && len(subs) == 0 {
		return errUnknown
	}
	return err
}

// Unseen is a driver who was told something and has not looked.
type Unseen struct {
	Person, Name string
	Phone        string // to call
	Kind         Kind
	Round, Slip  string
	Number       string // of the slip
	Day          day.Day
	At           time.Time // when it happened
	State        State     // the best of the driver's browsers
	Shown        bool      // a banner appeared, and nobody tapped it
	Late         bool      // longer ago than the service allows
}

// Unseen lists what drivers were told in the last 24 hours and neither opened
// nor acted on, the oldest first (scenario 21).
func (p *Push) Unseen(ctx context.Context, who account.User) ([]Unseen, error) {
	if err := who.Need(account.PlanRounds); err != nil {
		return nil, err
	}
	groups, err := p.told(ctx)
	if err != nil {
		return nil, err
	}
	town, err := p.service(ctx)
	if err != nil {
		return nil, err
	}
	out := []Unseen{}
	names := map[string]account.Person{}
	for _, n := range groups {
		if !n.Opened.IsZero() {
			continue
		}
		moot, err := p.moot(ctx, n)
		if err != nil {
			return nil, err
		}
		if moot {
			continue
		}
		if _, ok := names[n.Person]; !ok {
			found, err := p.o.People.Lookup(ctx, n.Person)
			if err != nil {
				return nil, err
			}
			names[n.Person] = found[n.Person]
		}
		out = append(out, Unseen{Person: n.Person, Name: names[n.Person].Name, Phone: names[n.Person].Phone, Kind: n.Kind,
			Round: n.Facts.Round, Slip: n.Facts.Slip, Number: n.Facts.Number, Day: n.Facts.Day, At: n.At, State: n.State,
			Shown: !n.Shown.IsZero(), Late: p.o.Now().Sub(n.At) > town.LookWithin()})
	}
	slices.SortStableFunc(out, func(a, b Unseen) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Person, b.Person)) })
	return out, nil
}

// told joins a driver's browsers: one notice for each cause, with the best of
// what became of it.
func (p *Push) told(ctx context.Context) (map[string]storedNotice, error) {
	best := map[string]storedNotice{}
	rank := []State{Unreachable, Failed, Lost, Expired, Waiting, Sent}
	q := store.Query{Kind: noticeKind.Name, Limit: 1000, Sort: "at", Where: []store.Cond{record.From("at", p.o.Now().Add(-horizon).UnixMilli())}}
	err := each(ctx, p.o.Store, q, func(d store.Doc) error {
		n, err := decode[storedNotice](d)
		if err != nil || !n.Driver || n.Kind == Test {
			return err
		}
		key := n.Cause + "\x00" + n.Person
		was, there := best[key]
		if there {
			if n.Opened.IsZero() {
				n.Opened = was.Opened
			}
			if n.Shown.IsZero() {
				n.Shown = was.Shown
			}
			if slices.Index(rank, was.State) > slices.Index(rank, n.State) {
				n.State = was.State
			}
		}
		best[key] = n
		return nil
	})
	return best, err
}

// moot says that the reader acted on it, or that something newer took its place.
func (p *Push) moot(ctx context.Context, n storedNotice) (bool, error) {
	if n.Facts.Slip != "" {
		d, err := p.o.Store.Get(ctx, sliprepo.Name, n.Facts.Slip)
		if err != nil {
			return notFound(err), ignoreNotFound(err)
		}
		_, st, err := sliprepo.Decode(d)
		if err != nil {
			return false, err
		}
		if n.Kind == Ready {
			return st.Plan.Driver != n.Person || st.Goods.State != slip.GoodsReady, nil
		}
		return openedSince(st.Opened, n), nil
	}
	r, err := record.Rounds.Get(ctx, p.o.Store, n.Facts.Round)
	if err != nil {
		return errors.Is(err, store.ErrNotFound), ignoreNotFound(err)
	}
	if n.Phrase != roundTaken && (r.Value.Driver != n.Person || r.Value.Edition != n.Facts.Edition) {
		return true, nil
	}
	if _, off := r.Value.Cancelled(); off && n.Phrase != roundCancelled {
		return true, nil
	}
	// Any act of the driver on the round after the news shows that it was seen.
	return slices.ContainsFunc(r.Value.Journal, func(e slip.Entry) bool {
		return e.By == n.Person && e.Received.After(n.At)
	}), nil
}

func openedSince(opened []slip.Said, n storedNotice) bool {
	return slices.ContainsFunc(opened, func(o slip.Said) bool { return o.By == n.Person && !o.At.Before(n.At) })
}

func ignoreNotFound(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	return err
}
