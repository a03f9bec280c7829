package printing

import (
	"cmp"
	"context"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/paper"
	"github.com/portage-livraison/portage/server/slipcode"
	"github.com/portage-livraison/portage/sync/slip"
)

// Sheets are the label sheets by the name that people choose.
var Sheets = map[string]paper.LabelSheet{"21": paper.Sheet21, "14": paper.Sheet14, "8": paper.Sheet8, "roll": paper.Roll62}

// ErrSheet says which sheets there are.
var ErrSheet = fault.New(fault.Invalid, "paper.sheet", "labels are on sheets of 21, 14 or 8, or on a roll").On("sheet")

// Labels prints one label a bag; skip places of the first sheet are used already.
func (p *Printer) Labels(ctx context.Context, who account.User, c Choice, sheet string, skip int, lang paper.Lang) (Document, error) {
	on, ok := Sheets[sheet]
	if !ok {
		return Document{}, ErrSheet
	}
	all, name, err := p.choose(ctx, who, c)
	if err != nil {
		return Document{}, err
	}
	b, err := p.builder(ctx, who, all, lang)
	if err != nil {
		return Document{}, err
	}
	var labels []paper.Label
	for i, s := range all {
		codes, err := p.Desk.SlipCodes(ctx, who, s.ID)
		if err != nil {
			return Document{}, err
		}
		l := b.label(s)
		l.URL, l.Code = slipcode.URL(p.BaseURL, codes.Secret), slipcode.Show(codes.Short)
		if c.Round != "" {
			l.Stop = words[lang]["stop"] + " " + strconv.Itoa(i+1)
		}
		for n := range max(1, l.Bags) {
			l.Bag = n + 1
			labels = append(labels, l)
		}
	}
	return document(labelled.Replace(name), func(w io.Writer) error { return paper.Labels(w, labels, on, skip, lang) })
}

// labelled makes the name of a file of slips that of their labels.
var labelled = strings.NewReplacer("bons-", "etiquettes-", "bon-", "etiquettes-")

func (b builder) label(s desk.Slip) paper.Label {
	l := paper.Label{Number: s.State.Number, Bags: s.State.Goods.Bags}
	if sh := s.State.Sheet; sh != nil {
		l.Merchant, l.Who, l.Sector = sh.Merchant.Name, b.set.ShopName(sh.Household.Name), sh.Household.Sector
	}
	return l
}

// RoundSheet prints a driver's day for somebody without a phone: the shops, the
// doors, and the shops again for the cheques.
func (p *Printer) RoundSheet(ctx context.Context, who account.User, id string, lang paper.Lang) (Document, error) {
	t, err := p.Desk.RoundByID(ctx, who, id)
	if err != nil {
		return Document{}, err
	}
	return p.roundSheet(ctx, who, t, lang)
}

// OwnRoundSheet is RoundSheet for the driver of a published round.
func (p *Printer) OwnRoundSheet(ctx context.Context, who account.User, id string, lang paper.Lang) (Document, error) {
	t, err := p.Desk.OwnTour(ctx, who, id)
	if err != nil {
		return Document{}, err
	}
	return p.roundSheet(ctx, account.System, t, lang)
}

func (p *Printer) roundSheet(ctx context.Context, who account.User, t desk.Tour, lang paper.Lang) (Document, error) {
	b, err := p.builder(ctx, who, t.Slips, lang)
	if err != nil {
		return Document{}, err
	}
	names, err := p.People.Lookup(ctx, t.Value.Driver)
	if err != nil {
		return Document{}, err
	}
	r := paper.Round{Service: b.set.Name, Day: b.day(string(t.Value.Day)), Driver: names[t.Value.Driver].Name, Vehicle: t.Value.Vehicle,
		Help: b.set.Phone, Checks: b.set.Checklist, Stops: b.stops(t.Slips)}
	return document("tournee-"+string(t.Value.Day), func(w io.Writer) error { return paper.RoundSheet(w, r, lang) })
}

func (b builder) stops(all []desk.Slip) []paper.Stop {
	var picks, homes, cheques []paper.Stop
	for _, s := range all {
		sh := s.State.Sheet
		if sh == nil || s.State.Cancelled != nil {
			continue
		}
		m := sh.Merchant
		picks = join(picks, paper.Stop{Kind: "pickUp", Name: m.Name, Address: m.Address, Phone: m.Phone, Slips: s.State.Number, Detail: b.colon("hours", m.Hours)})
		h := sh.Household
		detail := []string{h.Access, b.colon("available", h.Availability), b.colon("emergency", h.Emergency), sh.Note}
		if n := s.State.Goods.Bags; n > 0 {
			detail = append(detail, b.colon("sacks", strconv.Itoa(n)+" ("+m.Name+")"))
		}
		homes = join(homes, paper.Stop{Kind: "home", Name: h.Name, Address: h.Address, Phone: h.Phone, Slips: s.State.Number,
			Detail: lines(detail), Amount: b.pay(s.State)})
		if !sh.NoPayment {
			cheques = join(cheques, paper.Stop{Kind: "chequeReturn", Name: m.Name, Address: m.Address, Slips: s.State.Number, Amount: b.pay(s.State)})
		}
	}
	return slices.Concat(picks, homes, cheques)
}

// together is how many slips one line of the sheet holds at most: with what is to
// be paid for each of them it still fits a page.
const together = 8

// join puts a slip with the others of its shop or its door.
func join(stops []paper.Stop, s paper.Stop) []paper.Stop {
	i := slices.IndexFunc(stops, func(t paper.Stop) bool {
		return t.Name == s.Name && t.Address == s.Address && strings.Count(t.Slips, ", ")+1 < together
	})
	if i < 0 {
		return append(stops, s)
	}
	t := &stops[i]
	t.Slips += ", " + s.Slips
	said := strings.Split(t.Detail, "\n")
	for _, line := range strings.Split(s.Detail, "\n") {
		if !slices.Contains(said, line) {
			said = append(said, line)
		}
	}
	t.Detail = lines(said)
	if s.Amount != "" {
		t.Amount += "\n" + s.Amount
	}
	return stops
}

func (b builder) pay(st slip.State) string {
	w, payee := words[b.lang], st.Sheet.Merchant.Payee
	if b.lang == paper.French {
		payee = deOf(payee)
	}
	switch {
	case st.Sheet.NoPayment:
		return w["payNone"]
	case st.Cheque.Amount == 0:
		return strings.ReplaceAll(w["payUnknown"], "{payee}", payee)
	}
	return strings.NewReplacer("{amount}", b.euro(st.Cheque.Amount), "{payee}", payee).Replace(w["pay"])
}

// elides are the beginnings of a name before which "de" loses its vowel, as the
// screens have them (pwa/src/i18n/elision.ts): y and h keep the full word.
var elides = regexp.MustCompile(`^(?i:[aeiouàâäéèêëîïôöùûüœæ])`)

// deOf is a name after "de": "de Nadia", "d’Agathe".
func deOf(name string) string {
	if elides.MatchString(name) {
		return "d’" + name
	}
	return "de " + name
}

func lines(parts []string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
}

// Cheques prints every cheque that is out or owed, and those expected today.
func (p *Printer) Cheques(ctx context.Context, who account.User, lang paper.Lang) (Document, error) {
	out, err := p.Desk.Cheques(ctx, who)
	if err != nil {
		return Document{}, err
	}
	today := p.Desk.Today()
	all, err := p.Desk.Slips(ctx, who, desk.SlipFilter{Day: today})
	if err != nil {
		return Document{}, err
	}
	b, err := p.builder(ctx, who, all, lang)
	if err != nil {
		return Document{}, err
	}
	w := words[lang]
	var rows []paper.Cheque
	for _, c := range out.List {
		rows = append(rows, paper.Cheque{Slip: c.Number, Household: c.Household, Payee: c.Payee, Who: cmp.Or(c.HolderName, w["owed"]),
			Since: b.time(c.Since), Amount: c.Cents, Old: c.Old})
	}
	for _, s := range all {
		if s.State.Cheque.State == slip.ChequeExpected && s.State.Cancelled == nil && s.State.Sheet != nil {
			rows = append(rows, paper.Cheque{Slip: s.State.Number, Household: s.State.Sheet.Household.Name, Payee: s.State.Sheet.Merchant.Payee,
				Who: b.names[s.State.Plan.Driver].Name, Amount: s.State.Cheque.Amount, Expected: true})
		}
	}
	return document("cheques-"+string(today), func(to io.Writer) error {
		return paper.Cheques(to, b.set.Name, b.day(string(today)), rows, lang)
	})
}

// Poster prints what a shop hangs beside its till.
func (p *Printer) Poster(ctx context.Context, who account.User, merchantID string, lang paper.Lang) (Document, error) {
	codes, err := p.Desk.ShopCodes(ctx, who, merchantID)
	if err != nil {
		return Document{}, err
	}
	m, err := p.Desk.Merchant(ctx, who, merchantID)
	if err != nil {
		return Document{}, err
	}
	s, err := p.Desk.Service(ctx, who)
	if err != nil {
		return Document{}, err
	}
	return document("affiche-commerce", func(w io.Writer) error {
		return paper.ShopPoster(w, s.Value.Name, m.Value.Name, slipcode.URL(p.BaseURL, codes.Secret), slipcode.Show(codes.Short), s.Value.Phone, lang)
	})
}
