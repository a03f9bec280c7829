package app

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// job is work that nobody waits for: sweepers, senders. It decides by the
// injected clock; only when it runs is real time.
type job struct {
	name  string
	every time.Duration
	run   func(context.Context) error
}

// background starts the hub, the sender of notices and every job; they end with ctx, and the returned
// function waits for that.
func (a *App) background(ctx context.Context) (wait func()) {
	var all sync.WaitGroup
	all.Go(func() {
		if err := a.live.Run(ctx); err != nil && ctx.Err() == nil {
			a.deps.Log.ErrorContext(ctx, "no more live changes", "err", err)
		}
	})
	all.Go(func() { a.push.Run(ctx) })
	for _, j := range a.jobs {
		all.Go(func() { a.repeat(ctx, j) })
	}
	return all.Wait
}

// repeat begins at once: what a crash or an older version left is seen to first.
func (a *App) repeat(ctx context.Context, j job) {
	tick := time.NewTicker(j.every)
	defer tick.Stop()
	for {
		if err := a.runJob(ctx, j); err != nil && ctx.Err() == nil {
			a.deps.Log.ErrorContext(ctx, "job failed; it runs again later", "job", j.name, "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// runJob keeps a panic of one job from ending the server.
func (a *App) runJob(ctx context.Context, j job) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
		a.metrics.Job(j.name, err)
	}()
	return j.run(ctx)
}

// Sweep runs every background job once, now. Tests that move the clock call it.
func (a *App) Sweep(ctx context.Context) error {
	var errs []error
	for _, j := range a.jobs {
		if err := a.runJob(ctx, j); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", j.name, err))
		}
	}
	return errors.Join(errs...)
}
