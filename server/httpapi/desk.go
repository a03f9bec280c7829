package httpapi

import (
	"context"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/sync/slip"
)

// Desk is what the routes of the town's staff need.
type Desk interface {
	ServiceDesk
	HouseholdDesk
	MerchantDesk
	OrderDesk
	SlipDesk
	RoundDesk
	MapDesk
	RequestDesk
	OverviewDesk
	AlertDesk
}

// OverviewDesk is what the routes of the start screen need.
type OverviewDesk interface {
	TodayOverview(ctx context.Context, who account.User) (desk.Overview, error)
	Problems(ctx context.Context, who account.User) ([]desk.Problem, error)
	Cheques(ctx context.Context, who account.User) (desk.Cheques, error)
}

// deskRoutes adds every group of the desk.
func (s *Server) deskRoutes() {
	s.overviewRoutes()
	s.alertRoutes()
	s.serviceRoutes()
	s.householdRoutes()
	s.merchantRoutes()
	s.orderRoutes()
	s.slipRoutes()
	s.roundRoutes()
	s.mapRoutes()
	s.requestRoutes()
}

func (s *Server) overviewRoutes() {
	add(s, Route{Method: "GET", Path: "/api/today", ID: "getToday", Summary: "What waits for somebody today", Who: Those(account.ReadOrders)}, s.getToday)
	add(s, Route{Method: "GET", Path: "/api/problems", ID: "listProblems", Summary: "Entries to settle and failed visits", Who: Those(account.FollowField)}, s.listProblems)
	add(s, Route{Method: "GET", Path: "/api/cheques", ID: "listCheques", Summary: "Cheques that are out or owed", Who: Those(account.FollowField)}, s.listCheques)
}

type roundLine struct {
	ID         string         `json:"id"`
	Driver     string         `json:"driver"`
	DriverName string         `json:"driverName"`
	Vehicle    string         `json:"vehicle,omitempty"`
	Progress   round.Progress `json:"progress"`
	Stops      int            `json:"stops"`
	Delivered  int            `json:"delivered"`
	Failed     int            `json:"failed"`
	WithDriver int            `json:"withDriver"`
}

type todayOutput struct {
	Body struct {
		Day                day.Day     `json:"day"`
		NextDay            day.Day     `json:"nextDay,omitempty" doc:"the next day of deliveries"`
		ToCall             int         `json:"toCall"`
		ToAssess           int         `json:"toAssess"`
		ToSend             int         `json:"toSend"`
		ReadyWithoutDriver int         `json:"readyWithoutDriver"`
		Unassigned         int         `json:"unassigned"`
		Late               int         `json:"late" doc:"of a day that is over, and still not at the door"`
		Problems           int         `json:"problems"`
		ChequesOut         int         `json:"chequesOut"`
		ChequesCents       int64       `json:"chequesCents"`
		ChequesOld         int         `json:"chequesOld"`
		Rounds             []roundLine `json:"rounds" nullable:"false"`
	}
}

func (s *Server) getToday(ctx context.Context, _ *struct{}) (*todayOutput, error) {
	o, err := s.use.Desk.TodayOverview(ctx, userFrom(ctx))
	if err != nil {
		return nil, err
	}
	out := &todayOutput{}
	b := &out.Body
	b.Day, b.NextDay, b.ToCall, b.ToAssess, b.ToSend = o.Day, o.NextDay, o.ToCall, o.ToAssess, o.ToSend
	b.ReadyWithoutDriver, b.Unassigned, b.Late, b.Problems = o.ReadyWithoutDriver, o.Unassigned, o.Late, o.Problems
	b.ChequesOut, b.ChequesCents, b.ChequesOld = o.ChequesOut, o.ChequesCents, o.ChequesOld
	b.Rounds = []roundLine{}
	for _, r := range o.Rounds {
		b.Rounds = append(b.Rounds, roundLine(r))
	}
	return out, nil
}

type problemItem struct {
	Slip      string      `json:"slip"`
	Number    string      `json:"number"`
	Household string      `json:"household"`
	Merchant  string      `json:"merchant"`
	Entry     string      `json:"entry"`
	Kind      slip.Kind   `json:"kind"`
	Effect    slip.Effect `json:"effect,omitempty" doc:"absent for a failed visit"`
	Codes     []string    `json:"codes,omitempty" nullable:"false"`
	Reason    string      `json:"reason,omitempty"`
	Note      string      `json:"note,omitempty"`
	By        string      `json:"by"`
	ByName    string      `json:"byName"`
	At        time.Time   `json:"at"`
	Received  time.Time   `json:"received"`
	Device    string      `json:"device,omitempty"`
}

type problemsOutput struct {
	Body struct {
		Problems []problemItem `json:"problems" nullable:"false"`
	}
}

func wireProblems(all []desk.Problem) []problemItem {
	out := []problemItem{}
	for _, p := range all {
		out = append(out, problemItem(p))
	}
	return out
}

func (s *Server) listProblems(ctx context.Context, _ *struct{}) (*problemsOutput, error) {
	all, err := s.use.Desk.Problems(ctx, userFrom(ctx))
	out := &problemsOutput{}
	out.Body.Problems = wireProblems(all)
	return out, err
}

type chequeItem struct {
	Slip       string           `json:"slip"`
	Number     string           `json:"number"`
	Household  string           `json:"household"`
	Merchant   string           `json:"merchant"`
	MerchantID string           `json:"merchantId"`
	Payee      string           `json:"payee"`
	Cents      int64            `json:"amountCents"`
	State      slip.ChequeState `json:"state"`
	Holder     string           `json:"holder,omitempty"`
	HolderName string           `json:"holderName,omitempty"`
	Since      time.Time        `json:"since"`
	Days       int              `json:"days"`
	Old        bool             `json:"old"`
	Reason     string           `json:"reason,omitempty"`
}

type sumItem struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Count int    `json:"count"`
	Cents int64  `json:"cents"`
}

type chequesOutput struct {
	Body struct {
		Cheques    []chequeItem `json:"cheques" nullable:"false"`
		ByDriver   []sumItem    `json:"byDriver" nullable:"false"`
		ByMerchant []sumItem    `json:"byMerchant" nullable:"false"`
		Cents      int64        `json:"cents"`
	}
}

func (s *Server) listCheques(ctx context.Context, _ *struct{}) (*chequesOutput, error) {
	all, err := s.use.Desk.Cheques(ctx, userFrom(ctx))
	if err != nil {
		return nil, err
	}
	out := &chequesOutput{}
	out.Body.Cheques, out.Body.Cents = []chequeItem{}, all.Cents
	for _, c := range all.List {
		out.Body.Cheques = append(out.Body.Cheques, chequeItem(c))
	}
	out.Body.ByDriver, out.Body.ByMerchant = wireSums(all.ByDriver), wireSums(all.ByMerchant)
	return out, nil
}

func wireSums(all []desk.Sum) []sumItem {
	out := []sumItem{}
	for _, x := range all {
		out = append(out, sumItem(x))
	}
	return out
}
