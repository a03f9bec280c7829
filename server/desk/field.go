package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/exchange"
	"github.com/portage-livraison/portage/sync/slip"
)

// What the exchange asks of the desk: a driver's rounds and the service's
// settings, as phones may see them. The caller has checked the device.

// fieldRound is a round on its driver's phone.
type fieldRound struct {
	ID      string         `json:"id"`
	Day     day.Day        `json:"day"`
	Vehicle string         `json:"vehicle,omitempty"`
	Note    string         `json:"note,omitempty"`
	Edition int            `json:"edition"`
	State   round.Progress `json:"state"`
	Stops   []string       `json:"stops"` // slip ids in order
	Acts    []string       `json:"acts"`  // that State knows of: the phone adds its own others
}

// fieldCancelled is, in a round's place, that it was called off. It is a type of
// its own, so that no app takes it for a round to drive.
type fieldCancelled struct {
	ID     string    `json:"id"`
	Day    day.Day   `json:"day"`
	Reason string    `json:"reason"`
	By     string    `json:"by"` // a name, for the driver to read
	At     time.Time `json:"at"`
	// State and Acts are as in fieldRound: who set out has a mileage to note.
	State round.Progress `json:"state"`
	Acts  []string       `json:"acts"`
}

// fieldService is what a phone needs of the settings.
type fieldService struct {
	Name      string    `json:"name"`
	Town      string    `json:"town"`
	Phone     string    `json:"phone"`
	Checklist []string  `json:"checklist"`
	Reasons   fieldWhys `json:"reasons"`
	MaxCheque int64     `json:"maxChequeCents,omitempty"`
}

type fieldWhys struct {
	CannotSign []string `json:"cannotSign"`
	NoCheque   []string `json:"noCheque"`
	Amount     []string `json:"amount"`
}

// VisibleRounds lists the rounds of a driver with a day in [from, until) that
// were published, also those that were called off since.
func (d *Desk) VisibleRounds(ctx context.Context, driver, from, until string) ([]exchange.Ref, error) {
	q := store.Query{Kind: record.Rounds.Kind().Name, Limit: store.MaxLimit, Keys: []string{"edition"}, KeysOnly: true,
		Where: []store.Cond{record.Is("driver", driver), record.From("day", from), record.Before("day", until)}}
	page, err := d.st.Query(ctx, q)
	if err != nil {
		return nil, fmt.Errorf("visible rounds: %w", err)
	}
	refs := make([]exchange.Ref, 0, len(page.Docs))
	for _, doc := range page.Docs {
		if doc.Keys["edition"] != int64(0) {
			refs = append(refs, exchange.Ref{Type: "round", ID: doc.ID, Version: doc.Fingerprint()})
		}
	}
	return refs, nil
}

// ReadRound returns a round as its driver sees it, or that it was called off;
// exchange.ErrNone when it is somebody else's or not published.
func (d *Desk) ReadRound(ctx context.Context, driver, id string) (exchange.Doc, error) {
	kept, err := record.Rounds.Get(ctx, d.st, id)
	if errors.Is(err, store.ErrNotFound) {
		return exchange.Doc{}, exchange.ErrNone
	}
	if err != nil {
		return exchange.Doc{}, err
	}
	r := kept.Value
	if r.Driver != driver || driver == "" || r.Edition == 0 {
		return exchange.Doc{}, exchange.ErrNone
	}
	acts := []string{}
	for _, e := range r.Journal {
		acts = append(acts, e.ID)
	}
	if c, off := r.Cancelled(); off {
		told := fieldCancelled{ID: r.ID, Day: r.Day, Reason: c.Reason, By: d.name(ctx, c.By), At: c.At, State: r.Reached(), Acts: acts}
		return fieldDoc("cancelledRound", id, kept.Fingerprint(), told)
	}
	out := fieldRound{ID: r.ID, Day: r.Day, Vehicle: r.Vehicle, Note: r.Note, Edition: r.Edition, State: r.Progress(), Stops: []string{}, Acts: acts}
	for _, s := range r.Stops {
		out.Stops = append(out.Stops, s.Slip)
	}
	return fieldDoc("round", id, kept.Fingerprint(), out)
}

func fieldDoc(kind, id string, version int64, v any) (exchange.Doc, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return exchange.Doc{}, fmt.Errorf("write %s for a phone: %w", kind, err)
	}
	return exchange.Doc{Type: kind, ID: id, Version: version, Body: body}, nil
}

// ApplyRound notes a driver's acts on a round. An act that is there already has
// the same result again; what is not understood is held, and stops no other.
func (d *Desk) ApplyRound(ctx context.Context, id string, acts []slip.Entry) ([]exchange.Result, error) {
	var results []exchange.Result
	last := record.Stamp{At: d.now()}
	if len(acts) > 0 {
		last.By = acts[0].By
	}
	_, err := record.Rounds.Update(ctx, d.st, id, last, func(was Round) (round.Round, bool, error) {
		r, changed := was.Value, false
		results = make([]exchange.Result, len(acts))
		for i, e := range acts {
			next, flag, known, err := r.Apply(e)
			results[i] = result(flag, e.Late, err)
			if err == nil && !known {
				r, changed = next, true
			}
		}
		return r, changed, nil
	})
	if errors.Is(err, store.ErrNotFound) {
		results = make([]exchange.Result, len(acts))
		for i := range results {
			results[i] = exchange.Result{Outcome: exchange.Held, Code: exchange.CodeRound}
		}
		return results, nil
	}
	return results, err
}

func result(flag round.Flag, late string, err error) exchange.Result {
	switch {
	case err != nil:
		return exchange.Result{Outcome: exchange.Held, Code: fault.From(err).Code}
	case flag != "":
		return exchange.Result{Outcome: exchange.Flagged, Code: string(flag)}
	case late != "":
		return exchange.Result{Outcome: exchange.Flagged, Code: late}
	}
	return exchange.Result{Outcome: exchange.Applied}
}

// ServiceRef names the settings of now; exchange.ErrNone before there are any.
func (d *Desk) ServiceRef(ctx context.Context) (exchange.Ref, error) {
	kept, err := d.fieldSettings(ctx)
	return exchange.Ref{Type: "service", ID: record.ServiceID, Version: kept.Fingerprint()}, err
}

// ServiceDoc is the settings as phones hold them.
func (d *Desk) ServiceDoc(ctx context.Context) (exchange.Doc, error) {
	kept, err := d.fieldSettings(ctx)
	if err != nil {
		return exchange.Doc{}, err
	}
	s := kept.Value
	return fieldDoc("service", record.ServiceID, kept.Fingerprint(), fieldService{Name: s.Name, Town: s.Town, Phone: s.Phone,
		Checklist: list(s.Checklist), MaxCheque: s.MaxCheque,
		Reasons: fieldWhys{CannotSign: list(s.Reasons.CannotSign), NoCheque: list(s.Reasons.NoCheque), Amount: list(s.Reasons.Amount)}})
}

func (d *Desk) fieldSettings(ctx context.Context) (record.Kept[service.Service], error) {
	kept, err := record.Services.Get(ctx, d.st, record.ServiceID)
	if errors.Is(err, store.ErrNotFound) {
		return kept, exchange.ErrNone
	}
	return kept, err
}

// list is never nil, so that JSON has [] and not null.
func list(words []string) []string {
	if words == nil {
		return []string{}
	}
	return words
}
