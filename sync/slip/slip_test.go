package slip

import (
	"encoding/json"
	"testing"
	"time"
)

// day is a journal in the making: each call appends one entry at the next minute.
type day struct {
	t    *testing.T
	slip Slip
	now  time.Time
	n    int
}

func newDay(t *testing.T) *day {
	d := &day{t: t, slip: Slip{ID: "s1"}, now: time.Date(2020, 4, 6, 8, 0, 0, 0, time.UTC)}
	d.desk(Created, `{"number":"2020-0001","day":"2020-04-06","sheet":{"household":{"id":"h1"},"merchant":{"id":"m1","name":"Primeur","payee":"Primeur SARL"},"lines":[]}}`)
	d.desk(Assigned, `{"driver":"A"}`)
	return d
}

func (d *day) add(e Entry) Outcome {
	d.t.Helper()
	d.n++
	d.now = d.now.Add(time.Minute)
	e.ID, e.V, e.At, e.Received = "e"+string(rune('a'+d.n/26))+string(rune('a'+d.n%26)), 1, d.now, d.now
	next, out, err := Append(d.slip, e)
	if err != nil {
		d.t.Fatalf("%s: %v", e.Kind, err)
	}
	d.slip = next
	return out
}

func (d *day) desk(k Kind, data string) Outcome {
	d.t.Helper()
	return d.add(Entry{Kind: k, By: "desk", Via: ViaDesk, Data: json.RawMessage(data)})
}

func (d *day) phone(driver string, k Kind, data string) Outcome {
	d.t.Helper()
	return d.add(Entry{Kind: k, By: driver, Device: "d" + driver, Seq: int64(d.n + 1), Via: ViaApp, Data: json.RawMessage(data)})
}

const signed = `"mark":{"strokes":[2,1,2,3,4],"w":300,"h":150,"name":"Mme Petit"}`

func TestMainPath(t *testing.T) {
	d := newDay(t)
	d.phone("A", PickedUp, `{"bags":2}`)
	d.phone("A", AmountStated, `{"amountCents":2350}`)
	d.phone("A", HandedOver, `{"payment":"cheque","amountCents":2350,`+signed+`}`)
	st := d.slip.Fold()
	if st.Goods.State != GoodsDelivered || st.Cheque.State != ChequeWithDriver || st.ChequeHolder() != "A" || st.Complete {
		t.Fatalf("after the hand-over: %+v %+v", st.Goods, st.Cheque)
	}
	d.phone("A", ChequeReturned, `{"amountCents":2350,`+signed+`}`)
	st = d.slip.Fold()
	if st.Cheque.State != ChequeWithMerchant || st.ChequeHolder() != "" || !st.Complete || !st.Closed || st.NeedsAttention() {
		t.Fatalf("at the end: %+v %+v %+v", st.Goods, st.Cheque, st.Tasks)
	}
	if err := Verify(d.slip.Journal); err != nil {
		t.Fatal(err)
	}
}
