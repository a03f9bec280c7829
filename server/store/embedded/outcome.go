package embedded

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"github.com/portage-livraison/portage/server/store"
)

// commitError is a COMMIT that failed: whether its pages reached the disk is
// known only after a restart.
type commitError struct{ error }

func (e *commitError) Unwrap() error { return e.error }

// outcome is what a caller is told of a hard error. A full disk is certain to
// have stored nothing; another failed COMMIT is not.
func outcome(err error) error {
	var commit *commitError
	switch {
	case primary(err) == lib.SQLITE_FULL:
		return fmt.Errorf("%w: %w", store.ErrFull, err)
	case errors.As(err, &commit):
		return fmt.Errorf("%w: %w", store.ErrUnknown, err)
	default:
		return fmt.Errorf("store: %w", err)
	}
}

// primary is SQLite's result code without its extension, or 0.
func primary(err error) int {
	var e *sqlite.Error
	if errors.As(err, &e) {
		return e.Code() & 0xff
	}
	return 0
}
