package httpapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
)

// The cases of the security notes that HTTP decides, by their number. Those
// that the use-cases decide are in package access, by the same numbers.

func enrolBody(token string) string {
	return `{"token":"` + token + `","epoch":"` + testEpoch + `","label":"Android","charter":true}`
}

func TestSecurity01LookingAtTheLinkUsesNothing(t *testing.T) {
	w := newTown(t)
	_, token := w.ticket(t)
	for range 5 { // a scanner, a preview: the fragment never reaches the server
		if a := w.ask(t, "GET", "/enrol", ""); a.status != http.StatusOK || strings.Contains(a.body, "driver") {
			t.Fatalf("%d %s", a.status, a.body)
		}
	}
	if a := w.ask(t, "POST", "/api/enrol", enrolBody(token)); a.status != http.StatusCreated {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestSecurity02SecondRedemptionIsGone(t *testing.T) {
	w := newTown(t)
	tk, token := w.ticket(t)
	var got struct {
		Device, Secret, ServerTime string
		Driver                     struct{ ID, Name string }
	}
	first := w.ask(t, "POST", "/api/enrol", enrolBody(token))
	if err := json.Unmarshal([]byte(first.body), &got); err != nil || first.status != http.StatusCreated {
		t.Fatal(first, err)
	}
	if got.Driver.ID != w.ids[account.Driver] || got.Driver.Name != "driver" || got.Device == "" || got.Secret == "" || got.ServerTime == "" {
		t.Errorf("%+v", got)
	}
	second := w.ask(t, "POST", "/api/enrol", enrolBody(token))
	byCode := w.ask(t, "POST", "/api/enrol", `{"code":"`+tk.Code+`","epoch":"`+testEpoch+`","charter":true}`)
	guess := w.ask(t, "POST", "/api/enrol", enrolBody("guess"))
	for _, a := range []answer{second, byCode, guess} {
		if a.status != http.StatusGone || withoutID(a.body) != withoutID(second.body) {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
	if _, ok := w.logged(t, "enrolment.refused"); !ok {
		t.Error("not in the audit log")
	}
}

// withoutID takes out what differs between any two answers.
func withoutID(body string) string {
	return regexp.MustCompile(`"requestId":"[^"]*"`).ReplaceAllString(body, "")
}

func TestSecurity05SecretsReachNoLog(t *testing.T) {
	w := newTown(t)
	tk, token := w.ticket(t)
	cookie := w.as(t, "admin")
	w.ask(t, "POST", "/api/enrol", enrolBody(token+"x"))
	w.ask(t, "POST", "/api/enrol", `{"code":"`+tk.Code+`","epoch":"x","charter":true}`)
	w.ask(t, "POST", "/api/session", `{"login":"admin","password":"wrong `+townPassword+`"}`)
	w.ask(t, "POST", "/api/session", `{"login":"`+townPassword+`","password":"x"}`)
	w.ask(t, "POST", "/api/enrol", enrolBody(token))
	w.ask(t, "GET", "/api/people", "", cookie)
	w.ask(t, "GET", "/api/people/none", "", cookie)
	secret := strings.SplitN(cookie, "=", 2)[1]
	for _, s := range []string{token, tk.Code, townPassword, secret} {
		if strings.Contains(w.log.String(), s) {
			t.Errorf("the log holds %q", s)
		}
		page, err := w.gate.Audit(t.Context(), account.System, 0, 200)
		if err != nil || strings.Contains(fmt.Sprint(page.Entries), s) {
			t.Errorf("the audit log holds %q (%v)", s, err)
		}
	}
	if !strings.Contains(w.log.String(), "/api/people/{id}") {
		t.Error("the log was not written at all")
	}
}

func TestSecurity06EleventhGuessIsThrottled(t *testing.T) {
	w := newTown(t)
	for i := range 12 {
		a := w.ask(t, "POST", "/api/enrol", enrolBody(fmt.Sprint("guess", i)))
		want := http.StatusGone
		if i >= 10 {
			want = http.StatusTooManyRequests
		}
		if a.status != want {
			t.Errorf("guess %d: %d", i+1, a.status)
		}
		if i >= 10 && a.header.Get("Retry-After") != "61" && a.header.Get("Retry-After") != "60" {
			t.Errorf("Retry-After %q", a.header.Get("Retry-After"))
		}
	}
}

func TestSecurity07ChosenCookieOpensNothing(t *testing.T) {
	w := newTown(t)
	chosen := "Cookie: __Host-portage=chosen-by-somebody-else"
	a := w.ask(t, "POST", "/api/session", `{"login":"admin","password":"`+townPassword+`"}`, chosen)
	if a.status != http.StatusOK || strings.Contains(a.header.Get("Set-Cookie"), "chosen") {
		t.Fatal(a)
	}
	if a := w.ask(t, "GET", "/api/session", "", chosen); a.status != http.StatusUnauthorized {
		t.Error(a.status)
	}
}

func TestSecurity08Cookie(t *testing.T) {
	w := newTown(t)
	a := w.ask(t, "POST", "/api/session", `{"login":"admin","password":"`+townPassword+`"}`)
	set := a.header.Values("Set-Cookie")
	if a.status != http.StatusOK || len(set) != 1 {
		t.Fatal(a)
	}
	parts := strings.Split(set[0], "; ")
	name, value, _ := strings.Cut(parts[0], "=")
	slices.Sort(parts[1:])
	if name != "__Host-portage" || len(value) < 43 {
		t.Errorf("%s of %d signs", name, len(value))
	}
	if want := []string{"HttpOnly", "Max-Age=43200", "Path=/", "SameSite=Strict", "Secure"}; !slices.Equal(parts[1:], want) {
		t.Errorf("%v", parts[1:])
	}
	cookie := "Cookie: " + parts[0]
	if a := w.ask(t, "GET", "/api/session", "", cookie); a.status != http.StatusOK || !strings.Contains(a.body, `"name":"admin"`) || strings.Contains(a.body, value) {
		t.Errorf("%d %s", a.status, a.body)
	}
	out := w.ask(t, "DELETE", "/api/session", "", cookie)
	if out.status != http.StatusNoContent || !strings.Contains(out.header.Get("Set-Cookie"), "Max-Age=0") {
		t.Error(out)
	}
	if a := w.ask(t, "GET", "/api/session", "", cookie); a.status != http.StatusUnauthorized {
		t.Error("signed out, yet", a.status)
	}
}

func TestSecurity09GuessedPasswordsLookAlike(t *testing.T) {
	w := newTown(t)
	try := func(login string) answer {
		return w.ask(t, "POST", "/api/session", `{"login":"`+login+`","password":"wrong wrong"}`)
	}
	for i := range 11 {
		known, unknown := try("admin"), try("nobody")
		want := http.StatusUnauthorized
		if i == 10 {
			want = http.StatusTooManyRequests
		}
		if known.status != want || unknown.status != want || withoutID(known.body) != withoutID(unknown.body) {
			t.Fatalf("try %d: %d %s\n%d %s", i+1, known.status, known.body, unknown.status, unknown.body)
		}
	}
	w.pass(15 * time.Minute)
	if a := w.ask(t, "POST", "/api/session", `{"login":"admin","password":"`+townPassword+`"}`); a.status != http.StatusOK {
		t.Errorf("locked for good: %d", a.status)
	}
}

// Clear-Site-Data would wipe unsent acts along with what may no longer be read;
// the protocol's "revoked" makes the app wipe the one and keep the other.
func TestSecurity10RevokedPhoneIsToldAndKeepsItsOutbox(t *testing.T) {
	w := newTown(t)
	phone, id := w.phone(t)
	before := w.ask(t, "GET", "/api/people", "", phone)
	if err := w.gate.Revoke(t.Context(), account.System, id); err != nil {
		t.Fatal(err)
	}
	a := w.ask(t, "GET", "/api/people", "", phone)
	if before.status != http.StatusForbidden || a.status != http.StatusUnauthorized || a.problem(t).Code != "device.revoked" {
		t.Errorf("%d, then %d %s", before.status, a.status, a.body)
	}
	if a.header.Get("Clear-Site-Data") != "" {
		t.Error("the phone's unsent acts would be wiped")
	}
	cred := strings.TrimPrefix(phone, "Authorization: Portage ")
	if d, err := w.gate.Device(t.Context(), cred); err != nil || d.Access != account.AccessRevoked {
		t.Errorf("the exchange could not take its acts: %+v, %v", d, err)
	}
}

// Signing out at the desk changes nothing for a phone in the same browser.
func TestSecurity11SignOutTouchesNoPhone(t *testing.T) {
	w := newTown(t)
	phone, _ := w.phone(t)
	a := w.ask(t, "DELETE", "/api/session", "", w.as(t, "coordinator"))
	if a.status != http.StatusNoContent || a.header.Get("Clear-Site-Data") != "" {
		t.Errorf("%d %v", a.status, a.header)
	}
	if d, err := w.gate.Device(t.Context(), strings.TrimPrefix(phone, "Authorization: Portage ")); err != nil || d.Access != account.AccessOK {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestSecurity12DisabledIsOutAtTheNextRequest(t *testing.T) {
	w := newTown(t)
	admin, agent := w.as(t, "admin"), w.as(t, "orderAgent")
	if a := w.ask(t, "GET", "/api/people", "", agent); a.status != http.StatusOK {
		t.Fatal(a)
	}
	if a := w.ask(t, "POST", "/api/people/"+w.ids[account.OrderAgent]+"/disable", "", admin); a.status != http.StatusNoContent {
		t.Fatal(a)
	}
	if a := w.ask(t, "GET", "/api/people", "", agent); a.status != http.StatusUnauthorized {
		t.Error(a.status)
	}
}

// Every route that changes something, asked from another site.
func TestSecurity13And14ForeignRequestsChangeNothing(t *testing.T) {
	w := newTown(t)
	w.person(t, "everything", account.Roles...)
	cookie := w.as(t, "everything")
	for _, r := range w.Routes() {
		if r.Method == http.MethodGet || r.Method == http.MethodHead {
			continue
		}
		for _, foreign := range []string{"Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site", "Origin: https://evil.test",
			"Origin: null", "Origin: http://portage.example", "Origin: https://portage.example.evil.test"} {
			if a := w.try(t, r, cookie, foreign); a.status != http.StatusForbidden {
				t.Errorf("%s with %s: %d", r.ID, foreign, a.status)
			}
		}
		if r.Raw {
			continue
		}
		for _, media := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"} {
			if a := w.try(t, r, cookie, "Content-Type: "+media); a.status != http.StatusUnsupportedMediaType {
				t.Errorf("%s as %s: %d", r.ID, media, a.status)
			}
		}
	}
	if e, ok := w.logged(t, "request.refused"); !ok || e.Details["code"] != "request.origin" {
		t.Errorf("the audit log says %+v", e)
	}
	if a := w.ask(t, "GET", "/api/session", "", cookie); a.status != http.StatusOK {
		t.Errorf("the session was ended from another site: %d", a.status)
	}
}

func TestSecurity15GetChangesNothing(t *testing.T) {
	w := newTown(t)
	w.person(t, "everything", account.Roles...)
	cookie := w.as(t, "everything")
	reads := map[string]bool{}
	for _, r := range w.Routes() {
		if r.Method == http.MethodGet {
			reads[r.Path] = true
		}
	}
	for _, r := range w.Routes() {
		if reads[r.Path] {
			continue
		}
		r.Method = http.MethodGet
		if a := w.try(t, r, cookie); a.status != http.StatusNotFound && a.status != http.StatusMethodNotAllowed {
			t.Errorf("GET %s: %d", r.Path, a.status)
		}
	}
}

func TestSecurity16AnswersAreNotKept(t *testing.T) {
	w := newTown(t)
	for _, r := range w.Routes() {
		for _, who := range []string{"", w.as(t, "admin")} {
			a := w.try(t, r, who)
			if a.header.Get("Cache-Control") != "no-store" || a.header.Get("X-Content-Type-Options") != "nosniff" ||
				!strings.Contains(a.header.Get("Content-Security-Policy"), "frame-ancestors 'none'") ||
				strings.Contains(a.header.Get("Content-Security-Policy"), "unsafe-inline") || a.header.Get("Referrer-Policy") == "" {
				t.Errorf("%s: %d %v", r.ID, a.status, a.header)
			}
			if a.header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s opens itself to other sites", r.ID)
			}
		}
	}
}

func TestSessionsOfOthersAreUnknown(t *testing.T) {
	w := newTown(t)
	mine := w.as(t, "orderAgent")
	o, err := w.gate.SignIn(t.Context(), access.Peer{}, access.Credentials{Login: "coordinator", Password: townPassword}, "")
	if err != nil {
		t.Fatal(err)
	}
	none := w.ask(t, "DELETE", "/api/sessions/none", "", mine)
	others := w.ask(t, "DELETE", "/api/sessions/"+o.Session.ID, "", mine)
	if none.status != http.StatusNotFound || others.status != http.StatusNotFound || withoutID(none.body) != withoutID(others.body) {
		t.Errorf("%d %s\n%d %s", none.status, none.body, others.status, others.body)
	}
	if e, ok := w.logged(t, "request.refused"); !ok || e.Object != o.Session.ID || e.By != w.ids[account.OrderAgent] {
		t.Errorf("the audit log says %+v", e)
	}
	if _, err := w.gate.User(t.Context(), o.Token); err != nil {
		t.Errorf("the other's session: %v", err)
	}
	if a := w.ask(t, "GET", "/api/sessions", "", mine); strings.Contains(a.body, o.Session.ID) {
		t.Errorf("%s", a.body)
	}
}

func TestSecurity22ForbiddenIsLogged(t *testing.T) {
	w := newTown(t)
	driver, _ := w.phone(t)
	for _, path := range []string{"/api/audit", "/api/people", "/api/devices"} {
		a := w.ask(t, "GET", path, "", driver)
		if a.status != http.StatusForbidden {
			t.Errorf("%s: %d", path, a.status)
		}
		if e, ok := w.logged(t, "request.refused"); !ok || e.By != w.ids[account.Driver] || e.Device == "" {
			t.Errorf("%s: the audit log says %+v", path, e)
		}
	}
}

// Every route that takes JSON, with a field that it does not know.
func TestSecurity23ExtraFieldsAreRefused(t *testing.T) {
	w := newTown(t)
	w.person(t, "everything", account.Roles...)
	cookie := w.as(t, "everything")
	for _, op := range operations(t, w.fixture) {
		if !op.body {
			continue
		}
		path := strings.NewReplacer("{id}", "none").Replace(op.path)
		for _, extra := range []string{"_id", "createdAt", "isAdmin"} {
			a := w.ask(t, op.method, path, `{"`+extra+`":"x"}`, cookie)
			if a.status != http.StatusUnprocessableEntity {
				t.Errorf("%s %s: %d", op.method, op.path, a.status)
			}
		}
	}
	for path, body := range map[string]string{
		"/api/session":    `{"login":"admin","password":"` + townPassword + `","role":"admin"}`,
		"/api/enrolments": `{"person":"` + w.ids[account.Driver] + `","by":"me"}`,
		"/api/people":     `{"name":"X","roles":["driver"],"disabled":false}`,
	} {
		a := w.ask(t, "POST", path, body, cookie)
		if a.status != http.StatusUnprocessableEntity || a.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
}

func TestSecurity26OperatorsAreNoValues(t *testing.T) {
	w := newTown(t)
	cookie := w.as(t, "admin")
	for _, c := range [][3]string{
		{"POST", "/api/session", `{"login":{"$ne":null},"password":"x"}`},
		{"POST", "/api/session", `{"login":"admin","password":{"$gt":""}}`},
		{"POST", "/api/session", `{"login":"admin","password":["x"]}`},
		{"POST", "/api/session", `{"login":"admin","password":"x","$where":"1"}`},
		{"POST", "/api/enrolments", `{"person":{"$ne":""}}`},
		{"GET", "/api/audit?before[$gt]=0", ""},
		{"GET", "/api/audit?limit=1e9", ""},
		{"GET", "/api/audit?before=-1", ""},
		{"GET", "/api/devices?person[$ne]=x", ""},
		{"GET", "/api/devices?$where=1", ""},
	} {
		if a := w.ask(t, c[0], c[1], c[2], cookie); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%v: %d %s", c, a.status, a.body)
		}
	}
	for _, path := range []string{"/api/people/$where", "/api/people/a.b", "/api/people/%00", "/api/people/..%2f..", "/api/people/" + strings.Repeat("a", 65)} {
		if a := w.ask(t, "GET", path, "", cookie); a.status != http.StatusNotFound && a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", path, a.status)
		}
	}
}

func TestSecurity53NobodyChangesTheLog(t *testing.T) {
	w := newTown(t)
	admin := w.as(t, "admin")
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
		for _, path := range []string{"/api/audit", "/api/audit/1", "/api/audit/000000000001", "/api/audit/check"} {
			if a := w.ask(t, method, path, "{}", admin); a.status != http.StatusNotFound && a.status != http.StatusMethodNotAllowed {
				t.Errorf("%s %s: %d", method, path, a.status)
			}
		}
	}
	a := w.ask(t, "GET", "/api/audit/check", "", admin)
	if a.status != http.StatusOK || !strings.Contains(a.body, `"intact":true`) || !strings.Contains(a.body, `"brokenAt":0`) {
		t.Errorf("%d %s", a.status, a.body)
	}
}
