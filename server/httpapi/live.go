package httpapi

import (
	"bufio"
	"context"
	"encoding/json"
	"net"
	"slices"
	"sync/atomic"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/live"
)

// Feed is where changes come from.
type Feed interface {
	Subscribe(see func(live.Event) bool) *live.Subscription
}

// Peeker is a Sessions that can answer without noting a use. An open screen
// must not keep a session alive that nobody uses.
type Peeker interface {
	Peek(ctx context.Context, token string) (account.User, error)
}

// flushWithin is how long a client may take to receive what is written.
const flushWithin = 10 * time.Second

// seenBy says which permission shows changes of a kind; any one is enough. A
// kind that is not here is shown to nobody: sessions, codes, the audit log.
var seenBy = map[string][]account.Permission{
	"household": {account.ReadHouseholds},
	"request":   {account.ReadRequests},
	"merchant":  {account.ReadMerchants},
	"order":     {account.ReadOrders},
	"slip":      {account.ReadOrders, account.FollowField},
	"round":     {account.ReadOrders, account.PlanRounds},
	"held":      {account.FollowField},
	"notice":    {account.PlanRounds},
	"alert":     {account.ReadAlerts},
	"phone":     {account.FollowField, account.ManageDrivers},
	"device":    {account.ManageDrivers},
	"person":    {account.ReadPeople},
}

// LiveKinds are the kinds whose changes anybody may see.
func LiveKinds() []string {
	var kinds []string
	for kind := range seenBy {
		kinds = append(kinds, kind)
	}
	return kinds
}

// liveEvent is the data of an event named change.
type liveEvent struct {
	Kind    string `json:"kind"`
	ID      string `json:"id"`
	Version int64  `json:"version"`
	Gone    bool   `json:"gone,omitempty"`
}

func (s *Server) liveRoutes() {
	s.addPlain(Route{Method: "GET", Path: "/api/live", ID: "getLive", Summary: "Changes, as server-sent events",
		Who: Those(account.ReadLive), Stream: true}, s.getLive)
}

// getLive serves GET /api/live: a resync at once, then change events, a resync
// whenever some were not told, and a comment as heartbeat, without which a gone
// client would never be noticed. The client loads its data on each resync.
func (s *Server) getLive(c *fiber.Ctx) error {
	v := &viewer{cred: credentialFrom(c.UserContext())}
	v.is(userFrom(c.UserContext()))
	sub := s.use.Live.Subscribe(v.sees)
	c.Set(fiber.HeaderContentType, "text/event-stream")
	c.Set("X-Accel-Buffering", "no") // proxies must not hold events back
	conn := c.Context().Conn()
	c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
		defer sub.Close()
		s.stream(w, conn, sub, v)
	})
	return nil
}

// viewer is who reads a stream, with their roles as of the last heartbeat. The
// hub asks it from another goroutine.
type viewer struct {
	cred Credential
	now  atomic.Pointer[account.User]
}

func (v *viewer) is(who account.User) { v.now.Store(&who) }

func (v *viewer) sees(e live.Event) bool {
	return slices.ContainsFunc(seenBy[e.Kind], v.now.Load().May)
}

// stream writes until the client is gone, the session has ended, or the server
// stops.
func (s *Server) stream(w *bufio.Writer, conn net.Conn, sub *live.Subscription, v *viewer) {
	beat := time.NewTicker(s.cfg.Limits.Beat)
	defer beat.Stop()
	flush := func() error {
		if err := conn.SetWriteDeadline(time.Now().Add(flushWithin)); err != nil {
			return err
		}
		return w.Flush()
	}
	w.WriteString("retry: 3000\n\nevent: resync\ndata: {}\n\n") // an error stays in w until flush
	for flush() == nil {
		select {
		case <-s.stop.Done():
			return
		case <-sub.Ended():
			return
		case <-sub.Ready():
			writeEvents(w, sub.Take())
		case <-beat.C:
			if !s.stillIn(v) {
				return
			}
			w.WriteString(": beat\n\n")
		}
	}
}

// stillIn asks again who the viewer is, where that can be asked without
// renewing the session, and says whether they may go on reading.
func (s *Server) stillIn(v *viewer) bool {
	peeker, ok := s.use.Sessions.(Peeker)
	if !ok || v.cred.Session == "" {
		return true
	}
	ctx, cancel := context.WithTimeout(s.stop, s.cfg.Limits.Handler)
	defer cancel()
	who, err := peeker.Peek(ctx, v.cred.Session)
	if err != nil || !who.May(account.ReadLive) {
		return false
	}
	v.is(who)
	return true
}

func writeEvents(w *bufio.Writer, events []live.Event) {
	for _, e := range events {
		if e.Resync {
			w.WriteString("event: resync\ndata: {}\n\n")
			continue
		}
		data, err := json.Marshal(liveEvent{e.Kind, e.ID, e.Version, e.Deleted})
		if err != nil { // strings and numbers: cannot happen
			continue
		}
		w.WriteString("event: change\ndata: ")
		w.Write(data)
		w.WriteString("\n\n")
	}
}
