package httpapi

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
)

// The role x route x owner table. Each group of routes writes its rows in a file
// matrix_<group>_test.go and is named once in matrix below; a route without a row
// fails the test, and so does a row without a route. The rows are written apart
// from the routes on purpose: who may what is said twice.
type row struct {
	id string // of the operation

	// Who gets past the door. Whoever does not is told 401 (nobody) or 403.
	open  bool           // everybody, signed in or not
	staff bool           // everybody with a session, whatever the role; a phone is told 401
	roles []account.Role // these; a driver's phone counts as driver

	// Of a path with {…}: either whoever may call it may name any object, or the
	// test that shows another's object to be as unknown as none.
	shared bool
	own    string
}

var matrix = slices.Concat(accessRows, liveRows, fieldRows, deskRows, counterRows, paperRows, pushRows, reportRows)

// The common sets.
var (
	deskRoles    = []account.Role{account.Coordinator, account.SocialWorker, account.OrderAgent} // residents
	peopleRoles  = []account.Role{account.Admin, account.Coordinator, account.SocialWorker, account.OrderAgent}
	adminRoles   = []account.Role{account.Admin}
	managerRoles = []account.Role{account.Admin, account.Coordinator}
)

func TestEveryRouteHasARow(t *testing.T) {
	w := newFixture(t, Services{})
	routes, paths := map[string]bool{}, map[string]bool{}
	for _, r := range w.Routes() {
		if r.ID == "" || routes[r.ID] {
			t.Errorf("%s %s: operation id %q is missing or used twice", r.Method, r.Path, r.ID)
		}
		routes[r.ID], paths[r.Method+" "+fiberPath(r.Path)] = true, true
	}
	rows := map[string]bool{}
	for _, m := range matrix {
		if rows[m.id] {
			t.Errorf("%s has two rows", m.id)
		}
		rows[m.id] = true
		if !routes[m.id] {
			t.Errorf("row %s has no route", m.id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(routes)) {
		if !rows[id] {
			t.Errorf("route %s has no row: add one to a matrix_<group>_test.go", id)
		}
	}
	// Nothing may be registered beside add and addPlain.
	for _, r := range w.App().GetRoutes(true) {
		if strings.HasPrefix(r.Path, "/api") && !paths[r.Method+" "+r.Path] {
			t.Errorf("%s %s is served but not in Routes", r.Method, r.Path)
		}
	}
	for _, op := range operations(t, w) {
		if !paths[op.method+" "+fiberPath(op.path)] {
			t.Errorf("%s %s is in the document but not in Routes", op.method, op.path)
		}
	}
}

func TestObjectsInPathsAreOwnedOrShared(t *testing.T) {
	tests := testNames(t)
	byID := map[string]Route{}
	for _, r := range newFixture(t, Services{}).Routes() {
		byID[r.ID] = r
	}
	for _, m := range matrix {
		named := strings.Contains(byID[m.id].Path, "{")
		switch {
		case named && m.shared == (m.own != ""):
			t.Errorf("%s: say either shared or which test shows that others' objects are unknown", m.id)
		case !named && (m.shared || m.own != ""):
			t.Errorf("%s names no object", m.id)
		case m.own != "" && !tests[m.own]:
			t.Errorf("%s: there is no test %s", m.id, m.own)
		}
	}
}

// caller is one column of the table.
type caller struct {
	name   string
	role   account.Role
	phone  bool
	barred bool // a credential that opens nothing
	header string
}

// TestRoleRouteMatrix asks every route as everybody. "Let in" is any answer but
// 401 and 403: the services behind other groups are missing here, and a body is
// empty, so that nothing happens.
func TestRoleRouteMatrix(t *testing.T) {
	w := newTown(t)
	byID := map[string]Route{}
	for _, r := range w.Routes() {
		byID[r.ID] = r
	}
	for _, c := range w.callers(t) {
		for _, m := range matrix {
			r, ok := byID[m.id]
			if !ok {
				continue
			}
			if c.role != "" && !c.phone {
				c.header = w.as(t, string(c.role)) // some routes end the session
			}
			got := w.try(t, r, c.header).status
			if want := m.expect(c); want == 0 && (got == http.StatusUnauthorized || got == http.StatusForbidden) || want != 0 && got != want {
				t.Errorf("%s %s (%s) as %s: %d, want %s", r.Method, r.Path, m.id, c.name, got, said(want))
			}
		}
	}
}

// callers are nobody, each role with a session, and the driver's phones.
func (w *town) callers(t *testing.T) []caller {
	good, _ := w.phone(t)
	away, _ := w.phone(t)
	lost, id := w.phone(t)
	w.pass(account.DeviceIdle + time.Second)
	fresh, _ := w.phone(t)
	if err := w.gate.Revoke(t.Context(), account.System, id); err != nil {
		t.Fatal(err)
	}
	all := []caller{
		{name: "nobody"},
		{name: "an ended session", barred: true, header: "Cookie: __Host-portage=" + strings.Repeat("A", 43)},
		{name: "a phone", role: account.Driver, phone: true, header: fresh},
		{name: "a phone away too long", phone: true, barred: true, header: away},
		{name: "a revoked phone", phone: true, barred: true, header: lost},
		{name: "a phone with a wrong secret", phone: true, barred: true, header: good + "x"},
	}
	for _, r := range account.Roles {
		all = append(all, caller{name: string(r), role: r})
	}
	return all
}

// expect is the status that the row says, 0 for let in.
func (m row) expect(c caller) int {
	switch {
	case m.open:
		return 0
	case c.role == "" || c.barred:
		return http.StatusUnauthorized
	case m.staff && c.phone:
		return http.StatusUnauthorized
	case m.staff || slices.Contains(m.roles, c.role):
		return 0
	}
	return http.StatusForbidden
}

func said(status int) string {
	if status == 0 {
		return "let in"
	}
	return fmt.Sprint(status)
}

// try sends the emptiest request that reaches the door.
func (w *town) try(t *testing.T, r Route, headers ...string) answer {
	t.Helper()
	path := strings.NewReplacer("{id}", "none", "{code}", "none", "{sha256}", strings.Repeat("0", 64)).Replace(r.Path)
	body := ""
	if r.Method != http.MethodGet && r.Method != http.MethodHead && !r.Raw {
		body = "{}"
	}
	if headers[0] == "" {
		headers = headers[1:]
	}
	return w.ask(t, r.Method, path, body, headers...)
}

// operation is one of the OpenAPI document.
type operation struct {
	method, path string
	body         bool
}

func operations(t *testing.T, w *fixture) []operation {
	t.Helper()
	raw, err := w.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Paths map[string]map[string]struct {
			RequestBody json.RawMessage `json:"requestBody"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		t.Fatal(err)
	}
	var all []operation
	for path, methods := range doc.Paths {
		for method, op := range methods {
			all = append(all, operation{strings.ToUpper(method), path, len(op.RequestBody) > 0})
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return all
}

// testNames are the test functions of this package.
func testNames(t *testing.T) map[string]bool {
	t.Helper()
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				names[fn.Name.Name] = true
			}
		}
	}
	return names
}
