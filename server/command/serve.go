package command

import (
	"context"
	"errors"
	"flag"
	"io"
	"log/slog"
	"strings"

	"github.com/portage-livraison/portage/pwa"
	"github.com/portage-livraison/portage/server/app"
)

// configure reads the settings for a command: its flags, the environment, the
// file. What is left over of args is returned.
func configure(w World, name string, args []string) (app.Config, []string, error) {
	set := flag.NewFlagSet(name, flag.ContinueOnError)
	set.SetOutput(io.Discard)
	file := set.String("config", lookup(w.Env, "PORTAGE_CONFIG"), "")
	for _, s := range app.Settings {
		set.String(s.Flag(), "", s.EN)
	}
	if err := set.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return app.Config{}, nil, misused("see portage help config")
		}
		return app.Config{}, nil, misused("%s (see portage help config)", strings.TrimSpace(err.Error()))
	}
	flags := map[string]string{}
	set.Visit(func(f *flag.Flag) { flags[f.Name] = f.Value.String() })
	cfg, err := app.Load(app.Sources{Flags: flags, Env: w.Env, File: *file})
	return cfg, set.Args(), err
}

func lookup(env []string, name string) string {
	for _, pair := range env {
		if key, value, _ := strings.Cut(pair, "="); key == name {
			return value
		}
	}
	return ""
}

func deps(w World, cfg app.Config) app.Deps {
	return app.Deps{
		Log:     slog.New(slog.NewJSONHandler(w.Err, &slog.HandlerOptions{Level: cfg.LogLevel})),
		Out:     w.Out,
		App:     pwa.App(),
		Version: Version,
	}
}

func serve(ctx context.Context, w World, args []string) error {
	cfg, rest, err := configure(w, "serve", args)
	if err != nil {
		return err
	}
	if len(rest) > 0 {
		return misused("%q is not expected", rest[0])
	}
	a, err := app.New(ctx, cfg, deps(w, cfg))
	if err != nil {
		return err
	}
	return errors.Join(a.Run(ctx), a.Close())
}
