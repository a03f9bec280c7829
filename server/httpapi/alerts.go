package httpapi

import (
	"context"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/alert"
	"github.com/portage-livraison/portage/server/desk"
)

// AlertDesk is what the routes about welfare alerts need.
type AlertDesk interface {
	Alerts(ctx context.Context, who account.User, page desk.Page) (found []desk.Alert, next string, err error)
	SettledAlerts(ctx context.Context, who account.User, page desk.Page) (found []desk.Alert, next string, err error)
	SettleAlert(ctx context.Context, who account.User, slipID, entry string, deed alert.Deed, words string) (desk.Alert, error)
	ReopenAlert(ctx context.Context, who account.User, slipID, entry, reason string) (desk.Alert, error)
}

func (s *Server) alertRoutes() {
	may := Those(account.ReadAlerts)
	add(s, Route{Method: "GET", Path: "/api/alerts", ID: "listAlerts", Summary: "Welfare alerts: the open ones by their day, or those that are settled, the latest first", Who: may}, s.listAlerts)
	add(s, Route{Method: "POST", Path: "/api/alerts/{id}/settle", ID: "settleAlert", Summary: "Say what was done about an alert of a slip", Who: may}, s.settleAlert)
	add(s, Route{Method: "POST", Path: "/api/alerts/{id}/reopen", ID: "reopenAlert", Summary: "Take a settled alert up again, with a reason", Who: may}, s.reopenAlert)
}

type alertStep struct {
	Deed   alert.Deed `json:"deed,omitempty" doc:"what was done; absent when the alert was taken up again"`
	Words  string     `json:"words,omitempty"`
	By     string     `json:"by"`
	ByName string     `json:"byName"`
	At     time.Time  `json:"at"`
}

type alertItem struct {
	Slip      string      `json:"slip"`
	Number    string      `json:"number"`
	Household string      `json:"household"`
	Entry     string      `json:"entry"`
	Text      string      `json:"text"`
	By        string      `json:"by"`
	ByName    string      `json:"byName"`
	At        time.Time   `json:"at"`
	Received  time.Time   `json:"received"`
	Settled   bool        `json:"settled"`
	Steps     []alertStep `json:"steps" nullable:"false" doc:"what was decided, in that order"`
}

type alertsInput struct {
	State string `query:"state" enum:"open,settled" default:"open"`
	PageInput
}

type alertsOutput struct {
	Body struct {
		Alerts []alertItem `json:"alerts" nullable:"false"`
		PageOutput
	}
}

type alertOutput struct{ Body alertItem }

type settleAlertInput struct {
	ID   string `path:"id" maxLength:"64" doc:"the slip"`
	Body struct {
		Entry string     `json:"entry" maxLength:"64"`
		Deed  alert.Deed `json:"deed"`
		Words string     `json:"words,omitempty"`
	}
}

type reopenAlertInput struct {
	ID   string `path:"id" maxLength:"64" doc:"the slip"`
	Body struct {
		Entry  string `json:"entry" maxLength:"64"`
		Reason string `json:"reason"`
	}
}

func wireAlert(a desk.Alert) alertItem {
	out := alertItem{Slip: a.Slip, Number: a.Number, Household: a.Household, Entry: a.Entry, Text: a.Note,
		By: a.By, ByName: a.ByName, At: a.At, Received: a.Received, Settled: a.Settled, Steps: []alertStep{}}
	for _, x := range a.Steps {
		out.Steps = append(out.Steps, alertStep{Deed: x.Deed, Words: x.Words, By: x.By, ByName: x.ByName, At: x.At})
	}
	return out
}

func (s *Server) listAlerts(ctx context.Context, in *alertsInput) (*alertsOutput, error) {
	list := s.use.Desk.Alerts
	if in.State == "settled" {
		list = s.use.Desk.SettledAlerts
	}
	all, next, err := list(ctx, userFrom(ctx), in.page())
	out := &alertsOutput{}
	out.Body.Alerts, out.Body.Next = []alertItem{}, next
	for _, a := range all {
		out.Body.Alerts = append(out.Body.Alerts, wireAlert(a))
	}
	return out, err
}

func (s *Server) settleAlert(ctx context.Context, in *settleAlertInput) (*alertOutput, error) {
	a, err := s.use.Desk.SettleAlert(ctx, userFrom(ctx), in.ID, in.Body.Entry, in.Body.Deed, in.Body.Words)
	return &alertOutput{wireAlert(a)}, err
}

func (s *Server) reopenAlert(ctx context.Context, in *reopenAlertInput) (*alertOutput, error) {
	a, err := s.use.Desk.ReopenAlert(ctx, userFrom(ctx), in.ID, in.Body.Entry, in.Body.Reason)
	return &alertOutput{wireAlert(a)}, err
}
