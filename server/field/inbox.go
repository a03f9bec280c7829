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

// The inbox: one document for each act, under the act's id. It is written once
// for every act that ever comes, so it has one index and no more.
var actKind = store.Kind{
	Name:    "act",
	Keys:    map[string]store.KeyType{"phone": store.String, "seq": store.Int64},
	Indexes: [][]string{{"phone", "seq"}},
}

// Acts that wait for a release of the server or for a person. The state is
// waiting, applied or dismissed.
var heldKind = store.Kind{
	Name: "held",
	Keys: map[string]store.KeyType{
		"state": store.String, "code": store.String, "device": store.String, "slip": store.String, "received": store.Int64,
	},
	Indexes: [][]string{{"state", "received"}, {"slip"}},
}

// The states of a held act.
const (
	Waiting   = "waiting"
	Applied   = "applied"
	Dismissed = "dismissed"
)

// storedAct is the stored form of a record. Raw is what the phone sent; it is
// put in and taken out as it is, since the next one of this id is compared with it.
type storedAct struct {
	Device   string          `json:"device"`
	Epoch    string          `json:"epoch"`
	Seq      int64           `json:"seq"`
	By       string          `json:"by"`
	Received time.Time       `json:"received"`
	Late     string          `json:"late,omitempty"`
	Raw      json.RawMessage `json:"raw"`
}

// storedHeld may hold bytes that are no JSON, so they are base64.
type storedHeld struct {
	Act      string    `json:"act,omitempty"` // the act's id, where one can be read
	Code     string    `json:"code"`
	Slip     string    `json:"slip,omitempty"`
	Device   string    `json:"device"`
	Epoch    string    `json:"epoch"`
	Seq      int64     `json:"seq,omitempty"`
	By       string    `json:"by"`
	Received time.Time `json:"received"`
	Late     string    `json:"late,omitempty"`
	Raw      []byte    `json:"raw"`
	State    string    `json:"state"`
	Settled  *settled  `json:"settled,omitempty"`
}

type settled struct {
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason"`
}

type inbox struct{ store store.Store }

func (b inbox) Receive(ctx context.Context, rs []exchange.Record) []error {
	docs, errs := make([]store.Doc, len(rs)), make([]error, len(rs))
	for i, r := range rs {
		if docs[i], errs[i] = actDoc(r); errs[i] != nil {
			return errs
		}
	}
	return taken(b.store.Insert(ctx, docs...))
}

// taken translates what an Insert answers.
func taken(errs []error) []error {
	for i, err := range errs {
		if errors.Is(err, store.ErrExists) {
			errs[i] = exchange.ErrTaken
		}
	}
	return errs
}

func actDoc(r exchange.Record) (store.Doc, error) {
	frame, err := json.Marshal(storedAct{r.Device, r.Epoch, r.Seq, r.By, r.Received, r.Late, json.RawMessage("0")})
	if err != nil {
		return store.Doc{}, fmt.Errorf("write act %s: %w", r.ID, err)
	}
	body := make([]byte, 0, len(frame)+len(r.Raw))
	body = append(body, frame[:len(frame)-len("0}")]...)
	body = append(append(body, r.Raw...), '}')
	return store.Doc{
		Kind: actKind.Name, ID: r.ID, Time: r.Received.UnixMilli(), Body: body,
		Keys: map[string]any{"phone": phoneID(r.Device, r.Epoch), "seq": r.Seq},
	}, nil
}

func readAct(d store.Doc) (exchange.Record, error) {
	var a storedAct
	if err := json.Unmarshal(d.Body, &a); err != nil {
		return exchange.Record{}, fmt.Errorf("read act %s: %w", d.ID, err)
	}
	return exchange.Record{ID: d.ID, Device: a.Device, Epoch: a.Epoch, Seq: a.Seq, By: a.By, Received: a.Received, Late: a.Late, Raw: a.Raw}, nil
}

func (b inbox) Received(ctx context.Context, id string) (exchange.Record, error) {
	d, err := b.store.Get(ctx, actKind.Name, id)
	if err != nil {
		return exchange.Record{}, none(err)
	}
	return readAct(d)
}

// none translates what a Get answers.
func none(err error) error {
	if errors.Is(err, store.ErrNotFound) {
		return exchange.ErrNone
	}
	return err
}

func (b inbox) Hold(ctx context.Context, hs []exchange.HeldAct) []error {
	docs, errs := make([]store.Doc, len(hs)), make([]error, len(hs))
	for i, h := range hs {
		s := storedHeld{h.Record.ID, h.Code, h.Slip, h.Device, h.Epoch, h.Seq, h.By, h.Received, h.Late, h.Raw, Waiting, nil}
		if docs[i], errs[i] = s.doc(h.ID, 0); errs[i] != nil {
			return errs
		}
	}
	return taken(b.store.Insert(ctx, docs...))
}

func (s storedHeld) doc(id string, version int64) (store.Doc, error) {
	body, err := json.Marshal(s)
	if err != nil {
		return store.Doc{}, fmt.Errorf("write held act %s: %w", id, err)
	}
	return store.Doc{
		Kind: heldKind.Name, ID: id, Version: version, Time: s.Received.UnixMilli(), Body: body,
		Keys: map[string]any{"state": s.State, "code": s.Code, "device": s.Device, "slip": s.Slip, "received": s.Received.UnixMilli()},
	}, nil
}

func readHeld(d store.Doc) (storedHeld, error) {
	var s storedHeld
	if err := json.Unmarshal(d.Body, &s); err != nil {
		return s, fmt.Errorf("read held act %s: %w", d.ID, err)
	}
	return s, nil
}

func (b inbox) Release(ctx context.Context, ids []string) error {
	var all []error
	_, errs := store.UpdateMany(ctx, b.store, heldKind.Name, ids, func(d *store.Doc) (bool, error) {
		return settle(d, Applied, nil)
	})
	for _, err := range errs {
		if !errors.Is(err, store.ErrNotFound) {
			all = append(all, err)
		}
	}
	return errors.Join(all...)
}

// settle ends the waiting of a held act; one that was settled stays as it is.
func settle(d *store.Doc, state string, by *settled) (bool, error) {
	s, err := readHeld(*d)
	if err != nil || s.State != Waiting && (s.State != Dismissed || state != Applied) {
		return false, err
	}
	s.State, s.Settled = state, by
	*d, err = s.doc(d.ID, d.Version)
	return err == nil, err
}
