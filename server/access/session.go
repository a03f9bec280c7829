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

// The answers to a sign-in. Wrong login, wrong password, disabled account and
// no password yet are one answer, after the same time.
var (
	ErrWrong      = fault.New(fault.Unsigned, "session.wrong", "login or password is wrong")
	ErrCodeNeeded = fault.New(fault.Unsigned, "session.code_needed", "the six-digit code of your phone is needed too").On("code")
	ErrCodeWrong  = fault.New(fault.Unsigned, "session.code_wrong", "this code is wrong or was used already").On("code")
	ErrEnded      = fault.New(fault.Unsigned, "session.ended", "your session has ended: sign in again")

	errSessionUnknown = fault.New(fault.NotFound, "session.unknown", "there is no such session")
)

// Credentials are what a person types to sign in. Code is of the second factor,
// or a recovery code.
type Credentials struct {
	Login, Password, Code string
}

// Opened is a session that just began. Token is the secret of the cookie; it is
// said once and kept nowhere.
type Opened struct {
	Token   string
	User    account.User
	Session account.Session
}

// SignIn opens a session. The token is always new; the session behind old, the
// token that the browser came with, ends.
func (g *Gate) SignIn(ctx context.Context, peer Peer, c Credentials, old string) (Opened, error) {
	login, err := account.NormalLogin(c.Login)
	if err != nil {
		login = "" // cannot exist: the same way as any unknown one
	}
	now := g.now()
	pair := login + "\x00" + peer.Address
	for _, t := range []struct {
		*throttle
		key string
	}{{g.limits.pair, pair}, {g.limits.login, login}, {g.limits.address, peer.Address}} {
		if err := t.take(t.key, now); err != nil {
			return Opened{}, err
		}
	}
	p, err := g.prove(ctx, login, c)
	if err != nil {
		return Opened{}, g.refuseSignIn(ctx, peer, p.ID, err)
	}
	g.limits.pair.forget(pair)
	g.limits.login.give(login)
	g.limits.address.give(peer.Address)
	if old != "" {
		if err := g.endSession(ctx, digest(old)); err != nil {
			return Opened{}, err
		}
	}
	return g.open(ctx, peer, p)
}

// prove finds the person behind the credentials. With an error the person's id
// may be set, for the log alone.
func (g *Gate) prove(ctx context.Context, login string, c Credentials) (account.Person, error) {
	l, p, err := g.loginOf(ctx, login)
	if err != nil {
		return account.Person{}, err
	}
	ok, err := g.hasher.check(ctx, c.Password, l.Password)
	if err != nil {
		return account.Person{}, fmt.Errorf("check password: %w", err)
	}
	if !ok || p.Disabled || p.ID == "" {
		return account.Person{ID: p.ID}, ErrWrong
	}
	if l.TOTP == "" {
		return p, nil
	}
	if c.Code == "" {
		return account.Person{ID: p.ID}, ErrCodeNeeded
	}
	return p, g.useFactor(ctx, login, c.Code)
}

// loginOf reads a login and its person; both are empty when the login is
// unknown or was given up.
func (g *Gate) loginOf(ctx context.Context, login string) (storedLogin, account.Person, error) {
	if login == "" {
		return storedLogin{}, account.Person{}, nil
	}
	l, _, err := load[storedLogin](ctx, g.store, kindLogin, login)
	if notFound(err) || err == nil && l.Person == "" {
		return storedLogin{}, account.Person{}, nil
	}
	if err != nil {
		return storedLogin{}, account.Person{}, fmt.Errorf("read login: %w", err)
	}
	p, _, err := load[storedPerson](ctx, g.store, kindPerson, l.Person)
	if notFound(err) || err == nil && p.Login != login {
		return storedLogin{}, account.Person{}, nil
	}
	if err != nil {
		return storedLogin{}, account.Person{}, fmt.Errorf("read person: %w", err)
	}
	return l, account.Person(p), nil
}

func (g *Gate) refuseSignIn(ctx context.Context, peer Peer, person string, cause error) error {
	f := fault.From(cause)
	if f.Kind != fault.Unsigned {
		return cause
	}
	if _, err := g.RecordRefusal(ctx, peer, account.User{}, "session.refused", person, map[string]string{"code": f.Code}); err != nil {
		return err
	}
	return cause
}

// open makes a session for p.
func (g *Gate) open(ctx context.Context, peer Peer, p account.Person) (Opened, error) {
	token, err := newSecret(g.random)
	if err != nil {
		return Opened{}, err
	}
	now := stamp(g.now())
	s := account.Session{ID: g.newID(), Person: p.ID, Label: account.CleanWord(peer.Label, 120), Created: now, Seen: now}
	d, err := sessionDoc(digest(token), s, 0)
	if err := insert(ctx, g.store, d, err); err != nil {
		return Opened{}, fmt.Errorf("open session: %w", err)
	}
	u := userOf(p, s)
	if err := g.Record(ctx, u, "session.opened", s.ID, nil); err != nil {
		return Opened{}, err
	}
	return Opened{Token: token, User: u, Session: s}, nil
}

// User is who holds the token of a session, with their roles of this moment. It
// renews the session. ErrEnded when the token is unknown, the session over or
// the person disabled.
func (g *Gate) User(ctx context.Context, token string) (account.User, error) {
	p, s, version, err := g.session(ctx, token)
	if err != nil {
		return account.User{}, err
	}
	s, stale := s.Touched(stamp(g.now()))
	if !stale {
		return userOf(p, s), nil
	}
	d, err := sessionDoc(digest(token), s, version)
	if err != nil {
		return account.User{}, err
	}
	switch err := g.store.Put(ctx, d)[0]; {
	case notFound(err):
		return account.User{}, ErrEnded // signed out meanwhile
	case err != nil && !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrUnknown):
		return account.User{}, fmt.Errorf("renew session: %w", err)
	}
	return userOf(p, s), nil
}

// Peek is User without renewing: for what an open screen asks by itself, which
// must not keep a session alive that nobody uses.
func (g *Gate) Peek(ctx context.Context, token string) (account.User, error) {
	p, s, _, err := g.session(ctx, token)
	if err != nil {
		return account.User{}, err
	}
	return userOf(p, s), nil
}

// session reads a live session and its person.
func (g *Gate) session(ctx context.Context, token string) (account.Person, account.Session, int64, error) {
	fail := func(err error) (account.Person, account.Session, int64, error) {
		return account.Person{}, account.Session{}, 0, err
	}
	if token == "" {
		return fail(account.ErrUnsigned)
	}
	s, version, err := load[storedSession](ctx, g.store, kindSession, digest(token))
	if notFound(err) {
		return fail(ErrEnded)
	}
	if err != nil {
		return fail(fmt.Errorf("read session: %w", err))
	}
	if !account.Session(s).Live(g.now()) {
		return fail(ErrEnded)
	}
	p, _, err := load[storedPerson](ctx, g.store, kindPerson, s.Person)
	if err != nil {
		return fail(fmt.Errorf("read person: %w", err))
	}
	if p.Disabled {
		return fail(ErrEnded)
	}
	return account.Person(p), account.Session(s), version, nil
}

func userOf(p account.Person, s account.Session) account.User {
	return account.User{ID: p.ID, Name: p.Name, Roles: p.Roles, Locale: p.Locale, Session: s.ID, SignedIn: s.Created}
}

// stamp is a time as it is stored: milliseconds, UTC.
func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
