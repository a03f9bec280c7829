package app

import (
	"context"
	"fmt"
	"time"
	_ "time/tzdata" // a small container knows no time zone

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/counter"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/field"
	"github.com/portage-livraison/portage/server/httpapi"
	"github.com/portage-livraison/portage/server/live"
	"github.com/portage-livraison/portage/server/metrics"
	"github.com/portage-livraison/portage/server/push"
	"github.com/portage-livraison/portage/server/report"
)

// wire makes the use-cases, joins them to routes, and lists the background jobs.
func (a *App) wire() (err error) {
	d := a.deps
	a.zone, err = time.LoadLocation(a.cfg.Timezone)
	if err != nil {
		return fmt.Errorf("PORTAGE_TIMEZONE: %w", err)
	}
	a.metrics = metrics.New(d.Version)
	a.live = live.New(a.store, liveKinds(a.store), d.Log)
	a.metrics.Gauge("portage_streams", "Open event streams.", a.live.Subscribers)
	a.gate, err = access.New(access.Options{Store: a.store, Now: d.Now, Random: d.Random, NewID: d.NewID,
		Contacts: field.Contacts{Store: a.store}, BaseURL: a.url, Cost: d.Cost})
	if err != nil {
		return err
	}
	a.desk = desk.New(desk.Options{Store: a.store, People: a.gate, Now: d.Now, NewID: d.NewID, Random: d.Random, Zone: a.zone, Audit: a.gate})
	a.printer = a.newPrinter()
	if a.mail, err = a.post(); err != nil {
		return err
	}
	a.field = field.New(field.Options{Store: a.store, Devices: a.gate, Now: d.Now, Zone: a.zone,
		Rounds: a.desk, Service: a.desk, Log: d.Log})
	a.push, err = push.New(push.Options{Store: a.store, People: colleagues{a.gate}, PersonKind: access.PersonKind, Now: d.Now, Random: d.Random, Zone: a.zone,
		Log: d.Log, Contact: a.cfg.pushContact(a.url), Origins: a.cfg.PushOrigins, Audit: a.gate})
	if err != nil {
		return err
	}
	a.jobs = []job{
		{"field.sweep", time.Minute, a.field.Sweep},
		{"field.replay", 24 * time.Hour, func(ctx context.Context) error { _, err := a.field.Replay(ctx); return err }},
		{"field.prune", 24 * time.Hour, a.field.Prune},
		{"access.sweep", 10 * time.Minute, a.gate.Sweep},
		{"access.prune", 24 * time.Hour, a.gate.PruneAudit},
		{"desk.resume", 5 * time.Minute, a.desk.Resume},
		{"mail.deliver", 30 * time.Second, a.mail.Deliver},
		{"push.sweep", 5 * time.Minute, a.push.Sweep},
		{"push.prune", 24 * time.Hour, a.push.Prune},
	}
	a.http, err = a.door()
	return err
}

// services says which use-case stands behind which routes.
func (a *App) services() httpapi.Services {
	return httpapi.Services{
		Ready:    storeReady{a.store},
		Sessions: a.gate,
		Access:   a.gate,
		Desk:     a.desk,
		Printer:  a.printer,
		Mail:     a.mail,
		Counter:  counter.New(counter.Options{Store: a.store, Now: a.deps.Now, Zone: a.zone}),
		Reports:  report.New(report.Options{Store: a.store, People: a.gate, Now: a.deps.Now, Zone: a.zone}),
		Live:     a.live,
		Exchange: a.field,
		Blobs:    a.field,
		Held:     a.field,
		Notices:  a.push,
	}
}

// door is the HTTP side of the configuration.
func (a *App) door() (*httpapi.Server, error) {
	return httpapi.New(httpapi.Config{
		BaseURL:        a.url,
		TrustedProxies: a.cfg.TrustedProxies,
		Tiles:          a.cfg.Tiles,
		TileCredit:     a.cfg.tileCredit(),
		TileHosts:      a.cfg.tileHosts(),
		Lang:           a.cfg.Lang,
		Version:        a.deps.Version,
		App:            a.deps.App,
		Log:            a.deps.Log,
		Observe:        a.metrics,
		NewID:          a.deps.NewID,
		Limits:         a.deps.Limits,
	}, a.services())
}
