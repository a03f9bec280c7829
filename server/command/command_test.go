package command

import (
	"context"
	"flag"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/portage-livraison/portage/server/app"
)

var update = flag.Bool("update", false, "write expected output into the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"portage": func() {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		os.Exit(Run(ctx, System(), os.Args[1:]))
	}})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: *update,
		Setup: func(e *testscript.Env) error {
			// Short, because a socket's path may not be long.
			data, err := os.MkdirTemp("", "p")
			if err != nil {
				return err
			}
			e.Defer(func() { os.RemoveAll(data) })
			e.Setenv("GORACE", "atexit_sleep_ms=0") // else each command waits a second at its end
			e.Setenv("DATA", filepath.Join(data, "data"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"running": running, "without": without},
	})
}

// running waits until a server answers on a data folder.
func running(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: running FOLDER")
	}
	cfg := app.Default()
	cfg.Data = args[0]
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	late := time.After(60 * time.Second)
	for {
		_, err := app.AskLinks(context.Background(), cfg)
		if err == nil {
			return
		}
		select {
		case <-tick.C:
		case <-late:
			ts.Fatalf("no server: %v", err)
		}
	}
}

// without checks that a file does not match an expression; "stderr" and
// "stdout" are the last command's.
func without(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: without FILE REGEXP")
	}
	if regexp.MustCompile(args[1]).MatchString(ts.ReadFile(args[0])) {
		ts.Fatalf("%s holds %s:\n%s", args[0], args[1], ts.ReadFile(args[0]))
	}
}

// TestEveryCommandIsInTheHelp keeps the list and the help one thing.
func TestEveryCommandIsInTheHelp(t *testing.T) {
	var out strings.Builder
	if code := Run(t.Context(), World{Out: &out, Err: &out}, []string{"help"}); code != 0 {
		t.Fatal(out.String())
	}
	for _, c := range commands() {
		if !strings.Contains(out.String(), "portage "+c.name) || c.says == "" {
			t.Errorf("%s is not in the help", c.name)
		}
	}
}
