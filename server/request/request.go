// Package request is a demande: somebody called, or was called for, and the
// service owes an answer. It is pure: no clock, no I/O.
//
// The social worker's assessment is a value of its own, kept in a document of
// its own, so that whoever reads requests cannot come across it.
package request

import (
	"slices"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/contact"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
)

// State is where a request stands.
//
//	toCall --reached--> toAssess --referred--> referred --all resolved--> done
//	   any open state --dropped, with a reason--> dropped
//	   done, dropped --reopened, with a reason--> toAssess
type State string

// The states.
const (
	ToCall   State = "toCall"
	ToAssess State = "toAssess"
	Referred State = "referred"
	Done     State = "done"
	Dropped  State = "dropped"
)

// Open reports whether somebody still has to do something.
func (s State) Open() bool { return s == ToCall || s == ToAssess || s == Referred }

// Request is one call for help.
type Request struct {
	ID        string     `json:"id"`
	State     State      `json:"state"`
	Name      string     `json:"name"`
	Phone     string     `json:"phone"`
	Street    string     `json:"street,omitempty"`
	Needs     string     `json:"needs,omitempty"`
	Household string     `json:"household,omitempty"` // once known
	Apart     []Apart    `json:"apart,omitempty"`
	Calls     []Call     `json:"calls,omitempty"`
	Referrals []Referral `json:"referrals,omitempty"`
	Reason    string     `json:"reason,omitempty"` // why dropped or reopened
	By        string     `json:"by"`
	At        time.Time  `json:"at"`
}

// Apart notes that a likely match is somebody else, and why (scenario 2).
type Apart struct {
	Household string    `json:"household"`
	Reason    string    `json:"reason"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
}

// Call is one attempt to reach the person.
type Call struct {
	Ask     string    `json:"ask,omitempty"` // names the asking that it came of, however often that was sent
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Reached bool      `json:"reached"`
}

// Referral sends the person to a service, with somebody who answers for it and a
// date (scenario 3).
type Referral struct {
	ID       string    `json:"id"`
	Kind     string    `json:"kind"`
	Owner    string    `json:"owner"` // person id, or the name of a partner
	Due      day.Day   `json:"due"`
	Outcome  string    `json:"outcome,omitempty"` // "" while open (scenario 7)
	Resolved time.Time `json:"resolved,omitzero"`
	By       string    `json:"by,omitempty"`
}

// Kinds are the services to which one is referred.
var Kinds = []string{"shopping", "parcel", "meals", "homeHelp", "socialService", "seniorsHouse", "moralSupport", "homework", "internetBox", "other"}

// Assessment is the social worker's alone.
type Assessment struct {
	Request string    `json:"request"`
	Text    string    `json:"text"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
}

// The refusals.
var (
	ErrNoName   = fault.New(fault.Invalid, "intake.no_name", "a name is needed").On("name")
	ErrPhone    = fault.New(fault.Invalid, "intake.phone", "a number to call back is needed").On("phone")
	ErrLong     = fault.New(fault.Invalid, "intake.too_long", "this text is too long")
	ErrKind     = fault.New(fault.Invalid, "intake.referral_kind", "this service is not one of the list")
	ErrOwner    = fault.New(fault.Invalid, "intake.referral_owner", "somebody has to answer for a referral")
	ErrState    = fault.New(fault.Conflict, "intake.state", "the request stands where this cannot be done")
	ErrReason   = fault.New(fault.Invalid, "intake.no_reason", "a reason is needed").On("reason")
	ErrOutcome  = fault.New(fault.Invalid, "intake.no_outcome", "say what became of it").On("outcome")
	ErrUnknown  = fault.New(fault.NotFound, "intake.no_referral", "there is no such referral")
	ErrResolved = fault.New(fault.Conflict, "intake.resolved", "this referral was already closed")
)

// Check asks for a name and a number to call back, and nothing else (scenario 1).
func (r Request) Check() error {
	switch {
	case strings.TrimSpace(r.Name) == "":
		return ErrNoName
	case contact.Phone(r.Phone) == "":
		return ErrPhone
	case len(r.Name) > 200:
		return ErrLong.On("name")
	case len(r.Needs) > 4000:
		return ErrLong.On("needs")
	case len(r.Street) > 200:
		return ErrLong.On("street")
	}
	return nil
}

// KeepApart notes that a likely match is somebody else, with the reason.
func (r Request) KeepApart(a Apart) (Request, error) {
	if strings.TrimSpace(a.Reason) == "" || len(a.Reason) > 500 {
		return r, ErrReason
	}
	if len(r.Apart) >= 20 {
		return r, ErrLong.On("apart")
	}
	r.Apart = append(slices.Clip(r.Apart), a)
	return r, nil
}

// Called notes an attempt; once reached, the request can be assessed.
func (r Request) Called(c Call) (Request, error) {
	if !r.State.Open() || len(r.Calls) >= 100 {
		return r, ErrState
	}
	r.Calls = append(slices.Clip(r.Calls), c)
	if c.Reached && r.State == ToCall {
		r.State = ToAssess
	}
	return r, nil
}

// Refer adds a referral. A request may have several, and gets more later.
func (r Request) Refer(x Referral) (Request, error) {
	switch {
	case !r.State.Open() || len(r.Referrals) >= 50:
		return r, ErrState
	case !slices.Contains(Kinds, x.Kind):
		return r, ErrKind.On("kind")
	case strings.TrimSpace(x.Owner) == "":
		return r, ErrOwner.On("owner")
	case len(x.Owner) > 200:
		return r, ErrLong.On("owner")
	case !x.Due.Valid():
		return r, day.ErrBad.On("due")
	}
	x.Outcome, x.By, x.Resolved = "", "", time.Time{}
	r.Referrals = append(slices.Clip(r.Referrals), x)
	r.State = Referred
	return r, nil
}

// Resolve closes a referral with its outcome; the last one closes the request.
func (r Request) Resolve(id, outcome, by string, at time.Time) (Request, error) {
	i := slices.IndexFunc(r.Referrals, func(x Referral) bool { return x.ID == id })
	switch {
	case i < 0:
		return r, ErrUnknown
	case r.Referrals[i].Outcome != "":
		return r, ErrResolved
	case strings.TrimSpace(outcome) == "" || len(outcome) > 1000:
		return r, ErrOutcome
	}
	r.Referrals = slices.Clone(r.Referrals)
	r.Referrals[i].Outcome, r.Referrals[i].By, r.Referrals[i].Resolved = outcome, by, at
	if r.State == Referred && !slices.ContainsFunc(r.Referrals, func(x Referral) bool { return x.Outcome == "" }) {
		r.State = Done
	}
	return r, nil
}

// Drop ends a request without a referral, with a reason.
func (r Request) Drop(reason string) (Request, error) {
	if !r.State.Open() {
		return r, ErrState
	}
	return r.because(Dropped, reason)
}

// Reopen takes up again a request that was done or dropped.
func (r Request) Reopen(reason string) (Request, error) {
	if r.State.Open() {
		return r, ErrState
	}
	return r.because(ToAssess, reason)
}

func (r Request) because(to State, reason string) (Request, error) {
	if strings.TrimSpace(reason) == "" || len(reason) > 500 {
		return r, ErrReason
	}
	r.State, r.Reason = to, reason
	return r, nil
}
