package slip

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// rest is what must not depend on arrival: everything but the codes of applied
// entries (already, behind), and the order in which lists were told.
func rest(t testing.TB, st State) map[string]any {
	for id, o := range st.Effects {
		if o.Effect == Applied {
			st.Effects[id] = Outcome{Effect: Applied}
		}
	}
	for _, task := range st.Tasks {
		slices.Sort(task.Codes)
		delete(st.Effects, task.Entry) // its code is the first of these
	}
	slices.SortFunc(st.Tasks, func(a, b Task) int { return strings.Compare(a.Entry, b.Entry) })
	slices.SortFunc(st.Attempts, func(a, b Attempt) int { return strings.Compare(a.Entry, b.Entry) })
	return shown(t, st)
}

func TestNormalLifeInAnyOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		plans, facts := newTown(r).life()
		one := Fold(append(slices.Clone(plans), facts...))
		other := Fold(append(slices.Clone(plans), shuffled(r, facts)...))
		if a, b := rest(t, one), rest(t, other); !reflect.DeepEqual(a, b) {
			r.Fatalf("arrival matters:\n%s\n%s", text(a), text(b))
		}
	})
}

func TestSwappedBatchesOfOnePhone(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		journal := newTown(r).journal(15)
		var places []int
		var own []Entry
		for i, e := range journal {
			if e.Device == "phoneA" {
				places, own = append(places, i), append(own, e)
			}
		}
		swapped := slices.Clone(journal)
		if len(own) > 0 {
			own = shuffled(r, own)
		}
		for i, p := range places {
			swapped[p] = own[i]
		}
		if a, b := shown(t, Fold(journal)), shown(t, Fold(swapped)); !reflect.DeepEqual(a, b) {
			r.Fatalf("swap matters:\n%s\n%s", text(a), text(b))
		}
	})
}

func TestRepetitionChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		journal := newTown(r).journal(12)
		again := slices.Clone(journal)
		for range rapid.IntRange(1, 4).Draw(r, "times") {
			again = append(again, rapid.SampledFrom(journal).Draw(r, "again"))
		}
		if a, b := shown(t, Fold(journal)), shown(t, Fold(again)); !reflect.DeepEqual(a, b) {
			r.Fatalf("repetition matters:\n%s\n%s", text(a), text(b))
		}
	})
}

func TestCustody(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		journal := newTown(r).journal(15)
		st := Fold(journal)
		if (st.Cheque.State == ChequeWithDriver) != (st.Cheque.Holder != "") {
			r.Fatalf("cheque: %+v", st.Cheque)
		}
		if (st.Goods.Place == AtDriver) != (st.Goods.Holder != "") {
			r.Fatalf("goods: %+v", st.Goods)
		}
		moved := st.Cheque.State == ChequeWithDriver || st.Cheque.State == ChequeWithMerchant
		if moved && (st.Cheque.Amount < 1 || st.Cheque.Amount > MaxCents) {
			r.Fatalf("a cheque without an amount: %+v", st.Cheque)
		}
		if st.Complete && (st.Resident == nil || st.Merchant == nil || st.Cheque.State != ChequeWithMerchant) {
			r.Fatal("complete without both marks")
		}
		if st.Closed && !st.Complete && (st.GoodsHolder() != "" || st.ChequeHolder() != "") {
			r.Fatal("closed while somebody holds something")
		}
		tasks := 0
		for _, e := range journal {
			if st.Effects[e.ID].Effect == "" {
				r.Fatalf("%s %s has no effect", e.ID, e.Kind)
			}
			if st.Effects[e.ID].Effect != Applied {
				tasks++
			}
		}
		if len(st.Tasks) != tasks {
			r.Fatalf("%d tasks for %d exceptions", len(st.Tasks), tasks)
		}
	})
}

// TestPlansNeverEraseFacts: whatever the desk plans, custody, marks and the
// outcome of what happened before stay.
func TestPlansNeverEraseFacts(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newTown(r)
		journal := w.journal(12)
		before := Fold(journal)
		k := rapid.SampledFrom([]Kind{Edited, Assigned, Cancelled, Reopened}).Draw(r, "plan")
		plan := w.entry(k, "desk", ViaDesk, w.data(k))
		after := Fold(append(slices.Clone(journal), plan))
		delete(after.Effects, plan.ID)
		for _, pair := range [][2]any{
			{before.Goods, after.Goods}, {before.Cheque, after.Cheque}, {before.Resident, after.Resident},
			{before.Merchant, after.Merchant}, {before.Effects, after.Effects},
		} {
			if !reflect.DeepEqual(pair[0], pair[1]) {
				r.Fatalf("%s changed %+v to %+v", k, pair[0], pair[1])
			}
		}
	})
}

// TestCompleteStands: once complete, parties, amount and marks never change,
// whatever comes, also earlier acts of the same phones.
func TestCompleteStands(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		w := newTown(r)
		journal := append(w.created(), w.fact(), w.fact(), w.any())
		const mark = `"mark":{"strokes":[2,1,2,3,4],"w":300,"h":150}`
		journal = append(journal,
			w.entry(HandedOver, "A", ViaApp, `{"payment":"cheque","amountCents":2350,`+mark+`}`),
			w.entry(ChequeReturned, "A", ViaApp, `{"amountCents":2350,`+mark+`}`))
		for range rapid.IntRange(0, 12).Draw(r, "more") {
			journal = append(journal, w.any())
		}
		if rapid.Bool().Draw(r, "swap") {
			journal = append(journal[:2:2], shuffled(r, journal[2:])...)
		}
		s, complete := Slip{ID: "s"}, (*State)(nil)
		for _, e := range journal {
			next, _, err := Append(s, e)
			if err != nil {
				continue // a plan that cannot be
			}
			s = next
			st := s.Fold()
			if complete == nil {
				if st.Complete {
					complete = &st
				}
				continue
			}
			if !st.Complete || !reflect.DeepEqual(st.Cheque, complete.Cheque) || !reflect.DeepEqual(st.Amount, complete.Amount) ||
				!reflect.DeepEqual(st.Resident, complete.Resident) || !reflect.DeepEqual(st.Merchant, complete.Merchant) ||
				!reflect.DeepEqual(st.Sheet, complete.Sheet) {
				r.Fatalf("%s %s changed a complete slip:\n%s\n%s", e.ID, e.Kind, text(shown(t, *complete)), text(shown(t, st)))
			}
		}
		if err := Verify(s.Journal); err != nil {
			r.Fatal(err)
		}
	})
}

// TestCutFoldsTheSame: the phone's copy has the same state, and nothing that the
// driver may not see.
func TestCutFoldsTheSame(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := Slip{ID: "s"}
		journal := newTown(r).journal(15)
		for _, e := range append(journal[:2:2], shuffled(r, journal[2:])...) {
			if next, _, err := Append(s, e); err == nil {
				s = next
			}
		}
		full := s.Fold()
		dropAlerts(&full, s.Journal)
		if a, b := shown(t, full), shown(t, Fold(Cut(s, Options{Contact: true}).Journal)); !reflect.DeepEqual(a, b) {
			r.Fatalf("the cut folds otherwise:\n%s\n%s", text(a), text(b))
		}
		bare := Fold(Cut(s, Options{}).Journal)
		if full.Goods.State != bare.Goods.State || full.Cheque.State != bare.Cheque.State || !reflect.DeepEqual(full.Effects, bare.Effects) {
			r.Fatal("without contact it folds otherwise")
		}
	})
}

// dropAlerts leaves of st what concerns no alert.
func dropAlerts(st *State, journal []Entry) {
	st.Alerts = nil
	for _, e := range journal {
		d, _ := Parse(e.Kind, e.V, e.Data)
		named, _ := Slip{Journal: journal}.Find(d.Entry)
		if e.Kind == Alert || named.Kind == Alert {
			delete(st.Effects, e.ID)
			st.Tasks = slices.DeleteFunc(st.Tasks, func(task Task) bool { return task.Entry == e.ID })
		}
	}
	if len(st.Tasks) == 0 {
		st.Tasks = nil
	}
}
