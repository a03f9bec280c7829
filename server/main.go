// Portage brings shopping and parcels from a town's shops to people who cannot
// go out. This is the one program: server, app and tools.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/portage-livraison/portage/server/command"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	code := command.Run(ctx, command.System(), os.Args[1:])
	stop()
	os.Exit(code)
}
