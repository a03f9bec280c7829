package field

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/exchange"
)

// One document for each local database of each device: a phone that was wiped
// comes back with another epoch, so another document, and what the old one had
// announced and not sent stays counted in missing.
var phoneKind = store.Kind{
	Name: "phone",
	Keys: map[string]store.KeyType{
		"device": store.String, "person": store.String, "contact": store.Int64, "missing": store.Int64,
	},
	Indexes: [][]string{{"device"}, {"contact"}},
}

type storedPhone struct {
	Device  string          `json:"device"`
	Epoch   string          `json:"epoch"`
	Person  string          `json:"person"`
	Done    exchange.Ranges `json:"done"`
	Issued  int64           `json:"issued"`
	App     string          `json:"app"`
	First   time.Time       `json:"first"`
	Contact time.Time       `json:"contact"`
	SkewMs  int64           `json:"skewMs"`
	Settled *settled        `json:"settled,omitempty"` // somebody looked at what is missing
}

func phoneID(device, epoch string) string { return device + "." + epoch }

type phones struct{ store store.Store }

func (p phones) Phone(ctx context.Context, device, epoch string) (exchange.Phone, error) {
	d, err := p.store.Get(ctx, phoneKind.Name, phoneID(device, epoch))
	if err != nil {
		return exchange.Phone{}, none(err)
	}
	return readPhone(d)
}

func readPhone(d store.Doc) (exchange.Phone, error) {
	var s storedPhone
	if err := json.Unmarshal(d.Body, &s); err != nil {
		return exchange.Phone{}, fmt.Errorf("read phone %s: %w", d.ID, err)
	}
	return exchange.Phone{
		Device: s.Device, Epoch: s.Epoch, Person: s.Person, Version: d.Version, Done: s.Done, Issued: s.Issued,
		App: s.App, First: s.First, Contact: s.Contact, Skew: time.Duration(s.SkewMs) * time.Millisecond,
	}, nil
}

func (p phones) SavePhone(ctx context.Context, ph exchange.Phone) error {
	body, err := json.Marshal(storedPhone{
		ph.Device, ph.Epoch, ph.Person, ph.Done, ph.Issued, ph.App, ph.First, ph.Contact, ph.Skew.Milliseconds(), nil,
	})
	if err != nil {
		return fmt.Errorf("write phone %s: %w", ph.Device, err)
	}
	d := store.Doc{
		Kind: phoneKind.Name, ID: phoneID(ph.Device, ph.Epoch), Version: ph.Version, Time: ph.Contact.UnixMilli(), Body: body,
		Keys: map[string]any{
			"device": ph.Device, "person": ph.Person, "contact": ph.Contact.UnixMilli(), "missing": ph.Done.Missing(ph.Issued),
		},
	}
	if ph.Version == 0 {
		return moved(p.store.Insert(ctx, d)[0])
	}
	return moved(p.store.Put(ctx, d)[0])
}

// moved translates what a write answers that must be decided again.
func moved(err error) error {
	if errors.Is(err, store.ErrConflict) || errors.Is(err, store.ErrExists) || errors.Is(err, store.ErrUnknown) {
		return exchange.ErrMoved
	}
	return err
}

// Contacts tells package access when phones were last heard of. It needs no
// Field, which needs access.
type Contacts struct{ Store store.Store }

// LastContact returns when devices were last heard of; it may lag five minutes
// behind. A device that never called is missing.
func (c Contacts) LastContact(ctx context.Context, devices []string) (map[string]time.Time, error) {
	at := make(map[string]time.Time, len(devices))
	q := store.Query{Kind: phoneKind.Name, Limit: store.MaxLimit, KeysOnly: true}
	for len(devices) > 0 {
		n := min(len(devices), 200)
		q.Where = []store.Cond{{Key: "device", Op: store.In, Values: values(devices[:n])}}
		devices = devices[n:]
		err := each(ctx, c.Store, q, func(d store.Doc) error {
			device, _ := d.Keys["device"].(string)
			ms, _ := d.Keys["contact"].(int64)
			if t := time.UnixMilli(ms).UTC(); t.After(at[device]) {
				at[device] = t
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("last contact: %w", err)
		}
	}
	return at, nil
}

func values[T any](list []T) []any {
	vs := make([]any, len(list))
	for i, v := range list {
		vs[i] = v
	}
	return vs
}

// each calls fn for every document of q, page by page.
func each(ctx context.Context, s store.Store, q store.Query, fn func(store.Doc) error) error {
	for {
		p, err := s.Query(ctx, q)
		if err != nil {
			return err
		}
		for _, d := range p.Docs {
			if err := fn(d); err != nil {
				return err
			}
		}
		if q.Cursor = p.Next; q.Cursor == "" {
			return nil
		}
	}
}

// LastContact is that of Contacts.
func (f *Field) LastContact(ctx context.Context, devices []string) (map[string]time.Time, error) {
	return Contacts{f.o.Store}.LastContact(ctx, devices)
}
