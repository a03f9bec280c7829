package slip

import "time"

// GoodsState says how far the goods are.
type GoodsState string

// The goods' states. Cancellation is a plan beside them: custody stands.
const (
	GoodsOrdered       GoodsState = "ordered"
	GoodsSent          GoodsState = "sent"
	GoodsReady         GoodsState = "ready"
	GoodsUnavailable   GoodsState = "unavailable"
	GoodsWithDriver    GoodsState = "withDriver"
	GoodsAttemptFailed GoodsState = "attemptFailed" // nobody took them
	GoodsDelivered     GoodsState = "delivered"
	GoodsBack          GoodsState = "returned"
)

// ChequeState says how far the cheque is.
type ChequeState string

// The cheque's states.
const (
	ChequeExpected     ChequeState = "expected"
	ChequeNotNeeded    ChequeState = "notNeeded"
	ChequeOwed         ChequeState = "owed" // delivered without a cheque
	ChequeWithDriver   ChequeState = "withDriver"
	ChequeWithMerchant ChequeState = "withMerchant"
)

// Effect is what the fold made of an entry.
type Effect string

// The effects; sync/README.md, section 3.
const (
	Applied  Effect = "applied"
	Flagged  Effect = "flagged"  // took effect, a coordinator has a task
	Disputed Effect = "disputed" // contradicts an earlier fact: kept, without effect, a task
	Held     Effect = "held"     // not readable by this version
)

// Outcome is an effect and why. An applied entry may have a code too: it then
// tells, and asks for nothing.
type Outcome struct {
	Effect Effect `json:"effect"`
	Code   string `json:"code,omitempty"`
}

// State is what a journal amounts to. It holds no strokes and no photos; Entry
// fields lead back to the journal.
type State struct {
	Number    string             `json:"number"`
	Day       string             `json:"day"`
	Sheet     *Sheet             `json:"sheet,omitempty"`
	Corrects  string             `json:"corrects,omitempty"` // the completed slip that this one corrects
	Plan      Plan               `json:"plan"`
	Cancelled *Said              `json:"cancelled,omitempty"`
	Sent      string             `json:"sent,omitempty"` // the channel
	Opened    []Said             `json:"opened,omitempty"`
	Goods     Goods              `json:"goods"`
	Cheque    Cheque             `json:"cheque"`
	Amount    *Amount            `json:"amount,omitempty"` // the stated one
	Resident  *Mark              `json:"resident,omitempty"`
	Merchant  *Mark              `json:"merchant,omitempty"`
	Complete  bool               `json:"complete"` // both marks: never changes again
	Closed    bool               `json:"closed"`   // nothing more is expected
	Attempts  []Attempt          `json:"attempts,omitempty"`
	Lines     []LineState        `json:"lines,omitempty"` // only those that were missing or replaced
	Notes     []Said             `json:"notes,omitempty"`
	Alerts    []Said             `json:"alerts,omitempty"` // for the social worker alone; see WithoutAlerts
	Photos    []Photo            `json:"photos,omitempty"`
	Tasks     []Task             `json:"tasks,omitempty"`
	Effects   map[string]Outcome `json:"effects"` // by entry id
}

// Plan is what the desk decided last.
type Plan struct {
	Driver   string `json:"driver,omitempty"`
	Round    string `json:"round,omitempty"`
	Position int    `json:"position,omitempty"`
	Vehicle  string `json:"vehicle,omitempty"`
}

// Place says where the goods are: always exactly one.
type Place string

// The places.
const (
	AtMerchant Place = "merchant"
	AtDriver   Place = "driver"
	AtResident Place = "resident"
	LeftSafe   Place = "leftSafe" // left after a failed attempt, as the driver told
	AtService  Place = "service"
)

// Goods is custody of the goods.
type Goods struct {
	State  GoodsState `json:"state"`
	Place  Place      `json:"place"`
	Holder string     `json:"holder,omitempty"` // the driver, exactly when Place is driver
	Since  *Time      `json:"since,omitempty"`
	Bags   int        `json:"bags,omitempty"`
	Reason string     `json:"reason,omitempty"` // why they cannot be prepared
	Entry  string     `json:"-"`                // the hand-over that delivered them; a cheque collected later is another
}

// Cheque is custody of the cheque.
type Cheque struct {
	State  ChequeState `json:"state"`
	Holder string      `json:"holder,omitempty"` // the driver, exactly when State is withDriver
	Since  *Time       `json:"since,omitempty"`
	Amount int64       `json:"amountCents,omitempty"` // on the cheque; before that, what is to be paid
	Payee  string      `json:"payee,omitempty"`
	Reason string      `json:"reason,omitempty"` // why owed, or why not the stated amount
}

// Amount is what is to be paid, as somebody stated it.
type Amount struct {
	Cents int64  `json:"cents"`
	Entry string `json:"entry"`
	By    string `json:"by"`
	Via   Via    `json:"via"`
	At    Time   `json:"at"`
}

// Mark is a party's mark; its strokes stay in the journal.
type Mark struct {
	Entry      string `json:"entry"`
	By         string `json:"by"` // who recorded it
	At         Time   `json:"at"`
	Via        Via    `json:"via"`
	Name       string `json:"name,omitempty"`
	CannotSign string `json:"cannotSign,omitempty"` // the reason; then Witness is named
	Witness    string `json:"witness,omitempty"`
	Paper      bool   `json:"paper,omitempty"` // signed on the paper slip, its photo is in Photos
}

// Said is a text and who gave it.
type Said struct {
	Entry string `json:"entry"`
	By    string `json:"by"`
	At    Time   `json:"at"`
	Text  string `json:"text,omitempty"`
}

// Attempt is one visit without hand-over.
type Attempt struct {
	Entry  string   `json:"entry"`
	By     string   `json:"by"`
	At     Time     `json:"at"`
	Reason string   `json:"reason"`
	Note   string   `json:"note,omitempty"`
	Goods  string   `json:"goods,omitempty"`
	Called []string `json:"called,omitempty"`
}

// LineState is a line that was not simply taken.
type LineState struct {
	Line  string `json:"line"`
	State string `json:"state"` // missing, replaced
	Note  string `json:"note,omitempty"`
	Entry string `json:"entry"`
}

// Photo is one photo and the entry it came with.
type Photo struct {
	Entry  string `json:"entry"`
	SHA256 string `json:"sha256"`
}

// Task asks a coordinator to look at an entry. Settled is how, "" while open.
type Task struct {
	Entry   string   `json:"entry"`
	Effect  Effect   `json:"effect"`
	Codes   []string `json:"codes"`
	Settled string   `json:"settled,omitempty"` // accept, dismiss
}

// Time is an instant that is always written the same way: UTC, milliseconds.
type Time struct{ time.Time }

const timeLayout = "2006-01-02T15:04:05.000Z"

// MarshalJSON writes t in UTC with exactly three decimals.
func (t Time) MarshalJSON() ([]byte, error) {
	return []byte(`"` + t.UTC().Format(timeLayout) + `"`), nil
}

// GoodsHolder is the driver who has the goods, "" when no driver has.
func (s State) GoodsHolder() string { return s.Goods.Holder }

// ChequeHolder is the driver who has the cheque, "" when no driver has.
func (s State) ChequeHolder() string { return s.Cheque.Holder }

// OpenTasks are the tasks that nobody settled.
func (s State) OpenTasks() []Task {
	var open []Task
	for _, t := range s.Tasks {
		if t.Settled == "" {
			open = append(open, t)
		}
	}
	return open
}

// NeedsAttention says that a coordinator has something to look at.
func (s State) NeedsAttention() bool { return len(s.OpenTasks()) > 0 }

// OpenedBy says whether that driver has seen the slip on the phone.
func (s State) OpenedBy(driver string) bool {
	for _, o := range s.Opened {
		if o.By == driver {
			return true
		}
	}
	return false
}

// WithoutAlerts is s for everyone but the social worker.
func (s State) WithoutAlerts() State { s.Alerts = nil; return s }
