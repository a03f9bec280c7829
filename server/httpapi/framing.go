package httpapi

import (
	"bytes"
	"net/url"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"github.com/portage-livraison/portage/server/fault"
)

var errFraming = &refused{fiber.StatusBadRequest,
	fault.New(fault.Invalid, "request.framing", "the request's headers contradict each other")}

// harden puts checks in front of fiber, where the header is still as it came,
// and bounds each request by its route before its body is read.
func (s *Server) harden() {
	srv := s.app.Server()
	srv.CloseOnShutdown = true
	next := srv.Handler
	srv.Handler = func(ctx *fasthttp.RequestCtx) {
		err := frame(&ctx.Request.Header)
		if err == nil {
			next(ctx)
			return
		}
		// What follows on this connection may be the rest of this request.
		ctx.SetConnectionClose()
		c := s.app.AcquireCtx(ctx)
		defer s.app.ReleaseCtx(c)
		if err := s.onError(c, err); err != nil {
			ctx.SetStatusCode(fiber.StatusBadRequest)
		}
	}
	srv.HeaderReceived = func(h *fasthttp.RequestHeader) fasthttp.RequestConfig {
		path, _, _ := strings.Cut(string(h.RequestURI()), "?")
		method := string(h.Method())
		conf := fasthttp.RequestConfig{WriteTimeout: s.cfg.Limits.Write}
		for _, r := range s.routes {
			if (r.Body == 0 && !r.Stream) || r.Method != method || !r.matches(path) {
				continue
			}
			conf.MaxRequestBodySize = r.Body
			if r.Stream {
				conf.WriteTimeout = 0 // the stream sets a deadline of its own before each write
			}
			if r.Raw { // a photo on a slow network
				conf.ReadTimeout = 3 * time.Minute
			}
		}
		return conf
	}
}

// frame refuses what two programs in a row could read in two ways: doubled or
// contradicting framing headers, folded lines, a space before the colon, a
// target that is not a path. See RFC 9112, sections 3.2, 5.1, 5.2 and 6.3.
func frame(h *fasthttp.RequestHeader) error {
	seen := map[string]int{}
	for line := range bytes.SplitSeq(h.RawHeaders(), []byte("\n")) {
		line = bytes.TrimSuffix(line, []byte("\r"))
		if len(line) == 0 {
			continue
		}
		name, _, ok := bytes.Cut(line, []byte(":"))
		if !ok || len(name) == 0 || bytes.ContainsAny(name, " \t") {
			return errFraming
		}
		seen[strings.ToLower(string(name))]++
	}
	length, coding := seen["content-length"], seen["transfer-encoding"]
	if seen["host"] > 1 || length > 1 || coding > 1 || (length > 0 && coding > 0) {
		return errFraming
	}
	if !known[string(h.Method())] {
		return fiber.ErrMethodNotAllowed
	}
	target := string(h.RequestURI())
	if !strings.HasPrefix(target, "/") || strings.ContainsRune(target, 0) {
		return fiber.ErrBadRequest
	}
	if _, err := url.ParseRequestURI(target); err != nil {
		return fiber.ErrBadRequest
	}
	return nil
}

var known = map[string]bool{
	fiber.MethodGet: true, fiber.MethodHead: true, fiber.MethodPost: true, fiber.MethodPut: true,
	fiber.MethodPatch: true, fiber.MethodDelete: true, fiber.MethodOptions: true,
}
