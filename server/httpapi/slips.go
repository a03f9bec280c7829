package httpapi

import (
	"context"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/slipcode"
	"github.com/portage-livraison/portage/sync/slip"
)

// SlipDesk is what the routes about slips need.
type SlipDesk interface {
	Slips(ctx context.Context, who account.User, f desk.SlipFilter) ([]desk.Slip, error)
	Slip(ctx context.Context, who account.User, id string) (desk.Slip, error)
	SlipCodes(ctx context.Context, who account.User, id string) (slipcode.Codes, error)
	RenewSlipCodes(ctx context.Context, who account.User, id, old, reason string) (slipcode.Codes, error)
	SendSlip(ctx context.Context, who account.User, id, channel string) (desk.Slip, error)
	ReadySlip(ctx context.Context, who account.User, id string, bags int, amount int64) (desk.Slip, error)
	UnavailableSlip(ctx context.Context, who account.User, id, reason string) (desk.Slip, error)
	StateAmount(ctx context.Context, who account.User, id string, amount int64, reason string) (desk.Slip, error)
	NoteSlip(ctx context.Context, who account.User, id, ask, text string) (desk.Slip, error)
	CancelSlip(ctx context.Context, who account.User, id, reason string) (desk.Slip, error)
	ReopenSlip(ctx context.Context, who account.User, id, reason string) (desk.Slip, error)
	TakeBackSlip(ctx context.Context, who account.User, id, entry string) (desk.Slip, error)
	MoveSlip(ctx context.Context, who account.User, id string, to day.Day) (desk.Slip, error)
	PutOffSlip(ctx context.Context, who account.User, id, from string, to day.Day, into string) (desk.Slip, error)
	SettleSlip(ctx context.Context, who account.User, id, entry, decision, reason string) (desk.Slip, error)
	Assign(ctx context.Context, who account.User, slipID, from, to string) (desk.Slip, error)
	GiveUpPhoto(ctx context.Context, who account.User, id, entry, reason string) (desk.Slip, error)
	CorrectSlip(ctx context.Context, who account.User, id string, c desk.Corrective) (desk.Slip, error)
	SlipLinks(ctx context.Context, who account.User, s desk.Slip) (desk.Links, error)
	SlipRounds(ctx context.Context, who account.User, s desk.Slip) ([]desk.RoundRef, error)
	KeyInSlip(ctx context.Context, who account.User, id string, p desk.PaperSlip) (desk.Slip, error)
}

func (s *Server) slipRoutes() {
	read, edit := Those(account.ReadOrders), Those(account.EditOrders)
	add(s, Route{Method: "GET", Path: "/api/slips", ID: "listSlips", Summary: "Slips, the open ones unless asked otherwise", Who: read}, s.listSlips)
	add(s, Route{Method: "GET", Path: "/api/slips/{id}", ID: "getSlip", Summary: "One slip with its journal", Who: read}, s.getSlip)
	add(s, Route{Method: "GET", Path: "/api/slips/{id}/codes", ID: "getSlipCodes", Summary: "What is printed on a slip", Who: read}, s.getSlipCodes)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/codes", ID: "renewSlipCodes", Summary: "End a slip's codes and make new ones", Who: edit}, s.renewSlipCodes)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/sent", ID: "sendSlip", Summary: "The shop received the slip", Who: edit}, s.sendSlip)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/ready", ID: "readySlip", Summary: "The shop called: it is ready", Who: edit}, s.readySlip)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/unavailable", ID: "unavailableSlip", Summary: "The shop called: it cannot be prepared", Who: edit}, s.unavailableSlip)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/amount", ID: "stateAmount", Summary: "The shop told the amount", Who: edit}, s.stateAmount)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/notes", ID: "noteSlip", Summary: "Add a remark", Who: edit}, s.noteSlip)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/cancel", ID: "cancelSlip", Summary: "Take a slip back, with a reason", Who: edit}, s.cancelSlip)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/reopen", ID: "reopenSlip", Summary: "Undo a cancellation, with a reason", Who: edit}, s.reopenSlip)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/takeback", ID: "takeBackSlip", Summary: "What the shop said last was a mistake", Who: edit}, s.takeBackSlip)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/day", ID: "moveSlip", Summary: "Put a slip on another day", Who: edit}, s.moveSlip)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/putoff", ID: "putOffSlip", Summary: "Take a slip out of its round and put it on another day", Who: Those(account.PlanRounds)}, s.putOffSlip)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/settle", ID: "settleSlip", Summary: "Decide on a flagged or disputed entry", Who: Those(account.FollowField)}, s.settleSlip)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/paper", ID: "keyInSlip", Summary: "What a signed paper slip says", Who: Those(account.FollowField)}, s.keyInSlip)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/corrective", ID: "correctSlip", Summary: "Make the slip that corrects a closed one", Who: Those(account.FollowField), Status: 201}, s.correctSlip)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/round", ID: "assignSlip", Summary: "Put a slip into a round, or take it out", Who: Those(account.PlanRounds)}, s.assignSlip)
}

type slipsInput struct {
	Day       day.Day `query:"day" maxLength:"10"`
	Household string  `query:"household" maxLength:"64"`
	Merchant  string  `query:"merchant" maxLength:"64"`
	Round     string  `query:"round" maxLength:"64"`
	Number    string  `query:"number" maxLength:"20"`
	Closed    bool    `query:"closed" doc:"with the finished ones"`
}

type slipsOutput struct {
	Body struct {
		Slips []SlipItem `json:"slips" nullable:"false"`
	}
}

type slipOutput struct{ Body slipDetail }

type codesOutput struct {
	Body struct {
		URL  string `json:"url" doc:"for the QR: capitals keep it small"`
		Code string `json:"code" doc:"to type"`
	}
}

type renewCodesInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Code   string `json:"code" maxLength:"20" doc:"the one that is to end, so that asking twice replaces once"`
		Reason string `json:"reason" enum:"lost,leaked,other"`
	}
}

type sendSlipInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Channel string `json:"channel" doc:"print, mail, phone or page"`
	}
}

type readySlipInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Bags   int   `json:"bags,omitempty" minimum:"0"`
		Amount int64 `json:"amountCents,omitempty" minimum:"0"`
	}
}

type amountInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Amount int64  `json:"amountCents" minimum:"0"`
		Reason string `json:"reason,omitempty"`
	}
}

type reasonInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Reason string `json:"reason"`
	}
}

type takeBackInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Entry string `json:"entry" minLength:"1" maxLength:"64" doc:"the journal's line, as read in takeBack"`
	}
}

type noteInput struct {
	Making
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Text string `json:"text"`
	}
}

type moveSlipInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Day day.Day `json:"day"`
	}
}

type putOffInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		From string  `json:"from" maxLength:"64" doc:"the round in which it was seen, empty for none"`
		Day  day.Day `json:"day"`
		Into string  `json:"into,omitempty" maxLength:"64" doc:"a round of that day, empty for none"`
	}
}

type settleInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Entry    string `json:"entry" maxLength:"64"`
		Decision string `json:"decision" doc:"accept or dismiss"`
		Reason   string `json:"reason"`
	}
}

type keyInInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Driver   string `json:"driver" maxLength:"64" doc:"who carried it"`
		Bags     int    `json:"bags,omitempty" minimum:"0"`
		Amount   int64  `json:"amountCents,omitempty" minimum:"0"`
		Payment  string `json:"payment" enum:"cheque,owed,none"`
		Reason   string `json:"reason,omitempty" doc:"why no cheque"`
		Resident string `json:"resident" doc:"who signed at the door"`
		Returned bool   `json:"returned,omitempty" doc:"the shop signed for the cheque"`
		Merchant string `json:"merchant,omitempty" doc:"who signed at the shop"`

		Photo *photoName `json:"photo,omitempty" doc:"of the paper, brought to /api/blobs"`
	}
}

type correctInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Reason string        `json:"reason" maxLength:"2000"`
		Day    day.Day       `json:"day"`
		Lines  []correctLine `json:"lines" nullable:"false" maxItems:"100"`
		Amount int64         `json:"amountCents,omitempty" minimum:"0"`
		Free   bool          `json:"free,omitempty" doc:"nothing is to be paid"`
		Note   string        `json:"note,omitempty" maxLength:"1000" doc:"to the driver"`
	}
}

type correctLine struct {
	ID       string `json:"id,omitempty" maxLength:"64" doc:"of the line of the closed slip that it takes over"`
	Text     string `json:"text" maxLength:"500"`
	Quantity string `json:"quantity,omitempty" maxLength:"50"`
}

type photoName struct {
	SHA256 string `json:"sha256" pattern:"^[0-9a-f]{64}$"`
	Size   int64  `json:"size" minimum:"1"`
}

type assignInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		From string `json:"from" maxLength:"64" doc:"the round in which it was seen, empty for none"`
		To   string `json:"to" maxLength:"64" doc:"empty takes it out"`
	}
}

func oneSlip(d desk.Slip, err error) (*slipOutput, error) {
	if err != nil {
		return nil, err
	}
	return &slipOutput{wireSlipDetail(d)}, nil
}

func (s *Server) listSlips(ctx context.Context, in *slipsInput) (*slipsOutput, error) {
	all, err := s.use.Desk.Slips(ctx, userFrom(ctx), desk.SlipFilter{Day: in.Day, Household: in.Household, Merchant: in.Merchant,
		Round: in.Round, Number: in.Number, Closed: in.Closed})
	out := &slipsOutput{}
	out.Body.Slips = wireSlips(all)
	return out, err
}

func (s *Server) getSlip(ctx context.Context, in *idInput) (*slipOutput, error) {
	return s.linkedSlip(ctx)(s.use.Desk.Slip(ctx, userFrom(ctx), in.ID))
}

// linkedSlip is oneSlip with the slips and rounds that it refers to.
func (s *Server) linkedSlip(ctx context.Context) func(desk.Slip, error) (*slipOutput, error) {
	return func(d desk.Slip, err error) (*slipOutput, error) {
		if err != nil {
			return nil, err
		}
		links, err := s.use.Desk.SlipLinks(ctx, userFrom(ctx), d)
		if err != nil {
			return nil, err
		}
		rounds, err := s.use.Desk.SlipRounds(ctx, userFrom(ctx), d)
		if err != nil {
			return nil, err
		}
		out := &slipOutput{wireSlipDetail(d)}
		for _, r := range rounds {
			out.Body.Rounds = append(out.Body.Rounds, slipRound(r))
		}
		out.Body.CorrectsSlip, out.Body.CorrectedBy = wireLink(links.Corrects), wireLink(links.CorrectedBy)
		return out, nil
	}
}

func (s *Server) correctSlip(ctx context.Context, in *correctInput) (*slipOutput, error) {
	b := in.Body
	c := desk.Corrective{Reason: b.Reason, Day: b.Day, Amount: b.Amount, Free: b.Free, Note: b.Note}
	for _, l := range b.Lines {
		c.Lines = append(c.Lines, slip.Line{ID: l.ID, Text: l.Text, Quantity: l.Quantity})
	}
	return s.linkedSlip(ctx)(s.use.Desk.CorrectSlip(ctx, userFrom(ctx), in.ID, c))
}

func (s *Server) getSlipCodes(ctx context.Context, in *idInput) (*codesOutput, error) {
	c, err := s.use.Desk.SlipCodes(ctx, userFrom(ctx), in.ID)
	return s.wireCodes(c), err
}

func (s *Server) renewSlipCodes(ctx context.Context, in *renewCodesInput) (*codesOutput, error) {
	c, err := s.use.Desk.RenewSlipCodes(ctx, userFrom(ctx), in.ID, in.Body.Code, in.Body.Reason)
	return s.wireCodes(c), err
}

func (s *Server) wireCodes(c slipcode.Codes) *codesOutput {
	out := &codesOutput{}
	out.Body.URL, out.Body.Code = slipcode.URL(s.cfg.BaseURL, c.Secret), slipcode.Show(c.Short)
	return out
}

func (s *Server) sendSlip(ctx context.Context, in *sendSlipInput) (*slipOutput, error) {
	return oneSlip(s.use.Desk.SendSlip(ctx, userFrom(ctx), in.ID, in.Body.Channel))
}

func (s *Server) readySlip(ctx context.Context, in *readySlipInput) (*slipOutput, error) {
	return oneSlip(s.use.Desk.ReadySlip(ctx, userFrom(ctx), in.ID, in.Body.Bags, in.Body.Amount))
}

func (s *Server) unavailableSlip(ctx context.Context, in *reasonInput) (*slipOutput, error) {
	return oneSlip(s.use.Desk.UnavailableSlip(ctx, userFrom(ctx), in.ID, in.Body.Reason))
}

func (s *Server) stateAmount(ctx context.Context, in *amountInput) (*slipOutput, error) {
	return oneSlip(s.use.Desk.StateAmount(ctx, userFrom(ctx), in.ID, in.Body.Amount, in.Body.Reason))
}

func (s *Server) noteSlip(ctx context.Context, in *noteInput) (*slipOutput, error) {
	return oneSlip(s.use.Desk.NoteSlip(ctx, userFrom(ctx), in.ID, in.Key, in.Body.Text))
}

func (s *Server) cancelSlip(ctx context.Context, in *reasonInput) (*slipOutput, error) {
	return oneSlip(s.use.Desk.CancelSlip(ctx, userFrom(ctx), in.ID, in.Body.Reason))
}

func (s *Server) reopenSlip(ctx context.Context, in *reasonInput) (*slipOutput, error) {
	return oneSlip(s.use.Desk.ReopenSlip(ctx, userFrom(ctx), in.ID, in.Body.Reason))
}

func (s *Server) takeBackSlip(ctx context.Context, in *takeBackInput) (*slipOutput, error) {
	return oneSlip(s.use.Desk.TakeBackSlip(ctx, userFrom(ctx), in.ID, in.Body.Entry))
}

func (s *Server) moveSlip(ctx context.Context, in *moveSlipInput) (*slipOutput, error) {
	return oneSlip(s.use.Desk.MoveSlip(ctx, userFrom(ctx), in.ID, in.Body.Day))
}

func (s *Server) settleSlip(ctx context.Context, in *settleInput) (*slipOutput, error) {
	return oneSlip(s.use.Desk.SettleSlip(ctx, userFrom(ctx), in.ID, in.Body.Entry, in.Body.Decision, in.Body.Reason))
}

func (s *Server) putOffSlip(ctx context.Context, in *putOffInput) (*slipOutput, error) {
	return oneSlip(s.use.Desk.PutOffSlip(ctx, userFrom(ctx), in.ID, in.Body.From, in.Body.Day, in.Body.Into))
}

func (s *Server) assignSlip(ctx context.Context, in *assignInput) (*slipOutput, error) {
	return oneSlip(s.use.Desk.Assign(ctx, userFrom(ctx), in.ID, in.Body.From, in.Body.To))
}

func (s *Server) keyInSlip(ctx context.Context, in *keyInInput) (*slipOutput, error) {
	b := in.Body
	p := desk.PaperSlip{Driver: b.Driver, Bags: b.Bags, Amount: b.Amount, Payment: b.Payment, Reason: b.Reason,
		Resident: b.Resident, Returned: b.Returned, Merchant: b.Merchant}
	if b.Photo != nil {
		p.Photo = &slip.Blob{SHA256: b.Photo.SHA256, Size: b.Photo.Size}
	}
	return oneSlip(s.use.Desk.KeyInSlip(ctx, userFrom(ctx), in.ID, p))
}
