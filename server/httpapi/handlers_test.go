package httpapi

import (
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
)

// getWho answers where the request comes from, as the server believes. What
// fiber makes of it must not depend on a header.
func getWho(s *Server) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if c.IP() != "127.0.0.1" || c.Protocol() != "http" || c.Hostname() != "portage.example" {
			return c.SendString("fiber believes " + c.IP() + c.Protocol() + c.Hostname())
		}
		return c.SendString(s.peer(c).Address)
	}
}

// keep stores what fiber hands out beside a true copy.
func keep(mu *sync.Mutex, kept map[string]string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		mu.Lock()
		defer mu.Unlock()
		for _, s := range []string{c.Params("id"), c.Query("q"), c.Get("X-Keep")} {
			kept[strings.Clone(s)] = s
		}
		return nil
	}
}

// slow says that it began and answers when told to finish.
func slow(began, finish chan struct{}) fiber.Handler {
	return func(c *fiber.Ctx) error {
		close(began)
		<-finish
		return c.SendString("finished")
	}
}
