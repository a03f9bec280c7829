package desk

import (
	"context"
	"slices"
	"strings"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/sync/slip"
)

var errNoPhoto = fault.New(fault.NotFound, "slip.no_photo", "this entry names no photo")

// GiveUpPhoto notes in the journal that the photo of an entry will not come, and
// why. It may still come; then it is shown.
func (d *Desk) GiveUpPhoto(ctx context.Context, who account.User, id, entry, reason string) (Slip, error) {
	if strings.TrimSpace(reason) == "" {
		return Slip{}, fault.From(slipFault(slip.ErrRequired)).On("reason")
	}
	return d.act(ctx, who, account.FollowField, id, slip.Note, slip.ViaDesk, slip.Data{Text: reason, Entry: entry}, func(s Slip) (bool, error) {
		named := slices.ContainsFunc(s.Journal, func(e slip.Entry) bool { return e.ID == entry && len(e.Blobs) > 0 })
		if !named {
			return false, errNoPhoto
		}
		return !slices.ContainsFunc(s.Journal, func(e slip.Entry) bool {
			d, err := slip.Parse(e.Kind, e.V, e.Data)
			return err == nil && e.Kind == slip.Note && e.Via == slip.ViaDesk && d.Entry == entry
		}), nil
	})
}
