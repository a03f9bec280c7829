// Command bench measures the real program as a process of its own: what it costs
// when a fleet comes back at once, and what a pull costs when its store grows.
// It fills a folder, starts the program and reads its CPU time from /proc. make
// bench runs it.
package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/google/uuid"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/app"
	"github.com/portage-livraison/portage/server/field"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/sync/phone"
	"github.com/portage-livraison/portage/sync/slip"
)

const (
	perDriver = 30   // slips that the measured driver sees
	pulls     = 1000 // of each sort
)

func main() {
	binary := flag.String("binary", "bin/portage", "the program to measure")
	sizes := flag.String("slips", "1000,100000", "how many slips the store holds, each in turn; empty: no pulls")
	folder := flag.String("town", "", "only fill this folder with a loaded town, for the desk's screens")
	flag.Parse()
	if *folder != "" {
		if err := load(*folder); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	if err := drain(*binary); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	if *sizes == "" {
		return
	}
	fmt.Printf("\npull of %d slips, %d times each, on %d cores\n", perDriver, pulls, runtime.NumCPU())
	fmt.Printf("%10s %10s %14s %14s %12s %12s %8s\n", "slips", "fill s", "cold CPU ms", "idle CPU ms", "cold bytes", "idle bytes", "RSS MB")
	for text := range strings.SplitSeq(*sizes, ",") {
		n, err := strconv.Atoi(text)
		if err == nil {
			err = measure(*binary, n)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
	}
}

type credential struct{ device, secret, epoch, driver string }

func measure(binary string, slips int) (err error) {
	dir, err := os.MkdirTemp("", "portage-bench")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	began := time.Now()
	c, err := fill(dir, slips)
	if err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	filled := time.Since(began)
	p, err := start(binary, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.stop()) }()
	if err := p.idle(); err != nil {
		return err
	}
	cold := c.body(map[string]int64{})
	a, _, err := p.exchange(http.DefaultClient, c, cold)
	if err != nil {
		return err
	}
	if len(a.Put) < perDriver {
		return fmt.Errorf("%d documents came", len(a.Put))
	}
	have := map[string]int64{}
	for _, d := range a.Put {
		have[d.ID] = d.Version
	}
	coldCPU, coldBytes, err := p.repeat(c, cold)
	if err != nil {
		return err
	}
	idleCPU, idleBytes, err := p.repeat(c, c.body(digest(have)))
	if err != nil {
		return err
	}
	fmt.Printf("%10d %10.1f %14.2f %14.2f %12d %12d %8.0f\n", slips, filled.Seconds(), coldCPU, idleCPU, coldBytes, idleBytes, p.rss())
	return nil
}

// fill makes a store with one enrolled driver, who has some of many slips of
// today; the others are spread over two hundred days and drivers, and those of
// the days before are closed.
func fill(dir string, slips int) (c credential, err error) {
	s, err := embedded.Open(dir, app.Kinds(), embedded.Options{})
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	ctx := context.Background()
	gate, err := newGate(s)
	if err != nil {
		return c, err
	}
	if c, err = enrol(ctx, gate, "bench"); err != nil {
		return c, err
	}
	mine, batch := 0, make([]store.Doc, 0, 500)
	for k := range slips {
		driver := fmt.Sprintf("driver-%d", k%200)
		day := time.Now().AddDate(0, 0, -k%200)
		if k%(slips/perDriver) == 0 && mine < perDriver {
			driver, day = c.driver, time.Now()
			mine++
		}
		d, err := document(k, driver, day)
		if err != nil {
			return c, err
		}
		if batch = append(batch, d); len(batch) == cap(batch) || k == slips-1 {
			if err := errors.Join(s.Insert(ctx, batch...)...); err != nil {
				return c, err
			}
			batch = batch[:0]
		}
	}
	return c, nil
}

func newGate(s store.Store) (*access.Gate, error) {
	return access.New(access.Options{Store: s, Now: time.Now, Random: rand.Reader, NewID: newID,
		Contacts: field.Contacts{Store: s}, BaseURL: "http://localhost"})
}

// enrol adds a driver with a phone. from is any name for where it calls from.
func enrol(ctx context.Context, gate *access.Gate, from string) (c credential, err error) {
	m, err := gate.AddPerson(ctx, account.System, account.Person{Name: "Bench", Roles: []account.Role{account.Driver}, Origin: account.Origins[0], Locale: "fr"})
	if err != nil {
		return c, err
	}
	t, err := gate.NewEnrolment(ctx, account.System, m.ID)
	if err != nil {
		return c, err
	}
	epoch := newID()
	e, err := gate.Enrol(ctx, access.Peer{Address: from}, access.Enrol{Code: t.Code, Epoch: epoch, Charter: true})
	return credential{e.Device.ID, e.Secret, epoch, m.ID}, err
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

func document(k int, driver string, day time.Time) (store.Doc, error) {
	sheet := slip.Sheet{
		Household: slip.Household{ID: newID(), Name: fmt.Sprintf("Mme Résidente %d", k), Phone: fmt.Sprintf("02 61 91 %02d %02d", k/100%100, k%100),
			Address: fmt.Sprintf("%d rue du Lavoir, Saint-Aubin-sur-Vire", k%90+1), Sector: "Centre", Access: fmt.Sprintf("code %d, 2e étage", k)},
		Merchant: slip.Merchant{ID: newID(), Name: fmt.Sprintf("Primeur n° %d", k%21), Trade: "primeur", Payee: fmt.Sprintf("SARL Primeur %d", k%21)},
		Lines:    []slip.Line{{ID: "1", Text: "Pommes golden", Quantity: "1 kg"}, {ID: "2", Text: "Poireaux", Quantity: "3"}},
		Amount:   int64(900 + k%1000),
	}
	type part struct {
		kind slip.Kind
		data slip.Data
	}
	parts := []part{
		{slip.Created, slip.Data{Number: fmt.Sprintf("26-%07d", k), Day: day.Format("2006-01-02"), Sheet: &sheet}},
		{slip.Assigned, slip.Data{Driver: driver, Round: driver, Position: k % 40}},
	}
	if time.Since(day) > time.Hour {
		parts = append(parts, part{slip.Cancelled, slip.Data{Reason: "closed"}})
	}
	s := slip.Slip{ID: newID()}
	for _, part := range parts {
		data, err := json.Marshal(part.data)
		if err != nil {
			return store.Doc{}, err
		}
		s, _, err = slip.Append(s, slip.Entry{ID: newID(), Kind: part.kind, V: 1, At: day, Received: day, By: "desk", Via: slip.ViaDesk, Data: data})
		if err != nil {
			return store.Doc{}, err
		}
	}
	return sliprepo.Encode(s, s.Fold(), 0, day)
}

// body is a request without acts; have is a map, or a digest.
func (c credential) body(have any) []byte {
	text, _ := json.Marshal(have)
	return fmt.Appendf(nil, `{"proto":1,"device":%q,"epoch":%q,"app":"1.0.0","sentAt":%q,"issued":0,"acts":[],"have":%s}`,
		c.device, c.epoch, time.Now().UTC().Format(time.RFC3339Nano), text)
}

// digest is what a phone sends in the place of have; sync/README.md, section 3.
func digest(have map[string]int64) string {
	h := sha256.New()
	for _, id := range slices.Sorted(maps.Keys(have)) {
		fmt.Fprintf(h, "%s:%d\n", id, have[id])
	}
	return hex.EncodeToString(h.Sum(nil))
}

// process is the program under measurement.
type process struct {
	cmd  *exec.Cmd
	addr string
}

func start(binary, dir string) (*process, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &process{cmd: exec.Command(binary, "serve"), addr: ln.Addr().String()}
	if err := ln.Close(); err != nil {
		return nil, err
	}
	p.cmd.Env = append(os.Environ(), "PORTAGE_DATA="+dir, "PORTAGE_ADDR="+p.addr, "PORTAGE_SAMPLE=off")
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	for range 300 {
		if conn, err := net.Dial("tcp", p.addr); err == nil {
			return p, conn.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	return nil, errors.Join(errors.New("the program does not listen"), p.stop())
}

func (p *process) stop() error {
	return errors.Join(p.cmd.Process.Signal(syscall.SIGTERM), p.cmd.Wait())
}

// cpu is the process's user and system time in ms.
func (p *process) cpu() (float64, error) {
	raw, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(raw), ") ")
	f := strings.Fields(rest)
	user, _ := strconv.ParseFloat(f[11], 64)
	system, _ := strconv.ParseFloat(f[12], 64)
	return (user + system) * 10, nil // ticks of 1/100 s
}

// idle waits until the program has nothing left to do: what it does at its start,
// or after its answers, belongs to no other measurement.
func (p *process) idle() error {
	quiet, last := 0, -1.0
	for range 6000 {
		now, err := p.cpu()
		if err != nil {
			return err
		}
		if quiet++; now > last+10 {
			quiet, last = 0, now
		}
		if quiet == 8 {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.New("the program is never idle")
}

func (p *process) rss() float64 {
	raw, _ := os.ReadFile(fmt.Sprintf("/proc/%d/statm", p.cmd.Process.Pid))
	f := strings.Fields(string(raw))
	if len(f) < 2 {
		return 0
	}
	pages, _ := strconv.ParseFloat(f[1], 64)
	return pages * float64(os.Getpagesize()) / (1 << 20)
}

type answer struct {
	Put []struct {
		ID      string
		Version int64
	}
}

func (p *process) exchange(client phone.Doer, c credential, body []byte) (a answer, size int, err error) {
	req, err := http.NewRequest(http.MethodPost, "http://"+p.addr+"/api/exchange", bytes.NewReader(body))
	if err != nil {
		return a, 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept-Encoding", "gzip")
	req.Header.Set("Authorization", "Portage "+c.device+"."+c.secret)
	res, err := client.Do(req)
	if err != nil {
		return a, 0, err
	}
	defer func() { err = errors.Join(err, res.Body.Close()) }()
	raw, err := io.ReadAll(res.Body)
	size = len(raw) + len(body)
	if err == nil && res.Header.Get("Content-Encoding") == "gzip" {
		var z *gzip.Reader
		if z, err = gzip.NewReader(bytes.NewReader(raw)); err == nil {
			raw, err = io.ReadAll(z)
		}
	}
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d: %.200s", res.StatusCode, raw)
	}
	if err != nil {
		return a, 0, err
	}
	return a, size, json.Unmarshal(raw, &a)
}

// repeat answers CPU in ms and bytes of both bodies, for one exchange: the
// median of five runs.
func (p *process) repeat(c credential, body []byte) (ms float64, size int, err error) {
	var runs []float64
	for range 5 {
		before, err := p.cpu()
		if err != nil {
			return 0, 0, err
		}
		for range pulls / 5 {
			if _, size, err = p.exchange(http.DefaultClient, c, body); err != nil {
				return 0, 0, err
			}
		}
		after, err := p.cpu()
		if err != nil {
			return 0, 0, err
		}
		runs = append(runs, (after-before)/(pulls/5))
	}
	slices.Sort(runs)
	return runs[2], size, nil
}
