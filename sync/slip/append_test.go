package slip

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestAppendTwiceIsOnce(t *testing.T) {
	s := busy(t)
	for _, e := range s.Journal {
		e.Hash = ""
		e.Received = e.Received.AddDate(0, 0, 1) // it came again, a day later
		again, out, err := Append(s, e)
		if err != nil || len(again.Journal) != len(s.Journal) || out != s.Fold().Effects[e.ID] {
			t.Errorf("%s: %v %+v", e.Kind, err, out)
		}
		e.Data = json.RawMessage(`{"text":"something else"}`)
		if _, _, err := Append(s, e); !errors.Is(err, ErrDiffers) {
			t.Errorf("%s with other data: %v", e.Kind, err)
		}
	}
}

func TestAppendNeverChangesItsArgument(t *testing.T) {
	s := busy(t)
	s.Journal = append(make([]Entry, 0, 50), s.Journal...) // room that a careless append would write into
	before := slices.Clone(s.Journal)
	one, _, _ := Append(s, Entry{ID: "x", Kind: Note, V: 1, Data: json.RawMessage(`{"text":"x"}`)})
	two, _, _ := Append(s, Entry{ID: "y", Kind: Note, V: 1, Data: json.RawMessage(`{"text":"y"}`)})
	if !reflect.DeepEqual(s.Journal, before) || one.Journal[12].ID != "x" || two.Journal[12].ID != "y" {
		t.Error("two appends share an array")
	}
}

// TestStoredBytesKeepTheirHash: a store may write the journal as JSON and read
// it again; the hashes are still right.
func TestStoredBytesKeepTheirHash(t *testing.T) {
	s, _, err := Append(Slip{ID: "s"}, Entry{ID: "x", Kind: Note, V: 1, Data: json.RawMessage(`{ "text" : "a < b & c` + "\u2028" + ` é" }`)})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var std Slip
	if err := json.Unmarshal(raw, &std); err != nil {
		t.Fatal(err)
	}
	own, err := Decode(s.AppendJSON(nil))
	if err != nil || Verify(std.Journal) != nil || Verify(own.Journal) != nil {
		t.Error("the chain broke on the way through the store", err)
	}
	if _, _, err := Append(own, Entry{ID: "x", Kind: Note, V: 1, Data: json.RawMessage(`{"text":"a < b & c` + "\u2028" + ` é"}`)}); err != nil {
		t.Errorf("sent again, with other white space: %v", err)
	}
}

func TestJournalLimits(t *testing.T) {
	s := newDay(t).slip
	add := func(k Kind, data string) error {
		next, _, err := Append(s, Entry{ID: fmt.Sprint("n", len(s.Journal)), Kind: k, V: 1, By: "A", Via: ViaDesk, Data: json.RawMessage(data)})
		s = next
		return err
	}
	for len(s.Journal) < MaxPlans {
		if err := add(Assigned, `{"driver":"A"}`); err != nil {
			t.Fatal(err)
		}
	}
	if err := add(Assigned, `{"driver":"B"}`); !errors.Is(err, ErrJournalFull) {
		t.Errorf("a plan beyond %d: %v", MaxPlans, err)
	}
	for len(s.Journal) < MaxEntries {
		if err := add(Note, `{"text":"."}`); err != nil {
			t.Fatal(err)
		}
	}
	if err := add(Note, `{"text":"."}`); !errors.Is(err, ErrJournalFull) || len(s.Journal) != MaxEntries {
		t.Errorf("a fact beyond %d: %v", MaxEntries, err)
	}
}

// TestPlansThatCannotBe: the desk is told why; the journal stays.
func TestPlansThatCannotBe(t *testing.T) {
	const sheet = `{"merchant":{"id":"m1","name":"Primeur","payee":"%s"},"household":{"id":"h1"},"lines":[]}`
	created := `{"number":"1","day":"2020-04-06","sheet":` + fmt.Sprintf(sheet, "P") + `}`
	cheque := `{"payment":"cheque","amountCents":2350,` + signed + `}`
	cases := []struct {
		name  string
		after func(*day)
		kind  Kind
		data  string
		want  error
	}{
		{"created again", func(*day) {}, Created, created, ErrExists},
		{"settled without a task", func(*day) {}, Settled, `{"entry":"x","decision":"accept","reason":"r"}`, ErrNoTask},
		{"reopened though open", func(*day) {}, Reopened, `{"reason":"r"}`, ErrNotCancelled},
		{"cancelled twice", func(d *day) { d.desk(Cancelled, `{"reason":"r"}`) }, Cancelled, `{"reason":"r"}`, ErrCancelled},
		{"assigned though cancelled", func(d *day) { d.desk(Cancelled, `{"reason":"r"}`) }, Assigned, `{"driver":"B"}`, ErrCancelled},
		{"cancelled though delivered", func(d *day) { d.phone("A", HandedOver, cheque) }, Cancelled, `{"reason":"r"}`, ErrDelivered},
		{"another payee though the cheque is out", func(d *day) { d.phone("A", HandedOver, cheque) }, Edited, `{"sheet":` + fmt.Sprintf(sheet, "Q") + `}`, ErrChequeOut},
		{"edited though complete", func(d *day) {
			d.phone("A", HandedOver, cheque)
			d.phone("A", ChequeReturned, `{"amountCents":2350,`+signed+`}`)
		}, Edited, `{"day":"2020-04-07"}`, ErrComplete},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			d := newDay(t)
			c.after(d)
			next, _, err := Append(d.slip, Entry{ID: "plan", Kind: c.kind, V: 1, Via: ViaDesk, Data: json.RawMessage(c.data)})
			if !errors.Is(err, c.want) || len(next.Journal) != len(d.slip.Journal) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
	d := newDay(t)
	d.phone("A", HandedOver, cheque)
	d.phone("A", ChequeReturned, `{"amountCents":2350,`+signed+`}`)
	d.phone("A", AmountStated, `{"amountCents":9900}`)
	id := d.slip.Journal[len(d.slip.Journal)-1].ID
	for decision, want := range map[string]error{Accept: ErrComplete, Dismiss: nil} {
		plan := Entry{ID: "plan", Kind: Settled, V: 1, Via: ViaDesk, Data: json.RawMessage(`{"entry":"` + id + `","decision":"` + decision + `","reason":"r"}`)}
		if _, _, err := Append(d.slip, plan); !errors.Is(err, want) {
			t.Errorf("%s on a complete slip: %v, want %v", decision, err, want)
		}
	}
	if _, _, err := Append(Slip{}, Entry{ID: "a", Kind: Assigned, V: 1, Data: json.RawMessage(`{}`)}); !errors.Is(err, ErrNotCreated) {
		t.Errorf("assigned before created: %v", err)
	}
}

// TestParse: every rule of section 6 has a case that breaks only it.
func TestParse(t *testing.T) {
	mark := `"mark":{"strokes":[1,5,5],"w":9,"h":9}`
	long := strings.Repeat("é", MaxText+1)
	cases := []struct {
		kind Kind
		data string
		want error
	}{
		{Ready, `{}`, nil}, {Ready, ``, nil}, {Ready, `null`, nil}, {Ready, `{"bags":null}`, nil},
		{Ready, `{"bags":-1}`, ErrBadData}, {Ready, `{"bags":1.5}`, ErrBadData}, {Ready, `{"bags":"1"}`, ErrBadData},
		{Ready, `[]`, ErrBadData}, {Ready, `{`, ErrBadData}, {Ready, `{} {}`, ErrBadData}, {Ready, `{"x":NaN}`, ErrBadData},
		{Ready, `{"x":` + strings.Repeat("[", 1000) + strings.Repeat("]", 1000) + `}`, ErrBadData},
		{Ready, `{"x":"` + strings.Repeat("x", MaxData) + `"}`, ErrTooLarge},
		{Ready, `{"BAGS":"ignored: another name"}`, nil},
		{Unavailable, `{}`, ErrRequired}, {Unavailable, `{"reason":"` + long + `"}`, ErrTextTooLong},
		{Unavailable, `{"reason":"\ud800"}`, nil}, // a lone surrogate is read as U+FFFD
		{AmountStated, `{}`, ErrNoAmount}, {AmountStated, `{"amountCents":50001}`, ErrBadAmount}, {AmountStated, `{"amountCents":1e3}`, ErrBadData},
		{AmountStated, `{"amountCents":99999999999999999999}`, ErrBadData},
		{PickedUp, `{"check":"nose"}`, ErrBadData}, {PickedUp, `{"lines":[{"state":"taken"}]}`, ErrRequired},
		{PickedUp, `{"lines":[{"line":"l","state":"eaten"}]}`, ErrBadData},
		{PickedUp, `{"lines":[` + strings.Repeat(`{"line":"l","state":"taken"},`, MaxLines) + `{"line":"l","state":"taken"}]}`, ErrTooMany},
		{HandedOver, `{"payment":"cheque","amountCents":1,` + mark + `}`, nil},
		{HandedOver, `{"payment":"cheque",` + mark + `}`, ErrNoAmount}, {HandedOver, `{"payment":"card",` + mark + `}`, ErrBadData},
		{HandedOver, `{` + mark + `}`, ErrRequired}, {HandedOver, `{"payment":"owed",` + mark + `}`, ErrRequired},
		{HandedOver, `{"payment":"none"}`, ErrNoMark}, {HandedOver, `{"payment":"none","mark":{}}`, ErrNoMark},
		{HandedOver, `{"payment":"none","mark":{"cannotSign":"x"}}`, ErrRequired},
		{HandedOver, `{"payment":"none","mark":{"paper":true}}`, nil},
		{HandedOver, `{"payment":"none","mark":{"strokes":[1,5],"w":9,"h":9}}`, ErrBadStrokes},
		{HandedOver, `{"payment":"none","mark":{"strokes":[0],"w":9,"h":9}}`, ErrBadStrokes},
		{HandedOver, `{"payment":"none","mark":{"strokes":[],"w":9,"h":9}}`, ErrBadStrokes},
		{HandedOver, `{"payment":"none","mark":{"strokes":[1,05,5],"w":9,"h":9}}`, ErrBadData},
		{HandedOver, `{"payment":"none","mark":{"strokes":"x","w":9,"h":9}}`, ErrBadStrokes},
		{HandedOver, `{"payment":"none","mark":{"strokes":[1,5,5]}}`, ErrBadStrokes},
		{HandedOver, `{"payment":"none","mark":{"strokes":[2000` + strings.Repeat(",100,100", 2000) + `],"w":9,"h":9}}`, ErrBadStrokes},
		{ChequeReturned, `{` + mark + `}`, ErrNoAmount}, {ChequeReturned, `{"amountCents":5}`, ErrNoMark},
		{AttemptFailed, `{}`, ErrRequired}, {AttemptFailed, `{"reason":"lazy"}`, ErrBadData}, {AttemptFailed, `{"reason":"other","goods":"eaten"}`, ErrBadData},
		{GoodsReturned, `{"to":"home"}`, ErrBadData}, {Corrected, `{}`, ErrRequired}, {Note, `{}`, ErrRequired}, {Alert, `{}`, ErrRequired},
		{Created, `{"number":"1","day":"2020-04-06"}`, ErrRequired}, {Created, `{"number":"1","day":"6 avril","sheet":{}}`, ErrBadData},
		{Created, `{"number":"1","day":"2020-04-06","sheet":7}`, ErrBadData}, {Edited, `{"sheet":{"amountCents":-1}}`, ErrBadAmount},
		{SentToMerchant, `{"channel":"pigeon"}`, ErrBadData}, {Cancelled, `{}`, ErrRequired}, {Reopened, `{}`, ErrRequired},
		{Settled, `{"entry":"e","reason":"r","decision":"perhaps"}`, ErrBadData}, {Assigned, `{"position":-1}`, ErrBadData},
		{"teleported", `{}`, ErrUnknownKind},
	}
	for _, c := range cases {
		if _, err := Parse(c.kind, 1, []byte(c.data)); !errors.Is(err, c.want) {
			t.Errorf("%s %.60s: %v, want %v", c.kind, c.data, err, c.want)
		}
	}
	if _, err := Parse(Ready, 2, nil); !errors.Is(err, ErrVersion) {
		t.Errorf("version 2: %v", err)
	}
}
