package httpapi

import (
	"context"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/round"
)

// RoundDesk is what the routes about rounds need.
type RoundDesk interface {
	Rounds(ctx context.Context, who account.User, on day.Day) ([]desk.Tour, error)
	RoundByID(ctx context.Context, who account.User, id string) (desk.Tour, error)
	NewRound(ctx context.Context, who account.User, r round.Round) (desk.Tour, error)
	EquipRound(ctx context.Context, who account.User, id, vehicle, note string) (desk.Tour, error)
	PlaceStop(ctx context.Context, who account.User, id, slipID string, place int) (desk.Tour, error)
	ReturnStop(ctx context.Context, who account.User, id string, s round.Stop, behind []string) (desk.Tour, error)
	UnpinStop(ctx context.Context, who account.User, id, slipID string) (desk.Tour, error)
	OrderStops(ctx context.Context, who account.User, id string, version int64, wish []string) (desk.Tour, error)
	PublishRound(ctx context.Context, who account.User, id string, version int64) (desk.Tour, error)
	MoveRound(ctx context.Context, who account.User, id, driver, reason string) (desk.Tour, error)
	CancelRound(ctx context.Context, who account.User, id, reason string) (desk.Tour, error)
	RestoreRound(ctx context.Context, who account.User, id string) (desk.Tour, error)
}

func (s *Server) roundRoutes() {
	read, plan := Those(account.ReadOrders), Those(account.PlanRounds)
	add(s, Route{Method: "GET", Path: "/api/rounds", ID: "listRounds", Summary: "The rounds of a day", Who: read}, s.listRounds)
	add(s, Route{Method: "POST", Path: "/api/rounds", ID: "newRound", Summary: "Begin a round", Who: plan, Status: 201}, s.newRound)
	add(s, Route{Method: "GET", Path: "/api/rounds/{id}", ID: "getRound", Summary: "One round with its slips", Who: read}, s.getRound)
	add(s, Route{Method: "PUT", Path: "/api/rounds/{id}", ID: "equipRound", Summary: "Vehicle and note to the driver", Who: plan}, s.equipRound)
	add(s, Route{Method: "POST", Path: "/api/rounds/{id}/place", ID: "placeStop", Summary: "Put a stop at a place and pin it there", Who: plan}, s.placeStop)
	add(s, Route{Method: "POST", Path: "/api/rounds/{id}/return", ID: "returnStop", Summary: "Put a stop back where it stood before it was taken out", Who: plan}, s.returnStop)
	add(s, Route{Method: "POST", Path: "/api/rounds/{id}/unpin", ID: "unpinStop", Summary: "Let a stop move again", Who: plan}, s.unpinStop)
	add(s, Route{Method: "POST", Path: "/api/rounds/{id}/order", ID: "orderStops", Summary: "Put the stops in an order; pinned ones stay", Who: plan}, s.orderStops)
	add(s, Route{Method: "POST", Path: "/api/rounds/{id}/publish", ID: "publishRound", Summary: "Give the round to its driver", Who: plan}, s.publishRound)
	add(s, Route{Method: "POST", Path: "/api/rounds/{id}/move", ID: "moveRound", Summary: "Hand the whole round to another driver", Who: plan}, s.moveRound)
	add(s, Route{Method: "POST", Path: "/api/rounds/{id}/cancel", ID: "cancelRound", Summary: "Call the whole round off, with a reason", Who: plan}, s.cancelRound)
	add(s, Route{Method: "POST", Path: "/api/rounds/{id}/restore", ID: "restoreRound", Summary: "Undo a cancellation", Who: plan}, s.restoreRound)
}

type stopItem struct {
	Slip   SlipItem `json:"slip"`
	Pinned bool     `json:"pinned,omitempty"`
}

type moveItem struct {
	From   string    `json:"from"`
	To     string    `json:"to"`
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`

	Edition int `json:"edition,omitempty" doc:"that the move made; none while the round was a draft"`
}

type calledOff struct {
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

type roundItem struct {
	ID         string         `json:"id"`
	Version    int64          `json:"version"`
	Day        day.Day        `json:"day"`
	Driver     string         `json:"driver"`
	Vehicle    string         `json:"vehicle,omitempty"`
	Note       string         `json:"note,omitempty"`
	Progress   round.Progress `json:"progress"`
	Edition    int            `json:"edition"`
	Published  *time.Time     `json:"published,omitempty"`
	Kilometres int            `json:"kilometres,omitempty"`
	Checks     []string       `json:"checks,omitempty" nullable:"false"`
	Stops      []stopItem     `json:"stops" nullable:"false"`
	Moves      []moveItem     `json:"moves,omitempty" nullable:"false"`
	Cancelled  *calledOff     `json:"cancelled,omitempty"`
}

type roundsInput struct {
	Day day.Day `query:"day" required:"true" maxLength:"10"`
}

type roundOutput struct{ Body roundItem }

type roundsOutput struct {
	Body struct {
		Rounds []roundItem `json:"rounds" nullable:"false"`
	}
}

type newRoundInput struct {
	Making
	Body struct {
		Day     day.Day `json:"day"`
		Driver  string  `json:"driver" maxLength:"64"`
		Vehicle string  `json:"vehicle,omitempty"`
		Note    string  `json:"note,omitempty"`
	}
}

type equipInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Vehicle string `json:"vehicle"`
		Note    string `json:"note"`
	}
}

type placeInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Slip  string `json:"slip" maxLength:"64"`
		Place int    `json:"place" doc:"0 is the first"`
	}
}

type returnInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Slip   string   `json:"slip" maxLength:"64"`
		Pinned bool     `json:"pinned,omitempty" doc:"it was placed by hand"`
		Behind []string `json:"behind" nullable:"false" maxItems:"100" doc:"the stops that it followed, in their order"`
	}
}

type unpinInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Slip string `json:"slip" maxLength:"64"`
	}
}

type orderStopsInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64    `json:"version" minimum:"1"`
		Slips   []string `json:"slips" nullable:"false" maxItems:"100"`
	}
}

type publishInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Version int64 `json:"version" minimum:"1"`
	}
}

type moveRoundInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Driver string `json:"driver" maxLength:"64"`
		Reason string `json:"reason"`
	}
}

func wireTour(t desk.Tour) roundItem {
	r := t.Value
	out := roundItem{ID: r.ID, Version: t.Version, Day: r.Day, Driver: r.Driver, Vehicle: r.Vehicle, Note: r.Note,
		Progress: r.Progress(), Edition: r.Edition, Kilometres: max(0, r.Kilometres()), Stops: []stopItem{}}
	if !r.Published.IsZero() {
		out.Published = &r.Published
	}
	if rep, ok := r.Report(round.KindStarted); ok {
		out.Checks = rep.Checks
	}
	for i, s := range t.Slips {
		out.Stops = append(out.Stops, stopItem{wireSlip(s), i < len(r.Stops) && r.Stops[i].Pinned})
	}
	if c, off := r.Cancelled(); off {
		out.Cancelled = &calledOff{c.Reason, c.By, c.At}
	}
	for _, m := range r.Moves {
		out.Moves = append(out.Moves, moveItem(m))
	}
	return out
}

func oneRound(t desk.Tour, err error) (*roundOutput, error) {
	if err != nil {
		return nil, err
	}
	return &roundOutput{wireTour(t)}, nil
}

func (s *Server) listRounds(ctx context.Context, in *roundsInput) (*roundsOutput, error) {
	all, err := s.use.Desk.Rounds(ctx, userFrom(ctx), in.Day)
	out := &roundsOutput{}
	out.Body.Rounds = []roundItem{}
	for _, t := range all {
		out.Body.Rounds = append(out.Body.Rounds, wireTour(t))
	}
	return out, err
}

func (s *Server) getRound(ctx context.Context, in *idInput) (*roundOutput, error) {
	return oneRound(s.use.Desk.RoundByID(ctx, userFrom(ctx), in.ID))
}

func (s *Server) newRound(ctx context.Context, in *newRoundInput) (*roundOutput, error) {
	return oneRound(s.use.Desk.NewRound(ctx, userFrom(ctx), round.Round{ID: in.Key, Day: in.Body.Day, Driver: in.Body.Driver, Vehicle: in.Body.Vehicle, Note: in.Body.Note}))
}

func (s *Server) equipRound(ctx context.Context, in *equipInput) (*roundOutput, error) {
	return oneRound(s.use.Desk.EquipRound(ctx, userFrom(ctx), in.ID, in.Body.Vehicle, in.Body.Note))
}

func (s *Server) placeStop(ctx context.Context, in *placeInput) (*roundOutput, error) {
	return oneRound(s.use.Desk.PlaceStop(ctx, userFrom(ctx), in.ID, in.Body.Slip, in.Body.Place))
}

func (s *Server) returnStop(ctx context.Context, in *returnInput) (*roundOutput, error) {
	stop := round.Stop{Slip: in.Body.Slip, Pinned: in.Body.Pinned}
	return oneRound(s.use.Desk.ReturnStop(ctx, userFrom(ctx), in.ID, stop, in.Body.Behind))
}

func (s *Server) unpinStop(ctx context.Context, in *unpinInput) (*roundOutput, error) {
	return oneRound(s.use.Desk.UnpinStop(ctx, userFrom(ctx), in.ID, in.Body.Slip))
}

func (s *Server) orderStops(ctx context.Context, in *orderStopsInput) (*roundOutput, error) {
	return oneRound(s.use.Desk.OrderStops(ctx, userFrom(ctx), in.ID, in.Body.Version, in.Body.Slips))
}

func (s *Server) publishRound(ctx context.Context, in *publishInput) (*roundOutput, error) {
	return oneRound(s.use.Desk.PublishRound(ctx, userFrom(ctx), in.ID, in.Body.Version))
}

func (s *Server) moveRound(ctx context.Context, in *moveRoundInput) (*roundOutput, error) {
	return oneRound(s.use.Desk.MoveRound(ctx, userFrom(ctx), in.ID, in.Body.Driver, in.Body.Reason))
}

func (s *Server) cancelRound(ctx context.Context, in *reasonInput) (*roundOutput, error) {
	return oneRound(s.use.Desk.CancelRound(ctx, userFrom(ctx), in.ID, in.Body.Reason))
}

func (s *Server) restoreRound(ctx context.Context, in *idInput) (*roundOutput, error) {
	return oneRound(s.use.Desk.RestoreRound(ctx, userFrom(ctx), in.ID))
}
