package access_test

import (
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
)

func TestCredentialIsCheckedWhole(t *testing.T) {
	w := newTown(t)
	e, good := w.enrolled("Driss")
	_, other := w.enrolled("Dora")
	_, otherSecret, _ := strings.Cut(other, ".")
	for _, c := range []string{"", ".", e.Device.ID, e.Device.ID + ".", e.Device.ID + ".x", "x." + e.Secret,
		e.Device.ID + "." + otherSecret, good + "x", strings.ToUpper(good), "0190a8f0-0000-7000-8000-0000000000ff." + e.Secret,
		"0190a8f0-0000-7000-8000-0000000000ff."} {
		_, err := w.Device(w.ctx, c)
		wantCode(t, c, err, "device.credential")
	}
	if d, err := w.Device(w.ctx, good); err != nil || d.ID != e.Device.ID {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestPhoneExpiresAfterThirtyDaysAndStaysSo(t *testing.T) {
	w := newTown(t)
	e, cred := w.enrolled("Driss")
	want := func(a account.Access) {
		t.Helper()
		if d, err := w.Device(w.ctx, cred); err != nil || d.Access != a {
			t.Errorf("%s, %v; want %s", d.Access, err, a)
		}
	}
	w.pass(29 * 24 * time.Hour)
	want(account.AccessOK)
	w.calls[e.Device.ID] = w.clock()
	w.pass(30 * 24 * time.Hour)
	want(account.AccessOK)
	w.pass(time.Second)
	want(account.AccessExpired)
	w.calls[e.Device.ID] = w.clock() // the very contact that was told so
	want(account.AccessExpired)
	w.Gate = w.open()
	want(account.AccessExpired)
}

func TestSecurity10RevokedPhoneIsKnownAndReadsNothing(t *testing.T) {
	w := newTown(t)
	coord := w.signedIn("coord", account.Coordinator).User
	e, cred := w.enrolled("Driss")
	wantCode(t, "an agent revokes", w.Revoke(w.ctx, account.User{ID: "x", Roles: []account.Role{account.OrderAgent}}, e.Device.ID), "access.forbidden")
	wantCode(t, "an unknown phone", w.Revoke(w.ctx, coord, epoch), "device.unknown")
	wantCode(t, "no id at all", w.Revoke(w.ctx, coord, "$where"), "device.unknown")
	wantCode(t, "revoking", w.Revoke(w.ctx, coord, e.Device.ID), "")
	wantLast(t, w, "device.revoked")
	wantCode(t, "again", w.Revoke(w.ctx, coord, e.Device.ID), "")
	d, err := w.Device(w.ctx, cred) // no error: its acts must come in
	if err != nil || d.Access != account.AccessRevoked || d.By != coord.ID {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestPhoneOfSomebodyWhoLeftReadsNothing(t *testing.T) {
	w := newTown(t)
	e, cred := w.enrolled("Driss")
	if err := w.SetDisabled(w.ctx, account.System, e.Device.Person, true); err != nil {
		t.Fatal(err)
	}
	if d, err := w.Device(w.ctx, cred); err != nil || d.Access != account.AccessRevoked {
		t.Errorf("%+v, %v", d, err)
	}
}

func TestDeviceListShowsLastContact(t *testing.T) {
	w := newTown(t)
	coord := w.signedIn("coord", account.Coordinator).User
	a, _ := w.enrolled("Driss")
	b, _ := w.enrolled("Dora")
	w.pass(time.Hour)
	w.calls[b.Device.ID] = w.clock()
	list, err := w.Devices(w.ctx, coord, "")
	if err != nil || len(list) != 2 || list[0].Name != "Driss" || !list[0].Contact.IsZero() || !list[1].Contact.Equal(w.clock()) {
		t.Errorf("%+v, %v", list, err)
	}
	if list, err = w.Devices(w.ctx, coord, a.Device.Person); err != nil || len(list) != 1 || list[0].ID != a.Device.ID {
		t.Errorf("%+v, %v", list, err)
	}
	for _, r := range []account.Role{account.SocialWorker, account.OrderAgent, account.Driver, account.Observer} {
		_, err := w.Devices(w.ctx, account.User{ID: "x", Roles: []account.Role{r}}, "")
		wantCode(t, string(r), err, "access.forbidden")
	}
}
