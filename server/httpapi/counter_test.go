package httpapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/sync/slip"
)

// till is a shop's telephone: it has the code and nothing else.
type till struct {
	*deskTown
	slip, secret, short string
}

func newTill(t *testing.T) *till {
	w := &till{deskTown: newDeskTown(t)}
	w.slip = w.order()
	codes := w.do("GET", "/api/slips/"+w.slip+"/codes", w.agent, "", 200)
	w.short = w.field(codes, "code")
	w.secret = w.secretOf(w.slip)
	return w
}

// secretOf is what the QR of a slip holds.
func (w *till) secretOf(id string) string {
	url := w.field(w.do("GET", "/api/slips/"+id+"/codes", w.agent, "", 200), "url")
	return url[strings.LastIndex(url, "/")+1:]
}

// direct is the slip of what the resident ordered at a shop for the next week.
func (w *till) direct(shop string) (slipID string) {
	w.t.Helper()
	body := w.do("POST", "/api/orders", w.agent, fmt.Sprintf(`{"household":%q,"day":"2026-04-07","parts":[{"merchant":%q,"direct":true}]}`, w.home, shop), 201)
	var o struct{ Parts []struct{ Slip string } }
	if err := json.Unmarshal([]byte(body), &o); err != nil {
		w.t.Fatal(err)
	}
	return o.Parts[0].Slip
}

func act(n int, kind, rest string) string {
	return fmt.Sprintf(`{"id":"0190a8f3-0000-7000-8000-%012d","kind":%q,"at":"2026-04-03T08:00:00Z"%s}`, n, kind, rest)
}

const signed = `,"amountCents":1250,"mark":{"strokes":[3,100,100,400,300,700,120],"w":1000,"h":400,"name":"A. Simon"}`

func (w *till) open(code string, status int) string {
	w.t.Helper()
	return w.do("GET", "/api/counter/"+code, "", "", status)
}

func (w *till) tap(body string, status int) string {
	w.t.Helper()
	return w.do("POST", "/api/counter/"+w.secret+"/acts", "", body, status)
}

// journal is what the shop wrote on the slip.
func (w *till) journal() []string {
	w.t.Helper()
	d, err := w.st.Get(w.t.Context(), sliprepo.Name, w.slip)
	if err != nil {
		w.t.Fatal(err)
	}
	s, _, err := sliprepo.Decode(d)
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, e := range s.Journal {
		if e.Via == slip.ViaQR && e.By == w.greens {
			out = append(out, string(e.Kind)+" "+string(e.Data))
		}
	}
	return out
}

func TestAShopSeesItsOrderAndNothingOfTheResident(t *testing.T) {
	w := newTill(t)
	for _, code := range []string{w.secret, strings.ToLower(w.secret), w.short, strings.ReplaceAll(w.short, "-", "")} {
		body := w.open(code, 200)
		for _, want := range []string{`"shop":"Le Panier"`, `"text":"Pommes"`, `"for":"O. M."`, `"amountCents":1250`, `"can":["ready","unavailable"]`, `"number"`} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %s in %s", code, want, body)
			}
		}
		for _, never := range []string{"Maréchal", "Odette", "Haute", "91 10 01", "91100", "desk", w.home} {
			if strings.Contains(body, never) {
				t.Errorf("%s: a shop learns %q: %s", code, never, body)
			}
		}
	}
	if body := w.do("GET", "/api/counter/"+w.secret, w.coord, "", 200); !strings.Contains(body, `"desk":"/desk/slips/`+w.slip) {
		t.Error("a coordinator who scans is not led to the desk:", body)
	}
	a := w.ask(t, "GET", "/api/counter/"+w.secret, "")
	if a.header.Get("X-Robots-Tag") != "noindex, nofollow" || a.header.Get("Cache-Control") != "no-store" {
		t.Errorf("headers %v", a.header)
	}
	if strings.Contains(w.log.String(), w.secret) {
		t.Error("the log holds a code")
	}
}

func TestAPreparedOrderIsReadyOnceAndCanBeTakenBack(t *testing.T) {
	w := newTill(t)
	ready := act(1, "ready", `,"bags":3,"amountCents":1390`)
	for range 3 {
		if body := w.tap(ready, 200); !strings.Contains(body, `"goods":"ready"`) || !strings.Contains(body, `"bags":3`) || !strings.Contains(body, `"undo":{"entry":"0190a8f3-0000-7000-8000-000000000001"`) {
			t.Fatal(body)
		}
	}
	w.tap(act(2, "ready", `,"bags":3,"amountCents":1390`), 200) // the shop's other telephone
	if got := w.journal(); len(got) != 1 || got[0] != `ready {"bags":3,"amountCents":1390}` {
		t.Fatalf("journal %q", got)
	}
	if body := w.tap(act(1, "ready", `,"bags":4`), 409); !strings.Contains(body, "counter.differs") {
		t.Error(body)
	}
	undo := act(3, "corrected", `,"entry":"0190a8f3-0000-7000-8000-000000000001"`)
	if body := w.tap(undo, 200); !strings.Contains(body, `"goods":"ordered"`) || strings.Contains(body, "undo") {
		t.Error(body)
	}
	w.tap(undo, 200)
	if body := w.tap(act(4, "unavailable", `,"reason":"rupture de stock"`), 200); !strings.Contains(body, `"goods":"unavailable"`) {
		t.Error(body)
	}
	w.pass(time.Hour)
	if body := w.tap(strings.Replace(act(5, "corrected", `,"entry":"0190a8f3-0000-7000-8000-000000000004"`), "08:00", "09:00", 1), 409); !strings.Contains(body, "counter.too_late") {
		t.Error(body)
	}
	if got := w.journal(); len(got) != 3 {
		t.Errorf("journal %q", got)
	}
}

func TestTheChequeIsSignedForAndCompletesTheSlip(t *testing.T) {
	w := newTill(t)
	w.write(w.slip, slip.PickedUp, `{}`)
	w.write(w.slip, slip.HandedOver, `{"payment":"cheque","amountCents":1250,"payee":"A. Simon","mark":{"strokes":[2,1,1,2,2],"w":10,"h":10}}`)
	if body := w.open(w.secret, 200); !strings.Contains(body, `"can":["chequeReturned"]`) || !strings.Contains(body, `"cheque":"withDriver"`) {
		t.Fatal(body)
	}
	for _, bad := range []struct{ rest, code string }{
		{`,"amountCents":1250`, "counter.mark"}, {strings.Replace(signed, "1250", "0", 1), "counter.amount"},
		{`,"amountCents":1250,"mark":{"strokes":[9,1],"w":10,"h":10}`, "counter.mark"},
		{`,"amountCents":1250,"mark":{"name":"A. Simon"}`, "counter.mark"},
		{`,"amountCents":1250,"mark":{"cannotSign":"main blessée"}`, "counter.mark"},
	} {
		if body := w.tap(act(1, "chequeReturned", bad.rest), 422); !strings.Contains(body, bad.code) {
			t.Errorf("%s: %s", bad.rest, body)
		}
	}
	for range 2 {
		if body := w.tap(act(2, "chequeReturned", signed), 200); !strings.Contains(body, `"complete":true`) || !strings.Contains(body, `"can":[]`) {
			t.Fatal(body)
		}
	}
	w.tap(act(3, "chequeReturned", signed), 200)
	if body := w.tap(act(4, "corrected", `,"entry":"0190a8f3-0000-7000-8000-000000000002"`), 409); !strings.Contains(body, "too_late") {
		t.Error(body)
	}
	if got := w.journal(); len(got) != 1 {
		t.Errorf("journal %q", got)
	}
	w.open(w.secret, 200)
	w.pass(25 * time.Hour)
	if body := w.open(w.secret, 410); !strings.Contains(body, "slipcode.ended") || strings.Contains(body, "Panier") {
		t.Error(body)
	}
	w.tap(act(2, "chequeReturned", signed), 410)
}

func TestWhoCannotSignForTheChequeNamesAWitness(t *testing.T) {
	w := newTill(t)
	w.write(w.slip, slip.PickedUp, `{}`)
	w.tap(act(1, "chequeReturned", `,"amountCents":1250,"mark":{"cannotSign":"main blessée","witness":"P. Simon"}`), 200)
	if body := w.do("GET", "/api/slips/"+w.slip, w.agent, "", 200); !strings.Contains(body, `"witness":"P. Simon"`) {
		t.Error(body)
	}
}

func TestACodeOpensItsOwnSlipsAlone(t *testing.T) {
	w := newTill(t)
	bread := w.direct(w.bread)
	if bread == w.slip {
		t.Fatal("the same slip")
	}
	w.tap(act(1, "ready", fmt.Sprintf(`,"slip":%q`, bread)), 404)
	codes := w.do("GET", "/api/merchants/"+w.greens+"/codes", w.coord, "", 200)
	own := w.field(codes, "code")
	body := w.open(own, 200)
	if !strings.Contains(body, w.slip) || strings.Contains(body, bread) || !strings.Contains(body, `"own":true`) || strings.Contains(body, "Maréchal") {
		t.Error(body)
	}
	send := func(id string, status int) {
		t.Helper()
		w.do("POST", "/api/counter/"+own+"/acts", "", act(2, "ready", fmt.Sprintf(`,"slip":%q,"bags":1`, id)), status)
	}
	send(bread, 404)
	send("", 404)
	send("none", 404)
	send(w.slip, 200)
	if got := w.journal(); len(got) != 1 {
		t.Errorf("journal %q", got)
	}
	if a, b := w.do("GET", "/api/merchants/"+w.greens+"/codes", w.coord, "", 200), codes; a != b {
		t.Error("the poster's code changed")
	}
}

func TestPreviewsAndRobotsChangeNothing(t *testing.T) {
	w := newTill(t)
	before := w.do("GET", "/api/slips/"+w.slip, w.agent, "", 200)
	path := "/api/counter/" + w.secret
	for _, c := range []struct {
		method, path, body string
		headers            []string
		status             int
	}{
		{"GET", path, "", nil, 200},
		{"HEAD", path, "", nil, 405},
		{"OPTIONS", path + "/acts", "", nil, 405},
		{"GET", path + "/acts", "", nil, 405},
		{"POST", path, "{}", nil, 405},
		{"POST", path + "/acts", "", nil, 400},
		{"POST", path + "/acts", "{}", nil, 422},
		{"POST", path + "/acts", `{"kind":"ready","at":"2026-04-03T08:00:00Z"}`, nil, 422},
		{"POST", path + "/acts", `{"id":"x","kind":"ready","at":"2026-04-03T08:00:00Z"}`, nil, 422},
		{"POST", path + "/acts", act(1, "handedOver", ""), nil, 422},
		{"POST", path + "/acts", act(1, "cancelled", `,"reason":"x"`), nil, 422},
		{"POST", path + "/acts", act(1, "unavailable", ""), nil, 422},
		{"POST", path + "/acts", "kind=ready", []string{"Content-Type: application/x-www-form-urlencoded"}, 415},
		{"POST", path + "/acts", act(1, "ready", ""), []string{"Origin: https://elsewhere.example"}, 403},
		{"POST", path + "/acts", act(1, "ready", ""), []string{"Sec-Fetch-Site: cross-site"}, 403},
	} {
		if a := w.ask(t, c.method, c.path, c.body, c.headers...); a.status != c.status {
			t.Errorf("%s %s %s: %d, want %d", c.method, c.path, c.body, a.status, c.status)
		}
	}
	if after := w.do("GET", "/api/slips/"+w.slip, w.agent, "", 200); after != before {
		t.Errorf("the slip changed:\n%s\n%s", before, after)
	}
}

func TestGuessingACodeIsSlowAndTellsNothing(t *testing.T) {
	w := newTill(t)
	strange := func(code string) answer {
		return w.ask(t, "GET", "/api/counter/"+code, "", "X-Forwarded-For: 203.0.113.9")
	}
	shown := func(a answer) string { p := a.problem(t); return p.Code + p.Detail + p.Title }
	first := strange("AAAAAAAA")
	if first.status != 404 {
		t.Fatal(first.body)
	}
	for i := range 19 {
		code := []string{"none", "';--", "ACDE-FHJK", strings.Repeat("A", 26)}[i%4]
		if a := strange(code); a.status != http.StatusNotFound || shown(a) != shown(first) {
			t.Fatalf("%q: %d %s", code, a.status, a.body)
		}
	}
	good, bad := strange(w.secret), strange("AAAAAAAA")
	if good.status != 429 || bad.status != 429 || shown(good) != shown(bad) || good.header.Get("Retry-After") == "" {
		t.Errorf("a right code is told apart: %d %s, %d %s", good.status, good.body, bad.status, bad.body)
	}
	w.pass(11 * time.Minute)
	if a := strange(w.secret); a.status != 200 {
		t.Errorf("the shop is locked out for good: %d", a.status)
	}
}

func TestAnActOfACancelledSlipIsKeptAndFlagged(t *testing.T) {
	w := newTill(t)
	w.do("POST", "/api/slips/"+w.slip+"/cancel", w.agent, `{"reason":"hospitalisée"}`, 200)
	if body := w.open(w.secret, 200); !strings.Contains(body, `"cancelled":true`) || !strings.Contains(body, `"can":[]`) || strings.Contains(body, "hospital") {
		t.Error(body)
	}
	w.tap(act(1, "ready", `,"bags":1`), 200) // tapped before, without network
	if got := w.journal(); len(got) != 1 {
		t.Errorf("journal %q", got)
	}
	w.pass(25 * time.Hour)
	w.open(w.secret, 410)
}
