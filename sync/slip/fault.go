package slip

import "errors"

// Error is a refusal with a stable code (append-only). Field is the data field
// that it concerns, or "".
type Error struct{ Code, Text, Field string }

func (e *Error) Error() string {
	if e.Field != "" {
		return e.Code + ": " + e.Field + ": " + e.Text
	}
	return e.Code + ": " + e.Text
}

// Is compares by code, so that an error with a field still matches.
func (e *Error) Is(target error) bool {
	var t *Error
	return errors.As(target, &t) && t.Code == e.Code
}

func (e *Error) on(field string) *Error { c := *e; c.Field = field; return &c }

// What Parse says of data; the exchange holds such an act under this code.
var (
	ErrBadData     = &Error{Code: "slip.bad_data", Text: "the data is not what this kind asks for"}
	ErrUnknownKind = &Error{Code: "slip.unknown_kind", Text: "this version does not know the kind"}
	ErrVersion     = &Error{Code: "slip.unknown_version", Text: "this version does not know that version of the data"}
	ErrRequired    = &Error{Code: "slip.required", Text: "a required value is missing"}
	ErrNoAmount    = &Error{Code: "slip.no_amount", Text: "no step of a cheque without an amount"}
	ErrBadAmount   = &Error{Code: "slip.bad_amount", Text: "an amount is 1 to 50000 cents"}
	ErrNoMark      = &Error{Code: "slip.no_mark", Text: "a mark is missing: strokes, or a reason and a witness"}
	ErrBadStrokes  = &Error{Code: "slip.bad_strokes", Text: "the strokes are not readable or larger than 8 KB"}
	ErrTextTooLong = &Error{Code: "slip.text_too_long", Text: "a text is longer than 2000 characters"}
	ErrTooLarge    = &Error{Code: "slip.data_too_large", Text: "the data is larger than 32 KB"}
	ErrTooMany     = &Error{Code: "slip.too_many", Text: "a list is too long"}
)

// What Append says.
var (
	ErrDiffers     = &Error{Code: "slip.differs", Text: "another entry has this id; the first one stands"}
	ErrJournalFull = &Error{Code: "slip.journal_full", Text: "the journal of this slip is full"}
)

// What the desk is told about a plan that cannot be.
var (
	ErrExists       = &Error{Code: "slip.exists", Text: "the slip exists already"}
	ErrNotCreated   = &Error{Code: "slip.not_created", Text: "the slip does not exist yet"}
	ErrComplete     = &Error{Code: "slip.complete", Text: "a complete slip is never changed; make a corrective slip"}
	ErrCancelled    = &Error{Code: "slip.cancelled", Text: "the slip is cancelled; reopen it first"}
	ErrNotCancelled = &Error{Code: "slip.not_cancelled", Text: "the slip is not cancelled"}
	ErrDelivered    = &Error{Code: "slip.delivered", Text: "the goods are delivered already"}
	ErrChequeOut    = &Error{Code: "slip.cheque_out", Text: "the cheque has changed hands: payee and amount stand"}
	ErrNoTask       = &Error{Code: "slip.no_task", Text: "this entry waits for no decision"}
)

// What Verify says.
var ErrChain = &Error{Code: "slip.chain_broken", Text: "the journal was changed after it was written"}
