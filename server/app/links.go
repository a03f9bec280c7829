package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/portage-livraison/portage/server/sample"
)

// Links are the ways into a server for who sits at its machine: people who try
// the sample town, scripts and tests. Its JSON is what `portage links --json`
// prints.
type Links struct {
	Desk          string `json:"desk"`
	Setup         string `json:"setup,omitempty"` // while nobody can administer
	*sample.Links        // nil in a real town
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
	mux.HandleFunc("POST /health", func(w http.ResponseWriter, r *http.Request) {
		if err := (storeReady{a.store}).Ready(r.Context()); err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
		}
	})
	srv := &http.Server{Handler: mux, ReadTimeout: 5 * time.Second, WriteTimeout: time.Minute}
	a.doors = append(a.doors, door{ln: ln, serve: srv.Serve, shutdown: srv.Shutdown})
	return os.Chmod(path, 0o600)
}

// links makes links into the sample town, or the set-up link of a town that
// nobody administers yet. What works once is new at each call.
func (a *App) links(ctx context.Context) (Links, error) {
	l := Links{Desk: a.url + "/desk"}
	if is, err := sample.Loaded(ctx, a.store); err != nil {
		return l, err
	} else if is {
		town, err := sample.Show(ctx, a.sample())
		l.Links = &town
		return l, err
	}
	needed, err := a.gate.SetupNeeded(ctx)
	if err == nil && needed {
		l.Setup, err = a.gate.NewSetupLink(ctx)
	}
	return l, err
}

// sample is how the sample town is made on this server.
func (a *App) sample() sample.Options {
	return sample.Options{Store: a.store, Gate: a.gate, Now: a.deps.Now, NewID: a.deps.NewID, Random: a.deps.Random,
		Zone: a.zone, BaseURL: a.url, Seed: 2020}
}

// AskLinks asks the server that runs on c's data folder for its links.
func AskLinks(ctx context.Context, c Config) (Links, error) {
	var l Links
	err := ask(ctx, c, "links", func(r io.Reader) error { return json.NewDecoder(r).Decode(&l) })
	return l, err
}

// AskHealth asks the server that runs on c's data folder whether its store
// answers: the same as GET /readyz, for who has no HTTP client at hand.
func AskHealth(ctx context.Context, c Config) error {
	return ask(ctx, c, "health", func(io.Reader) error { return nil })
}

// ask goes through the door of the machine's owner.
func ask(ctx context.Context, c Config, what string, read func(io.Reader) error) error {
	path := filepath.Join(c.Data, socket)
	client := http.Client{Timeout: time.Minute, Transport: &http.Transport{DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", path)
		}}}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://portage/"+what, nil)
	if err != nil {
		return err
	}
	res, err := client.Do(req)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) {
		return fmt.Errorf("no server runs on the data folder %s: start it with `portage serve`, or name its folder with PORTAGE_DATA", c.Data)
	}
	if err != nil {
		return fmt.Errorf("ask the server: %w", err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the server cannot answer for its %s (%s): its log says why", what, res.Status)
	}
	if err := read(res.Body); err != nil {
		return fmt.Errorf("ask the server: %w", err)
	}
	return nil
}
