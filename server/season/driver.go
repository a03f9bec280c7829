package season

import (
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/sync/phone"
	"github.com/portage-livraison/portage/sync/slip"
)

// driver is a person on the road, with one phone or two.
type driver struct {
	t      *town
	id     string
	name   string
	phones []*handset
	today  stop
	hour   time.Time // where the driver is in the day
	km     int
}

// handset is one phone on its line.
type handset struct {
	*phone.Phone
	line *phone.Line
	skew time.Duration // of its clock
}

// enrol gives the driver one more phone, by the code that a coordinator reads out.
func (d *driver) enrol() error {
	var ticket struct{ Code string }
	d.t.pass(1)
	if err := d.t.staff["coordinator"].post("/api/enrolments", m{"person": d.id}, &ticket); err != nil {
		return err
	}
	h := &handset{line: &phone.Line{To: d.t.http}, skew: time.Duration(d.t.rng.IntN(240)-120) * time.Second}
	h.Phone = phone.New(phone.Options{URL: d.t.url, HTTP: h.line, NewID: d.t.newID,
		Now: func() time.Time { return d.hour.Add(h.skew) }}, nil)
	d.hour = d.t.now()
	d.phones = append(d.phones, h)
	return h.Enrol(d.t.ctx, ticket.Code)
}

// trouble is what a line does to one exchange: a quarter of them and more fail.
func (t *town) trouble() phone.Fault {
	if t.rng.IntN(100) >= 34 {
		return phone.Fault{}
	}
	return []phone.Fault{{Kind: phone.Drop}, {Kind: phone.DropReply}, {Kind: phone.DropReply}, {Kind: phone.CutReply, At: 40}, {Kind: phone.Repeat},
		{Kind: phone.Portal}, {Kind: phone.Status, Code: 502}, {Kind: phone.Hold}}[t.rng.IntN(8)]
}

// try makes one exchange, as the line lets it.
func (d *driver) try(h *handset) (more bool, err error) {
	t := d.t
	t.clock.Store(max(t.clock.Load(), d.hour.UnixMilli()))
	h.line.Fail(t.trouble())
	t.tally.Exchanges++
	r, err := h.Exchange(t.ctx)
	if err != nil {
		t.tally.Failed++
		if t.ctx.Err() != nil {
			return false, t.ctx.Err()
		}
		if errors.Is(err, phone.ErrSignIn) || errors.Is(err, phone.ErrRefused) {
			return false, err
		}
		return true, nil
	}
	return r.More, nil
}

// sync goes on until nothing waits, as a phone does that found the network.
func (d *driver) sync(h *handset) error {
	for range 60 {
		before := d.t.tally.Failed
		more, err := d.try(h)
		if err != nil {
			return err
		}
		if !more && d.t.tally.Failed == before && len(h.Waiting()) == 0 {
			h.line.Heal()
			h.line.Release()
			return h.Upload(d.t.ctx, 64<<10)
		}
		d.hour = d.hour.Add(h.Pause())
	}
	return fmt.Errorf("%s: %d acts still wait", d.name, len(h.Waiting()))
}

// say stores a fact on the phone, minutes after the last one.
func (d *driver) say(h *handset, minutes int, f phone.Fact) (phone.Act, error) {
	d.hour = d.hour.Add(time.Duration(minutes) * time.Minute)
	a, err := h.Record(f)
	if err != nil {
		return a, err
	}
	d.t.tally.Acts++
	if f.Slip != "" {
		d.t.tally.SlipActs = append(d.t.tally.SlipActs, a.ID)
	}
	// Most of the time there is no network, or a bad one.
	if d.t.rng.IntN(7) == 0 {
		_, err = d.try(h)
	}
	return a, err
}

func (d *driver) onSlip(h *handset, minutes int, tr *trip, kind slip.Kind, data slip.Data) (phone.Act, error) {
	return d.say(h, minutes, phone.Fact{Kind: kind, Slip: tr.slip, Data: data})
}

// set puts the driver's day at an hour.
func (d *driver) set(on day.Day, hour, minute int) {
	d.hour = on.At(hour, minute, d.t.zone)
}
