package httpapi

import (
	"strings"

	"github.com/gofiber/fiber/v2"
)

// setHeaders puts the headers that protect people on every answer. private
// answers are kept by no cache.
func (s *Server) setHeaders(c *fiber.Ctx, private bool) {
	c.Set(fiber.HeaderContentSecurityPolicy, s.policy())
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	c.Set(fiber.HeaderPermissionsPolicy, "camera=(self), geolocation=(self), microphone=()")
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	c.Set("X-Robots-Tag", "noindex, nofollow")
	c.Set("X-Request-Id", requestID(c))
	if s.secure() {
		c.Set(fiber.HeaderStrictTransportSecurity, "max-age=31536000")
	}
	if private {
		c.Set(fiber.HeaderCacheControl, "no-store")
	}
}

// policy allows nothing inline and nothing from elsewhere but map tiles; the
// code reader needs wasm.
func (s *Server) policy() string {
	images := strings.Join(append([]string{"'self'", "data:", "blob:"}, s.cfg.TileHosts...), " ")
	return "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src " + images +
		"; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}
