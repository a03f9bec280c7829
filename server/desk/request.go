package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/request"
	"github.com/portage-livraison/portage/server/store"
)

// Request is one request with its version, never with its assessment.
type Request = record.Kept[request.Request]

// NoteRequest keeps a call: a name and a number suffice (scenario 1). spoken
// says that the person is on the telephone now, so nobody needs to call back.
// Sent again under the id that its maker chose, it is the same request.
func (d *Desk) NoteRequest(ctx context.Context, who account.User, r request.Request, spoken bool) (Request, error) {
	if err := who.Need(account.EditRequests); err != nil {
		return Request{}, err
	}
	r = request.Request{ID: d.idOr(r.ID), State: request.ToCall, Name: r.Name, Phone: r.Phone, Street: r.Street,
		Needs: r.Needs, Household: r.Household, Apart: r.Apart, By: who.ID, At: d.stamp(who).At}
	if spoken {
		r.State = request.ToAssess
	}
	if err := r.Check(); err != nil {
		return Request{}, err
	}
	if r.Household != "" {
		if _, err := record.Households.Get(ctx, d.st, r.Household); err != nil {
			return Request{}, fault.From(err).On("household")
		}
	}
	apart := r.Apart
	r.Apart = nil
	for i, a := range apart {
		_, err := record.Households.Get(ctx, d.st, a.Household)
		if err != nil {
			return Request{}, fault.From(err).On(fmt.Sprintf("apart[%d].household", i))
		}
		if r, err = r.KeepApart(request.Apart{Household: a.Household, Reason: a.Reason, By: who.ID, At: r.At}); err != nil {
			return Request{}, fault.From(err).On(fmt.Sprintf("apart[%d].reason", i))
		}
	}
	return once(ctx, d, who, record.Requests, r.ID, r, func(was request.Request, v *request.Request) { v.At, v.Apart = was.At, stampApart(was.Apart, v.Apart) })
}

// stampApart gives what was said before the time at which it was said first.
func stampApart(was, now []request.Apart) []request.Apart {
	for i := range now {
		if i < len(was) && was[i].Household == now[i].Household {
			now[i].At = was[i].At
		}
	}
	return now
}

// Request returns one request, without its assessment.
func (d *Desk) Request(ctx context.Context, who account.User, id string) (Request, error) {
	if err := who.Need(account.ReadRequests); err != nil {
		return Request{}, err
	}
	return record.Requests.Get(ctx, d.st, id)
}

// LinkRequest says whose call it was; "" takes that back.
func (d *Desk) LinkRequest(ctx context.Context, who account.User, id, household string) (Request, error) {
	if err := who.Need(account.EditRequests); err != nil {
		return Request{}, err
	}
	if household != "" {
		if _, err := record.Households.Get(ctx, d.st, household); err != nil {
			return Request{}, fault.From(err).On("household")
		}
	}
	return d.amendRequest(ctx, who, account.EditRequests, id, func(r request.Request) (request.Request, error) {
		r.Household = household
		return r, nil
	})
}

// ResolveReferral closes a referral with what became of it (scenario 7). Saying
// again what was said changes nothing.
func (d *Desk) ResolveReferral(ctx context.Context, who account.User, id, referral, outcome string) (Request, error) {
	at := d.stamp(who).At
	return d.amendRequest(ctx, who, account.EditRequests, id, func(r request.Request) (request.Request, error) {
		if x, have := find(r.Referrals, referral); have && x.Outcome == outcome && x.By == who.ID {
			return r, nil
		}
		return r.Resolve(referral, outcome, who.ID, at)
	})
}

// DropRequest ends a request without a referral, with a reason.
func (d *Desk) DropRequest(ctx context.Context, who account.User, id, reason string) (Request, error) {
	return d.amendRequest(ctx, who, account.EditRequests, id, func(r request.Request) (request.Request, error) {
		if r.State == request.Dropped && r.Reason == reason {
			return r, nil
		}
		return r.Drop(reason)
	})
}

// ReopenRequest takes up a request again, with a reason.
func (d *Desk) ReopenRequest(ctx context.Context, who account.User, id, reason string) (Request, error) {
	return d.amendRequest(ctx, who, account.EditRequests, id, func(r request.Request) (request.Request, error) {
		if r.State == request.ToAssess && r.Reason == reason {
			return r, nil
		}
		return r.Reopen(reason)
	})
}

// Requests lists the requests in a state: the oldest first while they wait, the
// newest first once they are over. next is the cursor of the next page.
func (d *Desk) Requests(ctx context.Context, who account.User, state request.State, p Page) (found []Request, next string, err error) {
	if err := who.Need(account.ReadRequests); err != nil {
		return nil, "", err
	}
	over := state == request.Done || state == request.Dropped
	found, next, err = record.Requests.Page(ctx, d.st, store.Query{Where: []store.Cond{record.Is("state", string(state))},
		Sort: "at", Desc: over, Limit: p.limit(), Cursor: p.Cursor})
	return found, next, pageFault(p, err)
}

// CallRequest notes an attempt to reach the person. ask names it: sent again with
// the same outcome, it is the same attempt.
func (d *Desk) CallRequest(ctx context.Context, who account.User, id, ask string, reached bool) (Request, error) {
	call := request.Call{Ask: d.idOr(ask), At: d.stamp(who).At, By: who.ID, Reached: reached}
	return d.amendRequest(ctx, who, account.EditRequests, id, func(r request.Request) (request.Request, error) {
		same := func(c request.Call) bool { return c.Ask == call.Ask && c.Reached == reached && c.By == who.ID }
		if slices.ContainsFunc(r.Calls, same) {
			return r, nil
		}
		return r.Called(call)
	})
}

// Judgement is what a social worker writes of a request.
type Judgement struct {
	Text  string             // "" leaves what was written
	Seen  time.Time          // of the text that it replaces, zero for none
	Refer []request.Referral // added; one that is there already under its id is not added again
}

// AssessRequest writes the social worker's assessment, which nobody else reads,
// and adds referrals (scenario 3). A text that a colleague wrote meanwhile is
// never written over: ErrChanged, and nothing happens.
func (d *Desk) AssessRequest(ctx context.Context, who account.User, id string, j Judgement) (Request, error) {
	if err := who.Need(account.Assess); err != nil {
		return Request{}, err
	}
	for i := range j.Refer {
		j.Refer[i].ID = d.idOr(j.Refer[i].ID)
	}
	if err := d.unseen(ctx, who, id, j); err != nil {
		return Request{}, err
	}
	r, err := d.amendRequest(ctx, who, account.Assess, id, func(r request.Request) (request.Request, error) {
		for i, x := range j.Refer {
			if _, have := find(r.Referrals, x.ID); have {
				continue
			}
			next, err := r.Refer(x)
			if f := fault.From(err); err != nil && f.Field != "" {
				return r, f.On(fmt.Sprintf("referrals[%d].%s", i, f.Field))
			}
			if err != nil {
				return r, err
			}
			r = next
		}
		return r, nil
	})
	if err != nil || j.Text == "" {
		return r, err
	}
	a := request.Assessment{Request: id, Text: j.Text, By: who.ID, At: d.stamp(who).At}
	_, err = insert(ctx, d, who, record.Assessments, a)
	if errors.Is(err, store.ErrExists) {
		_, err = amend(ctx, d, who, record.Assessments, id, func(request.Assessment) (request.Assessment, error) { return a, nil })
	}
	return r, err
}

// unseen is ErrChanged when another wrote a text that j was not written over.
func (d *Desk) unseen(ctx context.Context, who account.User, id string, j Judgement) error {
	was, err := record.Assessments.Get(ctx, d.st, id)
	if fault.From(err).Kind == fault.NotFound || j.Text == "" {
		return nil
	}
	if a := was.Value; err == nil && a.By != who.ID && !a.At.Equal(j.Seen) && a.Text != j.Text {
		return d.changed(ctx, was.Last)
	}
	return err
}

func find(all []request.Referral, id string) (request.Referral, bool) {
	for _, x := range all {
		if x.ID == id {
			return x, true
		}
	}
	return request.Referral{}, false
}

// Assessment returns what the social worker wrote; a request that nobody
// assessed yet has one without text.
func (d *Desk) Assessment(ctx context.Context, who account.User, id string) (request.Assessment, error) {
	if err := who.Need(account.Assess); err != nil {
		return request.Assessment{}, err
	}
	kept, err := record.Assessments.Get(ctx, d.st, id)
	if fault.From(err).Kind != fault.NotFound {
		return kept.Value, err
	}
	_, err = record.Requests.Get(ctx, d.st, id)
	return request.Assessment{Request: id}, err
}

func (d *Desk) amendRequest(ctx context.Context, who account.User, may account.Permission, id string, change func(request.Request) (request.Request, error)) (Request, error) {
	if err := who.Need(may); err != nil {
		return Request{}, err
	}
	return amend(ctx, d, who, record.Requests, id, change)
}
