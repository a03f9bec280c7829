package httpapi

import (
	"context"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/service"
)

// ServiceDesk is what the routes of the settings need.
type ServiceDesk interface {
	Service(ctx context.Context, who account.User) (record.Kept[service.Service], error)
	SetService(ctx context.Context, who account.User, s service.Service, version int64) (record.Kept[service.Service], error)
	WorkingDays(ctx context.Context, who account.User, from day.Day, n int) ([]day.Day, error)
	Charter(ctx context.Context) (string, error)
}

var _ Desk = (*desk.Desk)(nil)

func (s *Server) serviceRoutes() {
	read := Those(account.ReadLive)
	add(s, Route{Method: "GET", Path: "/api/service", ID: "getService", Summary: "The service's settings", Who: read}, s.getService)
	add(s, Route{Method: "PUT", Path: "/api/service", ID: "setService", Summary: "Change the settings", Who: Those(account.ManageSettings)}, s.setService)
	add(s, Route{Method: "GET", Path: "/api/charter", ID: "getCharter", Summary: "What a driver accepts at enrolment, in the town's words", Who: Anyone}, s.getCharter)
	add(s, Route{Method: "GET", Path: "/api/service/days", ID: "listDays", Summary: "The next days of deliveries", Who: read}, s.listDays)
}

type toldItem struct {
	Kind  string   `json:"kind"`
	Roles []string `json:"roles" nullable:"false"`
	May   []string `json:"may" nullable:"false" doc:"the roles that may be told"`
}

type serviceOutput struct {
	Body struct {
		service.Service
		Version int64      `json:"version"`
		Told    []toldItem `json:"told" nullable:"false" doc:"who hears of what, the usual included"`
	}
}

type charterOutput struct {
	Body struct {
		Text string `json:"text" doc:"empty while the town wrote none"`
	}
}

type setServiceInput struct {
	Body struct {
		service.Service
		Version int64 `json:"version" minimum:"0" doc:"the version that was seen, 0 for the first time"`
	}
}

type daysInput struct {
	From  day.Day `query:"from" maxLength:"10" doc:"today when absent"`
	Count int     `query:"count" minimum:"1" maximum:"60" default:"10"`
}

type daysOutput struct {
	Body struct {
		Days []day.Day `json:"days" nullable:"false"`
	}
}

func wireService(k record.Kept[service.Service]) *serviceOutput {
	out := &serviceOutput{}
	out.Body.Service, out.Body.Version, out.Body.Told = k.Value, k.Version, []toldItem{}
	for _, kind := range service.TellingKinds {
		out.Body.Told = append(out.Body.Told, toldItem{kind, append([]string{}, k.Value.Told(kind)...), service.MayHear(kind)})
	}
	return out
}

func (s *Server) getCharter(ctx context.Context, _ *struct{}) (*charterOutput, error) {
	text, err := s.use.Desk.Charter(ctx)
	out := &charterOutput{}
	out.Body.Text = text
	return out, err
}

func (s *Server) getService(ctx context.Context, _ *struct{}) (*serviceOutput, error) {
	k, err := s.use.Desk.Service(ctx, userFrom(ctx))
	return wireService(k), err
}

func (s *Server) setService(ctx context.Context, in *setServiceInput) (*serviceOutput, error) {
	k, err := s.use.Desk.SetService(ctx, userFrom(ctx), in.Body.Service, in.Body.Version)
	return wireService(k), err
}

func (s *Server) listDays(ctx context.Context, in *daysInput) (*daysOutput, error) {
	days, err := s.use.Desk.WorkingDays(ctx, userFrom(ctx), in.From, in.Count)
	out := &daysOutput{}
	out.Body.Days = days
	return out, err
}
