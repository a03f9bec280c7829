package httpapi

import (
	"bytes"
	"compress/gzip"
	"context"
	"strings"
	"testing"
	"time"
)

func zipped(t *testing.T, plain string) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	if _, err := z.Write([]byte(plain)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestBodiesAreBounded(t *testing.T) {
	f := newFixture(t, Services{}, func(c *Config) { c.register = testRoutes })
	const ok = `{"name":"a"}`
	bomb := zipped(t, `{"name":"`+strings.Repeat("x", 8<<20)+`"}`)
	tests := []struct {
		name, path, body, coding string
		status                   int
	}{
		{"gzip", "/api/test/zip", zipped(t, ok), "gzip", 200},
		{"identity", "/api/test/zip", ok, "identity", 200},
		{"gzip bomb", "/api/test/zip", bomb, "gzip", 413},
		{"not gzip", "/api/test/zip", ok, "gzip", 400},
		{"half a gzip", "/api/test/zip", zipped(t, ok)[:20], "gzip", 400},
		{"gzip twice", "/api/test/zip", zipped(t, zipped(t, ok)), "gzip, gzip", 415},
		{"brotli", "/api/test/zip", ok, "br", 415},
		{"gzip where none is taken", "/api/test/open", zipped(t, ok), "gzip", 415},
		{"deep nesting", "/api/test/open", `{"name":` + strings.Repeat("[", 100_000), "", 400},
		{"deep and closed", "/api/test/open", `{"name":` + strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000) + "}", "", 400},
		{"large number", "/api/test/open", `{"name":1e309}`, "", 400},
		{"array index form", "/api/test/open?a[999999999]=1", ok, "", 422},
		{"duplicate of a field", "/api/test/open", `{"name":"a","name":"b"}`, "", 200},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := f.ask(t, "POST", tt.path, tt.body, "Content-Encoding: "+tt.coding)
			if got.status != tt.status {
				t.Errorf("status %d, want %d: %s", got.status, tt.status, got.body)
			}
		})
	}
}

func TestEveryRequestHasADeadline(t *testing.T) {
	var left time.Duration
	look := func(ctx context.Context, _ *struct{}) (*struct{}, error) {
		deadline, ok := ctx.Deadline()
		if !ok {
			t.Error("no deadline")
		}
		left = time.Until(deadline)
		return nil, nil
	}
	f := newFixture(t, Services{}, func(c *Config) {
		c.register = func(s *Server) {
			add(s, Route{Method: "GET", Path: "/api/test/usual", ID: "usual", Who: Anyone}, look)
			add(s, Route{Method: "GET", Path: "/api/test/long", ID: "long", Who: Anyone, Deadline: 5 * time.Minute}, look)
			add(s, Route{Method: "GET", Path: "/api/test/short", ID: "short", Who: Anyone, Deadline: time.Millisecond},
				func(ctx context.Context, _ *struct{}) (*struct{}, error) {
					<-ctx.Done()
					return nil, ctx.Err()
				})
		}
	})
	for path, most := range map[string]time.Duration{"/api/test/usual": 15 * time.Second, "/api/test/long": 5 * time.Minute} {
		if got := f.ask(t, "GET", path, ""); got.status != 204 {
			t.Fatalf("%s: %d %s", path, got.status, got.body)
		}
		if left > most || left < most-5*time.Second {
			t.Errorf("%s: %s left, want about %s", path, left, most)
		}
	}
	if got := f.ask(t, "GET", "/api/test/short", ""); got.status != 503 || got.problem(t).Code != "server.slow" {
		t.Errorf("past its deadline: %d %s", got.status, got.body)
	}
}
