package access

import (
	"sync"
	"time"

	"github.com/portage-livraison/portage/server/fault"
)

// maxKeys bounds the memory of one throttle.
const maxKeys = 20_000

var errThrottled = fault.New(fault.Throttled, "access.throttled", "too many tries: wait a little")

// limits are the throttles of one server process. They live in memory: after a
// restart, or on a second process, the count starts again, which costs a
// guesser more time than it gives. Nothing here ever locks anybody for longer
// than a window.
type limits struct {
	pair    *throttle // one login from one address
	login   *throttle // one login from anywhere
	address *throttle // any login from one address
	code    *throttle // enrolment and link secrets from one address
	refusal *throttle // audit lines about one address's refused requests
	export  *throttle // exports of one person
}

func newLimits() limits {
	return limits{
		pair:    newThrottle(10, 15*time.Minute),
		login:   newThrottle(100, 15*time.Minute),
		address: newThrottle(60, 15*time.Minute),
		code:    newThrottle(10, time.Minute),
		refusal: newThrottle(20, time.Minute),
		export:  newThrottle(3, time.Hour),
	}
}

// throttle allows each key limit takes a window; the window starts with the first.
type throttle struct {
	limit  int
	window time.Duration

	mu   sync.Mutex
	keys map[string]*count
}

type count struct {
	since time.Time
	n     int
}

func newThrottle(limit int, window time.Duration) *throttle {
	return &throttle{limit: limit, window: window, keys: map[string]*count{}}
}

// take counts one try, before it is made, so that tries at the same moment all
// count. It fails with errThrottled and the seconds to wait.
func (t *throttle) take(key string, now time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.keys[key]
	if c == nil || now.Sub(c.since) >= t.window || now.Before(c.since) {
		t.makeRoom(now)
		c = &count{since: now}
		t.keys[key] = c
	}
	if c.n >= t.limit {
		wait := int(c.since.Add(t.window).Sub(now).Seconds()) + 1
		return errThrottled.With(map[string]any{"seconds": wait})
	}
	c.n++
	return nil
}

// give takes one try back: it was a good one.
func (t *throttle) give(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if c := t.keys[key]; c != nil && c.n > 0 {
		c.n--
	}
}

// forget starts key anew.
func (t *throttle) forget(key string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.keys, key)
}

// makeRoom drops what has ended and, if that is not enough, any half: so a flood
// of keys costs little each.
func (t *throttle) makeRoom(now time.Time) {
	if len(t.keys) < maxKeys {
		return
	}
	for k, c := range t.keys {
		if now.Sub(c.since) >= t.window {
			delete(t.keys, k)
		}
	}
	for k := range t.keys {
		if len(t.keys) <= maxKeys/2 {
			return
		}
		delete(t.keys, k)
	}
}
