package httpapi

import (
	"strings"
	"sync"

	"github.com/gofiber/fiber/v2"
)

// getWho answers where the request comes from, as the server believes.
func getWho(c *fiber.Ctx) error { return c.SendString(c.IP()) }

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
