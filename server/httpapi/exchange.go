package httpapi

import (
	"bytes"
	"compress/gzip"
	"context"
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"

	"github.com/portage-livraison/portage/sync/exchange"
)

// Exchanger answers drivers' phones; package field does.
type Exchanger interface {
	// Exchange takes the credential of a phone, also of a revoked one, and the
	// request's JSON, and answers JSON; sync/README.md, section 3.
	Exchange(ctx context.Context, credential string, body []byte) ([]byte, error)
}

// worthZipping is about the size at which gzip saves a packet.
const worthZipping = 1200

func (s *Server) exchangeRoutes() {
	s.addPlain(Route{
		Method: fiber.MethodPost, Path: "/api/exchange", ID: "exchange",
		Summary: "Bring a phone's acts and fetch what changed; see sync/README.md",
		Who:     Anyone, // the use-case asks for the phone: a revoked one may still bring acts
		Body:    exchange.MaxBody, Gzip: true,
	}, s.postExchange)
}

// postExchange serves POST /api/exchange.
func (s *Server) postExchange(c *fiber.Ctx) error {
	ctx := c.UserContext()
	answer, err := s.use.Exchange.Exchange(ctx, credentialFrom(ctx).Device, c.Body())
	if err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, fiber.MIMEApplicationJSON)
	if len(answer) >= worthZipping && acceptsGzip(c.Get(fiber.HeaderAcceptEncoding)) {
		c.Set(fiber.HeaderContentEncoding, "gzip")
		answer = zip(answer)
	}
	c.Vary(fiber.HeaderAcceptEncoding)
	return c.Send(answer)
}

// acceptsGzip reads the plain form that phones send; whoever writes q=0 gets the
// answer as it is.
func acceptsGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if strings.TrimSpace(name) == "gzip" {
			return !strings.Contains(strings.ReplaceAll(params, " ", ""), "q=0")
		}
	}
	return false
}

// zippers are kept since each holds several hundred kilobytes.
var zippers = sync.Pool{New: func() any {
	z, _ := gzip.NewWriterLevel(nil, gzip.BestSpeed) // the level is valid
	return z
}}

func zip(b []byte) []byte {
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	var out bytes.Buffer
	out.Grow(len(b) / 3)
	z.Reset(&out)
	_, _ = z.Write(b) // to memory
	_ = z.Close()
	return out.Bytes()
}
