package field

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/exchange"
	"github.com/portage-livraison/portage/sync/slip"
)

var (
	errHeldUnknown = fault.New(fault.NotFound, "held.unknown", "no such act is held")
	errHeldReason  = fault.New(fault.Invalid, "held.reason", "say why this act is put aside").On("reason")
	errHeldSettled = fault.New(fault.Conflict, "held.settled", "this act does not wait any more")
)

// HeldAct is an act that waits, as a coordinator sees it.
type HeldAct struct {
	ID       string    // under which it is held
	Kind     slip.Kind // as far as it can be read
	At       time.Time // the phone's clock, zero when it cannot be read
	Act      string    // its own id, "" when it has none that can be read
	Code     string
	Slip     string
	Device   string
	By       string
	Received time.Time
	Late     string
	Raw      []byte // as the phone sent it; need not be JSON
}

// HeldActs lists what waits, oldest first. next is "" at the end.
func (f *Field) HeldActs(ctx context.Context, who account.User, cursor string) (held []HeldAct, next string, err error) {
	if err := who.Need(account.FollowField); err != nil {
		return nil, "", err
	}
	p, err := f.o.Store.Query(ctx, store.Query{
		Kind: heldKind.Name, Where: []store.Cond{is("state", Waiting)}, Sort: "received", Limit: 100, Cursor: cursor,
	})
	if err != nil {
		return nil, "", fmt.Errorf("list held acts: %w", err)
	}
	held = []HeldAct{}
	for _, d := range p.Docs {
		s, err := readHeld(d)
		if err != nil {
			return nil, "", err
		}
		a := exchange.ReadAct(0, s.Raw)
		held = append(held, HeldAct{ID: d.ID, Kind: a.Kind, At: a.At, Act: s.Act, Code: s.Code, Slip: s.Slip, Device: s.Device,
			By: s.By, Received: s.Received, Late: s.Late, Raw: s.Raw})
	}
	return held, p.Next, nil
}

// TryHeld applies one waiting act again: its slip may be there by now. applied is
// false when it waits still.
func (f *Field) TryHeld(ctx context.Context, who account.User, id string) (applied bool, err error) {
	if err := who.Need(account.FollowField); err != nil {
		return false, err
	}
	d, err := f.o.Store.Get(ctx, heldKind.Name, id)
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrInvalid) {
		return false, errHeldUnknown
	}
	if err != nil {
		return false, fmt.Errorf("read held act: %w", err)
	}
	s, err := readHeld(d)
	switch {
	case err != nil:
		return false, err
	case s.State == Applied:
		return true, nil
	case s.State == Dismissed:
		return false, errHeldSettled
	}
	n, err := f.exchange.Replay(ctx, []exchange.HeldAct{{ID: d.ID, Code: s.Code, Slip: s.Slip, Record: s.record()}})
	return n > 0, err
}

// DismissHeld puts a waiting act aside: a person looked at it. It stays stored,
// and still takes effect if its phone sends it again to a slip that can take it.
func (f *Field) DismissHeld(ctx context.Context, who account.User, id, reason string) error {
	if err := who.Need(account.FollowField); err != nil {
		return err
	}
	if reason == "" || len(reason) > 2000 {
		return errHeldReason
	}
	mine := settled{By: who.ID, At: f.o.Now().UTC().Truncate(time.Millisecond), Reason: reason}
	state := ""
	_, err := store.Update(ctx, f.o.Store, heldKind.Name, id, func(d *store.Doc) (bool, error) {
		s, err := readHeld(*d)
		if state = s.State; err != nil || state != Waiting {
			return false, err
		}
		return settle(d, Dismissed, &mine)
	})
	switch {
	case errors.Is(err, store.ErrNotFound), errors.Is(err, store.ErrInvalid):
		return errHeldUnknown
	case err != nil:
		return fmt.Errorf("dismiss held act: %w", err)
	case state == Applied:
		return errHeldSettled
	}
	return nil
}

// Gap is a phone that announced acts which never came: it was wiped, or it is
// still out there. Superseded says that the same device has a newer database,
// so that what is missing will not come any more.
type Gap struct {
	ID         string // of the phone's database, for SettleGap
	Device     string
	Person     string
	Missing    int64
	Holes      [][2]int64 // the numbers that are missing, up to the highest announced
	Contact    time.Time
	Superseded bool
}

// Gaps lists them, longest without contact first.
func (f *Field) Gaps(ctx context.Context, who account.User) ([]Gap, error) {
	if err := who.Need(account.FollowField); err != nil {
		return nil, err
	}
	newest := map[string]time.Time{}
	gaps := []Gap{}
	q := store.Query{Kind: phoneKind.Name, Sort: "contact", Limit: 200}
	err := each(ctx, f.o.Store, q, func(d store.Doc) error {
		ph, err := readPhone(d)
		if err != nil {
			return err
		}
		if ph.First.After(newest[ph.Device]) {
			newest[ph.Device] = ph.First
		}
		if n := ph.Done.Missing(ph.Issued); n > 0 && !gapSettled(d) {
			holes := ph.Done.With(ph.Issued + 1).Holes()
			gaps = append(gaps, Gap{d.ID, ph.Device, ph.Person, n, holes, ph.Contact, false})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list gaps: %w", err)
	}
	for i, g := range gaps {
		gaps[i].Superseded = newest[g.Device].After(g.Contact)
	}
	return gaps, nil
}

// gapSettled says that somebody looked at what this database lacks, and that it
// was not heard of since.
func gapSettled(d store.Doc) bool {
	var s storedPhone
	return json.Unmarshal(d.Body, &s) == nil && s.Settled != nil
}

// SettleGap notes that what a phone announced will not come, or does not matter.
// The phone's next contact opens the gap again when it is still there.
func (f *Field) SettleGap(ctx context.Context, who account.User, id, reason string) error {
	if err := who.Need(account.FollowField); err != nil {
		return err
	}
	if reason == "" || len(reason) > 2000 {
		return errHeldReason
	}
	_, err := store.Update(ctx, f.o.Store, phoneKind.Name, id, func(d *store.Doc) (bool, error) {
		var s storedPhone
		if err := json.Unmarshal(d.Body, &s); err != nil || s.Settled != nil {
			return false, err
		}
		s.Settled = &settled{By: who.ID, At: f.o.Now().UTC().Truncate(time.Millisecond), Reason: reason}
		body, err := json.Marshal(s)
		d.Body = body
		return err == nil, err
	})
	if errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrInvalid) {
		return errHeldUnknown
	}
	return err
}
