package app

import (
	"bufio"
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
)

// signIn returns the cookie of a session at the desk.
func (r *running) signIn(t *testing.T, login, password string) *http.Cookie {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.URL()+"/api/session",
		strings.NewReader(`{"login":"`+login+`","password":"`+password+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", r.URL())
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || len(res.Cookies()) != 1 {
		t.Fatalf("sign in: %s, cookies %v", res.Status, res.Cookies())
	}
	return res.Cookies()[0]
}

// TestAChangeInTheStoreReachesAnOpenScreen goes the whole way: a use-case
// writes, the store's feed tells the hub, the hub tells the stream.
func TestAChangeInTheStoreReachesAnOpenScreen(t *testing.T) {
	cfg := config(t)
	cfg.Sample = true
	r := start(t, cfg)
	links, err := AskLinks(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	cookie := r.signIn(t, links.Logins[0].Login, links.Password)
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, r.URL()+"/api/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(cookie)
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	until := func(want string) {
		for lines.Scan() {
			if strings.Contains(lines.Text(), want) {
				return
			}
		}
		t.Fatalf("no %q: %v", want, lines.Err())
	}
	until("event: resync")
	made, err := r.gate.AddPerson(t.Context(), account.System,
		account.Person{Name: "Nadia Ferrand", Roles: []account.Role{account.Driver}, Origin: account.FromTown, Locale: "fr"})
	if err != nil {
		t.Fatal(err)
	}
	until(`data: {"kind":"person","id":"` + made.ID + `","version":1}`)
	if err := r.stop(); err != nil { // an open screen holds nobody up
		t.Error(err)
	}
	for lines.Scan() { // what was on its way still comes; then the stream is over
	}
	if ctx.Err() != nil {
		t.Error("the stream did not end with the server")
	}
}
