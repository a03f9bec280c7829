package httpapi

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/store"
)

func TestEveryAnswerHasItsHeaders(t *testing.T) {
	f := newFixture(t, Services{Sessions: people{}}, func(c *Config) {
		c.App = testApp()
		c.register = testRoutes
		c.TileHosts = []string{"https://tiles.example"}
	})
	tests := []struct{ name, method, path, body string }{
		{"page", "GET", "/", ""},
		{"fallback page", "GET", "/desk/people", ""},
		{"merchant's page", "GET", "/s/abc", ""},
		{"worker", "GET", "/sw.js", ""},
		{"asset", "GET", "/assets/app-abc123.js", ""},
		{"head", "HEAD", "/", ""},
		{"missing file", "GET", "/none.js", ""},
		{"API", "POST", "/api/test/open", `{"name":"a"}`},
		{"API document", "GET", "/api/openapi.json", ""},
		{"API 404", "GET", "/api/none", ""},
		{"API 405", "DELETE", "/api/test/open", ""},
		{"API 401", "GET", "/api/live", ""},
		{"API 422", "POST", "/api/test/open", `{}`},
		{"API panic", "POST", "/api/test/open", `{"name":"panic"}`},
		{"health", "GET", "/healthz", ""},
		{"framing", "TRACE", "/", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h := f.ask(t, tt.method, tt.path, tt.body, "Origin: "+testBase).header
			csp := h.Get("Content-Security-Policy")
			for _, want := range []string{"default-src 'self'", "script-src 'self' 'wasm-unsafe-eval'", "object-src 'none'",
				"base-uri 'none'", "frame-ancestors 'none'", "img-src 'self' data: blob: https://tiles.example;"} {
				if !strings.Contains(csp, want) {
					t.Errorf("CSP %q lacks %q", csp, want)
				}
			}
			if strings.Count(csp, "tiles.example") != 1 {
				t.Errorf("CSP %q allows the tiles' host beyond images", csp)
			}
			if strings.Contains(csp, "unsafe-inline") || strings.Contains(csp, "'unsafe-eval'") {
				t.Errorf("CSP %q allows inline or eval", csp)
			}
			for name, want := range map[string]string{
				"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
				"Strict-Transport-Security": "max-age=31536000", "Access-Control-Allow-Origin": "",
				"X-Robots-Tag": "noindex, nofollow", "Server": "", "Set-Cookie": "", "Link": "",
			} {
				if got := h.Get(name); got != want {
					t.Errorf("%s: %q, want %q", name, got, want)
				}
			}
			if h.Get("X-Request-Id") == "" {
				t.Error("no request id")
			}
			if strings.HasPrefix(tt.name, "API") && h.Get("Cache-Control") != "no-store" {
				t.Errorf("Cache-Control %q, want no-store", h.Get("Cache-Control"))
			}
		})
	}
}

func TestPlainHTTPHasNoHSTSAndAPlainCookie(t *testing.T) {
	f := newFixture(t, Services{}, func(c *Config) { c.BaseURL = "http://localhost:8080" })
	if got := f.ask(t, "GET", "/", "").header.Get("Strict-Transport-Security"); got != "" {
		t.Errorf("HSTS %q", got)
	}
	if got := f.sessionCookie("secret", 60); got != "portage=secret; Path=/; Max-Age=60; HttpOnly; SameSite=Strict" {
		t.Errorf("cookie %q", got)
	}
	s := newFixture(t, Services{})
	if got := s.sessionCookie("secret", 60); got != "__Host-portage=secret; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Strict" {
		t.Errorf("cookie %q", got)
	}
	if got := s.sessionCookie("", 60); !strings.Contains(got, "__Host-portage=; Path=/; Max-Age=0") {
		t.Errorf("cookie that ends: %q", got)
	}
}

func TestLocalhostHasThreeNames(t *testing.T) {
	f := newFixture(t, Services{}, func(c *Config) { c.BaseURL = "http://localhost:8080/"; c.register = testRoutes })
	for origin, want := range map[string]int{
		"http://localhost:8080": 200, "http://127.0.0.1:8080": 200, "http://[::1]:8080": 200,
		"http://localhost:8081": 403, "https://localhost:8080": 403, "http://localhost.evil.example:8080": 403,
	} {
		if got := f.ask(t, "POST", "/api/test/open", `{"name":"a"}`, "Origin: "+origin).status; got != want {
			t.Errorf("%s: %d, want %d", origin, got, want)
		}
	}
	elsewhere := newFixture(t, Services{}, func(c *Config) { c.register = testRoutes })
	if got := elsewhere.ask(t, "POST", "/api/test/open", `{"name":"a"}`, "Origin: http://localhost").status; got != 403 {
		t.Errorf("localhost is no origin of a public server: %d", got)
	}
}

func TestStoreTroubleIsSaid(t *testing.T) {
	var failure error
	f := newFixture(t, Services{}, func(c *Config) {
		c.register = func(s *Server) {
			add(s, Route{Method: "GET", Path: "/api/test/store", ID: "testStore", Who: Anyone},
				func(context.Context, *struct{}) (*struct{}, error) { return nil, failure })
		}
	})
	tests := []struct {
		err    error
		status int
		code   string
		logged bool
	}{
		{fmt.Errorf("save: %w", store.ErrFull), 503, "server.full", true},
		{fmt.Errorf("save: %w", store.ErrClosed), 503, "server.unavailable", false},
		{fmt.Errorf("save: %w", context.DeadlineExceeded), 503, "server.slow", false},
		{errors.New("mongodb://root:secret@db is away"), 500, "internal", true},
	}
	for _, tt := range tests {
		failure = tt.err
		f.log.Reset()
		got := f.ask(t, "GET", "/api/test/store", "")
		if got.status != tt.status || got.problem(t).Code != tt.code {
			t.Errorf("%v: %d %s", tt.err, got.status, got.body)
		}
		if strings.Contains(got.body, "secret") {
			t.Errorf("%s tells too much", got.body)
		}
		if (got.status == 503) != (got.header.Get("Retry-After") != "") {
			t.Errorf("%d with Retry-After %q", got.status, got.header.Get("Retry-After"))
		}
		if logged := strings.Contains(f.log.String(), "level=ERROR"); logged != tt.logged {
			t.Errorf("%v: logged as an error: %v", tt.err, logged)
		}
	}
}

func TestLogSaysNothingPersonal(t *testing.T) {
	f := newFixture(t, Services{Sessions: people{}}, func(c *Config) { c.App = testApp(); c.register = testRoutes })
	f.ask(t, "POST", "/api/test/plan/secret-id?token=secret-query", `{"name":"secret-body"}`, "Cookie: __Host-portage=secret-cookie",
		"User-Agent: secret-agent", "Referer: https://portage.example/secret-page")
	f.ask(t, "GET", "/s/secret-code", "")
	f.ask(t, "GET", "/secret-dir/secret.txt", "")
	f.ask(t, "GET", "/api/secret-path", "")
	if log := f.log.String(); strings.Contains(log, "secret") || strings.Count(log, "msg=request ") != 4 {
		t.Errorf("log:\n%s", log)
	}
	if !strings.Contains(f.log.String(), "route=/api/test/plan/{id}") {
		t.Errorf("the pattern is missing:\n%s", f.log)
	}
}

func TestClipKeepsLogLinesWhole(t *testing.T) {
	got := clip("a\r\nlevel=ERROR \x1b[31m" + strings.Repeat("é", 10_000))
	if strings.ContainsAny(got, "\r\n\x1b") || len(got) > 310 || !strings.HasPrefix(got, "a??level") {
		t.Errorf("%d bytes: %q", len(got), got[:40])
	}
}
