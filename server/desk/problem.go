package desk

import (
	"context"
	"slices"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/sync/slip"
)

// Problem is an entry that waits for a coordinator's decision, or an open slip
// whose last visit failed.
type Problem struct {
	Slip, Number string
	Household    string
	Merchant     string
	Entry        string
	Kind         slip.Kind
	Effect       slip.Effect // flagged, disputed or held; "" for a failed attempt
	Codes        []string    // why
	Reason, Note string      // of a failed attempt
	By, ByName   string
	At           time.Time // the maker's clock
	Received     time.Time
	Device       string
}

// Problems lists what a coordinator has to settle (scenarios 22, 33). Welfare
// alerts are not among them; see Alerts.
func (d *Desk) Problems(ctx context.Context, who account.User) ([]Problem, error) {
	if err := who.Need(account.FollowField); err != nil {
		return nil, err
	}
	waiting, err := d.slips(ctx, "", record.Is("attention", int64(1)))
	if err != nil {
		return nil, err
	}
	out := []Problem{}
	for _, s := range waiting {
		for _, t := range s.State.OpenTasks() {
			p := problemOf(s, t.Entry)
			if p.Kind == slip.Alert {
				continue
			}
			p.Effect, p.Codes = t.Effect, t.Codes
			out = append(out, p)
		}
	}
	failed, err := d.slips(ctx, "", record.Is("goods", string(slip.GoodsAttemptFailed)), record.Is("open", int64(1)))
	if err != nil {
		return nil, err
	}
	for _, s := range failed {
		if n := len(s.State.Attempts); n > 0 && s.State.Cancelled == nil && !putOffSince(s, s.State.Attempts[n-1].Entry) {
			last := s.State.Attempts[n-1]
			p := problemOf(s, last.Entry)
			p.Reason, p.Note = last.Reason, last.Note
			out = append(out, p)
		}
	}
	return out, d.nameProblems(ctx, out)
}

// putOffSince says whether somebody gave the slip another day or another round
// after an entry: the failed visit then waits for no decision any more.
func putOffSince(s Slip, entry string) bool {
	at := slices.IndexFunc(s.Journal, func(e slip.Entry) bool { return e.ID == entry })
	round, after := "", false
	for i, e := range s.Journal {
		if e.Kind != slip.Assigned && e.Kind != slip.Edited {
			continue
		}
		d, err := slip.Parse(e.Kind, e.V, e.Data)
		if err != nil {
			continue
		}
		moved := e.Kind == slip.Edited && d.Day != ""
		if e.Kind == slip.Assigned {
			moved, round = d.Round != round, d.Round
		}
		after = after || moved && i > at
	}
	return after
}

func problemOf(s Slip, entry string) Problem {
	e, _ := slip.Slip{ID: s.ID, Journal: s.Journal}.Find(entry)
	p := Problem{Slip: s.ID, Number: s.State.Number, Entry: entry, Kind: e.Kind, By: e.By, At: e.At, Received: e.Received, Device: e.Device}
	if s.State.Sheet != nil {
		p.Household, p.Merchant = s.State.Sheet.Household.Name, s.State.Sheet.Merchant.Name
	}
	return p
}

func (d *Desk) nameProblems(ctx context.Context, all []Problem) error {
	ids := make([]string, len(all))
	for i, p := range all {
		ids[i] = p.By
	}
	found, err := d.people.Lookup(ctx, ids...)
	for i := range all {
		all[i].ByName = found[all[i].By].Name
	}
	return err
}
