package account

import "time"

// The life of a session at the desk. A driver's phone has none: see Device.
const (
	SessionIdle = 30 * time.Minute
	SessionMax  = 12 * time.Hour
	// SessionTouch is how stale Seen may be: a session is written at most this
	// often, not at every request.
	SessionTouch = time.Minute
)

// Session is one sign-in of one person in one browser.
type Session struct {
	ID      string // public, to list and to end it; not the secret of the cookie
	Person  string
	Label   string // the browser as it names itself, shortened
	Created time.Time
	Seen    time.Time
}

// Live says whether s still counts at now.
func (s Session) Live(now time.Time) bool { return now.Before(s.Ends()) }

// Ends is when s ends if nothing more is heard of it.
func (s Session) Ends() time.Time {
	idle, limit := s.Seen.Add(SessionIdle), s.Created.Add(SessionMax)
	if idle.Before(limit) {
		return idle
	}
	return limit
}

// Touched returns s seen at now, and whether that is worth a write.
func (s Session) Touched(now time.Time) (Session, bool) {
	if now.Sub(s.Seen) < SessionTouch {
		return s, false
	}
	s.Seen = now
	return s, true
}
