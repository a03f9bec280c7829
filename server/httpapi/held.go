package httpapi

import (
	"context"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/field"
	"github.com/portage-livraison/portage/sync/slip"
)

// Held is what the routes need about what phones sent and nobody could apply;
// package field does it.
type Held interface {
	HeldActs(ctx context.Context, who account.User, cursor string) (held []field.HeldAct, next string, err error)
	TryHeld(ctx context.Context, who account.User, id string) (applied bool, err error)
	DismissHeld(ctx context.Context, who account.User, id, reason string) error
	Gaps(ctx context.Context, who account.User) ([]field.Gap, error)
	SettleGap(ctx context.Context, who account.User, id, reason string) error
	MissingPhotos(ctx context.Context, who account.User) ([]field.MissingPhoto, error)
}

func (s *Server) heldRoutes() {
	follow := Those(account.FollowField)
	add(s, Route{Method: "GET", Path: "/api/held", ID: "listHeld", Summary: "What phones sent that waits, and what never came", Who: follow}, s.listHeld)
	add(s, Route{Method: "POST", Path: "/api/held/{id}/try", ID: "tryHeld", Summary: "Apply a held act again", Who: follow}, s.tryHeld)
	add(s, Route{Method: "POST", Path: "/api/held/{id}/dismiss", ID: "dismissHeld", Summary: "Put a held act aside, with a reason", Who: follow}, s.dismissHeld)
	add(s, Route{Method: "POST", Path: "/api/gaps/{id}/settle", ID: "settleGap", Summary: "What a phone lacks will not come", Who: follow}, s.settleGap)
	add(s, Route{Method: "POST", Path: "/api/slips/{id}/photo", ID: "giveUpPhoto", Summary: "An entry's photo will not come", Who: follow}, s.giveUpPhoto)
}

// heldItem leaves out what the phone wrote: it may be a welfare alert, which is
// the social worker's alone.
type heldItem struct {
	ID       string     `json:"id"`
	Kind     slip.Kind  `json:"kind,omitempty" doc:"as far as it can be read"`
	Code     string     `json:"code"`
	Slip     string     `json:"slip,omitempty"`
	By       string     `json:"by"`
	Device   string     `json:"device"`
	At       *time.Time `json:"at,omitempty" doc:"the phone's clock"`
	Received time.Time  `json:"received"`
	Late     string     `json:"late,omitempty"`
}

type gapItem struct {
	ID         string    `json:"id"`
	Device     string    `json:"device"`
	Person     string    `json:"person"`
	Missing    int64     `json:"missing"`
	Contact    time.Time `json:"contact"`
	Superseded bool      `json:"superseded,omitempty" doc:"the phone was wiped since: it will not come"`
}

type missingPhotoItem struct {
	Slip      string    `json:"slip"`
	Number    string    `json:"number"`
	Household string    `json:"household"`
	Entry     string    `json:"entry"`
	Kind      slip.Kind `json:"kind"`
	By        string    `json:"by"`
	Device    string    `json:"device,omitempty"`
	At        time.Time `json:"at"`
	Received  time.Time `json:"received"`
}

type heldOutput struct {
	Body struct {
		Held   []heldItem         `json:"held" nullable:"false"`
		More   bool               `json:"more,omitempty" doc:"there are more than a hundred"`
		Gaps   []gapItem          `json:"gaps" nullable:"false"`
		Photos []missingPhotoItem `json:"photos" nullable:"false"`
	}
}

type triedOutput struct {
	Body struct {
		Applied bool `json:"applied"`
	}
}

type gapInput struct {
	ID   string `path:"id" maxLength:"128"`
	Body struct {
		Reason string `json:"reason"`
	}
}

type photoInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		Entry  string `json:"entry" maxLength:"64"`
		Reason string `json:"reason"`
	}
}

func (s *Server) listHeld(ctx context.Context, _ *struct{}) (*heldOutput, error) {
	who := userFrom(ctx)
	held, next, err := s.use.Held.HeldActs(ctx, who, "")
	if err != nil {
		return nil, err
	}
	gaps, err := s.use.Held.Gaps(ctx, who)
	if err != nil {
		return nil, err
	}
	photos, err := s.use.Held.MissingPhotos(ctx, who)
	if err != nil {
		return nil, err
	}
	out := &heldOutput{}
	b := &out.Body
	b.More, b.Held, b.Gaps, b.Photos = next != "", []heldItem{}, []gapItem{}, []missingPhotoItem{}
	for _, h := range held {
		item := heldItem{ID: h.ID, Kind: h.Kind, Code: h.Code, Slip: h.Slip, By: h.By, Device: h.Device, Received: h.Received, Late: h.Late}
		if !h.At.IsZero() {
			item.At = &h.At
		}
		b.Held = append(b.Held, item)
	}
	for _, g := range gaps {
		b.Gaps = append(b.Gaps, gapItem{g.ID, g.Device, g.Person, g.Missing, g.Contact, g.Superseded})
	}
	for _, p := range photos {
		b.Photos = append(b.Photos, missingPhotoItem(p))
	}
	return out, nil
}

func (s *Server) tryHeld(ctx context.Context, in *idInput) (*triedOutput, error) {
	applied, err := s.use.Held.TryHeld(ctx, userFrom(ctx), in.ID)
	out := &triedOutput{}
	out.Body.Applied = applied
	return out, err
}

func (s *Server) dismissHeld(ctx context.Context, in *reasonInput) (*struct{}, error) {
	return nil, s.use.Held.DismissHeld(ctx, userFrom(ctx), in.ID, in.Body.Reason)
}

func (s *Server) settleGap(ctx context.Context, in *gapInput) (*struct{}, error) {
	return nil, s.use.Held.SettleGap(ctx, userFrom(ctx), in.ID, in.Body.Reason)
}

func (s *Server) giveUpPhoto(ctx context.Context, in *photoInput) (*slipOutput, error) {
	return oneSlip(s.use.Desk.GiveUpPhoto(ctx, userFrom(ctx), in.ID, in.Body.Entry, in.Body.Reason))
}
