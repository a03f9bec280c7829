package httpapi

import (
	"context"

	"github.com/portage-livraison/portage/server/access"
)

// Setup is what the first start needs.
type Setup interface {
	SetupNeeded(ctx context.Context) (bool, error)
	Setup(ctx context.Context, peer access.Peer, token string, f access.First) (access.Opened, error)
}

type setupInput struct {
	Body struct {
		Token    string `json:"token" maxLength:"200" doc:"from the link's fragment"`
		Name     string `json:"name" maxLength:"480"`
		Login    string `json:"login" maxLength:"200"`
		Password string `json:"password" maxLength:"800"`
		Locale   string `json:"locale,omitempty" maxLength:"10"`
	}
}

type setupOutput struct {
	Body struct {
		Needed bool `json:"needed"`
	}
}

func (s *Server) setupRoutes() {
	add(s, Route{Method: "GET", Path: "/api/setup", ID: "getSetup", Summary: "Whether the first administrator is missing", Who: Anyone}, s.getSetup)
	add(s, Route{Method: "POST", Path: "/api/setup", ID: "setUp", Summary: "Make the first administrator by the link of the terminal", Who: Anyone, Status: 201}, s.setUp)
}

func (s *Server) getSetup(ctx context.Context, _ *struct{}) (*setupOutput, error) {
	needed, err := s.use.Access.SetupNeeded(ctx)
	if err != nil {
		return nil, err
	}
	out := &setupOutput{}
	out.Body.Needed = needed
	return out, nil
}

func (s *Server) setUp(ctx context.Context, in *setupInput) (*meOutput, error) {
	o, err := s.use.Access.Setup(ctx, peerFrom(ctx), in.Body.Token, access.First{
		Name: in.Body.Name, Login: in.Body.Login, Password: in.Body.Password, Locale: in.Body.Locale})
	if err != nil {
		return nil, err
	}
	return s.opened(ctx, o)
}
