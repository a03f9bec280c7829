package exchange

import (
	"context"
	"errors"
	"fmt"

	"github.com/portage-livraison/portage/sync/slip"
)

// Codes of acts that are held because of what they ask.
const (
	CodeDiffers  = "act.differs"
	CodeSlip     = "slip.unknown"
	CodeRound    = "round.unknown"
	CodeNotYours = "kind.not_yours"   // a plan, sent by a phone
	CodePanicked = "handler_panicked" // a bug of ours; replayed after the release that mends it
)

// job is one slip, or round, and the acts of this exchange that are its own.
type job struct {
	target string
	items  []*item
}

// apply brings acts that are in the inbox to their slips: each slip is read
// once, takes all of its acts, and is written once; all slips of the exchange
// are written together. It never fails: an act that the storage could not take
// now is pending. It returns the slips as they are stored now.
func (x *Exchange) apply(ctx context.Context, due []*item) map[string]Loaded {
	jobs, rounds := split(due)
	fresh := map[string]Loaded{}
	for range maxTries {
		if jobs = x.try(ctx, jobs, fresh); len(jobs) == 0 {
			break
		}
	}
	for _, j := range jobs {
		j.all(Result{Pending, ""})
	}
	for _, j := range rounds {
		x.applyRound(ctx, j)
	}
	x.settle(ctx, due)
	return fresh
}

// split groups by slip and by round, in the order of the first act of each.
func split(due []*item) (slips, rounds []*job) {
	at := map[string]*job{}
	for _, it := range due {
		target := it.Slip + "/" + it.Round // one of the two is empty
		j := at[target]
		if j == nil {
			j = &job{target: it.Slip + it.Round}
			at[target] = j
			if it.Slip != "" {
				slips = append(slips, j)
			} else {
				rounds = append(rounds, j)
			}
		}
		j.items = append(j.items, it)
	}
	return slips, rounds
}

func (j *job) all(r Result) {
	for _, it := range j.items {
		it.result, it.fresh = r, false
	}
}

// try runs each job once and returns those that lost a race.
func (x *Exchange) try(ctx context.Context, jobs []*job, fresh map[string]Loaded) (again []*job) {
	var changed []Loaded
	var of []*job
	ids := make([]string, len(jobs))
	for i, j := range jobs {
		ids[i] = j.target
	}
	loaded, errs := x.Slips.Load(ctx, ids)
	for i, j := range jobs {
		switch l, err := loaded[i], errs[i]; {
		case errors.Is(err, ErrNone):
			j.all(Result{Held, CodeSlip})
		case err != nil:
			x.report(fmt.Errorf("load slip: %w", err))
			j.all(Result{Pending, ""})
		default:
			if x.decide(j, &l) {
				changed, of = append(changed, l), append(of, j)
			} else {
				fresh[l.ID] = l
			}
		}
	}
	if len(changed) == 0 {
		return nil
	}
	for i, err := range x.Slips.Save(ctx, changed) {
		switch l := changed[i]; {
		case err == nil:
			l.Version++
			fresh[l.ID] = l
		case errors.Is(err, ErrMoved):
			again = append(again, of[i])
		default:
			x.report(fmt.Errorf("save slip: %w", err))
			of[i].all(Result{Pending, ""})
		}
	}
	return again
}

// decide appends the acts of j to l and says whether l changed. Should the slip
// break on them together, each is tried by itself, so that only the one that
// breaks it is held.
func (x *Exchange) decide(j *job, l *Loaded) bool {
	before := l.Slip()
	if err := guard(func() { x.appendAll(j, l) }); err != nil {
		l.Reading = slip.Read(before)
		for _, it := range j.items {
			one, last := &job{j.target, []*item{it}}, l.Slip()
			if err := guard(func() { x.appendAll(one, l) }); err != nil {
				x.report(fmt.Errorf("act %s: %w", it.ID, err))
				l.Reading = slip.Read(last)
				one.all(Result{Held, CodePanicked})
			}
		}
	}
	return len(l.Slip().Journal) > len(before.Journal)
}

// guard turns a panic into an error.
func guard(f func()) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	f()
	return nil
}

// settle makes it durable that acts are held, and that held ones are no longer.
// Where that fails the act stays pending and will be looked at again.
func (x *Exchange) settle(ctx context.Context, due []*item) {
	var hs []HeldAct
	var of []*item
	var released []string
	var told []Happening
	for _, it := range due {
		switch {
		case it.result.Outcome == Held:
			hs = append(hs, HeldAct{ID: it.ID, Code: it.result.Code, Slip: it.Slip, Record: it.rec})
			of = append(of, it)
		case it.fresh && it.kept == Known:
			released = append(released, it.ID)
		}
	}
	if len(hs) > 0 {
		for i, err := range x.Inbox.Hold(ctx, hs) {
			switch it := of[i]; {
			case err == nil:
				it.fresh = true
			case !errors.Is(err, ErrTaken):
				x.report(fmt.Errorf("hold act: %w", err))
				it.result = Result{Pending, ""}
			}
		}
	}
	if len(released) > 0 {
		if err := x.Inbox.Release(ctx, released); err != nil {
			x.report(fmt.Errorf("release act: %w", err))
		}
	}
	for _, it := range due {
		if it.fresh {
			told = append(told, Happening{it.Slip, it.Round, it.ID, it.Kind, it.rec.By, it.rec.Device, it.result})
		}
	}
	if x.Notifier != nil && len(told) > 0 {
		x.Notifier.Happened(ctx, told)
	}
}

// applyRound hands the acts of one round over to whom rounds belong.
func (x *Exchange) applyRound(ctx context.Context, j *job) {
	if x.Rounds == nil {
		j.all(Result{Held, CodeRound})
		return
	}
	var rs []Result
	var err error
	es := make([]slip.Entry, len(j.items))
	for i, it := range j.items {
		es[i] = entry(it.Act, it.rec)
	}
	if p := guard(func() { rs, err = x.Rounds.ApplyRound(ctx, j.target, es) }); p != nil {
		x.report(fmt.Errorf("round %s: %w", j.target, p))
		j.all(Result{Held, CodePanicked})
		return
	}
	if err != nil || len(rs) != len(es) {
		x.report(fmt.Errorf("apply round: %w", err))
		j.all(Result{Pending, ""})
		return
	}
	for i, it := range j.items {
		it.result, it.fresh = rs[i], it.kept == Stored
	}
}

// appendAll appends the acts of j to l. What each came to is asked when all are
// in: a later one may settle what an earlier one left open.
func (x *Exchange) appendAll(j *job, l *Loaded) {
	for _, it := range j.items {
		it.result, it.fresh = Result{}, false
		if it.Kind.IsPlan() {
			it.result = Result{Held, CodeNotYours}
			continue
		}
		if x.broken != nil {
			x.broken(it.ID)
		}
		was := len(l.Slip().Journal)
		if _, err := l.Append(entry(it.Act, it.rec)); err != nil {
			it.result = Result{Held, refusal(err)}
			continue
		}
		it.fresh = len(l.Slip().Journal) > was
	}
	effects := l.State().Effects
	for _, it := range j.items {
		if it.result.Outcome == "" {
			o := effects[it.ID]
			it.result = Result{Outcome(o.Effect), o.Code}
		}
	}
}

// refusal is the stable code of what slip says.
func refusal(err error) string {
	var e *slip.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return slip.ErrBadData.Code
}
