package push

import (
	"context"
	"sync"

	"github.com/portage-livraison/portage/server/account"
)

// crowd remembers who there is while somebody follows the changes of persons: a
// fleet that comes back gives cause for thousands of notices, each of which asks.
type crowd struct {
	people People

	mu       sync.Mutex
	followed bool
	changes  int // seen so far; what was read before one of them is not kept
	known    bool
	everyone []account.Person
}

// follow says whether changed will be called for each change from now on.
func (c *crowd) follow(followed bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.followed = followed
	c.forget()
}

func (c *crowd) changed() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forget()
}

func (c *crowd) forget() {
	c.changes++
	c.known, c.everyone = false, nil
}

// all lists everybody. The caller must not change the list.
func (c *crowd) all(ctx context.Context) ([]account.Person, error) {
	c.mu.Lock()
	everyone, known, before := c.everyone, c.known, c.changes
	c.mu.Unlock()
	if known {
		return everyone, nil
	}
	everyone, err := c.people.Everyone(ctx)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.followed && c.changes == before {
		c.known, c.everyone = true, everyone
	}
	return everyone, nil
}
