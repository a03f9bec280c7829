package httpapi

import (
	"bufio"
	"context"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/live"
	"github.com/portage-livraison/portage/server/store"
)

// changes is a store's feed that the test writes to.
type changes chan store.Change

func (c changes) Watch(context.Context, []string, string) (store.Feed, error) { return c, nil }
func (c changes) Close() error                                                { return nil }
func (c changes) Next(ctx context.Context) (store.Change, error) {
	select {
	case one := <-c:
		return one, nil
	case <-ctx.Done():
		return store.Change{}, ctx.Err()
	}
}

// peekable ends sessions without being asked to renew them.
type peekable struct {
	people
	ended chan struct{}
}

func (p peekable) Peek(ctx context.Context, token string) (account.User, error) {
	select {
	case <-p.ended:
		return account.User{}, account.ErrUnsigned
	default:
		return p.people.User(ctx, token)
	}
}

func (p peekable) User(context.Context, string) (account.User, error) {
	panic("a stream must not renew a session")
}

type liveFixture struct {
	*fixture
	hub   *live.Hub
	feed  changes
	ended chan struct{}
	addr  string
}

func newLive(t *testing.T, beat time.Duration) *liveFixture {
	t.Helper()
	l := &liveFixture{feed: make(changes), ended: make(chan struct{})}
	l.hub = live.New(l.feed, nil, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- l.hub.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	sessions := peekable{people{
		"coordinator": {ID: "p1", Roles: []account.Role{account.Coordinator}},
		"admin":       {ID: "p2", Roles: []account.Role{account.Admin}},
		"driver":      {ID: "p3", Roles: []account.Role{account.Driver}},
		"social":      {ID: "p4", Roles: []account.Role{account.SocialWorker}},
	}, l.ended}
	l.fixture = newFixture(t, Services{Sessions: sessions, Live: l.hub}, func(c *Config) { c.Limits.Beat = beat })
	l.addr = onNetwork(t, l.fixture)
	return l
}

// listen opens a stream and returns its lines; the stream's end closes lines.
func (l *liveFixture) listen(t *testing.T, session string) (lines chan string, conn net.Conn) {
	t.Helper()
	conn, err := net.Dial("tcp", l.addr)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.Write([]byte("GET /api/live HTTP/1.1\r\nHost: a\r\nCookie: __Host-portage=" + session + "\r\n\r\n"))
	res, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatal(err)
	}
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" || res.Header.Get("Cache-Control") != "no-store" {
		t.Fatalf("%s %v", res.Status, res.Header)
	}
	lines = make(chan string, 1000)
	go func() {
		defer close(lines)
		for in := bufio.NewScanner(res.Body); in.Scan(); {
			if in.Text() != "" {
				lines <- in.Text()
			}
		}
	}()
	return lines, conn
}

// expect reads lines up to one that begins with want and returns it; met holds
// what came before.
func expect(t *testing.T, lines chan string, want string) (line string, met []string) {
	t.Helper()
	late := time.After(60 * time.Second)
	for {
		select {
		case line, ok := <-lines:
			if !ok {
				t.Fatalf("the stream ended before %q; it said %q", want, met)
			}
			if strings.HasPrefix(line, want) {
				return line, met
			}
			met = append(met, line)
		case <-late:
			t.Fatalf("no %q; there was %q", want, met)
		}
	}
}

func ends(t *testing.T, lines chan string) {
	t.Helper()
	late := time.After(60 * time.Second)
	for {
		select {
		case _, ok := <-lines:
			if !ok {
				return
			}
		case <-late:
			t.Fatal("the stream did not end")
		}
	}
}

func TestLiveTellsEachRoleItsKinds(t *testing.T) {
	l := newLive(t, time.Hour)
	coordinator, _ := l.listen(t, "coordinator")
	admin, _ := l.listen(t, "admin")
	social, _ := l.listen(t, "social")
	for _, lines := range []chan string{coordinator, admin, social} {
		expect(t, lines, "event: resync")
	}
	for _, c := range []store.Change{
		{Kind: "alert", ID: "hidden", Version: 1}, {Kind: "session", ID: "hidden", Version: 1}, {Kind: "login", ID: "hidden", Version: 1},
		{Kind: "household", ID: "h1", Version: 4}, {Kind: "slip", ID: "s1", Version: 7, Deleted: true},
		{Kind: "person", ID: "p9", Version: 2},
	} {
		l.feed <- c
	}
	_, met := expect(t, coordinator, `data: {"kind":"person","id":"p9","version":2}`)
	said := strings.Join(met, "\n")
	for _, want := range []string{`data: {"kind":"household","id":"h1","version":4}`, `data: {"kind":"slip","id":"s1","version":7,"gone":true}`} {
		if !strings.Contains(said, want) {
			t.Errorf("the coordinator was not told %s:\n%s", want, said)
		}
	}
	_, met = expect(t, admin, `data: {"kind":"person"`)
	if other := strings.Join(met, "\n"); strings.Contains(other, "household") || strings.Contains(other, "slip") || strings.Contains(said+other, "hidden") {
		t.Errorf("told too much:\n%s\n%s", said, other)
	}
	expect(t, social, `data: {"kind":"alert"`)
}

func TestLiveIsForStaff(t *testing.T) {
	l := newLive(t, time.Hour)
	for session, want := range map[string]int{"": 401, "stranger": 401, "driver": 403} {
		if got := l.ask(t, "GET", "/api/live", "", "Cookie: __Host-portage="+session); got.status != want {
			t.Errorf("%q: %d, want %d", session, got.status, want)
		}
	}
	if l.hub.Subscribers() != 0 {
		t.Errorf("%d subscribers", l.hub.Subscribers())
	}
}

func TestLiveNoticesThatTheClientIsGone(t *testing.T) {
	l := newLive(t, 10*time.Millisecond)
	lines, conn := l.listen(t, "coordinator")
	expect(t, lines, ": beat")
	if n := l.hub.Subscribers(); n != 1 {
		t.Fatalf("%d subscribers, want 1", n)
	}
	conn.Close()
	waitFor(t, func() bool { return l.hub.Subscribers() == 0 })
}

func TestLiveEndsWithTheSession(t *testing.T) {
	l := newLive(t, 10*time.Millisecond)
	lines, _ := l.listen(t, "coordinator")
	expect(t, lines, ": beat")
	close(l.ended)
	ends(t, lines)
}

func TestShutdownEndsStreams(t *testing.T) {
	l := newLive(t, time.Hour)
	lines, _ := l.listen(t, "coordinator")
	expect(t, lines, "event: resync")
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	if err := l.Shutdown(ctx); err != nil {
		t.Errorf("shutdown: %v", err)
	}
	ends(t, lines)
}

func TestShutdownWaitsForRunningRequests(t *testing.T) {
	began, finish := make(chan struct{}), make(chan struct{})
	f := newFixture(t, Services{}, func(c *Config) {
		c.register = func(s *Server) {
			s.addPlain(Route{Method: "GET", Path: "/api/test/slow", ID: "slow", Who: Anyone}, slow(began, finish))
		}
	})
	addr := onNetwork(t, f)
	answered := make(chan string, 1)
	go func() {
		got, _ := raw(t, addr, "GET /api/test/slow HTTP/1.1\r\nHost: a\r\n\r\n", 60*time.Second)
		answered <- got
	}()
	<-began
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	stopped := make(chan error, 1)
	go func() { stopped <- f.Shutdown(ctx) }()
	waitFor(t, func() bool { // the port is closed while the request still runs
		conn, err := net.Dial("tcp", addr)
		if err == nil {
			conn.Close()
		}
		return err != nil
	})
	select {
	case err := <-stopped:
		t.Fatalf("shutdown did not wait: %v", err)
	default:
	}
	close(finish)
	if got := <-answered; !strings.Contains(got, " 200 ") || !strings.HasSuffix(got, "finished") || !strings.Contains(got, "Connection: close") {
		t.Errorf("the running request got\n%s", got)
	}
	if err := <-stopped; err != nil {
		t.Errorf("shutdown: %v", err)
	}
}

// waitFor asks until yes; it fails after a minute.
func waitFor(t *testing.T, yes func() bool) {
	t.Helper()
	late := time.After(60 * time.Second)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !yes() {
		select {
		case <-tick.C:
		case <-late:
			t.Fatal("it did not come to that")
		}
	}
}
