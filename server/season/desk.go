package season

import (
	"errors"
	"fmt"
	"strings"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/sync/slip"
)

// trip is one slip on its way, as the season knows it beforehand.
type trip struct {
	slip   string
	order  string
	shop   *shop
	home   *home
	visit  *visit
	free   bool
	cents  int64 // what the shop will ask
	stated bool  // it is known before the driver leaves
	gone   bool  // the shop could not prepare it
	round  string
}

// stop is a driver's round of one day.
type stop struct {
	id    string
	trips []*trip
}

// prepare is the desk's afternoon: calls, orders for the next working day, what
// the shops say, and the rounds.
func (t *town) prepare(today, next day.Day) error {
	t.at(today, 14, 0)
	for _, n := range t.plan.joins[today] {
		if err := t.register(n); err != nil {
			return fmt.Errorf("register: %w", err)
		}
	}
	if t.rng.IntN(3) == 0 {
		if err := t.elsewhere(); err != nil {
			return fmt.Errorf("refer elsewhere: %w", err)
		}
	}
	if err := t.leavers(today); err != nil {
		return fmt.Errorf("leave: %w", err)
	}
	for _, v := range t.plan.visits {
		if v.first != next || v.planned {
			continue
		}
		if err := t.order(v, next); err != nil {
			return fmt.Errorf("order: %w", err)
		}
	}
	if err := t.regret(next); err != nil {
		return fmt.Errorf("cancel: %w", err)
	}
	return t.planRounds(next)
}

// leavers are those who were registered and soon found another way.
func (t *town) leavers(today day.Day) error {
	for n := served; n < registered; n++ {
		if h := t.homes[n]; h != nil && !h.left && t.rng.IntN(4) == 0 {
			if err := t.leave(n, today); err != nil {
				return err
			}
		}
	}
	return nil
}

// order takes a household's order for the week.
func (t *town) order(v *visit, d day.Day) error {
	h := t.homes[v.home]
	v.planned = true
	shops := 1 + t.rng.IntN(3)/2
	if v.quirk == missing {
		shops = 2
	}
	parts, chosen := []m{}, map[string]*shop{}
	for len(parts) < shops {
		s := t.shops[t.rng.IntN(len(t.shops))]
		if s.trade == bakery || chosen[s.id] != nil {
			continue
		}
		chosen[s.id] = s
		part := m{"merchant": s.id}
		if v.quirk == direct {
			part["direct"] = true
		} else {
			part["lines"] = []m{{"text": s.goods[t.rng.IntN(len(s.goods))]}, {"text": s.goods[t.rng.IntN(len(s.goods))], "quantity": "2"}}
		}
		parts = append(parts, part)
	}
	form := m{"household": h.id, "day": d, "parts": parts}
	if v.second {
		form["exception"] = "Oubli important"
	}
	if lots := t.gifts(); len(lots) > 0 && !v.second {
		form["lots"] = lots
	}
	var kept struct {
		ID    string
		Parts []struct {
			Slip, Merchant string
			Free           bool
		}
	}
	t.pass(7)
	err := t.staff["agent"].post("/api/orders", form, &kept)
	if refused := (*refusal)(nil); errors.As(err, &refused) && strings.HasPrefix(refused.code, "lot.") {
		delete(form, "lots") // the household had its gift, or nothing is left
		err = t.staff["agent"].post("/api/orders", form, &kept)
	}
	if err != nil {
		return err
	}
	for i, p := range kept.Parts {
		tr := &trip{slip: p.Slip, order: kept.ID, shop: t.shopOf(p.Merchant), home: h, visit: v, free: p.Free, cents: int64(600 + t.rng.IntN(4200))}
		if err := t.hearShop(tr, v.quirk == missing && i == 1); err != nil {
			return err
		}
		t.trips[d] = append(t.trips[d], tr)
	}
	return nil
}

// gifts proposes a donated lot now and then.
func (t *town) gifts() []string {
	switch t.rng.IntN(4) {
	case 0:
		return []string{t.lots["Une boîte de chocolats"]}
	case 1:
		return []string{t.lots["Une plante fleurie"]}
	}
	return nil
}

func (t *town) shopOf(id string) *shop {
	for _, s := range t.shops {
		if s.id == id {
			return s
		}
	}
	return nil
}

// hearShop sends the slip to the shop, which scans it when ready, or calls.
func (t *town) hearShop(tr *trip, cannot bool) error {
	agent := t.staff["agent"]
	channel := "phone"
	if tr.shop.scans {
		channel = "page"
	}
	t.pass(1)
	if err := agent.post("/api/slips/"+tr.slip+"/sent", m{"channel": channel}, nil); err != nil {
		return err
	}
	t.pass(2)
	if cannot {
		tr.gone = true
		t.tally.Trouble.Unavailable++
		return agent.post("/api/slips/"+tr.slip+"/unavailable", m{"reason": "Rupture"}, nil)
	}
	form := m{"bags": 1 + t.rng.IntN(2)}
	if tr.stated = !tr.free && tr.visit.quirk != direct; tr.stated {
		form["amountCents"] = tr.cents
	}
	if !tr.shop.scans {
		return agent.post("/api/slips/"+tr.slip+"/ready", form, nil)
	}
	form["kind"] = slip.Ready
	return t.tap(tr.slip, form)
}

// tap is what a shop does on the page that the slip's code opens.
func (t *town) tap(slipID string, form m) error {
	var codes struct{ URL, Code string }
	if err := t.staff["agent"].get("/api/slips/"+slipID+"/codes", &codes); err != nil {
		return err
	}
	form["id"], form["at"] = t.newID(), t.now()
	code := codes.URL[strings.LastIndex(codes.URL, "/")+1:]
	_, err := t.call("POST", "/api/counter/"+code+"/acts", "", form, nil)
	return err
}

// regret is an order that is taken back before anybody moved.
func (t *town) regret(next day.Day) error {
	if len(t.trips[next]) < 2 || t.rng.IntN(12) != 0 {
		return nil
	}
	for n := range served {
		h := t.homes[n]
		if h == nil || len(t.plan.free(next, n+1)) == 0 || t.plan.free(next, n+1)[len(t.plan.free(next, n+1))-1] != n {
			continue
		}
		var kept struct{ ID string }
		form := m{"household": h.id, "day": next, "parts": []m{{"merchant": t.shops[0].id, "lines": []m{{"text": "Oranges"}}}}}
		err := t.staff["agent"].post("/api/orders", form, &kept)
		if refused := (*refusal)(nil); errors.As(err, &refused) && refused.code == "order.weekly_basket" {
			continue
		}
		if err != nil {
			return err
		}
		t.pass(9)
		t.tally.Trouble.Cancelled++
		return t.staff["agent"].post("/api/orders/"+kept.ID+"/cancel", m{"reason": "Autre solution trouvée"}, nil)
	}
	return nil
}

// planRounds gives the day's slips to drivers.
func (t *town) planRounds(d day.Day) error {
	t.pass(10)
	work := map[int][]*trip{}
	for _, tr := range t.trips[d] {
		if !tr.gone {
			work[t.driverOn(tr.visit, d)] = append(work[t.driverOn(tr.visit, d)], tr)
		}
	}
	for n, dr := range t.drivers {
		dr.today = stop{}
		if len(work[n]) == 0 {
			continue
		}
		if err := t.planRound(d, dr, work[n]); err != nil {
			return fmt.Errorf("round: %w", err)
		}
	}
	return nil
}

// driverOn is who drives on d: for a first attempt that fails, who is out that day.
func (t *town) driverOn(v *visit, d day.Day) int {
	if on := t.plan.on(d); v.day != d && len(on) > 0 {
		return on[0].driver
	}
	return v.driver
}

func (t *town) planRound(d day.Day, dr *driver, work []*trip) error {
	who := t.staff["coordinator"]
	var r struct {
		ID      string
		Version int64
	}
	if err := who.post("/api/rounds", m{"day": d, "driver": dr.id, "vehicle": "Kangoo de la mairie"}, &r); err != nil {
		return err
	}
	for _, tr := range work {
		if err := who.post("/api/slips/"+tr.slip+"/round", m{"from": "", "to": r.ID}, nil); err != nil {
			return err
		}
		tr.round = r.ID
	}
	if err := who.get("/api/rounds/"+r.ID, &r); err != nil {
		return err
	}
	dr.today = stop{id: r.ID, trips: work}
	return who.post("/api/rounds/"+r.ID+"/publish", m{"version": r.Version}, nil)
}

// followUp is what the coordinator does when the drivers are back: settle what
// is flagged, plan failed visits again.
func (t *town) followUp(d day.Day) error {
	t.at(d, 13, 30)
	who := t.staff["coordinator"]
	var open struct {
		Problems []struct{ Slip, Entry, Effect string }
	}
	if err := who.get("/api/problems", &open); err != nil {
		return err
	}
	for _, p := range open.Problems {
		if p.Effect == "" {
			continue
		}
		decision := slip.Accept
		if p.Effect == string(slip.Disputed) {
			decision = slip.Dismiss
		}
		t.pass(1)
		t.tally.Trouble.Settled++
		if err := who.post("/api/slips/"+p.Slip+"/settle", m{"entry": p.Entry, "decision": decision, "reason": "Vu avec le livreur"}, nil); err != nil {
			return err
		}
	}
	for _, tr := range t.trips[d] {
		if tr.visit.day <= d || tr.gone {
			continue
		}
		if err := who.post("/api/slips/"+tr.slip+"/round", m{"from": tr.round, "to": ""}, nil); err != nil {
			return err
		}
		if err := who.post("/api/slips/"+tr.slip+"/day", m{"day": tr.visit.day}, nil); err != nil {
			return err
		}
		t.trips[tr.visit.day] = append(t.trips[tr.visit.day], tr)
	}
	return nil
}
