package httpapi

import (
	"strings"
	"testing"
	"testing/fstest"
)

func testApp() fstest.MapFS {
	f := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		".keep":                   f(""),
		".built":                  f(""),
		"index.html":              f("driver page"),
		"index.html.br":           f("driver br"),
		"index.html.gz":           f("driver gz"),
		"desk.html":               f("desk page"),
		"merchant.html":           f("merchant page"),
		"sw.js":                   f("worker"),
		"sw.js.gz":                f("worker gz"),
		"manifest.webmanifest":    f("{}"),
		"icons/icon-192.png":      f("png"),
		"assets/app-abc123.js":    f("code"),
		"assets/app-abc123.js.br": f("code br"),
		"assets/zxing-1.wasm":     f("wasm"),
	}
}

func TestFilesAreServed(t *testing.T) {
	const html, js = "text/html; charset=utf-8", "text/javascript; charset=utf-8"
	const forever, ask = "public, max-age=31536000, immutable", "no-cache"
	tests := []struct {
		method, path, accept              string
		status                            int
		body, kind, cache, coding, mustBe string
	}{
		{"GET", "/", "", 200, "driver page", html, ask, "", ""},
		{"GET", "/", "gzip, deflate, br", 200, "driver br", html, ask, "br", ""},
		{"GET", "/", "gzip", 200, "driver gz", html, ask, "gzip", ""},
		{"GET", "/", "br;q=0, gzip;q=0.5", 200, "driver gz", html, ask, "gzip", ""},
		{"GET", "/", "br;q=0.0, gzip;q=0", 200, "driver page", html, ask, "", ""},
		{"HEAD", "/", "", 200, "", html, ask, "", ""},
		{"GET", "/round/today", "", 200, "driver page", html, ask, "", ""},
		{"GET", "/enrol", "", 200, "driver page", html, ask, "", ""},
		{"GET", "/desk", "", 200, "desk page", html, ask, "", ""},
		{"GET", "/desk/orders/17", "", 200, "desk page", html, ask, "", ""},
		{"GET", "/desktop", "", 200, "driver page", html, ask, "", ""},
		{"GET", "/s/abc", "", 200, "merchant page", html, ask, "", ""},
		{"GET", "/S/ABCDEFGHJKLMNPQRSTUVWXYZ23", "", 200, "merchant page", html, ask, "", ""},
		{"GET", "/sw.js", "br", 200, "worker", js, ask, "", ""},
		{"GET", "/manifest.webmanifest", "", 200, "{}", "application/manifest+json", ask, "", ""},
		{"GET", "/icons/icon-192.png", "br", 200, "png", "image/png", ask, "", ""},
		{"GET", "/assets/app-abc123.js", "br", 200, "code br", js, forever, "br", ""},
		{"GET", "/assets/zxing-1.wasm", "br", 200, "wasm", "application/wasm", forever, "", ""},
		{"GET", "/assets/app-old.js", "", 404, "", "", "", "", ""},
		{"GET", "/assets/", "", 404, "", "", "", "", ""},
		{"GET", "/none.png", "", 404, "", "", "", "", ""},
		{"GET", "/index.html.br", "", 404, "", "", "", "", ""},
		{"GET", "/.keep", "", 404, "", "", "", "", ""},
		{"GET", "/.git/config", "", 404, "", "", "", "", ""},
		{"GET", "/.env", "", 404, "", "", "", "", ""},
		{"GET", "/debug/pprof/", "", 404, "", "", "", "", ""},
		{"GET", "/metrics", "", 404, "", "", "", "", ""},
		{"GET", "/%2e%2e/%2e%2e/etc/passwd", "", 404, "", "", "", "", ""},
		{"GET", "/%252e%252e/", "", 404, "", "", "", "", ""},
		{"GET", "/desk/../api/x", "", 404, "", "", "", "", ""},
		{"GET", "//", "", 404, "", "", "", "", ""},
		{"GET", "//evil.example/", "", 404, "", "", "", "", ""},
		{"GET", "/a//b", "", 404, "", "", "", "", ""},
		{"POST", "/", "", 405, "", "", "", "", ""},
		{"DELETE", "/sw.js", "", 405, "", "", "", "", ""},
		{"POST", "/none.png", "", 404, "", "", "", "", ""},
	}
	f := newFixture(t, Services{}, func(c *Config) { c.App = testApp() })
	for _, tt := range tests {
		t.Run(tt.method+" "+tt.path+" "+tt.accept, func(t *testing.T) {
			got := f.ask(t, tt.method, tt.path, "", "Accept-Encoding: "+tt.accept)
			if got.status != tt.status {
				t.Fatalf("status %d, want %d: %s", got.status, tt.status, got.body)
			}
			if tt.status != 200 {
				if got.problem(t).Code == "" || strings.Contains(got.body, "page") {
					t.Errorf("body %s", got.body)
				}
				return
			}
			h := got.header
			if got.body != tt.body || h.Get("Content-Type") != tt.kind || h.Get("Cache-Control") != tt.cache || h.Get("Content-Encoding") != tt.coding {
				t.Errorf("%q as %s, cache %s, coding %q", got.body, h.Get("Content-Type"), h.Get("Cache-Control"), h.Get("Content-Encoding"))
			}
			if h.Get("Vary") != "Accept-Encoding" || h.Get("Etag") == "" {
				t.Errorf("Vary %q, Etag %q", h.Get("Vary"), h.Get("Etag"))
			}
		})
	}
}

func TestUnchangedFilesAreNotSentAgain(t *testing.T) {
	f := newFixture(t, Services{}, func(c *Config) { c.App = testApp() })
	tag := f.ask(t, "GET", "/desk", "").header.Get("Etag")
	for _, sent := range []string{tag, "W/" + tag, `"other", ` + tag, "*"} {
		got := f.ask(t, "GET", "/desk", "", "If-None-Match: "+sent)
		if got.status != 304 || got.body != "" {
			t.Errorf("If-None-Match %s: %d %q", sent, got.status, got.body)
		}
		if got.header.Get("Etag") != tag || got.header.Get("Cache-Control") != "no-cache" {
			t.Errorf("a 304 without its headers: %v", got.header)
		}
	}
	if got := f.ask(t, "GET", "/", "", "If-None-Match: "+tag); got.status != 200 {
		t.Errorf("another file's tag: %d", got.status)
	}
}

func TestWithoutABuiltAppThePageSaysSo(t *testing.T) {
	for name, app := range map[string]fstest.MapFS{"nil": nil, "only .keep": {".keep": {}}} {
		f := newFixture(t, Services{}, func(c *Config) {
			if app != nil {
				c.App = app
			}
		})
		for _, path := range []string{"/", "/desk/people", "/s/abc"} {
			got := f.ask(t, "GET", path, "")
			if got.status != 200 || !strings.Contains(got.body, "make build") {
				t.Errorf("%s, %s: %d %s", name, path, got.status, got.body)
			}
		}
		if got := f.ask(t, "GET", "/sw.js", ""); got.status != 404 {
			t.Errorf("%s: the worker: %d, want 404", name, got.status)
		}
	}
}
