package app

import (
	"context"
	"fmt"
	"io"

	"github.com/skip2/go-qrcode"
)

// welcome says how to come in while nobody can: the set-up link, once more at
// each start until it was used.
func (a *App) welcome(ctx context.Context) error {
	needed, err := a.gate.SetupNeeded(ctx)
	if err != nil {
		return fmt.Errorf("first start: %w", err)
	}
	if !needed {
		return nil
	}
	link, err := a.gate.NewSetupLink(ctx)
	if err != nil {
		return fmt.Errorf("first start: %w", err)
	}
	fmt.Fprintf(a.deps.Out, "\nPremier démarrage : créez le compte administrateur avec ce lien, valable une fois.\n"+
		"First start: make the administrator's account with this link, which works once.\n\n  %s\n\n", link)
	return writeQR(a.deps.Out, link)
}

// writeQR draws text as a code that a phone reads from a terminal.
func writeQR(w io.Writer, text string) error {
	code, err := qrcode.New(text, qrcode.Low)
	if err != nil {
		return fmt.Errorf("draw code: %w", err)
	}
	_, err = io.WriteString(w, code.ToSmallString(false)+"\n")
	return err
}
