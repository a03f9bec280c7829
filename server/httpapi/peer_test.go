package httpapi

import (
	"fmt"
	"net"
	"net/http"
	"testing"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"
)

func TestPeerIsTheLastHopThatNoListedProxyWrote(t *testing.T) {
	for _, c := range []struct{ remote, forwarded, want string }{
		{"203.0.113.9", "", "203.0.113.9"},
		{"203.0.113.9", "192.0.2.7", "203.0.113.9"}, // not a listed proxy: its header says nothing
		{"10.1.2.3", "192.0.2.7", "192.0.2.7"},
		{"10.1.2.3", "198.51.100.1, 192.0.2.7", "192.0.2.7"}, // what stands left the client wrote
		{"10.1.2.3", "192.0.2.7, 10.9.9.9", "192.0.2.7"},     // two proxies of ours
		{"10.1.2.3", "not an address", "10.1.2.3"},
		{"10.1.2.3", "", "10.1.2.3"},
		{"::1", "192.0.2.7", "192.0.2.7"},
		{"2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"},
		{"::ffff:203.0.113.9", "", "203.0.113.9"},
	} {
		f := newFixture(t, Services{}, func(cfg *Config) { cfg.TrustedProxies = []string{"10.0.0.0/8", "::1"} })
		var req fasthttp.RequestCtx
		req.Init(&fasthttp.Request{}, &net.TCPAddr{IP: net.ParseIP(c.remote), Port: 1}, nil)
		req.Request.Header.Set("X-Forwarded-For", c.forwarded)
		ctx := f.App().AcquireCtx(&req)
		if got := f.peer(ctx).Address; got != c.want {
			t.Errorf("%s for %q: %s, want %s", c.remote, c.forwarded, got, c.want)
		}
		f.App().ReleaseCtx(ctx)
	}
}

func TestGuessesAreCountedByClientBehindAProxy(t *testing.T) {
	w := newTown(t)
	w.cfg.TrustedProxies = []string{"0.0.0.0"} // where requests of these tests come from
	for i := range 12 {
		forged := fmt.Sprintf("%s: 198.51.100.%d, 192.0.2.7", fiber.HeaderXForwardedFor, i)
		a := w.ask(t, "POST", "/api/enrol", enrolBody("guess"), forged)
		if throttled := a.status == http.StatusTooManyRequests; throttled != (i >= 10) {
			t.Errorf("guess %d: %d", i+1, a.status)
		}
	}
	if a := w.ask(t, "POST", "/api/enrol", enrolBody("guess"), fiber.HeaderXForwardedFor+": 192.0.2.8"); a.status != http.StatusGone {
		t.Errorf("another client: %d", a.status)
	}
}

func TestBrowserInAFewWords(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0":                                                    "Firefox · Linux",
		"Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36":                  "Chrome · Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/604.1": "Safari · iPhone",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36 Edg/126.0":                         "Edge · Windows",
		"curl/8": "", "": "",
	} {
		if got := browser(agent); got != want {
			t.Errorf("%q: %q", agent, got)
		}
	}
}
