package access

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

// Member is a person with the version that an edit must name.
type Member struct {
	account.Person
	Version int64
}

var (
	errLastAdmin  = fault.New(fault.Conflict, "person.last_admin", "one administrator must remain")
	errLoginTaken = fault.New(fault.Conflict, "person.login_taken", "somebody else has this login").On("login")
)

// mayManage says whether who may change p: admins everybody, coordinators those
// who only drive.
func mayManage(who account.User, p account.Person) error {
	if p.Drives() && p.Login == "" {
		return who.Need(account.ManageDrivers)
	}
	return who.Need(account.ManageAccounts)
}

// People lists everybody by name. Who may not manage them sees name, roles and
// origin alone.
func (g *Gate) People(ctx context.Context, who account.User) ([]Member, error) {
	if err := who.Need(account.ReadPeople); err != nil {
		return nil, err
	}
	all := []Member{}
	err := g.each(ctx, store.Query{Kind: kindPerson, Sort: "name", Limit: 500}, func(d store.Doc) error {
		p, err := decode[storedPerson](d)
		all = append(all, Member{seenBy(who, account.Person(p)), d.Version})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	return all, nil
}

// Person reads one person, as far as who may see them.
func (g *Gate) Person(ctx context.Context, who account.User, id string) (Member, error) {
	if err := who.Need(account.ReadPeople); err != nil {
		return Member{}, err
	}
	p, version, err := g.person(ctx, id)
	if err != nil {
		return Member{}, err
	}
	return Member{seenBy(who, p), version}, nil
}

func seenBy(who account.User, p account.Person) account.Person {
	if who.May(account.ManageDrivers) || who.ID == p.ID {
		return p
	}
	return account.Person{ID: p.ID, Name: p.Name, Roles: p.Roles, Origin: p.Origin, Disabled: p.Disabled}
}

// AddPerson stores a new person. A login without a password cannot sign in: make
// a PasswordLink next. An empty p.ID is filled; sent again under the id that its
// maker chose, it is the same person.
func (g *Gate) AddPerson(ctx context.Context, who account.User, p account.Person) (Member, error) {
	p, err := p.Normal()
	if err != nil {
		return Member{}, err
	}
	if err := mayManage(who, p); err != nil {
		return Member{}, err
	}
	if p.ID == "" {
		p.ID = g.newID()
	} else if there, at, err := g.person(ctx, p.ID); fault.From(err).Kind != fault.NotFound {
		if err != nil || !kept(there, p) {
			return Member{}, errors.Join(err, errStale)
		}
		return Member{there, at}, nil
	}
	if err := g.claim(ctx, p.Login, p.ID, storedLogin{}); err != nil {
		return Member{}, err
	}
	d, err := personDoc(p, 0, g.now())
	if err := insert(ctx, g.store, d, err); err != nil {
		return Member{}, fmt.Errorf("add person: %w", err)
	}
	return Member{p, 1}, g.Record(ctx, who, "person.added", p.ID, map[string]string{"roles": roleWords(p.Roles)})
}

// kept reports whether there is p as it was stored.
func kept(there, p account.Person) bool {
	a, errA := personDoc(there, 0, time.Time{})
	b, errB := personDoc(p, 0, time.Time{})
	return errA == nil && errB == nil && bytes.Equal(a.Body, b.Body)
}

// EditPerson replaces what is known of p.ID when it is still at version, else
// errStale. Disabled is not changed here; nil Skills and no Locale stay as they
// are. A new login takes the password and the
// second factor along.
func (g *Gate) EditPerson(ctx context.Context, who account.User, p account.Person, version int64) (Member, error) {
	was, at, err := g.person(ctx, p.ID)
	if err != nil {
		return Member{}, err
	}
	if p.Skills == nil {
		p.Skills = was.Skills
	}
	if p.Locale == "" {
		p.Locale = was.Locale
	}
	if p, err = p.Normal(); err != nil {
		return Member{}, err
	}
	if err := errors.Join(mayManage(who, was), mayManage(who, p)); err != nil {
		return Member{}, account.ErrForbidden
	}
	if at != version {
		return Member{}, errStale
	}
	p.Disabled = was.Disabled
	if err := g.keepAdmin(ctx, was, p); err != nil {
		return Member{}, err
	}
	if err := g.moveLogin(ctx, was, p); err != nil {
		return Member{}, err
	}
	if err := g.putPerson(ctx, p, version); err != nil {
		return Member{}, err
	}
	if was.Login != "" && was.Login != p.Login {
		if err := g.giveUp(ctx, was.Login, p.ID); err != nil {
			return Member{}, err
		}
	}
	details := map[string]string{}
	if roleWords(was.Roles) != roleWords(p.Roles) {
		details["from"], details["to"] = roleWords(was.Roles), roleWords(p.Roles)
	}
	return Member{p, version + 1}, g.Record(ctx, who, "person.edited", p.ID, details)
}

// SetDisabled ends or gives back a person's access. Disabling ends their
// sessions at once and revokes what their phones may read.
func (g *Gate) SetDisabled(ctx context.Context, who account.User, id string, disabled bool) error {
	was, version, err := g.person(ctx, id)
	if err != nil {
		return err
	}
	if err := mayManage(who, was); err != nil {
		return err
	}
	p := was
	p.Disabled = disabled
	if err := g.keepAdmin(ctx, was, p); err != nil {
		return err
	}
	if err := g.putPerson(ctx, p, version); err != nil {
		return err
	}
	action := "person.enabled"
	if disabled {
		action = "person.disabled"
		if _, err := g.endSessions(ctx, id, func(account.Session) bool { return true }); err != nil {
			return err
		}
	}
	return g.Record(ctx, who, action, id, nil)
}

// DropFactor takes the second factor off somebody who lost their phone and
// their recovery codes.
func (g *Gate) DropFactor(ctx context.Context, who account.User, id string) error {
	if err := who.Need(account.ManageAccounts); err != nil {
		return err
	}
	p, _, err := g.person(ctx, id)
	if err != nil {
		return err
	}
	if p.Login == "" {
		return errNoLogin
	}
	return g.dropFactor(ctx, who, id, p.Login)
}

// Lookup is for use-cases that write a name down (the driver on a slip): people
// by id, those that exist. It asks for no permission and is never a route.
func (g *Gate) Lookup(ctx context.Context, ids ...string) (map[string]account.Person, error) {
	out := map[string]account.Person{}
	for _, id := range ids {
		p, _, err := load[storedPerson](ctx, g.store, kindPerson, id)
		if notFound(err) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("look up person: %w", err)
		}
		out[id] = account.Person(p)
	}
	return out, nil
}

func (g *Gate) person(ctx context.Context, id string) (account.Person, int64, error) {
	if id == "" || len(id) > 64 {
		return account.Person{}, 0, errPersonUnknown
	}
	p, version, err := load[storedPerson](ctx, g.store, kindPerson, id)
	if notFound(err) {
		return account.Person{}, 0, errPersonUnknown
	}
	if err != nil {
		return account.Person{}, 0, fmt.Errorf("read person: %w", err)
	}
	return account.Person(p), version, nil
}

func (g *Gate) putPerson(ctx context.Context, p account.Person, version int64) error {
	d, err := personDoc(p, version, g.now())
	if err != nil {
		return err
	}
	err = g.store.Put(ctx, d)[0]
	if errors.Is(err, store.ErrConflict) {
		return errStale
	}
	if err != nil {
		return fmt.Errorf("change person: %w", err)
	}
	return nil
}

// keepAdmin refuses the change that would leave no administrator. Two admins who
// disable each other at the same moment get past it: the next start then prints
// a set-up link again.
func (g *Gate) keepAdmin(ctx context.Context, was, next account.Person) error {
	admin := func(p account.Person) bool { return p.Has(account.Admin) && !p.Disabled }
	if !admin(was) || admin(next) && next.Login != "" {
		return nil
	}
	others, err := g.admins(ctx, was.ID)
	if err == nil && others == 0 {
		err = errLastAdmin
	}
	return err
}

// admins counts the enabled administrators, except one.
func (g *Gate) admins(ctx context.Context, except string) (n int, err error) {
	q := store.Query{Kind: kindPerson, Limit: 100, KeysOnly: true,
		Where: []store.Cond{{Key: "admin", Op: store.Eq, Values: []any{int64(1)}}}}
	err = g.each(ctx, q, func(d store.Doc) error {
		if d.ID != except {
			n++
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("count administrators: %w", err)
	}
	return n, nil
}

func roleWords(roles []account.Role) string {
	s := ""
	for i, r := range roles {
		if i > 0 {
			s += " "
		}
		s += string(r)
	}
	return s
}
