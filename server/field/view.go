package field

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/exchange"
	"github.com/portage-livraison/portage/sync/slip"
)

// What a driver sees, in days (sync/README.md, section 3).
const (
	daysBack    = 2
	daysAhead   = 14
	contactDays = 2 // after delivery, name, telephone, address and notes leave
)

const dayLayout = "2006-01-02"

// Documents of these types go to phones.
const (
	typeSlip    = "slip"
	typeRound   = "round"
	typeService = "service"
)

// viewKeys are what decides whether a driver sees a slip, and how much of it: all
// that visible and contact look at, no other key is read.
var viewKeys = []string{"driver", "day", "goodsHolder", "cheque", "chequeHolder", "delivered"}

type view struct{ o Options }

func (v *view) day(t time.Time, plus int) string {
	return t.In(v.o.Zone).AddDate(0, 0, plus).Format(dayLayout)
}

// Visible asks the keys of what is the driver's: by day, by goods in hand, by
// cheque in hand. Bodies are not read.
func (v *view) Visible(ctx context.Context, driver string, now time.Time) ([]exchange.Ref, error) {
	from, until := v.day(now, -daysBack), v.day(now, daysAhead+1)
	var refs []exchange.Ref
	seen := map[string]bool{}
	for _, where := range [][]store.Cond{
		{is("driver", driver), {Key: "day", Op: store.Ge, Values: []any{from}}, {Key: "day", Op: store.Lt, Values: []any{until}}},
		{is("goodsHolder", driver)},
		{is("chequeHolder", driver)},
	} {
		p, err := v.o.Store.Query(ctx, store.Query{Kind: sliprepo.Name, Where: where, Limit: store.MaxLimit, Keys: viewKeys, KeysOnly: true})
		if err != nil {
			return nil, fmt.Errorf("visible slips: %w", err)
		}
		for _, d := range p.Docs {
			if !seen[d.ID] {
				seen[d.ID] = true
				refs = append(refs, exchange.Ref{Type: typeSlip, ID: d.ID, Version: told(d.Fingerprint(), v.contact(d.Keys, driver, now))})
			}
		}
	}
	others, err := v.others(ctx, driver, from, until)
	return append(refs, others...), err
}

func is(key, value string) store.Cond {
	return store.Cond{Key: key, Op: store.Eq, Values: []any{value}}
}

func (v *view) others(ctx context.Context, driver, from, until string) ([]exchange.Ref, error) {
	var refs []exchange.Ref
	if v.o.Rounds != nil {
		rounds, err := v.o.Rounds.VisibleRounds(ctx, driver, from, until)
		if err != nil {
			return nil, fmt.Errorf("visible rounds: %w", err)
		}
		refs = rounds
	}
	if v.o.Service != nil {
		switch r, err := v.o.Service.ServiceRef(ctx); {
		case err == nil:
			refs = append(refs, r)
		case !errors.Is(err, exchange.ErrNone):
			return nil, fmt.Errorf("visible service: %w", err)
		}
	}
	return refs, nil
}

// told is the version as phones know it: it changes with the document and also
// when the driver may see less or more of it.
func told(fingerprint int64, contact bool) int64 {
	if contact {
		return fingerprint * 2
	}
	return fingerprint*2 + 1
}

// contact says whether the driver still needs the household's name, telephone,
// address and notes: while the slip is theirs to drive or its goods are in their
// hands, until two days after delivery, or after the day on which an owed cheque
// is to be collected; never for the sake of a cheque in hand alone.
func (v *view) contact(keys map[string]any, driver string, now time.Time) bool {
	if !v.inDays(keys, driver, now) && keys["goodsHolder"] != driver {
		return false
	}
	delivered, _ := keys["delivered"].(int64)
	if day, _ := keys["day"].(string); keys["cheque"] == string(slip.ChequeOwed) && day > v.day(now, -contactDays) {
		return true
	}
	return delivered == 0 || v.day(time.UnixMilli(delivered), contactDays) > v.day(now, 0)
}

func (v *view) inDays(keys map[string]any, driver string, now time.Time) bool {
	day, _ := keys["day"].(string)
	return keys["driver"] == driver && day >= v.day(now, -daysBack) && day <= v.day(now, daysAhead)
}

func (v *view) visible(keys map[string]any, driver string, now time.Time) bool {
	return v.inDays(keys, driver, now) || keys["goodsHolder"] == driver || keys["chequeHolder"] == driver
}

// Read returns documents as they are now, which may be newer than refs say: so
// each is looked at again.
func (v *view) Read(ctx context.Context, driver string, now time.Time, refs []exchange.Ref, fresh map[string]exchange.Loaded) ([]exchange.Doc, error) {
	stored, err := read(ctx, v.o.Store, stale(refs, fresh))
	if err != nil {
		return nil, err
	}
	docs := make([]exchange.Doc, 0, len(refs))
	for _, r := range refs {
		var d exchange.Doc
		switch l := fresh[r.ID]; {
		case r.Type == typeRound:
			d, err = v.o.Rounds.ReadRound(ctx, driver, r.ID)
		case r.Type == typeService:
			d, err = v.o.Service.ServiceDoc(ctx)
		case speaksOf(r, l):
			d, err = v.show(l.Reading, r.Version/2, driver, now)
		default:
			d, err = v.showStored(stored[r.ID], driver, now)
		}
		if errors.Is(err, exchange.ErrNone) {
			continue
		}
		if err != nil {
			return nil, err
		}
		docs = append(docs, d)
	}
	return docs, nil
}

// stale are the slips of refs that fresh does not hold in the version that their
// ref speaks of.
func stale(refs []exchange.Ref, fresh map[string]exchange.Loaded) []string {
	var ids []string
	for _, r := range refs {
		if r.Type == typeSlip && !speaksOf(r, fresh[r.ID]) {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

// speaksOf says whether r names the version of l.
func speaksOf(r exchange.Ref, l exchange.Loaded) bool {
	return l.Reading != nil && store.Fingerprint(l.Version, 0) == store.Fingerprint(r.Version/2, 0)
}

func (v *view) showStored(d store.Doc, driver string, now time.Time) (exchange.Doc, error) {
	if d.ID == "" { // it went since it was listed
		return exchange.Doc{}, exchange.ErrNone
	}
	r, err := sliprepo.Read(d)
	if err != nil {
		return exchange.Doc{}, err
	}
	return v.show(r, d.Fingerprint(), driver, now)
}

// show is a slip as its driver may see it, or ErrNone.
func (v *view) show(r *slip.Reading, fingerprint int64, driver string, now time.Time) (exchange.Doc, error) {
	keys := sliprepo.Keys(r.State())
	if !v.visible(keys, driver, now) {
		return exchange.Doc{}, exchange.ErrNone
	}
	contact := v.contact(keys, driver, now)
	body := r.Cut(slip.Options{Contact: contact}).AppendJSON(make([]byte, 0, 2048))
	return exchange.Doc{Type: typeSlip, ID: r.Slip().ID, Version: told(fingerprint, contact), Body: body}, nil
}
