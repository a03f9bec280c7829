package report

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/portage-livraison/portage/sync/slip"
)

// handedOver is a slip of one household, paid with a cheque at the door.
func handedOver(t *testing.T, id, corrects string, cents int) brought {
	t.Helper()
	at := time.Date(2026, 5, 4, 10, 0, 0, 0, time.UTC)
	s := slip.Slip{ID: id}
	for i, e := range []slip.Entry{
		{Kind: slip.Created, Via: slip.ViaDesk, Data: data(t, map[string]any{"number": id, "day": "2026-05-04", "corrects": corrects,
			"sheet": map[string]any{"household": map[string]any{"id": "h"}, "merchant": map[string]any{"id": "m"}, "lines": []any{}}})},
		{Kind: slip.HandedOver, Via: slip.ViaPaper, Data: data(t, map[string]any{"payment": "cheque", "amountCents": cents, "driver": "ana", "mark": map[string]any{"paper": true}})},
	} {
		e.ID, e.V, e.At, e.Received = id+string(rune('a'+i)), 1, at, at
		var err error
		if s, _, err = slip.Append(s, e); err != nil {
			t.Fatal(err)
		}
	}
	return brought{s, s.Fold()}
}

func data(t *testing.T, v any) json.RawMessage {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestACorrectiveSlipIsNoSecondDelivery(t *testing.T) {
	l := loaded{slips: []brought{handedOver(t, "1", "", 1250), handedOver(t, "2", "1", 2150), handedOver(t, "3", "2", 2100)}}
	f := newCount(l, Ask{From: "2026-05-01", To: "2026-05-31"}, time.UTC).figures()
	if f.Slips != 1 || f.Deliveries != 1 || f.ChequesCents != 2100 {
		t.Errorf("%d slips, %d deliveries, %d cents", f.Slips, f.Deliveries, f.ChequesCents)
	}
}
