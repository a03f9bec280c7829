package app

import (
	"context"
	"errors"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
)

// PasswordLink makes a one-time link for somebody who cannot sign in any more,
// from the machine itself: the way back when it is the only administrator. On
// the embedded store the server must be stopped.
func PasswordLink(ctx context.Context, cfg Config, login string, dropFactor bool) (link access.Link, err error) {
	s, err := OpenStore(ctx, cfg)
	if err != nil {
		return access.Link{}, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	d := Deps{}.orReal()
	gate, err := access.New(access.Options{Store: s, Now: d.Now, Random: d.Random, NewID: d.NewID,
		BaseURL: cfg.Public(cfg.Addr), Cost: d.Cost})
	if err != nil {
		return access.Link{}, err
	}
	return gate.PasswordLinkOf(ctx, account.System, login, dropFactor)
}
