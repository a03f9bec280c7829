package httpapi

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"

	"github.com/portage-livraison/portage/server/account"
)

// Who says who may call a route. The zero value lets nobody in.
type Who struct {
	Open   bool                 // without signing in
	Signed bool                 // everybody who signed in or enrolled
	Desk   bool                 // everybody with a session, and no phone
	Any    []account.Permission // whose roles grant any of these
}

// The usual answers to who may call.
var (
	Anyone   = Who{Open: true}
	SignedIn = Who{Signed: true}
	AtDesk   = Who{Desk: true}
)

// Those lets in whoever has any of the permissions.
func Those(may ...account.Permission) Who { return Who{Any: may} }

// Allows says whether somebody with these roles may call.
func (w Who) Allows(roles []account.Role) bool {
	return w.Open || w.Signed || w.Desk || slices.ContainsFunc(w.Any, func(p account.Permission) bool { return account.May(roles, p) })
}

// Route is one row of the API. Path is in OpenAPI form, /api/slips/{id}.
type Route struct {
	Method, Path string
	ID           string // the operation's name for generated clients: verb, noun
	Summary      string
	Who          Who
	Status       int           // of success; 200 or 204 by default
	Deadline     time.Duration // 0: Limits.Handler
	Body         int           // most bytes of body; 0: Limits.Body
	Raw          bool          // the body is not JSON (photos)
	Gzip         bool          // the body may be gzip; Body bounds what it unpacks to
	Stream       bool          // the answer does not end by itself
}

// Making is part of every request that makes something. The maker chooses what
// it is known by, so that the request may be sent again when its answer was
// lost: it makes no second one. Exported because huma sees no other embedded
// struct.
type Making struct {
	Key string `header:"Idempotency-Key" format:"uuid" maxLength:"36" doc:"names this asking; sent again under the same key, nothing is made twice"`
}

// register is the one block where every route of the server is added: one line
// per group, each group in its own file.
func (s *Server) register() {
	s.healthRoutes()
	s.setupRoutes()
	s.sessionRoutes()
	s.ownRoutes()
	s.peopleRoutes()
	s.enrolmentRoutes()
	s.deviceRoutes()
	s.auditRoutes()
	s.deskRoutes()
	s.counterRoutes()
	s.reportRoutes()
	s.pushRoutes()
	s.paperRoutes()
	s.mailRoutes()
	s.liveRoutes()
	s.exchangeRoutes()
	s.blobRoutes()
	s.heldRoutes()
	s.openapiRoutes()
}

// add registers a JSON route: huma checks the input against I, and h decides.
// What h returns as error goes to onError.
func add[I, O any](s *Server, r Route, h func(context.Context, *I) (*O, error)) {
	s.guard(r)
	op := s.operation(r)
	op.Errors = r.refusals()
	if r.Who.Open { // a shop's or a phone's word is never refused for its letters
		huma.Register(s.api, op, h)
		return
	}
	huma.Register(s.api, op, func(ctx context.Context, in *I) (*O, error) {
		if err := printable(in); err != nil {
			return nil, err
		}
		return h(ctx, in)
	})
}

// operation is what the document says of a route.
func (s *Server) operation(r Route) huma.Operation {
	op := huma.Operation{
		OperationID:   r.ID,
		Method:        r.Method,
		Path:          r.Path,
		Summary:       r.Summary,
		DefaultStatus: r.Status,
		MaxBodyBytes:  int64(r.maxBody(s.cfg.Limits)),
		Tags:          []string{r.group()},
	}
	if !r.Who.Open {
		op.Security = []map[string][]string{{"session": {}}, {"device": {}}}
	}
	return op
}

// addPlain registers a route that huma cannot serve: streams, files, photos. The
// document names it, without its forms.
func (s *Server) addPlain(r Route, h fiber.Handler) {
	s.guard(r)
	op := s.operation(r)
	op.Responses = map[string]*huma.Response{"200": {Description: "As the summary says"},
		"default": {Description: "A problem", Content: map[string]*huma.MediaType{problemType: {
			Schema: s.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[problem](), true, "Problem")}}}}
	for _, name := range pathNames(r.Path) {
		op.Parameters = append(op.Parameters, &huma.Param{Name: name, In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}})
	}
	s.api.OpenAPI().AddOperation(&op)
	s.app.Add(r.Method, fiberPath(r.Path), h)
}

// guard notes the route in the table and puts its checks in front of it.
func (s *Server) guard(r Route) {
	s.routes = append(s.routes, r)
	s.app.Add(r.Method, fiberPath(r.Path), func(c *fiber.Ctx) error {
		c.Locals(routeKey, r.Path)
		if err := s.content(c, r); err != nil {
			return err
		}
		deadline := r.Deadline
		if deadline == 0 {
			deadline = s.cfg.Limits.Handler
		}
		// Not a child of begin's deadline: a route may take longer than the usual.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(c.UserContext()), deadline)
		defer cancel()
		c.SetUserContext(ctx)
		if err := s.admit(c, r); err != nil {
			return err
		}
		if err := c.Next(); err != nil {
			return err
		}
		raised, _ := c.Locals(raisedKey).(error)
		return raised
	})
}

// matches says whether path, without a query, is one of r's.
func (r Route) matches(path string) bool {
	want, got := strings.Split(r.Path, "/"), strings.Split(path, "/")
	if len(want) != len(got) {
		return false
	}
	for i, w := range want {
		if w != got[i] && !strings.HasPrefix(w, "{") {
			return false
		}
	}
	return true
}

func (r Route) maxBody(l Limits) int {
	if r.Body > 0 {
		return r.Body
	}
	return l.Body
}

// group is the first word after /api/: slips, rounds, people.
func (r Route) group() string {
	word, _, _ := strings.Cut(strings.TrimPrefix(r.Path, "/api/"), "/")
	return word
}

func (r Route) refusals() []int {
	if r.Who.Open {
		return []int{fiber.StatusTooManyRequests}
	}
	return []int{fiber.StatusUnauthorized, fiber.StatusForbidden, fiber.StatusNotFound}
}

// pathNames are the words in braces.
func pathNames(path string) []string {
	var names []string
	for part := range strings.SplitSeq(path, "/") {
		if strings.HasPrefix(part, "{") {
			names = append(names, strings.Trim(part, "{}"))
		}
	}
	return names
}

// fiberPath turns /api/slips/{id} into /api/slips/:id.
func fiberPath(p string) string {
	return strings.ReplaceAll(strings.ReplaceAll(p, "{", ":"), "}", "")
}
