// Package app turns a Config into a running server: it opens the store, wires
// the use-cases to the routes by hand, and serves until it is told to stop. The
// program and the end-to-end tests use the same New.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"syscall"
	"time"

	"github.com/google/uuid"

	"github.com/portage-livraison/portage/server/httpapi"
)

// Deps are what a test replaces. Zero fields take what a real server needs.
type Deps struct {
	Now     func() time.Time
	NewID   func() string // UUIDv7
	Log     *slog.Logger
	Out     io.Writer // what a person at the terminal reads at start
	App     fs.FS     // the built app
	Version string
}

// App is a server that owns its port and its data folder, from New to Close.
type App struct {
	cfg  Config
	deps Deps
	ln   net.Listener
	http *httpapi.Server
	url  string
}

// drain is how long running requests may take once the server was told to stop.
const drain = 20 * time.Second

// New opens everything that can be refused: the port, the data folder, the
// store. Each error names its remedy. The caller must Close what New returns.
func New(ctx context.Context, cfg Config, deps Deps) (*App, error) {
	deps = deps.orReal()
	a := &App{cfg: cfg, deps: deps}
	ln, err := listen(ctx, cfg.Addr)
	if err != nil {
		return nil, err
	}
	a.ln, a.url = ln, cfg.Public(ln.Addr().String())
	if a.http, err = a.wire(); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// wire joins use-cases and routes.
func (a *App) wire() (*httpapi.Server, error) {
	return httpapi.New(httpapi.Config{
		BaseURL:        a.url,
		TrustedProxies: a.cfg.TrustedProxies,
		TileHosts:      a.cfg.tileHosts(),
		Lang:           a.cfg.Lang,
		Version:        a.deps.Version,
		App:            a.deps.App,
		Log:            a.deps.Log,
		NewID:          a.deps.NewID,
	}, httpapi.Services{})
}

// URL is how people reach the server.
func (a *App) URL() string { return a.url }

// Run serves until ctx ends, then lets running requests finish. It returns nil
// after an orderly stop.
func (a *App) Run(ctx context.Context) error {
	served := make(chan error, 1)
	go func() { served <- a.http.Serve(a.ln) }()
	a.deps.Log.Info("serving", "url", a.url, "version", a.deps.Version)
	select {
	case err := <-served:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	a.deps.Log.Info("stopping")
	late, cancel := context.WithTimeout(context.WithoutCancel(ctx), drain)
	defer cancel()
	err := a.http.Shutdown(late)
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("some requests did not finish within %s", drain)
	}
	return errors.Join(err, <-served)
}

// Close gives back the port and the store. It may be called after Run or
// instead of it.
func (a *App) Close() error {
	err := a.ln.Close()
	if errors.Is(err, net.ErrClosed) { // Run closed it
		err = nil
	}
	return err
}

func listen(ctx context.Context, addr string) (net.Listener, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is taken by another program: stop it, or choose another address with PORTAGE_ADDR or --addr", addr)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("no right to listen on %s: choose a port above 1023 with PORTAGE_ADDR or --addr", addr)
	case err != nil:
		return nil, fmt.Errorf("cannot listen on %s: %w; choose another address with PORTAGE_ADDR or --addr", addr, err)
	}
	return ln, nil
}

func (d Deps) orReal() Deps {
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.NewID == nil {
		d.NewID = func() string { return uuid.Must(uuid.NewV7()).String() }
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.Out == nil {
		d.Out = io.Discard
	}
	return d
}
