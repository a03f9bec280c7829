package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/report"
)

// Report counts a period from the data that c names, for who sits at its
// machine; the server must not run. Drivers stay without names.
func Report(ctx context.Context, c Config, ask report.Ask) (f report.Figures, err error) {
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		return f, fmt.Errorf("PORTAGE_TIMEZONE: %w", err)
	}
	s, err := OpenSource(ctx, c)
	if err != nil {
		return f, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()

	return report.New(report.Options{Store: s, Now: time.Now, Zone: zone}).Figures(ctx, account.System, ask)
}
