package command

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/portage-livraison/portage/server/app"
)

// links asks the running server, because what leads into it is made there.
func links(ctx context.Context, w World, args []string) error {
	asJSON := slices.Contains(args, "--json")
	args = slices.DeleteFunc(slices.Clone(args), func(a string) bool { return a == "--json" })
	cfg, rest, err := configure(w, "links", args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return misused("%q is not expected", rest[0])
	}
	l, err := app.AskLinks(ctx, cfg)
	if err != nil {
		return err
	}
	if !asJSON {
		return l.Print(w.Out)
	}
	out := json.NewEncoder(w.Out)
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(l)
}

// health is for supervisors that run a command: exit code 0 when the server on
// this data folder can do its work.
func health(ctx context.Context, w World, args []string) error {
	cfg, rest, err := configure(w, "health", args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return misused("%q is not expected", rest[0])
	}
	return app.AskHealth(ctx, cfg)
}
