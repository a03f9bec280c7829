package account

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Entry is one line of the audit log: who did what to what, when and from
// where. It carries ids and short codes, never a name, a token or free text.
// Each entry's Hash covers it and the hash before it.
type Entry struct {
	Seq     int64             `json:"seq"` // 1, 2, 3 … without a gap
	At      time.Time         `json:"at"`
	By      string            `json:"by,omitempty"` // person id, "system", "" for somebody not signed in
	Session string            `json:"session,omitempty"`
	Device  string            `json:"device,omitempty"`
	Action  string            `json:"action"` // noun.verb, as "device.revoked"
	Object  string            `json:"object,omitempty"`
	Details map[string]string `json:"details,omitempty"`
	Prev    string            `json:"prev"`
	Hash    string            `json:"hash"`
}

// Chained returns e as the entry after one with this sequence number and hash.
// The first entry follows 0 and "".
func (e Entry) Chained(seq int64, hash string) Entry {
	e.Seq, e.Prev = seq+1, hash
	e.Hash = e.sum()
	return e
}

// Follows says whether e is intact and comes right after that entry.
func (e Entry) Follows(seq int64, hash string) bool {
	return e.Seq == seq+1 && e.Prev == hash && e.Hash == e.sum()
}

// sum relies on encoding/json writing struct fields in order and map keys sorted.
func (e Entry) sum() string {
	e.Hash, e.At = "", e.At.UTC()
	b, err := json.Marshal(e)
	if err != nil { // strings, an int and a time in range: cannot fail
		panic(err)
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// AuditID is the store's id of the entry with this number; ids sort by number.
func AuditID(seq int64) string { return fmt.Sprintf("%012d", seq) }

// CleanWord makes s fit for a log line: valid, without control characters, at
// most limit characters, a cut shown by "…".
func CleanWord(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || unicode.IsControl(r) || unicode.In(r, misleading...) {
			return -1
		}
		return r
	}, s)
	if utf8.RuneCountInString(s) > limit {
		s = string([]rune(s)[:limit-1]) + "…"
	}
	return s
}
