package round_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/portage-livraison/portage/server/round"
	"github.com/portage-livraison/portage/sync/slip"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func tour(slips ...string) round.Round {
	r := round.Round{ID: "r", Day: "2026-11-23", Driver: "ana"}
	for _, s := range slips {
		r, _ = r.Add(s)
	}
	return r
}

func ids(r round.Round) string {
	var out []string
	for _, s := range r.Stops {
		out = append(out, s.Slip)
	}
	return strings.Join(out, "")
}

func TestScenario23PinnedStopStaysWhenTheRestIsReordered(t *testing.T) {
	r, err := tour("a", "b", "c", "d", "e").Place("d", 1)
	if err != nil || ids(r) != "adbce" {
		t.Fatalf("Place = %s, %v", ids(r), err)
	}
	r = r.Reorder([]string{"e", "c", "d", "b", "a", "zzz"})
	if got := ids(r); got != "edcba" {
		t.Errorf("Reorder = %s, want d still second: edcba", got)
	}
	if got := ids(r.Reorder(nil)); got != "edcba" {
		t.Errorf("no wish = %s", got)
	}
	if got := ids(r.Reorder([]string{"a", "a"})); got != "adecb" {
		t.Errorf("a wish for one = %s", got)
	}
	r, _ = r.Unpin("d")
	if got := ids(r.Reorder([]string{"a", "b", "c", "d", "e"})); got != "abcde" {
		t.Errorf("after Unpin = %s", got)
	}
}

func TestACancelledRoundIsNobodysUntilItIsRestored(t *testing.T) {
	r, _ := tour("a", "b").Publish(noon)
	off, err := r.Cancel("verglas", "claire", noon.Add(time.Hour))
	if err != nil || off.Seat() != "" || off.Progress() != round.Cancelled || ids(off) != "ab" {
		t.Fatalf("%+v, %v", off, err)
	}
	for name, act := range map[string]func(round.Round) (round.Round, error){
		"cancel":  func(r round.Round) (round.Round, error) { return r.Cancel("verglas", "claire", noon) },
		"publish": func(r round.Round) (round.Round, error) { return r.Publish(noon) },
		"move":    func(r round.Round) (round.Round, error) { return r.MoveTo("idriss", "x", "claire", noon) },
	} {
		if _, err := act(off); !errors.Is(err, round.ErrCancelled) {
			t.Errorf("%s: %v", name, err)
		}
	}
	back, err := off.Restore(noon.Add(2 * time.Hour))
	if err != nil || back.Seat() != "ana" || back.Edition != 2 || back.Progress() != round.Published {
		t.Fatalf("%+v, %v", back, err)
	}
	if _, err := back.Restore(noon); !errors.Is(err, round.ErrNotCancelled) {
		t.Errorf("restored twice: %v", err)
	}
	if _, err := r.Cancel(" ", "claire", noon); !errors.Is(err, round.ErrReason) {
		t.Errorf("without a reason: %v", err)
	}
	// What the driver did while it was off is noted, and stays flagged afterwards.
	for at, want := range map[time.Duration]round.Flag{0: "", 90 * time.Minute: round.FlagCancelled, 3 * time.Hour: ""} {
		e := slip.Entry{ID: at.String(), Kind: round.KindStarted, V: 1, By: "ana", Received: noon.Add(at)}
		next, flag, _, err := back.Apply(e)
		if err != nil || flag != want || len(next.Journal) != 1 {
			t.Errorf("after %v: %q, %v", at, flag, err)
		}
	}
	draft, _ := tour("a").Cancel("erreur", "claire", noon)
	if draft, _ = draft.Restore(noon); draft.Edition != 0 || draft.Progress() != round.Draft {
		t.Errorf("a draft: %+v", draft)
	}
}

func TestAnEndNotedWhileCancelledHoldsUntilTheRoundIsRestored(t *testing.T) {
	r, _ := tour("a").Publish(noon)
	note := func(r round.Round, kind slip.Kind, after time.Duration, km string) round.Round {
		e := slip.Entry{ID: after.String(), Kind: kind, V: 1, By: "ana", Received: noon.Add(after), Data: []byte(`{"mileageKm":` + km + `}`)}
		next, _, _, err := r.Apply(e)
		if err != nil {
			t.Fatal(err)
		}
		return next
	}
	r = note(r, round.KindStarted, time.Minute, "100")
	r, _ = r.Cancel("verglas", "claire", noon.Add(time.Hour))
	if r.Progress() != round.Cancelled || r.Reached() != round.Started {
		t.Errorf("called off: %s, %s", r.Progress(), r.Reached())
	}
	r = note(r, round.KindEnded, 2*time.Hour, "112")
	if r.Progress() != round.Cancelled || r.Reached() != round.Ended || r.Kilometres() != 12 {
		t.Errorf("ended: %s, %s, %d km", r.Progress(), r.Reached(), r.Kilometres())
	}
	r, _ = r.Restore(noon.Add(3 * time.Hour))
	if r.Progress() != round.Started || r.Reached() != round.Started {
		t.Errorf("restored: %s, %s", r.Progress(), r.Reached())
	}
	if r = note(r, round.KindEnded, 4*time.Hour, "130"); r.Progress() != round.Ended || r.Kilometres() != 30 {
		t.Errorf("ended again: %s, %d km", r.Progress(), r.Kilometres())
	}
}

func TestReorderKeepsEveryStopOnceAndPinsInPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]`), 1, 12, rapid.ID).Draw(t, "slips")
		r := tour(all...)
		for _, s := range rapid.SliceOf(rapid.SampledFrom(all)).Draw(t, "placed") {
			r, _ = r.Place(s, rapid.IntRange(0, len(all)-1).Draw(t, "place"))
		}
		wish := rapid.SliceOf(rapid.StringMatching(`[a-z]`)).Draw(t, "wish")
		got := r.Reorder(wish)
		for i, s := range r.Stops {
			if s.Pinned && got.Stops[i] != s {
				t.Fatalf("%s was pinned at %d", s.Slip, i)
			}
		}
		a, b := strings.Split(ids(r), ""), strings.Split(ids(got), "")
		slices.Sort(a)
		slices.Sort(b)
		if !slices.Equal(a, b) {
			t.Fatalf("%v became %v", a, b)
		}
	})
}

func TestWhatIsTakenOutAndReturnedStandsWhereItStood(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]`), 1, 12, rapid.ID).Draw(t, "slips")
		r := tour(all...)
		if rapid.Bool().Draw(t, "pinned") {
			r, _ = r.Place(all[0], len(all)-1)
		}
		i := rapid.IntRange(0, len(all)-1).Draw(t, "out")
		s := r.Stops[i]
		out, err := r.Remove(s.Slip).Add(s.Slip)
		if err != nil {
			t.Fatal(err)
		}
		behind := strings.Split(ids(r), "")[:i]
		for range 2 { // the answer to the first was lost
			if out, err = out.Return(s, behind); err != nil || !slices.Equal(out.Stops, r.Stops) {
				t.Fatalf("%v, %v, want %v", out.Stops, err, r.Stops)
			}
		}
	})
}

func TestAReturnToARoundThatChangedKeepsItsNeighbour(t *testing.T) {
	for name, tt := range map[string]struct {
		now    string
		behind []string
		want   string
	}{
		"the one before it went":       {"acdb", []string{"a", "x"}, "abcd"},
		"all before it went":           {"cdb", []string{"x", "y"}, "bcd"},
		"it was the first":             {"acdb", nil, "bacd"},
		"the one before it moved on":   {"cdab", []string{"a"}, "cdab"},
		"others came before and after": {"zacydb", []string{"a"}, "zabcyd"},
	} {
		got, err := tour(strings.Split(tt.now, "")...).Return(round.Stop{Slip: "b"}, tt.behind)
		if err != nil || ids(got) != tt.want {
			t.Errorf("%s: %s, %v, want %s", name, ids(got), err, tt.want)
		}
	}
	if _, err := tour("a").Return(round.Stop{Slip: "b"}, nil); !errors.Is(err, round.ErrNoStop) {
		t.Errorf("one that is not in the round: %v", err)
	}
}

func TestPlacesOutsideTheRoundAreRefused(t *testing.T) {
	r := tour("a", "b")
	for _, p := range []int{-1, 2} {
		if _, err := r.Place("a", p); !errors.Is(err, round.ErrPlace) {
			t.Errorf("Place at %d: %v", p, err)
		}
	}
	if _, err := r.Place("z", 0); !errors.Is(err, round.ErrNoStop) {
		t.Errorf("Place of a stranger: %v", err)
	}
	if got, _ := r.Add("a"); ids(got) != "ab" {
		t.Errorf("Add again = %s", ids(got))
	}
	if got := r.Remove("a"); ids(got) != "b" || ids(r) != "ab" {
		t.Errorf("Remove = %s, before %s", ids(got), ids(r))
	}
}

func TestScenario22WholeRoundMovesInOneAct(t *testing.T) {
	r, _ := tour("a", "b").Place("b", 0)
	r, _ = r.Publish(noon)
	moved, err := r.MoveTo("idriss", "Ana est malade", "claire", noon.Add(time.Hour))
	if err != nil || moved.Driver != "idriss" || ids(moved) != "ba" || moved.Edition != 2 || moved.Progress() != round.Published {
		t.Fatalf("moved = %+v, %v", moved, err)
	}
	if _, err := moved.MoveTo("idriss", "encore", "claire", noon); !errors.Is(err, round.ErrSame) {
		t.Errorf("to the same driver: %v", err)
	}
	if _, err := moved.MoveTo("ana", " ", "claire", noon); !errors.Is(err, round.ErrReason) {
		t.Errorf("without a reason: %v", err)
	}
	ended, _, _, _ := moved.Apply(act("1", round.KindEnded, "idriss", `{}`))
	if _, err := ended.MoveTo("ana", "tard", "claire", noon); !errors.Is(err, round.ErrEnded) {
		t.Errorf("after its end: %v", err)
	}
}

func act(id string, k slip.Kind, by, data string) slip.Entry {
	return slip.Entry{ID: id, Kind: k, V: 1, By: by, Received: noon.Add(time.Minute), Via: slip.ViaApp, Data: json.RawMessage(data)}
}

func TestScenario36ChecksAndMileageAreKept(t *testing.T) {
	r, _ := tour("a").Publish(noon)
	for i, step := range []struct {
		e    slip.Entry
		want round.Progress
	}{
		{act("1", round.KindOpened, "ana", ``), round.Opened},
		{act("2", round.KindStarted, "ana", `{"checks":["Masques","Gel"],"vehicle":"Kangoo","mileageKm":41200}`), round.Started},
		{act("3", round.KindOpened, "ana", `{}`), round.Started},
		{act("4", round.KindEnded, "ana", `{"mileageKm":41234}`), round.Ended},
	} {
		var known bool
		var err error
		if r, _, known, err = r.Apply(step.e); err != nil || known || r.Progress() != step.want {
			t.Fatalf("step %d: %s known=%v %v", i, r.Progress(), known, err)
		}
	}
	rep, ok := r.Report(round.KindStarted)
	if !ok || !slices.Equal(rep.Checks, []string{"Masques", "Gel"}) || r.Kilometres() != 34 {
		t.Errorf("report %+v, %d km", rep, r.Kilometres())
	}
	again, _, known, err := r.Apply(act("2", round.KindStarted, "ana", `{}`))
	if !known || err != nil || len(again.Journal) != 4 {
		t.Errorf("the same act again: known=%v %v", known, err)
	}
}

func TestAFactIsKeptAlsoWhenThePlanDisagrees(t *testing.T) {
	r, flag, _, err := tour("a").Apply(act("1", round.KindStarted, "zoe", `{"mileageKm":5}`))
	if err != nil || flag != round.FlagDriver || len(r.Journal) != 1 || r.Progress() != round.Published {
		t.Errorf("by another driver: %q %v %s", flag, err, r.Progress())
	}
}

func TestAnActKeepsItsAnswerAfterTheRoundMoved(t *testing.T) {
	r, _ := tour("a").Publish(noon)
	e := act("1", round.KindOpened, "ana", ``)
	r, flag, _, _ := r.Apply(e)
	moved, err := r.MoveTo("idriss", "malade", "claire", noon.Add(time.Hour))
	if err != nil || flag != "" || moved.Seat() != "idriss" || tour("a").Seat() != "" {
		t.Fatalf("flag %q, seat %q, %v", flag, moved.Seat(), err)
	}
	if _, flag, known, _ := moved.Apply(e); !known || flag != "" {
		t.Errorf("sent again: flag %q", flag)
	}
	late := act("2", round.KindEnded, "ana", ``)
	late.Received = noon.Add(2 * time.Hour)
	if _, flag, _, _ := moved.Apply(late); flag != round.FlagDriver {
		t.Errorf("after the move: flag %q", flag)
	}
}

func TestWhatIsNotUnderstoodChangesNothing(t *testing.T) {
	for name, e := range map[string]slip.Entry{
		"kind":    act("1", "roundFlown", "ana", `{}`),
		"version": {ID: "1", Kind: round.KindOpened, V: 2, By: "ana"},
		"data":    act("1", round.KindStarted, "ana", `{"mileageKm":"far"}`),
		"range":   act("1", round.KindStarted, "ana", `{"mileageKm":-3}`),
	} {
		if r, _, _, err := tour("a").Apply(e); err == nil || len(r.Journal) != 0 {
			t.Errorf("%s: %v, %d entries", name, err, len(r.Journal))
		}
	}
}

func TestProgressWaitsForTheNewEditionToBeOpened(t *testing.T) {
	r := tour("a")
	if r.Progress() != round.Draft {
		t.Errorf("new = %s", r.Progress())
	}
	if _, err := tour().Publish(noon); !errors.Is(err, round.ErrEmpty) {
		t.Errorf("an empty round: %v", err)
	}
	r, _ = r.Publish(noon)
	r, _, _, _ = r.Apply(act("1", round.KindOpened, "ana", ``))
	if r.Progress() != round.Opened {
		t.Errorf("opened = %s", r.Progress())
	}
	r, _ = r.Publish(noon.Add(time.Hour))
	if r.Progress() != round.Published {
		t.Errorf("after a new edition = %s", r.Progress())
	}
}
