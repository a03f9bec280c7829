package httpapi

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/counter"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/printing"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/report"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/sync/slip"
)

// deskTown is a town with a desk: a service, two shops and a household.
type deskTown struct {
	*town
	t                        *testing.T
	st                       store.Store
	coord, agent, social, ad string // headers
	greens, bread, home      string // ids
}

func newDeskTown(t *testing.T) *deskTown {
	t.Helper()
	st, err := embedded.Open(t.TempDir(), append(record.Kinds(), sliprepo.Kind()), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &deskTown{t: t, st: st}
	var n atomic.Int64
	w.town = newTown(t, func(s *Services) {
		s.Desk = desk.New(desk.Options{Store: st, People: s.Access.(desk.People), Now: func() time.Time { return w.clock() }, Random: rand.Reader, Zone: time.UTC, Audit: s.Access.(desk.Audit),
			NewID: func() string { return fmt.Sprintf("0190a8f1-0000-7000-8000-%012d", n.Add(1)) }})
		s.Printer = printing.New(printing.Options{Desk: s.Desk.(*desk.Desk), People: s.Access.(desk.People), Zone: time.FixedZone("CEST", 7200), BaseURL: testBase})
		s.Reports = report.New(report.Options{Store: st, People: s.Access.(report.People), Now: func() time.Time { return w.clock() }, Zone: time.UTC})
		s.Counter = counter.New(counter.Options{Store: st, Now: func() time.Time { return w.clock() }, Zone: time.UTC})
	})
	w.coord, w.agent = w.as(t, "coordinator"), w.as(t, "orderAgent")
	w.social, w.ad = w.as(t, "socialWorker"), w.as(t, "admin")
	w.do("PUT", "/api/service", w.ad, `{"name":"Portage","town":"","phone":"","opens":"2026-01-05","closes":"","weekdays":[1,2,3,4,5],"alsaceMoselle":false,"closedDays":[],
		"sectors":[{"name":"Centre"}],"trades":["primeur","boulangerie"],"everyOrder":[{"text":"Une baguette","trade":"boulangerie"}],"checklist":[],
		"reasons":{"exit":[],"exception":[],"secondWeek":[],"cannotSign":[],"noCheque":[],"amount":[],"cancel":[]},"texts":{"slipFooter":"","charter":""},
		"oldChequeDays":3,"maxChequeCents":0,"version":0}`, 200)
	w.greens = w.id(w.do("POST", "/api/merchants", w.coord, `{"name":"Le Panier","trade":"primeur","sector":"Centre","phone":"02 61 91 30 02","payee":"A. Simon"}`, 201))
	w.bread = w.id(w.do("POST", "/api/merchants", w.coord, `{"name":"Le Fournil","trade":"boulangerie","sector":"Centre","phone":"02 61 91 30 01","payee":"Lemoine"}`, 201))
	w.home = w.id(w.do("POST", "/api/households", w.agent, `{"people":[{"given":"Odette","family":"Maréchal"}],"size":1,"phones":["02 61 91 10 01"],"address":{"street":"12 rue Haute","sector":"Centre"}}`, 201))
	return w
}

// do asks and checks the status.
func (w *deskTown) do(method, path, who, body string, status int) string {
	w.t.Helper()
	a := w.ask(w.t, method, path, body, who)
	if a.status != status {
		w.t.Fatalf("%s %s: %d, want %d: %s", method, path, a.status, status, a.body)
	}
	return a.body
}

func (w *deskTown) id(body string) string { return w.field(body, "id") }

// field is one string of a JSON object.
func (w *deskTown) field(body, name string) string {
	w.t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		w.t.Fatalf("%v: %s", err, body)
	}
	s, _ := v[name].(string)
	return s
}

func (w *deskTown) order() (slipID string) {
	w.t.Helper()
	body := w.do("POST", "/api/orders", w.agent, fmt.Sprintf(`{"household":%q,"day":"2026-04-03","parts":[{"merchant":%q,"lines":[{"text":"Pommes"}],"amountCents":1250}]}`, w.home, w.greens), 201)
	var o struct{ Parts []struct{ Slip string } }
	if err := json.Unmarshal([]byte(body), &o); err != nil || len(o.Parts) != 2 {
		w.t.Fatalf("%v: %s", err, body)
	}
	return o.Parts[0].Slip
}

func (w *deskTown) round() string {
	w.t.Helper()
	return w.id(w.do("POST", "/api/rounds", w.coord, fmt.Sprintf(`{"day":"2026-04-03","driver":%q}`, w.ids[account.Driver]), 201))
}

// write puts an entry on a slip as the exchange would.
func (w *deskTown) write(slipID string, kind slip.Kind, data string) {
	w.t.Helper()
	_, err := store.Update(w.t.Context(), w.st, sliprepo.Name, slipID, func(d *store.Doc) (bool, error) {
		s, _, err := sliprepo.Decode(*d)
		if err != nil {
			return false, err
		}
		s, _, err = slip.Append(s, slip.Entry{ID: "0190a8f2-0000-7000-8000-00000000000" + fmt.Sprint(len(s.Journal)), Kind: kind, V: 1, Seq: 1, At: w.now,
			Received: w.now, By: w.ids[account.Driver], Device: "phone", Via: slip.ViaApp, Data: []byte(data)})
		if err != nil {
			return false, err
		}
		*d, err = sliprepo.Encode(s, s.Fold(), d.Version, w.now)
		return true, err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestDeskRefusesBadInputAndChangesNothing(t *testing.T) {
	w := newDeskTown(t)
	slipID, roundID := w.order(), w.round()
	before := w.count()
	order := func(rest string) string { return fmt.Sprintf(`{"household":%q,"day":"2026-04-06",%s}`, w.home, rest) }
	for _, c := range []struct {
		name, method, path, who, body string
		status                        int
		code, field                   string
	}{
		{"no family name", "POST", "/api/households", w.agent, `{"people":[{"family":" "}],"size":1,"address":{"street":"","sector":""}}`, 422, "household.no_name", "people[0].family"},
		{"bad phone", "POST", "/api/households", w.agent, `{"people":[{"family":"X"}],"size":1,"phones":["12"],"address":{"street":"","sector":""}}`, 422, "household.phone", "phones[0]"},
		{"an extra field", "POST", "/api/households", w.agent, `{"people":[{"family":"X"}],"size":1,"address":{"street":"","sector":""},"role":"admin"}`, 422, "request.invalid", "role"},
		{"an id of one's own", "POST", "/api/households", w.agent, `{"id":"x","people":[{"family":"X"}],"size":1,"address":{"street":"","sector":""}}`, 422, "request.invalid", "id"},
		{"size as text", "POST", "/api/households", w.agent, `{"people":[{"family":"X"}],"size":"1","address":{"street":"","sector":""}}`, 422, "request.invalid", "size"},
		{"unknown household", "GET", "/api/households/none", w.agent, ``, 404, "household.unknown", ""},
		{"unknown shop", "GET", "/api/merchants/none", w.agent, ``, 404, "merchant.unknown", ""},
		{"unknown trade", "POST", "/api/merchants", w.coord, `{"name":"X","trade":"bazar","phone":"0261913009","payee":"X"}`, 422, "merchant.unknown_trade", "trade"},
		{"Easter Monday", "POST", "/api/orders", w.agent, order(fmt.Sprintf(`"parts":[{"merchant":%q,"direct":true}]`, w.greens)), 422, "service.holiday", "day"},
		{"second order of the week", "POST", "/api/orders", w.agent, fmt.Sprintf(`{"household":%q,"day":"2026-04-03","parts":[{"merchant":%q,"direct":true}]}`, w.home, w.greens), 409, "order.weekly_basket", "exception"},
		{"a shop that is none", "POST", "/api/orders", w.agent, fmt.Sprintf(`{"household":%q,"day":"2026-04-07","parts":[{"merchant":"none","direct":true}]}`, w.home), 422, "order.unknown_shop", "parts[0].merchant"},
		{"no lines", "POST", "/api/orders", w.agent, fmt.Sprintf(`{"household":%q,"day":"2026-04-07","parts":[{"merchant":%q}]}`, w.home, w.greens), 422, "order.no_lines", "parts[0].lines"},
		{"money as text", "POST", "/api/slips/" + slipID + "/amount", w.agent, `{"amountCents":"12,50"}`, 422, "request.invalid", "amountCents"},
		{"negative money", "POST", "/api/slips/" + slipID + "/amount", w.agent, `{"amountCents":-1}`, 422, "request.invalid", "amountCents"},
		{"money with a point", "POST", "/api/slips/" + slipID + "/amount", w.agent, `{"amountCents":12.5}`, 422, "request.invalid", "amountCents"},
		{"too much money", "POST", "/api/slips/" + slipID + "/amount", w.agent, `{"amountCents":50001}`, 422, "slip.bad_amount", "amountCents"},
		{"no money", "POST", "/api/slips/" + slipID + "/amount", w.agent, `{"amountCents":0}`, 422, "slip.no_amount", "amountCents"},
		{"cancelled without a reason", "POST", "/api/slips/" + slipID + "/cancel", w.agent, `{"reason":""}`, 422, "slip.required", "reason"},
		{"unknown slip", "POST", "/api/slips/none/cancel", w.agent, `{"reason":"x"}`, 404, "slip.unknown", ""},
		{"unknown round", "POST", "/api/slips/" + slipID + "/round", w.coord, `{"from":"","to":"none"}`, 404, "round.unknown", ""},
		{"a query as an object", "GET", "/api/slips?day[$gt]=1", w.agent, ``, 422, "request.invalid", ""},
		{"somebody who does not drive", "POST", "/api/rounds", w.coord, fmt.Sprintf(`{"day":"2026-04-03","driver":%q}`, w.ids[account.OrderAgent]), 422, "round.not_a_driver", "driver"},
		{"an old version", "PUT", "/api/households/" + w.home, w.agent, `{"people":[{"family":"X"}],"size":1,"address":{"street":"","sector":""},"version":9}`, 409, "desk.changed", ""},
		{"an empty round", "POST", "/api/rounds/" + roundID + "/publish", w.coord, `{"version":1}`, 409, "round.empty", ""},
		{"an id that no store could hold", "POST", "/api/rounds", w.coord, `{"day":"2026-04-03","driver":"a\u0000b"}`, 422, "request.control", "driver"},
		{"a name that no paper prints", "POST", "/api/households", w.agent, `{"people":[{"family":"X"},{"family":"Y\u0007"}],"size":2,"address":{"street":"","sector":""}}`, 422, "request.control", "people[1].family"},
		{"a note longer than a journal", "POST", "/api/slips/" + slipID + "/notes", w.agent, `{"text":"` + strings.Repeat("x", 60_000) + `"}`, 422, "slip.data_too_large", ""},
		{"a channel that is none", "POST", "/api/slips/" + slipID + "/sent", w.agent, `{"channel":"pigeon"}`, 422, "slip.bad_data", "channel"},
		{"a second header of mail", "POST", "/api/merchants", w.coord, `{"name":"X","trade":"primeur","phone":"0261913009","payee":"X","mail":"a@b.fr\r\nBcc: c@d.fr"}`, 422, "merchant.mail", "mail"},
		{"no name to call back", "POST", "/api/requests", w.agent, `{"name":"","phone":"0261914001"}`, 422, "intake.no_name", "name"},
	} {
		a := w.ask(t, c.method, c.path, c.body, c.who)
		var p struct{ Code, Field string }
		_ = json.Unmarshal([]byte(a.body), &p)
		if a.status != c.status || p.Code != c.code || (c.field != "" && p.Field != c.field) {
			t.Errorf("%s: %d %s on %q, want %d %s on %q", c.name, a.status, p.Code, p.Field, c.status, c.code, c.field)
		}
	}
	if after := w.count(); after != before {
		t.Errorf("refused requests changed something:\n%s\n%s", before, after)
	}
}

// count is every document's version.
func (w *deskTown) count() string {
	w.t.Helper()
	var b strings.Builder
	for _, kind := range []string{"household", "merchant", "order", "round", "request", sliprepo.Name} {
		page, err := w.st.Query(w.t.Context(), store.Query{Kind: kind, Limit: 1000, KeysOnly: true})
		if err != nil {
			w.t.Fatal(err)
		}
		for _, d := range page.Docs {
			fmt.Fprintf(&b, "%s@%d ", d.ID, d.Version)
		}
	}
	return b.String()
}

func TestADeskDayOverTheAPI(t *testing.T) {
	w := newDeskTown(t)
	slipID, roundID := w.order(), w.round()
	w.do("POST", "/api/slips/"+slipID+"/sent", w.agent, `{"channel":"phone"}`, 200)
	ready := w.do("POST", "/api/slips/"+slipID+"/ready", w.agent, `{"bags":2}`, 200)
	w.do("POST", "/api/slips/"+slipID+"/round", w.coord, fmt.Sprintf(`{"from":"","to":%q}`, roundID), 200)
	w.do("POST", "/api/rounds/"+roundID+"/place", w.coord, fmt.Sprintf(`{"slip":%q,"place":0}`, slipID), 200)
	var r struct {
		Version int64
		Stops   []struct{ Pinned bool }
	}
	if err := json.Unmarshal([]byte(w.do("GET", "/api/rounds/"+roundID, w.coord, "", 200)), &r); err != nil || len(r.Stops) != 1 || !r.Stops[0].Pinned {
		t.Fatalf("round = %+v, %v", r, err)
	}
	published := w.do("POST", "/api/rounds/"+roundID+"/publish", w.coord, fmt.Sprintf(`{"version":%d}`, r.Version), 200)
	w.write(slipID, slip.HandedOver, `{"payment":"cheque","amountCents":1250,"mark":{"cannotSign":"tremble","witness":"Lise"}}`)
	codes := w.do("GET", "/api/slips/"+slipID+"/codes", w.agent, "", 200)
	for _, c := range []struct{ name, body, want string }{
		{"ready", ready, `"goods":"ready"`},
		{"ready says how it came", ready, `"via":"phone"`},
		{"published", published, `"progress":"published"`},
		{"the QR is in capitals", codes, `"url":"HTTPS://`},
		{"cheques", w.do("GET", "/api/cheques", w.coord, "", 200), `"holderName":"driver"`},
		{"today", w.do("GET", "/api/today", w.coord, "", 200), `"chequesCents":1250`},
		{"nearest", w.do("GET", "/api/merchants/nearest?household="+w.home+"&trade=primeur&day=2026-04-03", w.agent, "", 200), `"sameSector":true`},
		{"coverage", w.do("GET", "/api/merchants/coverage", w.agent, "", 200), `"primeur":1`},
		{"days skip Easter", w.do("GET", "/api/service/days?from=2026-04-04&count=1", w.agent, "", 200), `["2026-04-07"]`},
		{"caller", w.do("POST", "/api/callers", w.agent, `{"phone":"+33 2 61 91 10 01"}`, 200), `"reasons":["phone"]`},
		{"search", w.do("GET", "/api/households?text=mar", w.agent, "", 200), `"name":"Odette Maréchal"`},
		{"slips of the day", w.do("GET", "/api/slips?day=2026-04-03&closed=true", w.agent, "", 200), `"goods":"delivered"`},
	} {
		if !strings.Contains(c.body, c.want) {
			t.Errorf("%s: no %s in %s", c.name, c.want, c.body)
		}
	}
}

// Scenario 5 and 35: what each role must not find in any answer.
func TestAnswersHoldNothingThatTheRoleMayNotRead(t *testing.T) {
	w := newDeskTown(t)
	slipID := w.order()
	w.write(slipID, slip.Alert, `{"text":"SECRET-ALERT"}`)
	req := w.id(w.do("POST", "/api/requests", w.agent, `{"name":"Mme Roussel","phone":"0261914001","spoken":true}`, 201))
	w.do("POST", "/api/requests/"+req+"/assessment", w.social, `{"text":"SECRET-ASSESSMENT","referrals":[{"kind":"meals","owner":"x","due":"2026-04-10"}]}`, 200)
	if got := w.do("GET", "/api/requests/"+req+"/assessment", w.social, "", 200); !strings.Contains(got, "SECRET-ASSESSMENT") {
		t.Errorf("the social worker reads %s", got)
	}
	alerts := w.do("GET", "/api/alerts", w.social, "", 200)
	if got := alerts + w.do("GET", "/api/slips/"+slipID, w.social, "", 200); strings.Count(got, "SECRET-ALERT") != 2 {
		t.Errorf("the social worker reads %s", got)
	}
	_, entry, _ := strings.Cut(alerts, `"entry":"`)
	entry, _, _ = strings.Cut(entry, `"`)
	about := "/api/alerts/" + slipID
	w.do("POST", about+"/settle", w.social, `{"entry":"`+entry+`","deed":"other","words":"SECRET-CARE"}`, 200)
	w.do("POST", about+"/reopen", w.social, `{"entry":"`+entry+`","reason":"SECRET-CARE"}`, 200)
	w.do("POST", about+"/settle", w.social, `{"entry":"`+entry+`","deed":"forgotten"}`, 422)
	w.do("POST", about+"/settle", w.social, `{"entry":"`+entry+`","deed":"visited"}`, 200)
	if got := w.do("GET", "/api/alerts", w.social, "", 200); strings.Contains(got, "SECRET-ALERT") {
		t.Errorf("settled, and still open: %s", got)
	}
	if got := w.do("GET", "/api/alerts?state=settled", w.social, "", 200); strings.Count(got, "SECRET-CARE") != 2 || !strings.Contains(got, "SECRET-ALERT") {
		t.Errorf("settled: %s", got)
	}
	paths := []string{"/api/today", "/api/problems", "/api/alerts", "/api/alerts?state=settled", "/api/audit", "/api/cheques", "/api/service", "/api/households", "/api/households/" + w.home,
		"/api/merchants", "/api/orders?household=" + w.home, "/api/slips", "/api/slips/" + slipID, "/api/rounds?day=2026-04-03",
		"/api/requests?state=referred", "/api/requests/" + req + "/assessment", "/api/lots"}
	for _, role := range []account.Role{account.OrderAgent, account.Coordinator, account.Admin, account.Observer, account.Driver} {
		who := w.as(t, string(role))
		for _, path := range paths {
			a := w.ask(t, "GET", path, "", who)
			for _, secret := range []string{"SECRET-ALERT", "SECRET-CARE", "SECRET-ASSESSMENT"} {
				if strings.Contains(a.body, secret) {
					t.Errorf("%s finds %s at %s", role, secret, path)
				}
			}
			if noNames := role == account.Admin || role == account.Observer || role == account.Driver; noNames && strings.Contains(a.body, "Maréchal") {
				t.Errorf("%s finds a resident's name at %s", role, path)
			}
		}
	}
}

func TestTwoCoordinatorsOneSlipOverTheAPI(t *testing.T) {
	w := newDeskTown(t)
	slipID := w.order()
	w.person(t, "second", account.Coordinator)
	who := []string{w.coord, w.as(t, "second")}
	rounds := []string{w.round(), w.round()}
	got := make([]answer, 2)
	var wg sync.WaitGroup
	for i := range got {
		wg.Go(func() {
			got[i] = w.ask(t, "POST", "/api/slips/"+slipID+"/round", fmt.Sprintf(`{"from":"","to":%q}`, rounds[i]), who[i])
		})
	}
	wg.Wait()
	win, lose := 0, 1
	if got[0].status != http.StatusOK {
		win, lose = 1, 0
	}
	name := []string{"coordinator", "second"}[win]
	if got[win].status != 200 || got[lose].status != 409 || !strings.Contains(got[lose].body, `"by":"`+name+`"`) || !strings.Contains(got[lose].body, `"code":"round.taken_to"`) {
		t.Errorf("%d and %d: %s", got[win].status, got[lose].status, got[lose].body)
	}
}
