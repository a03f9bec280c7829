package embedded

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/portage-livraison/portage/server/store"
)

// maxGroup and maxBytes are how much one commit takes along from what waits; a
// single call is never split, so that it costs one sync.
const (
	maxGroup = 256
	maxBytes = 8 << 20
)

// writer is the one goroutine that changes a file. What waits while a commit
// syncs shares the next one:
//
//	idle -> gather -> BEGIN, run all -> COMMIT -> publish -> tell the callers
//	                        \-> hard error: ROLLBACK -> one transaction for each change
type writer struct {
	cn      *conn
	publish func([]store.Change)
	queue   chan *job
	done    chan struct{}

	mu     sync.RWMutex // held for reading while a job is queued
	closed bool

	ops, commits, reruns atomic.Int64
}

// job is what one call wants written.
type job struct {
	ops   []op
	bytes int // of the bodies
	errs  []error
	done  chan struct{}
}

func startWriter(cn *conn, publish func([]store.Change)) *writer {
	w := &writer{cn: cn, publish: publish, queue: make(chan *job, maxGroup), done: make(chan struct{})}
	go w.loop()
	return w
}

// submit queues ops. ctx can stop it from being queued, in which case nothing
// happens; a queued job is carried out whatever ctx does.
func (w *writer) submit(ctx context.Context, ops []op) (*job, error) {
	j := &job{ops: ops, errs: make([]error, len(ops)), done: make(chan struct{})}
	for i := range ops {
		j.bytes += len(ops[i].doc.Body)
	}
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return nil, store.ErrClosed
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	select {
	case w.queue <- j:
		return j, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// stop carries out what is queued and ends the goroutine.
func (w *writer) stop() {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.queue)
	}
	w.mu.Unlock()
	<-w.done
}

func (w *writer) loop() {
	defer close(w.done)
	group := make([]*job, 0, maxGroup)
	for j := range w.queue {
		group = w.gather(append(group[:0], j))
		w.carryOut(group)
		clear(group)
	}
}

// gather adds to group what waits already.
func (w *writer) gather(group []*job) []*job {
	ops, bytes := len(group[0].ops), group[0].bytes
	for ops < maxGroup && bytes < maxBytes {
		select {
		case j, ok := <-w.queue:
			if !ok {
				return group // closed; loop ends after this group
			}
			group = append(group, j)
			ops, bytes = ops+len(j.ops), bytes+j.bytes
		default:
			return group
		}
	}
	return group
}

func (w *writer) carryOut(group []*job) {
	var changes []store.Change
	if err := w.commit(group); err == nil {
		for _, j := range group {
			changes = j.settle(changes)
		}
	} else {
		w.reruns.Add(1)
		for _, j := range group {
			changes = w.oneByOne(j, changes)
		}
	}
	w.publish(changes)
	for _, j := range group {
		w.ops.Add(int64(len(j.ops)))
		close(j.done)
	}
}

// commit runs all ops of group in one transaction and leaves their verdicts in
// errs; on an error nothing of it is stored.
func (w *writer) commit(group []*job) error {
	if _, err := w.cn.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, j := range group {
		for i := range j.ops {
			var hard error
			if j.errs[i], hard = j.ops[i].run(w.cn); hard != nil {
				return w.rollback(hard)
			}
		}
	}
	if _, err := w.cn.exec("COMMIT"); err != nil {
		return w.rollback(&commitError{err})
	}
	w.commits.Add(1)
	return nil
}

// rollback ends the transaction; SQLite has already done so after some errors,
// and then refuses, which changes nothing.
func (w *writer) rollback(why error) error {
	_, _ = w.cn.exec("ROLLBACK")
	return why
}

// oneByOne gives every op of j its own transaction, so that an op that cannot
// be stored fails alone.
func (w *writer) oneByOne(j *job, changes []store.Change) []store.Change {
	for i := range j.ops {
		one := &job{ops: j.ops[i : i+1], errs: j.errs[i : i+1]}
		if err := w.commit([]*job{one}); err != nil {
			one.errs[0] = outcome(err)
			continue
		}
		changes = one.settle(changes)
	}
	return changes
}

// settle turns the verdicts of a committed job into outcomes and adds what
// changed to changes.
func (j *job) settle(changes []store.Change) []store.Change {
	for i, err := range j.errs {
		switch {
		case err == nil:
			changes = append(changes, j.ops[i].change())
		case errors.Is(err, errSame):
			j.errs[i] = nil
		}
	}
	return changes
}
