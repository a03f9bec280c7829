package record

import (
	"strings"

	"github.com/portage-livraison/portage/server/alert"
	"github.com/portage-livraison/portage/server/contact"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/request"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/store"
)

// ServiceID is the id of the one service document.
const ServiceID = "service"

// The values of the key "state" of households, merchants, orders, lots and alerts.
const (
	Active = "active"
	Ended  = "ended"
)

// The further values of the key "state" of households: of a record that another
// one stands for, before and after the other knows it.
const (
	Joining = "joining"
	Joined  = "joined"
)

// Households. "face" is what duplicates and the search are compared with, so
// that thousands are searched without reading one body.
var Households = Shelf[household.Household]{
	kind: kind("household", keys{"state": store.String, "sector": store.String, "name": store.String, "face": store.String, "registered": store.String},
		[]string{"name"}, []string{"sector", "name"}),
	id: func(h household.Household) string { return h.ID },
	keys: func(h household.Household) map[string]any {
		return map[string]any{"state": householdState(h), "sector": h.Address.Sector, "face": faceKey(h),
			"name": clip(contact.Fold(sortName(h)), 100), "registered": string(h.Registered)}
	},
	none: fault.New(fault.NotFound, "household.unknown", "there is no such household"),
}

// Merchants are the shops.
var Merchants = Shelf[merchant.Merchant]{
	kind: kind("merchant", keys{"state": store.String, "trade": store.String, "sector": store.String, "name": store.String},
		[]string{"name"}, []string{"trade", "name"}),
	id: func(m merchant.Merchant) string { return m.ID },
	keys: func(m merchant.Merchant) map[string]any {
		return map[string]any{"state": state(m.Left != ""), "trade": m.Trade, "sector": m.Sector, "name": clip(contact.Fold(m.Name), 100)}
	},
	none: fault.New(fault.NotFound, "merchant.unknown", "there is no such shop"),
}

// Orders. "pending" is 1 while some slip of the order waits for its follow-up.
var Orders = Shelf[order.Order]{
	kind: kind("order", keys{"household": store.String, "week": store.String, "day": store.String, "pending": store.Int64, "state": store.String},
		[]string{"household", "day"}, []string{"day"}, []string{"pending"}),
	id: func(o order.Order) string { return o.ID },
	keys: func(o order.Order) map[string]any {
		return map[string]any{"household": o.Household, "week": o.Week, "day": string(o.Day), "pending": flag(o.Pending), "state": state(o.Cancelled != "")}
	},
	none: fault.New(fault.NotFound, "order.unknown", "there is no such order"),
}

// Lots are donations shared out among households.
var Lots = Shelf[order.Lot]{
	kind: kind("lot", keys{"state": store.String}, []string{"state"}),
	id:   func(l order.Lot) string { return l.ID },
	keys: func(l order.Lot) map[string]any { return map[string]any{"state": state(l.Left() <= 0)} },
	none: fault.New(fault.NotFound, "lot.unknown", "there is no such donation"),
}

// Rounds are the drivers' tours.
var Rounds = Shelf[round.Round]{
	kind: kind("round", keys{"day": store.String, "driver": store.String, "edition": store.Int64}, []string{"day"}, []string{"driver", "day"}),
	id:   func(r round.Round) string { return r.ID },
	keys: func(r round.Round) map[string]any {
		edition := int64(r.Edition)
		if _, off := r.Cancelled(); off {
			edition = -edition // its driver is told, and drives it no more
		}
		return map[string]any{"day": string(r.Day), "driver": r.Driver, "edition": edition}
	},
	none: fault.New(fault.NotFound, "round.unknown", "there is no such round"),
}

// Requests are calls for help, without their assessment.
var Requests = Shelf[request.Request]{
	kind: kind("request", keys{"state": store.String, "household": store.String, "at": store.Int64}, []string{"state", "at"}, []string{"household"}, []string{"at"}),
	id:   func(r request.Request) string { return r.ID },
	keys: func(r request.Request) map[string]any {
		return map[string]any{"state": string(r.State), "household": r.Household, "at": r.At.UnixMilli()}
	},
	none: fault.New(fault.NotFound, "intake.unknown", "there is no such request"),
}

// Assessments are the social worker's, under the id of their request and in
// documents of their own.
var Assessments = Shelf[request.Assessment]{
	kind: kind("assessment", keys{}),
	id:   func(a request.Assessment) string { return a.Request },
	keys: func(request.Assessment) map[string]any { return map[string]any{} },
	none: fault.New(fault.NotFound, "intake.no_assessment", "this request was not assessed yet"),
}

// Alerts are what became of welfare alerts, in documents of their own: a slip is
// read by many, this by the social worker. Nothing is here of an alert that
// nobody decided on yet. "at" is when the last decision was taken.
var Alerts = Shelf[alert.Care]{
	kind: kind("alert", keys{"state": store.String, "at": store.Int64}, []string{"state", "at"}),
	id:   func(c alert.Care) string { return alert.ID(c.Slip, c.Entry) },
	keys: func(c alert.Care) map[string]any {
		at := int64(0)
		if n := len(c.Steps); n > 0 {
			at = c.Steps[n-1].At.UnixMilli()
		}
		return map[string]any{"state": state(c.Settled()), "at": at}
	},
	none: fault.New(fault.NotFound, "alert.unknown", "there is no such alert"),
}

// Services holds the one service document, under ServiceID.
var Services = Shelf[service.Service]{
	kind: kind("service", keys{}),
	id:   func(service.Service) string { return ServiceID },
	keys: func(service.Service) map[string]any { return map[string]any{} },
	none: fault.New(fault.NotFound, "service.unknown", "the service is not set up yet"),
}

// Counter is a number that only grows.
type Counter struct {
	Name string `json:"name"`
	Last int64  `json:"last"`
}

// Counters hand out slip numbers.
var Counters = Shelf[Counter]{
	kind: kind("counter", keys{}),
	id:   func(c Counter) string { return c.Name },
	keys: func(Counter) map[string]any { return map[string]any{} },
	none: fault.New(fault.NotFound, "counter.unknown", "this counter was not used yet"),
}

// Code leads from the hash of a printed or typed code to its slip, or to the
// shop whose open slips it lists: exactly one of the two is set.
type Code struct {
	Hash string `json:"hash"`
	Slip string `json:"slip,omitempty"`
	Shop string `json:"shop,omitempty"`

	Withdrawn bool `json:"withdrawn,omitempty"` // replaced by another; kept, so that it is never given out again
}

// Codes are the slips' and shops' codes; an id of this kind is the hash of a
// code, so no two share one.
var Codes = Shelf[Code]{
	kind: kind("slipcode", keys{"slip": store.String}, []string{"slip"}),
	id:   func(c Code) string { return c.Hash },
	keys: func(c Code) map[string]any { return map[string]any{"slip": c.Slip} },
	none: fault.New(fault.NotFound, "slipcode.unknown", "no slip has this code"),
}

// Kinds are all document kinds of this package.
func Kinds() []store.Kind {
	return []store.Kind{Households.kind, Merchants.kind, Orders.kind, Lots.kind, Rounds.kind, Requests.kind,
		Assessments.kind, Alerts.kind, Services.kind, Counters.kind, Codes.kind, Secrets.kind}
}

type keys = map[string]store.KeyType

func kind(name string, k keys, indexes ...[]string) store.Kind {
	return store.Kind{Name: name, Keys: k, Indexes: indexes}
}

func state(ended bool) string {
	if ended {
		return Ended
	}
	return Active
}

func householdState(h household.Household) string {
	switch {
	case h.Joined == nil:
		return state(h.Exit != nil)
	case h.Joined.Next != nil:
		return Joining
	}
	return Joined
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// sortName puts the family name first, as lists do.
func sortName(h household.Household) string {
	if len(h.People) == 0 {
		return ""
	}
	return h.People[0].Family + " " + h.People[0].Given
}

func clip(s string, most int) string {
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	return s
}

// faceKey writes a household's face as names;names|phones|street. Folded words
// hold none of the marks.
func faceKey(h household.Household) string {
	f := household.FaceOf(h)
	names := make([]string, len(f.Names))
	for i, words := range f.Names {
		names[i] = strings.Join(words, " ")
	}
	return clip(strings.Join(names, ";"), 600) + "|" + strings.Join(f.Phones, ";") + "|" + clip(f.Street, 200)
}

// FaceOf reads back the key "face" of a household document.
func FaceOf(id string, keys map[string]any) household.Face {
	text, _ := keys["face"].(string)
	parts := strings.Split(text, "|")
	f := household.Face{ID: id}
	if len(parts) != 3 {
		return f
	}
	for _, name := range strings.Split(parts[0], ";") {
		if name != "" {
			f.Names = append(f.Names, strings.Fields(name))
		}
	}
	if parts[1] != "" {
		f.Phones = strings.Split(parts[1], ";")
	}
	f.Street = parts[2]
	return f
}

// Key is a secret of the service that codes are derived from.
type Key struct {
	Name  string `json:"name"`
	Bytes []byte `json:"bytes"`
}

// Secrets holds the service's keys.
var Secrets = Shelf[Key]{
	kind: kind("key", keys{}),
	id:   func(k Key) string { return k.Name },
	keys: func(Key) map[string]any { return map[string]any{} },
	none: fault.New(fault.NotFound, "key.unknown", "this key was not made yet"),
}
