package printing

import (
	"cmp"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/paper"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/sync/slip"
)

// reader says for whom a slip is printed.
type reader int

const (
	everything reader = iota
	shopOnly          // without what leads to the resident's door
)

// builder turns slips into values to draw.
type builder struct {
	set   service.Service
	names map[string]account.Person
	zone  *time.Location
	lang  paper.Lang
}

// slip is a printed slip without its codes. Alerts leave no trace on it, so that
// it is the same for every reader.
func (b builder) slip(s desk.Slip, to reader) paper.Slip {
	st := s.State
	out := paper.Slip{Service: b.set.Name, Number: st.Number, Day: b.day(st.Day), Bags: st.Goods.Bags, Amount: st.Cheque.Amount,
		Owed: st.Cheque.State == slip.ChequeOwed, Complete: st.Complete, Help: b.set.Phone, Foot: b.set.Texts.SlipFooter, LastHash: lastHash(s.Journal),
		Steps: b.steps(s, to), Resident: b.mark(s, st.Resident), Shop: b.mark(s, st.Merchant)}
	if st.Cancelled != nil {
		out.Cancelled = st.Cancelled.Text
	}
	if to == shopOnly && out.Cancelled != "" {
		out.Cancelled = words[b.lang]["byService"]
	}
	if to == shopOnly && out.Resident != nil {
		out.Resident = &paper.Mark{At: out.Resident.At, OnPaper: out.Resident.OnPaper, Name: words[b.lang]["givenAtDoor"]}
	}
	out.Driver = paper.Party{Name: b.names[driver(s)].Name, Vehicle: st.Plan.Vehicle}
	sh := st.Sheet
	if sh == nil {
		return out
	}
	out.NoPayment = sh.NoPayment
	out.Household = paper.Party{Name: sh.Household.Name, Address: sh.Household.Address, Phone: sh.Household.Phone,
		Access: sh.Household.Access, Available: sh.Household.Availability}
	if to == shopOnly {
		out.Household = paper.Party{Name: b.set.ShopName(sh.Household.Name)}
	}
	out.Merchant = paper.Party{Name: sh.Merchant.Name, Address: sh.Merchant.Address, Phone: sh.Merchant.Phone,
		Payee: cmp.Or(st.Cheque.Payee, sh.Merchant.Payee)}
	for _, l := range sh.Lines {
		out.Lines = append(out.Lines, paper.Line{Quantity: l.Quantity, Text: l.Text, Gift: l.Gift, Donor: l.Donor})
	}
	return out
}

// driver is who carried the slip, else who is to.
func driver(s desk.Slip) string {
	for _, kind := range []slip.Kind{slip.HandedOver, slip.PickedUp} {
		for i := len(s.Journal) - 1; i >= 0; i-- {
			if e := s.Journal[i]; e.Kind == kind && e.Via == slip.ViaApp && s.State.Effects[e.ID].Code != "corrected" {
				return e.By
			}
		}
	}
	return s.State.Plan.Driver
}

// lastHash is that of the last entry that everybody may read.
func lastHash(journal []slip.Entry) string {
	for i := len(journal) - 1; i >= 0; i-- {
		if journal[i].Kind != slip.Alert {
			return journal[i].Hash
		}
	}
	return ""
}

// steps are the facts that stand, in the order of the journal.
func (b builder) steps(s desk.Slip, to reader) []paper.Step {
	var out []paper.Step
	for _, e := range s.Journal {
		effect := s.State.Effects[e.ID]
		if effect.Effect == slip.Disputed || effect.Effect == slip.Held || effect.Code == "corrected" || effect.Code == "already" {
			continue
		}
		if what := b.step(e, to); what != "" {
			out = append(out, paper.Step{When: b.time(when(e)), What: what})
		}
	}
	return out
}

// when is the maker's time where it can be true, as in the fold.
func when(e slip.Entry) time.Time {
	if e.At.After(e.Received) || e.Received.Sub(e.At) > 30*24*time.Hour {
		return e.Received
	}
	return e.At
}

// step is one line of a slip's life, "" for what paper does not tell.
func (b builder) step(e slip.Entry, to reader) string {
	d, err := slip.Parse(e.Kind, e.V, e.Data)
	if err != nil {
		return ""
	}
	w := words[b.lang]
	text := w[string(e.Kind)]
	switch e.Kind {
	case slip.Ready:
		return with(text, bags(d.Bags, w), b.euro(d.AmountCents))
	case slip.AmountStated:
		return with(text, b.euro(d.AmountCents))
	case slip.PickedUp:
		return with(text, b.names[e.By].Name)
	case slip.HandedOver:
		return with(w["handedOver."+d.Payment], b.names[e.By].Name)
	case slip.Unavailable, slip.Cancelled:
		if to == shopOnly && e.Kind == slip.Cancelled {
			return text
		}
		return with(text, d.Reason)
	case slip.AttemptFailed:
		if to == shopOnly {
			return text
		}
		return with(text, w["reason."+d.Reason])
	case slip.GoodsReturned:
		return w["returned."+d.To]
	}
	return text
}

// with adds what is known to a step.
func with(text string, more ...string) string {
	var parts []string
	for _, m := range more {
		if m != "" {
			parts = append(parts, m)
		}
	}
	if len(parts) == 0 {
		return text
	}
	return text + " (" + strings.Join(parts, ", ") + ")"
}

func bags(n int, w map[string]string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1\u00a0" + w["bag"]
	}
	return strconv.Itoa(n) + "\u00a0" + w["bags"]
}

func (b builder) euro(cents int64) string {
	if cents == 0 {
		return ""
	}
	return paper.Euro(cents, b.lang)
}

// mark is a party's mark with its strokes, which the fold leaves in the journal.
func (b builder) mark(s desk.Slip, m *slip.Mark) *paper.Mark {
	if m == nil {
		return nil
	}
	out := &paper.Mark{At: b.dated(m.At.Time), Name: m.Name, CannotSign: m.CannotSign, Witness: m.Witness, OnPaper: m.Paper}
	for _, e := range s.Journal {
		if e.ID != m.Entry {
			continue
		}
		if d, err := slip.Parse(e.Kind, e.V, e.Data); err == nil && d.Mark != nil && len(d.Mark.Strokes) > 0 {
			// A journal holds strokes that add up; what does not is drawn as far as it goes.
			if json.Unmarshal(d.Mark.Strokes, &out.Strokes) != nil {
				out.Strokes = nil
			}
		}
	}
	return out
}
