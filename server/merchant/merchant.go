// Package merchant is a shop of the town that joined the service by telephone:
// no contract, usable at once. It is pure: no clock, no I/O.
package merchant

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/portage-livraison/portage/server/contact"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/place"
)

// Merchant is one shop.
type Merchant struct {
	ID       string       `json:"id"`
	Name     string       `json:"name"`
	Trade    string       `json:"trade"`
	Sector   string       `json:"sector"`
	Contact  string       `json:"contact,omitempty"` // whom one speaks to
	Phone    string       `json:"phone"`
	Mail     string       `json:"mail,omitempty"`
	Address  string       `json:"address,omitempty"`
	Point    *place.Point `json:"point,omitempty"`
	Payee    string       `json:"payee"` // to whom cheques are made out (à l'ordre de)
	Hours    []Hours      `json:"hours"` // none: not known, so never said to be shut
	Closures []Closure    `json:"closures,omitempty"`
	Gifts    []string     `json:"gifts,omitempty"` // what the shop offers of its own accord
	Note     string       `json:"note,omitempty"`
	Enrolled day.Day      `json:"enrolled"` // the day of the call
	Left     day.Day      `json:"left,omitempty"`
}

// Hours is one opening of one weekday, "15:04" each.
type Hours struct {
	Weekday day.Weekday `json:"weekday"`
	From    string      `json:"from"`
	To      string      `json:"to"`
}

// Closure is a holiday of the shop, both days included.
type Closure struct {
	From day.Day `json:"from"`
	To   day.Day `json:"to"`
	Note string  `json:"note,omitempty"`
}

// The refusals.
var (
	ErrNoName  = fault.New(fault.Invalid, "merchant.no_name", "the shop needs a name").On("name")
	ErrNoTrade = fault.New(fault.Invalid, "merchant.no_trade", "the shop needs a trade").On("trade")
	ErrNoPayee = fault.New(fault.Invalid, "merchant.no_payee", "to whom cheques are made out is needed").On("payee")
	ErrPhone   = fault.New(fault.Invalid, "merchant.phone", "this is not a telephone number").On("phone")
	ErrMail    = fault.New(fault.Invalid, "merchant.mail", "this is not an e-mail address").On("mail")
	ErrHours   = fault.New(fault.Invalid, "merchant.hours", "opening hours are a weekday with a beginning before its end")
	ErrClosure = fault.New(fault.Invalid, "merchant.closure", "a closure ends on or after the day on which it begins")
	ErrLong    = fault.New(fault.Invalid, "merchant.too_long", "this text is too long")
	ErrMany    = fault.New(fault.Invalid, "merchant.too_many", "this list is too long")
)

var hour = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

// Check refuses a shop that could not be called, found or paid (scenario 17).
func (m Merchant) Check() error {
	switch {
	case strings.TrimSpace(m.Name) == "":
		return ErrNoName
	case strings.TrimSpace(m.Trade) == "":
		return ErrNoTrade
	case contact.Phone(m.Phone) == "":
		return ErrPhone
	case m.Mail != "" && !contact.Mail(m.Mail):
		return ErrMail
	case strings.TrimSpace(m.Payee) == "":
		return ErrNoPayee
	case m.Point.Check() != nil:
		return place.ErrBad.On("point")
	case !m.Enrolled.Valid():
		return day.ErrBad.On("enrolled")
	case m.Left != "" && !m.Left.Valid():
		return day.ErrBad.On("left")
	case len(m.Hours) > 30 || len(m.Closures) > 50 || len(m.Gifts) > 20:
		return ErrMany
	}
	for i, h := range m.Hours {
		if h.Weekday < day.Monday || h.Weekday > day.Sunday || !hour.MatchString(h.From) || !hour.MatchString(h.To) || h.From >= h.To {
			return ErrHours.On(fmt.Sprintf("hours[%d]", i))
		}
	}
	for i, c := range m.Closures {
		if !c.From.Valid() || !c.To.Valid() || c.To < c.From {
			return ErrClosure.On(fmt.Sprintf("closures[%d]", i))
		}
		if len(c.Note) > 200 {
			return ErrLong.On(fmt.Sprintf("closures[%d].note", i))
		}
	}
	for _, t := range []struct{ field, text string }{
		{"name", m.Name}, {"trade", m.Trade}, {"sector", m.Sector}, {"contact", m.Contact}, {"mail", m.Mail},
		{"address", m.Address}, {"payee", m.Payee},
	} {
		if len(t.text) > 200 {
			return ErrLong.On(t.field)
		}
	}
	if len(m.Note) > 1000 || len(strings.Join(m.Gifts, "")) > 1000 {
		return ErrLong.On("note")
	}
	return nil
}

// Open says whether the shop serves on d: enrolled, not gone, not on holiday,
// and open on that weekday when its hours are known.
func (m Merchant) Open(d day.Day) bool {
	if d < m.Enrolled || (m.Left != "" && d >= m.Left) {
		return false
	}
	for _, c := range m.Closures {
		if c.From <= d && d <= c.To {
			return false
		}
	}
	return len(m.Hours) == 0 || m.HoursOn(d) != ""
}

// HoursOn writes the opening hours of a day, like "8:00-12:30, 15:00-19:00".
func (m Merchant) HoursOn(d day.Day) string {
	var parts []string
	for _, h := range m.Hours {
		if h.Weekday == d.Weekday() {
			parts = append(parts, strings.TrimPrefix(h.From, "0")+"-"+strings.TrimPrefix(h.To, "0"))
		}
	}
	return strings.Join(parts, ", ")
}
