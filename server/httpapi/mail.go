package httpapi

import (
	"context"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/mail"
)

// Mail is what the routes of letters to shops need; package mail does it.
type Mail interface {
	Send(ctx context.Context, who account.User, slipID string) (mail.Letter, error)
	Letter(ctx context.Context, who account.User, slipID string) (mail.Letter, error)
}

func (s *Server) mailRoutes() {
	const path = "/api/slips/{id}/mail"
	add(s, Route{Method: "POST", Path: path, ID: "mailSlip", Summary: "Mail the slip to its shop", Who: Those(account.EditOrders), Status: 202}, s.mailSlip)
	add(s, Route{Method: "GET", Path: path, ID: "getSlipMail", Summary: "How far the mail to the shop is", Who: Those(account.ReadOrders)}, s.getSlipMail)
}

type letterOutput struct {
	Body struct {
		To    string    `json:"to"`
		State string    `json:"state" enum:"waiting,sent,failed"`
		Asked time.Time `json:"asked"`
		Tries int       `json:"tries"`
	}
}

func wireLetter(l mail.Letter, err error) (*letterOutput, error) {
	if err != nil {
		return nil, err
	}
	out := &letterOutput{}
	out.Body.To, out.Body.State, out.Body.Asked, out.Body.Tries = l.To, l.State, l.Asked, l.Tries
	return out, nil
}

func (s *Server) mailSlip(ctx context.Context, in *idInput) (*letterOutput, error) {
	return wireLetter(s.use.Mail.Send(ctx, userFrom(ctx), in.ID))
}

func (s *Server) getSlipMail(ctx context.Context, in *idInput) (*letterOutput, error) {
	return wireLetter(s.use.Mail.Letter(ctx, userFrom(ctx), in.ID))
}
