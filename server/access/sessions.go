package access

import (
	"context"
	"errors"
	"fmt"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/store"
)

// Own is what a person sees of their own account.
type Own struct {
	account.Person
	Factor bool // the second factor is on
}

// Own reads who's own account.
func (g *Gate) Own(ctx context.Context, who account.User) (Own, error) {
	if who.Session == "" {
		return Own{}, account.ErrUnsigned
	}
	p, _, err := g.person(ctx, who.ID)
	if err != nil || p.Login == "" {
		return Own{Person: p}, err
	}
	l, _, err := load[storedLogin](ctx, g.store, kindLogin, p.Login)
	if err != nil {
		return Own{}, fmt.Errorf("read login: %w", err)
	}
	return Own{Person: p, Factor: l.TOTP != ""}, nil
}

// Sessions lists the live sessions of who, newest first.
func (g *Gate) Sessions(ctx context.Context, who account.User) ([]account.Session, error) {
	if who.Session == "" {
		return nil, account.ErrUnsigned
	}
	var out []account.Session
	now := g.now()
	err := g.eachSession(ctx, who.ID, func(_ string, s account.Session) error {
		if s.Live(now) {
			out = append([]account.Session{s}, out...)
		}
		return nil
	})
	return out, err
}

// SignOut ends the session that who uses.
func (g *Gate) SignOut(ctx context.Context, who account.User) error {
	return g.EndSession(ctx, who, who.Session)
}

// EndSession ends one session of who's own; another's is as unknown as none.
func (g *Gate) EndSession(ctx context.Context, who account.User, id string) error {
	if who.Session == "" {
		return account.ErrUnsigned
	}
	n, err := g.endSessions(ctx, who.ID, func(s account.Session) bool { return s.ID == id })
	if err != nil {
		return err
	}
	if n == 0 {
		return errSessionUnknown
	}
	return g.Record(ctx, who, "session.closed", id, nil)
}

// SignOutEverywhere ends every session of who, the one in use included.
func (g *Gate) SignOutEverywhere(ctx context.Context, who account.User) error {
	if who.Session == "" {
		return account.ErrUnsigned
	}
	n, err := g.endSessions(ctx, who.ID, func(account.Session) bool { return true })
	if err != nil {
		return err
	}
	return g.Record(ctx, who, "session.closed_all", who.ID, map[string]string{"count": fmt.Sprint(n)})
}

// endSessions ends the sessions of a person that which picks.
func (g *Gate) endSessions(ctx context.Context, person string, which func(account.Session) bool) (n int, err error) {
	err = g.eachSession(ctx, person, func(id string, s account.Session) error {
		if !which(s) {
			return nil
		}
		n++
		return g.endSession(ctx, id)
	})
	return n, err
}

// endSession removes a session whatever its version: a request may renew it at
// the same moment.
func (g *Gate) endSession(ctx context.Context, id string) error {
	for {
		d, err := g.store.Get(ctx, kindSession, id)
		if err == nil {
			err = g.store.Delete(ctx, kindSession, id, d.Version)
		}
		switch {
		case err == nil || notFound(err):
			return nil
		case !errors.Is(err, store.ErrConflict) && !errors.Is(err, store.ErrUnknown):
			return fmt.Errorf("end session: %w", err)
		}
	}
}

func (g *Gate) eachSession(ctx context.Context, person string, fn func(id string, s account.Session) error) error {
	q := store.Query{Kind: kindSession, Limit: 200, Where: []store.Cond{{Key: "person", Op: store.Eq, Values: []any{person}}}}
	err := g.each(ctx, q, func(d store.Doc) error {
		s, err := decode[storedSession](d)
		if err != nil {
			return err
		}
		return fn(d.ID, account.Session(s))
	})
	if err != nil {
		return fmt.Errorf("sessions: %w", err)
	}
	return nil
}
