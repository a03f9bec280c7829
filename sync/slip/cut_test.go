package slip

import (
	"encoding/json"
	"strings"
	"testing"
)

// private is a slip with every sort of thing that a phone may not see for ever.
func private(t *testing.T) Slip {
	t.Helper()
	d := &day{t: t, slip: Slip{ID: "s1"}, now: morning}
	d.desk(Created, `{"number":"20-001","day":"2020-04-06","sheet":{"note":"SHEETNOTE","household":{"id":"h1","name":"NAME","phone":"PHONE","address":"ADDRESS","access":"ACCESS","availability":"FREE","emergency":"EMERGENCY","sector":"Nord"},"merchant":{"id":"m1","name":"Primeur","payee":"Primeur SARL"},"lines":[{"id":"l1","text":"PRODUCT"}]}}`)
	d.desk(Assigned, `{"driver":"A"}`)
	d.phone("A", PickedUp, `{"check":"none","checkReason":"CHECK","lines":[{"line":"l1","state":"missing","note":"LINE"}]}`)
	d.phone("A", AttemptFailed, `{"reason":"noAnswer","note":"ATTEMPT","goods":"inVehicle"}`)
	d.phone("A", Note, `{"text":"NOTE"}`)
	d.phone("A", Alert, `{"text":"ALERT"}`)
	alert := d.slip.Journal[len(d.slip.Journal)-1].ID
	d.phone("A", Corrected, `{"entry":"`+alert+`","reason":"ALERT"}`)
	d.phone("A", HandedOver, `{"payment":"cheque","amountCents":2350,"reason":"REASON","mark":{"strokes":[2,7777,1,2,2,1,3,3],"w":300,"h":150,"name":"SIGNER"}}`)
	d.phone("A", ChequeReturned, `{"amountCents":2350,"mark":{"cannotSign":"CANNOT","witness":"WITNESS"}}`)
	return d.slip
}

func TestCutShowsWhatTheDriverMaySee(t *testing.T) {
	never := []string{"ALERT", "7777", "strokes", "hash"}
	contact := []string{"NAME", "PHONE", "ADDRESS", "ACCESS", "FREE", "EMERGENCY", "SHEETNOTE", "PRODUCT", "CHECK", "LINE", "ATTEMPT", "NOTE", "REASON", "SIGNER", "CANNOT", "WITNESS"}
	always := []string{`"points":3`, "20-001", "Primeur SARL", "Nord"}
	s := private(t)
	for _, o := range []Options{{Contact: true}, {Contact: false}} {
		raw, err := json.Marshal(Cut(s, o))
		if err != nil {
			t.Fatal(err)
		}
		check := func(words []string, want bool) {
			for _, w := range words {
				if strings.Contains(string(raw), w) != want {
					t.Errorf("contact %v: %q is there: %v", o.Contact, w, !want)
				}
			}
		}
		check(never, false)
		check(contact, o.Contact)
		check(always, true)
	}
	if before := private(t); string(before.AppendJSON(nil)) != string(s.AppendJSON(nil)) {
		t.Error("cutting changed the slip")
	}
}
