package push

import (
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/portage-livraison/portage/server/fault"
)

var errEndpoint = fault.New(fault.Invalid, "push.endpoint", "this push service is not known").On("endpoint")

// public are the push services of the browsers. A name allows the names below
// it; the browsers' makers own all of them.
var public = []string{"fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com"}

// allowed says where anything may be sent at all.
type allowed struct{ origins []string }

// services names everything that is allowed; each is a lane of its own.
func (a allowed) services() []string { return append(slices.Clone(public), a.origins...) }

// service returns which service raw belongs to, or errEndpoint. It reads the
// address as net/http will: nothing that one reads as allowed leads elsewhere.
func (a allowed) service(raw string) (string, error) {
	if len(raw) > 1000 || strings.ContainsFunc(raw, func(r rune) bool { return r <= ' ' || r > '~' || r == '\\' }) {
		return "", errEndpoint
	}
	u, err := url.Parse(raw)
	if err != nil || u.User != nil || u.Opaque != "" || u.Fragment != "" || len(u.Path) < 2 {
		return "", errEndpoint
	}
	if origin := u.Scheme + "://" + u.Host; slices.Contains(a.origins, origin) {
		return origin, nil
	}
	host := u.Hostname()
	if u.Scheme != "https" || (u.Port() != "" && u.Port() != "443") || host != strings.ToLower(host) || net.ParseIP(host) != nil {
		return "", errEndpoint
	}
	for _, name := range public {
		if host == name || strings.HasSuffix(host, "."+name) {
			return name, nil
		}
	}
	return "", errEndpoint
}
