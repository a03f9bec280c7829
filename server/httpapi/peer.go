package httpapi

import (
	"context"
	"net/netip"
	"strings"

	"github.com/gofiber/fiber/v2"

	"github.com/portage-livraison/portage/server/access"
)

const peerKey contextKey = "peer"

// peerFrom returns where the request comes from.
func peerFrom(ctx context.Context) access.Peer {
	p, _ := ctx.Value(peerKey).(access.Peer)
	return p
}

// peer is the address that counts for throttling, and the browser's name. Behind
// proxies that are listed it is the last hop that is not one of them: what stands
// left of it in the header was written by whoever sent the request.
func (s *Server) peer(c *fiber.Ctx) access.Peer {
	label := browser(c.Get(fiber.HeaderUserAgent))
	hop, err := netip.ParseAddr(c.Context().RemoteIP().String())
	if err != nil {
		return access.Peer{Label: label}
	}
	hops := strings.Split(c.Get(fiber.HeaderXForwardedFor), ",")
	for i := len(hops) - 1; i >= 0 && s.listed(hop); i-- {
		before, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		hop = before
	}
	return access.Peer{Address: network(hop), Label: label}
}

// listed says whether the address is of a configured proxy.
func (s *Server) listed(a netip.Addr) bool {
	a = a.Unmap()
	for _, t := range s.cfg.TrustedProxies {
		if p, err := netip.ParsePrefix(t); err == nil && p.Contains(a) {
			return true
		}
		if one, err := netip.ParseAddr(t); err == nil && one.Unmap() == a {
			return true
		}
	}
	return false
}

// network is the address itself, or for IPv6 its /64: one household or phone
// has as many addresses as it likes there.
func network(a netip.Addr) string {
	if a = a.Unmap().WithZone(""); a.Is4() {
		return a.String()
	}
	p, err := a.Prefix(64)
	if err != nil {
		return a.String()
	}
	return p.String()
}

// browser names a browser and its system in a few words, for the list of one's
// sessions. The order matters: most browsers also claim to be others.
func browser(agent string) string {
	pick := func(names ...string) string {
		for i := 0; i < len(names); i += 2 {
			if strings.Contains(agent, names[i]) {
				return names[i+1]
			}
		}
		return ""
	}
	name := pick("Firefox/", "Firefox", "Edg/", "Edge", "OPR/", "Opera", "SamsungBrowser/", "Samsung", "Chrome/", "Chrome", "Safari/", "Safari")
	system := pick("Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Windows", "Windows", "Mac OS X", "Mac", "Linux", "Linux")
	return strings.Trim(name+" · "+system, " ·")
}
