package exchange

import (
	"crypto/sha256"
	hexcode "encoding/hex"
	"encoding/json"
	"errors"
	"time"
	"unicode/utf8"

	"github.com/portage-livraison/portage/sync/slip"
)

// MaxAct bounds the bytes of one act that is applied; a larger one is held.
const MaxAct = 64 << 10

// Codes of acts that are held because of how they are written.
const (
	CodeUnreadable = "act.unreadable" // no JSON object, or no usable id and seq
	CodeTooLarge   = "act.too_large"
	CodeDeep       = "act.deep"
	CodeField      = "act.field" // a field of the frame has a wrong type or value
	CodeTarget     = "act.target"
)

// Blob names a photo that travels apart.
type Blob struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// Act is one act as a phone sent it. Raw is what was sent, byte for byte; the
// other fields are read from it.
type Act struct {
	Index int
	Raw   []byte
	ID    string // "" when unreadable
	Seq   int64
	Kind  slip.Kind
	V     int
	Slip  string
	Round string
	Basis int64
	At    time.Time // UTC, milliseconds
	Data  json.RawMessage
	Blobs []Blob
	Held  string // why it cannot be applied as it is written, or ""
}

// ReadAct reads one act and never fails: what is wrong with it is in Held, and
// an act without a usable id and seq has ID "".
func ReadAct(index int, raw []byte) Act {
	a := Act{Index: index, Raw: raw, V: 1}
	if err := check(raw); err != nil || !utf8.Valid(raw) {
		a.Held = CodeUnreadable
		if errors.Is(err, errDeep) && json.Valid(raw) {
			a.Held = CodeDeep
			a.readIdentity()
		}
		return a
	}
	if len(raw) > MaxAct {
		a.Held = CodeTooLarge
		a.readIdentity()
		return a
	}
	if err := fields(raw, a.set); err != nil {
		a.Held = CodeUnreadable
	}
	if !IsID(a.ID) || a.Seq == 0 || a.Held == CodeUnreadable {
		a.ID, a.Seq, a.Held = "", 0, CodeUnreadable
		return a
	}
	switch {
	case a.Held != "":
	case (a.Slip == "") == (a.Round == ""):
		a.Held = CodeTarget
	case a.At.IsZero() || a.Kind == "":
		a.Held = CodeField
	}
	return a
}

// readIdentity reads id and seq of an act whose rest is not looked at, so that
// it is held under its own id.
func (a *Act) readIdentity() {
	held := a.Held
	err := fields(a.Raw, func(name string, v []byte) error {
		if name == "id" || name == "seq" {
			return a.set(name, v)
		}
		return nil
	})
	if a.Held = held; err != nil || !IsID(a.ID) || a.Seq == 0 {
		a.ID, a.Seq = "", 0
	}
}

// set reads one field; a wrong one is noted in Held and never stops the rest.
func (a *Act) set(name string, v []byte) error {
	var err error
	switch name {
	case "id":
		err = json.Unmarshal(v, &a.ID)
	case "seq":
		a.Seq, err = number(v)
	case "kind":
		err = json.Unmarshal(v, &a.Kind)
	case "v":
		var n int64
		if n, err = number(v); err == nil && (n < 1 || n > 1<<20) {
			err = errSyntax
		}
		a.V = int(n)
	case "slip":
		a.Slip, err = target(v)
	case "round":
		a.Round, err = target(v)
	case "basis":
		a.Basis, err = number(v)
	case "at":
		a.At, err = instant(v)
	case "data":
		if string(v) != "null" {
			if v[0] != '{' {
				err = errSyntax
			}
			a.Data = v
		}
	case "blobs":
		a.Blobs, err = blobs(v)
	}
	if err != nil {
		a.Held = CodeField
	}
	return nil
}

// target reads a slip's or round's id; one that no store could hold is an error.
func target(v []byte) (string, error) {
	var s string
	if err := json.Unmarshal(v, &s); err != nil || s != "" && !IsID(s) {
		return "", errSyntax
	}
	return s, nil
}

// instant reads a phone's time. Any year is taken: clocks describe.
func instant(v []byte) (time.Time, error) {
	var s string
	if err := json.Unmarshal(v, &s); err != nil {
		return time.Time{}, err
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if t = t.UTC().Truncate(time.Millisecond); err != nil || t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}, errSyntax
	}
	return t, nil
}

func blobs(v []byte) ([]Blob, error) {
	var bs []Blob
	if err := json.Unmarshal(v, &bs); err != nil || len(bs) > 10 {
		return nil, errSyntax
	}
	for _, b := range bs {
		if sum, err := hexcode.DecodeString(b.SHA256); err != nil || len(sum) != sha256.Size {
			return nil, errSyntax
		}
	}
	return bs, nil
}

// sum is the hexadecimal SHA-256 of b.
func sum(b []byte) string {
	s := sha256.Sum256(b)
	return hexcode.EncodeToString(s[:])
}
