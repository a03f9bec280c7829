package httpapi

import (
	"context"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
)

// Enrolments is what enrolling phones needs; sync/README.md, section 1.
type Enrolments interface {
	NewEnrolment(ctx context.Context, who account.User, person string) (access.Ticket, error)
	Enrol(ctx context.Context, peer access.Peer, in access.Enrol) (access.Enrolled, error)
}

type newEnrolmentInput struct {
	Body struct {
		Person string `json:"person" maxLength:"64" doc:"id of the driver"`
	}
}

type ticketOutput struct {
	Body struct {
		Code      string    `json:"code" doc:"to type, ABCD-EFGH"`
		URL       string    `json:"url" doc:"to scan; the token stands in the fragment"`
		ExpiresAt time.Time `json:"expiresAt"`
	}
}

type enrolInput struct {
	Body struct {
		Token   string `json:"token,omitempty" maxLength:"200"`
		Code    string `json:"code,omitempty" maxLength:"40"`
		Epoch   string `json:"epoch" maxLength:"40" doc:"UUIDv7 of the phone's database"`
		Label   string `json:"label,omitempty" maxLength:"400"`
		Charter bool   `json:"charter" doc:"the driver accepted the charter"`
	}
}

type enrolOutput struct {
	Body struct {
		Device string `json:"device"`
		Secret string `json:"secret" doc:"said once"`
		Driver struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		} `json:"driver"`
		ServerTime time.Time `json:"serverTime"`
	}
}

func (s *Server) enrolmentRoutes() {
	add(s, Route{Method: "POST", Path: "/api/enrolments", ID: "newEnrolment", Summary: "Let a driver enrol one phone", Who: Those(account.ManageDrivers), Status: 201}, s.newEnrolment)
	add(s, Route{Method: "POST", Path: "/api/enrol", ID: "enrol", Summary: "Become a driver's phone", Who: Anyone, Status: 201}, s.enrol)
}

func (s *Server) newEnrolment(ctx context.Context, in *newEnrolmentInput) (*ticketOutput, error) {
	t, err := s.use.Access.NewEnrolment(ctx, userFrom(ctx), in.Body.Person)
	if err != nil {
		return nil, err
	}
	out := &ticketOutput{}
	out.Body.Code, out.Body.URL, out.Body.ExpiresAt = t.Code, t.URL, t.Expires
	return out, nil
}

func (s *Server) enrol(ctx context.Context, in *enrolInput) (*enrolOutput, error) {
	b := in.Body
	e, err := s.use.Access.Enrol(ctx, peerFrom(ctx), access.Enrol{
		Token: b.Token, Code: b.Code, Epoch: b.Epoch, Label: b.Label, Charter: b.Charter})
	if err != nil {
		return nil, err
	}
	out := &enrolOutput{}
	out.Body.Device, out.Body.Secret, out.Body.ServerTime = e.Device.ID, e.Secret, e.Device.Enrolled
	out.Body.Driver.ID, out.Body.Driver.Name = e.Device.Person, e.Device.Name
	return out, nil
}
