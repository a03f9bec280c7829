package counter

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/portage-livraison/portage/sync/slip"
)

func TestManyMachinesStopShortCodesAndNotTheQR(t *testing.T) {
	g := newGuesses()
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	for i := range perTown {
		g.wrong(fmt.Sprint("peer ", i/perPeer), true, now)
	}
	if err := g.may("another", true, now); !errors.Is(err, ErrTooMany) {
		t.Errorf("a short code from elsewhere: %v", err)
	}
	if err := g.may("another", false, now); err != nil {
		t.Errorf("a scanned one from elsewhere: %v", err)
	}
	if err := g.may("peer 0", false, now); !errors.Is(err, ErrTooMany) {
		t.Errorf("a scanned one from a machine: %v", err)
	}
	later := now.Add(guessWindow)
	if err := errors.Join(g.may("another", true, later), g.may("peer 0", false, later)); err != nil {
		t.Errorf("after the window: %v", err)
	}
}

func TestAFloodOfAddressesKeepsTheCountSmall(t *testing.T) {
	g := newGuesses()
	now := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	for i := range maxPeers + 10 {
		g.wrong(fmt.Sprint(i), false, now)
	}
	if n := len(g.peers); n > maxPeers {
		t.Errorf("%d addresses are kept", n)
	}
}

func TestWhatIsOfferedFollowsTheSlip(t *testing.T) {
	for _, c := range []struct {
		goods  slip.GoodsState
		cheque slip.ChequeState
		want   string
	}{
		{slip.GoodsOrdered, slip.ChequeExpected, "[ready unavailable]"},
		{slip.GoodsSent, slip.ChequeNotNeeded, "[ready unavailable]"},
		{slip.GoodsReady, slip.ChequeExpected, "[ready unavailable]"},
		{slip.GoodsUnavailable, slip.ChequeExpected, "[ready]"},
		{slip.GoodsBack, slip.ChequeExpected, "[ready]"},
		{slip.GoodsWithDriver, slip.ChequeExpected, "[chequeReturned]"}, // the driver's telephone has no network
		{slip.GoodsDelivered, slip.ChequeWithDriver, "[chequeReturned]"},
		{slip.GoodsDelivered, slip.ChequeOwed, "[chequeReturned]"},
		{slip.GoodsWithDriver, slip.ChequeNotNeeded, "[]"},
		{slip.GoodsDelivered, slip.ChequeWithMerchant, "[]"},
	} {
		st := slip.State{Goods: slip.Goods{State: c.goods}, Cheque: slip.Cheque{State: c.cheque}}
		if got := fmt.Sprint(can(st)); got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.goods, c.cheque, got, c.want)
		}
		st.Cancelled = &slip.Said{}
		if got := can(st); len(got) != 0 {
			t.Errorf("cancelled, %s: %v", c.goods, got)
		}
	}
}
