// Package service is the town's delivery service itself: its name and period,
// the days on which it works, the words it uses. It is pure: no clock, no I/O.
package service

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/place"
)

// Service is what an administrator sets. Lists hold plain words of the town's
// own language: the word itself is the identity of a sector or a trade.
type Service struct {
	Name        string        `json:"name"`
	Town        string        `json:"town"`
	Phone       string        `json:"phone"` // the one number that residents call
	Opens       day.Day       `json:"opens"`
	Closes      day.Day       `json:"closes"` // last day of deliveries; "" while no end is planned
	Weekdays    []day.Weekday `json:"weekdays"`
	Alsace      bool          `json:"alsaceMoselle"`                                 // two more public holidays
	ClosedDays  []day.Day     `json:"closedDays"`                                    // bridges and other days off
	Sectors     []Sector      `json:"sectors"`                                       // districts of the town
	Trades      []string      `json:"trades"`                                        // corps de métier
	EveryOrder  []Offer       `json:"everyOrder"`                                    // gifts added to every order (scenario 15)
	Checklist   []string      `json:"checklist"`                                     // confirmed at the start of a round (36)
	Reasons     Reasons       `json:"reasons"`                                       // what people choose from; free text stays possible
	Texts       Texts         `json:"texts"`                                         // the town's own words on paper
	OldCheque   int           `json:"oldChequeDays"`                                 // a cheque out longer than this is flagged (32)
	MaxCheque   int64         `json:"maxChequeCents"`                                // the service's own cap on one cheque, 0 for none
	ShopLabel   string        `json:"shopLabel,omitempty" enum:"initials,name,none"` // how a shop and a bag name the resident; "" is initials
	Tell        []Telling     `json:"tell,omitempty"`                                // who hears of what; a kind that is not named is told to its usual roles
	LookMinutes int           `json:"lookMinutes,omitempty"`                         // a driver who took longer to look is called (21); 0 is 15
}

// Sector is a district; Centre helps to find the nearest shop without a map.
type Sector struct {
	Name   string       `json:"name"`
	Centre *place.Point `json:"centre,omitempty"`
}

// Offer is a gift that goes with every order, taken from a shop of Trade.
type Offer struct {
	Text  string `json:"text"`
	Trade string `json:"trade"`
}

// Reasons are the choices offered where a reason is asked for.
type Reasons struct {
	Exit       []string `json:"exit"`       // why a household leaves (44)
	Exception  []string `json:"exception"`  // why a rule is set aside (4)
	SecondWeek []string `json:"secondWeek"` // why a second order in one week (10)
	CannotSign []string `json:"cannotSign"` // why somebody does not sign (30)
	NoCheque   []string `json:"noCheque"`   // why goods were left without a cheque
	Amount     []string `json:"amount"`     // why the amount differs (29)
	Cancel     []string `json:"cancel"`
}

// Texts are printed as they stand.
type Texts struct {
	SlipFooter string `json:"slipFooter"` // two lines at the foot of every slip
	Charter    string `json:"charter"`    // what a driver accepts at enrolment
}

// footerMost is what two lines of a slip hold.
const footerMost = 200

// The refusals.
var (
	ErrNoName   = fault.New(fault.Invalid, "service.no_name", "the service needs a name").On("name")
	ErrPeriod   = fault.New(fault.Invalid, "service.period", "the service closes before it opens").On("closes")
	ErrWeekdays = fault.New(fault.Invalid, "service.weekdays", "choose at least one day of the week").On("weekdays")
	ErrTwice    = fault.New(fault.Invalid, "service.twice", "a word stands twice in this list, or is empty")
	ErrTrade    = fault.New(fault.Invalid, "service.unknown_trade", "this trade is not in the list of trades")
	ErrRange    = fault.New(fault.Invalid, "service.range", "this number is out of range")
	ErrLabel    = fault.New(fault.Invalid, "service.shop_label", "a shop reads initials, the name, or nothing").On("shopLabel")
	ErrTelling  = fault.New(fault.Invalid, "service.telling", "this role cannot be told of this")
	ErrFooter   = fault.New(fault.Invalid, "service.footer", "the foot of a slip holds 200 characters").On("texts.slipFooter")
	ErrMany     = fault.New(fault.Invalid, "service.too_many", "this list holds at most 200 words")
	ErrText     = fault.New(fault.Invalid, "service.text", "this text is empty or too long")
)

// Check refuses settings with which the service could not run; the fault names
// the field.
func (s Service) Check() error {
	if strings.TrimSpace(s.Name) == "" {
		return ErrNoName
	}
	for _, t := range []struct{ field, text string }{{"name", s.Name}, {"town", s.Town}} {
		if len(t.text) > 200 {
			return ErrText.On(t.field)
		}
	}
	if len(s.Phone) > 60 {
		return ErrText.On("phone")
	}
	if !s.Opens.Valid() {
		return day.ErrBad.On("opens")
	}
	if s.Closes != "" && !s.Closes.Valid() {
		return day.ErrBad.On("closes")
	}
	if s.Closes != "" && s.Closes < s.Opens {
		return ErrPeriod
	}
	if len(s.Weekdays) == 0 || slices.ContainsFunc(s.Weekdays, func(w day.Weekday) bool { return w < day.Monday || w > day.Sunday }) {
		return ErrWeekdays
	}
	for i, d := range s.ClosedDays {
		if !d.Valid() {
			return day.ErrBad.On(fmt.Sprintf("closedDays[%d]", i))
		}
	}
	if s.OldCheque < 0 || s.OldCheque > 365 {
		return ErrRange.On("oldChequeDays")
	}
	if !slices.Contains([]string{"", LabelInitials, LabelName, LabelNone}, s.ShopLabel) {
		return ErrLabel
	}
	if s.MaxCheque < 0 || s.MaxCheque > 50_000 {
		return ErrRange.On("maxChequeCents")
	}
	if err := s.checkTelling(); err != nil {
		return err
	}
	return s.checkLists()
}

func (s Service) checkLists() error {
	sectors := make([]string, len(s.Sectors))
	for i, sec := range s.Sectors {
		sectors[i] = sec.Name
		if err := sec.Centre.Check(); err != nil {
			return place.ErrBad.On(fmt.Sprintf("sectors[%d].centre", i))
		}
	}
	lists := []struct {
		field string
		words []string
	}{
		{"sectors", sectors}, {"trades", s.Trades}, {"checklist", s.Checklist}, {"reasons.exit", s.Reasons.Exit},
		{"reasons.exception", s.Reasons.Exception}, {"reasons.secondWeek", s.Reasons.SecondWeek},
		{"reasons.cannotSign", s.Reasons.CannotSign}, {"reasons.noCheque", s.Reasons.NoCheque},
		{"reasons.amount", s.Reasons.Amount}, {"reasons.cancel", s.Reasons.Cancel},
	}
	for _, l := range lists {
		if i := twice(l.words); i >= 0 {
			return ErrTwice.On(fmt.Sprintf("%s[%d]", l.field, i))
		}
		if i := slices.IndexFunc(l.words, func(w string) bool { return len(w) > 200 }); i >= 0 {
			return ErrText.On(fmt.Sprintf("%s[%d]", l.field, i))
		}
		if len(l.words) > 200 {
			return ErrMany.On(l.field)
		}
	}
	for i, o := range s.EveryOrder {
		if strings.TrimSpace(o.Text) == "" || len(o.Text) > 200 {
			return ErrText.On(fmt.Sprintf("everyOrder[%d].text", i))
		}
		if !s.HasTrade(o.Trade) {
			return ErrTrade.On(fmt.Sprintf("everyOrder[%d].trade", i))
		}
	}
	if utf8.RuneCountInString(s.Texts.SlipFooter) > footerMost {
		return ErrFooter
	}
	if len(s.Texts.Charter) > 5000 {
		return ErrText.On("texts.charter")
	}
	return nil
}

// twice is the place of the first word that is empty or stood before, else -1.
func twice(words []string) int {
	for i, w := range words {
		if strings.TrimSpace(w) == "" || slices.Contains(words[:i], w) {
			return i
		}
	}
	return -1
}

// HasTrade reports whether trade is one of the service's.
func (s Service) HasTrade(trade string) bool { return slices.Contains(s.Trades, trade) }

// Sector finds a sector by name.
func (s Service) Sector(name string) (Sector, bool) {
	i := slices.IndexFunc(s.Sectors, func(x Sector) bool { return x.Name == name })
	if i < 0 {
		return Sector{}, false
	}
	return s.Sectors[i], true
}
