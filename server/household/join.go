package household

import (
	"slices"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/fault"
)

// Two records of one door are joined: one stands for both, the other points to
// it and keeps what it says. Orders, slips and requests keep the id that they
// were made with; whoever looks for one household's reads those of all its
// records. So nothing is written over, and a join is taken back by one act.
//
//	A, B --join--> A holds B, B joined into A --part--> A, B

// Joined says that another record stands for this one.
type Joined struct {
	Into    string     `json:"into"`
	By      string     `json:"by"`
	At      time.Time  `json:"at"`
	Next    *Household `json:"next,omitempty"`    // what the other is to become, until it is that
	Before  *Household `json:"before,omitempty"`  // what the other was
	Version int64      `json:"version,omitempty"` // of the other, before
}

// Apart says that a household looks like this one and is not the same.
type Apart struct {
	ID     string    `json:"id"`
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// The refusals of joining.
var (
	ErrSame      = fault.New(fault.Invalid, "household.same", "a household cannot be joined with itself").On("other")
	ErrJoined    = fault.New(fault.Conflict, "household.joined", "this record was joined with another one")
	ErrNotJoined = fault.New(fault.Conflict, "household.not_joined", "this record is not joined with another one")
)

// Absorb is h as it stands for other too, with the fields of chosen. It is
// registered since the earlier of the two, has the exceptions of both, and is
// served when one of them is.
func (h Household) Absorb(other, chosen Household) (Household, error) {
	switch {
	case h.ID == other.ID:
		return h, ErrSame
	case h.Joined != nil || other.Joined != nil:
		return h, ErrJoined
	}
	next := chosen
	next.ID, next.Joined = h.ID, nil
	next.Registered = min(h.Registered, other.Registered)
	next.Exceptions = slices.Concat(h.Exceptions, other.Exceptions)
	slices.SortStableFunc(next.Exceptions, func(a, b Exception) int { return a.At.Compare(b.At) })
	next.Exit = h.Exit
	if other.Exit == nil {
		next.Exit = nil
	}
	next.Holds = slices.Concat(h.Holds, []string{other.ID}, other.Holds)
	next.Apart = slices.Concat(h.Apart, other.Apart)
	return next, next.Check()
}

// Release is h as it no longer stands for other.
func (h Household) Release(other Household) Household {
	h.Holds = slices.DeleteFunc(slices.Clone(h.Holds), func(id string) bool { return id == other.ID || slices.Contains(other.Holds, id) })
	return h
}

// Records are the ids under which this household's orders may stand.
func (h Household) Records() []string { return append([]string{h.ID}, h.Holds...) }

// KeepApart notes why another household is not this one. Saying it again says
// the newer reason.
func (h Household) KeepApart(a Apart) (Household, error) {
	switch {
	case h.ID == a.ID:
		return h, ErrSame
	case strings.TrimSpace(a.Reason) == "" || len(a.Reason) > 500:
		return h, ErrReason
	}
	h.Apart = slices.DeleteFunc(slices.Clone(h.Apart), func(x Apart) bool { return x.ID == a.ID })
	if len(h.Apart) >= 50 {
		return h, ErrMany
	}
	h.Apart = append(h.Apart, a)
	return h, nil
}
