package httpapi

import (
	"context"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/household"
)

func (s *Server) joinRoutes() {
	edit := Those(account.EditHouseholds)
	add(s, Route{Method: "GET", Path: "/api/duplicates", ID: "listDuplicates", Summary: "Households that may be there twice", Who: edit}, s.listDuplicates)
	add(s, Route{Method: "POST", Path: "/api/households/{id}/join", ID: "joinHousehold", Summary: "Make one household of two records", Who: edit}, s.joinHousehold)
	add(s, Route{Method: "POST", Path: "/api/households/{id}/part", ID: "partHousehold", Summary: "Take back that a record was joined with another", Who: edit}, s.partHousehold)
	add(s, Route{Method: "POST", Path: "/api/households/{id}/apart", ID: "keepApart", Summary: "Keep two look-alikes apart, with a reason", Who: edit}, s.keepApart)
}

type twinsItem struct {
	A       householdItem        `json:"a"`
	B       householdItem        `json:"b"`
	Reasons []household.Likeness `json:"reasons" nullable:"false"`
}

type duplicatesOutput struct {
	Body struct {
		Pairs []twinsItem `json:"pairs" nullable:"false"`
	}
}

type joinInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		HouseholdForm
		Version      int64  `json:"version" minimum:"1" doc:"of the record that stays, as it was seen"`
		Other        string `json:"other" maxLength:"64"`
		OtherVersion int64  `json:"otherVersion" minimum:"1"`
	}
}

type apartInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Other  string `json:"other" maxLength:"64"`
		Reason string `json:"reason"`
	}
}

func (s *Server) listDuplicates(ctx context.Context, _ *struct{}) (*duplicatesOutput, error) {
	all, err := s.use.Desk.Duplicates(ctx, userFrom(ctx))
	out := &duplicatesOutput{}
	out.Body.Pairs = []twinsItem{}
	for _, t := range all {
		out.Body.Pairs = append(out.Body.Pairs, twinsItem{wireHousehold(t.A), wireHousehold(t.B), t.Reasons})
	}
	return out, err
}

func (s *Server) joinHousehold(ctx context.Context, in *joinInput) (*householdOutput, error) {
	b := in.Body
	return oneHousehold(s.use.Desk.JoinHouseholds(ctx, userFrom(ctx), desk.Join{Keep: in.ID, KeepVersion: b.Version,
		Other: b.Other, OtherVersion: b.OtherVersion, Next: b.household(in.ID)}))
}

func (s *Server) partHousehold(ctx context.Context, in *idInput) (*householdOutput, error) {
	return oneHousehold(s.use.Desk.PartHouseholds(ctx, userFrom(ctx), in.ID))
}

func (s *Server) keepApart(ctx context.Context, in *apartInput) (*householdOutput, error) {
	return oneHousehold(s.use.Desk.KeepApart(ctx, userFrom(ctx), in.ID, in.Body.Other, in.Body.Reason))
}
