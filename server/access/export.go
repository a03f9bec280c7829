package access

import (
	"context"
	"fmt"

	"github.com/portage-livraison/portage/server/account"
)

// AllowExport is asked before every resident's data leaves in one file: only
// who may Export, only soon after signing in, at most three times an hour. It
// writes the audit entry, with how many people the file holds.
func (g *Gate) AllowExport(ctx context.Context, who account.User, people int) error {
	if err := who.Need(account.Export); err != nil {
		return err
	}
	if err := who.NeedFresh(g.now()); err != nil {
		return err
	}
	if err := g.limits.export.take(who.ID, g.now()); err != nil {
		return err
	}
	return g.Record(ctx, who, "export.made", "", map[string]string{"people": fmt.Sprint(people)})
}
