package httpapi

import (
	"context"
	"encoding/json"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/counter"
	"github.com/portage-livraison/portage/sync/slip"
)

// Counter is what the routes of shops need; package counter does it. peer is
// whom wrong codes are counted for.
type Counter interface {
	Open(ctx context.Context, peer, code string) (counter.Board, error)
	Act(ctx context.Context, peer, code string, a counter.Act) (counter.View, error)
	Paper(ctx context.Context, peer, code, slip string) (id string, err error)
}

func (s *Server) counterRoutes() {
	add(s, Route{Method: "GET", Path: "/api/counter/{code}", ID: "openCounter", Summary: "What a slip's or a shop's code opens", Who: Anyone}, s.openCounter)
	add(s, Route{Method: "POST", Path: "/api/counter/{code}/acts", ID: "actAtCounter", Summary: "What a shop tapped; again is harmless",
		Who: Anyone, Body: 32 << 10}, s.actAtCounter)
}

type counterUndo struct {
	Entry string    `json:"entry"`
	Kind  slip.Kind `json:"kind"`
	Until time.Time `json:"until"`
}

type counterSlip struct {
	ID        string           `json:"id"`
	Number    string           `json:"number"`
	Day       string           `json:"day"`
	Shop      string           `json:"shop"`
	For       string           `json:"for,omitempty" doc:"the resident, as the service lets a shop read it"`
	Lines     []slip.Line      `json:"lines" nullable:"false"`
	Bags      int              `json:"bags,omitempty"`
	Amount    int64            `json:"amountCents,omitempty"`
	Payee     string           `json:"payee,omitempty"`
	Free      bool             `json:"free,omitempty"`
	Goods     slip.GoodsState  `json:"goods"`
	Reason    string           `json:"reason,omitempty"`
	Cheque    slip.ChequeState `json:"cheque"`
	Cancelled bool             `json:"cancelled,omitempty"`
	Complete  bool             `json:"complete,omitempty"`
	Can       []slip.Kind      `json:"can" nullable:"false" doc:"what there is to tap now"`
	Undo      *counterUndo     `json:"undo,omitempty"`
}

type counterOutput struct {
	Body struct {
		Service string        `json:"service"`
		Phone   string        `json:"phone" doc:"of the service"`
		Shop    string        `json:"shop"`
		Own     bool          `json:"own" doc:"opened by the shop's own code"`
		Slips   []counterSlip `json:"slips" nullable:"false"`
		Desk    string        `json:"desk,omitempty" doc:"where staff who signed in find the slip"`
	}
}

type counterInput struct {
	Code string `path:"code" maxLength:"64"`
}

// counterMark is strokes, or why not and who saw it; sync/README.md, section 7.
type counterMark struct {
	Strokes    []int  `json:"strokes,omitempty" nullable:"false" maxItems:"3000"`
	W          int    `json:"w,omitempty" minimum:"0" maximum:"10000"`
	H          int    `json:"h,omitempty" minimum:"0" maximum:"10000"`
	Name       string `json:"name,omitempty" maxLength:"100"`
	CannotSign string `json:"cannotSign,omitempty" maxLength:"200"`
	Witness    string `json:"witness,omitempty" maxLength:"100"`
}

func (m *counterMark) data() (*slip.MarkData, error) {
	if m == nil {
		return nil, nil
	}
	out := &slip.MarkData{W: m.W, H: m.H, Name: m.Name, CannotSign: m.CannotSign, Witness: m.Witness}
	if len(m.Strokes) == 0 {
		return out, nil
	}
	strokes, err := json.Marshal(m.Strokes)
	out.Strokes = strokes
	return out, err
}

type counterActInput struct {
	Code string `path:"code" maxLength:"64"`
	Body struct {
		ID     string       `json:"id" maxLength:"36" doc:"a UUID made at the tap"`
		Slip   string       `json:"slip,omitempty" maxLength:"64" doc:"which one of a shop's list"`
		Kind   slip.Kind    `json:"kind" enum:"ready,unavailable,chequeReturned,corrected"`
		At     time.Time    `json:"at"`
		Bags   int          `json:"bags,omitempty" minimum:"0" maximum:"1000"`
		Amount int64        `json:"amountCents,omitempty" minimum:"0" maximum:"50000"`
		Reason string       `json:"reason,omitempty" maxLength:"500"`
		Entry  string       `json:"entry,omitempty" maxLength:"64" doc:"which act corrected takes back"`
		Mark   *counterMark `json:"mark,omitempty"`
	}
}

type counterActOutput struct {
	Body struct {
		Slip counterSlip `json:"slip"`
	}
}

func (s *Server) openCounter(ctx context.Context, in *counterInput) (*counterOutput, error) {
	b, err := s.use.Counter.Open(ctx, peerFrom(ctx).Address, in.Code)
	if err != nil {
		return nil, err
	}
	out := &counterOutput{}
	out.Body.Service, out.Body.Phone, out.Body.Shop, out.Body.Own = b.Service, b.Phone, b.Shop, b.Own
	out.Body.Slips = []counterSlip{}
	for _, v := range b.Slips {
		out.Body.Slips = append(out.Body.Slips, wireCounter(v))
	}
	if len(b.Slips) == 1 && !b.Own && s.worksAtDesk(ctx) {
		out.Body.Desk = "/desk/slips/" + b.Slips[0].ID
	}
	return out, nil
}

// worksAtDesk says whether a session that may read slips came with an open
// request: a coordinator scanned a slip.
func (s *Server) worksAtDesk(ctx context.Context) bool {
	token := credentialFrom(ctx).Session
	if token == "" || s.use.Sessions == nil {
		return false
	}
	who, err := s.use.Sessions.User(ctx, token)
	return err == nil && who.May(account.ReadOrders)
}

func (s *Server) actAtCounter(ctx context.Context, in *counterActInput) (*counterActOutput, error) {
	b := in.Body
	mark, err := b.Mark.data()
	if err != nil {
		return nil, err
	}
	a := counter.Act{ID: b.ID, Slip: b.Slip, Kind: b.Kind, At: b.At,
		Data: slip.Data{Bags: b.Bags, AmountCents: b.Amount, Reason: b.Reason, Entry: b.Entry, Mark: mark}}
	v, err := s.use.Counter.Act(ctx, peerFrom(ctx).Address, in.Code, a)
	if err != nil {
		return nil, err
	}
	out := &counterActOutput{}
	out.Body.Slip = wireCounter(v)
	return out, nil
}

func wireCounter(v counter.View) counterSlip {
	out := counterSlip{ID: v.ID, Number: v.Number, Day: v.Day, Shop: v.Shop, For: v.For, Lines: v.Lines, Bags: v.Bags, Amount: v.Amount,
		Payee: v.Payee, Free: v.Free, Goods: v.Goods, Reason: v.Reason, Cheque: v.Cheque, Cancelled: v.Cancelled, Complete: v.Complete, Can: v.Can}
	if v.Undo != nil {
		u := counterUndo(*v.Undo)
		out.Undo = &u
	}
	return out
}
