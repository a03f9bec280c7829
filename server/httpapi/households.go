package httpapi

import (
	"context"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/household"
)

// HouseholdDesk is what the routes about households need.
type HouseholdDesk interface {
	Households(ctx context.Context, who account.User, f desk.HouseholdFilter) (found []desk.Household, next string, err error)
	LikelyHouseholds(ctx context.Context, who account.User, c household.Caller) ([]desk.Likeness, error)
	Household(ctx context.Context, who account.User, id string) (desk.Household, error)
	AddHousehold(ctx context.Context, who account.User, h household.Household) (desk.Household, error)
	EditHousehold(ctx context.Context, who account.User, h household.Household, version int64) (desk.Household, error)
	LeaveHousehold(ctx context.Context, who account.User, id string, on day.Day, reason, note string) (desk.Household, error)
	ReturnHousehold(ctx context.Context, who account.User, id string) (desk.Household, error)
	ExceptHousehold(ctx context.Context, who account.User, id, ask, rule, reason string) (desk.Household, error)
	Duplicates(ctx context.Context, who account.User) ([]desk.Twins, error)
	JoinHouseholds(ctx context.Context, who account.User, j desk.Join) (desk.Household, error)
	PartHouseholds(ctx context.Context, who account.User, id string) (desk.Household, error)
	KeepApart(ctx context.Context, who account.User, id, other, reason string) (desk.Household, error)
}

func (s *Server) householdRoutes() {
	read, edit := Those(account.ReadHouseholds), Those(account.EditHouseholds)
	add(s, Route{Method: "GET", Path: "/api/households", ID: "listHouseholds", Summary: "Households by name, telephone or street", Who: read}, s.listHouseholds)
	add(s, Route{Method: "POST", Path: "/api/households", ID: "addHousehold", Summary: "Register a household", Who: edit, Status: 201}, s.addHousehold)
	add(s, Route{Method: "POST", Path: "/api/callers", ID: "listLikelyHouseholds", Summary: "Whom a caller may be", Who: read}, s.listLikely)
	add(s, Route{Method: "GET", Path: "/api/households/{id}", ID: "getHousehold", Summary: "One household", Who: read}, s.getHousehold)
	add(s, Route{Method: "PUT", Path: "/api/households/{id}", ID: "editHousehold", Summary: "Change what is known of a household", Who: edit}, s.editHousehold)
	add(s, Route{Method: "POST", Path: "/api/households/{id}/leave", ID: "leaveHousehold", Summary: "Close a household, with a reason", Who: edit}, s.leaveHousehold)
	add(s, Route{Method: "POST", Path: "/api/households/{id}/return", ID: "returnHousehold", Summary: "Take a household back", Who: edit}, s.returnHousehold)
	add(s, Route{Method: "POST", Path: "/api/households/{id}/exceptions", ID: "exceptHousehold", Summary: "Set a rule aside, with a reason", Who: edit}, s.exceptHousehold)
	s.joinRoutes()
}

// HouseholdForm is what people type about a household; package household
// decides. It is exported because huma sees no other embedded struct.
type HouseholdForm struct {
	People    []household.Person  `json:"people" nullable:"false" maxItems:"30"`
	Size      int                 `json:"size"`
	Phones    []string            `json:"phones,omitempty" nullable:"false" maxItems:"6"`
	Mail      string              `json:"mail,omitempty"`
	Emergency household.Emergency `json:"emergency,omitempty"`
	Address   household.Address   `json:"address"`
	Windows   []household.Window  `json:"windows,omitempty" nullable:"false" maxItems:"30"`
	Access    string              `json:"access,omitempty"`
	Diet      string              `json:"diet,omitempty"`
	Needs     string              `json:"needs,omitempty"`
	NewTo     bool                `json:"newToService,omitempty"`
	Isolated  bool                `json:"isolated,omitempty"`
	Linked    []string            `json:"linked,omitempty" nullable:"false" maxItems:"20"`
}

func (f HouseholdForm) household(id string) household.Household {
	return household.Household{ID: id, People: f.People, Size: f.Size, Phones: f.Phones, Mail: f.Mail, Emergency: f.Emergency,
		Address: f.Address, Windows: f.Windows, Access: f.Access, Diet: f.Diet, Needs: f.Needs, NewTo: f.NewTo,
		Isolated: f.Isolated, Linked: f.Linked}
}

type householdItem struct {
	HouseholdForm
	ID         string                `json:"id"`
	Version    int64                 `json:"version"`
	Name       string                `json:"name" doc:"as slips write it"`
	Registered day.Day               `json:"registered"`
	Exceptions []household.Exception `json:"exceptions,omitempty" nullable:"false"`
	Exit       *household.Exit       `json:"exit,omitempty"`
	JoinedInto string                `json:"joinedInto,omitempty" doc:"the record that stands for this one"`
	Holds      []string              `json:"holds,omitempty" nullable:"false" doc:"the records that this one stands for"`
}

type householdOutput struct{ Body householdItem }

type householdsInput struct {
	Text   string `query:"text" maxLength:"200"`
	Sector string `query:"sector" maxLength:"100"`
	Left   bool   `query:"left" doc:"those who left instead"`
	PageInput
}

type householdsOutput struct {
	Body struct {
		Households []householdItem `json:"households" nullable:"false"`
		PageOutput
	}
}

type likelyInput struct {
	Body struct {
		Name   string `json:"name,omitempty" maxLength:"200"`
		Phone  string `json:"phone,omitempty" maxLength:"40"`
		Street string `json:"street,omitempty" maxLength:"200"`
	}
}

type likelyItem struct {
	Household householdItem        `json:"household"`
	Reasons   []household.Likeness `json:"reasons" nullable:"false"`
}

type likelyOutput struct {
	Body struct {
		Likely []likelyItem `json:"likely" nullable:"false"`
	}
}

type addHouseholdInput struct {
	Making
	Body HouseholdForm
}

type editHouseholdInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		HouseholdForm
		Version int64 `json:"version" minimum:"1" doc:"the version that was seen"`
	}
}

type leaveInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Day    day.Day `json:"day"`
		Reason string  `json:"reason"`
		Note   string  `json:"note,omitempty"`
	}
}

type exceptInput struct {
	Making
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Rule   string `json:"rule" maxLength:"100"`
		Reason string `json:"reason"`
	}
}

func wireHousehold(k desk.Household) householdItem {
	h := k.Value
	into := ""
	if h.Joined != nil {
		into = h.Joined.Into
	}
	return householdItem{JoinedInto: into, Holds: h.Holds, HouseholdForm: HouseholdForm{People: h.People, Size: h.Size, Phones: h.Phones, Mail: h.Mail,
		Emergency: h.Emergency, Address: h.Address, Windows: h.Windows, Access: h.Access, Diet: h.Diet, Needs: h.Needs,
		NewTo: h.NewTo, Isolated: h.Isolated, Linked: h.Linked},
		ID: h.ID, Version: k.Version, Name: h.Name(), Registered: h.Registered, Exceptions: h.Exceptions, Exit: h.Exit}
}

func oneHousehold(k desk.Household, err error) (*householdOutput, error) {
	return &householdOutput{wireHousehold(k)}, err
}

func (s *Server) listHouseholds(ctx context.Context, in *householdsInput) (*householdsOutput, error) {
	all, next, err := s.use.Desk.Households(ctx, userFrom(ctx), desk.HouseholdFilter{Text: in.Text, Sector: in.Sector, Left: in.Left, Page: in.page()})
	out := &householdsOutput{}
	out.Body.Households, out.Body.Next = []householdItem{}, next
	for _, h := range all {
		out.Body.Households = append(out.Body.Households, wireHousehold(h))
	}
	return out, err
}

func (s *Server) listLikely(ctx context.Context, in *likelyInput) (*likelyOutput, error) {
	all, err := s.use.Desk.LikelyHouseholds(ctx, userFrom(ctx), household.Caller{Name: in.Body.Name, Phone: in.Body.Phone, Street: in.Body.Street})
	out := &likelyOutput{}
	out.Body.Likely = []likelyItem{}
	for _, l := range all {
		out.Body.Likely = append(out.Body.Likely, likelyItem{wireHousehold(l.Household), l.Reasons})
	}
	return out, err
}

func (s *Server) getHousehold(ctx context.Context, in *idInput) (*householdOutput, error) {
	return oneHousehold(s.use.Desk.Household(ctx, userFrom(ctx), in.ID))
}

func (s *Server) addHousehold(ctx context.Context, in *addHouseholdInput) (*householdOutput, error) {
	return oneHousehold(s.use.Desk.AddHousehold(ctx, userFrom(ctx), in.Body.household(in.Key)))
}

func (s *Server) editHousehold(ctx context.Context, in *editHouseholdInput) (*householdOutput, error) {
	return oneHousehold(s.use.Desk.EditHousehold(ctx, userFrom(ctx), in.Body.household(in.ID), in.Body.Version))
}

func (s *Server) leaveHousehold(ctx context.Context, in *leaveInput) (*householdOutput, error) {
	return oneHousehold(s.use.Desk.LeaveHousehold(ctx, userFrom(ctx), in.ID, in.Body.Day, in.Body.Reason, in.Body.Note))
}

func (s *Server) returnHousehold(ctx context.Context, in *idInput) (*householdOutput, error) {
	return oneHousehold(s.use.Desk.ReturnHousehold(ctx, userFrom(ctx), in.ID))
}

func (s *Server) exceptHousehold(ctx context.Context, in *exceptInput) (*householdOutput, error) {
	return oneHousehold(s.use.Desk.ExceptHousehold(ctx, userFrom(ctx), in.ID, in.Key, in.Body.Rule, in.Body.Reason))
}
