// Package alert is what became of a welfare alert (scenario 35): settled with
// what was done for the person, or open again. The worry itself stands in the
// slip's journal; this is the social worker's alone. It is pure: no clock, no I/O.
package alert

import (
	"slices"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/fault"
)

// Deed is what was done about an alert.
type Deed string

// Deeds are all there are; "other" needs words.
const (
	Called    Deed = "called"    // the person was reached on the telephone
	Visited   Deed = "visited"   // somebody went there
	Relatives Deed = "relatives" // family or neighbours look after it
	Referred  Deed = "referred"  // another service took it on
	Rescue    Deed = "rescue"    // the emergency services were called
	Unfounded Deed = "unfounded" // there was nothing to do
	Other     Deed = "other"
)

var deeds = []Deed{Called, Visited, Relatives, Referred, Rescue, Unfounded, Other}

// Step is one decision about an alert. Deed is "" for one that opens it again.
type Step struct {
	Deed  Deed      `json:"deed,omitempty"`
	Words string    `json:"words,omitempty"`
	By    string    `json:"by"`
	At    time.Time `json:"at"`
}

// Care is what became of the alert that is an entry of a slip; the zero Steps are
// of one that nobody decided on yet.
type Care struct {
	Slip  string `json:"slip"`
	Entry string `json:"entry"`
	Steps []Step `json:"steps"` // in the order in which they were taken
}

// ID is the id of the care for an alert.
func ID(slip, entry string) string { return slip + "." + entry }

// The refusals.
var (
	ErrDeed    = fault.New(fault.Invalid, "alert.deed", "say what was done").On("deed")
	ErrWords   = fault.New(fault.Invalid, "alert.no_words", "say it in words").On("words")
	ErrLong    = fault.New(fault.Invalid, "alert.too_long", "this text is too long").On("words")
	ErrSettled = fault.New(fault.Conflict, "alert.settled", "somebody settled this alert meanwhile")
	ErrOpen    = fault.New(fault.Conflict, "alert.open", "this alert is open")
	ErrMany    = fault.New(fault.Conflict, "alert.too_many", "no more can be noted on this alert")
)

// Settled says whether the alert is settled.
func (c Care) Settled() bool { return c.last().Deed != "" }

// last is the decision that holds, the zero Step when there is none.
func (c Care) last() Step {
	if len(c.Steps) == 0 {
		return Step{}
	}
	return c.Steps[len(c.Steps)-1]
}

// Settle notes what was done. Saying again what one said changes nothing; an
// alert that is settled otherwise is ErrSettled.
func (c Care) Settle(s Step) (Care, error) {
	switch {
	case !slices.Contains(deeds, s.Deed):
		return c, ErrDeed
	case c.said(s):
		return c, nil
	case c.Settled():
		return c, ErrSettled
	case s.Deed == Other && strings.TrimSpace(s.Words) == "":
		return c, ErrWords
	}
	return c.add(s)
}

// Reopen takes the alert up again, with a reason. Saying again what one said
// changes nothing; an alert that is not settled is ErrOpen.
func (c Care) Reopen(s Step) (Care, error) {
	s.Deed = ""
	switch {
	case c.said(s):
		return c, nil
	case !c.Settled():
		return c, ErrOpen
	case strings.TrimSpace(s.Words) == "":
		return c, ErrWords
	}
	return c.add(s)
}

func (c Care) said(s Step) bool {
	last := c.last()
	return len(c.Steps) > 0 && last.Deed == s.Deed && last.Words == s.Words && last.By == s.By
}

func (c Care) add(s Step) (Care, error) {
	switch {
	case len(s.Words) > 2000:
		return c, ErrLong
	case len(c.Steps) >= 50:
		return c, ErrMany
	}
	c.Steps = append(slices.Clip(c.Steps), s)
	return c, nil
}
