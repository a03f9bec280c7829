package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/skip2/go-qrcode"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/sample"
	"github.com/portage-livraison/portage/server/store"
)

// welcome fills a store that nobody can administer with the sample town, unless
// that is off or somebody began to work in it, and says how to come in.
func (a *App) welcome(ctx context.Context) error {
	needed, err := a.gate.SetupNeeded(ctx)
	if err != nil {
		return fmt.Errorf("first start: %w", err)
	}
	if needed && a.cfg.Sample {
		if err := a.settle(ctx); err != nil {
			return err
		}
	}
	l, err := a.links(ctx)
	if err != nil {
		return fmt.Errorf("first start: %w", err)
	}
	return l.Print(a.deps.Out)
}

// settle makes the sample town. One that broke off half-way is not taken up
// again, since nothing in it is anybody's.
func (a *App) settle(ctx context.Context) error {
	_, err := sample.Load(ctx, a.sample())
	if err == nil || errors.Is(err, sample.ErrNotEmpty) {
		return nil
	}
	where := "the folder " + a.cfg.Data
	if a.cfg.MongoDBURI != "" {
		where = "the database"
	}
	why := "the sample town could not be made"
	if errors.Is(err, store.ErrFull) {
		why = "the disk is full: make room, or give another folder with PORTAGE_DATA"
	}
	return fmt.Errorf("%s; then remove %s, which holds nothing of yours, and start again: %w", why, where, err)
}

// Print writes the links for people, with a code for the phone that should
// follow one.
func (l Links) Print(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "\n  Portage\n\n  Bureau · desk          %s\n", l.Desk)
	scan := l.Setup
	if l.Setup != "" {
		fmt.Fprintf(&b, "\n  Premier démarrage : créez le compte administrateur avec ce lien, valable une fois.\n"+
			"  First start: make the administrator's account with this link, which works once.\n\n  %s\n", l.Setup)
	}
	if town := l.Links; town != nil {
		fmt.Fprintf(&b, "    mot de passe de tous · everybody's password: %s\n", town.Password)
		for _, p := range town.Logins {
			fmt.Fprintf(&b, "    %-12s %-24s %s\n", p.Login, p.Name, words(p.Roles))
		}
		fmt.Fprintf(&b, "  Commerce · shop        %s\n    %s, %s, code %s\n", town.Merchant.URL, town.Merchant.Name, town.Merchant.Slip, town.Merchant.Code)
		fmt.Fprintf(&b, "  Téléphone · phone      %s\n    %s, code %s\n", town.Driver.URL, town.Driver.Name, town.Driver.Code)
		b.WriteString("    dix minutes, une fois ; `portage links` en donne un autre · ten minutes, once; `portage links` makes another\n")
		scan = town.Driver.URL
	}
	if scan != "" {
		code, err := qrcode.New(scan, qrcode.Low)
		if err != nil {
			return fmt.Errorf("draw code: %w", err)
		}
		b.WriteString("\n" + code.ToSmallString(false) + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func words(roles []account.Role) string {
	var all []string
	for _, r := range roles {
		all = append(all, string(r))
	}
	return strings.Join(all, ", ")
}
