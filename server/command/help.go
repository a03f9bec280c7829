package command

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/portage-livraison/portage/server/app"
)

func version(_ context.Context, w World, args []string) error {
	if len(args) > 0 {
		return misused("version takes no arguments")
	}
	_, err := fmt.Fprintln(w.Out, "portage", Version)
	return err
}

func help(_ context.Context, w World, args []string) error {
	switch {
	case len(args) == 0:
		return helpCommands(w)
	case len(args) == 1 && args[0] == "config":
		return helpConfig(w)
	}
	return misused("help takes nothing, or the word config")
}

func helpCommands(w World) error {
	fmt.Fprintln(w.Out, "Portage: shopping and parcels brought home, on slips that three parties sign.\n\nCommands:")
	t := tabwriter.NewWriter(w.Out, 0, 0, 2, ' ', 0)
	for _, c := range commands() {
		fmt.Fprintf(t, "  portage %s\t%s\n", strings.TrimSpace(c.name+" "+c.args), c.says)
	}
	return t.Flush()
}

func helpConfig(w World) error {
	fmt.Fprint(w.Out, `Settings. A flag (--base-url) goes before the environment (PORTAGE_BASE_URL),
which goes before the file named by --config or PORTAGE_CONFIG (BASE_URL=… a line, or one JSON object).

`)
	for _, s := range app.Settings {
		def := s.Default
		if def == "" {
			def = "(empty)"
		}
		fmt.Fprintf(w.Out, "  --%s, %s\n      default %s\n      %s\n      %s\n", s.Flag(), s.Env(), def, s.EN, s.FR)
	}
	return nil
}
