package slip

import (
	"bytes"
	"encoding/json"
	"slices"
	"time"
)

// Slip is one slip: its id and everything that happened to it.
type Slip struct {
	ID      string  `json:"id"`
	Journal []Entry `json:"journal"`
}

// Fold is the state of s.
func (s Slip) Fold() State { return Fold(s.Journal) }

// Find returns the entry with that id.
func (s Slip) Find(id string) (Entry, bool) {
	for _, e := range s.Journal {
		if e.ID == id {
			return e, true
		}
	}
	return Entry{}, false
}

// Append returns s with e at the end of its journal, and the outcome of e; s
// itself is never changed. An id that s holds already changes nothing and is
// answered with its outcome of now, or with ErrDiffers when what it says is not
// the same. Data that cannot be read is refused with Parse's error; a fact is
// refused for nothing else than ErrJournalFull; a plan also by CheckPlan.
func Append(s Slip, e Entry) (Slip, Outcome, error) {
	r := Read(s)
	out, err := r.Append(e)
	return r.slip, out, err
}

func sealed(journal []Entry) bool {
	return slices.ContainsFunc(journal, func(e Entry) bool { return len(e.Seal) > 0 })
}

// normal is e as the stores keep it: data compact and escaped as JSON writers
// do, times to the millisecond. Storing and reading it again changes no byte.
func normal(e Entry) Entry {
	e.At, e.Received = e.At.Truncate(time.Millisecond), e.Received.UTC().Truncate(time.Millisecond)
	if len(e.Data) == 0 || string(e.Data) == "null" {
		e.Data = nil
		return e
	}
	if isNormal(e.Data) {
		return e
	}
	var compact, escaped bytes.Buffer
	if json.Compact(&compact, e.Data) == nil {
		json.HTMLEscape(&escaped, compact.Bytes())
		e.Data = escaped.Bytes()
	}
	return e
}

// isNormal says whether a JSON text is compact and escaped already.
func isNormal(data []byte) bool {
	inside := false // a string
	for i := 0; i < len(data); i++ {
		switch c := data[i]; c {
		case '"':
			inside = !inside
		case '\\':
			i++
		case '<', '>', '&', 0xE2: // 0xE2 starts U+2028 and U+2029, and others
			return false
		case ' ', '\t', '\n', '\r':
			if !inside {
				return false
			}
		}
	}
	return true
}

// sameAct says whether two entries say the same; when and by whom they were
// received does not matter.
func sameAct(a, b Entry) bool {
	return a.Kind == b.Kind && a.V == b.V && a.Seq == b.Seq && a.Device == b.Device && a.Basis == b.Basis &&
		a.At.Equal(b.At) && bytes.Equal(a.Data, b.Data) && slices.Equal(a.Blobs, b.Blobs)
}
