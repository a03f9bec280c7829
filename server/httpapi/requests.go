package httpapi

import (
	"context"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/request"
)

// RequestDesk is what the routes about requests need. The assessment has routes
// of its own, so that no other answer can hold it.
type RequestDesk interface {
	NoteRequest(ctx context.Context, who account.User, r request.Request, spoken bool) (desk.Request, error)
	Requests(ctx context.Context, who account.User, state request.State, p desk.Page) (found []desk.Request, next string, err error)
	CallRequest(ctx context.Context, who account.User, id, ask string, reached bool) (desk.Request, error)
	AssessRequest(ctx context.Context, who account.User, id string, j desk.Judgement) (desk.Request, error)
	Assessment(ctx context.Context, who account.User, id string) (request.Assessment, error)
	Request(ctx context.Context, who account.User, id string) (desk.Request, error)
	LinkRequest(ctx context.Context, who account.User, id, household string) (desk.Request, error)
	ResolveReferral(ctx context.Context, who account.User, id, referral, outcome string) (desk.Request, error)
	DropRequest(ctx context.Context, who account.User, id, reason string) (desk.Request, error)
	ReopenRequest(ctx context.Context, who account.User, id, reason string) (desk.Request, error)
}

func (s *Server) requestRoutes() {
	read, edit, assess := Those(account.ReadRequests), Those(account.EditRequests), Those(account.Assess)
	add(s, Route{Method: "GET", Path: "/api/requests", ID: "listRequests", Summary: "Requests in a state: the oldest first, the newest first once they are over", Who: read}, s.listRequests)
	add(s, Route{Method: "POST", Path: "/api/requests", ID: "noteRequest", Summary: "Note a call", Who: edit, Status: 201}, s.noteRequest)
	add(s, Route{Method: "GET", Path: "/api/requests/{id}", ID: "getRequest", Summary: "One request", Who: read}, s.getRequest)
	add(s, Route{Method: "POST", Path: "/api/requests/{id}/household", ID: "linkRequest", Summary: "Whose call it was", Who: edit}, s.linkRequest)
	add(s, Route{Method: "POST", Path: "/api/requests/{id}/outcome", ID: "resolveReferral", Summary: "What became of a referral", Who: edit}, s.resolveReferral)
	add(s, Route{Method: "POST", Path: "/api/requests/{id}/drop", ID: "dropRequest", Summary: "End a request, with a reason", Who: edit}, s.dropRequest)
	add(s, Route{Method: "POST", Path: "/api/requests/{id}/reopen", ID: "reopenRequest", Summary: "Take a request up again", Who: edit}, s.reopenRequest)
	add(s, Route{Method: "POST", Path: "/api/requests/{id}/calls", ID: "callRequest", Summary: "An attempt to reach the person", Who: edit}, s.callRequest)
	add(s, Route{Method: "GET", Path: "/api/requests/{id}/assessment", ID: "getAssessment", Summary: "The social worker's assessment", Who: assess}, s.getAssessment)
	add(s, Route{Method: "POST", Path: "/api/requests/{id}/assessment", ID: "assessRequest", Summary: "Assess and refer", Who: assess}, s.assessRequest)
}

type apartForm struct {
	Household string `json:"household" maxLength:"64"`
	Reason    string `json:"reason"`
}

type apartItem struct {
	Household string    `json:"household"`
	Reason    string    `json:"reason"`
	By        string    `json:"by"`
	At        time.Time `json:"at"`
}

type callItem struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Reached bool      `json:"reached"`
}

type referralItem struct {
	ID       string     `json:"id"`
	Kind     string     `json:"kind"`
	Owner    string     `json:"owner"`
	Due      day.Day    `json:"due"`
	Outcome  string     `json:"outcome,omitempty"`
	Resolved *time.Time `json:"resolved,omitempty"`
	By       string     `json:"by,omitempty"`
}

type requestItem struct {
	ID        string         `json:"id"`
	Version   int64          `json:"version"`
	State     request.State  `json:"state"`
	Name      string         `json:"name"`
	Phone     string         `json:"phone"`
	Street    string         `json:"street,omitempty"`
	Needs     string         `json:"needs,omitempty"`
	Household string         `json:"household,omitempty"`
	Apart     []apartItem    `json:"apart" nullable:"false"`
	Calls     []callItem     `json:"calls" nullable:"false"`
	Referrals []referralItem `json:"referrals" nullable:"false"`
	Reason    string         `json:"reason,omitempty"`
	By        string         `json:"by"`
	At        time.Time      `json:"at"`
}

type requestsInput struct {
	State request.State `query:"state" required:"true" enum:"toCall,toAssess,referred,done,dropped"`
	PageInput
}

type requestOutput struct{ Body requestItem }

type requestsOutput struct {
	Body struct {
		Requests []requestItem `json:"requests" nullable:"false"`
		PageOutput
	}
}

type noteRequestInput struct {
	Making
	Body struct {
		Name      string      `json:"name"`
		Phone     string      `json:"phone"`
		Street    string      `json:"street,omitempty"`
		Needs     string      `json:"needs,omitempty"`
		Household string      `json:"household,omitempty" maxLength:"64"`
		Spoken    bool        `json:"spoken,omitempty" doc:"the person is on the telephone: nobody needs to call back"`
		Apart     []apartForm `json:"apart,omitempty" nullable:"false" maxItems:"20" doc:"likely matches that are somebody else"`
	}
}

type linkInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Household string `json:"household" maxLength:"64"`
	}
}

type outcomeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Referral string `json:"referral" maxLength:"64"`
		Outcome  string `json:"outcome"`
	}
}

type callInput struct {
	Making
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Reached bool `json:"reached"`
	}
}

type referralForm struct {
	Kind  string  `json:"kind"`
	Owner string  `json:"owner"`
	Due   day.Day `json:"due"`
}

type assessInput struct {
	Making
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Text      string         `json:"text,omitempty" maxLength:"20000"`
		Seen      time.Time      `json:"seen,omitzero" doc:"when the text was written that this one replaces"`
		Referrals []referralForm `json:"referrals,omitempty" nullable:"false" maxItems:"20"`
	}
}

type assessmentOutput struct {
	Body struct {
		Text string    `json:"text"`
		By   string    `json:"by"`
		At   time.Time `json:"at"`
	}
}

func wireRequest(k desk.Request) requestItem {
	r := k.Value
	out := requestItem{ID: r.ID, Version: k.Version, State: r.State, Name: r.Name, Phone: r.Phone, Street: r.Street, Needs: r.Needs,
		Household: r.Household, Apart: []apartItem{}, Calls: []callItem{}, Referrals: []referralItem{}, Reason: r.Reason, By: r.By, At: r.At}
	for _, a := range r.Apart {
		out.Apart = append(out.Apart, apartItem(a))
	}
	for _, c := range r.Calls {
		out.Calls = append(out.Calls, callItem{At: c.At, By: c.By, Reached: c.Reached})
	}
	for _, x := range r.Referrals {
		item := referralItem{ID: x.ID, Kind: x.Kind, Owner: x.Owner, Due: x.Due, Outcome: x.Outcome, By: x.By}
		if !x.Resolved.IsZero() {
			item.Resolved = &x.Resolved
		}
		out.Referrals = append(out.Referrals, item)
	}
	return out
}

func oneRequest(k desk.Request, err error) (*requestOutput, error) {
	return &requestOutput{wireRequest(k)}, err
}

func (s *Server) listRequests(ctx context.Context, in *requestsInput) (*requestsOutput, error) {
	all, next, err := s.use.Desk.Requests(ctx, userFrom(ctx), in.State, in.page())
	out := &requestsOutput{}
	out.Body.Requests, out.Body.Next = []requestItem{}, next
	for _, r := range all {
		out.Body.Requests = append(out.Body.Requests, wireRequest(r))
	}
	return out, err
}

func (s *Server) noteRequest(ctx context.Context, in *noteRequestInput) (*requestOutput, error) {
	b := in.Body
	var apart []request.Apart
	for _, a := range b.Apart {
		apart = append(apart, request.Apart{Household: a.Household, Reason: a.Reason})
	}
	return oneRequest(s.use.Desk.NoteRequest(ctx, userFrom(ctx), request.Request{ID: in.Key, Name: b.Name, Phone: b.Phone, Street: b.Street,
		Needs: b.Needs, Household: b.Household, Apart: apart}, b.Spoken))
}

func (s *Server) callRequest(ctx context.Context, in *callInput) (*requestOutput, error) {
	return oneRequest(s.use.Desk.CallRequest(ctx, userFrom(ctx), in.ID, in.Key, in.Body.Reached))
}

func (s *Server) assessRequest(ctx context.Context, in *assessInput) (*requestOutput, error) {
	j := desk.Judgement{Text: in.Body.Text, Seen: in.Body.Seen}
	for i, r := range in.Body.Referrals {
		id := ""
		if in.Key != "" {
			id = fmt.Sprintf("%s-%d", in.Key, i)
		}
		j.Refer = append(j.Refer, request.Referral{ID: id, Kind: r.Kind, Owner: r.Owner, Due: r.Due})
	}
	return oneRequest(s.use.Desk.AssessRequest(ctx, userFrom(ctx), in.ID, j))
}

func (s *Server) getAssessment(ctx context.Context, in *idInput) (*assessmentOutput, error) {
	a, err := s.use.Desk.Assessment(ctx, userFrom(ctx), in.ID)
	out := &assessmentOutput{}
	out.Body.Text, out.Body.By, out.Body.At = a.Text, a.By, a.At
	return out, err
}

func (s *Server) getRequest(ctx context.Context, in *idInput) (*requestOutput, error) {
	return oneRequest(s.use.Desk.Request(ctx, userFrom(ctx), in.ID))
}

func (s *Server) linkRequest(ctx context.Context, in *linkInput) (*requestOutput, error) {
	return oneRequest(s.use.Desk.LinkRequest(ctx, userFrom(ctx), in.ID, in.Body.Household))
}

func (s *Server) resolveReferral(ctx context.Context, in *outcomeInput) (*requestOutput, error) {
	return oneRequest(s.use.Desk.ResolveReferral(ctx, userFrom(ctx), in.ID, in.Body.Referral, in.Body.Outcome))
}

func (s *Server) dropRequest(ctx context.Context, in *reasonInput) (*requestOutput, error) {
	return oneRequest(s.use.Desk.DropRequest(ctx, userFrom(ctx), in.ID, in.Body.Reason))
}

func (s *Server) reopenRequest(ctx context.Context, in *reasonInput) (*requestOutput, error) {
	return oneRequest(s.use.Desk.ReopenRequest(ctx, userFrom(ctx), in.ID, in.Body.Reason))
}
