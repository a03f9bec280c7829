package season

import (
	"errors"
	"fmt"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/sync/slip"
)

// meanwhile is what the desk decides while the driver is out and offline; the
// field's truth stands against it.
func (t *town) meanwhile(i, n int, dr *driver) error {
	who := t.staff["coordinator"]
	done := map[string]bool{}
	for _, tr := range dr.today.trips {
		if tr.visit.quirk != withdrawn || tr.visit.day != day.Of(t.now(), t.zone) || done[tr.order] {
			continue
		}
		done[tr.order] = true
		t.tally.Trouble.FieldTruth++
		if err := who.post("/api/orders/"+tr.order+"/cancel", m{"reason": "Hospitalisation"}, nil); err != nil {
			return err
		}
	}
	if i != movedDay || t.tally.Trouble.RoundMoved > 1 {
		return nil
	}
	t.tally.Trouble.RoundMoved++
	to := t.drivers[(n+1)%months[0].drivers]
	err := who.post("/api/rounds/"+dr.today.id+"/move", m{"driver": to.id, "reason": "Changement de planning"}, nil)
	if refused := (*refusal)(nil); errors.As(err, &refused) && refused.code == "round.ended" {
		return nil // the phone found a moment of network at the very end
	}
	return err
}

// lose is an evening without a phone: it is revoked, a new one enrolled, and
// what the old one still says later is kept for a look.
func (d *driver) lose() error {
	if d.t.tally.Trouble.PhoneLost > 0 {
		return nil
	}
	d.t.tally.Trouble.PhoneLost++
	old := d.phones[0]
	if err := d.t.staff["coordinator"].post("/api/devices/"+old.Disk().Device+"/revoke", m{}, nil); err != nil {
		return err
	}
	d.phones = nil
	if err := d.enrol(); err != nil {
		return err
	}
	if _, err := d.onSlip(old, 1, d.today.trips[0], slip.Note, slip.Data{Text: "Téléphone retrouvé sous le siège"}); err != nil {
		return err
	}
	return d.sync(old)
}

// settleOwed is the resident who brings the cheque to the shop days later; the
// shop says so on its page.
func (t *town) settleOwed(i int) error {
	if i%4 != 3 && i < len(t.plan.days)-1 {
		return nil
	}
	for _, id := range t.owed {
		var s struct{ Cheque struct{ AmountCents int64 } }
		if err := t.staff["agent"].get("/api/slips/"+id, &s); err != nil {
			return err
		}
		mark := m{"strokes": []int{3, 100, 100, 200, 180, 260, 90}, "w": 340, "h": 160, "name": "La caisse"}
		if err := t.tap(id, m{"kind": slip.ChequeReturned, "amountCents": s.Cheque.AmountCents, "mark": mark}); err != nil {
			return err
		}
	}
	t.owed = nil
	return nil
}

// cheques is the list that a coordinator keeps until it is empty.
func (t *town) cheques() (int, error) {
	var list struct{ Cheques []struct{ Slip string } }
	err := t.staff["coordinator"].get("/api/cheques", &list)
	return len(list.Cheques), err
}

// close is what follows the last day: no order is taken, and every cheque that
// is out stays listed until it is with its shop.
func (t *town) close() error {
	for _, h := range t.homes {
		if h == nil {
			return errors.New("a household of the plan never called")
		}
	}
	t.at(closes.Add(1), 9, 0)
	form := m{"household": t.homes[0].id, "day": closes.Add(1), "parts": []m{{"merchant": t.shops[0].id, "lines": []m{{"text": "Oranges"}}}}}
	err := t.staff["agent"].post("/api/orders", form, nil)
	if refused := (*refusal)(nil); !errors.As(err, &refused) || refused.code != "service.after" {
		return fmt.Errorf("an order after closing: %w", errors.Join(err, errors.New("it was not refused as it should")))
	}
	t.tally.Trouble.Refused++
	for len(t.late) > 0 {
		n, err := t.cheques()
		if err != nil {
			return err
		}
		if n != len(t.late) {
			return fmt.Errorf("%d cheques are listed, %d are out", n, len(t.late))
		}
		l := t.late[0]
		t.late = t.late[1:]
		h := l.driver.phones[0]
		l.driver.hour = t.now()
		if err := l.driver.giveBack(h, l.trip); err != nil {
			return err
		}
		if err := l.driver.sync(h); err != nil {
			return err
		}
	}
	n, err := t.cheques()
	if err == nil && n != 0 {
		err = fmt.Errorf("%d cheques are still listed", n)
	}
	return err
}
