package round

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/sync/slip"
)

// The facts of a round, as in sync/README.md section 6.
const (
	KindOpened  slip.Kind = "roundOpened"
	KindStarted slip.Kind = "roundStarted"
	KindEnded   slip.Kind = "roundEnded"
)

// Progress is how far the driver has come.
//
//	draft -> published -> opened -> started -> ended
//	             ^___________| a new edition, not opened yet
//
// Any of them but ended may be cancelled, and restored.
type Progress string

// The states of a round.
const (
	Draft     Progress = "draft"
	Published Progress = "published" // and not opened since
	Opened    Progress = "opened"
	Started   Progress = "started"
	Ended     Progress = "ended"
	Cancelled Progress = "cancelled"
)

// Report is what a driver confirms (scenario 36).
type Report struct {
	Checks    []string `json:"checks,omitempty"`
	Vehicle   string   `json:"vehicle,omitempty"`
	MileageKm int      `json:"mileageKm,omitempty"`
	Note      string   `json:"note,omitempty"`
}

// What the journal could not understand; the exchange holds such an act.
var (
	ErrKind    = fault.New(fault.Invalid, "round.unknown_kind", "this is not an act of a round")
	ErrData    = fault.New(fault.Invalid, "round.bad_data", "the act's data is not readable")
	ErrJournal = fault.New(fault.Invalid, "round.journal_full", "the round's journal is full")
)

// maxJournal bounds a round's journal: three acts are usual, a few more when a
// round is moved or the app is opened again.
const maxJournal = 200

// Flag says why an act took effect although the plan disagreed, "" when it did not.
type Flag string

// The flags.
const (
	FlagDriver    Flag = "round.other_driver" // from somebody whose round it is no longer
	FlagCancelled Flag = "round.cancelled"    // the round was called off
)

// Apply notes a fact of the field, and never refuses one because of the plan.
// The same id again changes nothing (known) and has the same flag. What is not understood is an error,
// and the round as it was.
func (r Round) Apply(e slip.Entry) (next Round, flag Flag, known bool, err error) {
	if i := slices.IndexFunc(r.Journal, func(x slip.Entry) bool { return x.ID == e.ID }); i >= 0 {
		return r, r.flag(r.Journal[i]), true, nil
	}
	if e.Kind != KindOpened && e.Kind != KindStarted && e.Kind != KindEnded || e.V != 1 {
		return r, "", false, ErrKind
	}
	if _, err := report(e); err != nil {
		return r, "", false, err
	}
	if len(r.Journal) >= maxJournal {
		return r, "", false, ErrJournal
	}
	r.Journal = append(slices.Clip(r.Journal), e)
	return r, r.flag(e), false, nil
}

// flag compares who acted with whose round it was when the act arrived, so that
// an act keeps its answer after the round has moved on.
func (r Round) flag(e slip.Entry) Flag {
	driver := r.Driver
	for i := len(r.Moves) - 1; i >= 0 && e.Received.Before(r.Moves[i].At); i-- {
		driver = r.Moves[i].From
	}
	if e.By != driver {
		return FlagDriver
	}
	if r.calledOff(e.Received) {
		return FlagCancelled
	}
	return ""
}

func report(e slip.Entry) (Report, error) {
	var rep Report
	if len(bytes.TrimSpace(e.Data)) > 0 && json.Unmarshal(e.Data, &rep) != nil {
		return rep, ErrData
	}
	if rep.MileageKm < 0 || rep.MileageKm > 2_000_000 || len(rep.Checks) > 50 || len(rep.Note) > 2000 || len(rep.Vehicle) > 100 {
		return rep, ErrData
	}
	return rep, nil
}

// Progress folds plan and journal: Cancelled while the round is called off, else
// what Reached says.
func (r Round) Progress() Progress {
	if _, off := r.Cancelled(); off {
		return Cancelled
	}
	return r.Reached()
}

// Reached is how far the driver has come, also in a round that is called off;
// never Cancelled. Only acts of the present driver count, so a round that was
// moved waits to be opened again. An end that came while the round was called off
// ended what was left of it: a round that was restored since goes on.
func (r Round) Reached() Progress {
	if r.Edition == 0 && len(r.Journal) == 0 {
		return Draft
	}
	p := Published
	for _, e := range r.Journal {
		if e.By != r.Driver {
			continue
		}
		switch {
		case e.Kind == KindEnded && !r.restoredSince(e.Received):
			p = Ended
		case e.Kind == KindStarted && p != Ended:
			p = Started
		case e.Kind == KindOpened && p == Published && !e.Received.Before(r.Published):
			p = Opened
		}
	}
	return p
}

// Report is the last report of a kind by anyone, ok false when there is none.
func (r Round) Report(kind slip.Kind) (rep Report, ok bool) {
	for _, e := range r.Journal {
		if e.Kind == kind {
			if got, err := report(e); err == nil {
				rep, ok = got, true
			}
		}
	}
	return rep, ok
}

// Kilometres is what was driven, -1 while one of the two readings is missing.
func (r Round) Kilometres() int {
	from, ok1 := r.Report(KindStarted)
	to, ok2 := r.Report(KindEnded)
	if !ok1 || !ok2 || from.MileageKm == 0 || to.MileageKm < from.MileageKm {
		return -1
	}
	return to.MileageKm - from.MileageKm
}
