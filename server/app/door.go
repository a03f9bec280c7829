package app

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/crypto/acme"
	"golang.org/x/crypto/acme/autocert"
)

// door is one port and what answers there.
type door struct {
	ln       net.Listener
	serve    func(net.Listener) error
	shutdown func(context.Context) error
}

// listen takes every port, before anything is opened that another process might
// own, and settles the public address.
func (a *App) listen(ctx context.Context) error {
	main := door{
		serve:    func(ln net.Listener) error { return a.http.Serve(ln) },
		shutdown: func(ctx context.Context) error { return a.http.Shutdown(ctx) },
	}
	addr := a.cfg.Addr
	var certs *autocert.Manager
	if a.cfg.Domain != "" {
		addr, certs = ":443", certificates(a.cfg)
	}
	ln, err := take(ctx, addr, "PORTAGE_ADDR")
	if err != nil {
		return err
	}
	a.url = a.cfg.Public(ln.Addr().String())
	if certs != nil {
		ln = tls.NewListener(ln, tlsConfig(certs))
	}
	main.ln = ln
	a.doors = append(a.doors, main)
	if certs != nil {
		if err := a.side(ctx, ":80", "PORTAGE_DOMAIN", certs.HTTPHandler(redirect(a.cfg.Domain))); err != nil {
			return err
		}
	}
	if a.cfg.Metrics == "" {
		return nil
	}
	return a.side(ctx, a.cfg.Metrics, "PORTAGE_METRICS", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.metrics.Handler().ServeHTTP(w, r)
	}))
}

// side adds a small door beside the main one.
func (a *App) side(ctx context.Context, addr, setting string, h http.Handler) error {
	ln, err := take(ctx, addr, setting)
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: h, ReadTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 8 << 10}
	a.doors = append(a.doors, door{ln: ln, serve: srv.Serve, shutdown: srv.Shutdown})
	return nil
}

// certificates asks a public authority for the domain's certificate, and keeps
// it beside the data.
func certificates(c Config) *autocert.Manager {
	return &autocert.Manager{
		Prompt:     autocert.AcceptTOS,
		Cache:      autocert.DirCache(filepath.Join(c.Data, ".tls")),
		HostPolicy: autocert.HostWhitelist(c.Domain),
	}
}

// tlsConfig offers HTTP/1.1 alone: the server behind speaks nothing newer.
func tlsConfig(m *autocert.Manager) *tls.Config {
	conf := m.TLSConfig()
	conf.NextProtos = []string{"http/1.1", acme.ALPNProto}
	conf.MinVersion = tls.VersionTLS12
	return conf
}

// redirect leads to the same address by https, on the configured name whatever
// the request says.
func redirect(domain string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			http.Error(w, "use https", http.StatusBadRequest)
			return
		}
		http.Redirect(w, r, "https://"+domain+r.URL.RequestURI(), http.StatusMovedPermanently)
	})
}

func take(ctx context.Context, addr, setting string) (net.Listener, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is taken by another program: stop that one, or change %s", addr, setting)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("no right to listen on %s: choose a port above 1023 with %s, or give the program that right", addr, setting)
	case err != nil:
		return nil, fmt.Errorf("cannot listen on %s: %w: change %s", addr, err, setting)
	}
	return ln, nil
}

// closed closes ln, which may be closed already.
func closed(ln net.Listener) error {
	if err := ln.Close(); !errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil
}
