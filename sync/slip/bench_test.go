package slip

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// busy is a slip of 12 entries, two of them with signatures of about 4 KB.
func busy(tb testing.TB) Slip {
	tb.Helper()
	strokes := "[500" + strings.Repeat(",123,456", 500) + "]"
	mark := `"mark":{"strokes":` + strokes + `,"w":300,"h":150,"name":"Mme Petit"}`
	list := []Entry{
		{Kind: Created, Via: ViaDesk, Data: json.RawMessage(`{"number":"20-001","day":"2020-04-07","sheet":{"household":{"id":"h1","name":"Mme Petit","address":"3 rue des Poilus"},"merchant":{"id":"m1","name":"Primeur","payee":"Primeur SARL"},"lines":[{"id":"l1","text":"pommes"},{"id":"l2","text":"pain"}]}}`)},
		{Kind: Assigned, Via: ViaDesk, Data: json.RawMessage(`{"driver":"A","round":"r1","position":3}`)},
		{Kind: SentToMerchant, Via: ViaDesk, Data: json.RawMessage(`{"channel":"page"}`)},
		{Kind: Ready, Via: ViaQR, Data: json.RawMessage(`{"bags":2}`)},
		{Kind: Opened}, {Kind: PickedUp, Data: json.RawMessage(`{"bags":2,"check":"qr"}`)},
		{Kind: AmountStated, Data: json.RawMessage(`{"amountCents":2350}`)},
		{Kind: AttemptFailed, Data: json.RawMessage(`{"reason":"noAnswer","goods":"inVehicle"}`)},
		{Kind: Note, Data: json.RawMessage(`{"text":"sonner deux fois"}`)},
		{Kind: HandedOver, Data: json.RawMessage(`{"payment":"cheque","amountCents":2350,` + mark + `}`)},
		{Kind: ChequeReturned, Data: json.RawMessage(`{"amountCents":2350,` + mark + `}`)},
		{Kind: Opened},
	}
	s := Slip{ID: "0190a000-0000-7000-8000-00000000beef"}
	for i, e := range list {
		e.ID, e.V, e.By = fmt.Sprintf("0190a000-0000-7000-8000-%012d", i), 1, "A"
		e.At = time.Date(2020, 4, 6, 8, i, 0, 0, time.UTC)
		e.Received = e.At
		if e.Via == "" {
			e.Via, e.Device, e.Seq = ViaApp, "0190a000-0000-7000-8000-000000000ddd", int64(i)
		}
		next, _, err := Append(s, e)
		if err != nil {
			tb.Fatal(err)
		}
		s = next
	}
	return s
}

func BenchmarkFold(b *testing.B) {
	s := busy(b)
	b.ReportAllocs()
	for b.Loop() {
		s.Fold()
	}
}

func BenchmarkAppend(b *testing.B) {
	s := busy(b)
	e := s.Journal[10] // a signature of 4 KB
	e.ID, e.Seq = "0190a000-0000-7000-8000-00000000cafe", 99
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := Append(s, e); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCut(b *testing.B) {
	s := busy(b)
	b.ReportAllocs()
	for b.Loop() {
		Cut(s, Options{Contact: true})
	}
}

func BenchmarkDecode(b *testing.B) {
	raw := busy(b).AppendJSON(nil)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(raw); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	s, buf := busy(b), []byte(nil)
	b.ReportAllocs()
	for b.Loop() {
		buf = s.AppendJSON(buf[:0])
	}
}
