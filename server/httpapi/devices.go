package httpapi

import (
	"context"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
)

// Devices is what the list of phones needs.
type Devices interface {
	Devices(ctx context.Context, who account.User, person string) ([]access.Phone, error)
	Revoke(ctx context.Context, who account.User, id string) error
}

type deviceItem struct {
	ID          string         `json:"id"`
	Person      string         `json:"person"`
	Name        string         `json:"name" doc:"of the person"`
	Label       string         `json:"label"`
	EnrolledAt  time.Time      `json:"enrolledAt"`
	LastContact time.Time      `json:"lastContact,omitzero"`
	Access      account.Access `json:"access" enum:"ok,expired,revoked"`
	RevokedAt   time.Time      `json:"revokedAt,omitzero"`
}

type devicesInput struct {
	Person string `query:"person" maxLength:"64" doc:"only the phones of this person"`
}

type devicesOutput struct {
	Body struct {
		Devices []deviceItem `json:"devices" nullable:"false"`
	}
}

func (s *Server) deviceRoutes() {
	add(s, Route{Method: "GET", Path: "/api/devices", ID: "listDevices", Summary: "Phones with their last contact", Who: Those(account.ManageDrivers)}, s.listDevices)
	add(s, Route{Method: "POST", Path: "/api/devices/{id}/revoke", ID: "revokeDevice", Summary: "End what a phone may read", Who: Those(account.ManageDrivers)}, s.revokeDevice)
}

func (s *Server) listDevices(ctx context.Context, in *devicesInput) (*devicesOutput, error) {
	all, err := s.use.Access.Devices(ctx, userFrom(ctx), in.Person)
	if err != nil {
		return nil, err
	}
	out := &devicesOutput{}
	out.Body.Devices = []deviceItem{}
	for _, d := range all {
		out.Body.Devices = append(out.Body.Devices, deviceItem{ID: d.ID, Person: d.Person, Name: d.Name, Label: d.Label,
			EnrolledAt: d.Enrolled, LastContact: d.Contact, Access: d.Access, RevokedAt: d.Revoked})
	}
	return out, nil
}

func (s *Server) revokeDevice(ctx context.Context, in *idInput) (*struct{}, error) {
	return nil, s.use.Access.Revoke(ctx, userFrom(ctx), in.ID)
}
