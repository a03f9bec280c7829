package counter

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// Act is one tap of a shop. ID is made in the browser at the tap, so that
// sending it again is harmless; At is the browser's clock. An act is tried for
// as long as the slip's code works.
type Act struct {
	ID   string
	Slip string // which one, of a shop's list; "" on a slip's own code
	Kind slip.Kind
	At   time.Time
	Data slip.Data
}

// The refusals of acts.
var (
	ErrKind    = fault.New(fault.Invalid, "counter.kind", "a shop says ready, unavailable, cheque received, or takes that back").On("kind")
	ErrID      = fault.New(fault.Invalid, "counter.id", "an act needs an id of its own").On("id")
	ErrReason  = fault.New(fault.Invalid, "counter.reason", "say why it cannot be prepared").On("reason")
	ErrAmount  = fault.New(fault.Invalid, "counter.amount", "an amount is one cent to 500 euros").On("amountCents")
	ErrMark    = fault.New(fault.Invalid, "counter.mark", "sign for the cheque").On("mark")
	ErrData    = fault.New(fault.Invalid, "counter.data", "something in this form is not as it should be")
	ErrDiffers = fault.New(fault.Conflict, "counter.differs", "this was sent before and said something else")
	ErrLate    = fault.New(fault.Conflict, "counter.too_late", "it is too late to take this back here: call the service")
	ErrFull    = fault.New(fault.Conflict, "slip.journal_full", "the journal of this slip is full")
)

var uuid = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// Act puts what a shop tapped into the slip's journal and returns the slip as it
// stands then. The same act again changes nothing and has the same answer. A
// fact is never refused because of what happened meanwhile; the journal says
// what it amounts to.
func (c *Counter) Act(ctx context.Context, peer, typed string, a Act) (View, error) {
	code, err := c.find(ctx, peer, typed)
	if err != nil {
		return View{}, err
	}
	e, err := c.entry(a)
	if err != nil {
		return View{}, err
	}
	id := code.Slip
	if code.Shop != "" {
		if _, err := c.shop(ctx, code.Shop); err != nil {
			return View{}, err
		}
		id = a.Slip
	} else if a.Slip != "" && a.Slip != id {
		return View{}, ErrCode
	}
	d, err := store.Update(ctx, c.st, sliprepo.Name, id, func(d *store.Doc) (bool, error) {
		return c.write(d, e, a, code)
	})
	if err != nil {
		return View{}, refusal(unknown(err))
	}
	s, err := c.service(ctx)
	if err != nil {
		return View{}, err
	}
	one, st, err := sliprepo.Decode(d)
	if err != nil {
		return View{}, err
	}
	return c.view(one, st, s), nil
}

// write adds e to the slip in d, unless it is there, says nothing new, or the
// slip is not this code's.
func (c *Counter) write(d *store.Doc, e slip.Entry, a Act, code record.Code) (bool, error) {
	s, st, err := sliprepo.Decode(*d)
	if err != nil {
		return false, err
	}
	shop := ""
	if st.Sheet != nil {
		shop = st.Sheet.Merchant.ID
	}
	if code.Shop != "" && shop != code.Shop {
		return false, ErrCode // as if there were none
	}
	if c.ended(s, st) {
		return false, ErrEnded
	}
	e.By = shop
	if was, known := s.Find(e.ID); known {
		e.At = was.At // a browser that sends again may have cut it short
	} else if todo, err := c.worth(s, st, a, e); err != nil || !todo {
		return false, err
	}
	next, _, err := slip.Append(s, e)
	if err != nil || len(next.Journal) == len(s.Journal) {
		return false, err
	}
	*d, err = sliprepo.Encode(next, next.Fold(), d.Version, c.now())
	return true, err
}

// worth says whether an act that is not in the journal belongs there: the same
// thing told twice by two telephones of a shop does not, and only the shop's own
// recent taps may be taken back.
func (c *Counter) worth(s slip.Slip, st slip.State, a Act, e slip.Entry) (bool, error) {
	switch a.Kind {
	case slip.ChequeReturned:
		return st.Cheque.State != slip.ChequeWithMerchant, nil
	case slip.Unavailable:
		return st.Goods.State != slip.GoodsUnavailable, nil
	case slip.Ready:
		said := st.Amount != nil && st.Amount.Cents == a.Data.AmountCents || a.Data.AmountCents == 0
		return st.Goods.State != slip.GoodsReady || st.Goods.Bags != a.Data.Bags || !said, nil
	case slip.Corrected:
		was, ok := s.Find(a.Data.Entry)
		gap := e.At.Sub(was.At)
		if !ok || was.Via != slip.ViaQR || gap > UndoWindow || st.Complete {
			return false, ErrLate
		}
		return st.Effects[was.ID].Code != "corrected", nil
	}
	return false, ErrKind
}

// entry is the journal's line for a, without the shop's id.
func (c *Counter) entry(a Act) (slip.Entry, error) {
	if !uuid.MatchString(a.ID) {
		return slip.Entry{}, ErrID
	}
	switch a.Kind {
	case slip.Ready, slip.Unavailable, slip.ChequeReturned, slip.Corrected:
	default:
		return slip.Entry{}, ErrKind
	}
	raw, err := json.Marshal(a.Data)
	if err != nil {
		return slip.Entry{}, fmt.Errorf("write a line: %w", err)
	}
	if _, err := slip.Parse(a.Kind, 1, raw); err != nil {
		return slip.Entry{}, refusal(err)
	}
	now := c.now().UTC().Truncate(time.Millisecond)
	at := a.At.UTC().Truncate(time.Millisecond)
	if at.IsZero() || at.After(now) || now.Sub(at) > 30*24*time.Hour {
		at = now // a telephone whose clock is wrong
	}
	return slip.Entry{ID: a.ID, Kind: a.Kind, V: 1, At: at, Received: now, Via: slip.ViaQR, Data: raw}, nil
}

// refusal turns what package slip says of an act into words for a shop.
func refusal(err error) error {
	var e *slip.Error
	if errors.As(err, &e) && strings.HasPrefix(e.Field, "mark") {
		return ErrMark.Because(err)
	}
	for _, r := range []struct {
		of *slip.Error
		is *fault.Error
	}{
		{slip.ErrDiffers, ErrDiffers}, {slip.ErrJournalFull, ErrFull}, {slip.ErrNoAmount, ErrAmount}, {slip.ErrBadAmount, ErrAmount},
		{slip.ErrRequired, ErrReason}, {slip.ErrNoMark, ErrMark}, {slip.ErrBadStrokes, ErrMark},
	} {
		if errors.Is(err, r.of) {
			return r.is.Because(err)
		}
	}
	if e != nil {
		return ErrData.Because(err)
	}
	return err
}
