package printing

import (
	"context"
	"io"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/paper"
)

// Card is a way in for a driver's phone, as the server just said it: only
// digests are kept, so whoever holds it brings it to be printed.
type Card struct {
	Person    string // id of the driver
	URL, Code string
	Expires   time.Time
}

// ErrCard says that this is no way in to this server: nothing else is printed
// under the service's name.
var ErrCard = fault.New(fault.Invalid, "paper.card", "this is no way in of this server").On("url")

// Card prints an enrolment on paper.
func (p *Printer) Card(ctx context.Context, who account.User, c Card, lang paper.Lang) (Document, error) {
	if err := who.Need(account.ManageDrivers); err != nil {
		return Document{}, err
	}
	names, err := p.People.Lookup(ctx, c.Person)
	if err != nil {
		return Document{}, err
	}
	if _, known := names[c.Person]; !known || !strings.HasPrefix(c.URL, p.BaseURL+"/") || len(c.Code) > 20 {
		return Document{}, ErrCard
	}
	s, err := p.Desk.Service(ctx, who)
	if err != nil {
		return Document{}, err
	}
	b := builder{zone: p.Zone, lang: lang}
	card := paper.Card{Service: s.Value.Name, Driver: names[c.Person].Name, URL: c.URL, Code: c.Code,
		TypeAt: p.BaseURL + "/enrol", Until: b.dated(c.Expires), Help: s.Value.Phone}
	return document("acces-livreur", func(w io.Writer) error { return paper.EnrolmentCard(w, card, lang) })
}
