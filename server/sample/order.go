package sample

import (
	"context"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/round"
)

// want is what a household asks of one shop.
type want struct {
	shop   string
	lines  []string
	amount int64 // known at the call; 0 when the shop says it later
	direct bool
}

// basket is one household's order.
type basket struct {
	home  int
	wants []want
	note  string
	lots  []string
}

// place takes the orders for a day, on the working day before; it answers each
// order's slips by shop, bread included.
func (t *town) place(ctx context.Context, d day.Day, baskets []basket) ([]map[string]string, error) {
	t.at(t.before(d), 10, 0)
	out := make([]map[string]string, len(baskets))
	for i, b := range baskets {
		t.now = t.now.Add(7 * time.Minute)
		n := desk.NewOrder{Household: t.homes[b.home], Day: d, Note: b.note, Lots: b.lots}
		for _, w := range b.wants {
			p := desk.NewPart{Merchant: t.shops[w.shop], Amount: w.amount, Direct: w.direct}
			for _, l := range w.lines {
				p.Lines = append(p.Lines, order.Line{Text: l})
			}
			n.Parts = append(n.Parts, p)
		}
		o, err := t.desk.PlaceOrder(ctx, t.staff["agent"], n)
		if err != nil {
			return nil, fmt.Errorf("order of %s: %w", homes[b.home].Name(), err)
		}
		out[i] = map[string]string{}
		for _, p := range o.Value.Parts {
			for word, id := range t.shops {
				if id == p.Merchant {
					out[i][word] = p.Slip
				}
			}
		}
	}
	return out, nil
}

// sent tells the shop of a slip, by the channel that it likes.
func (t *town) sent(ctx context.Context, channel string, slips ...string) error {
	for _, id := range slips {
		t.now = t.now.Add(time.Minute)
		if _, err := t.desk.SendSlip(ctx, t.staff["agent"], id, channel); err != nil {
			return err
		}
	}
	return nil
}

// ready notes that the shop called; amount 0 while it says none.
func (t *town) ready(ctx context.Context, id string, bags int, amount int64) error {
	t.now = t.now.Add(3 * time.Minute)
	_, err := t.desk.ReadySlip(ctx, t.staff["agent"], id, bags, amount)
	return err
}

// plan makes a round of a day with these slips in this order.
func (t *town) plan(ctx context.Context, d day.Day, driver, vehicle, note string, publish bool, slips ...string) (string, error) {
	who := t.staff["coordinator"]
	r, err := t.desk.NewRound(ctx, who, round.Round{Day: d, Driver: t.staff[driver].ID, Vehicle: vehicle, Note: note})
	if err != nil {
		return "", err
	}
	id := r.Value.ID
	for _, s := range slips {
		if _, err := t.desk.Assign(ctx, who, s, "", id); err != nil {
			return "", err
		}
	}
	if !publish {
		return id, nil
	}
	if r, err = t.desk.RoundByID(ctx, who, id); err != nil {
		return "", err
	}
	_, err = t.desk.PublishRound(ctx, who, id, r.Version)
	return id, err
}

// before is the working day before d, and next the first one from d on.
func (t *town) before(d day.Day) day.Day {
	for d = d.Add(-1); !t.works(d); d = d.Add(-1) {
	}
	return d
}

func (t *town) next(d day.Day) day.Day {
	for ; !t.works(d); d = d.Add(1) {
	}
	return d
}

func (t *town) works(d day.Day) bool { return t.service.Works(d) == nil }
