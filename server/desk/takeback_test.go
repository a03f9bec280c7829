package desk_test

import (
	"testing"

	"github.com/portage-livraison/portage/sync/slip"
)

func TestAWrongReadyIsTakenBackAndBothLinesStay(t *testing.T) {
	w := newTown(t)
	id := w.order(0, "primeur").Parts[0].Slip
	_, err := w.SendSlip(w.ctx, agent, id, "phone")
	w.ok(err)
	s, err := w.ReadySlip(w.ctx, agent, id, 2, 1490)
	w.ok(err)
	said, ok := s.LastWord()
	if !ok || said.Kind != slip.Ready {
		t.Fatalf("what may be taken back: %+v, %v", said, ok)
	}
	_, err = w.NoteSlip(w.ctx, agent, id, "", "mauvais bon") // a remark is not another word
	w.ok(err)
	s, err = w.TakeBackSlip(w.ctx, agent, id, said.ID)
	w.ok(err)
	if s.State.Goods.State != slip.GoodsSent || s.State.Amount != nil || s.State.Goods.Bags != 0 {
		t.Errorf("after it: %+v, amount %+v", s.State.Goods, s.State.Amount)
	}
	if _, kept := (slip.Slip{Journal: s.Journal}).Find(said.ID); !kept || s.Journal[len(s.Journal)-1].Kind != slip.Corrected {
		t.Error("the journal keeps what was taken back and who did it")
	}
	if _, more := s.LastWord(); more {
		t.Error("nothing more is to be taken back")
	}
	again, err := w.TakeBackSlip(w.ctx, agent, id, said.ID)
	if err != nil || len(again.Journal) != len(s.Journal) {
		t.Errorf("pressed twice: %d entries, %v", len(again.Journal), err)
	}
}

func TestOnlyTheLastWordIsTakenBack(t *testing.T) {
	w := newTown(t)
	id := w.order(0, "primeur").Parts[0].Slip
	s, err := w.ReadySlip(w.ctx, agent, id, 1, 0)
	w.ok(err)
	ready, _ := s.LastWord()
	s, err = w.StateAmount(w.ctx, agent, id, 900, "")
	w.ok(err)
	_, err = w.TakeBackSlip(w.ctx, agent, id, ready.ID)
	w.refused(err, "slip.overtaken", "")
	amount, _ := s.LastWord()
	s, err = w.TakeBackSlip(w.ctx, agent, id, amount.ID)
	w.ok(err)
	if s.State.Amount != nil || s.State.Goods.State != slip.GoodsReady {
		t.Errorf("amount %+v, goods %+v", s.State.Amount, s.State.Goods)
	}
	if before, ok := s.LastWord(); !ok || before.ID != ready.ID {
		t.Errorf("then the word before it: %+v, %v", before, ok)
	}
	_, err = w.TakeBackSlip(w.ctx, agent, id, "nothing")
	w.refused(err, "slip.overtaken", "")
}

func TestWhatADriverToldAfterwardsStands(t *testing.T) {
	w := newTown(t)
	id := w.order(0, "primeur").Parts[0].Slip
	s, err := w.ReadySlip(w.ctx, agent, id, 1, 0)
	w.ok(err)
	ready, _ := s.LastWord()
	w.field(id, "nadia", slip.PickedUp, `{"bags":1}`)
	_, err = w.TakeBackSlip(w.ctx, agent, id, ready.ID)
	w.refused(err, "slip.overtaken", "")
	s, err = w.CancelSlip(w.ctx, agent, id, "erreur")
	w.ok(err)
	if _, ok := s.LastWord(); ok {
		t.Error("a cancelled slip offers nothing to take back")
	}
}
