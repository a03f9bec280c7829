package desk

import (
	"context"
	"fmt"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/request"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// Overview is what waits for somebody today. Every number has a list behind it.
type Overview struct {
	Day                day.Day
	NextDay            day.Day // the next day on which deliveries can be planned
	ToCall             int     // requests to call back
	ToAssess           int
	ToSend             int // slips that no shop knows of yet
	ReadyWithoutDriver int
	Unassigned         int // of today, unplanned
	Late               int // of a day that is over, and still not at the door
	Problems           int
	ChequesOut         int
	ChequesCents       int64
	ChequesOld         int
	Rounds             []RoundLine
}

// RoundLine is where a round of today stands.
type RoundLine struct {
	ID, Driver, DriverName, Vehicle string
	Progress                        round.Progress
	Stops, Delivered, Failed        int
	WithDriver                      int // goods in the vehicle now
}

// TodayOverview counts for whoever reads orders; money and problems stay 0 for
// those who may not follow the field.
func (d *Desk) TodayOverview(ctx context.Context, who account.User) (Overview, error) {
	if err := who.Need(account.ReadOrders); err != nil {
		return Overview{}, err
	}
	o := Overview{Day: d.Today(), Rounds: []RoundLine{}}
	s, err := record.Services.Get(ctx, d.st, record.ServiceID)
	if err != nil {
		return o, err
	}
	if next := s.Value.Next(o.Day, 1); len(next) > 0 {
		o.NextDay = next[0]
	}
	if err := d.countSlips(ctx, &o); err != nil {
		return o, err
	}
	for state, n := range map[request.State]*int{request.ToCall: &o.ToCall, request.ToAssess: &o.ToAssess} {
		err := record.Requests.Keys(ctx, d.st, func(string, map[string]any) { *n++ }, record.Is("state", string(state)))
		if err != nil {
			return o, err
		}
	}
	if err := d.countField(ctx, who, &o); err != nil {
		return o, err
	}
	tours, err := d.Rounds(ctx, who, o.Day)
	if err != nil {
		return o, err
	}
	for _, t := range tours {
		if t.Value.Progress() == round.Cancelled {
			continue
		}
		o.Rounds = append(o.Rounds, d.roundLine(ctx, t))
	}
	return o, nil
}

// countSlips counts the open slips by their keys alone.
func (d *Desk) countSlips(ctx context.Context, o *Overview) error {
	q := store.Query{Kind: sliprepo.Name, Where: []store.Cond{record.Is("open", int64(1))}, Limit: 1000, KeysOnly: true}
	for {
		page, err := d.st.Query(ctx, q)
		if err != nil {
			return fmt.Errorf("count slips: %w", err)
		}
		for _, doc := range page.Docs {
			if doc.Keys["cancelled"] == int64(1) {
				continue
			}
			goods := doc.Keys["goods"]
			if goods == string(slip.GoodsOrdered) {
				o.ToSend++
			}
			if goods == string(slip.GoodsReady) && doc.Keys["round"] == "" {
				o.ReadyWithoutDriver++
			}
			on, _ := doc.Keys["day"].(string)
			if on == string(o.Day) && unplanned(doc.Keys) {
				o.Unassigned++
			}
			if on < string(o.Day) && waits(goods) {
				o.Late++
			}
		}
		if page.Next == "" {
			return nil
		}
		q.Cursor = page.Next
	}
}

// Unplanned says whether the slip waits for a round: somebody has to go, for the
// goods or for a cheque that is owed, and no round has it.
func (s Slip) Unplanned() bool { return unplanned(sliprepo.Keys(s.State)) }

// unplanned reads a slip's keys, so that the day's number and the list behind it
// are one reading.
func unplanned(keys map[string]any) bool {
	calls := keys["goods"] != string(slip.GoodsDelivered) || keys["cheque"] == string(slip.ChequeOwed)
	return keys["round"] == "" && keys["cancelled"] == int64(0) && calls
}

// waits: nothing at the door was tried yet. What failed there is a problem.
func waits(goods any) bool {
	switch goods {
	case string(slip.GoodsOrdered), string(slip.GoodsSent), string(slip.GoodsReady), string(slip.GoodsWithDriver):
		return true
	}
	return false
}

func (d *Desk) countField(ctx context.Context, who account.User, o *Overview) error {
	if !who.May(account.FollowField) {
		return nil
	}
	problems, err := d.Problems(ctx, who)
	if err != nil {
		return err
	}
	cheques, err := d.Cheques(ctx, who)
	if err != nil {
		return err
	}
	o.Problems, o.ChequesOut, o.ChequesCents = len(problems), len(cheques.List), cheques.Cents
	for _, c := range cheques.List {
		if c.Old {
			o.ChequesOld++
		}
	}
	return nil
}

func (d *Desk) roundLine(ctx context.Context, t Tour) RoundLine {
	r := t.Value
	line := RoundLine{ID: r.ID, Driver: r.Driver, DriverName: d.name(ctx, r.Driver), Vehicle: r.Vehicle, Progress: r.Progress(), Stops: len(t.Slips)}
	for _, s := range t.Slips {
		switch s.State.Goods.State {
		case slip.GoodsDelivered:
			line.Delivered++
		case slip.GoodsAttemptFailed:
			line.Failed++
		}
		if s.State.GoodsHolder() != "" {
			line.WithDriver++
		}
	}
	return line
}
