package transfer

import (
	"compress/flate"
	"compress/gzip"
	"errors"
	"io"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

// What a transfer refuses; compare with errors.Is.
var (
	ErrTruncated = fault.New(fault.Invalid, "transfer.truncated", "the file ends too early: it was not written or copied to its end")
	ErrAltered   = fault.New(fault.Invalid, "transfer.altered", "the file was altered or damaged: it is not what an export wrote")
	ErrNoExport  = fault.New(fault.Invalid, "transfer.no_export", "this is not a file that `portage export` wrote")
	ErrNewer     = fault.New(fault.Invalid, "transfer.newer", "the file was written by a newer Portage: use that version, or a newer one")
	ErrKind      = fault.New(fault.Invalid, "transfer.unknown_kind", "the source holds a kind of document that the target does not know: use the newer version of Portage")
	ErrTarget    = fault.New(fault.Conflict, "transfer.target_not_empty", "the target holds data of another origin: give an empty one")
	ErrSame      = fault.New(fault.Conflict, "transfer.same", "source and target are the same store")
	ErrDiffers   = fault.New(fault.Conflict, "transfer.differs", "source and target differ")
)

// clash names a document that the target holds in another form.
func clash(err error) error {
	if errors.Is(err, store.ErrExists) {
		return ErrDiffers.Because(err)
	}
	return err
}

// damage tells a file that ends from one that lies.
func damage(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return ErrTruncated.Because(err)
	case errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader), errors.As(err, &corrupt):
		return ErrAltered.Because(err)
	}
	return err
}
