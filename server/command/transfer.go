package command

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/app"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/transfer"
)

// export writes the whole store to a file that did not exist; "-" is standard
// output. A file that could not be finished is removed.
func export(ctx context.Context, w World, args []string) (err error) {
	cfg, name, err := oneName(w, "export", args)
	if err != nil {
		return err
	}
	src, err := app.OpenSource(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	if name == "-" {
		return told(w, "exported")(transfer.Export(ctx, src, w.Out, progress(w)))
	}
	// Residents' names are in it: nobody else may read it.
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists: give another name", name)
	}
	if err != nil {
		return fmt.Errorf("cannot write: %w", err)
	}
	sum, err := transfer.Export(ctx, src, f, progress(w))
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(fmt.Errorf("export: %w", err), os.Remove(name))
	}
	return told(w, "exported")(sum, nil)
}

// importFile reads an export into a store that is empty or holds an earlier try.
func importFile(ctx context.Context, w World, args []string) (err error) {
	cfg, name, err := oneName(w, "import", args)
	if err != nil {
		return err
	}
	in := w.In
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("cannot read: %w", err)
		}
		defer f.Close()
		in = f
	}
	dst, err := app.OpenStore(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, dst.Close()) }()
	return told(w, "imported and verified")(transfer.Import(ctx, in, dst, progress(w)))
}

// migrate moves the service to another database, or takes that back.
func migrate(ctx context.Context, w World, args []string) (err error) {
	to, undo, args, err := migrateFlags(args)
	if err != nil {
		return err
	}
	cfg, rest, err := configure(w, "migrate", args)
	if err != nil {
		return err
	}
	if len(rest) > 0 || undo == (to != "") {
		return misused("give --to mongodb://… or --to FOLDER, or --undo")
	}
	src, err := app.OpenSource(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, src.Close()) }()
	if undo {
		return transfer.Undo(ctx, src)
	}
	dst, remedy, err := target(ctx, cfg, to)
	if err != nil {
		return fmt.Errorf("target: %w", err)
	}
	defer func() { err = errors.Join(err, dst.Close()) }()
	sum, err := transfer.Migrate(ctx, src, dst, time.Now().UTC(), progress(w))
	if err := told(w, "migrated and verified")(sum, err); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.Err, "From now on start with %s. The old data is kept and marked; `portage migrate --undo` takes the mark away.\n", remedy)
	return err
}

// migrateFlags takes the flags that are migrate's own out of args.
func migrateFlags(args []string) (to string, undo bool, rest []string, err error) {
	undo = slices.Contains(args, "--undo")
	to, rest, err = toFlag(slices.DeleteFunc(slices.Clone(args), func(a string) bool { return a == "--undo" }), "mongodb://… or a folder")
	return to, undo, rest, err
}

// toFlag takes --to out of args; what says what it names.
func toFlag(args []string, what string) (to string, rest []string, err error) {
	for i := 0; i < len(args); i++ {
		value, given := strings.CutPrefix(args[i], "--to=")
		switch {
		case args[i] == "--to" && i+1 == len(args):
			return "", nil, misused("--to needs " + what)
		case args[i] == "--to":
			i++
			to = args[i]
		case given:
			to = value
		default:
			rest = append(rest, args[i])
		}
	}
	return to, rest, nil
}

// target opens what --to names. The remedy never repeats a URI: it may hold a
// password.
func target(ctx context.Context, cfg app.Config, to string) (s store.Store, remedy string, err error) {
	if strings.Contains(to, "://") {
		cfg.MongoDBURI, remedy = to, "PORTAGE_MONGODB_URI set to the target"
	} else {
		cfg.MongoDBURI, cfg.Data, remedy = "", to, "PORTAGE_DATA="+to+" and without PORTAGE_MONGODB_URI"
	}
	s, err = app.OpenStore(ctx, cfg)
	return s, remedy, err
}

func oneName(w World, command string, args []string) (app.Config, string, error) {
	cfg, rest, err := configure(w, command, args)
	if err != nil {
		return cfg, "", err
	}
	if len(rest) != 1 {
		return cfg, "", misused("give one file name, after the flags, or - for a pipe")
	}
	return cfg, rest[0], nil
}

// progress tells, kind by kind, how far a transfer is.
func progress(w World) func(transfer.Progress) {
	return func(p transfer.Progress) {
		if p.Total > 0 && p.Documents == p.Total {
			fmt.Fprintf(w.Err, "%s %s: %d\n", p.Step, p.Kind, p.Documents)
		} else if p.Documents > 0 && p.Documents%10_000 == 0 {
			fmt.Fprintf(w.Err, "%s %s: %d …\n", p.Step, p.Kind, p.Documents)
		}
	}
}

// told says the result of a transfer, or hands its error on.
func told(w World, what string) func(transfer.Summary, error) error {
	return func(sum transfer.Summary, err error) error {
		if err != nil {
			return err
		}
		for _, k := range sum.Kinds {
			if k.Documents > 0 {
				fmt.Fprintf(w.Err, "%-12s %8d  %s\n", k.Kind, k.Documents, k.Digest)
			}
		}
		_, err = fmt.Fprintf(w.Err, "%s: %d documents\n", what, sum.Documents())
		return err
	}
}
