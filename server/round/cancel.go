package round

import (
	"slices"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/fault"
)

// Cancellation calls a round off. Its slips go back to those without a round; what
// was delivered before stands and stays in it.
type Cancellation struct {
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	// Edition is the one that was called off; 0 when the round was still a draft.
	Edition  int       `json:"edition,omitempty"`
	Restored time.Time `json:"restored,omitzero"`
}

// The refusals.
var (
	ErrCancelled    = fault.New(fault.Conflict, "round.cancelled", "this round was cancelled")
	ErrNotCancelled = fault.New(fault.Conflict, "round.not_cancelled", "this round was not cancelled")
)

// Cancelled says whether the round is called off, and how.
func (r Round) Cancelled() (Cancellation, bool) {
	if n := len(r.Cancellations); n > 0 && r.Cancellations[n-1].Restored.IsZero() {
		return r.Cancellations[n-1], true
	}
	return Cancellation{}, false
}

// Cancel calls the round off. Its stops stay written, so that Restore finds them.
func (r Round) Cancel(reason, by string, at time.Time) (Round, error) {
	if _, off := r.Cancelled(); off {
		return r, ErrCancelled
	}
	switch {
	case strings.TrimSpace(reason) == "" || len(reason) > 500:
		return r, ErrReason
	case r.Progress() == Ended:
		return r, ErrEnded
	}
	r.Cancellations = append(slices.Clip(r.Cancellations), Cancellation{Reason: reason, By: by, At: at, Edition: r.Edition})
	return r, nil
}

// Restore takes a cancellation back. A round that its driver had seen becomes a
// new edition, which is yet to be opened.
func (r Round) Restore(at time.Time) (Round, error) {
	if _, off := r.Cancelled(); !off {
		return r, ErrNotCancelled
	}
	r.Cancellations = slices.Clone(r.Cancellations)
	r.Cancellations[len(r.Cancellations)-1].Restored = at
	if r.Edition > 0 {
		r.Edition++
		r.Published = at
	}
	return r, nil
}

// calledOff says whether the round was cancelled when an act arrived.
func (r Round) calledOff(received time.Time) bool {
	return slices.ContainsFunc(r.Cancellations, func(c Cancellation) bool {
		return !received.Before(c.At) && (c.Restored.IsZero() || received.Before(c.Restored))
	})
}

// restoredSince says whether an act arrived during a cancellation that was taken
// back after it.
func (r Round) restoredSince(received time.Time) bool {
	return slices.ContainsFunc(r.Cancellations, func(c Cancellation) bool {
		return !received.Before(c.At) && received.Before(c.Restored)
	})
}
