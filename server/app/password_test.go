package app

import (
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
)

func TestPasswordLinkIsTheWayBack(t *testing.T) {
	cfg := Default()
	cfg.Data = t.TempDir()
	// with opens the town as its server would.
	with := func(do func(*access.Gate)) {
		t.Helper()
		s, err := OpenStore(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		gate, err := access.New(access.Options{Store: s, Now: time.Now, Random: rand.Reader, NewID: uuid.NewString, BaseURL: "x"})
		if err != nil {
			t.Fatal(err)
		}
		do(gate)
	}
	with(func(g *access.Gate) {
		_, err := g.AddPerson(t.Context(), account.System, account.Person{Name: "Ana", Login: "ana", Roles: []account.Role{account.Admin}})
		if err != nil {
			t.Fatal(err)
		}
	})
	if _, err := PasswordLink(t.Context(), cfg, "bob", false); fault.From(err).Kind != fault.NotFound {
		t.Errorf("an unknown login: %v", err)
	}
	link, err := PasswordLink(t.Context(), cfg, " ANA", true)
	token, found := strings.CutPrefix(link.URL, "http://localhost:8080/desk/password#")
	if err != nil || !found {
		t.Fatal(link, err)
	}
	with(func(g *access.Gate) {
		if err := g.ResetPassword(t.Context(), access.Peer{}, token, "le pain du mardi"); err != nil {
			t.Error(err)
		}
		if _, err := g.SignIn(t.Context(), access.Peer{}, access.Credentials{Login: "ana", Password: "le pain du mardi"}, ""); err != nil {
			t.Error(err)
		}
	})
}
