package slip

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// full is an entry with every field set; the test fails when a field is added
// and left out here.
func full(t *testing.T) Entry {
	t.Helper()
	e := Entry{
		ID: "é\"1", Kind: HandedOver, V: 1, Seq: 7, Basis: 3, By: "A", Device: "d", Via: ViaApp, Late: "revoked",
		At:       time.Date(2020, 4, 6, 8, 0, 0, 123e6, time.FixedZone("", 7200)),
		Received: time.Date(2020, 4, 6, 6, 1, 0, 0, time.UTC),
		Data:     json.RawMessage(`{"note":"\\\"}{ \u003c","n":[1,{"a":[]}]}`),
		Blobs:    []Blob{{"ab", 1}, {"cd", 2}}, Seal: []string{"a", "b"}, Hash: "00",
	}
	v := reflect.ValueOf(e)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Fatalf("%s is not set", v.Type().Field(i).Name)
		}
	}
	return e
}

func TestCodecIsJSON(t *testing.T) {
	for _, s := range []Slip{{ID: "s"}, {ID: "s", Journal: []Entry{}}, {ID: "s<", Journal: []Entry{full(t), {ID: "bare"}}}, busy(t)} {
		want, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.AppendJSON(nil); string(got) != string(want) {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
		var std Slip
		if err := json.Unmarshal(want, &std); err != nil {
			t.Fatal(err)
		}
		got, err := Decode(want)
		if err != nil || !reflect.DeepEqual(shownSlip(got), shownSlip(std)) {
			t.Errorf("decode: %v\n got %+v\nwant %+v", err, got, std)
		}
	}
}

func TestTheCodecOfAPhonesCopyIsJSON(t *testing.T) {
	whole := busy(t)
	for _, d := range []Doc{{}, Cut(whole, Options{}), Cut(whole, Options{Contact: true}), {ID: "<", Plan: Plan{Driver: "d", Position: 3}, Journal: []Entry{full(t)}}} {
		want, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if got := d.AppendJSON(nil); string(got) != string(want) {
			t.Errorf("\n got %s\nwant %s", got, want)
		}
	}
}

// shownSlip is s with times that reflect.DeepEqual can compare.
func shownSlip(s Slip) Slip {
	for i := range s.Journal {
		e := &s.Journal[i]
		_, offset := e.At.Zone()
		e.At = e.At.In(time.FixedZone("", offset))
	}
	return s
}

func TestDecodeRefusesDamage(t *testing.T) {
	whole := string(busy(t).AppendJSON(nil))
	for _, raw := range []string{"", "null", "{}", "[]", `{"id":"s","journal":[{]}`, `{"id":"s","journal":{}}`, whole + "x", whole[1:]} {
		if _, err := Decode([]byte(raw)); err == nil {
			t.Errorf("%.40s was read", raw)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		if cut := rapid.IntRange(0, len(whole)-1).Draw(r, "cut"); true {
			if _, err := Decode([]byte(whole[:cut])); err == nil {
				r.Fatalf("read though cut at %d", cut)
			}
		}
	})
}
