package access

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/store"
)

// A login is unique because it is an id. It counts for a person only while the
// person names it too: so changing it is one write of the person, between
// claiming the new login and giving up the old one, and a crash in between
// leaves a login that opens nothing, free for others after claimLife.

// claimLife is how long a claimed login waits for its person to name it.
const claimLife = time.Minute

// claim takes a login for a person with what it opens. A login that its person
// gave up, or never came to use, is free; "" needs no claim.
func (g *Gate) claim(ctx context.Context, login, person string, l storedLogin) error {
	if login == "" {
		return nil
	}
	l.Person, l.Claimed = person, stamp(g.now())
	d, err := loginDoc(login, l, 0, g.now())
	err = insert(ctx, g.store, d, err)
	if errors.Is(err, store.ErrExists) || errors.Is(err, store.ErrUnknown) {
		_, err = g.editLogin(ctx, login, func(there *storedLogin) (bool, error) {
			free, err := g.free(ctx, login, *there, person)
			if err == nil && !free {
				err = errLoginTaken
			}
			*there = l
			return err == nil, err
		})
	}
	if err != nil {
		return fmt.Errorf("claim login: %w", err)
	}
	return nil
}

// free says whether person may take the login: nobody uses it, and nobody is
// about to.
func (g *Gate) free(ctx context.Context, login string, there storedLogin, person string) (bool, error) {
	if there.Person == "" || there.Person == person {
		return true, nil
	}
	p, _, err := load[storedPerson](ctx, g.store, kindPerson, there.Person)
	if err != nil && !notFound(err) {
		return false, err
	}
	return p.Login != login && g.now().Sub(there.Claimed) > claimLife, nil
}

// moveLogin claims next's login with what was's opened.
func (g *Gate) moveLogin(ctx context.Context, was, next account.Person) error {
	if was.Login == next.Login {
		return nil
	}
	var l storedLogin
	if was.Login != "" {
		var err error
		if l, _, err = load[storedLogin](ctx, g.store, kindLogin, was.Login); err != nil {
			return fmt.Errorf("read login: %w", err)
		}
	}
	return g.claim(ctx, next.Login, next.ID, l)
}

// giveUp empties a login so that somebody else may take it.
func (g *Gate) giveUp(ctx context.Context, login, person string) error {
	_, err := g.editLogin(ctx, login, func(l *storedLogin) (bool, error) {
		if l.Person != person {
			return false, nil
		}
		*l = storedLogin{}
		return true, nil
	})
	return err
}
