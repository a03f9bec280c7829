package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
)

const testBase = "https://portage.example"

// fixture is a server without a network, its log, and a way to ask it.
type fixture struct {
	*Server
	log *logBuffer
}

// logBuffer is a bytes.Buffer for several goroutines.
type logBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *logBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

// newFixture builds a server for use. more may change the configuration; extra
// routes are added by the caller through add, before the first request.
func newFixture(t *testing.T, use Services, more ...func(*Config)) *fixture {
	t.Helper()
	var log logBuffer
	var n atomic.Int64
	cfg := Config{
		BaseURL: testBase, Lang: "fr", Version: "test",
		Log:   slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		NewID: func() string { return fmt.Sprintf("request-%d", n.Add(1)) },
	}
	for _, change := range more {
		change(&cfg)
	}
	s, err := New(cfg, use)
	if err != nil {
		t.Fatal(err)
	}
	return &fixture{s, &log}
}

// answer is what came back, the body read.
type answer struct {
	status int
	header http.Header
	body   string
}

func (a answer) problem(t *testing.T) problem {
	t.Helper()
	var p problem
	if err := json.Unmarshal([]byte(a.body), &p); err != nil {
		t.Fatalf("not a problem: %v: %s", err, a.body)
	}
	return p
}

// ask sends a request; headers are "Name: value". A body is sent as JSON
// unless a header says otherwise.
func (f *fixture) ask(t *testing.T, method, target, body string, headers ...string) answer {
	t.Helper()
	var r io.Reader
	if body != "" {
		r = strings.NewReader(body)
	}
	req := httptest.NewRequest(method, target, r)
	req.Host = "portage.example"
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	res, err := f.App().Test(req, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(got)}
}

// people is a Sessions that knows its keys as session tokens and as phones'
// credentials.
type people map[string]account.User

func (p people) User(_ context.Context, token string) (account.User, error) {
	if who, ok := p[token]; ok && who.Device == "" {
		return who, nil
	}
	return account.User{}, account.ErrUnsigned
}

func (p people) Device(_ context.Context, credential string) (account.Device, error) {
	who, ok := p[credential]
	if !ok || who.Device == "" {
		return account.Device{}, account.ErrUnsigned
	}
	access, _, _ := strings.Cut(credential, ".") // the test's credentials begin with what they may
	return account.Device{ID: who.Device, Person: who.ID, Access: account.Access(access)}, nil
}

type nameInput struct {
	Body struct {
		Name string `json:"name" minLength:"1" maxLength:"20"`
	}
}

type nameOutput struct {
	Body struct {
		Name string `json:"name"`
	}
}

// testRoutes adds one route of each sort.
func testRoutes(s *Server) {
	echo := func(_ context.Context, in *nameInput) (*nameOutput, error) {
		if in.Body.Name == "taken" {
			return nil, fault.New(fault.Conflict, "request.invalid", "taken").On("name")
		}
		if in.Body.Name == "panic" {
			panic("secret of the panic")
		}
		if in.Body.Name == "broken" {
			return nil, fmt.Errorf("load slip: %w", io.ErrUnexpectedEOF)
		}
		var out nameOutput
		out.Body.Name = in.Body.Name
		return &out, nil
	}
	add(s, Route{Method: "POST", Path: "/api/test/open", ID: "testOpen", Who: Anyone}, echo)
	add(s, Route{Method: "POST", Path: "/api/test/zip", ID: "testZip", Who: Anyone, Gzip: true, Body: 64 << 10}, echo)
	add(s, Route{Method: "POST", Path: "/api/test/plan/{id}", ID: "testPlan", Who: Those(account.PlanRounds)}, echo)
	add(s, Route{Method: "POST", Path: "/api/test/drive", ID: "testDrive", Who: Those(account.Drive)}, echo)
	add(s, Route{Method: "POST", Path: "/api/test/nobody", ID: "testNobody"}, echo)
}

func TestRoutesRefuseAsProblems(t *testing.T) {
	use := Services{Sessions: people{
		"coordinator": {ID: "p1", Roles: []account.Role{account.Coordinator}},
		"driver":      {ID: "p2", Roles: []account.Role{account.Driver}},
		"ok.x":        {ID: "p2", Device: "d1"},
		"expired.x":   {ID: "p2", Device: "d2"},
		"revoked.x":   {ID: "p2", Device: "d3"},
	}}
	const ok = `{"name":"Ginette"}`
	const coordinator, driver = "Cookie: __Host-portage=coordinator", "Cookie: __Host-portage=driver"
	tests := []struct {
		name, method, path, body string
		headers                  []string
		status                   int
		code, field              string
		mustNot                  string
	}{
		{"open", "POST", "/api/test/open", ok, nil, 200, "", "", ""},
		{"unknown address", "GET", "/api/nothing/here", "", nil, 404, "request.notFound", "", "nothing/here"},
		{"api alone", "GET", "/api", "", nil, 404, "request.notFound", "", ""},
		{"wrong method", "GET", "/api/test/open", "", nil, 405, "request.method", "", ""},
		{"wrong method deep", "DELETE", "/api/test/plan/17", "", nil, 405, "request.method", "", ""},
		{"preflight", "OPTIONS", "/api/test/open", "", []string{"Origin: https://evil.example"}, 405, "request.method", "", ""},
		{"not JSON", "POST", "/api/test/open", `{"name":`, nil, 400, "request.unreadable", "", "unexpected"},
		{"empty body", "POST", "/api/test/open", "", nil, 400, "request.unreadable", "", ""},
		{"missing field", "POST", "/api/test/open", `{}`, nil, 422, "request.invalid", "", ""},
		{"unknown field", "POST", "/api/test/open", `{"name":"a","role":"admin"}`, nil, 422, "request.invalid", "role", ""},
		{"too long", "POST", "/api/test/open", `{"name":"` + strings.Repeat("x", 21) + `"}`, nil, 422, "request.invalid", "name", "xxxxx"},
		{"wrong type", "POST", "/api/test/open", `{"name":{"$ne":null}}`, nil, 422, "request.invalid", "", "$ne"},
		{"unknown query", "POST", "/api/test/open?x=1", ok, nil, 422, "request.invalid", "", ""},
		{"text/plain", "POST", "/api/test/open", ok, []string{"Content-Type: text/plain"}, 415, "request.mediaType", "", ""},
		{"form", "POST", "/api/test/open", "name=a", []string{"Content-Type: application/x-www-form-urlencoded"}, 415, "request.mediaType", "", ""},
		{"cross-site", "POST", "/api/test/open", ok, []string{"Sec-Fetch-Site: cross-site"}, 403, "request.origin", "", ""},
		{"same-site", "POST", "/api/test/open", ok, []string{"Sec-Fetch-Site: same-site"}, 403, "request.origin", "", ""},
		{"foreign origin", "POST", "/api/test/open", ok, []string{"Origin: https://evil.example"}, 403, "request.origin", "", ""},
		{"null origin", "POST", "/api/test/open", ok, []string{"Origin: null"}, 403, "request.origin", "", ""},
		{"own origin", "POST", "/api/test/open", ok, []string{"Origin: " + testBase, "Sec-Fetch-Site: same-origin"}, 200, "", "", ""},
		{"conflict", "POST", "/api/test/open", `{"name":"taken"}`, nil, 409, "request.invalid", "name", ""},
		{"panic", "POST", "/api/test/open", `{"name":"panic"}`, nil, 500, "internal", "", "secret"},
		{"unclassified", "POST", "/api/test/open", `{"name":"broken"}`, nil, 500, "internal", "", "EOF"},
		{"not signed in", "POST", "/api/test/plan/1", ok, nil, 401, "session.needed", "", ""},
		{"unknown session", "POST", "/api/test/plan/1", ok, []string{"Cookie: __Host-portage=x"}, 401, "session.needed", "", ""},
		{"cookie without prefix", "POST", "/api/test/plan/1", ok, []string{"Cookie: portage=coordinator"}, 401, "session.needed", "", ""},
		{"wrong role", "POST", "/api/test/plan/1", ok, []string{driver}, 403, "access.forbidden", "", ""},
		{"wrong role, bad body", "POST", "/api/test/plan/1", `{"x":1}`, []string{driver}, 403, "access.forbidden", "", ""},
		{"phone without the right", "POST", "/api/test/plan/1", ok, []string{"Authorization: Portage ok.x"}, 403, "access.forbidden", "", ""},
		{"phone", "POST", "/api/test/drive", ok, []string{"Authorization: Portage ok.x"}, 200, "", "", ""},
		{"phone's credential in the cookie", "POST", "/api/test/drive", ok, []string{"Cookie: __Host-portage=ok.x"}, 401, "session.needed", "", ""},
		{"expired phone", "POST", "/api/test/drive", ok, []string{"Authorization: Portage expired.x"}, 401, "device.expired", "", ""},
		{"revoked phone", "POST", "/api/test/drive", ok, []string{"Authorization: Portage revoked.x"}, 401, "device.revoked", "", ""},
		{"right role", "POST", "/api/test/plan/1", ok, []string{coordinator}, 200, "", "", ""},
		{"nobody may", "POST", "/api/test/nobody", ok, []string{coordinator}, 403, "access.forbidden", "", ""},
	}
	f := newFixture(t, use, func(c *Config) { c.register = testRoutes })
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := f.ask(t, tt.method, tt.path, tt.body, tt.headers...)
			if got.status != tt.status {
				t.Fatalf("status %d, want %d: %s", got.status, tt.status, got.body)
			}
			if tt.code == "" {
				return
			}
			p := got.problem(t)
			if p.Code != tt.code || p.Status != tt.status || p.Type != "urn:portage:problem:"+tt.code {
				t.Errorf("problem %+v, want code %s", p, tt.code)
			}
			if tt.field != "" && p.Field != tt.field {
				t.Errorf("field %q, want %q", p.Field, tt.field)
			}
			if p.Title == "" || p.Detail == "" || p.RequestID == "" || p.RequestID != got.header.Get("X-Request-Id") {
				t.Errorf("incomplete: %+v", p)
			}
			if tt.mustNot != "" && strings.Contains(got.body, tt.mustNot) {
				t.Errorf("%q must not be in %s", tt.mustNot, got.body)
			}
			if ct := got.header.Get("Content-Type"); ct != "application/problem+json" {
				t.Errorf("content type %q", ct)
			}
		})
	}
}
