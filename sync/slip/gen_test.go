package slip

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"pgregory.net/rapid"
)

// town draws journals: three drivers with a phone each, a merchant's page, a
// desk. Nothing in it keeps them from contradicting one another.
type town struct {
	t   *rapid.T
	seq map[string]int64
	n   int
	ids []string
}

func newTown(t *rapid.T) *town { return &town{t: t, seq: map[string]int64{}, ids: []string{"nowhere"}} }

var morning = time.Date(2020, 4, 6, 8, 0, 0, 0, time.UTC)

func (w *town) entry(k Kind, by string, via Via, data string) Entry {
	w.n++
	e := Entry{ID: fmt.Sprintf("e%d", w.n), Kind: k, V: 1, By: by, Via: via, At: morning.Add(time.Duration(w.n) * time.Minute)}
	e.Received = e.At
	if via == ViaApp {
		e.Device = "phone" + by
		w.seq[e.Device]++
		e.Seq = w.seq[e.Device]
	}
	if data != "" {
		e.Data = json.RawMessage(data)
	}
	w.ids = append(w.ids, e.ID)
	return e
}

func (w *town) created() []Entry {
	sheet := `{"household":{"id":"h1","name":"SECRET","phone":"SECRET"},"merchant":{"id":"m1","name":"Primeur","payee":"Primeur SARL"},"lines":[]}`
	return []Entry{
		w.entry(Created, "desk", ViaDesk, `{"number":"20-001","day":"2020-04-07","sheet":`+sheet+`}`),
		w.entry(Assigned, "desk", ViaDesk, `{"driver":"A"}`),
	}
}

func (w *town) pick(label string, of ...string) string { return rapid.SampledFrom(of).Draw(w.t, label) }

func (w *town) data(k Kind) string {
	cents := w.pick("cents", "2000", "2350", "2350", "2350")
	mark := w.pick("mark", `"mark":{"strokes":[2,1,2,3,4],"w":300,"h":150,"name":"Petit"}`, `"mark":{"cannotSign":"plâtre","witness":"Voisin"}`)
	switch k {
	case Ready:
		return w.pick("ready", `{}`, `{"bags":2}`, `{"amountCents":`+cents+`}`)
	case Unavailable, Cancelled, Reopened:
		return `{"reason":"rupture"}`
	case AmountStated:
		return `{"amountCents":` + cents + `}`
	case PickedUp:
		return w.pick("picked", `{"bags":2}`, `{"lines":[{"line":"l1","state":"missing","note":"plus"}]}`)
	case HandedOver:
		return w.pick("payment", `{"payment":"cheque","amountCents":`+cents+`,`, `{"payment":"cheque","amountCents":`+cents+`,`,
			`{"payment":"owed","reason":"demain",`, `{"payment":"none",`) + mark + `}`
	case ChequeReturned:
		return `{"amountCents":` + cents + `,` + mark + `}`
	case AttemptFailed:
		return w.pick("attempt", `{"reason":"noAnswer","goods":"inVehicle"}`, `{"reason":"noAnswer","goods":"leftSafe","note":"muet"}`, `{"reason":"notReady","goods":"none"}`, `{"reason":"other"}`)
	case GoodsReturned:
		return w.pick("to", `{"to":"merchant"}`, `{"to":"service"}`)
	case Corrected:
		return `{"entry":"` + w.pick("entry", w.ids...) + `"}`
	case Settled:
		return `{"entry":"` + w.pick("entry", w.ids...) + `","decision":"` + w.pick("decision", Accept, Dismiss) + `","reason":"vu"}`
	case Note, Alert:
		return `{"text":"bonjour"}`
	case Assigned:
		return `{"driver":"` + w.pick("driver", "A", "B", "C", "") + `"}`
	case SentToMerchant:
		return `{"channel":"print"}`
	case Edited:
		return `{"day":"2020-04-08"}`
	}
	return `{}`
}

// fact draws anything that a phone may send.
func (w *town) fact() Entry {
	k := rapid.SampledFrom(Facts).Draw(w.t, "fact")
	return w.entry(k, w.pick("by", "A", "A", "B", "C"), ViaApp, w.data(k))
}

// any draws a fact, a word of the merchant or a decision of the desk.
func (w *town) any() Entry {
	switch rapid.IntRange(0, 5).Draw(w.t, "who") {
	case 0:
		k := rapid.SampledFrom(Plans[1:]).Draw(w.t, "plan")
		return w.entry(k, "desk", ViaDesk, w.data(k))
	case 1:
		k := rapid.SampledFrom([]Kind{Ready, Unavailable, AmountStated, ChequeReturned}).Draw(w.t, "page")
		return w.entry(k, "m1", ViaQR, w.data(k))
	}
	return w.fact()
}

func (w *town) journal(most int) []Entry {
	list := w.created()
	for range rapid.IntRange(0, most).Draw(w.t, "length") {
		list = append(list, w.any())
	}
	return list
}

// life is a slip without contradictions: the same amount everywhere, the round
// of A moved to B before the facts arrive. The facts are those of several
// devices, each in its own order.
func (w *town) life() (plans, facts []Entry) {
	plans = append(w.created(), w.entry(Assigned, "desk", ViaDesk, `{"driver":"B"}`))
	maybe := func(label string) bool { return rapid.Bool().Draw(w.t, label) }
	const mark = `"mark":{"strokes":[2,1,2,3,4],"w":300,"h":150,"name":"Petit"}`
	add := func(by string, via Via, k Kind, data string) { facts = append(facts, w.entry(k, by, via, data)) }
	if maybe("ready") {
		add("m1", ViaQR, Ready, `{"bags":2}`)
	}
	if maybe("A had it") {
		add("A", ViaApp, PickedUp, `{"bags":2}`)
		add("A", ViaApp, AttemptFailed, `{"reason":"noAnswer","goods":"inVehicle"}`)
		if maybe("A returned it") {
			add("A", ViaApp, GoodsReturned, `{"to":"merchant"}`)
		}
	}
	if maybe("B picked up") {
		add("B", ViaApp, PickedUp, `{"bags":2,"lines":[{"line":"l1","state":"missing"}]}`)
	}
	if maybe("stated") {
		add("B", ViaApp, AmountStated, `{"amountCents":2350}`)
	}
	if maybe("owed first") {
		add("B", ViaApp, HandedOver, `{"payment":"owed","reason":"demain",`+mark+`}`)
	}
	if maybe("handed over") {
		add("B", ViaApp, HandedOver, `{"payment":"cheque","amountCents":2350,`+mark+`}`)
	}
	if maybe("returned") {
		add(w.pick("by", "B", "C"), ViaApp, ChequeReturned, `{"amountCents":2350,`+mark+`}`)
	}
	return plans, facts
}

func shuffled(t *rapid.T, list []Entry) []Entry {
	return rapid.Permutation(slices.Clone(list)).Draw(t, "order")
}
