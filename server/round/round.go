// Package round is a tournée: one driver's tour of one day, the order of its
// stops, and the small journal of what the driver confirmed. It is pure: no
// clock, no I/O. Which slips belong to a round is written on the slips; a round
// holds only their order, so a stop whose slip went elsewhere is simply skipped.
package round

import (
	"slices"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/sync/slip"
)

// Round is one tour.
type Round struct {
	ID        string       `json:"id"`
	Day       day.Day      `json:"day"`
	Driver    string       `json:"driver"`
	Vehicle   string       `json:"vehicle,omitempty"`
	Note      string       `json:"note,omitempty"` // from the desk to the driver
	Stops     []Stop       `json:"stops"`
	Edition   int          `json:"edition"` // how often it was published; 0 is a draft that no driver sees
	Published time.Time    `json:"published,omitzero"`
	Moves     []Move       `json:"moves,omitempty"`
	Journal   []slip.Entry `json:"journal,omitempty"`

	Cancellations []Cancellation `json:"cancellations,omitempty"`
}

// Stop is one slip's place in the tour. A pinned one was placed by hand and
// stays at its place when the rest is put in another order (scenario 23).
type Stop struct {
	Slip   string `json:"slip"`
	Pinned bool   `json:"pinned,omitempty"`
}

// Move hands the whole round to another driver (scenario 22).
type Move struct {
	From   string    `json:"from"`
	To     string    `json:"to"`
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
	// Edition is the one that the move made; 0 when the round was still a draft,
	// so that From never saw it.
	Edition int `json:"edition,omitempty"`
}

// MaxStops bounds a round; the longest day known had 30.
const MaxStops = 100

// The refusals.
var (
	ErrNoDriver = fault.New(fault.Invalid, "round.no_driver", "a round needs a driver").On("driver")
	ErrSame     = fault.New(fault.Conflict, "round.same_driver", "the round is already this driver's")
	ErrReason   = fault.New(fault.Invalid, "round.no_reason", "a reason is needed").On("reason")
	ErrEmpty    = fault.New(fault.Conflict, "round.empty", "a round without a stop cannot be published")
	ErrFull     = fault.New(fault.Conflict, "round.full", "a round has at most 100 stops")
	ErrNoStop   = fault.New(fault.NotFound, "round.no_stop", "this slip is not in the round")
	ErrPlace    = fault.New(fault.Invalid, "round.place", "there is no such place in the round").On("place")
	ErrLong     = fault.New(fault.Invalid, "round.too_long", "this text is too long")
	ErrEnded    = fault.New(fault.Conflict, "round.ended", "this round has ended")
)

// Check refuses a round that could not be driven.
func (r Round) Check() error {
	switch {
	case strings.TrimSpace(r.Driver) == "":
		return ErrNoDriver
	case !r.Day.Valid():
		return day.ErrBad.On("day")
	case len(r.Vehicle) > 100:
		return ErrLong.On("vehicle")
	case len(r.Note) > 1000:
		return ErrLong.On("note")
	}
	return nil
}

func (r Round) at(slipID string) int {
	return slices.IndexFunc(r.Stops, func(s Stop) bool { return s.Slip == slipID })
}

// Has reports whether the slip has a place in the round.
func (r Round) Has(slipID string) bool { return r.at(slipID) >= 0 }

// Seat is the driver whom the round's slips name: nobody while it is a draft, so
// that no phone shows it before it is published, and nobody once it is cancelled.
func (r Round) Seat() string {
	if _, off := r.Cancelled(); off || r.Edition == 0 {
		return ""
	}
	return r.Driver
}

// Add puts a slip at the end. Adding it again changes nothing.
func (r Round) Add(slipID string) (Round, error) {
	if r.Has(slipID) {
		return r, nil
	}
	if len(r.Stops) >= MaxStops {
		return r, ErrFull
	}
	r.Stops = append(slices.Clip(r.Stops), Stop{Slip: slipID})
	return r, nil
}

// Remove takes a slip out; taking out what is not there changes nothing.
func (r Round) Remove(slipID string) Round {
	r.Stops = slices.DeleteFunc(slices.Clone(r.Stops), func(s Stop) bool { return s.Slip == slipID })
	return r
}

// Place puts a stop at a place, 0 for the first, and pins it there. The others
// keep their order around it, pinned ones their place where that is possible.
func (r Round) Place(slipID string, place int) (Round, error) {
	if !r.Has(slipID) {
		return r, ErrNoStop
	}
	if place < 0 || place >= len(r.Stops) {
		return r, ErrPlace
	}
	rest := r.Remove(slipID).Stops
	r.Stops = slices.Insert(rest, place, Stop{Slip: slipID, Pinned: true})
	return r, nil
}

// Return puts a stop that was taken out, and is in the round again, back where
// it stood: behind the nearest of the stops that it followed, given in their
// order; first when none of them is there any more. A pinned one is pinned again.
func (r Round) Return(s Stop, behind []string) (Round, error) {
	if !r.Has(s.Slip) {
		return r, ErrNoStop
	}
	rest := r.Remove(s.Slip)
	place := 0
	for _, id := range slices.Backward(behind) {
		if at := rest.at(id); at >= 0 {
			place = at + 1
			break
		}
	}
	r.Stops = slices.Insert(rest.Stops, place, s)
	return r, nil
}

// Unpin lets a stop move again when the rest is re-ordered.
func (r Round) Unpin(slipID string) (Round, error) {
	i := r.at(slipID)
	if i < 0 {
		return r, ErrNoStop
	}
	r.Stops = slices.Clone(r.Stops)
	r.Stops[i].Pinned = false
	return r, nil
}

// Reorder puts the stops that nobody placed by hand in the wished order; pinned
// ones stay exactly where they are (scenario 23). Slips that the round does not
// have are ignored, and those that the wish leaves out follow in their old order.
func (r Round) Reorder(wish []string) Round {
	var free []Stop
	for _, id := range wish {
		i := r.at(id)
		if i >= 0 && !r.Stops[i].Pinned && !slices.Contains(free, r.Stops[i]) {
			free = append(free, r.Stops[i])
		}
	}
	for _, s := range r.Stops {
		if !s.Pinned && !slices.Contains(free, s) {
			free = append(free, s)
		}
	}
	out := make([]Stop, 0, len(r.Stops))
	for _, s := range r.Stops {
		if !s.Pinned {
			s, free = free[0], free[1:]
		}
		out = append(out, s)
	}
	r.Stops = out
	return r
}

// Publish makes the round, or its changes, the driver's to open.
func (r Round) Publish(at time.Time) (Round, error) {
	if _, off := r.Cancelled(); off {
		return r, ErrCancelled
	}
	if len(r.Stops) == 0 {
		return r, ErrEmpty
	}
	r.Edition++
	r.Published = at
	return r, nil
}

// MoveTo hands the round to another driver, the order kept. A published round
// becomes a new edition, which the new driver has yet to open.
func (r Round) MoveTo(driver, reason, by string, at time.Time) (Round, error) {
	switch {
	case strings.TrimSpace(driver) == "":
		return r, ErrNoDriver
	case driver == r.Driver:
		return r, ErrSame
	case strings.TrimSpace(reason) == "" || len(reason) > 500:
		return r, ErrReason
	case r.Progress() == Ended:
		return r, ErrEnded
	case r.Progress() == Cancelled:
		return r, ErrCancelled
	}
	m := Move{From: r.Driver, To: driver, Reason: reason, By: by, At: at}
	r.Driver = driver
	if r.Edition > 0 {
		r.Edition++
		r.Published, m.Edition = at, r.Edition
	}
	r.Moves = append(slices.Clip(r.Moves), m)
	return r, nil
}
