package season

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/sync/phone"
	"github.com/portage-livraison/portage/sync/slip"
)

// lateCheque is one that a driver still has the next day.
type lateCheque struct {
	driver *driver
	trip   *trip
}

// On which days of the season something happens to a whole round.
const (
	illDay    = 7  // a driver is ill: the round goes to a colleague before it begins
	movedDay  = 12 // a round is moved while its driver is out, offline, and does it
	lostDay   = 14 // a phone is lost in the evening
	secondDay = 42 // a driver has two phones from here on
)

// drive is the morning of every driver who has a round.
func (t *town) drive(i int, d day.Day) error {
	t.at(d, 8, 15)
	if i == illDay {
		if err := t.ill(); err != nil {
			return fmt.Errorf("ill driver: %w", err)
		}
	}
	late := t.late
	t.late = nil
	for _, l := range late {
		l.driver.set(d, 8, 20)
		if err := l.driver.giveBack(l.driver.phones[len(l.driver.phones)-1], l.trip); err != nil {
			return fmt.Errorf("a late cheque: %w", err)
		}
		if err := l.driver.sync(l.driver.phones[len(l.driver.phones)-1]); err != nil {
			return err
		}
	}
	for n, dr := range t.drivers {
		if len(dr.today.trips) == 0 {
			continue
		}
		if err := dr.begin(i, d); err != nil {
			return fmt.Errorf("%s begins: %w", dr.name, err)
		}
		if err := dr.round(d); err != nil {
			return fmt.Errorf("%s: %w", dr.name, err)
		}
		if err := t.meanwhile(i, n, dr); err != nil {
			return fmt.Errorf("meanwhile: %w", err)
		}
		for _, h := range dr.phones {
			if err := dr.sync(h); err != nil {
				return err
			}
		}
		if i == lostDay {
			if err := dr.lose(); err != nil {
				return fmt.Errorf("lost phone: %w", err)
			}
		}
	}
	return t.settleOwed(i)
}

// ill moves the first round of the day to a colleague, before it began.
func (t *town) ill() error {
	for n, dr := range t.drivers {
		if len(dr.today.trips) == 0 {
			continue
		}
		to := t.drivers[(n+2)%months[0].drivers]
		t.tally.Trouble.RoundMoved++
		if err := t.staff["coordinator"].post("/api/rounds/"+dr.today.id+"/move", m{"driver": to.id, "reason": "Malade"}, nil); err != nil {
			return err
		}
		to.today.trips = append(to.today.trips, dr.today.trips...)
		if to.today.id == "" {
			to.today.id = dr.today.id
		}
		dr.today = stop{}
		return nil
	}
	return nil
}

// begin is the start at the town hall, on its network.
func (d *driver) begin(i int, on day.Day) error {
	if len(d.phones) == 0 || i >= secondDay && len(d.phones) == 1 {
		if len(d.phones) == 1 {
			d.t.tally.Trouble.PhoneSecond++
		}
		if err := d.enrol(); err != nil {
			return err
		}
	}
	d.set(on, 8, 40)
	for _, h := range d.phones {
		if err := d.sync(h); err != nil {
			return err
		}
	}
	h := d.phones[0]
	for _, tr := range d.today.trips {
		if _, shown := h.Slip(tr.slip); !shown {
			return fmt.Errorf("the phone does not show slip %s", tr.slip)
		}
	}
	d.km += 10 + d.t.rng.IntN(25)
	_, err := d.say(h, 5, phone.Fact{Kind: "roundStarted", Round: d.today.id,
		Data: map[string]any{"checks": []string{"Masques", "Gel", "Gants"}, "vehicle": "Kangoo de la mairie", "mileageKm": 40_000 + d.km}})
	return err
}

// round goes to the shops, to the doors, and back to the shops.
func (d *driver) round(on day.Day) error {
	for _, tr := range d.today.trips {
		h := d.hand(tr)
		if _, err := d.onSlip(h, 6, tr, slip.PickedUp, slip.Data{Bags: 1, Check: "qr"}); err != nil {
			return err
		}
		if tr.free || tr.stated {
			continue
		}
		if _, err := d.onSlip(h, 1, tr, slip.AmountStated, slip.Data{AmountCents: tr.cents}); err != nil {
			return err
		}
		tr.stated = true
	}
	for _, tr := range d.today.trips {
		if err := d.door(on, tr); err != nil {
			return err
		}
	}
	for _, tr := range d.today.trips {
		if err := d.backAtShop(on, tr); err != nil {
			return err
		}
	}
	_, err := d.say(d.phones[0], 4, phone.Fact{Kind: "roundEnded", Round: d.today.id, Data: map[string]any{"mileageKm": 40_000 + d.km + 12}})
	return err
}

// hand is the phone that the driver has in the hand at a slip.
func (d *driver) hand(tr *trip) *handset {
	return d.phones[int(tr.slip[len(tr.slip)-1])%len(d.phones)]
}

// door is what happens at the resident's.
func (d *driver) door(on day.Day, tr *trip) error {
	h := d.hand(tr)
	if tr.visit.day > on {
		d.t.tally.Trouble.NoAnswer++
		_, err := d.onSlip(h, 9, tr, slip.AttemptFailed, slip.Data{Reason: "noAnswer", Goods: "inVehicle", Called: []string{"resident", "emergency"}})
		return err
	}
	mark := phone.Signed(tr.home.name)
	data := slip.Data{Payment: slip.PayCheque, AmountCents: tr.cents, Mark: mark, Check: "qr"}
	var photos [][]byte
	switch {
	case tr.free:
		data = slip.Data{Payment: slip.PayNone, Mark: mark}
	case tr.visit.quirk == owes:
		d.t.tally.Trouble.Owed++
		d.t.owed = append(d.t.owed, tr.slip)
		data = slip.Data{Payment: slip.PayOwed, AmountCents: tr.cents, Reason: "Chéquier introuvable", Mark: mark}
	case tr.visit.quirk == witness:
		d.t.tally.Trouble.Witness++
		data.Mark = phone.Unsigned("Ne peut pas tenir le stylet", "Voisine du premier")
	case tr.visit.quirk == onPaper:
		d.t.tally.Trouble.Paper++
		data.Mark, photos = &slip.MarkData{Paper: true}, [][]byte{photo(d.t.rng.Uint32())}
	case tr.visit.quirk == mistaken:
		if err := d.mistake(h, tr, data); err != nil {
			return err
		}
	}
	if _, err := d.say(h, 7, phone.Fact{Kind: slip.HandedOver, Slip: tr.slip, Data: data, Photos: photos}); err != nil {
		return err
	}
	if tr.visit.quirk == worry && !tr.free {
		_, err := d.onSlip(h, 1, tr, slip.Alert, slip.Data{Text: "Semble très fatiguée, le réfrigérateur est plein."})
		return err
	}
	return nil
}

// mistake is a tap too early, taken back at once.
func (d *driver) mistake(h *handset, tr *trip, data slip.Data) error {
	d.t.tally.Trouble.Corrected++
	a, err := d.onSlip(h, 2, tr, slip.HandedOver, data)
	if err != nil {
		return err
	}
	_, err = d.onSlip(h, 1, tr, slip.Corrected, slip.Data{Entry: a.ID, Reason: "Appuyé par erreur"})
	return err
}

// backAtShop brings the cheque, or the goods that nobody took.
func (d *driver) backAtShop(on day.Day, tr *trip) error {
	switch {
	case tr.visit.day > on:
		_, err := d.onSlip(d.hand(tr), 5, tr, slip.GoodsReturned, slip.Data{To: string(slip.AtMerchant)})
		return err
	case tr.free || tr.visit.quirk == owes:
		return nil
	case tr.visit.quirk == chequeLate || on == closes:
		d.t.tally.Trouble.ChequeLate++
		d.t.late = append(d.t.late, lateCheque{d, tr})
		return nil
	}
	return d.giveBack(d.hand(tr), tr)
}

// giveBack hands a cheque to its shop, which signs.
func (d *driver) giveBack(h *handset, tr *trip) error {
	_, err := d.onSlip(h, 5, tr, slip.ChequeReturned, slip.Data{AmountCents: tr.cents, Mark: phone.Signed(tr.shop.name)})
	return err
}

// photo is a picture of a paper slip.
func photo(seed uint32) []byte {
	img := image.NewGray(image.Rect(0, 0, 64, 48))
	for i := range img.Pix {
		img.Pix[i] = byte(seed >> (i % 24))
	}
	var b bytes.Buffer
	_ = jpeg.Encode(&b, img, nil) // a buffer takes everything
	return b.Bytes()
}
