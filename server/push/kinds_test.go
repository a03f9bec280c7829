package push_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/push"
	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/sync/slip"
)

// said is what each reader was told, as "title | body | url", in order.
func (w *town) said() []string {
	w.Helper()
	w.work()
	var out []string
	for _, b := range w.far.banners() {
		out = append(out, b.Title+" | "+b.Body+" | "+b.URL)
	}
	return out
}

func (w *town) tells(step string, want ...string) {
	w.Helper()
	if got := w.said(); !slices.Equal(got, want) {
		w.Errorf("%s:\n got %q\nwant %q", step, got, want)
	}
}

func TestTheDriverHearsOfTheirOwnRound(t *testing.T) {
	w := newTown(t)
	w.subscribe(ana, "201")
	id, first := w.round(ana)
	w.tells("published", "Nouvelle tournée | Lundi 23 novembre : 1 étape. Ouvrez-la pour l’avoir aussi sans réseau. | /")
	w.tells("nothing new")

	w.pass(time.Minute)
	second := w.slip()
	_, err := w.Assign(w.ctx, claire, second, "", id)
	w.ok(err)
	number := w.number(second)
	w.tells("a slip joins", "Tournée modifiée | Lundi 23 novembre : bon "+number+" ajouté. | /")
	_, err = w.Assign(w.ctx, claire, second, id, "")
	w.ok(err)
	w.tells("it leaves", "Tournée modifiée | Lundi 23 novembre : bon "+number+" retiré. | /")
	w.publish(id)
	w.tells("published again", "Tournée modifiée | Lundi 23 novembre : 1 étape. Ouvrez-la pour avoir la dernière version. | /")
	_, err = w.CancelSlip(w.ctx, agent, first, "absente")
	w.ok(err)
	w.tells("a slip is cancelled", "Tournée modifiée | Lundi 23 novembre : bon "+w.number(first)+" annulé. | /")

	w.subscribe(idriss, "201")
	_, err = w.MoveRound(w.ctx, claire, id, "idriss", "malade")
	w.ok(err)
	w.tells("moved",
		"Tournée confiée à quelqu’un d’autre | Lundi 23 novembre : vous n’avez plus cette tournée à faire. | /",
		"Une tournée vous est confiée | Lundi 23 novembre : 1 étape. | /")
}

func TestACancelledRoundIsToldOnceAndSoIsItsReturn(t *testing.T) {
	w := newTown(t)
	w.subscribe(ana, "201")
	id, _ := w.round(ana)
	w.said()
	w.pass(time.Minute)
	_, err := w.CancelRound(w.ctx, claire, id, "verglas")
	w.ok(err)
	w.tells("cancelled", "Tournée annulée | Lundi 23 novembre : la tournée n’a plus lieu. Ce que vous avez déjà fait est gardé. | /")
	if all, err := w.push.Unseen(w.ctx, claire); err != nil || len(all) != 1 || all[0].Round != id {
		t.Errorf("who has not seen it: %+v, %v", all, err)
	}
	w.pass(time.Minute)
	_, err = w.RestoreRound(w.ctx, claire, id)
	w.ok(err)
	w.tells("restored", "Tournée rétablie | Lundi 23 novembre : 1 étape. La tournée a bien lieu. | /")
	w.pass(time.Minute)
	w.publish(id)
	w.tells("a later edition is a change again", "Tournée modifiée | Lundi 23 novembre : 1 étape. Ouvrez-la pour avoir la dernière version. | /")
}

func TestNobodyHearsOfADraft(t *testing.T) {
	w := newTown(t)
	w.subscribe(ana, "201")
	w.subscribe(idriss, "201")
	r := w.draft(ana)
	_, err := w.MoveRound(w.ctx, claire, r, "idriss", "congé")
	w.ok(err)
	w.tells("a draft")
	w.publish(r)
	w.tells("published for the one who has it", "Nouvelle tournée | Lundi 23 novembre : 1 étape. Ouvrez-la pour l’avoir aussi sans réseau. | /")
}

func TestReadyReachesDriverAndCoordinators(t *testing.T) {
	w := newTown(t)
	_, given := w.round(ana)
	free := w.slip()
	w.work()
	w.subscribe(ana, "201")
	w.subscribe(claire, "201")
	for _, id := range []string{given, free} {
		_, err := w.ReadySlip(w.ctx, agent, id, 2, 0)
		w.ok(err)
	}
	body := func(id string) string { return " | Primeur des Halles, bon " + w.number(id) + " | " }
	w.tells("ready", "Commande prête, sans livreur"+body(free)+"/desk/slips/"+free,
		"Commande prête"+body(given)+"/desk/slips/"+given, "Commande prête"+body(given)+"/slip/"+given)
}

func TestTheDeskHearsOfTheField(t *testing.T) {
	w := newTown(t)
	_, id := w.round(ana)
	w.work()
	for _, who := range []account.User{claire, social, agent, admin, ana} {
		w.subscribe(who, "201")
	}
	n := w.number(id)
	w.fact(id, "ana", slip.Alert, `{"text":"Madame est très seule"}`)
	w.tells("an alert is the social worker's", "Signalement | Bon "+n+" : un livreur signale une inquiétude. | /desk/alerts")
	w.fact(id, "ana", slip.PickedUp, `{"bags":1}`)
	w.tells("a usual act")
	w.fact(id, "ana", slip.AttemptFailed, `{"reason":"noAnswer","goods":"inVehicle"}`)
	w.tells("no answer", "Passage sans remise | Bon "+n+" : la livraison n’a pas pu se faire. | /desk/problems")
	w.fact(id, "idriss", slip.PickedUp, `{"bags":2}`) // not their round
	w.tells("a flagged act", "Une décision est attendue | Bon "+n+" | /desk/problems")
	other := w.slip()
	_, err := w.UnavailableSlip(w.ctx, agent, other, "rupture")
	w.ok(err)
	w.tells("the shop cannot", "Commande impossible à préparer | Primeur des Halles, bon "+w.number(other)+" | /desk/problems")
}

func TestOldChequesAreToldOnceADay(t *testing.T) {
	w := newTown(t)
	_, id := w.round(ana)
	w.fact(id, "ana", slip.PickedUp, `{"bags":1}`)
	w.fact(id, "ana", slip.HandedOver, `{"payment":"cheque","payee":"Le Payee","amountCents":1250,"mark":{"name":"O. M.","cannotSign":"gants","witness":"B"}}`)
	w.work()
	w.subscribe(claire, "201")
	w.pass(47 * time.Hour)
	w.tells("two days are not too long")
	w.pass(24 * time.Hour)
	w.tells("before eight in the morning")
	w.pass(2 * time.Hour)
	w.tells("three days", "Chèques à rendre | 1 chèque depuis trop longtemps chez les livreurs. | /desk/cheques")
	w.pass(time.Hour)
	w.tells("once")
}

func TestNobodyHearsOfTheirOwnActNorOfWhatTheySwitchedOff(t *testing.T) {
	w := newTown(t)
	w.subscribe(claire, "201")
	w.subscribe(hugo, "201")
	_, err := w.ReadySlip(w.ctx, claire, w.slip(), 1, 0)
	w.ok(err)
	if got := len(w.said()); got != 1 {
		t.Errorf("%d were told, want the other coordinator alone", got)
	}
	w.ok(w.push.Choose(w.ctx, hugo, []push.Kind{push.Ready}))
	w.ok(w.push.Choose(w.ctx, hugo, []push.Kind{push.Ready, push.Problem}))
	_, err = w.ReadySlip(w.ctx, claire, w.slip(), 1, 0)
	w.ok(err)
	w.tells("switched off")
	if err := w.push.Choose(w.ctx, ana, []push.Kind{push.Alert}); err == nil {
		t.Error("a driver chose about alerts")
	}
	set, err := w.push.Settings(w.ctx, hugo)
	w.ok(err)
	if got := fmt.Sprint(set.Kinds); got != "[{ready false} {noAnswer true} {problem false} {cheque true}]" {
		t.Errorf("choices are %s", got)
	}
}

// set changes the town's settings.
func (w *town) set(change func(*service.Service)) {
	w.Helper()
	kept, err := w.Service(w.ctx, admin)
	w.ok(err)
	change(&kept.Value)
	_, err = w.SetService(w.ctx, admin, kept.Value, kept.Version)
	w.ok(err)
}

func TestTheTownChoosesWhichRolesHearOfAKind(t *testing.T) {
	w := newTown(t)
	_, id := w.round(ana)
	w.work()
	for _, who := range []account.User{claire, social, agent} {
		w.subscribe(who, "201")
	}
	w.set(func(s *service.Service) {
		s.Tell = []service.Telling{{Kind: "ready", Roles: []string{"orderAgent"}}, {Kind: "noAnswer", Roles: []string{"socialWorker"}}}
	})
	_, err := w.ReadySlip(w.ctx, claire, id, 1, 0)
	w.ok(err)
	n := w.number(id)
	w.tells("ready is the agent's now", "Commande prête | Primeur des Halles, bon "+n+" | /desk/slips/"+id)
	w.fact(id, "ana", slip.PickedUp, `{"bags":1}`)
	w.fact(id, "ana", slip.AttemptFailed, `{"reason":"noAnswer","goods":"inVehicle"}`)
	w.tells("no answer leads a social worker to the slip, which they may read",
		"Passage sans remise | Bon "+n+" : la livraison n’a pas pu se faire. | /desk/slips/"+id)
	for who, want := range map[string]string{"social": "[{noAnswer true} {alert true}]", "agent": "[{ready true}]"} {
		set, err := w.push.Settings(w.ctx, map[string]account.User{"social": social, "agent": agent}[who])
		w.ok(err)
		if got := fmt.Sprint(set.Kinds); got != want {
			t.Errorf("%s may choose among %s, want %s", who, got, want)
		}
	}
}

func TestLanguageIsTheReaders(t *testing.T) {
	w := newTown(t)
	p := w.staff.people["ana"]
	p.Locale = "en"
	w.staff.people["ana"] = p
	w.subscribe(ana, "201")
	w.round(ana)
	w.tells("in English", "New round | Monday 23 November: 1 stop. Open it to have it without network too. | /")
}

// Case 41: whatever the desk types, a payload stays short and without people.
func TestPayloadsHoldNoPersonAndStayShort(t *testing.T) {
	w := newTown(t)
	m, err := w.Merchant(w.ctx, claire, w.shop)
	w.ok(err)
	m.Value.Name = strings.Repeat("Très long ", 12)
	_, err = w.EditMerchant(w.ctx, claire, m.Value, m.Version)
	w.ok(err)
	for _, who := range []account.User{ana, claire, social} {
		w.subscribe(who, "201")
	}
	_, id := w.round(ana)
	_, err = w.ReadySlip(w.ctx, agent, id, 1, 0)
	w.ok(err)
	w.fact(id, "ana", slip.Alert, `{"text":"Odette va mal"}`)
	w.fact(id, "ana", slip.AttemptFailed, `{"reason":"noAnswer","note":"Maréchal absente","goods":"inVehicle"}`)
	w.work()
	got := w.far.banners()
	if len(got) < 5 {
		t.Fatalf("only %d came", len(got))
	}
	for _, b := range got {
		for _, secret := range []string{"Odette", "Maréchal", "Haute", "Secret", "02 31", "12,50", "1250", "Très long"} {
			if strings.Contains(b.raw, secret) {
				t.Errorf("%s holds %s", b.raw, secret)
			}
		}
		if len(b.raw) > 600 {
			t.Errorf("%d bytes: %s", len(b.raw), b.raw)
		}
	}
}

func (w *town) number(id string) string {
	w.Helper()
	s, err := w.Slip(w.ctx, claire, id)
	w.ok(err)
	return s.State.Number
}

// draft makes a round with one slip that is not published.
func (w *town) draft(driver account.User) string {
	w.Helper()
	r, err := w.NewRound(w.ctx, claire, round.Round{Day: monday, Driver: driver.ID})
	w.ok(err)
	_, err = w.Assign(w.ctx, claire, w.slip(), "", r.Value.ID)
	w.ok(err)
	return r.Value.ID
}
