package push

import (
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"
)

// errInside: a name that is allowed led to an address of our own networks.
var errInside = errors.New("push: the address is not a public one")

// patience is how long a push service may take for one message.
const patience = 10 * time.Second

// newClient makes the only client that speaks to push services: no redirects, no
// proxy, no more than patience. A guarded one refuses every address that is not public, at
// the moment of dialling, so that a name cannot change its mind in between.
func newClient(guarded bool, patience time.Duration) *http.Client {
	dialer := &net.Dialer{Timeout: patience / 2, KeepAlive: 30 * time.Second}
	if guarded {
		dialer.Control = func(_, address string, _ syscall.RawConn) error { return checkAddress(address) }
	}
	return &http.Client{
		Timeout:       patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			ForceAttemptHTTP2:      true,
			MaxConnsPerHost:        inFlight,
			MaxIdleConnsPerHost:    inFlight,
			IdleConnTimeout:        90 * time.Second,
			TLSHandshakeTimeout:    patience / 2,
			MaxResponseHeaderBytes: 16 << 10,
		},
	}
}

// inner are the networks that netip's own questions do not cover.
var inner = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"),
	netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"),
}

// checkAddress refuses what is not a public unicast address.
func checkAddress(address string) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s", errInside, address)
	}
	ip := at.Addr().Unmap().WithZone("")
	if !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return fmt.Errorf("%w: %s", errInside, ip)
	}
	for _, net := range inner {
		if net.Contains(ip) {
			return fmt.Errorf("%w: %s", errInside, ip)
		}
	}
	return nil
}
