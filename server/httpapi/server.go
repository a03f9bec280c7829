// Package httpapi is the door of the server: routes, wire structs, middleware
// and the one place where an error becomes an answer. It is the only package
// that knows fiber and huma. It decides nothing about slips or people: each
// route group declares the small interface that it needs of the use-cases.
package httpapi

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gofiber/fiber/v2"
)

// Limits are the bounds on what one request may cost. Zero fields take the
// defaults of defaultLimits.
type Limits struct {
	Read    time.Duration // a whole request, header and body
	Write   time.Duration // one answer, streams excepted
	Idle    time.Duration // between two requests of a connection
	Handler time.Duration // the deadline on every UserContext
	Beat    time.Duration // between two heartbeats of an event stream
	Header  int           // bytes of request line and headers
	Body    int           // bytes of a body, unless its route says otherwise
}

var defaultLimits = Limits{
	Read:    10 * time.Second,
	Write:   60 * time.Second,
	Idle:    75 * time.Second,
	Handler: 15 * time.Second,
	Beat:    20 * time.Second,
	Header:  8 << 10,
	Body:    1 << 20,
}

// Config is what the door needs to know of its surroundings.
type Config struct {
	BaseURL        string   // scheme and host that people use, without a path
	TrustedProxies []string // addresses or networks whose forwarded headers are believed
	Tiles          string   // address pattern of map tiles; empty: a map without background
	TileCredit     string   // whom the tiles are owed to, shown beside them
	TileHosts      []string // origins of map tiles, allowed as images
	Lang           string   // of people who ask for neither French nor English
	Version        string
	App            fs.FS // the built app; nil or without index.html: a page says how to build it
	Log            *slog.Logger
	Observe        Observer // nil: nothing is measured
	NewID          func() string
	Limits         Limits

	register func(*Server) // more routes, for the tests of this package
}

// Observer is told of every answered request, by pattern, never by path.
type Observer interface {
	Request(method, route string, status int, took time.Duration)
}

// Services are the use-cases behind the routes. The routes of a nil service
// exist, in the table and in the document, but must not be called; the tests of
// one group leave out the others.
type Services struct {
	Ready    Ready
	Sessions Sessions
	Live     Feed
	Exchange Exchanger
	Blobs    Blobs
	Held     Held
	Access   Access
	Desk     Desk
	Counter  Counter
	Reports  Reports
	Notices  Notices
	Printer  Printer
	Mail     Mail
}

// Server answers HTTP. It is made once and serves one or more listeners.
type Server struct {
	cfg    Config
	use    Services
	app    *fiber.App
	api    huma.API
	routes []Route
	words  catalogue
	stop   context.Context // ends event streams
	halt   context.CancelFunc
}

// New builds the door. It fails only on configuration that cannot work.
func New(cfg Config, use Services) (*Server, error) {
	if cfg.Log == nil || cfg.NewID == nil {
		return nil, errors.New("httpapi: Log and NewID are needed")
	}
	cfg.BaseURL = strings.TrimRight(cfg.BaseURL, "/")
	cfg.Limits = cfg.Limits.orDefaults()
	words, err := loadCatalogue()
	if err != nil {
		return nil, fmt.Errorf("httpapi: %w", err)
	}
	s := &Server{cfg: cfg, use: use, words: words}
	s.stop, s.halt = context.WithCancel(context.Background())
	s.app = fiber.New(fiber.Config{
		// Without Immutable the strings of a request change under whoever keeps them.
		Immutable:                    true,
		DisableStartupMessage:        true,
		DisablePreParseMultipartForm: true,
		ReadTimeout:                  cfg.Limits.Read,
		IdleTimeout:                  cfg.Limits.Idle,
		ReadBufferSize:               cfg.Limits.Header,
		BodyLimit:                    cfg.Limits.Body,
		// With nobody listed fiber believes no forwarded header; peer reads the one
		// that counts, and addresses in links come from the configuration alone.
		EnableTrustedProxyCheck: true,
		ErrorHandler:            s.onError,
	})
	s.harden()
	s.app.Use(s.begin, s.origin)
	s.api = newAPI(s.app, cfg.Version)
	s.register()
	if cfg.register != nil {
		cfg.register(s)
	}
	if err := s.serveFiles(); err != nil {
		return nil, fmt.Errorf("httpapi: the app: %w", err)
	}
	return s, nil
}

// App is the fiber application, for tests that send requests without a network.
func (s *Server) App() *fiber.App { return s.app }

// Routes lists every API route with who may call it, in order of registration.
// The tests make the role table of it.
func (s *Server) Routes() []Route { return s.routes }

// Serve answers on ln until Shutdown; several listeners may be served at once.
func (s *Server) Serve(ln net.Listener) error { return s.app.Listener(ln) }

// Shutdown ends the event streams, stops accepting, and waits until running
// requests are answered or ctx ends.
func (s *Server) Shutdown(ctx context.Context) error {
	s.halt()
	return s.app.ShutdownWithContext(ctx)
}

func (l Limits) orDefaults() Limits {
	d := defaultLimits
	set := func(v, def time.Duration) time.Duration {
		if v > 0 {
			return v
		}
		return def
	}
	l.Read, l.Write, l.Idle = set(l.Read, d.Read), set(l.Write, d.Write), set(l.Idle, d.Idle)
	l.Handler, l.Beat = set(l.Handler, d.Handler), set(l.Beat, d.Beat)
	if l.Header <= 0 {
		l.Header = d.Header
	}
	if l.Body <= 0 {
		l.Body = d.Body
	}
	return l
}
