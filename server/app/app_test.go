package app

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"go.uber.org/goleak"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/store"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// fasthttp keeps one clock for the process, and workers for a while.
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.updateServerDate.func1"),
		goleak.IgnoreAnyFunction("github.com/valyala/fasthttp.(*workerPool).Start.func2"))
}

// buffer is a bytes.Buffer for several goroutines.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// at is the time of every test.
var at = time.Date(2026, 4, 3, 8, 0, 0, 0, time.UTC)

type running struct {
	*App
	out, log *buffer
	stop     func() error // ends Run and Close, once, and says what they said
}

// config is a configuration on a free port and in a folder of its own. The path
// is short, because a socket's path may not be long.
func config(t *testing.T) Config {
	t.Helper()
	dir, err := os.MkdirTemp("", "p")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	cfg := Default()
	cfg.Addr, cfg.Data, cfg.Sample = "127.0.0.1:0", filepath.Join(dir, "data"), false
	return cfg
}

func deps(out, log io.Writer) Deps {
	return Deps{
		Now: func() time.Time { return at }, Out: out, Version: "test",
		Log:  slog.New(slog.NewTextHandler(log, nil)),
		Cost: access.Cost{Time: 1, MemoryKB: 64, Parallel: 2, Waiting: 8},
	}
}

func start(t *testing.T, cfg Config) *running {
	t.Helper()
	r := &running{out: &buffer{}, log: &buffer{}}
	a, err := New(t.Context(), cfg, deps(r.out, r.log))
	if err != nil {
		t.Fatal(err)
	}
	r.App = a
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	var once sync.Once
	var said error
	r.stop = func() error {
		once.Do(func() { cancel(); said = errors.Join(<-ended, a.Close()) })
		return said
	}
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Errorf("stop: %v", err)
		}
	})
	return r
}

func (r *running) get(t *testing.T, path string) (int, string) {
	t.Helper()
	return fetch(t, r.URL()+path)
}

func fetch(t *testing.T, url string) (int, string) {
	t.Helper()
	client := http.Client{Timeout: 60 * time.Second, Transport: &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

func TestServerStartsServesAndStops(t *testing.T) {
	cfg := config(t)
	r := start(t, cfg)
	if !strings.HasPrefix(r.URL(), "http://localhost:") {
		t.Errorf("URL %s", r.URL())
	}
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 200, "/": 200, "/api/openapi.json": 200, "/api/none": 404, "/metrics": 404} {
		if status, body := r.get(t, path); status != want {
			t.Errorf("%s: %d, want %d: %s", path, status, want, body)
		}
	}
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := net.DialTimeout("tcp", strings.TrimPrefix(r.URL(), "http://"), time.Second); err == nil {
		t.Error("the port still answers")
	}
	start(t, cfg) // the folder is free again
}

func TestFirstStartPrintsASetUpLinkThatLeadsIn(t *testing.T) {
	cfg := config(t)
	r := start(t, cfg)
	_, token, ok := strings.Cut(r.out.String(), r.URL()+"/desk/setup#")
	if !ok || !strings.Contains(r.out.String(), "█") {
		t.Fatalf("printed:\n%s", r.out)
	}
	token, _, _ = strings.Cut(token, "\n")
	if strings.Contains(r.log.String(), token) {
		t.Error("the link is in the log")
	}
	links, err := AskLinks(t.Context(), cfg)
	if err != nil || !strings.HasPrefix(links.Setup, r.URL()+"/desk/setup#") || links.Desk != r.URL()+"/desk" {
		t.Errorf("links %+v, %v", links, err)
	}
	if info, err := os.Stat(filepath.Join(cfg.Data, socket)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket: %v, %v", info, err)
	}
}

func TestSampleTownIsMadeOnceAndLeadsIn(t *testing.T) {
	cfg := config(t)
	cfg.Sample = true
	first := start(t, cfg)
	links, err := AskLinks(t.Context(), cfg)
	if err != nil || links.Links == nil || links.Setup != "" {
		t.Fatalf("links %+v, %v", links, err)
	}
	for _, want := range []string{links.Desk, links.Password, links.Logins[0].Login, links.Merchant.URL, "█"} {
		if want == "" || !strings.Contains(first.out.String(), want) {
			t.Errorf("%q was not printed:\n%s", want, first.out)
		}
	}
	if strings.Contains(first.out.String(), links.Driver.URL) || !strings.HasPrefix(links.Driver.URL, first.URL()+"/enrol#") {
		t.Errorf("the phone's link %s is not a new one", links.Driver.URL)
	}
	if err := first.stop(); err != nil {
		t.Fatal(err)
	}
	second := start(t, cfg)
	again, err := AskLinks(t.Context(), cfg)
	if err != nil || again.Links == nil || again.Password != links.Password || again.Merchant.Code != links.Merchant.Code {
		t.Errorf("a second start: %+v, %v", again, err)
	}
	if second.URL() == first.URL() && again.Desk != second.URL()+"/desk" {
		t.Errorf("desk %s of %s", again.Desk, second.URL())
	}
}

func TestASampleTownThatBreaksOffSaysWhatToDo(t *testing.T) {
	cfg := config(t)
	cfg.Sample = true
	broken := deps(io.Discard, io.Discard)
	// Randomness enough to begin, not to end.
	broken.Random = io.MultiReader(io.LimitReader(rand.Reader, 400), iotest.ErrReader(store.ErrFull))
	a, err := New(t.Context(), cfg, broken)
	if err == nil {
		a.Close()
		t.Fatal("it started")
	}
	for _, want := range []string{"make room", "PORTAGE_DATA", "remove the folder " + cfg.Data, "nothing of yours"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q does not say %q", err, want)
		}
	}
}

func TestStartRefusesWithTheRemedy(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	other := start(t, config(t))
	tests := []struct {
		name   string
		change func(*Config)
		want   []string
	}{
		{"taken port", func(c *Config) { c.Addr = taken.Addr().String() }, []string{"taken by another program", "PORTAGE_ADDR"}},
		{"taken metrics port", func(c *Config) { c.Metrics = taken.Addr().String() }, []string{"taken by another program", "PORTAGE_METRICS"}},
		{"unknown host", func(c *Config) { c.Addr = "203.0.113.1:80" }, []string{"cannot listen", "PORTAGE_ADDR"}},
		{"locked folder", func(c *Config) { c.Data = other.cfg.Data }, []string{"in use by process", "PORTAGE_DATA"}},
		{"folder below a file", func(c *Config) { c.Data = "/dev/null/data" }, []string{"cannot be opened", "check"}},
		{"URI without host", func(c *Config) { c.MongoDBURI = "mongodb://" }, []string{"PORTAGE_MONGODB_URI"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg := config(t)
			tt.change(&cfg)
			a, err := New(t.Context(), cfg, deps(io.Discard, io.Discard))
			if err == nil {
				a.Close()
				t.Fatal("it started")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not say %q", err, want)
				}
			}
		})
	}
	if status, _ := other.get(t, "/readyz"); status != 200 {
		t.Errorf("the other server: %d", status)
	}
}

func TestReadyTellsOfADatabaseThatIsAway(t *testing.T) {
	r := start(t, config(t))
	if err := r.store.Close(); err != nil {
		t.Fatal(err)
	}
	status, body := r.get(t, "/readyz")
	if status != 503 || !strings.Contains(body, "dégradé") {
		t.Errorf("readyz: %d %s", status, body)
	}
	if status, _ := r.get(t, "/healthz"); status != 200 {
		t.Errorf("healthz: %d", status)
	}
}

func TestMetricsHaveADoorOfTheirOwn(t *testing.T) {
	cfg := config(t)
	cfg.Metrics = "127.0.0.1:0"
	r := start(t, cfg)
	r.get(t, "/healthz")
	status, body := fetch(t, "http://"+r.doors[len(r.doors)-2].ln.Addr().String()+"/metrics")
	if status != 200 || !strings.Contains(body, `route="/healthz"`) || strings.Contains(body, "localhost") {
		t.Errorf("%d %s", status, body)
	}
}

func TestJobsRunAndNeverEndTheServer(t *testing.T) {
	a, err := New(t.Context(), config(t), deps(io.Discard, io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	ran := 0
	a.jobs = []job{
		{"good", time.Hour, func(context.Context) error { ran++; return nil }},
		{"bad", time.Hour, func(context.Context) error { return errors.New("no") }},
		{"panics", time.Hour, func(context.Context) error { panic("oh") }},
		{"good", time.Hour, func(context.Context) error { ran++; return nil }},
	}
	err = a.Sweep(t.Context())
	if ran != 2 || err == nil || !strings.Contains(err.Error(), "bad: no") || !strings.Contains(err.Error(), "panics: panic: oh") {
		t.Errorf("%d ran: %v", ran, err)
	}
}

// TestEveryServiceIsWired fails when a route group was added and its use-case
// forgotten: its routes would exist and panic.
func TestEveryServiceIsWired(t *testing.T) {
	a, err := New(t.Context(), config(t), deps(io.Discard, io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	v := reflect.ValueOf(a.services())
	for i := range v.NumField() {
		if v.Field(i).IsNil() {
			t.Errorf("httpapi.Services.%s is not wired", v.Type().Field(i).Name)
		}
	}
}

func TestOpenAPIIsTheOneThatIsServed(t *testing.T) {
	doc, err := OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	_, served := start(t, config(t)).get(t, "/api/openapi.json")
	var a, b struct {
		Paths map[string]any
		Info  struct{ Version string }
	}
	if err := errors.Join(json.Unmarshal(doc, &a), json.Unmarshal([]byte(served), &b)); err != nil {
		t.Fatal(err)
	}
	if len(a.Paths) < 5 || len(a.Paths) != len(b.Paths) {
		t.Errorf("%d paths in the document, %d served", len(a.Paths), len(b.Paths))
	}
	for _, bad := range []string{"$schema", "localhost", "unpkg"} {
		if bytes.Contains(doc, []byte(bad)) {
			t.Errorf("the document holds %s", bad)
		}
	}
}
