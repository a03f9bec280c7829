package push_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync/atomic"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/store/embedded"
)

const (
	kills  = 100
	rounds = 101 // three notices each, of which a process sends three at most
)

// TestMain is also the process that TestKill9 kills: with a folder named it
// serves the notices of the store there until its end.
func TestMain(m *testing.M) {
	if dir := os.Getenv("PUSH_VICTIM"); dir != "" {
		fmt.Fprintln(os.Stderr, victim(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func victim(dir string) error {
	now, err := time.Parse(time.RFC3339, os.Getenv("PUSH_NOW"))
	if err != nil {
		return err
	}
	st, err := embedded.Open(dir, kinds(), embedded.Options{Readers: 2})
	if err != nil {
		return err
	}
	p, err := newPush(st, newStaff(), func() time.Time { return now }, os.Getenv("PUSH_FAR"), io.Discard)
	if err != nil {
		return err
	}
	p.Run(context.Background())
	return nil
}

// TestKill9 kills a real process on a real folder 100 times while it derives and
// sends notices: between the cause and the notice, the notice and its sending,
// the sending and the note of it. All are told in the end, and what is told
// twice takes the place of the first.
func TestKill9(t *testing.T) {
	if testing.Short() {
		t.Skip("100 processes are started and killed")
	}
	w := newTown(t)
	w.subscribe(ana, "201")
	w.subscribe(claire, "201")
	for range rounds {
		_, id := w.round(ana)
		_, err := w.ReadySlip(w.ctx, agent, id, 1, 0)
		w.ok(err)
	}
	w.ok(w.st.Close())
	told := map[string]banner{}
	times := map[string]int{}
	for range kills {
		w.pass(31 * time.Second) // the leases of the dead end
		w.kill(1 + rand.N(3))
		w.count(told, times)
		if t.Failed() {
			return
		}
	}
	before := len(told)
	w.far.setAnswer(func() {})
	w.pass(time.Minute)
	w.open()
	w.ok(w.push.Sweep(w.ctx))
	for range 3 {
		w.ok(w.push.Deliver(w.ctx))
	}
	w.count(told, times)
	if len(told) != 3*rounds {
		t.Errorf("%d notices came, want %d", len(told), 3*rounds)
	}
	twice := 0
	for _, n := range times {
		twice += n - 1
	}
	t.Logf("%d kills, %d notices, %d of them before the last start, %d told once more", kills, len(told), before, twice)
}

// kill runs a process until the push service has taken that many messages. It
// takes no more: the process dies with others under way, and with the last
// answer noted or not.
func (w *town) kill(after int) {
	w.Helper()
	dead, enough := make(chan struct{}), make(chan struct{})
	var asked atomic.Int64
	w.far.setRefusal(func() bool {
		switch n := int(asked.Add(1)); {
		case n < after:
			return false
		case n == after:
			time.AfterFunc(time.Duration(rand.N(int64(3*time.Millisecond))), func() { close(enough) })
			return false
		}
		<-dead
		return true
	})
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PUSH_VICTIM="+w.dir, "PUSH_FAR="+w.far.URL, "PUSH_NOW="+w.clock().Format(time.RFC3339))
	cmd.Stderr = os.Stderr
	w.ok(cmd.Start())
	select {
	case <-enough:
	case <-time.After(time.Minute):
		w.Errorf("kill %d: the process sends nothing", after)
	}
	_ = cmd.Process.Kill()
	close(dead)
	if err := cmd.Wait(); cmd.ProcessState.ExitCode() >= 0 {
		w.Fatalf("the process ended by itself: %v", err)
	}
}

// count adds what came; one id always has one tag and one topic.
func (w *town) count(told map[string]banner, times map[string]int) {
	w.Helper()
	for _, b := range w.far.banners() {
		first, again := told[b.ID]
		if again && (b.Tag != first.Tag || b.header.Get("Topic") != first.header.Get("Topic")) {
			w.Errorf("told twice with tags %q and %q", b.Tag, first.Tag)
		}
		told[b.ID] = b
		times[b.ID]++
	}
}
