package httpapi

import (
	"context"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/order"
)

// OrderDesk is what the routes about orders and donated lots need.
type OrderDesk interface {
	Order(ctx context.Context, who account.User, id string) (desk.Order, error)
	Orders(ctx context.Context, who account.User, householdID string) ([]desk.Order, error)
	PlaceOrder(ctx context.Context, who account.User, n desk.NewOrder) (desk.Order, error)
	CancelOrder(ctx context.Context, who account.User, id, reason string) (desk.Order, error)
	Lots(ctx context.Context, who account.User) ([]desk.Lot, error)
	AllLots(ctx context.Context, who account.User) ([]desk.Lot, error)
	AddLot(ctx context.Context, who account.User, l order.Lot) (desk.Lot, error)
	EditLot(ctx context.Context, who account.User, l order.Lot, version int64) (desk.Lot, error)
}

func (s *Server) orderRoutes() {
	read, edit := Those(account.ReadOrders), Those(account.EditOrders)
	add(s, Route{Method: "GET", Path: "/api/orders", ID: "listOrders", Summary: "A household's orders", Who: read}, s.listOrders)
	add(s, Route{Method: "POST", Path: "/api/orders", ID: "placeOrder", Summary: "Take an order", Who: edit, Status: 201}, s.placeOrder)
	add(s, Route{Method: "GET", Path: "/api/orders/{id}", ID: "getOrder", Summary: "One order", Who: read}, s.getOrder)
	add(s, Route{Method: "POST", Path: "/api/orders/{id}/cancel", ID: "cancelOrder", Summary: "Take an order back, with a reason", Who: edit}, s.cancelOrder)
	add(s, Route{Method: "GET", Path: "/api/lots", ID: "listLots", Summary: "Donations of which something is left", Who: read}, s.listLots)
	add(s, Route{Method: "POST", Path: "/api/lots", ID: "addLot", Summary: "Note a donation", Who: Those(account.ManageCampaigns), Status: 201}, s.addLot)
	add(s, Route{Method: "PUT", Path: "/api/lots/{id}", ID: "editLot", Summary: "Change a donation, end it or take it up again", Who: Those(account.ManageCampaigns)}, s.editLot)
}

type lineForm struct {
	Text     string `json:"text"`
	Quantity string `json:"quantity,omitempty"`
}

type partForm struct {
	Merchant string     `json:"merchant" maxLength:"64"`
	Lines    []lineForm `json:"lines,omitempty" nullable:"false" maxItems:"100"`
	Direct   bool       `json:"direct,omitempty" doc:"the person ordered at the shop"`
	Amount   int64      `json:"amountCents,omitempty" minimum:"0"`
}

type placeOrderInput struct {
	Making
	Body struct {
		Household string     `json:"household" maxLength:"64"`
		Day       day.Day    `json:"day" maxLength:"10"`
		Parts     []partForm `json:"parts" nullable:"false" maxItems:"20"`
		Lots      []string   `json:"lots,omitempty" nullable:"false" maxItems:"10"`
		Plain     bool       `json:"withoutGifts,omitempty"`
		Exception string     `json:"exception,omitempty" doc:"why a second order in that week"`
		Outside   string     `json:"outside,omitempty" doc:"why a day on which nobody is at home"`
		Note      string     `json:"note,omitempty"`
	}
}

type orderLine struct {
	ID       string `json:"id"`
	Text     string `json:"text"`
	Quantity string `json:"quantity,omitempty"`
	Gift     bool   `json:"gift,omitempty"`
	Donor    string `json:"donor,omitempty"`
	Lot      string `json:"lot,omitempty"`
}

type orderPart struct {
	Slip     string      `json:"slip"`
	Number   string      `json:"number"`
	Merchant string      `json:"merchant"`
	Lines    []orderLine `json:"lines" nullable:"false"`
	Direct   bool        `json:"direct,omitempty"`
	Free     bool        `json:"free,omitempty" doc:"gifts only: no cheque"`
	Amount   int64       `json:"amountCents,omitempty"`
	Farther  bool        `json:"farther,omitempty" doc:"not the nearest open shop"`
}

type orderItem struct {
	ID        string      `json:"id"`
	Version   int64       `json:"version"`
	Household string      `json:"household"`
	Week      string      `json:"week"`
	Rank      int         `json:"rank"`
	Day       day.Day     `json:"day"`
	Parts     []orderPart `json:"parts" nullable:"false"`
	Exception string      `json:"exception,omitempty"`
	Outside   string      `json:"outside,omitempty"`
	Note      string      `json:"note,omitempty"`
	By        string      `json:"by"`
	At        time.Time   `json:"at"`
	Cancelled string      `json:"cancelled,omitempty" doc:"the reason"`
}

// orderIDInput: an order's id holds its household's.
type orderIDInput struct {
	ID string `path:"id" maxLength:"128"`
}

type cancelOrderInput struct {
	ID   string `path:"id" maxLength:"128"`
	Body struct {
		Reason string `json:"reason"`
	}
}

type ordersInput struct {
	Household string `query:"household" required:"true" maxLength:"64"`
}

type orderOutput struct{ Body orderItem }

type ordersOutput struct {
	Body struct {
		Orders []orderItem `json:"orders" nullable:"false"`
	}
}

type lotItem struct {
	ID      string  `json:"id"`
	Version int64   `json:"version"`
	Text    string  `json:"text"`
	Donor   string  `json:"donor"`
	Stock   int     `json:"stock"`
	Given   int     `json:"given"`
	Left    int     `json:"left"`
	Ended   bool    `json:"ended,omitempty" doc:"proposed no more"`
	Since   day.Day `json:"since"`
}

type addLotInput struct {
	Making
	Body struct {
		Text  string `json:"text"`
		Donor string `json:"donor"`
		Stock int    `json:"stock"`
	}
}

type lotsInput struct {
	All bool `query:"all" doc:"those of which nothing is left too"`
}

type editLotInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Text    string `json:"text"`
		Donor   string `json:"donor"`
		Stock   int    `json:"stock"`
		Ended   bool   `json:"ended,omitempty"`
		Version int64  `json:"version" minimum:"1" doc:"the version that was seen"`
	}
}

type lotOutput struct{ Body lotItem }

type lotsOutput struct {
	Body struct {
		Lots []lotItem `json:"lots" nullable:"false"`
	}
}

func wireOrder(k desk.Order) orderItem {
	o := k.Value
	out := orderItem{ID: o.ID, Version: k.Version, Household: o.Household, Week: o.Week, Rank: o.Rank, Day: o.Day, Parts: []orderPart{},
		Exception: o.Exception, Outside: o.Outside, Note: o.Note, By: o.By, At: o.At, Cancelled: o.Cancelled}
	for _, p := range o.Parts {
		part := orderPart{Slip: p.Slip, Number: p.Number, Merchant: p.Merchant, Lines: []orderLine{}, Direct: p.Direct, Free: p.Free,
			Amount: p.Amount, Farther: p.Farther}
		for _, l := range p.Lines {
			part.Lines = append(part.Lines, orderLine(l))
		}
		out.Parts = append(out.Parts, part)
	}
	return out
}

func oneOrder(k desk.Order, err error) (*orderOutput, error) { return &orderOutput{wireOrder(k)}, err }

func (s *Server) listOrders(ctx context.Context, in *ordersInput) (*ordersOutput, error) {
	all, err := s.use.Desk.Orders(ctx, userFrom(ctx), in.Household)
	out := &ordersOutput{}
	out.Body.Orders = []orderItem{}
	for _, o := range all {
		out.Body.Orders = append(out.Body.Orders, wireOrder(o))
	}
	return out, err
}

func (s *Server) getOrder(ctx context.Context, in *orderIDInput) (*orderOutput, error) {
	return oneOrder(s.use.Desk.Order(ctx, userFrom(ctx), in.ID))
}

func (s *Server) placeOrder(ctx context.Context, in *placeOrderInput) (*orderOutput, error) {
	b := in.Body
	n := desk.NewOrder{Ask: in.Key, Household: b.Household, Day: b.Day, Lots: b.Lots, Plain: b.Plain, Exception: b.Exception, Outside: b.Outside, Note: b.Note}
	for _, p := range b.Parts {
		part := desk.NewPart{Merchant: p.Merchant, Direct: p.Direct, Amount: p.Amount}
		for _, l := range p.Lines {
			part.Lines = append(part.Lines, order.Line{Text: l.Text, Quantity: l.Quantity})
		}
		n.Parts = append(n.Parts, part)
	}
	return oneOrder(s.use.Desk.PlaceOrder(ctx, userFrom(ctx), n))
}

func (s *Server) cancelOrder(ctx context.Context, in *cancelOrderInput) (*orderOutput, error) {
	return oneOrder(s.use.Desk.CancelOrder(ctx, userFrom(ctx), in.ID, in.Body.Reason))
}

func wireLot(k desk.Lot) lotItem {
	l := k.Value
	return lotItem{ID: l.ID, Version: k.Version, Text: l.Text, Donor: l.Donor, Stock: l.Stock, Given: len(l.Given), Left: l.Left(), Since: l.Since, Ended: l.Ended}
}

func (s *Server) listLots(ctx context.Context, in *lotsInput) (*lotsOutput, error) {
	list := s.use.Desk.Lots
	if in.All {
		list = s.use.Desk.AllLots
	}
	all, err := list(ctx, userFrom(ctx))
	out := &lotsOutput{}
	out.Body.Lots = []lotItem{}
	for _, l := range all {
		out.Body.Lots = append(out.Body.Lots, wireLot(l))
	}
	return out, err
}

func (s *Server) addLot(ctx context.Context, in *addLotInput) (*lotOutput, error) {
	k, err := s.use.Desk.AddLot(ctx, userFrom(ctx), order.Lot{ID: in.Key, Text: in.Body.Text, Donor: in.Body.Donor, Stock: in.Body.Stock})
	return &lotOutput{wireLot(k)}, err
}

func (s *Server) editLot(ctx context.Context, in *editLotInput) (*lotOutput, error) {
	b := in.Body
	k, err := s.use.Desk.EditLot(ctx, userFrom(ctx), order.Lot{ID: in.ID, Text: b.Text, Donor: b.Donor, Stock: b.Stock, Ended: b.Ended}, b.Version)
	return &lotOutput{wireLot(k)}, err
}
