package access_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/store"
)

func (w *town) check() access.AuditCheck {
	w.t.Helper()
	c, err := w.Verify(w.ctx, account.System)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func (w *town) record(n int) {
	w.t.Helper()
	for i := range n {
		if err := w.Record(w.ctx, account.System, "test.done", fmt.Sprint(i), nil); err != nil {
			w.t.Fatal(err)
		}
	}
}

func TestSecurity53EditedEntryIsNamed(t *testing.T) {
	for _, what := range []string{"edited", "made good", "taken out", "taken off the end"} {
		w := newTown(t)
		w.record(6)
		if c := w.check(); c.Broken != 0 || c.Entries != 7 || c.Head == "" {
			t.Fatalf("%+v", c)
		}
		id, want := account.AuditID(3), int64(3)
		if what == "taken off the end" {
			id, want = account.AuditID(7), 7
		}
		d, err := w.store.Get(w.ctx, "audit", id)
		if err != nil {
			t.Fatal(err)
		}
		switch what {
		case "edited":
			d.Body = []byte(strings.Replace(string(d.Body), "test.done", "test.gone", 1))
		case "made good": // with its own hash computed anew: the next one does not follow
			var e account.Entry
			if err := json.Unmarshal(d.Body, &e); err != nil {
				t.Fatal(err)
			}
			e.Object = "forged"
			e = e.Chained(e.Seq-1, e.Prev)
			d.Body, err = json.Marshal(e)
			want = 4
		}
		if strings.HasPrefix(what, "taken") {
			err = w.store.Delete(w.ctx, d.Kind, d.ID, d.Version)
		} else if err == nil {
			err = w.store.Put(w.ctx, d)[0]
		}
		if err != nil {
			t.Fatal(err)
		}
		if c := w.check(); c.Broken != want {
			t.Errorf("%s: %+v, want %d named", what, c, want)
		}
	}
}

// Two servers write at once: every entry has its own number, none is lost.
func TestAuditFromTwoServersIsOneChain(t *testing.T) {
	w := newTown(t)
	gates := []*access.Gate{w.Gate, w.open(), w.open()}
	const each = 12
	together(len(gates)*each, func(i int) {
		if err := gates[i%len(gates)].Record(w.ctx, account.System, "test.done", fmt.Sprint(i), nil); err != nil {
			t.Error(err)
		}
	})
	if c := w.check(); c.Broken != 0 || c.Entries != int64(len(gates)*each)+1 {
		t.Errorf("%+v", c)
	}
	page, err := w.Audit(w.ctx, account.System, 0, 200)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, e := range page.Entries {
		seen[e.Object] = true
	}
	for i := range len(gates) * each {
		if !seen[fmt.Sprint(i)] {
			t.Errorf("entry %d is lost", i)
		}
	}
}

func TestAuditIsPagedNewestFirstAndReadingShows(t *testing.T) {
	w := newTown(t)
	w.record(7)
	var got []string
	before := int64(0)
	for {
		page, err := w.Audit(w.ctx, account.System, before, 3)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Entries {
			got = append(got, e.Object)
		}
		if before = page.Next; before == 0 {
			break
		}
	}
	if want := []string{"6", "5", "4", "3", "2", "1", "0"}; !slices.Equal(got, want) {
		t.Errorf("%v", got)
	}
	if all := w.actions(); !slices.Equal(all[7:], []string{"audit.read", "audit.read", "audit.read"}) {
		t.Errorf("%v", all)
	}
	for _, limit := range []int{0, -1, 201} {
		_, err := w.Audit(w.ctx, account.System, 0, limit)
		wantCode(t, fmt.Sprint(limit), err, "audit.page")
	}
}

func TestSecurity22OnlyAdminsReadTheLog(t *testing.T) {
	w := newTown(t)
	for _, r := range account.Roles {
		who := account.User{ID: "x", Roles: []account.Role{r}}
		want := "access.forbidden"
		if r == account.Admin {
			want = ""
		}
		_, err := w.Audit(w.ctx, who, 0, 10)
		wantCode(t, string(r), err, want)
		_, err = w.Verify(w.ctx, who)
		wantCode(t, string(r), err, want)
	}
}

func TestSecurity52LogFieldsAreOneShortCleanLine(t *testing.T) {
	w := newTown(t)
	dirty := "a\r\nb\x1b[31m" + strings.Repeat("é", 10_000)
	if err := w.Record(w.ctx, account.User{ID: dirty}, dirty, dirty, map[string]string{dirty: dirty}); err != nil {
		t.Fatal(err)
	}
	page, err := w.Audit(w.ctx, account.System, 0, 1)
	if err != nil || len(page.Entries) != 1 {
		t.Fatal(page, err)
	}
	e := page.Entries[0]
	for _, s := range []string{e.By, e.Action, e.Object, e.Details[e.Action]} {
		if len([]rune(s)) != 64 || strings.ContainsAny(s, "\r\n\x1b") {
			t.Errorf("%q", s)
		}
	}
}

func TestAuditCarriesNoNameAndNoSecret(t *testing.T) {
	w := newTown(t)
	o := w.signedIn("ana", account.OrderAgent)
	_, cred := w.enrolled("Driss")
	_, _ = w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: otherWord}, "")
	_, secret, _ := strings.Cut(cred, ".")
	page, err := w.store.Query(w.ctx, store.Query{Kind: "audit", Limit: 100})
	if err != nil || len(page.Docs) < 6 {
		t.Fatal(len(page.Docs), err)
	}
	for _, d := range page.Docs {
		for _, s := range []string{"ana", "Driss", o.Token, secret, otherWord, secretWord} {
			if strings.Contains(string(d.Body), s) {
				t.Errorf("%s holds %q", d.Body, s)
			}
		}
	}
}

func TestRefusalsCannotFloodTheLog(t *testing.T) {
	w := newTown(t)
	written := 0
	for range 1000 {
		ok, err := w.RecordRefusal(w.ctx, desk, account.User{}, "request.foreign", "", nil)
		if err != nil {
			t.Fatal(err)
		}
		if ok {
			written++
		}
	}
	if written != 20 {
		t.Errorf("%d entries in a minute", written)
	}
	w.pass(time.Minute)
	if ok, _ := w.RecordRefusal(w.ctx, desk, account.User{}, "request.foreign", "", nil); !ok {
		t.Error("a minute later it is not written")
	}
}

func TestSecurity54ExportIsRareFreshAndLogged(t *testing.T) {
	w := newTown(t)
	o := w.signedIn("admin", account.Admin)
	for range 3 {
		if err := w.AllowExport(w.ctx, o.User, 47); err != nil {
			t.Fatal(err)
		}
	}
	wantCode(t, "the fourth in an hour", w.AllowExport(w.ctx, o.User, 47), "access.throttled")
	w.pass(time.Hour)
	wantCode(t, "an hour after signing in", w.AllowExport(w.ctx, o.User, 47), "session.not_fresh")
	wantCode(t, "a coordinator", w.AllowExport(w.ctx, account.User{ID: "x", Roles: []account.Role{account.Coordinator}}, 47), "access.forbidden")
	page, err := w.Audit(w.ctx, account.System, 0, 1)
	if err != nil || page.Entries[0].Action != "export.made" || page.Entries[0].Details["people"] != "47" {
		t.Errorf("%+v, %v", page, err)
	}
}
