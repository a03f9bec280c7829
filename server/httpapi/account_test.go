package httpapi

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/pquerna/otp/totp"

	"github.com/portage-livraison/portage/server/account"
)

func read[T any](t *testing.T, a answer, status int) (v T) {
	t.Helper()
	if a.status != status {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if err := json.Unmarshal([]byte(a.body), &v); err != nil {
		t.Fatalf("%v: %s", err, a.body)
	}
	return v
}

func TestAnAdminBringsSomebodyIn(t *testing.T) {
	w := newTown(t)
	admin := w.as(t, "admin")
	p := read[personItem](t, w.ask(t, "POST", "/api/people", `{"name":"Zoé","login":"zoe","roles":["orderAgent"],"origin":"ccas","phone":"06","skills":["vélo"],"locale":"en"}`, admin), 201)
	link := read[map[string]string](t, w.ask(t, "POST", "/api/people/"+p.ID+"/password-link", "", admin), 201)["url"]
	token, found := strings.CutPrefix(link, testBase+"/desk/password#")
	if !found {
		t.Fatal(link)
	}
	if a := w.ask(t, "POST", "/api/password/reset", `{"token":"`+token+`","password":"court"}`); a.status != 422 || a.problem(t).Code != "password.short" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := w.ask(t, "POST", "/api/password/reset", `{"token":"`+token+`","password":"un panier par semaine"}`); a.status != 204 {
		t.Errorf("%d %s", a.status, a.body)
	}
	me := read[me](t, w.ask(t, "POST", "/api/session", `{"login":"zoe","password":"un panier par semaine"}`), 200)
	if me.ID != p.ID || len(me.Permissions) == 0 || me.Factor {
		t.Errorf("%+v", me)
	}
	edited := read[personItem](t, w.ask(t, "PUT", "/api/people/"+p.ID, `{"version":1,"name":"Zoé B","login":"zoe","roles":["orderAgent"]}`, admin), 200)
	if edited.Name != "Zoé B" || edited.Version != 2 || edited.Phone != "" || len(edited.Skills) != 1 || edited.Locale != "en" {
		t.Errorf("%+v", edited)
	}
	if a := w.ask(t, "PUT", "/api/people/"+p.ID, `{"version":1,"name":"Zoé C","roles":["orderAgent"]}`, admin); a.status != http.StatusConflict {
		t.Errorf("an old version: %d", a.status)
	}
}

func TestObserversAndAgentsGetNoPrivateFields(t *testing.T) {
	w := newTown(t)
	admin := w.as(t, "admin")
	read[personItem](t, w.ask(t, "POST", "/api/people", `{"name":"Driss","roles":["driver"],"phone":"0600000000","availability":"mardi"}`, admin), 201)
	for _, r := range account.Roles {
		a := w.ask(t, "GET", "/api/people", "", w.as(t, string(r)))
		names := r != account.Driver && r != account.Observer
		private := r == account.Admin || r == account.Coordinator
		if strings.Contains(a.body, "Driss") != names || strings.Contains(a.body, "0600000000") != private || strings.Contains(a.body, "mardi") != private {
			t.Errorf("%s: %d %s", r, a.status, a.body)
		}
	}
}

func TestSecondFactorByHTTP(t *testing.T) {
	w := newTown(t)
	cookie := w.as(t, "admin")
	f := read[map[string]string](t, w.ask(t, "POST", "/api/account/factor", `{"password":"`+townPassword+`"}`, cookie), 200)
	code, err := totp.GenerateCode(f["secret"], w.clock())
	if err != nil {
		t.Fatal(err)
	}
	recovery := read[map[string][]string](t, w.ask(t, "POST", "/api/account/factor/confirm", `{"code":"`+code+`"}`, cookie), 200)["recovery"]
	a := w.ask(t, "POST", "/api/session", `{"login":"admin","password":"`+townPassword+`"}`)
	if a.status != 401 || a.problem(t).Code != "session.code_needed" || a.problem(t).Field != "code" {
		t.Errorf("%d %s", a.status, a.body)
	}
	in := read[me](t, w.ask(t, "POST", "/api/session", `{"login":"admin","password":"`+townPassword+`","code":"`+recovery[0]+`"}`), 200)
	if !in.Factor {
		t.Errorf("%+v", in)
	}
	if a := w.ask(t, "DELETE", "/api/account/factor", `{"password":"`+townPassword+`"}`, cookie); a.status != 204 {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestPhonesAreListedAndRevoked(t *testing.T) {
	w := newTown(t)
	coord := w.as(t, "coordinator")
	ticket := read[map[string]string](t, w.ask(t, "POST", "/api/enrolments", `{"person":"`+w.ids[account.Driver]+`"}`, coord), 201)
	token, found := strings.CutPrefix(ticket["url"], testBase+"/enrol#")
	if !found || len(ticket["code"]) != 9 || ticket["expiresAt"] == "" {
		t.Fatal(ticket)
	}
	e := read[struct{ Device, Secret string }](t, w.ask(t, "POST", "/api/enrol", enrolBody(token)), 201)
	type list struct{ Devices []deviceItem }
	got := read[list](t, w.ask(t, "GET", "/api/devices?person="+w.ids[account.Driver], "", coord), 200)
	if len(got.Devices) != 1 || got.Devices[0].ID != e.Device || got.Devices[0].Access != account.AccessOK || got.Devices[0].Name != "driver" {
		t.Errorf("%+v", got)
	}
	if a := w.ask(t, "POST", "/api/devices/"+e.Device+"/revoke", "", coord); a.status != 204 {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := w.ask(t, "POST", "/api/devices/"+testEpoch+"/revoke", "", coord); a.status != 404 {
		t.Errorf("%d %s", a.status, a.body)
	}
	got = read[list](t, w.ask(t, "GET", "/api/devices", "", coord), 200)
	if len(got.Devices) != 1 || got.Devices[0].Access != account.AccessRevoked {
		t.Errorf("%+v", got)
	}
}

func TestFirstStartByHTTP(t *testing.T) {
	w := newTown(t)
	if got := read[map[string]bool](t, w.ask(t, "GET", "/api/setup", ""), 200); got["needed"] {
		t.Error("there is an administrator already")
	}
	body := `{"token":"x","name":"A","login":"aaa","password":"` + townPassword + `"}`
	if a := w.ask(t, "POST", "/api/setup", body); a.status != http.StatusGone || a.header.Get("Set-Cookie") != "" {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestAuditNamesPeople(t *testing.T) {
	w := newTown(t)
	page := read[struct {
		Entries []auditEntry
		Next    int64
		Names   map[string]string
	}](t, w.ask(t, "GET", "/api/audit?limit=3", "", w.as(t, "admin")), 200)
	if len(page.Entries) != 3 || page.Next != page.Entries[2].Seq || page.Names[w.ids[account.Admin]] != "admin" {
		t.Errorf("%+v", page)
	}
}
