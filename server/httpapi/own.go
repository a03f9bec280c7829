package httpapi

import (
	"context"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
)

// OwnAccount is what people change about their own account.
type OwnAccount interface {
	ChangePassword(ctx context.Context, who account.User, current, next string) error
	ResetPassword(ctx context.Context, peer access.Peer, token, next string) error
	BeginFactor(ctx context.Context, who account.User, password string) (access.Factor, error)
	ConfirmFactor(ctx context.Context, who account.User, code string) ([]string, error)
	EndFactor(ctx context.Context, who account.User, password string) error
}

type changePasswordInput struct {
	Body struct {
		Current string `json:"current" maxLength:"800"`
		Next    string `json:"next" maxLength:"800"`
	}
}

type resetPasswordInput struct {
	Body struct {
		Token    string `json:"token" maxLength:"200" doc:"from the link's fragment"`
		Password string `json:"password" maxLength:"800"`
	}
}

type passwordInput struct {
	Body struct {
		Password string `json:"password" maxLength:"800"`
	}
}

type codeInput struct {
	Body struct {
		Code string `json:"code" maxLength:"40"`
	}
}

type factorOutput struct {
	Body struct {
		Secret string `json:"secret" doc:"base32, to type where a camera is missing"`
		URL    string `json:"url" doc:"what the code to scan holds"`
	}
}

type recoveryOutput struct {
	Body struct {
		Recovery []string `json:"recovery" nullable:"false" doc:"each opens one session without the phone; said once"`
	}
}

func (s *Server) ownRoutes() {
	add(s, Route{Method: "POST", Path: "/api/account/password", ID: "changePassword", Summary: "Change one's password", Who: AtDesk}, s.changePassword)
	add(s, Route{Method: "POST", Path: "/api/password/reset", ID: "resetPassword", Summary: "Choose a password by link", Who: Anyone}, s.resetPassword)
	add(s, Route{Method: "POST", Path: "/api/account/factor", ID: "beginFactor", Summary: "Begin a second factor", Who: AtDesk}, s.beginFactor)
	add(s, Route{Method: "POST", Path: "/api/account/factor/confirm", ID: "confirmFactor", Summary: "Put the second factor in use", Who: AtDesk}, s.confirmFactor)
	add(s, Route{Method: "DELETE", Path: "/api/account/factor", ID: "endFactor", Summary: "Take one's second factor off", Who: AtDesk}, s.endFactor)
}

func (s *Server) changePassword(ctx context.Context, in *changePasswordInput) (*struct{}, error) {
	return nil, s.use.Access.ChangePassword(ctx, userFrom(ctx), in.Body.Current, in.Body.Next)
}

func (s *Server) resetPassword(ctx context.Context, in *resetPasswordInput) (*struct{}, error) {
	return nil, s.use.Access.ResetPassword(ctx, peerFrom(ctx), in.Body.Token, in.Body.Password)
}

func (s *Server) beginFactor(ctx context.Context, in *passwordInput) (*factorOutput, error) {
	f, err := s.use.Access.BeginFactor(ctx, userFrom(ctx), in.Body.Password)
	if err != nil {
		return nil, err
	}
	out := &factorOutput{}
	out.Body.Secret, out.Body.URL = f.Secret, f.URL
	return out, nil
}

func (s *Server) confirmFactor(ctx context.Context, in *codeInput) (*recoveryOutput, error) {
	codes, err := s.use.Access.ConfirmFactor(ctx, userFrom(ctx), in.Body.Code)
	if err != nil {
		return nil, err
	}
	out := &recoveryOutput{}
	out.Body.Recovery = codes
	return out, nil
}

func (s *Server) endFactor(ctx context.Context, in *passwordInput) (*struct{}, error) {
	return nil, s.use.Access.EndFactor(ctx, userFrom(ctx), in.Body.Password)
}
