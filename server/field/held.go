package field

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

var (
	errHeldUnknown = fault.New(fault.NotFound, "held.unknown", "no such act is held")
	errHeldReason  = fault.New(fault.Invalid, "held.reason", "say why this act is put aside").On("reason")
	errHeldSettled = fault.New(fault.Conflict, "held.settled", "this act does not wait any more")
)

// HeldAct is an act that waits, as a coordinator sees it.
type HeldAct struct {
	ID       string // under which it is held
	Act      string // its own id, "" when it has none that can be read
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
		held = append(held, HeldAct{d.ID, s.Act, s.Code, s.Slip, s.Device, s.By, s.Received, s.Late, s.Raw})
	}
	return held, p.Next, nil
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
	case errors.Is(err, store.ErrNotFound):
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
		if n := ph.Done.Missing(ph.Issued); n > 0 {
			holes := ph.Done.With(ph.Issued + 1).Holes()
			gaps = append(gaps, Gap{ph.Device, ph.Person, n, holes, ph.Contact, false})
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
