package exchange

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

const (
	deviceA = "0190a000-0000-7000-8000-00000000000a"
	epochA  = "0190e000-0000-7000-8000-00000000000a"
	slip1   = "01905000-0000-7000-8000-000000000001"
)

func envelope(extra string) string {
	return fmt.Sprintf(`{"proto":1,"device":%q,"epoch":%q,"app":"1.0.0","sentAt":"2026-11-21T08:00:00.000Z","issued":3%s}`, deviceA, epochA, extra)
}

func TestDecodeRequest(t *testing.T) {
	r, err := DecodeRequest([]byte(envelope(`,"acts":[ {"a":1} , NaN,"x"],"have":{"` + slip1 + `":4},"later":{"x":[]}`)))
	if err != nil {
		t.Fatal(err)
	}
	if r.Device != deviceA || r.Epoch != epochA || r.Issued != 3 || r.Have[slip1] != 4 || len(r.Acts) != 3 ||
		string(r.Acts[0]) != `{"a":1}` || string(r.Acts[1]) != `NaN` {
		t.Errorf("%+v", r)
	}
}

func TestDecodeRequestRefuses(t *testing.T) {
	tests := []struct {
		name, body string
		code       string
		field      string
	}{
		{"empty", ``, CodeBody, ""},
		{"array", `[]`, CodeBody, ""},
		{"half", envelope("")[:60], CodeBody, ""},
		{"bytes after", envelope("") + "x", CodeBody, ""},
		{"unreadable field", envelope(`,"x":NaN`), CodeBody, ""},
		{"deep field", envelope(`,"x":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000)), CodeBody, ""},
		{"field twice", envelope(`,"proto":1`), CodeEnvelope, ""},
		{"no proto", strings.Replace(envelope(""), `"proto":1`, `"proto":0`, 1), CodeEnvelope, "proto"},
		{"proto float", strings.Replace(envelope(""), `"proto":1`, `"proto":1.5`, 1), CodeEnvelope, "proto"},
		{"device", strings.Replace(envelope(""), deviceA, strings.ToUpper(deviceA), 1), CodeEnvelope, "device"},
		{"epoch", strings.Replace(envelope(""), epochA, "x", 1), CodeEnvelope, "epoch"},
		{"issued", strings.Replace(envelope(""), `"issued":3`, `"issued":-3`, 1), CodeEnvelope, "issued"},
		{"issued huge", strings.Replace(envelope(""), `"issued":3`, `"issued":9007199254740993`, 1), CodeEnvelope, "issued"},
		{"acts object", envelope(`,"acts":{}`), CodeEnvelope, "acts"},
		{"have array", envelope(`,"have":[]`), CodeEnvelope, "have"},
		{"have text", envelope(`,"have":{"x":"1"}`), CodeEnvelope, "have"},
		{"51 acts", envelope(`,"acts":[` + strings.Repeat("{},", 50) + `{}]`), CodeBatch, "acts"},
		{"10000 acts", envelope(`,"acts":[` + strings.Repeat("{},", 9999) + `{}]`), CodeBatch, "acts"},
		{"5 MB", envelope(`,"acts":["` + strings.Repeat("x", 5<<20) + `"]`), CodeBatch, ""},
	}
	for _, tt := range tests {
		_, err := DecodeRequest([]byte(tt.body))
		var bad *EnvelopeError
		if !errors.As(err, &bad) || bad.Code != tt.code || bad.Field != tt.field {
			t.Errorf("%s: %v, want %s on %q", tt.name, err, tt.code, tt.field)
		}
	}
}

func act(id string, seq int, rest string) string {
	return fmt.Sprintf(`{"id":%q,"seq":%d,"v":1,"basis":2,"at":"2026-11-21T08:30:00.123+01:00"%s}`, id, seq, rest)
}

const act1 = "0190ac00-0000-7000-8000-000000000001"

func TestReadAct(t *testing.T) {
	onSlip := `,"kind":"ready","slip":"` + slip1 + `"`
	good := act(act1, 7, onSlip+`,"data":{"bags":2}`)
	a := ReadAct(3, []byte(good))
	if a.Held != "" || a.ID != act1 || a.Seq != 7 || a.Index != 3 || a.Slip != slip1 || a.Basis != 2 || string(a.Data) != `{"bags":2}` {
		t.Errorf("%+v", a)
	}
	if got := a.At.Format("2006-01-02T15:04:05.000Z07:00"); got != "2026-11-21T07:30:00.123Z" {
		t.Errorf("at %s", got)
	}
	tests := []struct{ name, raw, id, held string }{
		{"not an object", `"x"`, "", CodeUnreadable},
		{"number that is none", act(act1, 7, onSlip+`,"data":{"bags":NaN}`), "", CodeUnreadable},
		{"no id", act("", 7, onSlip), "", CodeUnreadable},
		{"id of another form", act(strings.ToUpper(act1), 7, onSlip), "", CodeUnreadable},
		{"seq 0", act(act1, 0, onSlip), "", CodeUnreadable},
		{"seq text", strings.Replace(good, `"seq":7`, `"seq":"7"`, 1), "", CodeUnreadable},
		{"id twice", act(act1, 7, onSlip+`,"id":"`+act1+`"`), "", CodeUnreadable},
		{"not UTF-8", act(act1, 7, onSlip+`,"data":{"text":"`+"\xff"+`"}`), "", CodeUnreadable},
		{"deep", act(act1, 7, onSlip+`,"data":{"x":`+strings.Repeat("[", 1000)+strings.Repeat("]", 1000)+`}`), act1, CodeDeep},
		{"large", act(act1, 7, onSlip+`,"data":{"text":"`+strings.Repeat("x", MaxAct)+`"}`), act1, CodeTooLarge},
		{"no kind", act(act1, 7, `,"slip":"`+slip1+`"`), act1, CodeField},
		{"kind number", act(act1, 7, `,"kind":3,"slip":"`+slip1+`"`), act1, CodeField},
		{"v 0", strings.Replace(good, `"v":1`, `"v":0`, 1), act1, CodeField},
		{"at", strings.Replace(good, `2026-11-21T`, `yesterday`, 1), act1, CodeField},
		{"data array", act(act1, 7, onSlip+`,"data":[]`), act1, CodeField},
		{"blobs", act(act1, 7, onSlip+`,"blobs":[{"sha256":"zz"}]`), act1, CodeField},
		{"no target", act(act1, 7, `,"kind":"ready"`), act1, CodeTarget},
		{"two targets", act(act1, 7, onSlip+`,"round":"`+slip1+`"`), act1, CodeTarget},
		{"target with NUL", act(act1, 7, `,"kind":"ready","slip":"\u0000"`), act1, CodeField},
	}
	for _, tt := range tests {
		a := ReadAct(0, []byte(tt.raw))
		if a.Held != tt.held || a.ID != tt.id || string(a.Raw) != tt.raw {
			t.Errorf("%s: held %q id %q, want %q %q", tt.name, a.Held, a.ID, tt.held, tt.id)
		}
	}
	for _, at := range []string{"1966-01-01T00:00:00.000Z", "2099-12-31T23:59:59.999+14:00"} {
		if a := ReadAct(0, []byte(strings.Replace(good, "2026-11-21T08:30:00.123+01:00", at, 1))); a.Held != "" {
			t.Errorf("a clock at %s is taken as it is: held %q", at, a.Held)
		}
	}
}

// FuzzDecode: no body breaks the decoder, and an act that it does not hold has
// all that applying it needs.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(envelope(`,"acts":[` + act(act1, 1, `,"kind":"ready","slip":"`+slip1+`"`) + `,NaN,{"id":{}}]`)))
	f.Add([]byte(envelope(`,"have":{"a":1},"acts":[[[]],"\ud800"]`)))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := DecodeRequest(body)
		var bad *EnvelopeError
		if err != nil && !errors.As(err, &bad) {
			t.Fatalf("not an EnvelopeError: %v", err)
		}
		for i, raw := range r.Acts {
			a := ReadAct(i, raw)
			if a.Held == "" && (!IsID(a.ID) || a.Seq < 1 || a.Kind == "" || a.At.IsZero() || (a.Slip == "") == (a.Round == "")) {
				t.Fatalf("%q passed as %+v", raw, a)
			}
			if (a.ID == "") != (a.Seq == 0) {
				t.Fatalf("%q has half an identity: %+v", raw, a)
			}
		}
	})
}
