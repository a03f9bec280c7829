// Package order is a commande: what one household needs in one ISO week, split
// into one part per shop; each part becomes a delivery slip. It is pure: no
// clock, no I/O. Where goods and cheques are is the slips' affair, not its own.
package order

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
)

// Order is one call's order. Its ID holds household, week and rank, so that two
// agents cannot both take the first order of a week.
type Order struct {
	ID        string    `json:"id"`
	Household string    `json:"household"`
	Week      string    `json:"week"` // ISO week of the delivery day
	Rank      int       `json:"rank"` // 1, then 2 … by exception
	Day       day.Day   `json:"day"`
	Parts     []Part    `json:"parts"`
	Exception string    `json:"exception,omitempty"` // why a second order in that week (10)
	Outside   string    `json:"outside,omitempty"`   // why a day outside the household's windows
	Note      string    `json:"note,omitempty"`      // to the driver, on every slip
	By        string    `json:"by"`
	At        time.Time `json:"at"`
	Cancelled string    `json:"cancelled,omitempty"` // the reason, "" while it stands
	Pending   bool      `json:"pending,omitempty"`   // some follow-up on its slips is still to be done
	Ask       string    `json:"ask,omitempty"`       // names the one asking that it came of, however often that was sent
}

// Part is what is wanted of one shop; it becomes one slip.
type Part struct {
	Slip     string `json:"slip"`   // the slip's id, made with the order
	Number   string `json:"number"` // the slip's number, like 2026-0412
	Merchant string `json:"merchant"`
	Lines    []Line `json:"lines"`
	Direct   bool   `json:"direct,omitempty"` // the person ordered at the shop (13)
	Free     bool   `json:"free,omitempty"`   // gifts only: no cheque
	Amount   int64  `json:"amountCents,omitempty"`
	Farther  bool   `json:"farther,omitempty"` // not the nearest open shop; reports count it (9)
}

// Line is one product as typed or dictated.
type Line struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	Quantity string `json:"quantity,omitempty"`
	Gift     bool   `json:"gift,omitempty"`
	Donor    string `json:"donor,omitempty"`
	Lot      string `json:"lot,omitempty"`
}

// MaxAmount is the highest amount of a cheque, in cents.
const MaxAmount = 50_000

// The refusals.
var (
	ErrNoParts   = fault.New(fault.Invalid, "order.empty", "an order needs at least one shop").On("parts")
	ErrNoLines   = fault.New(fault.Invalid, "order.no_lines", "say what is wanted of this shop, or that it was ordered directly")
	ErrSameShop  = fault.New(fault.Invalid, "order.same_shop", "this shop stands twice in the order")
	ErrAmount    = fault.New(fault.Invalid, "order.amount", "an amount is between 1 cent and 500 euros")
	ErrLong      = fault.New(fault.Invalid, "order.too_long", "this text is too long")
	ErrMany      = fault.New(fault.Invalid, "order.too_many", "this list is too long")
	ErrWeek      = fault.New(fault.Conflict, "order.weekly_basket", "this household already has an order in that week; a reason is needed for another").On("exception")
	ErrAway      = fault.New(fault.Invalid, "order.outside_windows", "nobody is at home on that day; a reason is needed").On("outside")
	ErrAsked     = fault.New(fault.Conflict, "order.asked", "this order was kept already, before its last changes")
	ErrCancelled = fault.New(fault.Conflict, "order.cancelled", "this order was cancelled")
	ErrReason    = fault.New(fault.Invalid, "order.no_reason", "a reason is needed").On("reason")
)

// ID is the id of a household's rank-th order of a week.
func ID(household, week string, rank int) string {
	return fmt.Sprintf("%s.%s.%d", household, week, rank)
}

// Numbers are its slips' numbers, as people read them.
func (o Order) Numbers() string {
	numbers := make([]string, len(o.Parts))
	for i, p := range o.Parts {
		numbers[i] = p.Number
	}
	return strings.Join(numbers, ", ")
}

// Check refuses an order that a shop could not prepare; the fault names the
// field. It does not know the calendar, the windows or the shops.
func (o Order) Check() error {
	if len(o.Parts) == 0 {
		return ErrNoParts
	}
	if len(o.Parts) > 20 {
		return ErrMany.On("parts")
	}
	if !o.Day.Valid() {
		return day.ErrBad.On("day")
	}
	for _, t := range []struct{ field, text string }{{"note", o.Note}, {"exception", o.Exception}, {"outside", o.Outside}} {
		if len(t.text) > 1000 {
			return ErrLong.On(t.field)
		}
	}
	for i, p := range o.Parts {
		at := fmt.Sprintf("parts[%d]", i)
		if slices.ContainsFunc(o.Parts[:i], func(q Part) bool { return q.Merchant == p.Merchant }) {
			return ErrSameShop.On(at + ".merchant")
		}
		if err := p.check(at); err != nil {
			return err
		}
	}
	return nil
}

func (p Part) check(at string) error {
	if len(p.Lines) == 0 && !p.Direct {
		return ErrNoLines.On(at + ".lines")
	}
	if len(p.Lines) > 100 {
		return ErrMany.On(at + ".lines")
	}
	if p.Amount < 0 || p.Amount > MaxAmount || (p.Free && p.Amount != 0) {
		return ErrAmount.On(at + ".amountCents")
	}
	for j, l := range p.Lines {
		if strings.TrimSpace(l.Text) == "" {
			return ErrNoLines.On(fmt.Sprintf("%s.lines[%d].text", at, j))
		}
		if len(l.Text) > 500 || len(l.Quantity) > 50 || len(l.Donor) > 200 {
			return ErrLong.On(fmt.Sprintf("%s.lines[%d].text", at, j))
		}
	}
	return nil
}

// Gift adds a free line to the shop's part, and makes that part when the order
// has none there; such a part has no cheque (scenario 15). slip and number name
// the slip of a new part.
func (o Order) Gift(merchant string, l Line, slip, number string) Order {
	o.Parts = slices.Clone(o.Parts)
	l.Gift = true
	for i, p := range o.Parts {
		if p.Merchant == merchant {
			o.Parts[i].Lines = append(slices.Clip(p.Lines), l)
			return o
		}
	}
	o.Parts = append(o.Parts, Part{Slip: slip, Number: number, Merchant: merchant, Lines: []Line{l}, Free: true})
	return o
}

// Cancel takes the order back, with a reason. Its slips follow, each by an
// entry of its own; what happened in the field stands.
func (o Order) Cancel(reason string) (Order, error) {
	if o.Cancelled != "" {
		return o, ErrCancelled
	}
	if strings.TrimSpace(reason) == "" || len(reason) > 500 {
		return o, ErrReason
	}
	o.Cancelled, o.Pending = reason, true
	return o, nil
}
