// Package app turns a Config into a running server: it opens the store, wires
// the use-cases to the routes by hand, and serves until it is told to stop. The
// program and the end-to-end tests use the same New.
package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/field"
	"github.com/portage-livraison/portage/server/httpapi"
	"github.com/portage-livraison/portage/server/live"
	"github.com/portage-livraison/portage/server/mail"
	"github.com/portage-livraison/portage/server/metrics"
	"github.com/portage-livraison/portage/server/printing"
	"github.com/portage-livraison/portage/server/push"
	"github.com/portage-livraison/portage/server/store"
)

// Deps are what a test replaces. Zero fields take what a real server needs.
type Deps struct {
	Now     func() time.Time
	NewID   func() string // UUIDv7
	Random  io.Reader
	Log     *slog.Logger
	Out     io.Writer                                          // what a person at the terminal reads at start
	App     fs.FS                                              // the built app
	Open    func(context.Context, Config) (store.Store, error) // OpenStore; a test may lay something between
	Cost    access.Cost
	Limits  httpapi.Limits
	Version string
}

// App is a server that owns its ports and its data folder, from New to Close.
type App struct {
	cfg     Config
	deps    Deps
	url     string
	doors   []door // what to listen on; the first is the one of people
	store   store.Store
	metrics *metrics.Metrics
	live    *live.Hub
	gate    *access.Gate
	desk    *desk.Desk
	field   *field.Field
	printer *printing.Printer
	mail    *mail.Post
	push    *push.Push
	zone    *time.Location
	http    *httpapi.Server
	jobs    []job
}

// drain is how long running requests may take once the server was told to stop.
const drain = 20 * time.Second

// New opens everything that can be refused: the ports, the data folder, the
// store. Each error names its remedy. On an empty store it makes the sample
// town or the set-up link, and says on Deps.Out how to come in. The caller must
// Close what New returns.
func New(ctx context.Context, cfg Config, deps Deps) (*App, error) {
	a := &App{cfg: cfg, deps: deps.orReal()}
	if err := a.open(ctx); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *App) open(ctx context.Context) (err error) {
	if err := a.listen(ctx); err != nil {
		return err
	}
	if a.store, err = a.deps.Open(ctx, a.cfg); err != nil {
		return err
	}
	if err := a.control(ctx); err != nil {
		return err
	}
	if err := a.wire(); err != nil {
		return err
	}
	return a.welcome(ctx)
}

// URL is how people reach the server.
func (a *App) URL() string { return a.url }

// Run serves until ctx ends, then lets running requests finish. It returns nil
// after an orderly stop. It is called once.
func (a *App) Run(ctx context.Context) error {
	behind, stopBehind := context.WithCancel(context.WithoutCancel(ctx))
	defer stopBehind()
	ended := a.background(behind)
	served := make(chan error, len(a.doors))
	for _, d := range a.doors {
		go func() { served <- d.serve(d.ln) }()
	}
	a.deps.Log.Info("serving", "url", a.url, "version", a.deps.Version)
	select {
	case err := <-served:
		return errors.Join(fmt.Errorf("serve: %w", err), a.stop(context.WithoutCancel(ctx)))
	case <-ctx.Done():
	}
	a.deps.Log.Info("stopping")
	err := a.stop(context.WithoutCancel(ctx))
	for range a.doors {
		<-served // what it says after a stop is of no interest
	}
	stopBehind()
	ended()
	return err
}

// stop drains every door.
func (a *App) stop(ctx context.Context) error {
	late, cancel := context.WithTimeout(ctx, drain)
	defer cancel()
	var errs []error
	for _, d := range a.doors {
		if err := d.shutdown(late); errors.Is(err, context.DeadlineExceeded) {
			errs = append(errs, fmt.Errorf("some requests did not finish within %s", drain))
		} else if err != nil {
			errs = append(errs, err)
		}
		// A door that was told to stop before it began to serve would serve on.
		errs = append(errs, closed(d.ln))
	}
	return errors.Join(errs...)
}

// Close gives back the ports and the store. It comes after Run or instead of it.
func (a *App) Close() error {
	var errs []error
	for _, d := range a.doors {
		errs = append(errs, closed(d.ln))
	}
	if a.store != nil {
		errs = append(errs, a.store.Close())
	}
	return errors.Join(errs...)
}

func (d Deps) orReal() Deps {
	if d.Now == nil {
		d.Now = time.Now
	}
	if d.NewID == nil {
		d.NewID = func() string { return uuid.Must(uuid.NewV7()).String() }
	}
	if d.Random == nil {
		d.Random = rand.Reader
	}
	if d.Open == nil {
		d.Open = OpenStore
	}
	if d.Log == nil {
		d.Log = slog.New(slog.DiscardHandler)
	}
	if d.Out == nil {
		d.Out = io.Discard
	}
	return d
}
