package app

import (
	"errors"
	"fmt"
	netmail "net/mail"
	"net/url"

	"github.com/portage-livraison/portage/server/mail"
	"github.com/portage-livraison/portage/server/paper"
	"github.com/portage-livraison/portage/server/printing"
)

var (
	errSMTP = errors.New("it must be like smtp://user:password@mail.example.org:587, smtps://… or smtp+plain://…") // never with what was given: it holds a password
	errFrom = errors.New("mail needs PORTAGE_SMTP_FROM, the address that it comes from")
)

// smtpURL reads the address of the mail server, "" for none.
func smtpURL(s *mail.Server, v string) error {
	s.Addr = ""
	if v == "" {
		return nil
	}
	security, port := map[string]string{"smtp": mail.StartTLS, "smtps": mail.TLS, "smtp+plain": mail.Plain},
		map[string]string{"smtp": "587", "smtps": "465", "smtp+plain": "25"}
	u, err := url.Parse(v)
	if err != nil || security[u.Scheme] == "" || u.Hostname() == "" || (u.Path != "" && u.Path != "/") || u.RawQuery != "" {
		return errSMTP
	}
	s.Security, s.User, s.Addr = security[u.Scheme], u.User.Username(), u.Host
	s.Password, _ = u.User.Password()
	if u.Port() == "" {
		s.Addr = u.Host + ":" + port[u.Scheme]
	}
	return nil
}

func address(v string) error {
	a, err := netmail.ParseAddress(v)
	if err != nil || a.Address != v {
		return fmt.Errorf("%q is not a mail address", v)
	}
	return nil
}

// post makes the sender of letters.
func (a *App) post() (*mail.Post, error) {
	if a.cfg.SMTP.Addr != "" && a.cfg.SMTP.From == "" {
		return nil, errFrom
	}
	lang := paper.French
	if a.cfg.Lang == "en" {
		lang = paper.English
	}
	return mail.New(mail.Options{Store: a.store, Desk: a.desk, Printer: a.printer, Server: a.cfg.SMTP, BaseURL: a.url, Lang: lang,
		Now: a.deps.Now, Log: a.deps.Log}), nil
}

// newPrinter makes the papers of the desk.
func (a *App) newPrinter() *printing.Printer {
	return printing.New(printing.Options{Desk: a.desk, People: a.gate, Zone: a.zone, BaseURL: a.url})
}
