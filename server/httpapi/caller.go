package httpapi

import (
	"context"
	"net/http"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
)

// Credential is what a request shows to say who calls: a session's cookie, or a
// device's "<device>.<secret>". At most one is set; a device goes first.
type Credential struct {
	Session string
	Device  string
}

// Sessions finds who calls.
type Sessions interface {
	// User answers who holds the token of a session and notes its use, or a
	// fault of kind Unsigned when it is unknown, ended or withdrawn.
	User(ctx context.Context, token string) (account.User, error)
	// Device answers whose the credential of a phone is and what it may do now,
	// or a fault of kind Unsigned when it is unknown.
	Device(ctx context.Context, credential string) (account.Device, error)
}

var (
	errDeviceExpired = fault.New(fault.Unsigned, "device.expired", "this phone was away too long: enrol it again")
	errDeviceRevoked = fault.New(fault.Unsigned, "device.revoked", "this phone was withdrawn")
)

type contextKey string

const (
	userKey       contextKey = "user"
	credentialKey contextKey = "credential"
)

// userFrom returns who calls, or the zero User, which may nothing, on an open route.
func userFrom(ctx context.Context) account.User {
	who, _ := ctx.Value(userKey).(account.User)
	return who
}

// credentialFrom returns what the request showed, also on an open route; the
// exchange asks for a device even when it was revoked.
func credentialFrom(ctx context.Context) Credential {
	cred, _ := ctx.Value(credentialKey).(Credential)
	return cred
}

// admit lets the request through to r, or says why not.
func (s *Server) admit(c *fiber.Ctx, r Route) error {
	cred := s.credential(c)
	ctx := context.WithValue(c.UserContext(), peerKey, s.peer(c))
	c.SetUserContext(context.WithValue(ctx, credentialKey, cred))
	if r.Who.Open {
		return nil
	}
	if cred == (Credential{}) || s.use.Sessions == nil || r.Who.Desk && cred.Device != "" {
		return account.ErrUnsigned
	}
	who, err := s.identify(c.UserContext(), cred, r)
	if err != nil {
		return err
	}
	// Before the refusal: the audit log asks who was refused.
	c.SetUserContext(context.WithValue(c.UserContext(), userKey, who))
	if !r.Who.Allows(who.Roles) {
		return account.ErrForbidden
	}
	return nil
}

// identify finds the person behind cred. A phone that may not read is nobody
// here; the exchange, which takes its acts all the same, is open and asks itself.
// A stream is no use of a session: an open screen comes back by itself.
func (s *Server) identify(ctx context.Context, cred Credential, r Route) (account.User, error) {
	if peeker, ok := s.use.Sessions.(Peeker); ok && r.Stream && cred.Session != "" {
		return peeker.Peek(ctx, cred.Session)
	}
	if cred.Device == "" {
		return s.use.Sessions.User(ctx, cred.Session)
	}
	d, err := s.use.Sessions.Device(ctx, cred.Device)
	if err != nil {
		return account.User{}, err
	}
	switch d.Access {
	case account.AccessOK:
		return d.User(), nil
	case account.AccessExpired:
		return account.User{}, errDeviceExpired
	}
	return account.User{}, errDeviceRevoked
}

// credential reads what the request shows. The scheme of a device is in
// sync/README.md, section 1.
func (s *Server) credential(c *fiber.Ctx) Credential {
	const scheme = "portage "
	auth := c.Get(fiber.HeaderAuthorization)
	if len(auth) > len(scheme) && strings.EqualFold(auth[:len(scheme)], scheme) {
		return Credential{Device: auth[len(scheme):]}
	}
	return Credential{Session: c.Cookies(s.cookieName())}
}

// cookieName is __Host-portage wherever the browser may keep such a cookie,
// which is on https only.
func (s *Server) cookieName() string {
	if s.secure() {
		return "__Host-portage"
	}
	return "portage"
}

// sessionCookie is the Set-Cookie value that stores token for maxAge seconds;
// an empty token removes the cookie.
func (s *Server) sessionCookie(token string, maxAge int) string {
	ck := http.Cookie{
		Name: s.cookieName(), Value: token, Path: "/", MaxAge: maxAge,
		Secure: s.secure(), HttpOnly: true, SameSite: http.SameSiteStrictMode,
	}
	if token == "" {
		ck.MaxAge = -1
	}
	return ck.String()
}

// secure says that people reach the server by https.
func (s *Server) secure() bool { return strings.HasPrefix(s.cfg.BaseURL, "https://") }
