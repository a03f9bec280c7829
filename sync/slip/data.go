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
	var d Data
	rule, ok := rules[kind]
	if !ok {
		return d, ErrUnknownKind
	}
	if v != 1 {
		return d, ErrVersion
	}
	if len(data) > MaxData {
		return d, ErrTooLarge
	}
	if len(data) > 0 {
		if err := json.Unmarshal(data, &d); err != nil {
			return Data{}, ErrBadData
		}
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
