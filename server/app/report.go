package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/report"
)

// Report counts a period from the data that c names, for who sits at its
// machine; the server must not run. Drivers stay without names unless named.
func Report(ctx context.Context, c Config, ask report.Ask, named bool) (f report.Figures, err error) {
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return f, fmt.Errorf("PORTAGE_TIMEZONE: %w", err)
	}
	s, err := OpenSource(ctx, c)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()

	o := report.Options{Store: s, Now: time.Now, Zone: zone}
	if named {
		if o.People, err = access.New(access.Options{Store: s, Now: time.Now, Random: rand.Reader}); err != nil {
			return f, err
		}
	}
	return report.New(o).Figures(ctx, account.System, ask)
}
