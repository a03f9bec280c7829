package push

import (
	"crypto/sha256"
	"encoding/base64"
	"strings"
)

// payload is what the service worker receives. It is encrypted for one browser,
// and holds no person's name, address or amount all the same: a banner is seen
// by whoever looks at the phone.
type payload struct {
	V     int    `json:"v"`
	ID    string `json:"id"`
	Token string `json:"token"`
	Tag   string `json:"tag"`
	Title string `json:"title"`
	Body  string `json:"body"`
	URL   string `json:"url"`
	Lang  string `json:"lang"`
	At    int64  `json:"at"` // ms since 1970
}

func (p *Push) payload(id string, n storedNotice) payload {
	w := text(n.Lang, n.Phrase, n.Facts)
	return payload{V: 1, ID: id, Token: n.Token, Tag: topic(n), Title: w.title, Body: w.body,
		URL: target(n), Lang: n.Lang, At: n.At.UnixMilli()}
}

// topic is shared by notices of which only the newest counts: at the push
// service while the phone is away, and as the banner's tag on the phone.
func topic(n storedNotice) string {
	about := string(n.Kind) + "/" + n.Facts.Round
	switch n.Kind {
	case Ready, NoAnswer, Problem, Alert:
		about = string(n.Kind) + "/" + n.Facts.Slip
	}
	sum := sha256.Sum256([]byte(n.Person + "/" + about))
	return base64.RawURLEncoding.EncodeToString(sum[:18])
}

// target is the screen that a tap opens.
func target(n storedNotice) string {
	if n.Driver && n.Kind == Ready {
		return "/slip/" + n.Facts.Slip
	}
	if n.Driver {
		return "/"
	}
	switch n.Kind {
	case Alert:
		return "/desk/alerts"
	case Cheque:
		return "/desk/cheques"
	case Problem, NoAnswer:
		if n.OnlyReads {
			return "/desk/slips/" + n.Facts.Slip
		}
		return "/desk/problems"
	case Ready:
		return "/desk/slips/" + n.Facts.Slip
	}
	return "/desk"
}

func isOrigin(service string) bool { return strings.Contains(service, "://") }
