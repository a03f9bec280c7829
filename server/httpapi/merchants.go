package httpapi

import (
	"context"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/place"
	"github.com/portage-livraison/portage/server/slipcode"
)

// MerchantDesk is what the routes about shops need.
type MerchantDesk interface {
	Merchants(ctx context.Context, who account.User) ([]desk.Merchant, error)
	Merchant(ctx context.Context, who account.User, id string) (desk.Merchant, error)
	AddMerchant(ctx context.Context, who account.User, m merchant.Merchant) (desk.Merchant, error)
	EditMerchant(ctx context.Context, who account.User, m merchant.Merchant, version int64) (desk.Merchant, error)
	Nearest(ctx context.Context, who account.User, householdID, trade string, on day.Day) ([]merchant.Choice, error)
	Coverage(ctx context.Context, who account.User) (map[string]map[string]int, error)
	ShopCodes(ctx context.Context, who account.User, id string) (slipcode.Codes, error)
	RenewShopCodes(ctx context.Context, who account.User, id, old, reason string) (slipcode.Codes, error)
}

func (s *Server) merchantRoutes() {
	read, edit := Those(account.ReadMerchants), Those(account.EditMerchants)
	add(s, Route{Method: "GET", Path: "/api/merchants", ID: "listMerchants", Summary: "The shops", Who: read}, s.listMerchants)
	add(s, Route{Method: "POST", Path: "/api/merchants", ID: "addMerchant", Summary: "Enrol a shop", Who: edit, Status: 201}, s.addMerchant)
	add(s, Route{Method: "GET", Path: "/api/merchants/nearest", ID: "listNearestMerchants", Summary: "Shops for a household, nearest open one first", Who: read}, s.listNearest)
	add(s, Route{Method: "GET", Path: "/api/merchants/coverage", ID: "getCoverage", Summary: "Shops by sector and trade", Who: read}, s.getCoverage)
	add(s, Route{Method: "GET", Path: "/api/merchants/{id}", ID: "getMerchant", Summary: "One shop", Who: read}, s.getMerchant)
	add(s, Route{Method: "PUT", Path: "/api/merchants/{id}", ID: "editMerchant", Summary: "Change what is known of a shop", Who: edit}, s.editMerchant)
	add(s, Route{Method: "GET", Path: "/api/merchants/{id}/codes", ID: "getShopCodes", Summary: "What is printed on a shop's poster", Who: edit}, s.getShopCodes)
	add(s, Route{Method: "POST", Path: "/api/merchants/{id}/codes", ID: "renewShopCodes", Summary: "End the codes of a shop's poster and make new ones", Who: edit}, s.renewShopCodes)
}

// MerchantForm is what people type about a shop; package merchant decides. It is
// exported because huma sees no other embedded struct.
type MerchantForm struct {
	Name     string             `json:"name"`
	Trade    string             `json:"trade"`
	Sector   string             `json:"sector,omitempty"`
	Contact  string             `json:"contact,omitempty"`
	Phone    string             `json:"phone"`
	Mail     string             `json:"mail,omitempty"`
	Address  string             `json:"address,omitempty"`
	Point    *place.Point       `json:"point,omitempty"`
	Payee    string             `json:"payee" doc:"to whom cheques are made out"`
	Hours    []merchant.Hours   `json:"hours,omitempty" nullable:"false" maxItems:"30"`
	Closures []merchant.Closure `json:"closures,omitempty" nullable:"false" maxItems:"50"`
	Gifts    []string           `json:"gifts,omitempty" nullable:"false" maxItems:"20"`
	Note     string             `json:"note,omitempty"`
	Enrolled day.Day            `json:"enrolled,omitempty" doc:"today when absent"`
	Left     day.Day            `json:"left,omitempty"`
}

func (f MerchantForm) merchant(id string) merchant.Merchant {
	return merchant.Merchant{ID: id, Name: f.Name, Trade: f.Trade, Sector: f.Sector, Contact: f.Contact, Phone: f.Phone, Mail: f.Mail,
		Address: f.Address, Point: f.Point, Payee: f.Payee, Hours: f.Hours, Closures: f.Closures, Gifts: f.Gifts, Note: f.Note,
		Enrolled: f.Enrolled, Left: f.Left}
}

type merchantItem struct {
	MerchantForm
	ID      string `json:"id"`
	Version int64  `json:"version,omitempty"`
}

type merchantOutput struct{ Body merchantItem }

type merchantsOutput struct {
	Body struct {
		Merchants []merchantItem `json:"merchants" nullable:"false"`
	}
}

type addMerchantInput struct {
	Making
	Body MerchantForm
}

type editMerchantInput struct {
	ID   string `path:"id" maxLength:"64"`
	Body struct {
		MerchantForm
		Version int64 `json:"version" minimum:"1" doc:"the version that was seen"`
	}
}

type nearestInput struct {
	Household string  `query:"household" required:"true" maxLength:"64"`
	Trade     string  `query:"trade" maxLength:"100"`
	Day       day.Day `query:"day" required:"true" maxLength:"10"`
}

type nearestItem struct {
	Merchant merchantItem `json:"merchant"`
	Open     bool         `json:"open"`
	SameArea bool         `json:"sameSector"`
	Metres   int          `json:"metres" doc:"as the crow flies, -1 when unknown"`
}

type nearestOutput struct {
	Body struct {
		Merchants []nearestItem `json:"merchants" nullable:"false"`
	}
}

type coverageOutput struct {
	Body struct {
		Shops map[string]map[string]int `json:"shops" doc:"by sector, then by trade"`
	}
}

func wireMerchant(m merchant.Merchant, version int64) merchantItem {
	return merchantItem{MerchantForm: MerchantForm{Name: m.Name, Trade: m.Trade, Sector: m.Sector, Contact: m.Contact, Phone: m.Phone,
		Mail: m.Mail, Address: m.Address, Point: m.Point, Payee: m.Payee, Hours: m.Hours, Closures: m.Closures, Gifts: m.Gifts,
		Note: m.Note, Enrolled: m.Enrolled, Left: m.Left}, ID: m.ID, Version: version}
}

func oneMerchant(k desk.Merchant, err error) (*merchantOutput, error) {
	return &merchantOutput{wireMerchant(k.Value, k.Version)}, err
}

func (s *Server) listMerchants(ctx context.Context, _ *struct{}) (*merchantsOutput, error) {
	all, err := s.use.Desk.Merchants(ctx, userFrom(ctx))
	out := &merchantsOutput{}
	out.Body.Merchants = []merchantItem{}
	for _, m := range all {
		out.Body.Merchants = append(out.Body.Merchants, wireMerchant(m.Value, m.Version))
	}
	return out, err
}

func (s *Server) getMerchant(ctx context.Context, in *idInput) (*merchantOutput, error) {
	return oneMerchant(s.use.Desk.Merchant(ctx, userFrom(ctx), in.ID))
}

func (s *Server) addMerchant(ctx context.Context, in *addMerchantInput) (*merchantOutput, error) {
	return oneMerchant(s.use.Desk.AddMerchant(ctx, userFrom(ctx), in.Body.merchant(in.Key)))
}

func (s *Server) editMerchant(ctx context.Context, in *editMerchantInput) (*merchantOutput, error) {
	return oneMerchant(s.use.Desk.EditMerchant(ctx, userFrom(ctx), in.Body.merchant(in.ID), in.Body.Version))
}

func (s *Server) listNearest(ctx context.Context, in *nearestInput) (*nearestOutput, error) {
	all, err := s.use.Desk.Nearest(ctx, userFrom(ctx), in.Household, in.Trade, in.Day)
	out := &nearestOutput{}
	out.Body.Merchants = []nearestItem{}
	for _, c := range all {
		out.Body.Merchants = append(out.Body.Merchants, nearestItem{wireMerchant(c.Merchant, 0), c.Open, c.SameArea, c.Metres})
	}
	return out, err
}

func (s *Server) getCoverage(ctx context.Context, _ *struct{}) (*coverageOutput, error) {
	grid, err := s.use.Desk.Coverage(ctx, userFrom(ctx))
	out := &coverageOutput{}
	out.Body.Shops = grid
	return out, err
}

func (s *Server) getShopCodes(ctx context.Context, in *idInput) (*codesOutput, error) {
	c, err := s.use.Desk.ShopCodes(ctx, userFrom(ctx), in.ID)
	return s.wireCodes(c), err
}

func (s *Server) renewShopCodes(ctx context.Context, in *renewCodesInput) (*codesOutput, error) {
	c, err := s.use.Desk.RenewShopCodes(ctx, userFrom(ctx), in.ID, in.Body.Code, in.Body.Reason)
	return s.wireCodes(c), err
}
