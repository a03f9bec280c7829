package httpapi

import (
	"context"
	"time"

	"github.com/gofiber/fiber/v2"
)

// Ready says whether the server can do its work: nil, or why not.
type Ready interface {
	Ready(ctx context.Context) error
}

// healthRoutes serve the two questions of a supervisor: alive, and able to
// work. They say nothing that a stranger should not know.
func (s *Server) healthRoutes() {
	s.app.Get("/healthz", func(c *fiber.Ctx) error {
		c.Locals(routeKey, "/healthz")
		c.Set(fiber.HeaderCacheControl, "no-store")
		return c.JSON(fiber.Map{"status": "ok", "version": s.cfg.Version})
	})
	s.app.Get("/readyz", func(c *fiber.Ctx) error {
		c.Locals(routeKey, "/readyz")
		c.Set(fiber.HeaderCacheControl, "no-store")
		ctx, cancel := context.WithTimeout(c.UserContext(), 2*time.Second)
		defer cancel()
		if s.use.Ready == nil || s.use.Ready.Ready(ctx) == nil {
			return c.JSON(fiber.Map{"status": "ok"})
		}
		return c.Status(fiber.StatusServiceUnavailable).JSON(fiber.Map{"status": "dégradé"})
	})
}
