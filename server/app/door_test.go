package app

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

func TestPlainHTTPLeadsToTheDomainOnly(t *testing.T) {
	tests := []struct {
		method, target, host string
		status               int
		to                   string
	}{
		{"GET", "/desk?x=1", "portage.example", 301, "https://portage.example/desk?x=1"},
		{"HEAD", "/", "portage.example", 301, "https://portage.example/"},
		{"GET", "/a", "evil.example", 301, "https://portage.example/a"},
		{"GET", "//evil.example/", "portage.example", 301, "https://portage.example//evil.example/"},
		{"POST", "/api/session", "portage.example", 400, ""},
	}
	for _, tt := range tests {
		req := httptest.NewRequest(tt.method, "http://portage.example"+tt.target, nil)
		req.Host = tt.host
		w := httptest.NewRecorder()
		redirect("portage.example").ServeHTTP(w, req)
		if w.Code != tt.status || w.Header().Get("Location") != tt.to {
			t.Errorf("%s %s: %d to %q, want %d to %q", tt.method, tt.target, w.Code, w.Header().Get("Location"), tt.status, tt.to)
		}
	}
}

func TestCertificatesAreForTheDomainOnly(t *testing.T) {
	m := certificates(Config{Domain: "portage.example", Data: t.TempDir()})
	if err := m.HostPolicy(context.Background(), "portage.example"); err != nil {
		t.Error(err)
	}
	if err := m.HostPolicy(context.Background(), "evil.example"); err == nil {
		t.Error("a certificate for another name would be asked for")
	}
	conf := tlsConfig(m)
	if slices.Contains(conf.NextProtos, "h2") || !slices.Contains(conf.NextProtos, "acme-tls/1") {
		t.Errorf("protocols %v: HTTP/2 is not spoken behind, and the authority's challenge is needed", conf.NextProtos)
	}
	// The authority's own challenge is answered on plain HTTP, not redirected.
	w := httptest.NewRecorder()
	req := httptest.NewRequest(http.MethodGet, "http://portage.example/.well-known/acme-challenge/none", nil)
	m.HTTPHandler(redirect("portage.example")).ServeHTTP(w, req)
	if w.Code == http.StatusMovedPermanently {
		t.Error("the challenge was redirected")
	}
}
