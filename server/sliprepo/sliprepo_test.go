package sliprepo_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/sync/slip"
)

func TestASlipComesBackAsItWasAndItsKeysAreTotal(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	s := slip.Slip{ID: "s1"}
	for i, e := range []slip.Entry{
		{Kind: slip.Created, Data: json.RawMessage(`{"number":"2026-0001","day":"2026-11-23","sheet":{"household":{"id":"h"},"merchant":{"id":"m","name":"Au Bon Panier"},"lines":[{"id":"1","text":"Pommes"}]}}`)},
		{Kind: slip.Assigned, Data: json.RawMessage(`{"driver":"ana","round":"r"}`)},
	} {
		e.ID, e.V, e.At, e.Received, e.By, e.Via = string(rune('a'+i)), 1, noon, noon, "claire", slip.ViaDesk
		var err error
		if s, _, err = slip.Append(s, e); err != nil {
			t.Fatal(err)
		}
	}
	d, err := sliprepo.Encode(s, s.Fold(), 0, noon)
	if err != nil {
		t.Fatal(err)
	}
	got, st, err := sliprepo.Decode(d)
	if err != nil || !reflect.DeepEqual(st, s.Fold()) || slip.Verify(got.Journal) != nil || len(got.Journal) != 2 {
		t.Errorf("came back as %+v, %v", got, err)
	}
	for k := range sliprepo.Kind().Keys {
		if _, ok := d.Keys[k]; !ok {
			t.Errorf("the key %s is missing", k)
		}
	}
	for k, want := range map[string]any{"number": "2026-0001", "day": "2026-11-23", "household": "h", "merchant": "m", "driver": "ana", "round": "r", "open": int64(1)} {
		if d.Keys[k] != want {
			t.Errorf("%s = %v, want %v", k, d.Keys[k], want)
		}
	}
	if len(d.Keys) != len(sliprepo.Kind().Keys) {
		t.Errorf("%d keys, %d are declared", len(d.Keys), len(sliprepo.Kind().Keys))
	}
}

func TestAnUnreadableSlipIsAnErrorNotAnEmptyOne(t *testing.T) {
	d, _ := sliprepo.Encode(slip.Slip{ID: "s"}, slip.State{}, 0, time.Now())
	d.Body = []byte(`{"id":`)
	if _, _, err := sliprepo.Decode(d); err == nil {
		t.Error("half a document was read")
	}
}
