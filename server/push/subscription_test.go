package push_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/push"
)

// came counts what each browser received since the last call.
func (w *town) came() map[*browser]int {
	w.Helper()
	w.work()
	out := map[*browser]int{}
	for _, b := range w.far.banners() {
		out[b.to]++
	}
	return out
}

// Case 42, first half.
func TestAPhoneThatChangesHandsTellsItsNewUserAlone(t *testing.T) {
	w := newTown(t)
	b := w.subscribe(ana, "201")
	w.keep(idriss, b)
	w.round(ana)
	if got := w.came(); got[b] != 0 {
		t.Error("the phone still tells of the round of who had it before")
	}
	w.round(idriss)
	if got := w.came(); got[b] != 1 {
		t.Errorf("the new user was told %d times", got[b])
	}
}

// Case 42, second half.
func TestAPersonHasFiveBrowsersAndTheOldestGoes(t *testing.T) {
	w := newTown(t)
	var all []*browser
	for range 50 {
		all = append(all, w.subscribe(ana, "201"))
		w.pass(time.Minute)
	}
	w.round(ana)
	got := w.came()
	for i, b := range all {
		if want := i >= 45; (got[b] == 1) != want || got[b] > 1 {
			t.Errorf("browser %d: %d", i, got[b])
		}
	}
	again, err := w.push.Subscribe(w.ctx, ana, w.subscription(all[0]))
	w.ok(err)
	if !again {
		t.Error("a browser that was dropped is not told to subscribe anew")
	}
}

func TestSubscriptionsEndAfterSixtyDaysWithoutContact(t *testing.T) {
	w := newTown(t)
	silent, alive := w.subscribe(ana, "201"), w.subscribe(ana, "201")
	for range 3 {
		w.pass(21 * 24 * time.Hour)
		w.keep(ana, alive)
	}
	w.ok(w.push.SendTest(w.ctx, ana))
	if got := w.came(); got[silent] != 0 || got[alive] != 1 {
		t.Errorf("silent %d, alive %d", got[silent], got[alive])
	}
	w.pass(100 * 24 * time.Hour)
	w.ok(w.push.Prune(w.ctx))
	if err := w.push.SendTest(w.ctx, ana); fault.From(err).Code != "push.unknown" {
		t.Errorf("a test without a browser: %v", err)
	}
}

func TestARevokedPhoneAndADisabledPersonHearNothing(t *testing.T) {
	w := newTown(t)
	w.staff.phones["ana"] = []string{"kept"}
	kept, lost := ana, ana
	kept.Device, lost.Device = "kept", "lost"
	good, bad := w.subscribe(kept, "201"), w.subscribe(lost, "201")
	w.round(ana)
	if got := w.came(); got[good] != 1 || got[bad] != 0 {
		t.Errorf("kept %d, revoked %d", got[good], got[bad])
	}
	p := w.staff.people["ana"]
	p.Disabled = true
	w.staff.people["ana"] = p
	w.ok(w.push.SendTest(w.ctx, kept))
	if got := w.came(); len(got) != 0 {
		t.Errorf("a disabled person was told: %v", got)
	}
}

func TestWhoeverSubscribesLaterIsNotToldOfThePast(t *testing.T) {
	w := newTown(t)
	w.round(ana)
	w.pass(time.Minute)
	b := w.subscribe(ana, "201")
	if got := w.came(); got[b] != 0 {
		t.Errorf("told %d times of what the open app shows already", got[b])
	}
}

func TestUnsubscribingAndRenewing(t *testing.T) {
	w := newTown(t)
	old := w.subscribe(ana, "201")
	next := newBrowser(t, w.far.URL+"/201/"+newID())
	w.far.add(next)
	for _, try := range []struct{ endpoint, auth string }{{old.endpoint, next.auth}, {next.endpoint, old.auth}, {"", ""}} {
		if _, err := w.push.Renew(w.ctx, try.endpoint, try.auth, w.subscription(next)); fault.From(err).Code != "push.unknown" {
			t.Errorf("renewed by a stranger: %v", err)
		}
	}
	_, err := w.push.Renew(w.ctx, old.endpoint, old.auth, w.subscription(next))
	w.ok(err)
	w.pass(time.Millisecond)
	w.round(ana)
	if got := w.came(); got[old] != 0 || got[next] != 1 {
		t.Errorf("old %d, new %d", got[old], got[next])
	}
	w.ok(w.push.Unsubscribe(w.ctx, idriss, next.endpoint)) // not theirs
	w.ok(w.push.SendTest(w.ctx, ana))
	if got := w.came(); got[next] != 1 {
		t.Error("somebody else ended it")
	}
	w.ok(w.push.Unsubscribe(w.ctx, ana, next.endpoint))
	w.ok(w.push.Unsubscribe(w.ctx, ana, "https://never.example/x"))
	if err := w.push.SendTest(w.ctx, ana); fault.From(err).Code != "push.unknown" {
		t.Errorf("after leaving: %v", err)
	}
}

func TestARotatedKeyKeepsOldSubscriptionsForThirtyDays(t *testing.T) {
	w := newTown(t)
	b := w.subscribe(ana, "201")
	before := w.subscription(b)
	if err := w.push.RotateKeys(w.ctx, claire); fault.From(err).Code != "access.forbidden" {
		t.Errorf("a coordinator rotated: %v", err)
	}
	if err := w.push.RotateKeys(w.ctx, admin); fault.From(err).Code != "session.not_fresh" {
		t.Errorf("long after signing in: %v", err)
	}
	w.pass(20 * 24 * time.Hour)
	fresh := admin
	fresh.SignedIn = w.clock()
	w.ok(w.push.RotateKeys(w.ctx, fresh))
	ages, err := w.push.KeyAges(w.ctx, admin)
	w.ok(err)
	const days = 24 * time.Hour
	if len(ages) != 2 || !ages[0].Until.IsZero() || ages[0].Since.Sub(ages[1].Since).Round(days) != 20*days || !ages[1].Until.Equal(ages[0].Since.Add(30*days)) {
		t.Errorf("keys are %v", ages)
	}
	if after := w.subscription(b); after.Key == before.Key {
		t.Fatal("the key is the same")
	}
	again, err := w.push.Subscribe(w.ctx, ana, before)
	w.ok(err)
	if !again {
		t.Error("the browser is not told to subscribe with the new key")
	}
	w.pass(29 * 24 * time.Hour)
	w.ok(w.push.SendTest(w.ctx, ana))
	if got := w.came(); got[b] != 1 {
		t.Error("the old key no longer signs within the overlap")
	}
	w.pass(2 * 24 * time.Hour)
	w.ok(w.push.SendTest(w.ctx, ana))
	if got := w.came(); got[b] != 0 {
		t.Error("the old key signs after the overlap")
	}
	if ages, err = w.push.KeyAges(w.ctx, admin); err != nil || len(ages) != 1 {
		t.Errorf("after the overlap: %v, %v", ages, err)
	}
	if _, err := w.push.KeyAges(w.ctx, claire); fault.From(err).Code != "access.forbidden" {
		t.Errorf("a coordinator read the keys' ages: %v", err)
	}
}

func TestSeveralServersMakeOneKey(t *testing.T) {
	w := newTown(t)
	keys := make(chan string, 8)
	for range 8 {
		go func() {
			set, err := w.server(w.st).Settings(w.ctx, admin)
			if err != nil {
				set.Key = err.Error()
			}
			keys <- set.Key
		}()
	}
	first := <-keys
	for range 7 {
		if k := <-keys; k != first || len(k) != 87 {
			t.Errorf("keys %q and %q", first, k)
		}
	}
}

func TestWithoutAContactNothingIsSentAndTheDeskStillKnows(t *testing.T) {
	w := newTown(t)
	p, err := push.New(push.Options{Store: w.st, People: w.staff, Now: w.clock})
	w.ok(err)
	w.push = p
	set, err := p.Settings(w.ctx, ana)
	w.ok(err)
	if set.Enabled || set.Key != "" {
		t.Errorf("settings %+v", set)
	}
	if _, err := p.Subscribe(w.ctx, ana, push.Subscription{}); fault.From(err).Code != "push.off" {
		t.Errorf("subscribed: %v", err)
	}
	w.round(ana)
	w.work()
	if got := w.state(); got != push.Unreachable {
		t.Errorf("state %s", got)
	}
}

func TestNobodyMayNothing(t *testing.T) {
	w := newTown(t)
	_, e1 := w.push.Settings(w.ctx, account.User{})
	_, e2 := w.push.Subscribe(w.ctx, account.User{}, push.Subscription{})
	_, e3 := w.push.Unseen(w.ctx, agent)
	for i, err := range []error{e1, e2, w.push.Unsubscribe(w.ctx, account.User{}, "x"), w.push.Choose(w.ctx, account.User{}, nil), w.push.SendTest(w.ctx, account.User{})} {
		if fault.From(err).Code != "session.needed" {
			t.Errorf("%d: %v", i, err)
		}
	}
	if fault.From(e3).Code != "access.forbidden" {
		t.Error(fmt.Sprint("an agent saw who was told: ", e3))
	}
}
