package httpapi

import (
	"context"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
)

// People is what the routes about colleagues need.
type People interface {
	People(ctx context.Context, who account.User) ([]access.Member, error)
	Person(ctx context.Context, who account.User, id string) (access.Member, error)
	AddPerson(ctx context.Context, who account.User, p account.Person) (access.Member, error)
	EditPerson(ctx context.Context, who account.User, p account.Person, version int64) (access.Member, error)
	SetDisabled(ctx context.Context, who account.User, id string, disabled bool) error
	PasswordLink(ctx context.Context, who account.User, id string) (access.Link, error)
	DropFactor(ctx context.Context, who account.User, id string) error
}

type personItem struct {
	ID           string         `json:"id"`
	Version      int64          `json:"version"`
	Name         string         `json:"name"`
	Login        string         `json:"login,omitempty"`
	Roles        []account.Role `json:"roles" nullable:"false"`
	Origin       account.Origin `json:"origin"`
	Phone        string         `json:"phone,omitempty"`
	Skills       []string       `json:"skills,omitempty" nullable:"false"`
	Availability string         `json:"availability,omitempty"`
	Locale       string         `json:"locale,omitempty"`
	GoesOn       bool           `json:"goesOn,omitempty"`
	Disabled     bool           `json:"disabled,omitempty"`
}

// PersonForm is what people type about a person; package account decides. It is
// exported because huma sees no other embedded struct. What is left out of skills
// and locale stays as it is.
type PersonForm struct {
	Name         string         `json:"name" maxLength:"480"`
	Login        string         `json:"login,omitempty" maxLength:"200"`
	Roles        []account.Role `json:"roles" nullable:"false" maxItems:"20"`
	Origin       account.Origin `json:"origin,omitempty" maxLength:"20"`
	Phone        string         `json:"phone,omitempty" maxLength:"160"`
	Skills       []string       `json:"skills,omitempty" nullable:"false" maxItems:"50"`
	Availability string         `json:"availability,omitempty" maxLength:"2000"`
	Locale       string         `json:"locale,omitempty" maxLength:"10"`
	GoesOn       bool           `json:"goesOn,omitempty"`
}

type addPersonInput struct {
	Making
	Body PersonForm
}

type editPersonInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		PersonForm
		Version int64 `json:"version" minimum:"1" doc:"the version that was seen"`
	}
}

type personOutput struct{ Body personItem }

type peopleOutput struct {
	Body struct {
		People []personItem `json:"people" nullable:"false"`
	}
}

type linkOutput struct {
	Body struct {
		URL       string    `json:"url"`
		ExpiresAt time.Time `json:"expiresAt"`
	}
}

func (s *Server) peopleRoutes() {
	read, manage := Those(account.ReadPeople), Those(account.ManageAccounts, account.ManageDrivers)
	add(s, Route{Method: "GET", Path: "/api/people", ID: "listPeople", Summary: "Colleagues", Who: read}, s.listPeople)
	add(s, Route{Method: "POST", Path: "/api/people", ID: "addPerson", Summary: "Add somebody", Who: manage, Status: 201}, s.addPerson)
	add(s, Route{Method: "GET", Path: "/api/people/{id}", ID: "getPerson", Summary: "One colleague", Who: read}, s.getPerson)
	add(s, Route{Method: "PUT", Path: "/api/people/{id}", ID: "editPerson", Summary: "Change what is known of somebody", Who: manage}, s.editPerson)
	add(s, Route{Method: "POST", Path: "/api/people/{id}/disable", ID: "disablePerson", Summary: "End somebody's access", Who: manage}, s.disablePerson)
	add(s, Route{Method: "POST", Path: "/api/people/{id}/enable", ID: "enablePerson", Summary: "Give access back", Who: manage}, s.enablePerson)
	add(s, Route{Method: "POST", Path: "/api/people/{id}/password-link", ID: "makePasswordLink", Summary: "A one-time link to choose a password", Who: Those(account.ManageAccounts), Status: 201}, s.makePasswordLink)
	add(s, Route{Method: "DELETE", Path: "/api/people/{id}/factor", ID: "dropFactor", Summary: "Take a lost second factor off", Who: Those(account.ManageAccounts)}, s.dropFactor)
}

func (s *Server) listPeople(ctx context.Context, _ *struct{}) (*peopleOutput, error) {
	all, err := s.use.Access.People(ctx, userFrom(ctx))
	if err != nil {
		return nil, err
	}
	out := &peopleOutput{}
	out.Body.People = []personItem{}
	for _, m := range all {
		out.Body.People = append(out.Body.People, wirePerson(m))
	}
	return out, nil
}

func (s *Server) getPerson(ctx context.Context, in *idInput) (*personOutput, error) {
	m, err := s.use.Access.Person(ctx, userFrom(ctx), in.ID)
	return &personOutput{wirePerson(m)}, err
}

func (s *Server) addPerson(ctx context.Context, in *addPersonInput) (*personOutput, error) {
	m, err := s.use.Access.AddPerson(ctx, userFrom(ctx), in.Body.person(in.Key))
	return &personOutput{wirePerson(m)}, err
}

func (s *Server) editPerson(ctx context.Context, in *editPersonInput) (*personOutput, error) {
	m, err := s.use.Access.EditPerson(ctx, userFrom(ctx), in.Body.person(in.ID), in.Body.Version)
	return &personOutput{wirePerson(m)}, err
}

func (s *Server) disablePerson(ctx context.Context, in *idInput) (*struct{}, error) {
	return nil, s.use.Access.SetDisabled(ctx, userFrom(ctx), in.ID, true)
}

func (s *Server) enablePerson(ctx context.Context, in *idInput) (*struct{}, error) {
	return nil, s.use.Access.SetDisabled(ctx, userFrom(ctx), in.ID, false)
}

func (s *Server) makePasswordLink(ctx context.Context, in *idInput) (*linkOutput, error) {
	l, err := s.use.Access.PasswordLink(ctx, userFrom(ctx), in.ID)
	if err != nil {
		return nil, err
	}
	out := &linkOutput{}
	out.Body.URL, out.Body.ExpiresAt = l.URL, l.Expires
	return out, nil
}

func (s *Server) dropFactor(ctx context.Context, in *idInput) (*struct{}, error) {
	return nil, s.use.Access.DropFactor(ctx, userFrom(ctx), in.ID)
}

func wirePerson(m access.Member) personItem {
	return personItem{ID: m.ID, Version: m.Version, Name: m.Name, Login: m.Login, Roles: m.Roles, Origin: m.Origin,
		Phone: m.Phone, Skills: m.Skills, Availability: m.Availability, Locale: m.Locale, GoesOn: m.GoesOn, Disabled: m.Disabled}
}

func (f PersonForm) person(id string) account.Person {
	return account.Person{ID: id, Name: f.Name, Login: f.Login, Roles: f.Roles, Origin: f.Origin, Phone: f.Phone,
		Skills: f.Skills, Availability: f.Availability, Locale: f.Locale, GoesOn: f.GoesOn}
}
