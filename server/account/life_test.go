package account_test

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/portage-livraison/portage/server/account"
)

var t0 = time.Date(2026, 4, 3, 8, 0, 0, 0, time.UTC)

func TestSessionEndsIdleOrOld(t *testing.T) {
	s := account.Session{Created: t0, Seen: t0}
	if !s.Live(t0.Add(account.SessionIdle-time.Second)) || s.Live(t0.Add(account.SessionIdle)) {
		t.Error("30 minutes idle is the end")
	}
	at := t0
	for at.Before(t0.Add(account.SessionMax)) {
		if !s.Live(at) {
			t.Fatalf("ended at %s although used every 20 minutes", at)
		}
		s, _ = s.Touched(at)
		at = at.Add(20 * time.Minute)
	}
	if s.Live(at) {
		t.Error("12 hours is the end, however busy")
	}
	if _, write := s.Touched(s.Seen.Add(59 * time.Second)); write {
		t.Error("written more than once a minute")
	}
}

func TestDeviceAccess(t *testing.T) {
	d := account.Device{Enrolled: t0}
	limit := t0.Add(account.DeviceIdle)
	for _, c := range []struct {
		name         string
		d            account.Device
		now, contact time.Time
		drives       bool
		want         account.Access
		first        bool
	}{
		{"fresh", d, t0, time.Time{}, true, account.AccessOK, false},
		{"never called, at the bound", d, limit, time.Time{}, true, account.AccessOK, false},
		{"never called, too long", d, limit.Add(1), time.Time{}, true, account.AccessExpired, true},
		{"called since", d, limit.Add(1), t0.Add(time.Hour), true, account.AccessOK, false},
		{"expired before, calls again", account.Device{Enrolled: t0, Expired: limit}, limit.Add(1), limit, true, account.AccessExpired, false},
		{"revoked", account.Device{Enrolled: t0, Revoked: t0}, t0, t0, true, account.AccessRevoked, false},
		{"revoked and expired", account.Device{Enrolled: t0, Revoked: t0, Expired: t0}, t0, t0, true, account.AccessRevoked, false},
		{"may not drive any more", d, t0, t0, false, account.AccessRevoked, false},
	} {
		got, first := c.d.At(c.now, c.contact, c.drives)
		if got.Access != c.want || first != c.first {
			t.Errorf("%s: %s first=%v, want %s first=%v", c.name, got.Access, first, c.want, c.first)
		}
		if first && got.Expired.IsZero() {
			t.Errorf("%s: not marked", c.name)
		}
	}
}

func TestEnrolmentIsSingleUseAndShort(t *testing.T) {
	e := account.Enrolment{Person: "p", Created: t0}
	used, err := e.Redeem(t0.Add(account.EnrolmentLife), "d1")
	if err != nil || used.Device != "d1" || used.Used.IsZero() {
		t.Fatalf("at ten minutes: %+v, %v", used, err)
	}
	if _, err := used.Redeem(t0.Add(account.EnrolmentLife), "d2"); !errors.Is(err, account.ErrEnrolmentGone) {
		t.Errorf("twice: %v", err)
	}
	if _, err := e.Redeem(t0.Add(account.EnrolmentLife+time.Second), "d2"); !errors.Is(err, account.ErrEnrolmentGone) {
		t.Errorf("a second late: %v", err)
	}
}

func TestTypedCodeIsReadLeniently(t *testing.T) {
	for typed, want := range map[string]string{
		"ACDE-FGHJ": "ACDEFGHJ", "acde fghj": "ACDEFGHJ", " acdefghj ": "ACDEFGHJ", "A-C-D-E-F-G-H-J": "ACDEFGHJ",
		"ACDE-FGH": "", "ACDEFGHJK": "", "ACDE-FGH0": "", "": "", "ÀCDEFGHJ": "",
	} {
		if got, ok := account.NormalCode(typed); ok != (want != "") || ok && got != want {
			t.Errorf("%q: %q %v", typed, got, ok)
		}
	}
	if got := account.ShowCode("ACDEFGHJ"); got != "ACDE-FGHJ" {
		t.Error(got)
	}
}

// Whatever single thing is changed in whatever entry, the chain shows it.
func TestAuditChainShowsAnyChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "entries")
		var log []account.Entry
		seq, hash := int64(0), ""
		for range n {
			e := account.Entry{At: t0, By: "p", Action: "x.y", Details: map[string]string{"a": "1", "b": "2"}}.Chained(seq, hash)
			log, seq, hash = append(log, e), e.Seq, e.Hash
		}
		i := rapid.IntRange(0, n-1).Draw(t, "which")
		e := &log[i]
		switch rapid.IntRange(0, 8).Draw(t, "what") {
		case 0:
			e.At = e.At.Add(time.Millisecond)
		case 1:
			e.By = "q"
		case 2:
			e.Session = "s"
		case 3:
			e.Device = "d"
		case 4:
			e.Action = "x.z"
		case 5:
			e.Object = "o"
		case 6:
			e.Details = map[string]string{"a": "1"}
		case 7:
			e.Seq++
		case 8:
			e.Prev = "00"
		}
		seq, hash = 0, ""
		for j, e := range log {
			if !e.Follows(seq, hash) {
				if j != i {
					t.Fatalf("entry %d was changed, %d is named", i, j)
				}
				return
			}
			seq, hash = e.Seq, e.Hash
		}
		t.Fatal("the change does not show")
	})
}

func TestLogWordsAreOneCleanLine(t *testing.T) {
	for in, want := range map[string]string{
		"plain": "plain", "a\r\nb": "ab", "a\u2028b\u2029": "ab", "\x1b[31mred": "[31mred", "é\u202e\u0000": "é", "\xff": "", "0123456789x": "012345678…",
	} {
		if got := account.CleanWord(in, 10); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}
