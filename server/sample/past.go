package sample

import (
	"context"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/sync/slip"
)

// tellThePast leaves what a running service has behind it: complete slips, an
// old cheque that nobody handed over, one still owed, a worry, a colleague who
// helped out.
func (t *town) tellThePast(ctx context.Context) error {
	yesterday := t.before(t.today)
	if err := t.tellOldCheque(ctx, t.before(yesterday.Add(-6))); err != nil {
		return err
	}
	return t.tellYesterday(ctx, yesterday)
}

func (t *town) tellOldCheque(ctx context.Context, d day.Day) error {
	orders, err := t.place(ctx, d, []basket{
		{home: 0, wants: []want{{"greens", []string{"Soupe de légumes, de quoi faire deux repas", "4 pommes", "1 salade"}, 1180, false}}},
		{home: 1, wants: []want{{"butcher", []string{"2 escalopes de dinde", "300 g de bourguignon"}, 1860, false}}},
	})
	if err != nil {
		return err
	}
	greens, meat := orders[0]["greens"], orders[1]["butcher"]
	t.at(d, 8, 30)
	r, err := t.plan(ctx, d, "loic", "Kangoo de la mairie", "", true, greens, meat)
	if err != nil {
		return err
	}
	tale := t.tale(ctx, "loic")
	tale.start(r, 48_120)
	tale.deliver(greens, "O. Maréchal", 1180)
	tale.giveBack(greens, "Agathe", 1180)
	tale.deliver(meat, "Lefebvre", 1860)
	tale.end(r, 48_131)
	return tale.err
}

func (t *town) tellYesterday(ctx context.Context, d day.Day) error {
	orders, err := t.place(ctx, d, []basket{
		{home: 8, wants: []want{{"market", []string{"Semoule fine, 1 kg", "Pois chiches, 2 boîtes", "Lait demi-écrémé, 6 briques", "Savon de Marseille"}, 2430, false}}},
		{home: 9, wants: []want{{"fish", []string{"2 filets de merlan, sans arêtes"}, 1580, false}}},
		{home: 10, wants: []want{{"cook", []string{"2 parts de hachis parmentier", "2 compotes"}, 1950, false}}},
		{home: 11, wants: []want{{"grocer", []string{"Café moulu", "Biscottes", "Confiture de prunes", "Papier toilette"}, 3120, false}}},
	})
	if err != nil {
		return err
	}
	t.at(d, 8, 40)
	market, fish, cook, grocer := orders[0]["market"], orders[1]["fish"], orders[2]["cook"], orders[3]["grocer"]
	slips := []string{market, orders[0]["bread"], fish, orders[1]["bread"], cook, orders[2]["bread"], grocer, orders[3]["bread"]}
	r, err := t.plan(ctx, d, "monique", "Partner du CCAS", "Badge du parking dans la boîte à gants.", true, slips...)
	if err != nil {
		return err
	}
	tale := t.tale(ctx, "monique")
	tale.start(r, 61_540)
	tale.deliver(market, "A. Belkacem", 2430)
	tale.gift(orders[0]["bread"], "A. Belkacem")
	tale.giveBack(market, "Karim", 2430)
	tale.deliver(fish, "G. Morvan", 1580)
	tale.gift(orders[1]["bread"], "G. Morvan")
	tale.say(fish, slip.Alert, map[string]any{"text": "Madame Morvan n’a presque rien mangé depuis ma dernière visite : le réfrigérateur était plein. Elle paraît très fatiguée."})
	tale.giveBack(fish, "Y. Kervella", 1580)
	tale.say(cook, slip.PickedUp, map[string]any{"bags": 1, "check": "qr"})
	tale.say(cook, slip.HandedOver, map[string]any{"payment": "owed", "amountCents": 1950, "reason": "Plus de chèques", "mark": t.mark("P. Ansquer"), "check": "code"})
	tale.deliver(grocer, "", 3120) // signs with a witness, and the cheque is still with Monique
	tale.gift(orders[3]["bread"], "L. Fontaine")
	tale.end(r, 61_568)
	if tale.err != nil {
		return tale.err
	}
	helper := t.tale(ctx, "sekou") // he passed by with his bicycle: nobody had planned it
	helper.gift(orders[2]["bread"], "D. Ansquer")
	return helper.err
}

// tale is what one driver does, one act after the other; the first error stops it.
type tale struct {
	town   *town
	ctx    context.Context
	driver string
	err    error
}

func (t *town) tale(ctx context.Context, driver string) *tale {
	return &tale{town: t, ctx: ctx, driver: driver}
}

func (s *tale) say(slipID string, kind slip.Kind, data map[string]any) {
	if s.err == nil {
		s.err = s.town.fact(s.ctx, s.driver, slipID, kind, data)
	}
}

func (s *tale) round(id string, kind slip.Kind, data map[string]any) {
	if s.err == nil {
		s.err = s.town.send(s.ctx, s.driver, act{Kind: kind, Round: id, Data: data})
	}
}

func (s *tale) start(id string, km int) {
	s.round(id, round.KindOpened, map[string]any{})
	s.round(id, round.KindStarted, map[string]any{"checks": []string{"Masques", "Gel hydroalcoolique", "Gants", "Bons et stylo", "Téléphone chargé"}, "mileageKm": km})
}

func (s *tale) end(id string, km int) { s.round(id, round.KindEnded, map[string]any{"mileageKm": km}) }

// deliver takes the goods and hands them over against a cheque; without a name
// somebody signs who cannot hold the pen.
func (s *tale) deliver(slipID, name string, cents int64) {
	mark := map[string]any{"cannotSign": "Ne peut pas tenir le stylet", "witness": "Julien Fontaine, petit-fils"}
	if name != "" {
		mark = s.town.mark(name)
	}
	s.say(slipID, slip.PickedUp, map[string]any{"bags": 1, "check": "qr"})
	s.say(slipID, slip.HandedOver, map[string]any{"payment": "cheque", "amountCents": cents, "mark": mark, "check": "qr"})
}

func (s *tale) gift(slipID, name string) {
	s.say(slipID, slip.PickedUp, map[string]any{"bags": 1, "check": "none", "checkReason": "Remis en main propre par la boulangère"})
	s.say(slipID, slip.HandedOver, map[string]any{"payment": "none", "mark": s.town.mark(name), "check": "qr"})
}

// giveBack hands the cheque to the shop, which signs for it.
func (s *tale) giveBack(slipID, name string, cents int64) {
	s.say(slipID, slip.ChequeReturned, map[string]any{"amountCents": cents, "mark": s.town.mark(name)})
}
