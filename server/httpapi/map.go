package httpapi

import (
	"context"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/place"
)

// MapDesk is what the map of the day's rounds needs.
type MapDesk interface {
	Places(ctx context.Context, who account.User, on day.Day) (desk.Places, error)
}

func (s *Server) mapRoutes() {
	add(s, Route{Method: "GET", Path: "/api/map", ID: "getMap", Summary: "Where the doors and shops of a day's rounds are",
		Who: Those(account.ReadOrders)}, s.getMap)
}

type mapOutput struct {
	Body struct {
		Tiles      string                 `json:"tiles" doc:"address pattern of the background; empty: none"`
		Credit     string                 `json:"credit" doc:"whom the background is owed to"`
		Households map[string]place.Point `json:"households" doc:"by id; those without coordinates are absent"`
		Merchants  map[string]place.Point `json:"merchants" doc:"by id; those without coordinates are absent"`
	}
}

func (s *Server) getMap(ctx context.Context, in *roundsInput) (*mapOutput, error) {
	places, err := s.use.Desk.Places(ctx, userFrom(ctx), in.Day)
	out := &mapOutput{}
	out.Body.Tiles, out.Body.Credit = s.cfg.Tiles, s.cfg.TileCredit
	out.Body.Households, out.Body.Merchants = places.Households, places.Merchants
	return out, err
}
