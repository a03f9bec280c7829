package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/alert"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// Alert is a welfare alert with what was decided about it.
type Alert struct {
	Problem
	Settled bool
	Steps   []AlertStep // in the order in which they were taken
}

// AlertStep is one decision, with the name of who took it.
type AlertStep struct {
	alert.Step
	ByName string
}

// Alerts lists the welfare alerts of open and closed slips that are not settled,
// those of the latest day first, for the social worker alone (scenario 35). A
// page holds whole slips; next is the cursor of the one after it.
func (d *Desk) Alerts(ctx context.Context, who account.User, page Page) (found []Alert, next string, err error) {
	if err := who.Need(account.ReadAlerts); err != nil {
		return nil, "", err
	}
	decided := map[string]any{}
	err = record.Alerts.Keys(ctx, d.st, func(id string, keys map[string]any) { decided[id] = keys["state"] })
	if err != nil {
		return nil, "", err
	}
	q := store.Query{Kind: sliprepo.Name, Where: []store.Cond{record.Is("alerts", int64(1))}, Sort: "day", Desc: true,
		Limit: page.limit(), Cursor: page.Cursor}
	found = []Alert{}
	for len(found) < page.limit() {
		docs, err := d.st.Query(ctx, q)
		if err != nil {
			return nil, "", pageFault(page, fmt.Errorf("list alerts: %w", err))
		}
		for _, doc := range docs.Docs {
			s, err := readSlip(doc)
			if err != nil {
				return nil, "", err
			}
			open, err := d.openAlerts(ctx, s, decided)
			if err != nil {
				return nil, "", err
			}
			found = append(found, open...)
		}
		q.Cursor = docs.Next
		if docs.Next == "" {
			break
		}
	}
	return found, q.Cursor, d.nameAlerts(ctx, found)
}

// openAlerts are the alerts of a slip that are not settled, the last one first.
// decided is the state of each on which somebody decided.
func (d *Desk) openAlerts(ctx context.Context, s Slip, decided map[string]any) (open []Alert, err error) {
	for _, said := range slices.Backward(s.State.Alerts) {
		id := alert.ID(s.ID, said.Entry)
		state, known := decided[id]
		if state == record.Ended {
			continue
		}
		kept := record.Kept[alert.Care]{Value: alert.Care{Slip: s.ID, Entry: said.Entry}}
		if known {
			if kept, err = record.Alerts.Get(ctx, d.st, id); err != nil {
				return nil, err
			}
		}
		open = append(open, alertOf(s, kept.Value))
	}
	return open, nil
}

// SettledAlerts lists the welfare alerts that are settled, the last one first,
// for the social worker alone.
func (d *Desk) SettledAlerts(ctx context.Context, who account.User, page Page) (found []Alert, next string, err error) {
	if err := who.Need(account.ReadAlerts); err != nil {
		return nil, "", err
	}
	kept, next, err := record.Alerts.Page(ctx, d.st, store.Query{Where: []store.Cond{record.Is("state", record.Ended)},
		Sort: "at", Desc: true, Limit: page.limit(), Cursor: page.Cursor})
	if err != nil {
		return nil, "", pageFault(page, err)
	}
	found = []Alert{}
	for _, k := range kept {
		s, err := d.loadSlip(ctx, k.Value.Slip)
		if err != nil {
			return nil, "", err
		}
		found = append(found, alertOf(s, k.Value))
	}
	return found, next, d.nameAlerts(ctx, found)
}

// SettleAlert notes what was done about an alert, which leaves the open list. A
// colleague who settled it before wins; their name is told.
func (d *Desk) SettleAlert(ctx context.Context, who account.User, slipID, entry string, deed alert.Deed, words string) (Alert, error) {
	step := alert.Step{Deed: deed, Words: words, By: who.ID, At: d.stamp(who).At}
	return d.decideAlert(ctx, who, slipID, entry, "alert.settled", func(c alert.Care) (alert.Care, error) { return c.Settle(step) })
}

// ReopenAlert puts a settled alert back on the open list, with a reason.
func (d *Desk) ReopenAlert(ctx context.Context, who account.User, slipID, entry, reason string) (Alert, error) {
	step := alert.Step{Words: reason, By: who.ID, At: d.stamp(who).At}
	return d.decideAlert(ctx, who, slipID, entry, "alert.reopened", func(c alert.Care) (alert.Care, error) { return c.Reopen(step) })
}

// decideAlert keeps a decision and notes in the audit log that it was taken. The
// log names the entry and not the slip: whoever reads it learns nothing of whom
// it is about.
func (d *Desk) decideAlert(ctx context.Context, who account.User, slipID, entry, action string, decide func(alert.Care) (alert.Care, error)) (Alert, error) {
	if err := who.Need(account.ReadAlerts); err != nil {
		return Alert{}, err
	}
	s, err := d.loadSlip(ctx, slipID)
	if errors.Is(err, errSlip) {
		return Alert{}, record.Alerts.None()
	}
	if err != nil {
		return Alert{}, err
	}
	if !slices.ContainsFunc(s.State.Alerts, func(a slip.Said) bool { return a.Entry == entry }) {
		return Alert{}, record.Alerts.None()
	}
	was, err := record.Alerts.Get(ctx, d.st, alert.ID(slipID, entry))
	if err != nil && !errors.Is(err, record.Alerts.None()) {
		return Alert{}, err
	}
	was.Value.Slip, was.Value.Entry = slipID, entry
	next, err := decide(was.Value)
	if err != nil {
		return Alert{}, d.decidedBefore(ctx, was.Value, err)
	}
	if len(next.Steps) > len(was.Value.Steps) {
		if next, err = d.keepAlert(ctx, who, next, decide); err != nil {
			return Alert{}, err
		}
		if err := d.note(ctx, who, action, entry, nil); err != nil {
			return Alert{}, err
		}
	}
	out := []Alert{alertOf(s, next)}
	return out[0], d.nameAlerts(ctx, out)
}

// keepAlert keeps the first decision on an alert, or adds it to those that were
// taken before or meanwhile.
func (d *Desk) keepAlert(ctx context.Context, who account.User, first alert.Care, decide func(alert.Care) (alert.Care, error)) (alert.Care, error) {
	if len(first.Steps) == 1 {
		kept, err := insert(ctx, d, who, record.Alerts, first)
		if !errors.Is(err, store.ErrExists) {
			return kept.Value, err
		}
	}
	var there alert.Care
	kept, err := amend(ctx, d, who, record.Alerts, alert.ID(first.Slip, first.Entry), func(c alert.Care) (alert.Care, error) {
		there = c
		return decide(c)
	})
	return kept.Value, d.decidedBefore(ctx, there, err)
}

// decidedBefore tells who was faster.
func (d *Desk) decidedBefore(ctx context.Context, c alert.Care, err error) error {
	if n := len(c.Steps); n > 0 && errors.Is(err, alert.ErrSettled) {
		return alert.ErrSettled.With(d.whoAndWhen(ctx, c.Steps[n-1].By, c.Steps[n-1].At))
	}
	return err
}

func alertOf(s Slip, c alert.Care) Alert {
	a := Alert{Problem: problemOf(s, c.Entry), Settled: c.Settled(), Steps: []AlertStep{}}
	for _, said := range s.State.Alerts {
		if said.Entry == c.Entry {
			a.Note = said.Text
		}
	}
	for _, step := range c.Steps {
		a.Steps = append(a.Steps, AlertStep{Step: step})
	}
	return a
}

func (d *Desk) nameAlerts(ctx context.Context, all []Alert) error {
	var ids []string
	for _, a := range all {
		ids = append(ids, a.By)
		for _, s := range a.Steps {
			ids = append(ids, s.By)
		}
	}
	found, err := d.people.Lookup(ctx, ids...)
	for i, a := range all {
		all[i].ByName = found[a.By].Name
		for j, s := range a.Steps {
			a.Steps[j].ByName = found[s.By].Name
		}
	}
	return err
}
