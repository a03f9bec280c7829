package access

import (
	"context"
	"crypto/subtle"
	"encoding/base32"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/hotp"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

const (
	stepSeconds   = 30
	recoveryCodes = 8
	recoveryLen   = 12
)

var errNoFactor = fault.New(fault.Conflict, "factor.none", "begin by scanning the code of the second factor")

// Factor is a second factor about to be set up. URL is what the QR holds.
type Factor struct {
	Secret string // base32, to type where a camera is missing
	URL    string
}

// BeginFactor makes a secret for who's second factor; it counts only after
// ConfirmFactor. The password is asked again.
func (g *Gate) BeginFactor(ctx context.Context, who account.User, password string) (Factor, error) {
	login, err := g.confirmSelf(ctx, who, password)
	if err != nil {
		return Factor{}, err
	}
	var raw [20]byte
	if _, err := io.ReadFull(g.random, raw[:]); err != nil {
		return Factor{}, fmt.Errorf("random: %w", err)
	}
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(raw[:])
	_, err = g.editLogin(ctx, login, func(l *storedLogin) (bool, error) {
		l.Pending = secret
		return true, nil
	})
	return Factor{Secret: secret, URL: "otpauth://totp/Portage:" + login + "?secret=" + secret + "&issuer=Portage"}, err
}

// ConfirmFactor puts the secret of BeginFactor in use when code is of it, and
// returns recovery codes, each good for one sign-in without the phone. They are
// said once.
func (g *Gate) ConfirmFactor(ctx context.Context, who account.User, code string) ([]string, error) {
	p, err := g.self(ctx, who)
	if err != nil {
		return nil, err
	}
	if err := g.limits.code.take("factor\x00"+who.ID, g.now()); err != nil {
		return nil, err
	}
	codes, digests := make([]string, recoveryCodes), make([]string, recoveryCodes)
	for i := range codes {
		c, err := newCode(g.random, recoveryLen)
		if err != nil {
			return nil, err
		}
		codes[i], digests[i] = c[:4]+"-"+c[4:8]+"-"+c[8:], digest(c)
	}
	_, err = g.editLogin(ctx, p.Login, func(l *storedLogin) (bool, error) {
		if l.Pending == "" {
			return false, errNoFactor
		}
		step, ok := stepOf(l.Pending, code, g.now(), 0)
		if !ok {
			return false, fault.New(fault.Invalid, "factor.code", "this code does not fit: check the phone's clock").On("code")
		}
		l.TOTP, l.Pending, l.Step, l.Recovery = l.Pending, "", step, digests
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	return codes, g.Record(ctx, who, "factor.enabled", who.ID, nil)
}

// EndFactor takes who's own second factor off. The password is asked again.
func (g *Gate) EndFactor(ctx context.Context, who account.User, password string) error {
	login, err := g.confirmSelf(ctx, who, password)
	if err != nil {
		return err
	}
	return g.dropFactor(ctx, who, who.ID, login)
}

func (g *Gate) dropFactor(ctx context.Context, who account.User, person, login string) error {
	_, err := g.editLogin(ctx, login, func(l *storedLogin) (bool, error) {
		l.TOTP, l.Pending, l.Recovery = "", "", nil
		return true, nil
	})
	if err != nil {
		return err
	}
	return g.Record(ctx, who, "factor.disabled", person, nil)
}

// useFactor accepts a code once: the step that it is of, or the recovery code,
// is used up in the same write. A second use at the same moment loses the race,
// decides again and finds it used. So does a first use whose write the store
// cannot answer for: the person types the next code.
func (g *Gate) useFactor(ctx context.Context, login, code string) error {
	used := false
	_, err := g.editLogin(ctx, login, func(l *storedLogin) (bool, error) {
		used = false
		if step, ok := stepOf(l.TOTP, code, g.now(), l.Step); ok {
			l.Step, used = step, true
			return true, nil
		}
		d := digest(strings.ToUpper(strings.NewReplacer("-", "", " ", "").Replace(code)))
		if i := slices.IndexFunc(l.Recovery, func(r string) bool { return same(r, d) }); i >= 0 {
			l.Recovery, used = slices.Delete(l.Recovery, i, i+1), true
			return true, nil
		}
		return false, nil
	})
	if err != nil {
		return err
	}
	if !used {
		return ErrCodeWrong
	}
	return nil
}

// stepOf finds the 30-second step after last that code is of, one step of
// clock error allowed on either side.
func stepOf(secret, code string, now time.Time, last int64) (int64, bool) {
	code = strings.ReplaceAll(code, " ", "")
	for _, step := range []int64{now.Unix() / stepSeconds, now.Unix()/stepSeconds - 1, now.Unix()/stepSeconds + 1} {
		want, err := hotp.GenerateCodeCustom(secret, uint64(step), hotp.ValidateOpts{Digits: otp.DigitsSix, Algorithm: otp.AlgorithmSHA1})
		if err == nil && step > last && subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return step, true
		}
	}
	return 0, false
}

func (g *Gate) editLogin(ctx context.Context, login string, fn func(*storedLogin) (bool, error)) (storedLogin, error) {
	redo := func(l storedLogin, d store.Doc) (store.Doc, error) { return loginDoc(d.ID, l, d.Version, g.now()) }
	l, err := edit(ctx, g.store, kindLogin, login, redo, fn)
	if err != nil {
		return l, fmt.Errorf("change login: %w", err)
	}
	return l, nil
}
