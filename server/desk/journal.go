package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

var (
	errSlip = fault.New(fault.NotFound, "slip.unknown", "there is no such slip")
	errCode = fault.New(fault.NotFound, "slipcode.unknown", "no slip has this code")
)

// Slip is one slip as it stands: journal, fold and version.
type Slip struct {
	ID      string
	Version int64
	Journal []slip.Entry
	State   slip.State
}

func (d *Desk) loadSlip(ctx context.Context, id string) (Slip, error) {
	doc, err := d.st.Get(ctx, sliprepo.Name, id)
	if err != nil {
		return Slip{}, slipFault(err)
	}
	return readSlip(doc)
}

func readSlip(doc store.Doc) (Slip, error) {
	s, st, err := sliprepo.Decode(doc)
	return Slip{ID: s.ID, Version: doc.Version, Journal: s.Journal, State: st}, err
}

// entry is a line to be written by who at the desk; its id is made once, so that
// a write whose answer was lost is not written twice.
func (d *Desk) entry(who account.User, kind slip.Kind, via slip.Via, data slip.Data) (slip.Entry, error) {
	raw, err := json.Marshal(data)
	if err != nil {
		return slip.Entry{}, fmt.Errorf("write a line: %w", err)
	}
	now := d.stamp(who).At
	return slip.Entry{ID: d.newID(), Kind: kind, V: 1, At: now, Received: now, By: who.ID, Via: via, Data: raw}, nil
}

// guard says whether an entry may be written on a slip that stands like this;
// todo false means that it says nothing new.
type guard func(s Slip) (todo bool, err error)

// write adds an entry to a slip's journal, if check agrees each time that the
// slip is read, and returns the slip as it stands then.
func (d *Desk) write(ctx context.Context, who account.User, id string, kind slip.Kind, via slip.Via, data slip.Data, check guard) (Slip, error) {
	e, err := d.entry(who, kind, via, data)
	if err != nil {
		return Slip{}, err
	}
	return d.append(ctx, id, check, e)
}

// append is write for entries that were made already: all of them, or none.
func (d *Desk) append(ctx context.Context, id string, check guard, entries ...slip.Entry) (Slip, error) {
	doc, err := store.Update(ctx, d.st, sliprepo.Name, id, func(doc *store.Doc) (bool, error) {
		s, err := readSlip(*doc)
		if err != nil {
			return false, err
		}
		next := slip.Slip{ID: s.ID, Journal: s.Journal}
		if _, written := next.Find(entries[0].ID); written {
			return false, nil
		}
		if check != nil {
			if todo, err := check(s); err != nil || !todo {
				return false, err
			}
		}
		for _, e := range entries {
			if next, _, err = slip.Append(next, e); err != nil {
				return false, err
			}
		}
		*doc, err = sliprepo.Encode(next, next.Fold(), doc.Version, d.now())
		return true, err
	})
	if err != nil {
		return Slip{}, slipFault(err)
	}
	return readSlip(doc)
}

// refusals are what the journal says no to, as faults: a plan that cannot be is
// a Conflict, data that cannot be is Invalid.
var refusals = map[*slip.Error]*fault.Error{
	slip.ErrExists:       fault.New(fault.Conflict, "slip.exists", "the slip exists already"),
	slip.ErrNotCreated:   fault.New(fault.Conflict, "slip.not_created", "the slip does not exist yet"),
	slip.ErrComplete:     fault.New(fault.Conflict, "slip.complete", "a complete slip is never changed; make a corrective slip"),
	slip.ErrCancelled:    fault.New(fault.Conflict, "slip.cancelled", "the slip is cancelled; reopen it first"),
	slip.ErrNotCancelled: fault.New(fault.Conflict, "slip.not_cancelled", "the slip is not cancelled"),
	slip.ErrDelivered:    fault.New(fault.Conflict, "slip.delivered", "the goods are delivered already"),
	slip.ErrChequeOut:    fault.New(fault.Conflict, "slip.cheque_out", "the cheque has changed hands: payee and amount stand"),
	slip.ErrNoTask:       fault.New(fault.Conflict, "slip.no_task", "this entry waits for no decision"),
	slip.ErrJournalFull:  fault.New(fault.Conflict, "slip.journal_full", "the journal of this slip is full"),
	slip.ErrRequired:     fault.New(fault.Invalid, "slip.required", "a required value is missing"),
	slip.ErrNoAmount:     fault.New(fault.Invalid, "slip.no_amount", "no step of a cheque without an amount"),
	slip.ErrBadAmount:    fault.New(fault.Invalid, "slip.bad_amount", "an amount is 1 to 50000 cents"),
	slip.ErrTextTooLong:  fault.New(fault.Invalid, "slip.text_too_long", "a text is longer than 2000 characters"),
	slip.ErrTooLarge:     fault.New(fault.Invalid, "slip.data_too_large", "this is more than a slip can hold"),
	slip.ErrTooMany:      fault.New(fault.Invalid, "slip.too_many", "a list is too long"),
	slip.ErrBadData:      fault.New(fault.Invalid, "slip.bad_data", "a value is not one of those that are possible"),
}

// slipFault turns what package slip and the store say into faults.
func slipFault(err error) error {
	var e *slip.Error
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrInvalid):
		return errSlip.Because(err)
	case !errors.As(err, &e):
		return err
	}
	for known, f := range refusals {
		if known.Code == e.Code {
			return f.On(e.Field).Because(err)
		}
	}
	return err
}

// slips reads every slip that the conditions select.
func (d *Desk) slips(ctx context.Context, sort string, where ...store.Cond) ([]Slip, error) {
	q := store.Query{Kind: sliprepo.Name, Where: where, Sort: sort, Limit: 500}
	out := []Slip{}
	for {
		page, err := d.st.Query(ctx, q)
		if err != nil {
			return nil, fmt.Errorf("list slips: %w", err)
		}
		for _, doc := range page.Docs {
			s, err := readSlip(doc)
			if err != nil {
				return nil, err
			}
			out = append(out, s)
		}
		if page.Next == "" {
			return out, nil
		}
		q.Cursor = page.Next
	}
}

// seenBy is a slip as somebody may read it: welfare alerts are the social
// worker's alone (scenario 35), in the journal too.
func seenBy(who account.User, s Slip) Slip {
	if who.May(account.ReadAlerts) {
		return s
	}
	s.State = s.State.WithoutAlerts()
	journal := make([]slip.Entry, 0, len(s.Journal))
	for _, e := range s.Journal {
		if e.Kind != slip.Alert {
			journal = append(journal, e)
		}
	}
	s.Journal = journal
	return s
}
