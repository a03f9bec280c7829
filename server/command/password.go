package command

import (
	"context"
	"fmt"
	"slices"

	"github.com/portage-livraison/portage/server/app"
)

// password prints the link with which somebody chooses a new password.
func password(ctx context.Context, w World, args []string) error {
	const flag = "--drop-factor"
	drop := slices.Contains(args, flag)
	args = slices.DeleteFunc(slices.Clone(args), func(a string) bool { return a == flag })
	cfg, rest, err := configure(w, "password", args)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return misused("give the login of one person, after the flags")
	}
	link, err := app.PasswordLink(ctx, cfg, rest[0], drop)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.Out, "Ce lien sert une fois, jusqu'au %[2]s.\nThis link works once, until %[2]s.\n\n  %[1]s\n",
		link.URL, link.Expires.Local().Format("2006-01-02 15:04"))
	return err
}
