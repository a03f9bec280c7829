package access_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/store"
)

func (w *town) prune() {
	w.t.Helper()
	if err := w.PruneAudit(w.ctx); err != nil {
		w.t.Fatal(err)
	}
}

func (w *town) entries() []string {
	w.t.Helper()
	page, err := w.store.Query(w.ctx, store.Query{Kind: "audit", Limit: 100})
	if err != nil {
		w.t.Fatal(err)
	}
	var ids []string
	for _, d := range page.Docs {
		ids = append(ids, strings.TrimLeft(d.ID, "0"))
	}
	return ids
}

func TestTheLogLosesWhatIsOlderThanAYearAndStillProvesItself(t *testing.T) {
	w := newTown(t)
	w.record(4)
	w.pass(30 * 24 * time.Hour)
	w.record(2)
	w.pass(access.AuditKept - 30*24*time.Hour)
	w.prune()
	if got := w.entries(); len(got) != 6 {
		t.Fatalf("on the last day all are kept: %v", got)
	}
	w.pass(time.Second)
	w.prune()
	if got := w.entries(); !slices.Equal(got, []string{"5", "6", "7"}) {
		t.Fatalf("kept %v", got)
	}
	w.prune()
	w.Gate = w.open() // a restart knows no more than the store does
	if c := w.check(); c.Broken != 0 || c.Entries != 4 {
		t.Errorf("%+v", c)
	}
	page, err := w.Audit(w.ctx, account.System, 0, 100)
	if err != nil || page.Next != 0 || page.Entries[len(page.Entries)-1].Seq != 5 {
		t.Errorf("the log reads %+v, %v", page, err)
	}
	if e := page.Entries[1]; e.Action != "audit.pruned" || e.Details["through"] != "4" || e.By != account.System.ID {
		t.Errorf("nobody can see that it was pruned: %+v", e)
	}
	w.pass(access.AuditKept + time.Hour)
	w.prune()
	if c := w.check(); c.Broken != 0 || c.Entries != 2 {
		t.Errorf("pruned again: %+v", c)
	}
}

func TestAPruneThatWasCutShortIsFinished(t *testing.T) {
	w := newTown(t)
	w.record(4)
	first, err := w.store.Get(w.ctx, "audit", account.AuditID(2))
	if err != nil {
		t.Fatal(err)
	}
	w.pass(access.AuditKept + time.Second)
	w.prune()
	first.Version = 0
	if err := w.store.Insert(w.ctx, first)[0]; err != nil { // as if it had never been removed
		t.Fatal(err)
	}
	if c := w.check(); c.Broken != 0 {
		t.Errorf("%+v", c)
	}
	w.prune()
	if got := w.entries(); slices.Contains(got, "2") {
		t.Errorf("kept %v", got)
	}
}

func TestSecurity53NothingIsRemovedBehindABreakNorInSilence(t *testing.T) {
	w := newTown(t)
	w.record(5)
	d, err := w.store.Get(w.ctx, "audit", account.AuditID(3))
	if err != nil {
		t.Fatal(err)
	}
	d.Body = []byte(strings.Replace(string(d.Body), "test.done", "test.gone", 1))
	if err := w.store.Put(w.ctx, d)[0]; err != nil {
		t.Fatal(err)
	}
	w.pass(access.AuditKept + time.Second)
	w.prune()
	if got := w.entries(); !slices.Equal(got, []string{"3", "4", "5", "6"}) {
		t.Errorf("kept %v", got)
	}
	if c := w.check(); c.Broken != 3 {
		t.Errorf("the break is not named: %+v", c)
	}

	w = newTown(t)
	w.record(5)
	var bodies []error
	for seq := range int64(2) {
		d, err := w.store.Get(w.ctx, "audit", account.AuditID(seq+1))
		bodies = append(bodies, err, w.store.Delete(w.ctx, "audit", d.ID, d.Version))
	}
	third, err := w.store.Get(w.ctx, "audit", account.AuditID(3))
	if err := errors.Join(append(bodies, err)...); err != nil {
		t.Fatal(err)
	}
	prev := string(third.Body)
	prev = prev[strings.Index(prev, `"prev":"`)+8:][:64]
	base := store.Doc{Kind: "setting", ID: "audit.base", Keys: map[string]any{}, Body: []byte(`{"through":2,"hash":"` + prev + `"}`)}
	if err := w.store.Insert(w.ctx, base)[0]; err != nil {
		t.Fatal(err)
	}
	if c := w.check(); c.Broken != 2 {
		t.Errorf("a beginning that somebody made up: %+v", c)
	}
}
