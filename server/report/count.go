package report

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/sync/slip"
)

// handed is one slip that reached its resident, as its journal says.
type handed struct {
	brought
	day       day.Day
	driver    string
	household string
	merchant  string
	took      time.Duration // from the order to the door
}

// visit is the unit of deliveries.
type visit struct {
	household string
	day       day.Day
}

// count is the work on one period.
type count struct {
	loaded
	ask    Ask
	zone   *time.Location
	handed []handed
	visits map[visit]bool
}

func newCount(l loaded, a Ask, zone *time.Location) *count {
	c := &count{loaded: l, ask: a, zone: zone, visits: map[visit]bool{}}
	fixed := corrections(l.slips)
	for _, p := range l.slips {
		h, ok := c.hand(p)
		if !ok || !c.in(h.day) || p.state.Corrects != "" {
			continue
		}
		for next, ok := fixed[p.ID]; ok; next, ok = fixed[next.ID] {
			h.state.Cheque = next.state.Cheque
		}
		c.handed = append(c.handed, h)
		c.visits[visit{h.household, h.day}] = true
	}
	return c
}

// corrections finds the slips that correct others, by the id of what they
// correct, once they were handed over. Such a slip is no delivery of its own: it
// says anew what was paid for one.
func corrections(all []brought) map[string]brought {
	fixed := map[string]brought{}
	for _, p := range all {
		if p.state.Corrects != "" && p.state.Goods.State == slip.GoodsDelivered {
			fixed[p.state.Corrects] = p
		}
	}
	return fixed
}

func (c *count) in(d day.Day) bool { return c.ask.From <= d && d <= c.ask.To }

// hand reads the hand-over that delivered; a mistaken one was taken back, and a
// cheque collected later is no second delivery.
func (c *count) hand(p brought) (handed, bool) {
	if p.state.Goods.State != slip.GoodsDelivered || p.state.Sheet == nil {
		return handed{}, false
	}
	e, ok := p.Find(p.state.Goods.Entry)
	if !ok {
		return handed{}, false
	}
	h := handed{brought: p, day: day.Of(e.At, c.zone), driver: e.By, household: p.state.Sheet.Household.ID, merchant: p.state.Sheet.Merchant.ID}
	if e.Via != slip.ViaApp { // a paper slip may be keyed in by somebody else
		if d, err := slip.Parse(e.Kind, e.V, e.Data); err == nil && d.Driver != "" {
			h.driver = d.Driver
		}
	}
	if len(p.Journal) > 0 {
		h.took = e.At.Sub(p.Journal[0].Received)
	}
	return h, true
}

func (c *count) figures() Figures {
	f := Figures{Service: c.service.Name, Town: c.service.Town, From: c.ask.From, To: c.ask.To,
		Deliveries: len(c.visits), Slips: len(c.handed), Masked: c.ask.Mask}
	f.Months, f.Weeks = c.months(), c.weeks()
	c.people(&f)
	c.shops(&f)
	c.ordered(&f)
	c.field(&f)
	for _, h := range c.handed {
		if h.state.Cheque.State == slip.ChequeNotNeeded {
			continue
		}
		f.ChequesCents += h.state.Cheque.Amount
		if h.state.Cheque.State != slip.ChequeWithMerchant {
			f.ChequesOpen++
		}
	}
	return f
}

func (c *count) months() []Month {
	out := []Month{}
	for d := c.ask.From; d <= c.ask.To; d = firstOfNext(d) {
		m := Month{Month: string(d[:7])}
		drivers, homes, visits := map[string]bool{}, map[string]bool{}, map[visit]bool{}
		for _, h := range c.handed {
			if string(h.day[:7]) == m.Month {
				m.Slips++
				drivers[h.driver], homes[h.household], visits[visit{h.household, h.day}] = true, true, true
			}
		}
		m.Deliveries, m.Drivers, m.Households = len(visits), len(drivers), len(homes)
		out = append(out, m)
	}
	return out
}

func firstOfNext(d day.Day) day.Day {
	t := d.Time()
	return day.Date(t.Year(), t.Month()+1, 1)
}

func (c *count) weeks() []Week {
	delivered, registered := map[string]int{}, map[string]int{}
	for v := range c.visits {
		delivered[v.day.Week()]++
	}
	for _, h := range c.households {
		if c.in(h.Registered) {
			registered[h.Registered.Week()]++
		}
	}
	out := []Week{}
	for d := c.ask.From; d <= c.ask.To; d = d.Add(8 - int(d.Weekday())) {
		week := d.Week()
		out = append(out, Week{Week: week, Monday: d.Add(1 - int(d.Weekday())), Deliveries: delivered[week], Registered: registered[week]})
	}
	return out
}

// people counts households and who lives in them.
func (c *count) people(f *Figures) {
	first, last := map[string]day.Day{}, map[string]day.Day{}
	for v := range c.visits {
		if d, ok := first[v.household]; !ok || v.day < d {
			first[v.household] = v.day
		}
		last[v.household] = max(last[v.household], v.day)
	}
	f.HouseholdsServed = len(first)
	for h, d := range first {
		if d.Add(30) < last[h] {
			f.ServedLong++
		}
	}
	ages, sectors, exits, except, publics := tally{}, tally{}, tally{}, tally{}, tally{}
	for _, b := range household.Bands {
		ages[b] = 0
	}
	publics["newToService"], publics["isolated"], publics["linked"] = 0, 0, 0
	for _, h := range c.households {
		if _, ok := first[h.ID]; ok {
			f.People += h.Size
			sectors[h.Address.Sector]++
		}
		if h.Exit != nil && c.in(h.Exit.Day) {
			exits[h.Exit.Reason]++
		}
		for _, e := range h.Exceptions {
			if c.in(day.Of(e.At, c.zone)) {
				except[e.Rule]++
			}
		}
		if h.Registered > c.ask.To || h.Exit != nil && h.Exit.Day < c.ask.From {
			continue
		}
		f.Registered++
		for _, p := range h.People {
			ages[cmp.Or(p.Band, "?")]++
		}
		for name, is := range map[string]bool{"newToService": h.NewTo, "isolated": h.Isolated, "linked": len(h.Linked) > 0} {
			if is {
				publics[name]++
			}
		}
	}
	for _, o := range c.orders {
		if o.Exception != "" && c.in(o.Day) {
			except["secondOrder"]++
		}
	}
	f.Ages, f.Sectors, f.Exits, f.Exceptions, f.Publics = ages.byName(), sectors.rows(), exits.rows(), except.rows(), publics.rows()
}

// shops counts the directory as it stood on the last day.
func (c *count) shops(f *Figures) {
	byTrade, bySector := tally{}, tally{}
	for _, m := range c.merchants {
		if m.Enrolled > c.ask.To || m.Left != "" && m.Left < c.ask.From {
			continue
		}
		byTrade[m.Trade]++
		bySector[cmp.Or(m.Sector, "?")]++
		if c.givesAlways(m.Trade) {
			f.Bakeries++
			continue
		}
		f.Merchants++
	}
	f.ByTrade, f.BySector = byTrade.rows(), bySector.rows()
}

func (c *count) givesAlways(trade string) bool {
	for _, o := range c.service.EveryOrder {
		if o.Trade == trade {
			return true
		}
	}
	return false
}

func (c *count) ordered(f *Figures) {
	for _, o := range c.orders {
		switch {
		case !c.in(o.Day):
		case o.Cancelled != "":
			f.OrdersCancelled++
		default:
			f.Orders++
			for _, p := range o.Parts {
				f.DirectOrders += one(p.Direct)
				f.FartherShops += one(p.Farther)
			}
		}
	}
	refer := tally{}
	for _, r := range c.requests {
		if !c.in(day.Of(r.At, c.zone)) {
			continue
		}
		for _, x := range r.Referrals {
			refer[x.Kind]++
		}
	}
	f.Referrals = refer.rows()
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

// field counts what happened on the road.
func (c *count) field(f *Figures) {
	gifts, failures := tally{}, tally{}
	hours, took := map[int]int{}, []int{}
	for _, h := range c.handed {
		for _, l := range h.state.Sheet.Lines {
			if l.Gift {
				gifts[cmp.Or(l.Donor, l.Text)]++
			}
		}
		hours[int(h.took.Hours()/24)]++
		took = append(took, int(h.took.Hours()))
	}
	for _, p := range c.slips {
		for _, a := range p.state.Attempts {
			if c.in(day.Of(a.At.Time, c.zone)) {
				failures[a.Reason]++
			}
		}
		if p.state.Goods.State == slip.GoodsUnavailable && p.state.Goods.Since != nil && c.in(day.Of(p.state.Goods.Since.Time, c.zone)) {
			failures["unavailable"]++
		}
	}
	f.Gifts, f.Failures, f.Hours = gifts.rows(), failures.rows(), []Row{}
	for _, d := range slices.Sorted(maps.Keys(hours)) {
		f.Hours = append(f.Hours, Row{Name: itoa(d), Count: hours[d]})
	}
	if sort.Ints(took); len(took) > 0 {
		f.MedianHours = took[len(took)/2]
	}
}

func (c *count) driverIDs() []string {
	ids := map[string]bool{}
	for _, h := range c.handed {
		ids[h.driver] = true
	}
	return slices.Sorted(maps.Keys(ids))
}

// drivers lists who handed over, the busiest first.
func (c *count) drivers(names map[string]account.Person) []DriverLine {
	out := []DriverLine{}
	for _, id := range c.driverIDs() {
		l, days, visits := DriverLine{Name: names[id].Name}, map[day.Day]bool{}, map[visit]bool{}
		for _, h := range c.handed {
			if h.driver == id {
				l.Slips++
				days[h.day], visits[visit{h.household, h.day}] = true, true
			}
		}
		l.Days, l.Deliveries = len(days), len(visits)
		out = append(out, l)
	}
	slices.SortStableFunc(out, func(a, b DriverLine) int { return cmp.Or(b.Deliveries-a.Deliveries, inOrder(a.Name, b.Name)) })
	return out
}

// cheques lists the shops that something was handed over from.
func (c *count) cheques(named bool) []ChequeLine {
	byShop := map[string]*ChequeLine{}
	for _, m := range c.merchants {
		byShop[m.ID] = &ChequeLine{Trade: m.Trade}
		if named {
			byShop[m.ID].Name = m.Name
		}
	}
	for _, h := range c.handed {
		l := byShop[h.merchant]
		if l == nil {
			l = &ChequeLine{Trade: "?"}
			byShop[h.merchant] = l
		}
		l.Slips++
		if h.state.Cheque.State == slip.ChequeNotNeeded {
			continue
		}
		l.Cheques++
		l.Cents += h.state.Cheque.Amount
		if h.state.Cheque.State != slip.ChequeWithMerchant {
			l.Open++
		}
	}
	out := []ChequeLine{}
	for _, id := range slices.Sorted(maps.Keys(byShop)) {
		if byShop[id].Slips > 0 {
			out = append(out, *byShop[id])
		}
	}
	slices.SortStableFunc(out, func(a, b ChequeLine) int {
		return cmp.Or(inOrder(a.Trade, b.Trade), inOrder(a.Name, b.Name))
	})
	return out
}
