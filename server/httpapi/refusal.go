package httpapi

import (
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
)

// Access is all that the routes about signing in, people and phones need;
// package access has it.
type Access interface {
	SignIns
	OwnAccount
	Setup
	Enrolments
	Devices
	People
	Audit
	Refusals
}

// Refusals is where the audit log hears of requests that were refused.
type Refusals interface {
	RecordRefusal(ctx context.Context, peer access.Peer, who account.User, action, object string, details map[string]string) (bool, error)
}

// idLike is what may stand in the log: an id, not what somebody typed.
var idLike = regexp.MustCompile(`^[0-9A-Za-z-]{1,64}$`)

// noteRefusal tells the audit log of what was forbidden, and of somebody signed
// in who asked for an object that is not there or not theirs. A log that cannot
// be written does not change the answer; it is an error in the server's log.
func (s *Server) noteRefusal(c *fiber.Ctx, err error) {
	status, f := refusal(err)
	who := userFrom(c.UserContext())
	asked := status == fiber.StatusNotFound && who.ID != "" && strings.Contains(routeOf(c), "{")
	if s.use.Access == nil || status != fiber.StatusForbidden && !asked {
		return
	}
	object := c.Params("id")
	if !idLike.MatchString(object) {
		object = ""
	}
	// The route's own deadline is over when it has answered.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), 5*time.Second)
	defer cancel()
	_, err = s.use.Access.RecordRefusal(ctx, s.peer(c), who, "request.refused", object,
		map[string]string{"method": c.Method(), "route": routeOf(c), "code": f.Code})
	if err != nil {
		s.cfg.Log.ErrorContext(ctx, "audit log not written", "requestId", requestID(c), "err", clip(err.Error()))
	}
}
