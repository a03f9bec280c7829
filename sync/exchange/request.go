package exchange

import (
	"crypto/sha256"
	hexcode "encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// The limits of one exchange.
const (
	MaxBody   = 256 << 10 // bytes of a request, unpacked
	MaxActs   = 50
	MaxHave   = 2000
	MaxAnswer = 512 << 10 // bytes of documents in an answer
	maxNumber = 1<<53 - 1 // the largest integer that every JSON reader keeps
)

// What can be wrong with a request as a whole.
const (
	CodeBody     = "exchange.unreadable" // no JSON object
	CodeEnvelope = "exchange.invalid"    // a field is missing or wrong
	CodeDevice   = "exchange.device"     // not the device of the credential
	CodeBatch    = "exchange.too_large"  // the phone halves it
)

// EnvelopeError says why a request was not read. No act of it was stored. What
// is wrong inside one act is never an EnvelopeError.
type EnvelopeError struct {
	Code  string
	Field string
}

func (e *EnvelopeError) Error() string {
	return fmt.Sprintf("%s %s", e.Code, e.Field)
}

func invalid(field string) error { return &EnvelopeError{CodeEnvelope, field} }

// Request is one call of a phone. Acts are the bytes that the phone sent, one
// JSON value each, not yet looked at; they share memory with the body.
type Request struct {
	Proto  int64
	Device string
	Epoch  string
	App    string
	SentAt string
	Issued int64
	Acts   [][]byte
	Have   map[string]int64
	Digest string // in the place of Have: the digest of it
}

// DecodeRequest reads the envelope. Unknown fields are ignored, a missing acts
// or have is empty, a proto newer than ours is read as ours.
func DecodeRequest(body []byte) (Request, error) {
	if len(body) > MaxBody {
		return Request{}, &EnvelopeError{CodeBatch, ""}
	}
	var r Request
	err := fields(body, func(name string, v []byte) error { return r.set(name, v) })
	var bad *EnvelopeError
	switch {
	case errors.As(err, &bad):
		return Request{}, err
	case errors.Is(err, errTwice):
		return Request{}, invalid("")
	case err != nil:
		return Request{}, &EnvelopeError{CodeBody, ""}
	case r.Proto < 1:
		return Request{}, invalid("proto")
	case !IsID(r.Device):
		return Request{}, invalid("device")
	case !IsID(r.Epoch):
		return Request{}, invalid("epoch")
	case len(r.App) > 64 || !utf8.ValidString(r.App):
		return Request{}, invalid("app")
	}
	return r, nil
}

func (r *Request) set(name string, v []byte) error {
	var err error
	switch name {
	case "proto":
		r.Proto, err = number(v)
	case "device":
		err = json.Unmarshal(v, &r.Device)
	case "epoch":
		err = json.Unmarshal(v, &r.Epoch)
	case "app":
		err = json.Unmarshal(v, &r.App)
	case "sentAt":
		err = json.Unmarshal(v, &r.SentAt)
	case "issued":
		r.Issued, err = number(v)
	case "acts":
		if r.Acts, err = elements(v, MaxActs); len(r.Acts) > MaxActs {
			return &EnvelopeError{CodeBatch, "acts"}
		}
	case "have":
		if v[0] == '"' {
			if err = json.Unmarshal(v, &r.Digest); len(r.Digest) != hexcode.EncodedLen(sha256.Size) {
				return invalid(name)
			}
			break
		}
		if err = json.Unmarshal(v, &r.Have); len(r.Have) > MaxHave {
			return &EnvelopeError{CodeBatch, "have"}
		}
	default:
		if check(v) != nil {
			return errSyntax
		}
	}
	if err != nil {
		return invalid(name)
	}
	return nil
}

// number reads an integer from 0 to 2^53-1.
func number(v []byte) (int64, error) {
	n := int64(0)
	for _, c := range v {
		if c < '0' || c > '9' || n > maxNumber {
			return 0, errSyntax
		}
		n = n*10 + int64(c-'0')
	}
	if n > maxNumber || len(v) > 1 && v[0] == '0' {
		return 0, errSyntax
	}
	return n, nil
}

// IsID says whether s is a UUID in its canonical, lower-case form.
func IsID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if !(c >= '0' && c <= '9' || c >= 'a' && c <= 'f') {
				return false
			}
		}
	}
	return true
}
