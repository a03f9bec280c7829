package httpapi

import (
	"context"
	"net/http"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/portage-livraison/portage/server/account"
)

// Credential is what a request shows to say who calls: a session's cookie, or a
// device's "<device>.<secret>". At most one is set; a device goes first.
type Credential struct {
	Session string
	Device  string
}

// Sessions finds who calls.
type Sessions interface {
	// User answers who holds cred, or a fault of kind Unsigned when it is
	// unknown, ended or revoked. It may note the session's last use.
	User(ctx context.Context, cred Credential) (account.User, error)
}

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
	c.SetUserContext(context.WithValue(c.UserContext(), credentialKey, cred))
	if r.Who.Open {
		return nil
	}
	if cred == (Credential{}) || s.use.Sessions == nil {
		return account.ErrUnsigned
	}
	who, err := s.use.Sessions.User(c.UserContext(), cred)
	if err != nil {
		return err
	}
	if !r.Who.Allows(who.Roles) {
		return account.ErrForbidden
	}
	c.SetUserContext(context.WithValue(c.UserContext(), userKey, who))
	return nil
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
