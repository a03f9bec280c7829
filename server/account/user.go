package account

import (
	"time"

	"github.com/portage-livraison/portage/server/fault"
)

// FreshFor is how long a sign-in counts as fresh for acts that ask for one.
const FreshFor = 10 * time.Minute

// The refusals that every use-case shares.
var (
	ErrUnsigned  = fault.New(fault.Unsigned, "session.needed", "sign in first")
	ErrForbidden = fault.New(fault.Forbidden, "access.forbidden", "your role does not allow this")
	ErrNotFresh  = fault.New(fault.Forbidden, "session.not_fresh", "sign in again to confirm that it is you")
)

// User is who makes a request: a person with the session or device that they
// use. The zero User is nobody and may nothing.
type User struct {
	ID       string // person id
	Name     string
	Roles    []Role
	Locale   string
	Session  string    // public id of the session, "" when a device or the system acts
	Device   string    // the phone's id, "" for staff
	SignedIn time.Time // when this session began
}

// System acts for the program itself: first start, sample data, sweepers.
var System = User{ID: "system", Name: "Portage", Roles: Roles}

// May says whether u may do p.
func (u User) May(p Permission) bool { return u.ID != "" && May(u.Roles, p) }

// Has says whether u has the role.
func (u User) Has(r Role) bool { return hasRole(u.Roles, r) }

// Need returns nil when u may do p, ErrUnsigned for nobody, else ErrForbidden.
func (u User) Need(p Permission) error {
	switch {
	case u.ID == "":
		return ErrUnsigned
	case !u.May(p):
		return ErrForbidden
	}
	return nil
}

// NeedFresh returns ErrNotFresh when the sign-in is older than FreshFor.
func (u User) NeedFresh(now time.Time) error {
	if now.Sub(u.SignedIn) > FreshFor {
		return ErrNotFresh
	}
	return nil
}
