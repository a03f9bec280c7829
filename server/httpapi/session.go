package httpapi

import (
	"context"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
)

// SignIns is what the session routes need.
type SignIns interface {
	SignIn(ctx context.Context, peer access.Peer, c access.Credentials, old string) (access.Opened, error)
	SignOut(ctx context.Context, who account.User) error
	SignOutEverywhere(ctx context.Context, who account.User) error
	Sessions(ctx context.Context, who account.User) ([]account.Session, error)
	EndSession(ctx context.Context, who account.User, id string) error
	Own(ctx context.Context, who account.User) (access.Own, error)
}

type me struct {
	ID          string               `json:"id"`
	Name        string               `json:"name"`
	Login       string               `json:"login,omitempty"`
	Locale      string               `json:"locale"`
	Roles       []account.Role       `json:"roles" nullable:"false"`
	Permissions []account.Permission `json:"permissions" nullable:"false"`
	Factor      bool                 `json:"factor,omitempty" doc:"the second factor is on"`
}

type sessionItem struct {
	ID      string    `json:"id"`
	Label   string    `json:"label"`
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`
	Current bool      `json:"current"`
}

type signInInput struct {
	Body struct {
		Login    string `json:"login" maxLength:"200"`
		Password string `json:"password" maxLength:"800"`
		Code     string `json:"code,omitempty" maxLength:"40" doc:"of the second factor, or a recovery code"`
	}
}

// meOutput answers who is signed in; with a cookie where that just changed.
type meOutput struct {
	SetCookie string `header:"Set-Cookie"`
	Body      me
}

type goneOutput struct {
	SetCookie string `header:"Set-Cookie"`
}

type sessionsOutput struct {
	Body struct {
		Sessions []sessionItem `json:"sessions" nullable:"false"`
	}
}

type idInput struct {
	ID string `path:"id" maxLength:"64"`
}

func (s *Server) sessionRoutes() {
	add(s, Route{Method: "POST", Path: "/api/session", ID: "signIn", Summary: "Sign in", Who: Anyone}, s.signIn)
	add(s, Route{Method: "GET", Path: "/api/session", ID: "getSession", Summary: "Who is signed in", Who: AtDesk}, s.getSession)
	add(s, Route{Method: "DELETE", Path: "/api/session", ID: "signOut", Summary: "Sign out", Who: AtDesk}, s.signOut)
	add(s, Route{Method: "GET", Path: "/api/sessions", ID: "listSessions", Summary: "One's own sessions", Who: AtDesk}, s.listSessions)
	add(s, Route{Method: "DELETE", Path: "/api/sessions", ID: "signOutEverywhere", Summary: "Sign out everywhere", Who: AtDesk}, s.signOutEverywhere)
	add(s, Route{Method: "DELETE", Path: "/api/sessions/{id}", ID: "endSession", Summary: "End one of one's own sessions", Who: AtDesk}, s.endSession)
}

func (s *Server) signIn(ctx context.Context, in *signInInput) (*meOutput, error) {
	c := access.Credentials{Login: in.Body.Login, Password: in.Body.Password, Code: in.Body.Code}
	o, err := s.use.Access.SignIn(ctx, peerFrom(ctx), c, credentialFrom(ctx).Session)
	if err != nil {
		return nil, err
	}
	return s.opened(ctx, o)
}

// opened is the answer that hands over a session which just began.
func (s *Server) opened(ctx context.Context, o access.Opened) (*meOutput, error) {
	out, err := s.describe(ctx, o.User)
	if err != nil {
		return nil, err
	}
	out.SetCookie = s.sessionCookie(o.Token, int(account.SessionMax.Seconds()))
	return out, nil
}

func (s *Server) describe(ctx context.Context, who account.User) (*meOutput, error) {
	own, err := s.use.Access.Own(ctx, who)
	if err != nil {
		return nil, err
	}
	return &meOutput{Body: me{ID: own.ID, Name: own.Name, Login: own.Login, Locale: own.Locale, Roles: own.Roles,
		Permissions: account.Permissions(own.Roles), Factor: own.Factor}}, nil
}

func (s *Server) getSession(ctx context.Context, _ *struct{}) (*meOutput, error) {
	return s.describe(ctx, userFrom(ctx))
}

func (s *Server) signOut(ctx context.Context, _ *struct{}) (*goneOutput, error) {
	if err := s.use.Access.SignOut(ctx, userFrom(ctx)); err != nil {
		return nil, err
	}
	return &goneOutput{s.sessionCookie("", 0)}, nil
}

func (s *Server) signOutEverywhere(ctx context.Context, _ *struct{}) (*goneOutput, error) {
	if err := s.use.Access.SignOutEverywhere(ctx, userFrom(ctx)); err != nil {
		return nil, err
	}
	return &goneOutput{s.sessionCookie("", 0)}, nil
}

func (s *Server) listSessions(ctx context.Context, _ *struct{}) (*sessionsOutput, error) {
	who := userFrom(ctx)
	all, err := s.use.Access.Sessions(ctx, who)
	if err != nil {
		return nil, err
	}
	out := &sessionsOutput{}
	out.Body.Sessions = []sessionItem{}
	for _, v := range all {
		out.Body.Sessions = append(out.Body.Sessions, sessionItem{v.ID, v.Label, v.Created, v.Seen, v.ID == who.Session})
	}
	return out, nil
}

func (s *Server) endSession(ctx context.Context, in *idInput) (*struct{}, error) {
	return nil, s.use.Access.EndSession(ctx, userFrom(ctx), in.ID)
}
