package sample

import (
	"context"
	"time"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/sync/slip"
)

// tellToday leaves the present day, on a public holiday the next working one, in
// every state: a round on its way, one that its driver has yet to open (the
// visitor's), a draft, and slips in no round.
func (t *town) tellToday(ctx context.Context) error {
	d := t.next(t.today)
	t.at(t.before(t.today), 9, 0)
	lot, err := t.desk.AddLot(ctx, t.staff["coordinator"], order.Lot{Text: "Un ballotin de chocolats", Donor: "Chocolaterie Ambre", Stock: 12})
	if err != nil {
		return err
	}
	slips, err := t.place(ctx, d, []basket{
		{home: 0, lots: []string{lot.Value.ID}, wants: []want{
			{"greens", []string{"1 kg de pommes de terre", "4 poireaux", "1 kg de clémentines", "1 potimarron coupé"}, 1465, false},
			{"cheese", []string{"1/2 camembert bien fait", "200 g de comté"}, 0, false}}},
		{home: 1, wants: []want{{"butcher", nil, 0, true}}},
		{home: 2, note: "Appeler avant de monter.", wants: []want{{"fish", []string{"1 dos de cabillaud", "12 bulots cuits"}, 1790, false}}},
		{home: 3, wants: []want{{"market", []string{"Riz, 5 kg", "Huile, 1 l", "Sucre, 1 kg", "Lait, 6 briques", "Couches taille 4"}, 0, false}}},
		{home: 4, lots: []string{lot.Value.ID}, wants: []want{{"grocer", []string{"Soupe en brique, 4", "Biscuits nature", "Croquettes petit chien, 2 kg"}, 2240, false}}},
		{home: 5, wants: []want{{"greens", []string{"Haricots verts, 500 g", "6 pommes", "1 laitue"}, 0, false}}},
		{home: 6, wants: []want{{"cook", []string{"2 blanquettes de veau", "2 soupes de légumes", "2 flans"}, 0, false}}},
		{home: 7, wants: []want{{"cheese", []string{"1 chèvre frais", "Beurre demi-sel, 250 g"}, 0, false}}},
	})
	if err != nil {
		return err
	}
	if err := t.shopsPrepare(ctx, slips); err != nil {
		return err
	}
	t.notes.Slip = slips[6]["cook"]
	return t.drive(ctx, d, slips)
}

// shopsPrepare sends the slips to the shops and notes who called back.
func (t *town) shopsPrepare(ctx context.Context, s []map[string]string) error {
	breads := []string{s[0]["bread"], s[1]["bread"], s[2]["bread"], s[3]["bread"], s[4]["bread"], s[6]["bread"]}
	for _, by := range []struct {
		channel string
		slips   []string
	}{
		{"print", []string{s[0]["greens"], s[0]["cheese"], s[3]["market"], s[5]["greens"]}},
		{"phone", append(breads, s[1]["butcher"], s[2]["fish"])},
		{"mail", []string{s[4]["grocer"], s[6]["cook"]}},
	} {
		if err := t.sent(ctx, by.channel, by.slips...); err != nil {
			return err
		}
	}
	for _, r := range []struct {
		id     string
		bags   int
		amount int64
	}{{s[0]["greens"], 2, 0}, {s[0]["cheese"], 1, 920}, {s[1]["butcher"], 1, 0}, {s[2]["fish"], 1, 0}, {s[3]["market"], 3, 0}, {s[4]["grocer"], 2, 0},
		{s[5]["greens"], 1, 1130}} {
		if err := t.ready(ctx, r.id, r.bags, r.amount); err != nil {
			return err
		}
	}
	for _, id := range breads {
		if err := t.ready(ctx, id, 1, 0); err != nil {
			return err
		}
	}
	return nil
}

// drive plans the rounds; on a working day the first one is on its way.
func (t *town) drive(ctx context.Context, d day.Day, s []map[string]string) error {
	live := d == t.today
	if live {
		t.now = t.morning()
	} else {
		t.now = t.o.Now()
	}
	nadia, err := t.plan(ctx, d, "nadia", "Kangoo de la mairie", "", true,
		s[0]["greens"], s[0]["cheese"], s[0]["bread"], s[1]["butcher"], s[1]["bread"], s[2]["fish"], s[2]["bread"])
	if err != nil {
		return err
	}
	_, err = t.plan(ctx, d, "loic", "Partner du CCAS", "Travaux rue Haute : se garer place du Château.", true,
		s[4]["grocer"], s[4]["bread"], s[3]["market"], s[3]["bread"], s[6]["cook"], s[6]["bread"])
	if err != nil {
		return err
	}
	if _, err = t.plan(ctx, d, "sekou", "Vélo cargo", "", false, s[7]["cheese"], s[7]["bread"]); err != nil || !live {
		return err
	}
	tale := t.tale(ctx, "nadia")
	tale.start(nadia, 48_150)
	tale.deliver(s[0]["greens"], "O. Maréchal", 1465)
	tale.say(s[0]["cheese"], slip.PickedUp, map[string]any{"bags": 1, "check": "qr"})
	tale.gift(s[0]["bread"], "O. Maréchal")
	tale.say(s[0]["cheese"], slip.HandedOver, map[string]any{"payment": "cheque", "amountCents": 920, "mark": t.mark("O. Maréchal"), "check": "qr"})
	tale.giveBack(s[0]["greens"], "Agathe", 1465)
	tale.say(s[1]["butcher"], slip.AmountStated, map[string]any{"amountCents": 2275})
	tale.say(s[1]["butcher"], slip.PickedUp, map[string]any{"bags": 1, "check": "qr"})
	tale.say(s[1]["bread"], slip.PickedUp, map[string]any{"bags": 1, "check": "code"})
	tale.say(s[2]["fish"], slip.PickedUp, map[string]any{"bags": 1, "check": "qr"})
	tale.say(s[2]["fish"], slip.AttemptFailed, map[string]any{"reason": "noAnswer", "goods": "inVehicle", "called": []string{"Thérèse Ouvrard"},
		"note": "Volets fermés, le téléphone sonne dans le vide."})
	return tale.err
}

// morning is when today's rounds begin: at eight, earlier when it is not yet
// eleven, so that what was done lies behind the visitor.
func (t *town) morning() time.Time {
	eight, first := t.today.At(8, 0, t.o.Zone), t.today.At(0, 5, t.o.Zone)
	if ago := t.o.Now().Add(-3 * time.Hour); ago.Before(eight) {
		eight = ago
	}
	if eight.Before(first) {
		return first
	}
	return eight
}
