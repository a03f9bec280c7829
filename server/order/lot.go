package order

import (
	"slices"
	"strings"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
)

// Lot is a donation shared out one gift per household until the stock ends
// (scenario 16). Who received one stands in the lot itself, so that stock and
// fairness are one decision.
type Lot struct {
	ID    string   `json:"id"`
	Text  string   `json:"text"`  // what one household receives
	Donor string   `json:"donor"` // named on the slip
	Stock int      `json:"stock"` // how many were given to the service
	Given []string `json:"given"` // household ids
	Since day.Day  `json:"since"`
	Ended bool     `json:"ended,omitempty"`
}

// The refusals of a lot.
var (
	ErrLotText  = fault.New(fault.Invalid, "lot.text", "say what each household receives").On("text")
	ErrLotDonor = fault.New(fault.Invalid, "lot.donor", "name the donor").On("donor")
	ErrLotStock = fault.New(fault.Invalid, "lot.stock", "the stock is at least what was given, at most 10000").On("stock")
	ErrLotEmpty = fault.New(fault.Conflict, "lot.empty", "nothing is left of this donation")
	ErrLotHad   = fault.New(fault.Conflict, "lot.had", "this household already received one")
)

// Check refuses a lot that cannot be shared out.
func (l Lot) Check() error {
	switch {
	case strings.TrimSpace(l.Text) == "" || len(l.Text) > 200:
		return ErrLotText
	case strings.TrimSpace(l.Donor) == "" || len(l.Donor) > 200:
		return ErrLotDonor
	case l.Stock < 1 || l.Stock < len(l.Given) || l.Stock > 10_000:
		return ErrLotStock
	}
	return nil
}

// Left is how many can still be given.
func (l Lot) Left() int {
	if l.Ended {
		return 0
	}
	return l.Stock - len(l.Given)
}

// Proposed reports whether the household can be offered one.
func (l Lot) Proposed(household string) bool {
	return l.Left() > 0 && !slices.Contains(l.Given, household)
}

// Give notes that a household receives one.
func (l Lot) Give(household string) (Lot, error) {
	if slices.Contains(l.Given, household) {
		return l, ErrLotHad
	}
	if l.Left() <= 0 {
		return l, ErrLotEmpty
	}
	l.Given = append(slices.Clip(l.Given), household)
	return l, nil
}

// TakeBack undoes Give, when the order is cancelled. Giving back what was never
// given changes nothing.
func (l Lot) TakeBack(household string) Lot {
	l.Given = slices.DeleteFunc(slices.Clone(l.Given), func(h string) bool { return h == household })
	return l
}
