package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humafiber"
	"github.com/gofiber/fiber/v2"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

// problem is RFC 9457 with the fault's stable code, which programs should read;
// title and detail are for people, in the language that they asked for.
type problem struct {
	Type      string         `json:"type" doc:"urn:portage:problem: followed by the code"`
	Title     string         `json:"title"`
	Status    int            `json:"status"`
	Code      string         `json:"code" doc:"stable, for programs"`
	Detail    string         `json:"detail"`
	Field     string         `json:"field,omitempty" doc:"the input it concerns, as a JSON path"`
	Args      map[string]any `json:"args,omitempty" doc:"values that the detail speaks of"`
	RequestID string         `json:"requestId"`
}

// Error and GetStatus make problem the error model in the OpenAPI document.
func (p *problem) Error() string { return p.Code }

// GetStatus is the HTTP status.
func (p *problem) GetStatus() int { return p.Status }

// ContentType is what the document says of every refusal.
func (p *problem) ContentType(string) string { return problemType }

const problemType = "application/problem+json"

// statusOf gives each kind of fault its status.
var statusOf = map[fault.Kind]int{
	fault.Internal:    fiber.StatusInternalServerError,
	fault.Invalid:     fiber.StatusUnprocessableEntity,
	fault.Unsigned:    fiber.StatusUnauthorized,
	fault.Forbidden:   fiber.StatusForbidden,
	fault.NotFound:    fiber.StatusNotFound,
	fault.Conflict:    fiber.StatusConflict,
	fault.Gone:        fiber.StatusGone,
	fault.TooLarge:    fiber.StatusRequestEntityTooLarge,
	fault.Unsupported: fiber.StatusUnsupportedMediaType,
	fault.Throttled:   fiber.StatusTooManyRequests,
	fault.Unavailable: fiber.StatusServiceUnavailable,
}

// What fiber and huma refuse before a use-case is asked, by status.
var refusedBy = map[int]*fault.Error{
	fiber.StatusBadRequest:                  fault.New(fault.Invalid, "request.unreadable", "the request is not readable"),
	fiber.StatusNotFound:                    fault.New(fault.NotFound, "request.notFound", "there is nothing at this address"),
	fiber.StatusMethodNotAllowed:            fault.New(fault.Invalid, "request.method", "this address does not take that method"),
	fiber.StatusNotAcceptable:               fault.New(fault.Invalid, "request.accept", "only JSON is answered here"),
	fiber.StatusRequestTimeout:              fault.New(fault.Unavailable, "request.timeout", "the request did not arrive in time"),
	fiber.StatusRequestEntityTooLarge:       fault.New(fault.TooLarge, "request.tooLarge", "the request is too large"),
	fiber.StatusUnsupportedMediaType:        fault.New(fault.Unsupported, "request.mediaType", "send JSON, as application/json"),
	fiber.StatusUnprocessableEntity:         fault.New(fault.Invalid, "request.invalid", "a value is missing or not accepted"),
	fiber.StatusRequestHeaderFieldsTooLarge: fault.New(fault.TooLarge, "request.headers", "the request's headers are too large"),
	fiber.StatusServiceUnavailable:          fault.New(fault.Unavailable, "server.unavailable", "not now, try again soon"),
}

var (
	errTimeout     = fault.New(fault.Unavailable, "server.slow", "the answer took too long, try again soon")
	errFull        = fault.New(fault.Unavailable, "server.full", "the server's disk is full")
	errUnavailable = refusedBy[fiber.StatusServiceUnavailable]
)

// refusal finds the status and the fault of whatever a handler returned.
func refusal(err error) (int, *fault.Error) {
	if r := (*refused)(nil); errors.As(err, &r) {
		return r.status, r.fault
	}
	if fe := (*fiber.Error)(nil); errors.As(err, &fe) {
		if f, ok := refusedBy[fe.Code]; ok {
			return fe.Code, f.Because(err)
		}
		return fiber.StatusInternalServerError, fault.From(err)
	}
	f := classify(err)
	return statusOf[f.Kind], f
}

// classify finds the fault in err, or the one that an outcome of the store
// stands for when no use-case did.
func classify(err error) *fault.Error {
	known := (*fault.Error)(nil)
	switch {
	case errors.As(err, &known):
		return known
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return errTimeout.Because(err)
	case errors.Is(err, store.ErrFull):
		return errFull.Because(err)
	case errors.Is(err, store.ErrClosed), errors.Is(err, store.ErrUnknown):
		return errUnavailable.Because(err)
	}
	return fault.From(err)
}

// onError is the one place where an error becomes a status, a body and a log
// line. It also answers what fasthttp refuses before any middleware ran.
func (s *Server) onError(c *fiber.Ctx, err error) error {
	status, f := refusal(err)
	id := requestID(c)
	if id == "" { // fasthttp gave up before begin ran
		id = s.cfg.NewID()
		c.Locals(requestIDKey, id)
	}
	if status == fiber.StatusInternalServerError || errors.Is(err, store.ErrFull) {
		s.cfg.Log.ErrorContext(c.UserContext(), "request failed",
			"route", routeOf(c), "method", clip(c.Method()), "requestId", id, "err", clip(err.Error()))
	}
	s.setHeaders(c, true)
	if status == fiber.StatusTooManyRequests || status == fiber.StatusServiceUnavailable {
		c.Set(fiber.HeaderRetryAfter, retryAfter(f))
	}
	title, detail := s.words.say(s.language(c), status, f)
	body, err := json.Marshal(problem{
		Type: "urn:portage:problem:" + f.Code, Title: title, Status: status, Code: f.Code,
		Detail: detail, Field: f.Field, Args: f.Args, RequestID: id,
	})
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, problemType)
	return c.Status(status).Send(body)
}

// retryAfter is in seconds; a fault may ask for more by its argument "seconds".
func retryAfter(f *fault.Error) string {
	if n, ok := f.Args["seconds"].(int); ok && n > 0 {
		return itoa(n)
	}
	return "5"
}

// huma makes an error value for whatever it refuses and writes it itself. Here
// it only leaves the cause on the request; raised returns it, so that onError
// alone answers. The hook is a variable of huma's package, hence the init.
func init() {
	huma.NewError = func(status int, msg string, _ ...error) huma.StatusError {
		return &problem{Status: status, Detail: msg}
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		if ctx != nil {
			humafiber.Unwrap(ctx).Locals(raisedKey, humaCause(status, msg, errs))
		}
		return raised(status)
	}
}

// raised is what huma writes where onError then writes over it.
type raised int

func (r raised) Error() string  { return "raised" }
func (r raised) GetStatus() int { return int(r) }

// humaCause is the error behind what huma says: the handler's own, or a refusal
// that names the field.
func humaCause(status int, msg string, errs []error) error {
	if status == fiber.StatusInternalServerError && len(errs) == 1 {
		return errs[0]
	}
	f, ok := refusedBy[status]
	if !ok {
		return errors.Join(append([]error{errors.New(msg)}, errs...)...)
	}
	for _, err := range errs {
		if d := (*huma.ErrorDetail)(nil); errors.As(err, &d) {
			return &refused{status, f.On(strings.TrimPrefix(d.Location, "body."))}
		}
	}
	return &refused{status, f}
}

// refused keeps a status that no kind of fault has, such as 400.
type refused struct {
	status int
	fault  *fault.Error
}

func (r *refused) Error() string { return r.fault.Error() }
func (r *refused) Unwrap() error { return r.fault }
