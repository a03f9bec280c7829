package field_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"maps"
	mathrand "math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/field"
	"github.com/portage-livraison/portage/server/httpapi"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/sync/slip"
)

// The work of shared/bench/peers: 200 phones come back at once, each with 40
// acts spread over its 30 slips, 12 of them with a 4 KB signature.
const (
	drainPhones = 200
	drainSlips  = 30
	drainActs   = 40
	drainSigned = 12
)

const serverEnv = "PORTAGE_DRAIN_SERVER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(serverEnv); dir != "" {
		if err := drainServer(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// drainServer is the server process: the real store, access, field and HTTP. It
// prints one line of JSON with its port and the phones' credentials, serves,
// and answers each line on its input with its CPU time in microseconds.
func drainServer(dir string) error {
	kinds := slices.Concat(access.Kinds(), field.Kinds(), []store.Kind{sliprepo.Kind()})
	s, err := embedded.Open(dir, kinds, embedded.Options{})
	if err != nil {
		return err
	}
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	gate, err := access.New(access.Options{Store: s, Now: time.Now, Random: rand.Reader, NewID: newID,
		Contacts: field.Contacts{Store: s}, BaseURL: "http://localhost"})
	if err != nil {
		return err
	}
	f := field.New(field.Options{Store: s, Devices: gate, Now: time.Now})
	h, err := httpapi.New(httpapi.Config{BaseURL: "http://localhost", Log: slog.New(slog.DiscardHandler), NewID: newID},
		httpapi.Services{Sessions: gate, Exchange: f, Blobs: f})
	if err != nil {
		return err
	}
	hello, err := seed(context.Background(), s, gate)
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	go func() { _ = h.Serve(ln) }()
	hello.Addr = ln.Addr().String()
	if err := json.NewEncoder(os.Stdout).Encode(hello); err != nil {
		return err
	}
	if path := os.Getenv("PORTAGE_DRAIN_PROFILE"); path != "" {
		out, err := os.Create(path)
		if err != nil {
			return err
		}
		defer out.Close()
		if err := pprof.StartCPUProfile(out); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		var use syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
			return err
		}
		fmt.Println((use.Utime.Nano()+use.Stime.Nano())/1000, use.Maxrss)
	}
	return s.Close()
}

type hello struct {
	Addr   string
	Phones []drainPhone
}

type drainPhone struct{ Device, Secret, Epoch string }

func seed(ctx context.Context, s store.Store, gate *access.Gate) (hello, error) {
	var h hello
	who := account.User{ID: "bench", Roles: []account.Role{account.Admin, account.Coordinator}}
	var docs []store.Doc
	for d := range drainPhones {
		m, err := gate.AddPerson(ctx, who, account.Person{Name: fmt.Sprintf("Driver %d", d), Roles: []account.Role{account.Driver},
			Origin: account.Origins[0], Locale: "fr"})
		if err != nil {
			return h, err
		}
		t, err := gate.NewEnrolment(ctx, who, m.ID)
		if err != nil {
			return h, err
		}
		p := drainPhone{Epoch: uuid.Must(uuid.NewV7()).String()}
		in := access.Enrol{Code: t.Code, Epoch: p.Epoch, Charter: true}
		e, err := gate.Enrol(ctx, access.Peer{Address: fmt.Sprintf("10.0.%d.%d", d/250, d%250)}, in)
		if err != nil {
			return h, err
		}
		p.Device, p.Secret = e.Device.ID, e.Secret
		h.Phones = append(h.Phones, p)
		for k := range drainSlips {
			doc, err := drainSlip(d, k, m.ID)
			if err != nil {
				return h, err
			}
			docs = append(docs, doc)
		}
	}
	for some := range slices.Chunk(docs, 500) {
		for _, err := range s.Insert(ctx, some...) {
			if err != nil {
				return h, err
			}
		}
	}
	return h, nil
}

func drainSlipID(d, k int) string { return fmt.Sprintf("01905000-0000-7000-8000-%06d%06d", d, k) }

func drainSlip(d, k int, driver string) (store.Doc, error) {
	now := time.Now()
	sheet, _ := json.Marshal(slip.Sheet{
		Household: slip.Household{ID: uuid.NewString(), Name: fmt.Sprintf("Mme Résidente %d", d*30+k), Phone: fmt.Sprintf("04 42 %02d %02d %02d", d%99, k, (d*k)%99),
			Address: fmt.Sprintf("Bâtiment %d, %d avenue Guillaume Dulac, 13600 La Ciotat", k, d), Sector: "Centre",
			Access: fmt.Sprintf("code %d, %de étage gauche", d*7+k, k%6), Availability: "le matin, avant 11 h"},
		Merchant: slip.Merchant{ID: uuid.NewString(), Name: fmt.Sprintf("Primeur n° %d", k%21), Trade: "primeur", Phone: "04 42 00 00 00",
			Address: "Quai François Mitterrand", Hours: "8 h - 12 h 30", Payee: fmt.Sprintf("SARL Primeur %d", k%21)},
		Lines:  []slip.Line{{ID: "1", Text: "Pommes golden", Quantity: "1 kg"}, {ID: "2", Text: "Poireaux", Quantity: "3"}, {ID: "3", Text: "Pain", Gift: true, Donor: "Boulangerie du Port"}},
		Amount: int64(900 + k*17),
	})
	s := slip.Slip{ID: drainSlipID(d, k)}
	for _, e := range []slip.Entry{
		{Kind: slip.Created, Data: fmt.Appendf(nil, `{"number":"26-%05d","day":%q,"sheet":%s}`, d*30+k, now.Format("2006-01-02"), sheet)},
		{Kind: slip.SentToMerchant, Data: json.RawMessage(`{"channel":"mail"}`)},
		{Kind: slip.Assigned, Data: fmt.Appendf(nil, `{"driver":%q,"round":%q,"position":%d}`, driver, driver, k)},
	} {
		e.ID, e.V, e.At, e.Received, e.By, e.Via = uuid.Must(uuid.NewV7()).String(), 1, now, now, "desk", slip.ViaDesk
		next, _, err := slip.Append(s, e)
		if err != nil {
			return store.Doc{}, err
		}
		s = next
	}
	return sliprepo.Encode(s, s.Fold(), 0, now)
}

// drainBody is the queue of phone d: pick-ups and notes, and twelve hand-overs
// with 5 KB of strokes, which is what 4 KB are as base64.
func drainBody(p drainPhone, d int) []byte {
	r := mathrand.New(mathrand.NewPCG(uint64(d), 7))
	var acts []string
	for n := 1; n <= drainActs; n++ {
		k := n % drainSlips
		kind, data := slip.PickedUp, `{"bags":2,"check":"qr","lines":[{"line":"1","state":"taken"},{"line":"2","state":"replaced","note":"poireaux remplacés par des carottes"}]}`
		if n%3 == 0 && n <= drainSigned*3 {
			kind = slip.HandedOver
			data = fmt.Sprintf(`{"payment":"cheque","amountCents":%d,"payee":"SARL Primeur","mark":{"strokes":[%s],"w":340,"h":160,"name":"Mme Résidente"},"check":"code"}`, 900+k*17, strokes(r))
		} else if n > drainSlips {
			kind, data = slip.Note, fmt.Sprintf(`{"text":"arrêt %d : sonner deux fois, la personne marche lentement"}`, n)
		}
		acts = append(acts, fmt.Sprintf(`{"id":%q,"seq":%d,"kind":%q,"v":1,"slip":%q,"basis":6,"at":%q,"data":%s}`,
			uuid.Must(uuid.NewV7()), n, kind, drainSlipID(d, k), time.Now().Format("2006-01-02T15:04:05.000Z07:00"), data))
	}
	return fmt.Appendf(nil, `{"proto":1,"device":%q,"epoch":%q,"app":"1.4.2","sentAt":%q,"issued":%d,"acts":[%s],"have":{}}`,
		p.Device, p.Epoch, time.Now().UTC().Format(time.RFC3339Nano), drainActs, strings.Join(acts, ","))
}

// strokes is a signature of 8 strokes that fills 5 KB as JSON.
func strokes(r *mathrand.Rand) string {
	var b strings.Builder
	for s := range 8 {
		if s > 0 {
			b.WriteByte(',')
		}
		b.WriteString("80")
		x, y := 100+r.IntN(300), 100+r.IntN(200)
		for range 80 {
			x, y = max(100, x+r.IntN(31)-15), max(100, y+r.IntN(31)-15)
			fmt.Fprintf(&b, ",%d,%d", x, y)
		}
	}
	return b.String()
}

// drainLoad is the phones' side: it counts bytes on the wire and requests.
type drainLoad struct {
	b        *testing.B
	addr     string
	client   *http.Client
	up, down atomic.Int64
	requests atomic.Int64
}

type countedConn struct {
	net.Conn
	l *drainLoad
}

func (c countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.l.down.Add(int64(n))
	return n, err
}

func (c countedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.l.up.Add(int64(n))
	return n, err
}

func newLoad(b *testing.B, addr string) *drainLoad {
	l := &drainLoad{b: b, addr: addr}
	var d net.Dialer
	l.client = &http.Client{Transport: &http.Transport{
		MaxIdleConnsPerHost: drainPhones, DisableCompression: true,
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			c, err := d.DialContext(ctx, network, addr)
			return countedConn{c, l}, err
		},
	}}
	return l
}

type drainAnswer struct {
	Receipts []struct{ Receipt, Outcome, Code string }
	High     int64
	Put      []struct {
		ID      string
		Version int64
	}
	Gone []string
	More bool
}

// drainDigest is what stands in the place of have; sync/README.md, section 3.
func drainDigest(have map[string]int64) string {
	h := sha256.New()
	for _, id := range slices.Sorted(maps.Keys(have)) {
		fmt.Fprintf(h, "%s:%d\n", id, have[id])
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (l *drainLoad) exchange(p drainPhone, body []byte) drainAnswer {
	l.requests.Add(1)
	req, err := http.NewRequest(http.MethodPost, "http://"+l.addr+"/api/exchange", bytes.NewReader(body))
	if err != nil {
		panic(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept-Encoding", "gzip")
	req.Header.Set("Authorization", "Portage "+p.Device+"."+p.Secret)
	res, err := l.client.Do(req)
	if err != nil {
		panic(err)
	}
	defer res.Body.Close()
	var r io.Reader = res.Body
	if res.Header.Get("Content-Encoding") == "gzip" {
		if r, err = gzip.NewReader(res.Body); err != nil {
			panic(err)
		}
	}
	raw, err := io.ReadAll(r)
	if err != nil || res.StatusCode != http.StatusOK {
		panic(fmt.Sprintf("%d %v %s", res.StatusCode, err, raw))
	}
	var a drainAnswer
	if err := json.Unmarshal(raw, &a); err != nil {
		panic(err)
	}
	return a
}

// phase runs do for every phone, several at a time, and reports per phone.
func (l *drainLoad) phase(name string, cpu func() int64, atOnce int, phones []drainPhone, do func(i int)) {
	up, down, requests, used, began := l.up.Load(), l.down.Load(), l.requests.Load(), cpu(), time.Now()
	work := make(chan int)
	var wg sync.WaitGroup
	for range atOnce {
		wg.Go(func() {
			for i := range work {
				do(i)
			}
		})
	}
	for i := range phones {
		work <- i
	}
	close(work)
	wg.Wait()
	wall, n := time.Since(began), float64(len(phones))
	used = cpu() - used
	l.b.ReportMetric(wall.Seconds(), name+"-wall-s")
	l.b.ReportMetric(float64(used)/1000/n, name+"-cpu-ms/phone")
	l.b.ReportMetric(float64(l.up.Load()-up)/n, name+"-B-up/phone")
	l.b.ReportMetric(float64(l.down.Load()-down)/n, name+"-B-down/phone")
	l.b.ReportMetric(float64(l.requests.Load()-requests)/n, name+"-requests/phone")
}

// BenchmarkDrain: 200 phones bring 40 acts each at once, and pull their slips;
// then idle exchanges; then cold pulls. The server is a process of its own.
func BenchmarkDrain(b *testing.B) {
	for b.Loop() {
		drainOnce(b)
	}
	b.ReportMetric(0, "ns/op")
}

func drainOnce(b *testing.B) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), serverEnv+"="+b.TempDir())
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	lines := bufio.NewReader(out)
	var h hello
	line, err := lines.ReadBytes('\n')
	if err != nil || json.Unmarshal(line, &h) != nil {
		b.Fatalf("server: %v %s", err, line)
	}
	var rss string
	cpu := func() int64 {
		fmt.Fprintln(in)
		line, err := lines.ReadString('\n')
		if err != nil {
			b.Fatal(err)
		}
		used, kb, _ := strings.Cut(strings.TrimSpace(line), " ")
		rss = kb
		n, _ := strconv.ParseInt(used, 10, 64)
		return n
	}
	l := newLoad(b, h.Addr)
	bodies, full, idle := make([][]byte, len(h.Phones)), make([][]byte, len(h.Phones)), make([][]byte, len(h.Phones))
	for i, p := range h.Phones {
		bodies[i] = drainBody(p, i)
	}
	l.phase("drain", cpu, len(h.Phones), h.Phones, func(i int) {
		p := h.Phones[i]
		a := l.exchange(p, bodies[i])
		have := map[string]int64{}
		for _, d := range a.Put {
			have[d.ID] = d.Version
		}
		if a.High != drainActs || len(have) != drainSlips {
			panic(fmt.Sprintf("high %d, %d slips", a.High, len(have)))
		}
		for _, r := range a.Receipts {
			if r.Receipt != "stored" || r.Outcome != "applied" && r.Outcome != "flagged" {
				panic(fmt.Sprintf("%+v", r))
			}
		}
		text, _ := json.Marshal(have)
		full[i] = fmt.Appendf(nil, `{"proto":1,"device":%q,"epoch":%q,"app":"1.4.2","sentAt":%q,"issued":%d,"acts":[],"have":%s}`,
			p.Device, p.Epoch, time.Now().UTC().Format(time.RFC3339Nano), drainActs, text)
		idle[i] = bytes.Replace(full[i], text, fmt.Appendf(nil, "%q", drainDigest(have)), 1)
	})
	for name, ask := range map[string][][]byte{"idle": idle, "compare": full} {
		l.phase(name, cpu, 4, h.Phones, func(i int) {
			if a := l.exchange(h.Phones[i], ask[i]); len(a.Put)+len(a.Gone) > 0 || a.More {
				panic("an idle exchange brought something")
			}
		})
	}
	l.phase("cold", cpu, 4, h.Phones[:100], func(i int) {
		at := bytes.Index(full[i], []byte(`"have":`))
		if a := l.exchange(h.Phones[i], append(slices.Clone(full[i][:at]), `"have":{}}`...)); len(a.Put) != drainSlips {
			panic(fmt.Sprintf("%d slips", len(a.Put)))
		}
	})
	kb, _ := strconv.ParseFloat(rss, 64)
	b.ReportMetric(kb/1024, "server-MB")
	b.ReportMetric(float64(len(bodies[0])), "body-B")
	_ = in.Close()
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
}
