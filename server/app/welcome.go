package app

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/skip2/go-qrcode"
)

// welcome fills a store that nobody can administer with the sample town, unless
// that is off, and says how to come in.
func (a *App) welcome(ctx context.Context) error {
	needed, err := a.gate.SetupNeeded(ctx)
	if err == nil && needed && a.cfg.Sample && a.town != nil {
		err = a.town.Load(ctx)
	}
	if err != nil {
		return fmt.Errorf("first start: %w", err)
	}
	l, err := a.links(ctx)
	if err != nil {
		return fmt.Errorf("first start: %w", err)
	}
	return l.Print(a.deps.Out)
}

// Print writes the links for people, with a code for the phone that should
// follow one.
func (l Links) Print(w io.Writer) error {
	var b strings.Builder
	b.WriteString("\n  Portage\n\n")
	fmt.Fprintf(&b, "  Bureau · desk          %s\n", l.Desk)
	for _, p := range l.Accounts {
		fmt.Fprintf(&b, "    %-20s %s / %s   (%s)\n", p.Name, p.Login, p.Password, p.Role)
	}
	if l.Merchant != "" {
		fmt.Fprintf(&b, "  Commerce · shop        %s\n", l.Merchant)
	}
	scan := l.Setup
	if l.Setup != "" {
		fmt.Fprintf(&b, "\n  Premier démarrage : créez le compte administrateur avec ce lien, valable une fois.\n"+
			"  First start: make the administrator's account with this link, which works once.\n\n  %s\n", l.Setup)
	}
	for _, p := range l.Drivers {
		fmt.Fprintf(&b, "  Téléphone · phone      %s\n    %-20s code %s\n", p.Link, p.Name, p.Code)
		if scan == "" {
			scan = p.Link
		}
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
