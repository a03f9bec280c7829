package app

import (
	"context"
	"strings"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
)

// colleagues is what package push asks of package access.
type colleagues struct{ *access.Gate }

// Everyone lists all persons.
func (c colleagues) Everyone(ctx context.Context) ([]account.Person, error) {
	all, err := c.People(ctx, account.System)
	out := make([]account.Person, len(all))
	for i, m := range all {
		out[i] = m.Person
	}
	return out, err
}

// Phones lists a driver's phones that may read now.
func (c colleagues) Phones(ctx context.Context, person string) ([]string, error) {
	all, err := c.Devices(ctx, account.System, person)
	var ids []string
	for _, d := range all {
		if d.Access == account.AccessOK {
			ids = append(ids, d.ID)
		}
	}
	return ids, err
}

// pushContact is whom push services may write to, "" for nobody: then nothing is
// sent.
func (c Config) pushContact(url string) string {
	if c.PushContact == "" && strings.HasPrefix(url, "https://") {
		return url
	}
	return c.PushContact
}
