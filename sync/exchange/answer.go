package exchange

import (
	"encoding/json"
	"slices"
	"strconv"
	"time"
)

// Access says what the sender may do beside sending facts, which every enrolled
// device always may.
type Access string

// The accesses.
const (
	AccessOK      Access = "ok"
	AccessExpired Access = "expired" // enrol again: nothing is readable
	AccessRevoked Access = "revoked" // the phone wipes what it can read
)

// Kept says what became of an act's bytes.
type Kept string

// The receipts. Each means durable.
const (
	Stored  Kept = "stored"
	Known   Kept = "known"
	Differs Kept = "differs" // other bytes hold this id; these are kept aside
)

// Outcome says what became of an act's meaning.
type Outcome string

// The outcomes. There is no "rejected".
const (
	Applied  Outcome = "applied"
	Flagged  Outcome = "flagged"
	Disputed Outcome = "disputed"
	Held     Outcome = "held"
	Pending  Outcome = "pending"
)

// Result is an outcome with the code that explains it; Code is "" when applied.
type Result struct {
	Outcome Outcome
	Code    string
}

// Receipt answers one act. ID is "" for an act that has none that can be read;
// then Index says which of the batch it was.
type Receipt struct {
	ID    string
	Index int
	Kept  Kept
	Result
}

// Doc is one document as this phone may see it. Version only says equal or not
// equal: it also changes when the person may see less of the same document.
type Doc struct {
	Type    string // "slip", "round", "cancelledRound", "service"
	ID      string
	Version int64
	Body    json.RawMessage
}

// Answer is what the server says to one Request.
type Answer struct {
	Access     Access
	Receipts   []Receipt
	High       int64
	Holes      Ranges
	Put        []Doc
	Gone       []string
	ServerTime time.Time
	More       bool
	Upgrade    bool
}

// AppendJSON appends the wire form of a to b. Bodies of documents are copied as
// they are.
func (a Answer) AppendJSON(b []byte) []byte {
	size := 256 + 120*len(a.Receipts) + 40*len(a.Gone)
	for _, d := range a.Put {
		size += 120 + len(d.Body)
	}
	b = append(slices.Grow(b, size), `{"proto":1,"access":`...)
	b = appendString(b, string(a.Access))
	b = append(b, `,"receipts":[`...)
	for i, r := range a.Receipts {
		b = r.appendJSON(comma(b, i))
	}
	b = append(b, `],"high":`...)
	b = strconv.AppendInt(b, a.High, 10)
	b = append(b, `,"holes":[`...)
	for i, h := range a.Holes {
		b = append(comma(b, i), '[')
		b = append(strconv.AppendInt(b, h[0], 10), ',')
		b = append(strconv.AppendInt(b, h[1], 10), ']')
	}
	b = append(b, `],"put":[`...)
	for i, d := range a.Put {
		b = d.appendJSON(comma(b, i))
	}
	b = append(b, `],"gone":[`...)
	for i, id := range a.Gone {
		b = appendString(comma(b, i), id)
	}
	b = append(b, `],"serverTime":"`...)
	b = a.ServerTime.UTC().AppendFormat(b, "2006-01-02T15:04:05.000Z")
	b = append(b, `","more":`...)
	b = append(strconv.AppendBool(b, a.More), `,"upgrade":`...)
	return append(strconv.AppendBool(b, a.Upgrade), '}')
}

func (r Receipt) appendJSON(b []byte) []byte {
	b = append(b, `{"id":`...)
	b = appendString(b, r.ID)
	if r.ID == "" {
		b = append(b, `,"index":`...)
		b = strconv.AppendInt(b, int64(r.Index), 10)
	}
	b = append(b, `,"receipt":`...)
	b = appendString(b, string(r.Kept))
	b = append(b, `,"outcome":`...)
	b = appendString(b, string(r.Outcome))
	if r.Code != "" {
		b = append(b, `,"code":`...)
		b = appendString(b, r.Code)
	}
	return append(b, '}')
}

func (d Doc) appendJSON(b []byte) []byte {
	b = append(b, `{"type":`...)
	b = appendString(b, d.Type)
	b = append(b, `,"id":`...)
	b = appendString(b, d.ID)
	b = append(b, `,"version":`...)
	b = strconv.AppendInt(b, d.Version, 10)
	b = append(b, `,"doc":`...)
	return append(append(b, d.Body...), '}')
}

func comma(b []byte, i int) []byte {
	if i > 0 {
		b = append(b, ',')
	}
	return b
}

// appendString appends s in quotes; ids and codes, nearly always, need no escape.
func appendString(b []byte, s string) []byte {
	plain := !slices.ContainsFunc([]byte(s), func(c byte) bool {
		return c < ' ' || c > '~' || c == '"' || c == '\\'
	})
	if plain {
		return append(append(append(b, '"'), s...), '"')
	}
	q, _ := json.Marshal(s) // a string always marshals
	return append(b, q...)
}
