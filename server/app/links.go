package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Links are the ways into a server for who sits at its machine: people who try
// the sample town, scripts and tests.
type Links struct {
	Desk     string    `json:"desk"`
	Setup    string    `json:"setup,omitempty"` // while nobody can administer
	Accounts []Account `json:"accounts,omitempty"`
	Drivers  []Phone   `json:"drivers,omitempty"`
	Merchant string    `json:"merchant,omitempty"` // a slip's page for its shop
}

// Account is a made-up person of the sample town.
type Account struct {
	Name     string `json:"name"`
	Role     string `json:"role"`
	Login    string `json:"login"`
	Password string `json:"password"`
}

// Phone is a one-time way to enrol a phone for a driver of the sample town.
type Phone struct {
	Name    string    `json:"name"`
	Link    string    `json:"link"`
	Code    string    `json:"code"`
	Expires time.Time `json:"expires"`
}

// Town is the sample town.
type Town interface {
	// Load fills a store where nobody can administer yet. After a crash half-way
	// it completes what is there.
	Load(ctx context.Context) error
	// Links leads into the town; those that work once are new at each call. ok is
	// false when the store holds a real town, which has no such links.
	Links(ctx context.Context) (links Links, ok bool, err error)
}

// socket lies in the data folder: who may read that folder may use it. The dot
// keeps it out of what the store counts as content.
const socket = ".control"

// control adds the door of the machine's owner.
func (a *App) control(ctx context.Context) error {
	if err := os.MkdirAll(a.cfg.Data, 0o700); err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	path := filepath.Join(a.cfg.Data, socket)
	// The store's lock says that whoever made an older one is gone.
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("data folder: %w", err)
	}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "unix", path)
	if err != nil {
		return fmt.Errorf("cannot open %s: %w: give a shorter path or a local disk with PORTAGE_DATA", path, err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /links", func(w http.ResponseWriter, r *http.Request) {
		links, err := a.links(r.Context())
		if err != nil {
			a.deps.Log.ErrorContext(r.Context(), "links", "err", err)
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(links); err != nil {
			a.deps.Log.DebugContext(r.Context(), "links", "err", err)
		}
	})
	srv := &http.Server{Handler: mux, ReadTimeout: 5 * time.Second, WriteTimeout: time.Minute}
	a.doors = append(a.doors, door{ln: ln, serve: srv.Serve, shutdown: srv.Shutdown})
	return os.Chmod(path, 0o600)
}

// links makes links into the sample town, or the set-up link of a town that
// nobody administers yet.
func (a *App) links(ctx context.Context) (Links, error) {
	if a.town != nil {
		if l, ok, err := a.town.Links(ctx); err != nil || ok {
			l.Desk = a.url + "/desk"
			return l, err
		}
	}
	l := Links{Desk: a.url + "/desk"}
	needed, err := a.gate.SetupNeeded(ctx)
	if err == nil && needed {
		l.Setup, err = a.gate.NewSetupLink(ctx)
	}
	return l, err
}

// AskLinks asks the server that runs on c's data folder for its links.
func AskLinks(ctx context.Context, c Config) (Links, error) {
	path := filepath.Join(c.Data, socket)
	client := http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path)
		}}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://portage/links", nil)
	if err != nil {
		return Links{}, err
	}
	res, err := client.Do(req)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) {
		return Links{}, fmt.Errorf("no server runs on the data folder %s: start it with `portage serve`, or name its folder with PORTAGE_DATA", c.Data)
	}
	if err != nil {
		return Links{}, fmt.Errorf("ask the server: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return Links{}, fmt.Errorf("the server could not make links (%s): its log says why", res.Status)
	}
	var l Links
	if err := json.NewDecoder(res.Body).Decode(&l); err != nil {
		return Links{}, fmt.Errorf("ask the server: %w", err)
	}
	return l, nil
}
