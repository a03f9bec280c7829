package desk

import (
	"errors"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

// Page says which part of a list is wanted: at most Limit entries after Cursor,
// which is "" at the start and then what the page before gave as the next. The
// zero value is the first page of the usual length.
type Page struct {
	Cursor string
	Limit  int
}

const usualPage = 50

func (p Page) limit() int {
	if p.Limit < 1 {
		return usualPage
	}
	return min(p.Limit, store.MaxLimit)
}

var errCursor = fault.New(fault.Invalid, "list.cursor", "this is no place in this list: read it from its start").On("cursor")

// pageFault turns a cursor that the store refuses into a fault.
func pageFault(p Page, err error) error {
	if p.Cursor != "" && errors.Is(err, store.ErrInvalid) {
		return errCursor.Because(err)
	}
	return err
}
