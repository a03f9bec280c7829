package httpapi

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/push"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
)

// nobody is told anything: these tests are of the routes.
type nobody struct{}

func (nobody) Everyone(context.Context) ([]account.Person, error) { return nil, nil }
func (nobody) Lookup(context.Context, ...string) (map[string]account.Person, error) {
	return map[string]account.Person{}, nil
}
func (nobody) Phones(context.Context, string) ([]string, error) { return nil, nil }

// notified is a town whose people can subscribe; key is what they subscribe with.
type notified struct {
	*town
	key string
}

func newNotified(t *testing.T, contact string) *notified {
	t.Helper()
	st, err := embedded.Open(t.TempDir(), slices.Concat(push.Kinds(), record.Kinds(), []store.Kind{sliprepo.Kind()}), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &notified{}
	w.town = newTown(t, func(s *Services) {
		p, err := push.New(push.Options{Store: st, People: nobody{}, Now: func() time.Time { return w.clock() }, Contact: contact})
		if err != nil {
			t.Fatal(err)
		}
		s.Notices = p
	})
	var set struct{ Key string }
	if err := json.Unmarshal([]byte(w.ask(t, "GET", "/api/push", "", w.as(t, "driver")).body), &set); err != nil {
		t.Fatal(err)
	}
	w.key = set.Key
	return w
}

const (
	pushAt = "https://fcm.googleapis.com/fcm/send/one"
	secret = "c2l4dGVlbiBieXRlcyAhIQ"
)

// subscription is a body for endpoint; more replaces parts of it.
func (w *notified) subscription(t *testing.T, endpoint string, more ...string) string {
	t.Helper()
	key, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	body := fmt.Sprintf(`{"endpoint":%q,"p256dh":%q,"auth":%q,"key":%q}`, endpoint, base64.RawURLEncoding.EncodeToString(key.PublicKey().Bytes()), secret, w.key)
	return strings.NewReplacer(more...).Replace(body)
}

func TestPushRoutes(t *testing.T) {
	w := newNotified(t, "mailto:ops@portage.example")
	driver, coordinator, admin := w.as(t, "driver"), w.as(t, "coordinator"), w.as(t, "admin")
	ok := w.subscription(t, pushAt)
	for _, c := range []struct {
		name, method, path, who, body string
		status                        int
		want                          []string
		never                         []string
	}{
		{"a driver chooses from a driver's kinds", "GET", "/api/push", driver, "", 200, []string{`"enabled":true`, `"kind":"round"`}, []string{`"kind":"alert"`, secret}},
		{"a worry is for the social worker", "GET", "/api/push", w.as(t, "socialWorker"), "", 200, []string{`"kind":"alert"`}, []string{`"kind":"round"`}},
		{"one kind is switched off", "PUT", "/api/push/kinds", driver, `{"off":["ready"]}`, 204, nil, nil},
		{"and stays off", "GET", "/api/push", driver, "", 200, []string{`{"kind":"ready","on":false}`, `{"kind":"round","on":true}`}, nil},
		{"nobody chooses what is not for them", "PUT", "/api/push/kinds", driver, `{"off":["alert"]}`, 422, []string{"push.kind"}, nil},
		{"a service that is known", "PUT", "/api/push/subscription", driver, ok, 200, []string{`"again":false`}, []string{pushAt, secret}},
		{"the same again renews it", "PUT", "/api/push/subscription", driver, ok, 200, []string{`"again":false`}, nil},
		{"an older key of ours", "PUT", "/api/push/subscription", driver, w.subscription(t, pushAt+"2", w.key, "older"), 200, []string{`"again":true`}, nil},
		{"an endpoint inside", "PUT", "/api/push/subscription", driver, w.subscription(t, "https://127.0.0.1:27017/x"), 422, []string{"push.endpoint"}, []string{"127.0.0.1", "27017"}},
		{"an endpoint that looks alike", "PUT", "/api/push/subscription", driver, w.subscription(t, "https://fcm.googleapis.com.evil.test/x"), 422, []string{"push.endpoint"}, []string{"evil"}},
		{"plain http", "PUT", "/api/push/subscription", driver, w.subscription(t, "http://fcm.googleapis.com/x"), 422, []string{"push.endpoint"}, nil},
		{"a secret that is none", "PUT", "/api/push/subscription", driver, w.subscription(t, pushAt, secret, "c2hvcnQ"), 422, []string{"push.keys"}, []string{"c2hvcnQ"}},
		{"no session", "PUT", "/api/push/subscription", "", ok, 401, nil, []string{pushAt}},
		{"renewal without the old secret", "POST", "/api/push/renew", "", fmt.Sprintf(`{"old":%q,"oldAuth":"AAAA","subscription":%s}`, pushAt, w.subscription(t, pushAt+"3")), 404, []string{"push.unknown"}, []string{secret, pushAt}},
		{"renewal of nobody's", "POST", "/api/push/renew", "", fmt.Sprintf(`{"old":"https://x.test/","oldAuth":%q,"subscription":%s}`, secret, w.subscription(t, pushAt+"3")), 404, []string{"push.unknown"}, []string{"x.test"}},
		{"renewal with it", "POST", "/api/push/renew", "", fmt.Sprintf(`{"old":%q,"oldAuth":%q,"subscription":%s}`, pushAt, secret, w.subscription(t, pushAt+"3")), 200, []string{`"again":false`}, []string{secret}},
		{"a notice that is not there", "POST", "/api/push/seen", "", `{"id":"0190a8f0","token":"x","step":"opened"}`, 404, []string{"push.unknown"}, nil},
		{"a step that is none", "POST", "/api/push/seen", "", `{"id":"0190a8f0","token":"x","step":"read"}`, 422, nil, nil},
		{"who has not looked", "GET", "/api/push/unseen", coordinator, "", 200, []string{`"unseen":[]`}, nil},
		{"is not a driver's to know", "GET", "/api/push/unseen", driver, "", 403, nil, []string{"unseen"}},
		{"ages of the keys", "GET", "/api/push/keys", admin, "", 200, []string{`"since":`}, []string{"private", w.key}},
		{"a coordinator turns no key", "POST", "/api/push/rotate", coordinator, `{}`, 403, nil, nil},
		{"an end to it", "DELETE", "/api/push/subscription", driver, fmt.Sprintf(`{"endpoint":%q}`, pushAt+"3"), 204, nil, nil},
		{"twice", "DELETE", "/api/push/subscription", driver, fmt.Sprintf(`{"endpoint":%q}`, pushAt+"3"), 204, nil, nil},
	} {
		a := w.ask(t, c.method, c.path, c.body, c.who)
		if a.status != c.status {
			t.Errorf("%s: %d, want %d: %s", c.name, a.status, c.status, a.body)
		}
		for _, want := range c.want {
			if !strings.Contains(a.body, want) {
				t.Errorf("%s: no %s in %s", c.name, want, a.body)
			}
		}
		for _, never := range c.never {
			if strings.Contains(a.body, never) {
				t.Errorf("%s: %q in %s", c.name, never, a.body)
			}
		}
	}
}

func TestPushRoutesOfAServerThatSendsNothing(t *testing.T) {
	w := newNotified(t, "")
	driver := w.as(t, "driver")
	if a := w.ask(t, "GET", "/api/push", "", driver); a.status != 200 || !strings.Contains(a.body, `"enabled":false`) || w.key != "" {
		t.Errorf("%d %s", a.status, a.body)
	}
	for _, c := range [][3]string{{"PUT", "/api/push/subscription", w.subscription(t, pushAt)}, {"POST", "/api/push/test", `{}`}} {
		if a := w.ask(t, c[0], c[1], c[2], driver); a.status != 409 || !strings.Contains(a.body, "push.off") {
			t.Errorf("%s %s: %d %s", c[0], c[1], a.status, a.body)
		}
	}
}
