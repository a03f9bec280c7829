package field_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/field"
	"github.com/portage-livraison/portage/server/httpapi"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/sync/slip"
)

// door is a Field behind the real HTTP server on a real embedded store.
type door struct {
	t      testing.TB
	addr   string
	client *http.Client
	field  *field.Field
	store  *breakable
}

// breakable is a store whose writes can fail.
type breakable struct {
	store.Store
	broken atomic.Bool
}

func (b *breakable) Insert(ctx context.Context, docs ...store.Doc) []error {
	if !b.broken.Load() {
		return b.Store.Insert(ctx, docs...)
	}
	errs := make([]error, len(docs))
	for i := range errs {
		errs[i] = store.ErrUnknown
	}
	return errs
}

// sessions knows phones by "<device>.secret", staff by "staff".
type sessions struct{}

func (sessions) User(_ context.Context, token string) (account.User, error) {
	switch token {
	case "staff":
		return account.User{ID: "claire", Roles: []account.Role{account.Coordinator}}, nil
	case "observer":
		return account.User{ID: "elu", Roles: []account.Role{account.Observer}}, nil
	}
	return account.User{}, account.ErrUnsigned
}

func (sessions) Device(_ context.Context, credential string) (account.Device, error) {
	device, ok := strings.CutSuffix(credential, ".secret")
	if !ok {
		return account.Device{}, fault.New(fault.Unsigned, "device.credential", "who?")
	}
	return account.Device{ID: device, Person: "driver-" + device[35:], Access: account.AccessOK}, nil
}

func newDoor(t testing.TB) *door {
	t.Helper()
	s, err := embedded.Open(t.TempDir(), append(field.Kinds(), sliprepo.Kind()), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	d := &door{t: t, store: &breakable{Store: s}, client: &http.Client{Transport: &http.Transport{DisableCompression: true}}}
	d.field = field.New(field.Options{Store: d.store, Devices: sessions{}, Now: time.Now})
	h, err := httpapi.New(httpapi.Config{BaseURL: "http://localhost", Log: slog.New(slog.DiscardHandler),
		NewID: uuid.NewString},
		httpapi.Services{Sessions: sessions{}, Exchange: d.field, Blobs: d.field})
	if err != nil {
		t.Fatal(err)
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d.addr = ln.Addr().String()
	served := make(chan error, 1)
	go func() { served <- h.Serve(ln) }()
	t.Cleanup(func() {
		d.client.CloseIdleConnections()
		if err := errors.Join(h.Shutdown(context.Background()), <-served); err != nil {
			t.Error(err)
		}
	})
	return d
}

const (
	device1 = "0190a000-0000-7000-8000-000000000001"
	device2 = "0190a000-0000-7000-8000-000000000002"
	slipOne = "01905000-0000-7000-8000-000000000001"
)

func (d *door) addSlip() {
	d.t.Helper()
	now := time.Now()
	s := slip.Slip{ID: slipOne}
	for i, e := range []slip.Entry{
		{Kind: slip.Created, Data: fmt.Appendf(nil, `{"number":"26-1","day":%q,"sheet":{"household":{"id":"h","name":"Mme Blanc"},"merchant":{"id":"m","name":"Primeur"},"lines":[]}}`, now.Format("2006-01-02"))},
		{Kind: slip.Assigned, Data: json.RawMessage(`{"driver":"driver-1"}`)},
	} {
		e.ID, e.V, e.At, e.Received, e.By, e.Via = fmt.Sprint("plan-", i), 1, now, now, "desk", slip.ViaDesk
		next, _, err := slip.Append(s, e)
		if err != nil {
			d.t.Fatal(err)
		}
		s = next
	}
	doc, err := sliprepo.Encode(s, s.Fold(), 0, now)
	if err != nil {
		d.t.Fatal(err)
	}
	if err := d.store.Insert(d.t.Context(), doc)[0]; err != nil {
		d.t.Fatal(err)
	}
}

func (d *door) journal() int {
	d.t.Helper()
	doc, err := d.store.Get(d.t.Context(), sliprepo.Name, slipOne)
	if err != nil {
		d.t.Fatal(err)
	}
	s, _, err := sliprepo.Decode(doc)
	if err != nil {
		d.t.Fatal(err)
	}
	return len(s.Journal)
}

type reply struct {
	status int
	header http.Header
	body   []byte
}

func (r reply) code() string {
	var p struct{ Code string }
	_ = json.Unmarshal(r.body, &p)
	return p.Code
}

// ask sends a request as device1 unless a header says otherwise.
func (d *door) ask(method, path string, body []byte, headers ...string) reply {
	d.t.Helper()
	req, err := http.NewRequestWithContext(d.t.Context(), method, "http://"+d.addr+path, bytes.NewReader(body))
	if err != nil {
		d.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Portage "+device1+".secret")
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/json")
	}
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		req.Header.Set(name, value)
	}
	res, err := d.client.Do(req)
	if errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) {
		return reply{} // the server did not read a body that is too large to its end
	}
	if err != nil {
		d.t.Fatalf("%s %s, %d bytes: %v", method, path, len(body), err)
	}
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	if err != nil {
		d.t.Fatal(err)
	}
	return reply{res.StatusCode, res.Header, got}
}

func envelope(acts ...string) []byte {
	return fmt.Appendf(nil, `{"proto":1,"device":%q,"epoch":"0190e000-0000-7000-8000-000000000001","app":"1.0.0","sentAt":"2026-11-21T08:00:00Z","issued":9,"acts":[%s],"have":{}}`,
		device1, strings.Join(acts, ","))
}

func note(n int, more string) string {
	return fmt.Sprintf(`{"id":"0190ac00-0000-7000-8000-%012d","seq":%d,"kind":"note","v":1,"slip":%q,"at":"2026-11-21T08:00:00Z","data":{"text":"n°%d"%s}}`, n, n, slipOne, n, more)
}

func zipped(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	_, _ = z.Write(b)
	_ = z.Close()
	return out.Bytes()
}

func TestExchangeStatuses(t *testing.T) {
	d := newDoor(t)
	d.addSlip()
	const path = "/api/exchange"
	big := string(bytes.Repeat([]byte("x"), 300<<10))
	deep := strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000)
	tests := []struct {
		name    string
		body    []byte
		headers []string
		status  int
		code    string
	}{
		{"unknown phone", envelope(), []string{"Authorization: Portage x"}, 401, "device.credential"},
		{"no credential", envelope(), []string{"Authorization: "}, 401, "device.credential"},
		{"half a body", envelope(note(1, ""))[:150], nil, 422, "exchange.unreadable"},
		{"empty body", nil, nil, 422, "exchange.unreadable"},
		{"wrong field", []byte(`{"proto":"1"}`), nil, 422, "exchange.invalid"},
		{"text", envelope(), []string{"Content-Type: text/plain"}, 415, "request.mediaType"},
		{"another encoding", envelope(), []string{"Content-Encoding: br"}, 415, "request.encoding"},
		{"no gzip", envelope(), []string{"Content-Encoding: gzip"}, 400, "request.unreadable"},
		{"half a gzip", zipped(envelope(note(1, "")))[:60], []string{"Content-Encoding: gzip"}, 400, "request.unreadable"},
		{"300 KB", envelope(`"` + big + `"`), nil, 413, "request.tooLarge"},
		{"gzip bomb", zipped(bytes.Repeat([]byte(" "), 64<<20)), []string{"Content-Encoding: gzip"}, 413, "request.tooLarge"},
		{"51 acts", envelope(strings.Split(strings.Repeat("{} ", 50)+"{}", " ")...), nil, 413, "exchange.too_large"},
		{"another origin", envelope(), []string{"Origin: https://evil.example"}, 403, "request.origin"},
	}
	for _, tt := range tests {
		r := d.ask("POST", path, tt.body, tt.headers...)
		if r.status == 0 && tt.status == 413 {
			continue
		}
		if r.status != tt.status || r.code() != tt.code {
			t.Errorf("%s: %d %s, want %d %s", tt.name, r.status, r.code(), tt.status, tt.code)
		}
	}
	if n := d.journal(); n != 2 {
		t.Fatalf("a refused request changed the slip: %d entries", n)
	}

	r := d.ask("POST", path, envelope(note(1, ""), note(2, `,"x":`+deep), `{"a":1e999}`, note(3, `,"y":NaN`), note(4, `,"z":"\ud800"`)))
	if want := []string{"stored", "stored", "stored", "stored", "stored"}; r.status != 200 || !strings.Contains(string(r.body), want[0]) || d.journal() != 4 {
		t.Errorf("hostile acts beside good ones: %d %s, %d entries", r.status, r.body, d.journal())
	}
	r = d.ask("POST", path, zipped(envelope(note(5, ""))), "Content-Encoding: gzip", "Accept-Encoding: gzip, br")
	if r.status != 200 || d.journal() != 5 {
		t.Errorf("gzip: %d %s", r.status, r.body)
	}
	d.store.broken.Store(true)
	r = d.ask("POST", path, envelope(note(6, "")))
	if r.status != 503 || r.code() != "exchange.later" || r.header.Get("Retry-After") == "" || strings.Contains(string(r.body), "receipts") {
		t.Errorf("without a store: %d %s", r.status, r.body)
	}
}

func TestGetsOfTheExchangeChangeNothing(t *testing.T) {
	d := newDoor(t)
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		if r := d.ask(method, "/api/exchange", nil); r.status != 405 && r.status != 404 {
			t.Errorf("%s: %d", method, r.status)
		}
	}
}

func TestLargeAnswersAreZipped(t *testing.T) {
	d := newDoor(t)
	d.addSlip()
	plain := d.ask("POST", "/api/exchange", envelope())
	packed := d.ask("POST", "/api/exchange", envelope(), "Accept-Encoding: gzip")
	refused := d.ask("POST", "/api/exchange", envelope(), "Accept-Encoding: gzip;q=0")
	if plain.header.Get("Content-Encoding") != "" || refused.header.Get("Content-Encoding") != "" {
		t.Error("zipped without being asked")
	}
	if len(plain.body) < 1200 {
		plain.body = nil
	}
	if packed.header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(bytes.NewReader(packed.body))
		if err != nil {
			t.Fatal(err)
		}
		if raw, err := io.ReadAll(z); err != nil || !json.Valid(raw) {
			t.Errorf("%v %s", err, raw)
		}
	} else if plain.body != nil {
		t.Errorf("%d bytes were not zipped", len(plain.body))
	}
}

// Scenario 5 of notes/sync.md: a request cut in mid-body, at each kilobyte, over
// a real connection: nothing of it is stored.
func TestARequestCutInMidBody(t *testing.T) {
	d := newDoor(t)
	d.addSlip()
	body := envelope(note(1, `,"pad":"`+strings.Repeat("x", 6<<10)+`"`), note(2, ""))
	for cut := 0; cut < len(body); cut += 1024 {
		c, err := net.Dial("tcp", d.addr)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(c, "POST /api/exchange HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Portage %s.secret\r\nContent-Length: %d\r\n\r\n", device1, len(body))
		_, _ = c.Write(body[:cut])
		_ = c.(*net.TCPConn).CloseWrite()
		answer, _ := io.ReadAll(c)
		if bytes.Contains(answer, []byte(" 200 ")) {
			t.Errorf("cut at %d: %s", cut, answer)
		}
		_ = c.Close()
	}
	if n := d.journal(); n != 2 {
		t.Errorf("%d entries", n)
	}
	if _, err := d.store.Get(t.Context(), "act", "0190ac00-0000-7000-8000-000000000001"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an act of a cut request: %v", err)
	}
}
