package desk

import (
	"context"
	"slices"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/sync/slip"
)

// RoundRef is a round as a slip's journal names it.
type RoundRef struct {
	ID     string
	Day    day.Day
	Driver string // who has it now
}

// SlipRounds lists the rounds in which a slip was put, in the journal's order;
// one that is not there any more is left out.
func (d *Desk) SlipRounds(ctx context.Context, who account.User, s Slip) ([]RoundRef, error) {
	if err := who.Need(account.ReadOrders); err != nil {
		return nil, err
	}
	out := []RoundRef{}
	for _, e := range s.Journal {
		if e.Kind != slip.Assigned {
			continue
		}
		data, err := slip.Parse(e.Kind, e.V, e.Data)
		if err != nil || data.Round == "" || slices.ContainsFunc(out, func(r RoundRef) bool { return r.ID == data.Round }) {
			continue
		}
		r, err := record.Rounds.Get(ctx, d.st, data.Round)
		if err != nil && fault.From(err).Kind == fault.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		out = append(out, RoundRef{r.Value.ID, r.Value.Day, r.Value.Driver})
	}
	return out, nil
}
