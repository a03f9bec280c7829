// Package household is a foyer: the people behind one door who receive orders.
// It is pure: no clock, no I/O. It never holds the social assessment, which
// belongs to package request and to the social worker.
package household

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/contact"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/place"
)

// Household is what the service knows of one door.
type Household struct {
	ID         string      `json:"id"`
	People     []Person    `json:"people"` // the first one is named on the slips
	Size       int         `json:"size"`   // how many persons live on what is brought, named or not
	Phones     []string    `json:"phones"` // as typed; the first one is called first
	Mail       string      `json:"mail,omitempty"`
	Emergency  Emergency   `json:"emergency"`
	Address    Address     `json:"address"`
	Windows    []Window    `json:"windows"` // none: any time
	Access     string      `json:"access,omitempty"`
	Diet       string      `json:"diet,omitempty"`
	Needs      string      `json:"needs,omitempty"` // usual needs, in the agent's words
	NewTo      bool        `json:"newToService,omitempty"`
	Isolated   bool        `json:"isolated,omitempty"` // no family or neighbour nearby
	Linked     []string    `json:"linked,omitempty"`   // services to which a link was made
	Exceptions []Exception `json:"exceptions,omitempty"`
	Exit       *Exit       `json:"exit,omitempty"`
	Joined     *Joined     `json:"joined,omitempty"` // another record stands for this one
	Holds      []string    `json:"holds,omitempty"`  // ids of the records that this one stands for
	Apart      []Apart     `json:"apart,omitempty"`  // who looks alike and is somebody else
	Registered day.Day     `json:"registered"`
}

// Person is one of the household. Band is an age band, never a birth date.
type Person struct {
	Given  string `json:"given,omitempty"`
	Family string `json:"family"`
	Band   string `json:"ageBand,omitempty"`
}

// Name is how a person is written on paper.
func (p Person) Name() string { return strings.TrimSpace(p.Given + " " + p.Family) }

// Bands are the age bands that reports count.
var Bands = []string{"0-17", "18-59", "60-74", "75-79", "80+"}

// Emergency is whom to call when nobody answers the door (scenario 33).
type Emergency struct {
	Name  string `json:"name,omitempty"`
	Link  string `json:"link,omitempty"` // daughter, neighbour …
	Phone string `json:"phone,omitempty"`
}

// Address is where the door is.
type Address struct {
	Street   string       `json:"street"`
	Extra    string       `json:"extra,omitempty"` // residence, building
	Postcode string       `json:"postcode,omitempty"`
	Town     string       `json:"town,omitempty"`
	Sector   string       `json:"sector"`
	Point    *place.Point `json:"point,omitempty"`
}

// Line is the address in one line, without what is empty.
func (a Address) Line() string {
	parts := []string{a.Street, a.Extra, strings.TrimSpace(a.Postcode + " " + a.Town)}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// Window is when somebody is at home: from, inclusive, to, exclusive, "15:04".
type Window struct {
	Weekday day.Weekday `json:"weekday"`
	From    string      `json:"from"`
	To      string      `json:"to"`
}

// Exception is a rule set aside for this household, with its reason; reports
// count them (scenario 4).
type Exception struct {
	Ask    string    `json:"ask,omitempty"` // names the asking that it came of, however often that was sent
	Rule   string    `json:"rule"`
	Reason string    `json:"reason"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// Exit is why and when the household left (scenario 44).
type Exit struct {
	Day    day.Day `json:"day"`
	Reason string  `json:"reason"`
	Note   string  `json:"note,omitempty"`
}

// The refusals.
var (
	ErrNoName   = fault.New(fault.Invalid, "household.no_name", "a family name is needed")
	ErrPhone    = fault.New(fault.Invalid, "household.phone", "this is not a telephone number")
	ErrSize     = fault.New(fault.Invalid, "household.size", "between 1 and 30 persons live behind one door").On("size")
	ErrBand     = fault.New(fault.Invalid, "household.age_band", "this age band is not one of the list")
	ErrWindow   = fault.New(fault.Invalid, "household.window", "a window is a weekday with a beginning before its end")
	ErrLong     = fault.New(fault.Invalid, "household.too_long", "this text is too long")
	ErrMany     = fault.New(fault.Invalid, "household.too_many", "this list is too long")
	ErrReason   = fault.New(fault.Invalid, "household.no_reason", "a reason is needed").On("reason")
	ErrRule     = fault.New(fault.Invalid, "household.no_rule", "say which rule is set aside, in a few words").On("rule")
	ErrClosed   = fault.New(fault.Conflict, "household.closed", "this household has left the service")
	ErrNotAway  = fault.New(fault.Conflict, "household.not_closed", "this household has not left the service")
	errMailForm = fault.New(fault.Invalid, "household.mail", "this is not an e-mail address").On("mail")
)

var hour = regexp.MustCompile(`^([01][0-9]|2[0-3]):[0-5][0-9]$`)

// Check refuses what could not be printed or called; the fault names the field.
func (h Household) Check() error {
	if len(h.People) == 0 || strings.TrimSpace(h.People[0].Family) == "" {
		return ErrNoName.On("people[0].family")
	}
	if len(h.People) > 30 || len(h.Phones) > 6 || len(h.Windows) > 30 || len(h.Linked) > 20 {
		return ErrMany
	}
	for i, p := range h.People {
		if strings.TrimSpace(p.Family) == "" {
			return ErrNoName.On(fmt.Sprintf("people[%d].family", i))
		}
		if p.Band != "" && !slices.Contains(Bands, p.Band) {
			return ErrBand.On(fmt.Sprintf("people[%d].ageBand", i))
		}
		if len(p.Given)+len(p.Family) > 200 {
			return ErrLong.On(fmt.Sprintf("people[%d].family", i))
		}
	}
	for i, l := range h.Linked {
		if len(l) > 200 {
			return ErrLong.On(fmt.Sprintf("linked[%d]", i))
		}
	}
	for i, p := range h.Phones {
		if contact.Phone(p) == "" {
			return ErrPhone.On(fmt.Sprintf("phones[%d]", i))
		}
	}
	if h.Emergency.Phone != "" && contact.Phone(h.Emergency.Phone) == "" {
		return ErrPhone.On("emergency.phone")
	}
	if h.Mail != "" && !contact.Mail(h.Mail) {
		return errMailForm
	}
	if h.Size < max(1, len(h.People)) || h.Size > 30 {
		return ErrSize
	}
	if h.Address.Point.Check() != nil {
		return place.ErrBad.On("address.point")
	}
	return h.checkTexts()
}

func (h Household) checkTexts() error {
	for i, w := range h.Windows {
		if w.Weekday < day.Monday || w.Weekday > day.Sunday || !hour.MatchString(w.From) || !hour.MatchString(w.To) || w.From >= w.To {
			return ErrWindow.On(fmt.Sprintf("windows[%d]", i))
		}
	}
	for _, t := range []struct {
		field, text string
		most        int
	}{
		{"address.street", h.Address.Street, 200}, {"address.extra", h.Address.Extra, 200}, {"address.town", h.Address.Town, 100},
		{"address.postcode", h.Address.Postcode, 10}, {"address.sector", h.Address.Sector, 100}, {"access", h.Access, 1000},
		{"diet", h.Diet, 500}, {"needs", h.Needs, 2000}, {"mail", h.Mail, 200}, {"emergency.name", h.Emergency.Name, 200},
		{"emergency.link", h.Emergency.Link, 100},
	} {
		if len(t.text) > t.most {
			return ErrLong.On(t.field)
		}
	}
	return nil
}

// Name is the household as slips and lists write it.
func (h Household) Name() string {
	if len(h.People) == 0 {
		return ""
	}
	return h.People[0].Name()
}

// AtHome lists the windows of a day of the week; open is false when the
// household named windows, and none on that day.
func (h Household) AtHome(d day.Day) (windows []Window, open bool) {
	for _, w := range h.Windows {
		if w.Weekday == d.Weekday() {
			windows = append(windows, w)
		}
	}
	return windows, len(h.Windows) == 0 || len(windows) > 0
}

// Leave closes the household with a reason. It stays readable, and takes no order.
func (h Household) Leave(on day.Day, reason, note string) (Household, error) {
	switch {
	case h.Joined != nil:
		return h, ErrJoined
	case h.Exit != nil:
		return h, ErrClosed
	case strings.TrimSpace(reason) == "":
		return h, ErrReason
	case !on.Valid():
		return h, day.ErrBad.On("day")
	case len(reason) > 200 || len(note) > 1000:
		return h, ErrLong.On("note")
	}
	h.Exit = &Exit{Day: on, Reason: reason, Note: note}
	return h, nil
}

// Return opens a household again that had left.
func (h Household) Return() (Household, error) {
	if h.Joined != nil {
		return h, ErrJoined
	}
	if h.Exit == nil {
		return h, ErrNotAway
	}
	h.Exit = nil
	return h, nil
}

// Except notes that a rule is set aside, with its reason (scenario 4).
func (h Household) Except(e Exception) (Household, error) {
	if h.Joined != nil {
		return h, ErrJoined
	}
	if strings.TrimSpace(e.Reason) == "" || len(e.Reason) > 500 {
		return h, ErrReason
	}
	if strings.TrimSpace(e.Rule) == "" || len(e.Rule) > 200 {
		return h, ErrRule
	}
	if len(h.Exceptions) >= 50 {
		return h, ErrMany
	}
	h.Exceptions = append(slices.Clip(h.Exceptions), e)
	return h, nil
}
