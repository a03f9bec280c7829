package httpapi

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/url"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/portage-livraison/portage/server/fault"
)

// What middleware leaves on a request for those after it.
type localKey string

const (
	requestIDKey localKey = "requestID"
	routeKey     localKey = "route"  // the pattern, never the path: it may hold a code
	raisedKey    localKey = "raised" // what a handler behind huma returned
)

var (
	errOrigin   = fault.New(fault.Forbidden, "request.origin", "the request comes from another site")
	errMedia    = refusedBy[fiber.StatusUnsupportedMediaType]
	errTooLarge = refusedBy[fiber.StatusRequestEntityTooLarge]
	errEncoding = fault.New(fault.Unsupported, "request.encoding", "this content encoding is not accepted here")
)

func requestID(c *fiber.Ctx) string {
	id, _ := c.Locals(requestIDKey).(string)
	return id
}

func routeOf(c *fiber.Ctx) string {
	if pattern, ok := c.Locals(routeKey).(string); ok {
		return pattern
	}
	return "none"
}

// begin is around everything: it gives the request its id and its deadline,
// answers errors, and writes the log line.
func (s *Server) begin(c *fiber.Ctx) error {
	began := time.Now()
	c.Locals(requestIDKey, s.cfg.NewID())
	ctx, cancel := context.WithTimeout(c.UserContext(), s.cfg.Limits.Handler)
	defer cancel()
	c.SetUserContext(ctx)
	s.setHeaders(c, strings.HasPrefix(c.Path(), "/api/"))
	if err := s.recovered(c); err != nil {
		s.noteRefusal(c, err)
		if err := s.onError(c, err); err != nil {
			return err
		}
	}
	status, took := c.Response().StatusCode(), time.Since(began)
	s.cfg.Log.InfoContext(ctx, "request", "method", c.Method(), "route", routeOf(c),
		"status", status, "ms", took.Milliseconds(), "requestId", requestID(c))
	if s.cfg.Observe != nil {
		s.cfg.Observe.Request(c.Method(), routeOf(c), status, took)
	}
	return nil
}

// recovered turns a panic below it into an error: the stack goes to the log,
// the answer has the request's id.
func (s *Server) recovered(c *fiber.Ctx) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
			s.cfg.Log.ErrorContext(c.UserContext(), "panic", "requestId", requestID(c), "stack", string(debug.Stack()))
		}
	}()
	return c.Next()
}

// origin refuses state changes that another site's page asked for. A request
// without these headers is no browser's, and carries no cookie unknowingly.
func (s *Server) origin(c *fiber.Ctx) error {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		return c.Next()
	}
	if site := c.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return errOrigin
	}
	if from := c.Get(fiber.HeaderOrigin); from != "" && !s.ownOrigin(from) {
		return errOrigin
	}
	return c.Next()
}

// ownOrigin compares with the configured address, never with a header. On one's
// own machine localhost has three names.
func (s *Server) ownOrigin(from string) bool {
	if strings.EqualFold(from, s.cfg.BaseURL) {
		return true
	}
	own, err := url.Parse(s.cfg.BaseURL)
	if err != nil || !loopback(own.Hostname()) {
		return false
	}
	other, err := url.Parse(from)
	return err == nil && other.Scheme == own.Scheme && other.Port() == own.Port() && loopback(other.Hostname())
}

func loopback(host string) bool { return host == "localhost" || host == "127.0.0.1" || host == "::1" }

// content checks the form of a body before anything reads it, and unpacks gzip
// where the route takes it, never beyond the route's limit.
func (s *Server) content(c *fiber.Ctx, r Route) error {
	body := c.Request().Body()
	if len(body) > r.maxBody(s.cfg.Limits) {
		return errTooLarge
	}
	kind := c.Get(fiber.HeaderContentType)
	if (len(body) > 0 || kind != "") && !r.Raw {
		if media, _, err := mime.ParseMediaType(kind); err != nil || media != fiber.MIMEApplicationJSON {
			return errMedia
		}
	}
	switch enc := strings.ToLower(strings.TrimSpace(c.Get(fiber.HeaderContentEncoding))); {
	case enc == "" || enc == "identity":
		return nil
	case enc != "gzip" || !r.Gzip:
		return errEncoding
	}
	plain, err := unzip(body, r.maxBody(s.cfg.Limits))
	if err != nil {
		return err
	}
	c.Request().Header.Del(fiber.HeaderContentEncoding)
	c.Request().SetBodyRaw(plain)
	return nil
}

func unzip(body []byte, most int) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, fiber.ErrBadRequest
	}
	plain, err := io.ReadAll(io.LimitReader(z, int64(most)+1))
	if err != nil {
		return nil, errors.Join(fiber.ErrBadRequest, err)
	}
	if len(plain) > most {
		return nil, errTooLarge
	}
	return plain, nil
}

// clip keeps what a stranger sent from filling or colouring a log line.
func clip(text string) string {
	const most = 300
	clean := strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return '?'
		}
		return r
	}, text)
	if len(clean) > most {
		return strings.ToValidUTF8(clean[:most], "") + "…"
	}
	return clean
}
