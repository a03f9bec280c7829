package simulation

import (
	"cmp"
	"slices"
	"time"

	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/sync/slip"
)

// The model says where goods and cheque must be, from the journal's order alone:
// what phones said is taken from the book of what they recorded. It is written
// from PRODUCT.md and the tables of sync/README.md and shares no code with the
// fold that it checks.

// line is one thing that was said, in the order in which the server wrote it.
type line struct {
	id, kind, who, device, via string
	seq                        int64
	at                         time.Time
	late                       bool
	d                          said
}

// said is the part of any data that the model needs.
type said struct {
	Payment, Goods, To, Entry, Decision, Driver string
	AmountCents                                 int64
}

// standing is what the model makes of a slip.
type standing struct {
	driver               string // as planned
	cancelled            bool
	place, goodsHolder   string
	delivered            bool
	cheque, chequeHolder string
	cents                int64
	complete             bool
	tasks                []string // entries that somebody must look at
	arbitrated           bool     // a coordinator accepted a disputed fact: the model has no opinion
	handed, back         *line
	stage                string // ordered, ready, unavailable, carried, failed, returned
}

func (w *world) lines(journal []slip.Entry) []line {
	var out []line
	for _, e := range journal {
		l := line{id: e.ID, kind: string(e.Kind), who: e.By, device: e.Device, via: string(e.Via), seq: e.Seq, at: e.At, late: e.Late != ""}
		raw := []byte(e.Data)
		if b := w.book[e.ID]; b != nil {
			l.kind, l.who, l.device, l.seq, l.at, raw = string(b.Kind), b.person, b.device, b.Seq, b.At.Truncate(time.Millisecond), b.Data
		}
		if len(raw) > 0 {
			d, err := decode[said](raw)
			w.ok(err)
			l.d = d
		}
		out = append(out, l)
	}
	return out
}

// fold runs the model. What made the slip complete, when that was first seen, is
// never displaced: so each beginning of the journal is looked at.
func (w *world) fold(journal []slip.Entry) standing {
	all := w.lines(journal)
	var seal [2]string
	for n := 1; n <= len(all); n++ {
		if s := judge(all[:n], seal); s.complete && seal[0] == "" {
			seal = [2]string{s.handed.id, s.back.id}
		}
	}
	return judge(all, seal)
}

// inTurn puts each phone's own lines into the order of its numbers.
func inTurn(all []line) []line {
	out := slices.Clone(all)
	places := map[string][]int{}
	for i, l := range all {
		if l.device != "" && l.seq > 0 {
			places[l.device] = append(places[l.device], i)
		}
	}
	for _, at := range places {
		own := make([]line, len(at))
		for i, p := range at {
			own[i] = all[p]
		}
		slices.SortFunc(own, func(a, b line) int { return cmp.Compare(a.seq, b.seq) })
		for i, p := range at {
			out[p] = own[i]
		}
	}
	return out
}

var movesSomething = []string{"ready", "unavailable", "pickedUp", "attemptFailed", "goodsReturned", "handedOver", "chequeReturned"}

// takenBack finds the facts that their own phone took back in time.
func takenBack(all []line, seal [2]string) map[string]bool {
	out := map[string]bool{}
	for i, c := range all {
		if c.kind != "corrected" {
			continue
		}
		j := slices.IndexFunc(all, func(l line) bool { return l.id == c.d.Entry })
		if j < 0 || out[all[j].id] || all[j].device != c.device || c.device == "" || all[j].kind == "corrected" || slices.Contains(seal[:], all[j].id) {
			continue
		}
		soon := c.at.Sub(all[j].at) >= 0 && c.at.Sub(all[j].at) <= 15*time.Minute
		since := false
		for k := j + 1; k < i; k++ {
			l := all[k]
			since = since || l.device == c.device && slices.Contains(movesSomething, l.kind) && !out[l.id]
		}
		if soon || !since {
			out[all[j].id] = true
		}
	}
	return out
}

func judge(journal []line, seal [2]string) standing {
	all := inTurn(journal)
	out := takenBack(all, seal)
	s := standing{place: "merchant", cheque: "expected", stage: "ordered"}
	for i := range all {
		l := &all[i]
		if out[l.id] {
			continue
		}
		s.plan(l)
		s.goods(l)
		switch l.kind {
		case "handedOver":
			s.handOver(l, seal)
		case "chequeReturned":
			s.giveBack(l, seal)
		}
	}
	s.close()
	return s
}

func (s *standing) both() bool {
	return s.handed != nil && s.handed.d.Payment == "cheque" && s.back != nil
}

func (s *standing) task(l *line) { s.tasks = append(s.tasks, l.id) }

func (s *standing) plan(l *line) {
	switch l.kind {
	case "assigned":
		s.driver = l.d.Driver
	case "cancelled", "reopened":
		if !s.both() {
			s.cancelled = l.kind == "cancelled"
		}
	case "settled":
		s.arbitrated = s.arbitrated || l.d.Decision == "accept"
	}
	field := slices.Contains([]string{"pickedUp", "handedOver", "attemptFailed"}, l.kind)
	unplanned := field && s.driver != l.who
	against := s.cancelled && slices.Contains([]string{"ready", "pickedUp", "handedOver"}, l.kind)
	if unplanned || against || l.late {
		s.task(l)
	}
}

// mine: a driver moves goods that nobody else holds, or that the plan gives them.
func (s *standing) mine(l *line) bool {
	return s.goodsHolder == "" || s.goodsHolder == l.who || s.driver == l.who
}

func (s *standing) goods(l *line) {
	inHand := s.stage == "carried" || s.stage == "failed"
	if s.handed != nil { // delivered: nothing moves the goods any more
		if l.kind == "unavailable" || l.kind == "goodsReturned" && l.who == s.handed.who {
			s.task(l)
		}
		return
	}
	switch l.kind {
	case "ready":
		if s.stage == "ordered" || s.stage == "unavailable" {
			s.stage = "ready"
		}
	case "unavailable":
		if inHand {
			s.task(l)
		} else {
			s.stage = "unavailable"
			s.place = "merchant"
		}
	case "pickedUp":
		if !inHand || s.mine(l) {
			s.stage, s.place, s.goodsHolder = "carried", "driver", l.who
		}
	case "attemptFailed":
		carrying := l.d.Goods == "inVehicle" || l.d.Goods == "" && s.goodsHolder != ""
		switch {
		case s.stage == "returned" || l.d.Goods == "none" || !s.mine(l):
		case l.d.Goods == "leftSafe":
			s.stage, s.place, s.goodsHolder = "failed", "leftSafe", ""
		case carrying:
			s.stage, s.place, s.goodsHolder = "failed", "driver", l.who
		}
	case "goodsReturned":
		if s.stage != "returned" && (!inHand || s.mine(l)) {
			s.stage, s.place, s.goodsHolder = "returned", l.d.To, ""
		}
	}
}

// handOver: the first one counts; a cheque takes the place of none. What says
// something else than what stands is for a person to settle.
func (s *standing) handOver(l *line, seal [2]string) {
	cheque := l.d.Payment == "cheque"
	stands := s.handed
	switch {
	case cheque && seal[0] != "" && l.id != seal[0]:
	case stands == nil || cheque && stands.d.Payment != "cheque":
		if cheque && s.back != nil && s.back.d.AmountCents != l.d.AmountCents {
			s.task(l)
		} else {
			s.handed = l
		}
	case cheque && (stands.who != l.who || stands.d.AmountCents != l.d.AmountCents):
		s.task(l)
	}
}

func (s *standing) giveBack(l *line, seal [2]string) {
	cheque := s.handed != nil && s.handed.d.Payment == "cheque"
	switch {
	case seal[1] != "" && l.id != seal[1]:
	case s.back != nil:
		if s.back.d.AmountCents != l.d.AmountCents || s.back.who != l.who {
			s.task(l)
		}
	case cheque && s.handed.d.AmountCents != l.d.AmountCents:
		s.task(l)
	default:
		s.back = l
	}
}

func (s *standing) close() {
	s.complete, s.delivered = s.both(), s.handed != nil
	if s.delivered {
		s.place, s.goodsHolder = "resident", ""
	}
	switch {
	case s.back != nil:
		s.cheque, s.cents = "withMerchant", s.back.d.AmountCents
	case s.handed == nil:
	case s.handed.d.Payment == "cheque":
		s.cheque, s.chequeHolder, s.cents = "withDriver", s.handed.who, s.handed.d.AmountCents
	case s.handed.d.Payment == "owed":
		s.cheque = "owed"
	default:
		s.cheque = "notNeeded"
	}
}

// checkSlip compares a stored slip, its fold and its keys with the model.
func (w *world) checkSlip(id string, s slip.Slip, st slip.State, keys map[string]any) {
	m := w.fold(s.Journal)
	if m.arbitrated {
		return
	}
	got := standing{driver: st.Plan.Driver, cancelled: st.Cancelled != nil, place: string(st.Goods.Place), goodsHolder: st.Goods.Holder,
		delivered: st.Goods.State == slip.GoodsDelivered, cheque: string(st.Cheque.State), chequeHolder: st.Cheque.Holder, complete: st.Complete}
	want := standing{driver: m.driver, cancelled: m.cancelled, place: m.place, goodsHolder: m.goodsHolder,
		delivered: m.delivered, cheque: m.cheque, chequeHolder: m.chequeHolder, complete: m.complete}
	if st.Cheque.State == slip.ChequeWithDriver || st.Cheque.State == slip.ChequeWithMerchant {
		got.cents, want.cents = st.Cheque.Amount, m.cents
	}
	if !same(got, want) {
		w.breach("slip %s stands at %+v, the model says %+v", id, got, want)
	}
	for key, v := range sliprepo.Keys(st) {
		if keys[key] != v {
			w.breach("slip %s: the key %s is %v, its fold says %v", id, key, keys[key], v)
		}
	}
	for _, e := range m.tasks {
		if !slices.ContainsFunc(st.Tasks, func(t slip.Task) bool { return t.Entry == e }) {
			w.breach("slip %s: entry %s disagreed with plan or facts and nobody is told", id, e)
		}
	}
}

func same(a, b standing) bool {
	return a.driver == b.driver && a.cancelled == b.cancelled && a.place == b.place && a.goodsHolder == b.goodsHolder && a.delivered == b.delivered &&
		a.cheque == b.cheque && a.chequeHolder == b.chequeHolder && a.cents == b.cents && a.complete == b.complete
}
