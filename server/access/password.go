package access

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
)

// linkLife is how long a link to choose a password works.
const linkLife = 24 * time.Hour

var (
	errLinkGone = fault.New(fault.Gone, "password.link_gone", "this link does not work any more: ask for a new one")
	errNotYours = fault.New(fault.Invalid, "password.wrong", "this is not your password").On("password")
	errNoLogin  = fault.New(fault.Conflict, "person.no_login", "this person has no login")
)

// ChangePassword replaces who's own password and ends their other sessions.
func (g *Gate) ChangePassword(ctx context.Context, who account.User, current, next string) error {
	login, err := g.confirmSelf(ctx, who, current)
	if err != nil {
		return err
	}
	if err := g.setPassword(ctx, login, next, nil); err != nil {
		return err
	}
	if _, err := g.endSessions(ctx, who.ID, func(s account.Session) bool { return s.ID != who.Session }); err != nil {
		return err
	}
	return g.Record(ctx, who, "password.changed", who.ID, nil)
}

// setPassword stores a new password when guard, if any, agrees to it on the
// newest state of the login.
func (g *Gate) setPassword(ctx context.Context, login, next string, guard func(*storedLogin) error) error {
	if err := account.CheckPassword(next, login); err != nil {
		return err
	}
	hash, err := g.hasher.make(ctx, next)
	if err != nil {
		return fmt.Errorf("hash password: %w", err)
	}
	_, err = g.editLogin(ctx, login, func(l *storedLogin) (bool, error) {
		if l.Password == hash {
			return false, nil // this very write, done before
		}
		if guard != nil {
			if err := guard(l); err != nil {
				return false, err
			}
		}
		l.Password, l.Reset, l.ResetBy = hash, "", time.Time{}
		return true, nil
	})
	return err
}

// PasswordLink makes the one-time link with which a person chooses a password:
// their first, or a new one after it was forgotten. Links made before stop working.
func (g *Gate) PasswordLink(ctx context.Context, who account.User, person string) (Link, error) {
	p, _, err := g.person(ctx, person)
	if err != nil {
		return Link{}, err
	}
	if err := mayManage(who, p); err != nil {
		return Link{}, err
	}
	if p.Login == "" {
		return Link{}, errNoLogin
	}
	secret, err := newSecret(g.random)
	if err != nil {
		return Link{}, err
	}
	until := stamp(g.now()).Add(linkLife)
	_, err = g.editLogin(ctx, p.Login, func(l *storedLogin) (bool, error) {
		l.Reset, l.ResetBy = digest(secret), until
		return true, nil
	})
	if err != nil {
		return Link{}, err
	}
	link := Link{URL: g.baseURL + "/desk/password#" + p.ID + "." + secret, Expires: until}
	return link, g.Record(ctx, who, "password.link_made", p.ID, nil)
}

// PasswordLinkOf is PasswordLink for whoever has this login. dropFactor takes the
// second factor off too, for somebody who lost phone and recovery codes.
func (g *Gate) PasswordLinkOf(ctx context.Context, who account.User, login string, dropFactor bool) (Link, error) {
	login, err := account.NormalLogin(login)
	if err != nil {
		return Link{}, err
	}
	_, p, err := g.loginOf(ctx, login)
	if err != nil {
		return Link{}, err
	}
	if p.ID == "" {
		return Link{}, errPersonUnknown
	}
	if dropFactor {
		if err := g.DropFactor(ctx, who, p.ID); err != nil {
			return Link{}, err
		}
	}
	return g.PasswordLink(ctx, who, p.ID)
}

// ResetPassword uses a link up: the password is set and every session of the
// person ends. It opens none: the person signs in, with the second factor if
// they have one. Whatever is wrong with the token, the answer is the same.
func (g *Gate) ResetPassword(ctx context.Context, peer Peer, token, next string) error {
	if err := g.limits.code.take("link\x00"+peer.Address, g.now()); err != nil {
		return err
	}
	id, secret, _ := strings.Cut(token, ".")
	p, _, err := g.person(ctx, id)
	if fault.From(err).Kind == fault.NotFound || err == nil && (p.Login == "" || p.Disabled) {
		return errLinkGone
	}
	if err != nil {
		return err
	}
	want := digest(secret)
	guard := func(l *storedLogin) error {
		if l.Person != p.ID || !same(l.Reset, want) || g.now().After(l.ResetBy) {
			return errLinkGone
		}
		return nil
	}
	// Asked before the costly hash, and again in the write.
	l, _, err := load[storedLogin](ctx, g.store, kindLogin, p.Login)
	if err != nil {
		return fmt.Errorf("read login: %w", err)
	}
	if err := guard(&l); err != nil {
		return err
	}
	if err := g.setPassword(ctx, p.Login, next, guard); err != nil {
		return err
	}
	if _, err := g.endSessions(ctx, p.ID, func(account.Session) bool { return true }); err != nil {
		return err
	}
	return g.Record(ctx, account.User{ID: p.ID}, "password.link_used", p.ID, nil)
}

// GivePassword sets a password without a link. Only the program itself may: for
// the sample town.
func (g *Gate) GivePassword(ctx context.Context, who account.User, person, password string) error {
	if who.ID != account.System.ID {
		return account.ErrForbidden
	}
	p, _, err := g.person(ctx, person)
	if err != nil {
		return err
	}
	if p.Login == "" {
		return errNoLogin
	}
	if err := g.setPassword(ctx, p.Login, password, nil); err != nil {
		return err
	}
	return g.Record(ctx, who, "password.given", person, nil)
}

// self is who's own person, for acts on their own account at the desk.
func (g *Gate) self(ctx context.Context, who account.User) (account.Person, error) {
	if who.Session == "" {
		return account.Person{}, account.ErrUnsigned
	}
	p, _, err := g.person(ctx, who.ID)
	if err == nil && p.Login == "" {
		err = errNoLogin
	}
	return p, err
}

// confirmSelf asks for who's password again, as slowly and as rarely as signing in.
func (g *Gate) confirmSelf(ctx context.Context, who account.User, password string) (login string, err error) {
	p, err := g.self(ctx, who)
	if err != nil {
		return "", err
	}
	key := "self\x00" + who.ID
	if err := g.limits.pair.take(key, g.now()); err != nil {
		return "", err
	}
	l, _, err := load[storedLogin](ctx, g.store, kindLogin, p.Login)
	if err != nil {
		return "", fmt.Errorf("read login: %w", err)
	}
	ok, err := g.hasher.check(ctx, password, l.Password)
	if err != nil {
		return "", fmt.Errorf("check password: %w", err)
	}
	if !ok {
		return "", errNotYours
	}
	g.limits.pair.forget(key)
	return p.Login, nil
}
