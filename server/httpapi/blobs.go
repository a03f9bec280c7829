package httpapi

import (
	"context"
	"errors"
	"strconv"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/field"
)

// Blobs keeps photos; package field does. See sync/README.md, section 5.
type Blobs interface {
	// BlobStatus says how many bytes of a photo this phone has brought.
	BlobStatus(ctx context.Context, credential, sha string) (offset int64, whole bool, err error)
	// Part brings some; offset is where to go on, also with an error of kind Conflict.
	Part(ctx context.Context, credential, sha string, r field.Range, data []byte) (offset int64, done bool, err error)
	// DeskPart is Part for somebody who is signed in at the desk.
	DeskPart(ctx context.Context, who account.User, sha string, r field.Range, data []byte) (offset int64, done bool, err error)
	// Photo is a kept photo, as JPEG, for staff.
	Photo(ctx context.Context, who account.User, sha string) ([]byte, error)
}

const headerOffset = "Upload-Offset"

func (s *Server) blobRoutes() {
	const path = "/api/blobs/{sha256}"
	s.addPlain(Route{Method: fiber.MethodHead, Path: path, ID: "statBlob", Summary: "How much of a photo is here", Who: Anyone}, s.headBlob)
	s.addPlain(Route{Method: fiber.MethodPut, Path: path, ID: "putBlob", Summary: "Bring a part of a photo",
		Who: Anyone, Body: field.MaxPart, Raw: true}, s.putBlob) // the phone is asked for by the use-case
	s.addPlain(Route{Method: fiber.MethodGet, Path: path, ID: "getBlob", Summary: "Read a photo", Who: Those(account.ReadOrders)}, s.getBlob)
}

// headBlob serves HEAD /api/blobs/:sha256.
func (s *Server) headBlob(c *fiber.Ctx) error {
	ctx := c.UserContext()
	offset, whole, err := s.use.Blobs.BlobStatus(ctx, credentialFrom(ctx).Device, utils.CopyString(c.Params("sha256")))
	if err != nil {
		return err
	}
	setOffset(c, offset)
	if !whole {
		return c.SendStatus(fiber.StatusNotFound)
	}
	return c.SendStatus(fiber.StatusOK)
}

// putBlob serves PUT /api/blobs/:sha256: 201 with the last part, 204 before.
func (s *Server) putBlob(c *fiber.Ctx) error {
	ctx := c.UserContext()
	r, err := field.ParseRange(c.Get(fiber.HeaderContentRange))
	if err != nil {
		return err
	}
	offset, done, err := s.bringPart(ctx, utils.CopyString(c.Params("sha256")), r, c.Body())
	if known := (*fault.Error)(nil); errors.As(err, &known) && known.Kind == fault.Conflict {
		setOffset(c, offset)
	}
	if err != nil {
		return err
	}
	setOffset(c, offset)
	if !done {
		return c.SendStatus(fiber.StatusNoContent)
	}
	return c.SendStatus(fiber.StatusCreated)
}

// bringPart asks for a session where no phone's credential is shown: the route
// is open, because the use-case takes a revoked phone's photos too.
func (s *Server) bringPart(ctx context.Context, sha string, r field.Range, data []byte) (offset int64, done bool, err error) {
	cred := credentialFrom(ctx)
	if cred.Session == "" || s.use.Sessions == nil {
		return s.use.Blobs.Part(ctx, cred.Device, sha, r, data)
	}
	who, err := s.use.Sessions.User(ctx, cred.Session)
	if err != nil {
		return 0, false, err
	}
	return s.use.Blobs.DeskPart(ctx, who, sha, r, data)
}

// getBlob serves GET /api/blobs/:sha256: always a JPEG that this server made,
// and never shown as a page.
func (s *Server) getBlob(c *fiber.Ctx) error {
	ctx := c.UserContext()
	photo, err := s.use.Blobs.Photo(ctx, userFrom(ctx), utils.CopyString(c.Params("sha256")))
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "image/jpeg")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="photo.jpg"`)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Send(photo)
}

func setOffset(c *fiber.Ctx, offset int64) { c.Set(headerOffset, strconv.FormatInt(offset, 10)) }
