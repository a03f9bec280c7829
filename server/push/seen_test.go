package push_test

import (
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/push"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/sync/slip"
)

func (w *town) unseen() []push.Unseen {
	w.Helper()
	w.work()
	all, err := w.push.Unseen(w.ctx, claire)
	w.ok(err)
	return all
}

// Scenario 21: the coordinator sees who has not opened a round, and can call.
func TestScenario21WhoHasNotLooked(t *testing.T) {
	w := newTown(t)
	w.subscribe(ana, "201")
	w.round(ana)
	w.round(idriss) // has no phone that can be told
	all := w.unseen()
	if len(all) != 2 || all[0].State != push.Sent || all[1].State != push.Unreachable || all[0].Late || all[1].Phone == "" {
		t.Fatalf("unseen = %+v", all)
	}
	w.pass(15*time.Minute + time.Second)
	b := w.far.banners()[0]
	w.ok(w.push.Seen(w.ctx, b.ID, "a guess", true))
	w.ok(w.push.Seen(w.ctx, b.ID, b.Token, false))
	if all = w.unseen(); len(all) != 2 || !all[0].Shown || !all[0].Late {
		t.Fatalf("after the banner: %+v", all)
	}
	w.ok(w.push.Seen(w.ctx, b.ID, b.Token, true))
	w.ok(w.push.Seen(w.ctx, b.ID, b.Token, true))
	if all = w.unseen(); len(all) != 1 || all[0].Person != "idriss" {
		t.Fatalf("after the tap: %+v", all)
	}
	if err := w.push.Seen(w.ctx, "no such", b.Token, true); fault.From(err).Code != "push.unknown" {
		t.Errorf("an unknown notice: %v", err)
	}
}

func TestTheTownSaysHowLongADriverMayTakeToLook(t *testing.T) {
	w := newTown(t)
	w.set(func(s *service.Service) { s.LookMinutes = 40 })
	w.round(ana)
	w.pass(39 * time.Minute)
	if all := w.unseen(); len(all) != 1 || all[0].Late {
		t.Errorf("after 39 minutes: %+v", all)
	}
	w.pass(2 * time.Minute)
	if all := w.unseen(); len(all) != 1 || !all[0].Late {
		t.Errorf("after 41 minutes: %+v", all)
	}
}

// Whoever opens the round without tapping the banner has seen it too.
func TestActingIsSeeing(t *testing.T) {
	w := newTown(t)
	id, slipID := w.round(ana)
	if n := len(w.unseen()); n != 1 {
		t.Fatalf("%d unseen", n)
	}
	w.pass(time.Minute)
	_, err := w.ApplyRound(w.ctx, id, []slip.Entry{{ID: newID(), Kind: round.KindOpened, V: 1, At: w.clock(), Received: w.clock(), By: "ana", Via: slip.ViaApp}})
	w.ok(err)
	if n := len(w.unseen()); n != 0 {
		t.Errorf("%d unseen after the round was opened", n)
	}
	_, err = w.ReadySlip(w.ctx, agent, slipID, 1, 0)
	w.ok(err)
	if all := w.unseen(); len(all) != 1 || all[0].Kind != push.Ready {
		t.Errorf("unseen = %+v", all)
	}
	w.fact(slipID, "ana", slip.PickedUp, `{"bags":1}`)
	if n := len(w.unseen()); n != 0 {
		t.Errorf("%d unseen after the pick-up", n)
	}
}

// Two browsers of one driver are one line, and the best of the two counts.
func TestTheBestOfADriversBrowsersCounts(t *testing.T) {
	w := newTown(t)
	w.subscribe(ana, "410")
	w.subscribe(ana, "201")
	w.subscribe(ana, "413")
	w.round(ana)
	if all := w.unseen(); len(all) != 1 || all[0].State != push.Sent {
		t.Errorf("unseen = %+v", all)
	}
}
