package simulation

import (
	"bufio"
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/app"
	"github.com/portage-livraison/portage/server/store/embedded"
	"github.com/portage-livraison/portage/sync/phone"
)

const kills = 50

// program is the real binary on a real folder.
type program struct {
	t         testing.TB
	bin, data string
	addr      string
	cmd       *exec.Cmd
	ended     chan struct{}
}

func build(t testing.TB) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "portage")
	out, err := exec.Command("go", "build", "-o", bin, "github.com/portage-livraison/portage/server").CombinedOutput()
	if err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return bin
}

func freeAddr(t testing.TB) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	return ln.Addr().String()
}

// start runs the program and returns once it serves.
func (p *program) start() time.Duration {
	p.t.Helper()
	began := time.Now()
	p.cmd = exec.Command(p.bin, "serve")
	p.cmd.Env = append(os.Environ(), "PORTAGE_DATA="+p.data, "PORTAGE_ADDR="+p.addr, "PORTAGE_SAMPLE=off")
	log, err := p.cmd.StderrPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	lines := bufio.NewScanner(log)
	var said []string
	for lines.Scan() && !strings.Contains(lines.Text(), "serving") {
		said = append(said, lines.Text())
	}
	if len(lines.Text()) == 0 {
		p.t.Fatalf("the program does not serve: %s", strings.Join(said, "\n"))
	}
	p.ended = make(chan struct{})
	go func() {
		defer close(p.ended)
		for lines.Scan() { // keep the pipe empty
		}
	}()
	return time.Since(began)
}

func (p *program) end(s os.Signal) error {
	p.t.Helper()
	if err := p.cmd.Process.Signal(s); err != nil {
		p.t.Fatal(err)
	}
	<-p.ended
	return p.cmd.Wait()
}

// TestKill9 kills the real program at random moments of a loop of exchanges:
// what it acknowledged is there once, and the rest once after it was sent again.
func TestKill9(t *testing.T) {
	if testing.Short() {
		t.Skip("the program is built and run for half a minute")
	}
	dir := t.TempDir()
	disk, err := embedded.Open(dir, app.Kinds(), embedded.Options{Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, 9, disk)
	w.settle(2, 20)
	w.clock.Store(time.Now().UnixMilli()) // the program has the real clock
	phones := []*carried{w.enrol(w.drivers[0]), w.enrol(w.drivers[1])}
	w.ok(disk.Close())
	p := &program{t: t, bin: build(t), data: dir, addr: freeAddr(t)}
	acknowledged, slowest := 0, time.Duration(0)
	for _, c := range phones {
		c.line.To = toHost{p.addr}
	}
	r := rand.New(rand.NewPCG(9, 9))
	for range kills {
		slowest = max(slowest, p.start())
		p.exchangeUntilKilled(w, phones, time.Duration(r.IntN(40_000))*time.Microsecond)
		if err := p.end(syscall.SIGKILL); err == nil {
			t.Fatal("it ended by itself")
		}
	}
	slowest = max(slowest, p.start())
	for _, c := range phones {
		acknowledged += len(c.Disk().Sent)
		c.line.To = toHost{p.addr}
		w.ok(c.Drain(w.ctx))
	}
	if err := p.end(syscall.SIGTERM); err != nil {
		t.Errorf("the orderly end: %v", err)
	}
	t.Logf("the slowest restart took %s", slowest)
	w.disk, err = embedded.Open(dir, app.Kinds(), embedded.Options{Readers: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer w.disk.Close()
	w.phones = nil // phones that the program answered: only what it stored is looked at
	w.flaky.Store = w.disk
	w.boot()
	w.check()
	for _, b := range w.broken {
		t.Error(b)
	}
	if acknowledged < kills {
		t.Errorf("only %d acts were acknowledged between the kills", acknowledged)
	}
	t.Logf("%d kills, %d acts, %d acknowledged before the last start, slowest start %s", kills, len(w.book), acknowledged, slowest)
}

// exchangeUntilKilled has every phone record and exchange until the moment.
func (p *program) exchangeUntilKilled(w *world, phones []*carried, after time.Duration) {
	ctx, cancel := context.WithTimeout(w.ctx, after)
	defer cancel()
	var all sync.WaitGroup
	for _, c := range phones {
		for range 12 {
			act, err := c.Note(w.slips[w.rng.IntN(len(w.slips))], "noté")
			w.record(c, act, err)
		}
		c.Batch(3)
		all.Go(func() {
			for len(c.Waiting()) > 0 && ctx.Err() == nil {
				if _, err := c.Exchange(context.WithoutCancel(ctx)); err != nil && !errors.Is(err, phone.ErrLater) {
					return
				}
			}
		})
	}
	<-ctx.Done() // the moment, while exchanges run
	_ = p.cmd.Process.Signal(syscall.SIGKILL)
	all.Wait()
}

// toHost carries requests to a real address.
type toHost struct{ addr string }

func (h toHost) Do(req *http.Request) (*http.Response, error) {
	r := req.Clone(req.Context())
	r.URL.Scheme, r.URL.Host, r.Host, r.RequestURI = "http", h.addr, "", ""
	return http.DefaultClient.Do(r)
}

// Test32 goes back to a backup of the folder, made with the server stopped:
// phones bring again what they sent since.
func Test32AFolderIsRestoredFromItsBackup(t *testing.T) {
	dir := t.TempDir()
	open := func() *embedded.Store {
		s, err := embedded.Open(dir, app.Kinds(), embedded.Options{Readers: 2})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	w := newWorld(t, 32, open())
	w.settle(1, 2)
	c := w.phones[0]
	w.deliver(c, w.slips[0])
	w.exchange(c)
	w.ok(w.disk.Close())
	backup := t.TempDir()
	w.ok(os.CopyFS(filepath.Join(backup, "copy"), os.DirFS(dir)))
	w.disk = open()
	w.flaky.Store = w.disk
	w.deliver(c, w.slips[1])
	w.exchange(c)
	w.want("waiting", len(c.Waiting()), 0)

	w.ok(w.disk.Close())
	dir = filepath.Join(backup, "copy")
	w.disk = open()
	defer func() { w.ok(w.disk.Close()) }()
	w.flaky.Store = w.disk
	w.boot()
	w.want("the server forgot", w.state(w.slips[1]).Complete, false)
	w.exchange(c) // high tells
	w.want("put back", len(c.Waiting()), 3)
	w.ok(c.Drain(w.ctx))
	w.want("complete", w.state(w.slips[1]).Complete, true)
	w.heal()
	w.check()
	for _, b := range w.broken {
		t.Error(b)
	}
}
