package sample

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/sync/slip"
)

// phone is a driver's phone: it enrols and sends acts as the app does.
type phone struct {
	town       *town
	device     string
	credential string
	epoch      string
	seq        int64
}

// act is one act, as sync/README.md section 2 has it.
type act struct {
	ID    string    `json:"id"`
	Seq   int64     `json:"seq"`
	Kind  slip.Kind `json:"kind"`
	V     int       `json:"v"`
	Slip  string    `json:"slip,omitempty"`
	Round string    `json:"round,omitempty"`
	At    string    `json:"at"`
	Data  any       `json:"data"`
}

// phoneOf is the phone of a driver, enrolled at its first use.
func (t *town) phoneOf(ctx context.Context, driver string) (*phone, error) {
	if p := t.phones[driver]; p != nil {
		return p, nil
	}
	ticket, err := t.o.Gate.NewEnrolment(ctx, account.System, t.staff[driver].ID)
	if err != nil {
		return nil, err
	}
	_, token, _ := strings.Cut(ticket.URL, "#")
	p := &phone{town: t, epoch: t.o.NewID()}
	first, _, _ := strings.Cut(t.staff[driver].Name, " ")
	in, err := t.o.Gate.Enrol(ctx, access.Peer{Address: "sample", Label: "sample"},
		access.Enrol{Token: token, Epoch: p.epoch, Label: "Téléphone de " + first + " (exemple)", Charter: true})
	if err != nil {
		return nil, err
	}
	p.device, p.credential = in.Device.ID, in.Device.ID+"."+in.Secret
	t.phones[driver] = p
	return p, nil
}

// send tells one act at the town's present time, through the exchange.
func (t *town) send(ctx context.Context, driver string, a act) error {
	p, err := t.phoneOf(ctx, driver)
	if err != nil {
		return err
	}
	p.seq++
	a.ID, a.Seq, a.V, a.At = t.o.NewID(), p.seq, 1, t.now.In(t.o.Zone).Format("2006-01-02T15:04:05.000Z07:00")
	body, err := json.Marshal(map[string]any{"proto": 1, "device": p.device, "epoch": p.epoch, "app": "sample", "sentAt": a.At,
		"issued": p.seq, "acts": []act{a}, "have": map[string]int64{}})
	if err != nil {
		return err
	}
	raw, err := t.field.Exchange(ctx, p.credential, body)
	if err != nil {
		return fmt.Errorf("%s sends %s: %w", driver, a.Kind, err)
	}
	var answer struct {
		Receipts []struct{ Receipt, Outcome, Code string }
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		return err
	}
	if len(answer.Receipts) != 1 || answer.Receipts[0].Receipt != "stored" || answer.Receipts[0].Outcome == "held" || answer.Receipts[0].Outcome == "pending" {
		return fmt.Errorf("%s sends %s: the answer is %+v", driver, a.Kind, answer.Receipts)
	}
	return nil
}

// fact is send for a slip.
func (t *town) fact(ctx context.Context, driver, slipID string, kind slip.Kind, data map[string]any) error {
	t.now = t.now.Add(time.Duration(40+t.rand.IntN(80)) * time.Second)
	return t.send(ctx, driver, act{Kind: kind, Slip: slipID, Data: data})
}

// mark is a signature as a hand of that age writes it: two or three strokes of
// loops that rise and fall, and a line beneath.
func (t *town) mark(name string) map[string]any {
	var strokes []int
	x := 90 + t.rand.Float64()*60
	for range 2 + t.rand.IntN(2) {
		n, rise, turn := 18+t.rand.IntN(10), 60+t.rand.Float64()*70, 1.1+t.rand.Float64()*0.7
		strokes = append(strokes, n)
		phase := t.rand.Float64() * math.Pi
		for i := range n {
			a := phase + float64(i)*turn/2
			px, py := x+float64(i)*9+22*math.Cos(a), 260-rise*math.Sin(a)+t.rand.Float64()*6
			strokes = append(strokes, int(px), int(py))
		}
		x += float64(n)*9 + 25
	}
	strokes = append(strokes, 3, 120, 345, int(x/2), 352, int(x), 338)
	return map[string]any{"strokes": strokes, "w": 340, "h": 170, "name": name}
}
