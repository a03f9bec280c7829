package push

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/sync/slip"
)

// cause is something that happened and that somebody should know. The same
// happening always gives the same id.
type cause struct {
	id     string
	kind   Kind
	phrase phrase
	at     time.Time // the server's clock
	by     string    // who did it, and need not be told

	person string // for one driver; "" for those at the desk who are told of the kind

	facts
}

// facts are what a text may say, and where a tap leads. Nothing here is about a
// person.
type facts struct {
	Slip    string  `json:"slip,omitempty"`
	Number  string  `json:"number,omitempty"`
	Shop    string  `json:"shop,omitempty"`
	Round   string  `json:"round,omitempty"`
	Edition int     `json:"edition,omitempty"`
	Day     day.Day `json:"day,omitempty"`
	Count   int     `json:"count,omitempty"`
}

// roundCauses says what a round's driver, and those who had it before, should know.
func roundCauses(r round.Round) []cause {
	if r.Edition == 0 {
		return nil
	}
	f := facts{Round: r.ID, Edition: r.Edition, Day: r.Day, Count: len(r.Stops)}
	now := cause{id: fmt.Sprintf("round:%s:%d", r.ID, r.Edition), kind: Round, phrase: roundPublished, at: r.Published, person: r.Driver, facts: f}
	if r.Edition > 1 {
		now.phrase = roundChanged
	}
	var all []cause
	for _, m := range r.Moves {
		if m.Edition == 0 {
			continue // of a draft, which nobody had seen
		}
		if m.Edition == r.Edition {
			now.phrase = roundGiven
		}
		f := f
		f.Edition = m.Edition
		all = append(all, cause{id: fmt.Sprintf("taken:%s:%d", r.ID, m.Edition), kind: Round, phrase: roundTaken, at: m.At, by: m.By, person: m.From, facts: f})
	}
	for _, c := range r.Cancellations {
		if !c.Restored.IsZero() && c.Restored.Equal(r.Published) {
			now.phrase = roundRestored
		}
	}
	if c, off := r.Cancelled(); off {
		now.id, now.phrase, now.at, now.by = fmt.Sprintf("off:%s:%d", r.ID, c.Edition), roundCancelled, c.At, c.By
	}
	return append(all, now)
}

// slipCauses says what follows from the entries of a slip that came since then.
func slipCauses(s slip.Slip, st slip.State, since time.Time) []cause {
	w := &slipReader{st: st, facts: facts{Slip: s.ID, Number: st.Number, Day: day.Day(st.Day)}}
	if st.Sheet != nil {
		w.facts.Shop = st.Sheet.Merchant.Name
	}
	for _, e := range s.Journal {
		before := w.plan
		if e.Kind == slip.Assigned {
			var d slip.Data
			if json.Unmarshal(e.Data, &d) == nil {
				w.plan, w.whole = slip.Plan{Driver: d.Driver, Round: d.Round}, d.Visit != ""
			}
		}
		if e.Received.After(since) {
			w.entry(e, before)
		}
	}
	return w.all
}

// slipReader walks a journal; plan is the plan as it was at the entry.
type slipReader struct {
	st    slip.State
	facts facts
	plan  slip.Plan
	whole bool // the last assignment followed a round that was called off or restored
	all   []cause
}

func (w *slipReader) entry(e slip.Entry, before slip.Plan) {
	effect := w.st.Effects[e.ID]
	if w.waits(e.ID) && e.Kind != slip.Alert {
		w.add(e, "task:", cause{kind: Problem, phrase: decision})
	}
	if effect.Effect == slip.Held || effect.Effect == slip.Disputed || effect.Code == "corrected" || effect.Code == "already" {
		return
	}
	driver := w.plan.Driver
	switch e.Kind {
	case slip.Ready:
		if driver != "" {
			w.add(e, "driver:", cause{kind: Ready, phrase: ready, person: driver})
		}
		c := cause{kind: Ready, phrase: ready}
		if w.plan.Round == "" {
			c.phrase = readyFree
		}
		w.add(e, "", c)
	case slip.Unavailable:
		if driver != "" {
			w.add(e, "driver:", cause{kind: Round, phrase: slipUnavailable, person: driver})
		}
		w.add(e, "", cause{kind: Problem, phrase: unavailable})
	case slip.AttemptFailed:
		w.add(e, "", cause{kind: NoAnswer, phrase: noAnswer})
	case slip.Alert:
		w.add(e, "", cause{kind: Alert, phrase: alert})
	case slip.Cancelled:
		if driver != "" {
			w.add(e, "", cause{kind: Round, phrase: slipCancelled, person: driver})
		}
	case slip.Assigned:
		w.assigned(e, before)
	}
}

// assigned tells of a slip that joins or leaves a round that its driver knows.
// Where the round stays the same, the round itself was published or moved, which
// is told once and not for every slip; so is a round that was called off or restored.
func (w *slipReader) assigned(e slip.Entry, before slip.Plan) {
	if before.Round == w.plan.Round || w.whole {
		return
	}
	if before.Driver != "" && before.Driver != w.plan.Driver {
		w.add(e, "left:", cause{kind: Round, phrase: slipRemoved, person: before.Driver, facts: facts{Round: before.Round}})
	}
	if w.plan.Driver != "" {
		w.add(e, "joined:", cause{kind: Round, phrase: slipAdded, person: w.plan.Driver, facts: facts{Round: w.plan.Round}})
	}
}

func (w *slipReader) waits(entry string) bool {
	for _, t := range w.st.OpenTasks() {
		if t.Entry == entry {
			return true
		}
	}
	return false
}

func (w *slipReader) add(e slip.Entry, prefix string, c cause) {
	c.id, c.at, c.by = prefix+w.facts.Slip+":"+e.ID, e.Received, e.By
	joined := c.facts.Round
	c.facts = w.facts
	if c.facts.Round = joined; joined == "" {
		c.facts.Round = w.plan.Round
	}
	w.all = append(w.all, c)
}
