package push_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/push"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// counted counts how often it is asked for everyone.
type counted struct {
	*staff
	asked atomic.Int64
}

func (c *counted) Everyone(ctx context.Context) ([]account.Person, error) {
	c.asked.Add(1)
	return c.staff.Everyone(ctx)
}

// A running server asks who there is once, and again when a person changed.
func TestPeopleAreAskedAgainWhenTheyChange(t *testing.T) {
	w := newTown(t)
	people := &counted{staff: w.staff}
	var err error
	w.push, err = push.New(push.Options{Store: w.st, People: people, PersonKind: personKind.Name, Now: w.clock, Zone: time.UTC,
		Contact: "mailto:ops@portage.example", Origins: []string{w.far.URL}})
	w.ok(err)
	came := make(chan struct{}, 100)
	w.far.setAnswer(func() { came <- struct{}{} })
	w.subscribe(claire, "201")
	ctx, stop := context.WithCancel(w.ctx)
	ended := make(chan struct{})
	go func() { w.push.Run(ctx); close(ended) }()
	t.Cleanup(func() { stop(); <-ended })

	happens := func(told int) {
		w.fact(w.slip(), "shop", slip.Ready, `{"bags":1}`)
		for range told {
			select {
			case <-came:
			case <-time.After(30 * time.Second):
				t.Fatal("somebody was not told")
			}
		}
	}
	for range 20 {
		happens(1)
	}
	if n := people.asked.Load(); n > 2 { // the sweep at the start may have asked before the feed was there
		t.Errorf("asked %d times for 20 happenings", n)
	}
	idriss := user(idriss.ID, account.Coordinator)
	w.staff.set(account.Person{ID: idriss.ID, Roles: idriss.Roles, Locale: "fr"})
	w.ok(w.st.Insert(w.ctx, store.Doc{Kind: personKind.Name, ID: idriss.ID})[0])
	w.subscribe(idriss, "201")
	happens(2) // claire, and idriss, who may know of it since then
}
