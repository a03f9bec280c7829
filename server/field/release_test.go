package field

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/sync/exchange"
	"github.com/portage-livraison/portage/sync/slip"
)

// The numbers are those of the project's catalogue of faults.

// Test19 brings the queue of each app that was ever released; one of them adds a
// file to the vectors when it writes acts in another form.
func Test19RecordedQueuesOfEveryRelease(t *testing.T) {
	files, err := filepath.Glob("../../sync/vectors/queue-*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no recorded queues", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			var v struct{ Acts, Outcomes []string }
			raw, err := os.ReadFile(file)
			if err != nil || json.Unmarshal(raw, &v) != nil {
				t.Fatal("unreadable", err)
			}
			w := newTown(t)
			for n := range 5 {
				w.addSlip(n+1, 1, today)
			}
			p := w.phone(1)
			for _, receipt := range []string{"stored", "known"} { // once, and again after a lost reply
				a := p.sync(v.Acts...)
				for i, r := range a.Receipts {
					if got := strings.TrimSuffix(r.Outcome+":"+r.Code, ":"); r.Receipt != receipt || i >= len(v.Outcomes) || got != v.Outcomes[i] {
						t.Errorf("act %d: %s %s", i+1, r.Receipt, got)
					}
				}
				if len(a.Receipts) != len(v.Acts) || a.High != int64(len(v.Acts)) || len(a.Holes) > 0 {
					t.Errorf("%d receipts, high %d, holes %v", len(a.Receipts), a.High, a.Holes)
				}
			}
			want := []slip.GoodsState{slip.GoodsDelivered, slip.GoodsBack, slip.GoodsDelivered, slip.GoodsUnavailable, slip.GoodsDelivered}
			for n, goods := range want {
				if _, st := w.slip(n + 1); st.Goods.State != goods || st.Complete != (n == 0) {
					t.Errorf("slip %d: %s, complete %v", n+1, st.Goods.State, st.Complete)
				}
			}
		})
	}
}

// Test18 is a store as an older server left it: it stored the act and held it,
// since it did not know the kind. This one does.
func Test18WhatAnOlderServerHeldTakesEffectAfterTheRelease(t *testing.T) {
	w := newTown(t)
	w.addSlip(1, 1, today)
	p := w.phone(1)
	p.sync() // the phone is known
	act := p.act(slip.Opened, 1, `{}`)
	rec := exchange.Record{ID: actID(1, 1), Device: device(1), Epoch: epoch, Seq: 1, By: person(device(1)), Received: w.clock(), Raw: []byte(act)}
	box := inbox{w.store}
	errs := append(box.Receive(t.Context(), []exchange.Record{rec}),
		box.Hold(t.Context(), []exchange.HeldAct{{ID: rec.ID, Code: slip.ErrUnknownKind.Code, Slip: slipID(1), Record: rec}})...)
	if errs = slices.DeleteFunc(errs, func(err error) bool { return err == nil }); len(errs) > 0 {
		t.Fatal(errs)
	}
	for _, want := range []int{1, 0} { // once, and only once
		if n, err := w.Replay(t.Context()); n != want || err != nil {
			t.Errorf("replayed %d, want %d: %v", n, want, err)
		}
	}
	if held, _, err := w.HeldActs(t.Context(), follower, ""); err != nil || len(held) != 0 {
		t.Errorf("still held: %+v %v", held, err)
	}
	if s, _ := w.slip(1); len(s.Journal) != 3 || s.Journal[2].Kind != slip.Opened {
		t.Errorf("the journal: %+v", s.Journal)
	}
	w.want(p.sync(act), "known:applied high 1")
}
