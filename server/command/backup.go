package command

import (
	"context"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/portage-livraison/portage/server/app"
)

// backup copies the data folder while the server runs, into a folder that was
// empty or absent.
func backup(ctx context.Context, w World, args []string) error {
	to, args, err := toFlag(args, "a folder")
	if err != nil {
		return err
	}
	cfg, rest, err := configure(w, "backup", args)
	if err != nil {
		return err
	}
	if to == "" || len(rest) > 0 {
		return misused("give --to FOLDER, a folder that is empty or does not exist")
	}
	if err := app.Backup(ctx, cfg, to); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	size, err := weigh(to)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.Err, "backed up: %.1f MB in %s. It holds personal data: keep it as safe as the server.\n"+
		"`portage serve --data %s` starts from it.\n", float64(size)/1e6, to, to)
	return err
}

// weigh is the size of what a folder holds.
func weigh(folder string) (bytes int64, err error) {
	err = filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			bytes += info.Size()
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("read the copy: %w", err)
	}
	return bytes, nil
}
