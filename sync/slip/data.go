package slip

import (
	"encoding/json"
	"unicode/utf8"
)

// The limits. Facts have room beyond what plans may fill.
const (
	MaxEntries = 200
	MaxPlans   = 150 // entries after which only facts and settled are taken
	MaxText    = 2000
	MaxStrokes = 8 << 10
	MaxData    = 32 << 10
	MaxLines   = 100
	MaxCents   = 50000
	maxCount   = 1000 // bags, and places on a round
)

// Data is the data of an entry, of any kind: the fields that its kind has are
// set. sync/README.md, section 6.
type Data struct {
	Bags        int        `json:"bags,omitempty"`
	AmountCents int64      `json:"amountCents,omitempty"`
	Reason      string     `json:"reason,omitempty"`
	Lines       []LineFact `json:"lines,omitempty"`
	Check       string     `json:"check,omitempty"`
	CheckReason string     `json:"checkReason,omitempty"`
	Payment     string     `json:"payment,omitempty"`
	Payee       string     `json:"payee,omitempty"`
	Mark        *MarkData  `json:"mark,omitempty"`
	Visit       string     `json:"visit,omitempty"`
	Note        string     `json:"note,omitempty"`
	Goods       string     `json:"goods,omitempty"`
	Called      []string   `json:"called,omitempty"`
	To          string     `json:"to,omitempty"`
	Entry       string     `json:"entry,omitempty"`
	Text        string     `json:"text,omitempty"`
	Driver      string     `json:"driver,omitempty"` // the plan's; or, keyed in by the desk, for whom
	Number      string     `json:"number,omitempty"`
	Sheet       *Sheet     `json:"sheet,omitempty"`
	Day         string     `json:"day,omitempty"`
	Corrects    string     `json:"corrects,omitempty"`
	Channel     string     `json:"channel,omitempty"`
	Round       string     `json:"round,omitempty"`
	Position    int        `json:"position,omitempty"`
	Vehicle     string     `json:"vehicle,omitempty"`
	Decision    string     `json:"decision,omitempty"`
}

// LineFact is what happened to a line at pick-up.
type LineFact struct {
	Line  string `json:"line"`
	State string `json:"state"` // taken, missing, replaced
	Note  string `json:"note,omitempty"`
}

// MarkData is a mark as recorded: strokes, or a reason and a witness, or paper.
type MarkData struct {
	Strokes    json.RawMessage `json:"strokes,omitempty"`
	W          int             `json:"w,omitempty"`
	H          int             `json:"h,omitempty"`
	Points     int             `json:"points,omitempty"` // in a cut journal, in the place of strokes
	Name       string          `json:"name,omitempty"`
	CannotSign string          `json:"cannotSign,omitempty"`
	Witness    string          `json:"witness,omitempty"`
	Paper      bool            `json:"paper,omitempty"`
	bad        bool            // Strokes are not strokes
}

// Payments of a hand-over.
const (
	PayCheque = "cheque"
	PayOwed   = "owed"
	PayNone   = "none"
)

// Decisions of settled.
const (
	Accept  = "accept"
	Dismiss = "dismiss"
)

// Parse reads the data of an entry and says whether it is valid for its kind.
// Unknown fields are ignored. Its errors are *Error; the exchange holds the act
// under the error's code.
func Parse(kind Kind, v int, data []byte) (Data, error) {
	return parse(kind, v, &reader{b: data})
}

func parse(kind Kind, v int, r *reader) (Data, error) {
	var d Data
	rule, ok := rules[kind]
	if !ok {
		return d, ErrUnknownKind
	}
	if v != 1 {
		return d, ErrVersion
	}
	if len(r.b) > MaxData {
		return d, ErrTooLarge
	}
	if len(r.b) > 0 && !readData(r, &d) {
		return Data{}, ErrBadData
	}
	if err := checkCommon(&d); err != nil {
		return Data{}, err
	}
	if err := rule(&d); err != nil {
		return Data{}, err
	}
	return d, nil
}

func checkText(field, s string) error {
	if utf8.RuneCountInString(s) > MaxText {
		return ErrTextTooLong.on(field)
	}
	return nil
}

// readData reads the fields of d; false when they are not of their types.
func readData(r *reader, d *Data) bool {
	if r.null() {
		return r.end()
	}
	r.object(func(name string) {
		if r.null() {
			return
		}
		if text := d.text(name); text != nil {
			*text = r.text()
			return
		}
		switch name {
		case "bags":
			d.Bags = int(r.integer())
		case "position":
			d.Position = int(r.integer())
		case "amountCents":
			d.AmountCents = r.integer()
		case "lines":
			d.Lines = nil
			r.array(func() { d.Lines = append(d.Lines, readLine(r)) })
		case "called":
			d.Called = nil
			r.array(func() { d.Called = append(d.Called, r.text()) })
		case "mark":
			d.Mark = readMark(r)
		case "sheet":
			d.Sheet = readSheet(r)
		default:
			r.skip()
		}
	})
	return r.end()
}

// text is where the text field with that name is kept, nil when there is none.
func (d *Data) text(name string) *string {
	switch name {
	case "reason":
		return &d.Reason
	case "check":
		return &d.Check
	case "checkReason":
		return &d.CheckReason
	case "payment":
		return &d.Payment
	case "payee":
		return &d.Payee
	case "visit":
		return &d.Visit
	case "note":
		return &d.Note
	case "goods":
		return &d.Goods
	case "to":
		return &d.To
	case "entry":
		return &d.Entry
	case "text":
		return &d.Text
	case "driver":
		return &d.Driver
	case "number":
		return &d.Number
	case "day":
		return &d.Day
	case "corrects":
		return &d.Corrects
	case "channel":
		return &d.Channel
	case "round":
		return &d.Round
	case "vehicle":
		return &d.Vehicle
	case "decision":
		return &d.Decision
	}
	return nil
}

func readLine(r *reader) (l LineFact) {
	r.object(func(name string) {
		switch {
		case r.null():
		case name == "line":
			l.Line = r.text()
		case name == "state":
			l.State = r.text()
		case name == "note":
			l.Note = r.text()
		default:
			r.skip()
		}
	})
	return l
}

func readMark(r *reader) *MarkData {
	m := &MarkData{}
	r.object(func(name string) {
		if r.null() {
			return
		}
		switch name {
		case "strokes":
			m.Strokes, m.bad = r.strokes()
		case "w":
			m.W = int(r.integer())
		case "h":
			m.H = int(r.integer())
		case "points":
			m.Points = int(r.integer())
		case "name":
			m.Name = r.text()
		case "cannotSign":
			m.CannotSign = r.text()
		case "witness":
			m.Witness = r.text()
		case "paper":
			m.Paper = r.boolean()
		default:
			r.skip()
		}
	})
	return m
}
