package account

import (
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/fault"
)

// EnrolmentLife is how long a phone may be enrolled with one code.
const EnrolmentLife = 10 * time.Minute

// ErrEnrolmentGone is the one answer to a code that is used, stale, withdrawn or
// was never made: who guesses learns nothing.
var ErrEnrolmentGone = fault.New(fault.Gone, "enrolment.gone", "this code does not work any more: ask for a new one")

// Enrolment is a coordinator's leave for one driver to enrol one phone, once.
//
//	open ──redeemed──> used
//	  └──10 minutes──> stale (nothing is written)
type Enrolment struct {
	Person  string // the driver
	By      string // who made it
	Created time.Time
	Used    time.Time // zero until redeemed
	Device  string    // what it became
}

// Expires is when e becomes stale.
func (e Enrolment) Expires() time.Time { return e.Created.Add(EnrolmentLife) }

// Redeem returns e used at now for device, or ErrEnrolmentGone.
func (e Enrolment) Redeem(now time.Time, device string) (Enrolment, error) {
	if !e.Used.IsZero() || now.After(e.Expires()) {
		return e, ErrEnrolmentGone
	}
	e.Used, e.Device = now, device
	return e, nil
}

// CodeAlphabet holds the signs of typed codes: no two look or sound alike to
// the point of confusion (no 0 O, 1 I, 2 Z, 5 S, 8 B).
const CodeAlphabet = "ACDEFGHJKLMNPQRTUVWXY34679"

// CodeLength is the length of a typed code without its dash.
const CodeLength = 8

// ShowCode writes a code in the form that people read: ABCD-EFGH.
func ShowCode(code string) string {
	if len(code) != CodeLength {
		return code
	}
	return code[:CodeLength/2] + "-" + code[CodeLength/2:]
}

// NormalCode reads a typed code: case, spaces and dashes do not count. ok is
// false when it cannot be a code.
func NormalCode(typed string) (code string, ok bool) {
	var b strings.Builder
	for _, r := range strings.ToUpper(typed) {
		switch {
		case r == '-' || r == ' ':
		case b.Len() < CodeLength && strings.ContainsRune(CodeAlphabet, r):
			b.WriteRune(r)
		default:
			return "", false
		}
	}
	return b.String(), b.Len() == CodeLength
}
