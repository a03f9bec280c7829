package httpapi

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// onNetwork serves f on a port of its own until the test ends.
func onNetwork(t *testing.T, f *fixture) (addr string) {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- f.Serve(ln) }()
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
		defer cancel()
		if err := f.Shutdown(ctx); err != nil {
			t.Errorf("shutdown: %v", err)
		}
		ln.Close()
		<-served
	})
	return ln.Addr().String()
}

// raw sends bytes and returns everything that comes back until the server
// closes, or until within has passed.
func raw(t *testing.T, addr, send string, within time.Duration) (got string, closed bool) {
	t.Helper()
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(within))
	if _, err := io.WriteString(conn, send); err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(conn)
	return string(all), !errors.Is(err, os.ErrDeadlineExceeded) // what was not read makes it a reset
}

func TestFramingThatTwoProgramsReadInTwoWays(t *testing.T) {
	f := newFixture(t, Services{}, func(c *Config) {
		c.App = testApp()
		c.register = testRoutes
		c.Limits.Read = 300 * time.Millisecond
	})
	addr := onNetwork(t, f)
	const smuggled = "GET /healthz HTTP/1.1\r\nHost: b\r\n\r\n"
	post := func(headers, body string) string {
		return "POST /api/test/open HTTP/1.1\r\n" + headers + "Content-Type: application/json\r\n\r\n" + body
	}
	tests := []struct {
		name, send, want string
	}{
		{"length and coding", post("Host: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"+smuggled), "400"},
		{"coding and length", post("Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n"+smuggled), "400"},
		{"two lengths", post("Host: a\r\nContent-Length: 2\r\nContent-Length: 40\r\n", "{}"+smuggled), "400"},
		{"two equal lengths", post("Host: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n", "{}"), "400"},
		{"two codings", post("Host: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"+smuggled), "400"},
		{"unknown coding", post("Host: a\r\nTransfer-Encoding: xchunked\r\n", "0\r\n\r\n"+smuggled), "400"},
		{"two hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
		{"no host", "GET / HTTP/1.1\r\n\r\n", "400"},
		{"space before colon", post("Host: a\r\nContent-Length : 2\r\n", "{}"+smuggled), "400"},
		{"space before colon of coding", post("Host: a\r\nTransfer-Encoding : chunked\r\n", "0\r\n\r\n"+smuggled), "400"},
		{"folded line", "GET / HTTP/1.1\r\nHost: a\r\nX-Long: one\r\n two\r\n\r\n", "400"},
		{"header without colon", "GET / HTTP/1.1\r\nHost: a\r\nnonsense\r\n\r\n", "400"},
		{"negative length", post("Host: a\r\nContent-Length: -1\r\n", ""), "400"},
		{"length in words", post("Host: a\r\nContent-Length: two\r\n", "{}"), "400"},
		{"absolute target", "GET http://evil.example/ HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
		{"CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", "405"},
		{"unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", "405"},
		{"broken escape", "GET /api/test/%zz HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
		{"two slashes", "GET // HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "404"},
		{"long header", "GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + strings.Repeat("x", 9000) + "\r\n\r\n", "431"},
		{"long target", "GET /?" + strings.Repeat("x", 9000) + " HTTP/1.1\r\nHost: a\r\n\r\n", "431"},
		{"body too long", post("Host: a\r\nContent-Length: 2000000\r\n", "{"), "413"},
		{"body too long for its route", "POST /api/test/zip HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 70000\r\n\r\n{", "413"},
		{"not HTTP", "hello there\r\n\r\n", "400"},
		{"half a header", "GET / HTTP/1.1\r\nHost: a", "408"},
		{"body that stops", post("Host: a\r\nContent-Length: 50\r\n", "{"), "408"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, closed := raw(t, addr, tt.send, time.Minute)
			if !closed {
				t.Error("the connection stayed open")
			}
			if n := strings.Count(got, "HTTP/1.1 "); n != 1 {
				t.Errorf("%d answers to one request:\n%s", n, got)
			}
			if !strings.HasPrefix(got, "HTTP/1.1 "+tt.want+" ") {
				t.Errorf("want %s:\n%s", tt.want, got)
			}
			for _, header := range []string{"Content-Security-Policy: ", "X-Content-Type-Options: nosniff", "application/problem+json"} {
				if !strings.Contains(got, header) {
					t.Errorf("no %s in\n%s", header, got)
				}
			}
		})
	}
}

// TestBareLineFeed pins what this server does with lines that end without a
// carriage return: it takes them or closes, and never answers twice.
func TestBareLineFeed(t *testing.T) {
	f := newFixture(t, Services{}, func(c *Config) { c.Limits.Read = 300 * time.Millisecond })
	got, closed := raw(t, onNetwork(t, f), "GET /healthz HTTP/1.1\nHost: a\nConnection: close\n\n", time.Minute)
	if !closed || strings.Count(got, "HTTP/1.1 ") != 1 {
		t.Errorf("closed %v:\n%s", closed, got)
	}
}

func TestSlowSendersAreClosedAndOthersServed(t *testing.T) {
	f := newFixture(t, Services{}, func(c *Config) { c.Limits.Read = 400 * time.Millisecond })
	addr := onNetwork(t, f)
	const many = 100
	var all sync.WaitGroup
	for range many {
		all.Go(func() {
			conn, err := net.Dial("tcp", addr)
			if err != nil {
				t.Error(err)
				return
			}
			defer conn.Close()
			io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ")
			conn.SetDeadline(time.Now().Add(time.Minute))
			if _, err := io.ReadAll(conn); err != nil {
				t.Errorf("a slow sender was not closed: %v", err)
			}
		})
	}
	client := http.Client{Timeout: 60 * time.Second}
	defer client.CloseIdleConnections()
	for range 20 {
		res, err := client.Get("http://" + addr + "/healthz")
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != 200 {
			t.Errorf("status %d beside slow senders", res.StatusCode)
		}
	}
	all.Wait()
}

func TestForwardedHeadersOfStrangersAreIgnored(t *testing.T) {
	show := func(s *Server) {
		s.addPlain(Route{Method: "GET", Path: "/api/test/who", ID: "who", Who: Anyone}, getWho(s))
	}
	tests := []struct {
		name    string
		proxies []string
		want    string
	}{
		{"no proxy", nil, "127.0.0.1"},
		{"another proxy", []string{"10.0.0.0/8"}, "127.0.0.1"},
		{"this proxy", []string{"127.0.0.0/8"}, "203.0.113.9"},
	}
	for _, tt := range tests {
		f := newFixture(t, Services{}, func(c *Config) { c.TrustedProxies = tt.proxies; c.register = show })
		got, _ := raw(t, onNetwork(t, f), "GET /api/test/who HTTP/1.1\r\nHost: portage.example\r\nConnection: close\r\n"+
			"X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: http\r\n\r\n", time.Minute)
		if !strings.HasSuffix(got, "\r\n\r\n"+tt.want) {
			t.Errorf("%s: want %s:\n%s", tt.name, tt.want, got)
		}
	}
}

// TestKeptStringsStay fails without fiber's Immutable: what a handler keeps is
// overwritten by the requests after it.
func TestKeptStringsStay(t *testing.T) {
	var mu sync.Mutex
	kept := map[string]string{} // what was seen, by a copy
	f := newFixture(t, Services{}, func(c *Config) {
		c.register = func(s *Server) {
			s.addPlain(Route{Method: "GET", Path: "/api/test/keep/{id}", ID: "keep", Who: Anyone}, keep(&mu, kept))
		}
	})
	addr := onNetwork(t, f)
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(10 * time.Second))
	r := bufio.NewReader(conn)
	for i := range 50 {
		fmt.Fprintf(conn, "GET /api/test/keep/id-%02d?q=query-%02d HTTP/1.1\r\nHost: a\r\nX-Keep: header-%02d\r\n\r\n", i, i, i)
		res, err := http.ReadResponse(r, nil)
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, res.Body)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(kept) != 150 {
		t.Fatalf("%d strings kept, want 150", len(kept))
	}
	for was, is := range kept {
		if was != is {
			t.Errorf("kept %q, is now %q", was, is)
		}
	}
}

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// fasthttp keeps one clock for the process.
		goleak.IgnoreTopFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"))
}
