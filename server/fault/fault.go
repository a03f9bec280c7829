// Package fault is how the domain and the use-cases say no: a kind that decides
// the HTTP status, a stable code that the app translates, and a short English
// text for logs and for clients without a translation. It knows nothing of HTTP.
//
// Codes are append-only: a code that was shipped keeps its meaning for ever.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what sort of no it is.
type Kind int

// The kinds; onError in server/httpapi maps each to one status.
const (
	Internal    Kind = iota // 500: somebody must look
	Invalid                 // 422: the input is wrong; Field may say where
	Unsigned                // 401: sign in first
	Forbidden               // 403: signed in, not allowed
	NotFound                // 404: not there, or not yours to know
	Conflict                // 409: it changed meanwhile, or it is too late
	Gone                    // 410: it was there and has ended
	TooLarge                // 413
	Unsupported             // 415
	Throttled               // 429: later
	Unavailable             // 503: try again soon
)

// Error is a refusal with a stable code. Text is plain English; people read the
// translation of Code, filled with Args.
type Error struct {
	Kind  Kind
	Code  string
	Text  string
	Field string         // the input it concerns, as a JSON path, or ""
	Args  map[string]any // values for the translation; never personal data
	cause error
}

// New makes an Error; format and args make its English text.
func New(kind Kind, code, format string, args ...any) *Error {
	return &Error{Kind: kind, Code: code, Text: fmt.Sprintf(format, args...)}
}

// On returns a copy that names the field it concerns.
func (e *Error) On(field string) *Error { c := *e; c.Field = field; return &c }

// With returns a copy with values for the translation.
func (e *Error) With(args map[string]any) *Error { c := *e; c.Args = args; return &c }

// Because returns a copy that wraps cause, which is logged and never shown.
func (e *Error) Because(cause error) *Error { c := *e; c.cause = cause; return &c }

// Error is for logs.
func (e *Error) Error() string {
	if e.cause != nil {
		return e.Code + ": " + e.Text + ": " + e.cause.Error()
	}
	return e.Code + ": " + e.Text
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.cause }

// Is makes errors.Is compare by code, so that a copy with a field still matches.
func (e *Error) Is(target error) bool {
	var t *Error
	return errors.As(target, &t) && t.Code == e.Code
}

// From returns the Error inside err; what nobody classified is Internal.
func From(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return New(Internal, "internal", "something went wrong on the server").Because(err)
}
