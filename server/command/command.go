// Package command is what stands behind the words after `portage`: it reads
// flags, calls one package, and turns its errors into one clear line. It holds
// no rule of the service.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/portage-livraison/portage/server/fault"
)

// Version is set by the build.
var Version = "dev"

// World is what a command sees of the machine.
type World struct {
	In       io.Reader
	Out, Err io.Writer
	Env      []string
}

// System is the real machine.
func System() World {
	return World{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Env: os.Environ()}
}

// The exit codes.
const (
	exitOK     = 0
	exitFailed = 1 // it was tried and did not work
	exitUsage  = 2 // it was not understood
)

// command is one word after `portage`.
type command struct {
	name, args string
	says       string // one line
	run        func(ctx context.Context, w World, args []string) error
}

func commands() []command {
	return []command{
		{"serve", "[flags]", "run the server (flags: portage help config)", serve},
		{"links", "[--json]", "print the ways into the running server", links},
		{"health", "", "exit code 0 when the running server can do its work", health},
		{"backup", "--to FOLDER", "copy the data folder, also while the server runs; serve --data FOLDER starts from the copy", backup},
		{"export", "FILE", "write all data to FILE (- for a pipe); the server must not run", export},
		{"import", "FILE", "read an export into an empty store", importFile},
		{"migrate", "--to URI", "move all data to another database (mongodb://… or a folder); --undo to stay", migrate},
		{"report", "[--from DAY] [--to DAY] [--json|--csv|--pdf] [--mask] [--names]", "print the figures of a period; the server must not run", printReport},
		{"season", "laciotat [--seed N]", "replay a town's season into an empty store, to look at it", playSeason},
		{"password", "LOGIN [--drop-factor]", "print a link to choose a new password; the server must not run", password},
		{"openapi", "", "print the API's OpenAPI document", openapi},
		{"version", "", "print the version", version},
		{"help", "[config]", "print this, or every setting", help},
	}
}

// errUsage is wrapped by everything that the caller typed wrong.
var errUsage = errors.New("usage")

func misused(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{errUsage}, args...)...)
}

// Run runs one command and returns the exit code. A failure is one line on
// w.Err, never a stack.
func Run(ctx context.Context, w World, args []string) int {
	if len(args) == 0 {
		args = []string{"help"}
	}
	name, rest := args[0], args[1:]
	if name == "-h" || name == "--help" {
		name = "help"
	}
	for _, c := range commands() {
		if c.name != name {
			continue
		}
		err := c.run(ctx, w, rest)
		switch {
		case err == nil:
			return exitOK
		case errors.Is(err, errUsage):
			fmt.Fprintf(w.Err, "portage %s: %s\n", name, strings.TrimPrefix(err.Error(), "usage: "))
			return exitUsage
		}
		fmt.Fprintf(w.Err, "portage %s: %s\n", name, oneLine(err))
		return exitFailed
	}
	fmt.Fprintf(w.Err, "portage: %q is not a command. `portage help` lists them.\n", name)
	return exitUsage
}

// oneLine is what a person reads: a fault without its code, which is for
// programs, but with its cause.
func oneLine(err error) string {
	text := err.Error()
	if f := (*fault.Error)(nil); errors.As(err, &f) {
		text = strings.Replace(text, f.Code+": ", "", 1)
	}
	return strings.ReplaceAll(text, "\n", "; ")
}
