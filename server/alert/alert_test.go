package alert_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/alert"
)

var at = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

func step(deed alert.Deed, words, by string) alert.Step {
	return alert.Step{Deed: deed, Words: words, By: by, At: at}
}

func settled() alert.Care {
	return alert.Care{Slip: "s", Entry: "e", Steps: []alert.Step{step(alert.Visited, "", "inès")}}
}

func TestEachDecisionOnEachState(t *testing.T) {
	again := settled()
	again.Steps = append(again.Steps, step("", "elle a rappelé", "inès"))
	settle := func(s alert.Step) func(alert.Care) (alert.Care, error) {
		return func(c alert.Care) (alert.Care, error) { return c.Settle(s) }
	}
	reopen := func(words, by string) func(alert.Care) (alert.Care, error) {
		return func(c alert.Care) (alert.Care, error) { return c.Reopen(step("", words, by)) }
	}
	for _, c := range []struct {
		name  string
		from  alert.Care
		act   func(alert.Care) (alert.Care, error)
		err   error
		steps int
		over  bool
	}{
		{"new, settled", alert.Care{}, settle(step(alert.Called, "", "inès")), nil, 1, true},
		{"new, opened again", alert.Care{}, reopen("x", "inès"), alert.ErrOpen, 0, false},
		{"settled, the same again", settled(), settle(step(alert.Visited, "", "inès")), nil, 1, true},
		{"settled, a colleague says the same", settled(), settle(step(alert.Visited, "", "paul")), alert.ErrSettled, 1, true},
		{"settled, otherwise", settled(), settle(step(alert.Rescue, "", "inès")), alert.ErrSettled, 1, true},
		{"settled, opened again", settled(), reopen("elle a rappelé", "paul"), nil, 2, false},
		{"settled, opened without a word", settled(), reopen(" ", "paul"), alert.ErrWords, 1, true},
		{"open again, the same again", again, reopen("elle a rappelé", "inès"), nil, 2, false},
		{"open again, another word", again, reopen("encore", "inès"), alert.ErrOpen, 2, false},
		{"open again, settled", again, settle(step(alert.Other, "repas commandés", "paul")), nil, 3, true},
		{"a deed that there is not", alert.Care{}, settle(step("forgotten", "", "inès")), alert.ErrDeed, 0, false},
		{"no deed", alert.Care{}, settle(step("", "x", "inès")), alert.ErrDeed, 0, false},
		{"something else, unsaid", alert.Care{}, settle(step(alert.Other, "", "inès")), alert.ErrWords, 0, false},
		{"too many words", alert.Care{}, settle(step(alert.Called, strings.Repeat("x", 2001), "inès")), alert.ErrLong, 0, false},
	} {
		got, err := c.act(c.from)
		if !errors.Is(err, c.err) || len(got.Steps) != c.steps || got.Settled() != c.over {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
}

func TestADecisionChangesNoOtherCopy(t *testing.T) {
	c := settled()
	a, err := c.Reopen(step("", "a", "inès"))
	b, errB := c.Reopen(step("", "b", "inès"))
	if err != nil || errB != nil || a.Steps[1].Words != "a" || b.Steps[1].Words != "b" || len(c.Steps) != 1 {
		t.Errorf("%+v, %+v of %+v", a, b, c)
	}
}

func TestAnAlertHoldsSoManyDecisions(t *testing.T) {
	c := alert.Care{}
	for range 25 {
		c, _ = c.Settle(step(alert.Called, "", "inès"))
		c, _ = c.Reopen(step("", "encore", "inès"))
	}
	if got, err := c.Settle(step(alert.Called, "", "inès")); !errors.Is(err, alert.ErrMany) || len(got.Steps) != 50 {
		t.Errorf("%d decisions, %v", len(got.Steps), err)
	}
}
