package access_test

import (
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
)

var first = access.First{Name: "Maire", Login: "maire", Password: secretWord, Locale: "fr"}

func (w *town) setupToken() string {
	w.t.Helper()
	url, err := w.NewSetupLink(w.ctx)
	if err != nil {
		w.t.Fatal(err)
	}
	_, token, found := strings.Cut(url, "https://portage.test/desk/setup#")
	if !found {
		w.t.Fatal(url)
	}
	return token
}

func TestSetupMakesOneAdministrator(t *testing.T) {
	w := newTown(t)
	if needed, err := w.SetupNeeded(w.ctx); err != nil || !needed {
		t.Fatal(needed, err)
	}
	_, err := w.Setup(w.ctx, desk, "", first)
	wantCode(t, "before any link", err, "setup.gone")
	old, token := w.setupToken(), w.setupToken()
	_, err = w.Setup(w.ctx, desk, old, first)
	wantCode(t, "the link of the start before", err, "setup.gone")
	short := first
	short.Password = "court"
	_, err = w.Setup(w.ctx, desk, token, short)
	wantCode(t, "a short password", err, "password.short")

	opened := make([]access.Opened, 5)
	errs := make([]error, 5)
	together(5, func(i int) {
		f := first
		f.Login += strings.Repeat("x", i)
		opened[i], errs[i] = w.Setup(w.ctx, desk, token, f)
	})
	won := 0
	for i, err := range errs {
		if err != nil {
			wantCode(t, "racing", err, "setup.gone")
			continue
		}
		won++
		u, err := w.User(w.ctx, opened[i].Token)
		if err != nil || !u.May(account.ManageAccounts) || !u.May(account.EditOrders) {
			t.Errorf("%+v, %v", u, err)
		}
	}
	if won != 1 {
		t.Fatalf("%d administrators", won)
	}
	if needed, err := w.SetupNeeded(w.ctx); err != nil || needed {
		t.Error("still needed", err)
	}
	w.pass(time.Minute)
	_, err = w.Setup(w.ctx, desk, token, first)
	wantCode(t, "the used link", err, "setup.gone")
	_, err = w.Setup(w.ctx, desk, w.setupToken(), first)
	wantCode(t, "a link although there is an administrator", err, "setup.gone")
}

func TestSetupWithATakenLoginKeepsTheLink(t *testing.T) {
	w := newTown(t)
	w.person("Maire", "maire", account.Coordinator)
	token := w.setupToken()
	_, err := w.Setup(w.ctx, desk, token, first)
	wantCode(t, "a taken login", err, "person.login_taken")
	other := first
	other.Login = "maire2"
	_, err = w.Setup(w.ctx, desk, token, other)
	wantCode(t, "another login", err, "")
}

func TestSetupGuessesAreSlowed(t *testing.T) {
	w := newTown(t)
	w.setupToken()
	for range 10 {
		_, err := w.Setup(w.ctx, desk, "guess", first)
		wantCode(t, "guess", err, "setup.gone")
	}
	_, err := w.Setup(w.ctx, desk, "guess", first)
	wantCode(t, "guess 11", err, "access.throttled")
}
