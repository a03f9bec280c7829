package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

const settingSetup = "setup"

// storedSetup is the one link that may make the first administrator.
type storedSetup struct {
	Token string    `json:"token"` // hex SHA-256; "" once used
	Used  time.Time `json:"used,omitzero"`
}

var errSetupGone = fault.New(fault.Gone, "setup.gone", "this link does not work any more: restart Portage for a new one")

// First is what the first administrator says of themselves.
type First struct {
	Name, Login, Password, Locale string
}

// SetupNeeded says whether nobody can administer this Portage yet.
func (g *Gate) SetupNeeded(ctx context.Context) (bool, error) {
	n, err := g.admins(ctx, "")
	return n == 0, err
}

// NewSetupLink makes the one-time link that the terminal shows at start while
// SetupNeeded; a link made before stops working. It does not expire, since
// whoever reads the terminal owns the machine.
func (g *Gate) NewSetupLink(ctx context.Context) (string, error) {
	secret, err := newSecret(g.random)
	if err != nil {
		return "", err
	}
	s := storedSetup{Token: digest(secret)}
	d, err := g.setupDoc(s, 0)
	err = insert(ctx, g.store, d, err)
	if errors.Is(err, store.ErrExists) || errors.Is(err, store.ErrUnknown) {
		_, err = g.editSetup(ctx, func(there *storedSetup) (bool, error) {
			*there = s
			return true, nil
		})
	}
	if err != nil {
		return "", fmt.Errorf("set-up link: %w", err)
	}
	return g.baseURL + "/desk/setup#" + secret, nil
}

// Setup makes the first administrator, who is coordinator too so that a small
// town can start at once, and signs them in. Of several at once one wins.
func (g *Gate) Setup(ctx context.Context, peer Peer, token string, f First) (Opened, error) {
	if err := g.limits.code.take("link\x00"+peer.Address, g.now()); err != nil {
		return Opened{}, err
	}
	p, err := account.Person{ID: g.newID(), Name: f.Name, Login: f.Login, Locale: f.Locale, Origin: account.FromCCAS,
		Roles: []account.Role{account.Admin, account.Coordinator}}.Normal()
	if err == nil && p.Login == "" {
		err = fault.New(fault.Invalid, "person.login", "a login is needed").On("login")
	}
	if err == nil {
		err = account.CheckPassword(f.Password, p.Login)
	}
	if err != nil {
		return Opened{}, err
	}
	if needed, err := g.SetupNeeded(ctx); err != nil || !needed {
		return Opened{}, errors.Join(errSetupGone, err)
	}
	version, err := g.findSetup(ctx, digest(token))
	if err != nil {
		return Opened{}, err
	}
	hash, err := g.hasher.make(ctx, f.Password)
	if err != nil {
		return Opened{}, fmt.Errorf("hash password: %w", err)
	}
	// The login first: one that is taken must not cost the link.
	if err := g.claim(ctx, p.Login, p.ID, storedLogin{Password: hash}); err != nil {
		return Opened{}, err
	}
	if err := g.useSetup(ctx, version); err != nil {
		return Opened{}, err
	}
	d, err := personDoc(p, 0, g.now())
	if err := insert(ctx, g.store, d, err); err != nil {
		return Opened{}, fmt.Errorf("first administrator: %w", err)
	}
	if err := g.Record(ctx, account.User{ID: p.ID}, "setup.done", p.ID, nil); err != nil {
		return Opened{}, err
	}
	return g.open(ctx, peer, p)
}

// findSetup returns the version of the open link, if token is of it.
func (g *Gate) findSetup(ctx context.Context, token string) (int64, error) {
	s, version, err := load[storedSetup](ctx, g.store, kindSetting, settingSetup)
	if notFound(err) || err == nil && !same(s.Token, token) {
		return 0, errSetupGone
	}
	if err != nil {
		return 0, fmt.Errorf("read set-up: %w", err)
	}
	return version, nil
}

// useSetup uses the link up. Should the server die before the administrator is
// stored, the next start makes a new one.
func (g *Gate) useSetup(ctx context.Context, version int64) error {
	d, err := g.setupDoc(storedSetup{Used: stamp(g.now())}, version)
	if err != nil {
		return err
	}
	err = g.store.Put(ctx, d)[0]
	if errors.Is(err, store.ErrConflict) {
		return errSetupGone
	}
	if err != nil {
		return fmt.Errorf("use set-up: %w", err)
	}
	return nil
}

func (g *Gate) setupDoc(s storedSetup, version int64) (store.Doc, error) {
	return newDoc(kindSetting, settingSetup, version, g.now(), s, map[string]any{})
}

func (g *Gate) editSetup(ctx context.Context, fn func(*storedSetup) (bool, error)) (storedSetup, error) {
	redo := func(s storedSetup, d store.Doc) (store.Doc, error) { return g.setupDoc(s, d.Version) }
	return edit(ctx, g.store, kindSetting, settingSetup, redo, fn)
}
