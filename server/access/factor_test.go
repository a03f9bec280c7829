package access_test

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"github.com/portage-livraison/portage/server/access"
	"github.com/portage-livraison/portage/server/account"
)

// withFactor is somebody signed in whose second factor is on.
func (w *town) withFactor() (o access.Opened, secret string, recovery []string) {
	w.t.Helper()
	o = w.signedIn("ana", account.Coordinator)
	f, err := w.BeginFactor(w.ctx, o.User, secretWord)
	if err != nil {
		w.t.Fatal(err)
	}
	recovery, err = w.ConfirmFactor(w.ctx, o.User, w.code(f.Secret))
	if err != nil {
		w.t.Fatal(err)
	}
	return o, f.Secret, recovery
}

// code is what an authenticator app shows now: another implementation's answer.
func (w *town) code(secret string) string {
	w.t.Helper()
	c, err := totp.GenerateCode(secret, w.clock())
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func (w *town) tryCode(code string) error {
	_, err := w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: secretWord, Code: code}, "")
	return err
}

func TestSecondFactor(t *testing.T) {
	w := newTown(t)
	_, secret, _ := w.withFactor()
	wantCode(t, "without a code", w.tryCode(""), "session.code_needed")
	wantCode(t, "the code that confirmed", w.tryCode(w.code(secret)), "session.code_wrong")
	w.pass(time.Minute)
	wantCode(t, "a fresh code", w.tryCode(w.code(secret)), "")
	wantCode(t, "again", w.tryCode(w.code(secret)), "session.code_wrong")
	w.pass(time.Minute)
	late := w.code(secret)
	w.pass(30 * time.Second)
	wantCode(t, "30 seconds late, with a space", w.tryCode(late[:3]+" "+late[3:]), "")
	w.pass(time.Minute)
	early := w.code(secret)
	w.pass(-30 * time.Second)
	wantCode(t, "30 seconds early", w.tryCode(early), "")
	w.pass(10 * time.Minute)
	old := w.code(secret)
	w.pass(time.Minute)
	wantCode(t, "a minute late", w.tryCode(old), "session.code_wrong")
	_, err := w.SignIn(w.ctx, desk, access.Credentials{Login: "ana", Password: "wrong", Code: w.code(secret)}, "")
	wantCode(t, "right code, wrong password", err, "session.wrong")
}

func TestOneCodeOpensOneSession(t *testing.T) {
	w := newTown(t)
	_, secret, recovery := w.withFactor()
	w.pass(time.Minute)
	for _, code := range []string{w.code(secret), recovery[0]} {
		var opened atomic.Int64
		together(8, func(int) {
			if w.tryCode(code) == nil {
				opened.Add(1)
			}
		})
		if opened.Load() != 1 {
			t.Errorf("one code opened %d sessions", opened.Load())
		}
		w.pass(15 * time.Minute)
	}
}

func TestRecoveryCodes(t *testing.T) {
	w := newTown(t)
	o, _, recovery := w.withFactor()
	if len(recovery) != 8 {
		t.Fatal(recovery)
	}
	wantCode(t, "a recovery code, typed small", w.tryCode(strings.ToLower(recovery[2])), "")
	wantCode(t, "again", w.tryCode(recovery[2]), "session.code_wrong")
	wantCode(t, "the next", w.tryCode(recovery[3]), "")

	wantCode(t, "taking it off, wrong password", w.EndFactor(w.ctx, o.User, "wrong"), "password.wrong")
	if err := w.EndFactor(w.ctx, o.User, secretWord); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "without", w.tryCode(""), "")
}

func TestFactorIsConfirmedFirst(t *testing.T) {
	w := newTown(t)
	o := w.signedIn("ana", account.Coordinator)
	_, err := w.ConfirmFactor(w.ctx, o.User, "123456")
	wantCode(t, "confirm without begin", err, "factor.none")
	_, err = w.BeginFactor(w.ctx, o.User, "wrong")
	wantCode(t, "begin, wrong password", err, "password.wrong")
	f, err := w.BeginFactor(w.ctx, o.User, secretWord)
	if err != nil || !strings.HasPrefix(f.URL, "otpauth://totp/Portage:ana?secret="+f.Secret) {
		t.Fatalf("%+v, %v", f, err)
	}
	_, err = w.ConfirmFactor(w.ctx, o.User, "000000")
	wantCode(t, "a wrong code", err, "factor.code")
	wantCode(t, "not in use yet", w.tryCode(""), "")
	for range 8 {
		_, err = w.ConfirmFactor(w.ctx, o.User, "000000")
		wantCode(t, "another wrong code", err, "factor.code")
	}
	_, err = w.ConfirmFactor(w.ctx, o.User, "000000")
	wantCode(t, "guessing", err, "access.throttled")
}

func TestAdminDropsALostFactor(t *testing.T) {
	w := newTown(t)
	o, _, _ := w.withFactor()
	wantCode(t, "oneself as coordinator", w.DropFactor(w.ctx, o.User, o.User.ID), "access.forbidden")
	if err := w.DropFactor(w.ctx, account.System, o.User.ID); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "without", w.tryCode(""), "")
}
