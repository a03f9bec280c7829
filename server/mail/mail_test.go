package mail_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/mail"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/order"
	"github.com/portage-livraison/portage/server/paper"
	"github.com/portage-livraison/portage/server/printing"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/server/store/embedded"
)

var (
	claire = account.User{ID: "claire", Roles: []account.Role{account.Coordinator}}
	admin  = account.User{ID: "admin", Roles: []account.Role{account.Admin}}
	social = account.User{ID: "social", Roles: []account.Role{account.SocialWorker}}
)

type nobody struct{}

func (nobody) Lookup(context.Context, ...string) (map[string]account.Person, error) { return nil, nil }

// town is a desk with one slip whose shop has a mail address.
type town struct {
	*testing.T
	*mail.Post
	desk   *desk.Desk
	office *postOffice
	slip   string
	shop   desk.Merchant
	now    time.Time
}

func newTown(t *testing.T, change ...func(*mail.Server)) *town {
	t.Helper()
	st, err := embedded.Open(t.TempDir(), slices.Concat(record.Kinds(), []store.Kind{sliprepo.Kind()}, mail.Kinds()), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	w := &town{T: t, now: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC), office: openPostOffice(t)}
	n := 0
	w.desk = desk.New(desk.Options{Store: st, People: nobody{}, Now: func() time.Time { return w.now }, Random: rand.Reader, Zone: time.UTC,
		NewID: func() string { n++; return fmt.Sprintf("0190a8f1-0000-7000-8000-%012d", n) }})
	_, err = w.desk.SetService(t.Context(), admin, service.Service{Name: "Portage de l’Église", Phone: "02 61 91 00 00", Opens: "2026-01-05",
		Weekdays: []day.Weekday{1, 2, 3, 4, 5}, Trades: []string{"primeur"}, Sectors: []service.Sector{{Name: "Centre"}}}, 0)
	w.ok(err)
	w.shop, err = w.desk.AddMerchant(t.Context(), claire, merchant.Merchant{Name: "Le Panier", Trade: "primeur", Sector: "Centre", Phone: "02 61 91 30 02",
		Payee: "SARL Panier", Mail: "panier@shop.test", Enrolled: "2026-01-05"})
	w.ok(err)
	h, err := w.desk.AddHousehold(t.Context(), claire, household.Household{People: []household.Person{{Given: "Odette", Family: "Maréchal"}}, Size: 1,
		Phones: []string{"02 61 91 10 01"}, Address: household.Address{Street: "12 rue Haute", Sector: "Centre"}})
	w.ok(err)
	o, err := w.desk.PlaceOrder(t.Context(), claire, desk.NewOrder{Household: h.Value.ID, Day: "2026-11-23",
		Parts: []desk.NewPart{{Merchant: w.shop.Value.ID, Lines: []order.Line{{Text: "Pommes"}}}}})
	w.ok(err)
	w.slip = o.Value.Parts[0].Slip
	server := mail.Server{Addr: w.office.addr, User: "portage", Password: "clé", From: "portage@town.test", Security: mail.StartTLS, Roots: w.office.roots}
	for _, c := range change {
		c(&server)
	}
	w.Post = mail.New(mail.Options{Store: st, Desk: w.desk, Server: server, BaseURL: "https://portage.test", Lang: paper.French,
		Printer: printing.New(printing.Options{Desk: w.desk, People: nobody{}, Zone: time.UTC, BaseURL: "https://portage.test"}),
		Now:     func() time.Time { return w.now }, Log: slog.New(slog.DiscardHandler)})
	return w
}

func (w *town) ok(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

func (w *town) deliver(after time.Duration) mail.Letter {
	w.Helper()
	w.now = w.now.Add(after)
	w.ok(w.Deliver(w.Context()))
	l, err := w.Letter(w.Context(), claire, w.slip)
	w.ok(err)
	return l
}

func (w *town) channel() string {
	w.Helper()
	s, err := w.desk.Slip(w.Context(), claire, w.slip)
	w.ok(err)
	return s.State.Sent
}

func TestAShopGetsTheSlipWithItsLinkOnce(t *testing.T) {
	w := newTown(t)
	for range 2 {
		_, err := w.Send(t.Context(), claire, w.slip)
		w.ok(err)
	}
	if w.channel() != "" {
		t.Error("the journal says sent before anything was")
	}
	if l := w.deliver(0); l.State != mail.Sent || l.To != "panier@shop.test" || w.channel() != "mail" {
		t.Errorf("%+v, journal says %q", l, w.channel())
	}
	w.deliver(time.Hour)
	got := w.office.letters()
	if len(got) != 1 {
		t.Fatalf("%d letters", len(got))
	}
	if w.office.account() != "\x00portage\x00clé" {
		t.Errorf("signed in as %q", w.office.account())
	}
	envelope, raw, _ := strings.Cut(got[0], "\n\n")
	if envelope != "TO:<panier@shop.test>" {
		t.Error(envelope)
	}
	m, err := netmail.ReadMessage(strings.NewReader(raw))
	w.ok(err)
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil || subject != "Commande à préparer, bon n° 2026-0001" || m.Header.Get("Message-ID") == "" {
		t.Errorf("%q, %v", subject, err)
	}
	from, err := netmail.ParseAddress(m.Header.Get("From"))
	if err != nil || from.Name != "Portage de l’Église" || from.Address != "portage@town.test" {
		t.Errorf("%v, %v", from, err)
	}
	text, file, pdf := parts(t, m)
	if !strings.Contains(text, "https://portage.test/s/") || !strings.Contains(text, "« Commande prête »") || strings.Contains(text, "Maréchal") {
		t.Error(text)
	}
	if file != "bon-2026-0001.pdf" || !strings.HasPrefix(pdf, "%PDF-") || !strings.Contains(pdf[len(pdf)-8:], "%%EOF") {
		t.Errorf("%s: %.20q … %d bytes", file, pdf, len(pdf))
	}
}

// parts reads the text and the attachment.
func parts(t *testing.T, m *netmail.Message) (text, file, pdf string) {
	t.Helper()
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	r := multipart.NewReader(m.Body, params["boundary"])
	first, err := r.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	a, err := io.ReadAll(first)
	if err != nil {
		t.Fatal(err)
	}
	second, err := r.NextPart()
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, second))
	if err != nil {
		t.Fatal(err)
	}
	return string(a), second.FileName(), string(b)
}

func TestALetterWaitsForAServerThatIsBusyAndNotForOneThatRefuses(t *testing.T) {
	w := newTown(t)
	w.office.refuse("451 later")
	_, err := w.Send(t.Context(), claire, w.slip)
	w.ok(err)
	for i, wait := range []time.Duration{0, time.Minute, 2 * time.Minute} {
		if l := w.deliver(wait); l.State != mail.Waiting || l.Tries != i+1 {
			t.Fatalf("try %d: %+v", i+1, l)
		}
	}
	if l := w.deliver(time.Minute); l.Tries != 3 {
		t.Errorf("it did not wait: %+v", l)
	}
	w.office.refuse("")
	if l := w.deliver(time.Hour); l.State != mail.Sent || len(w.office.letters()) != 1 {
		t.Errorf("%+v", l)
	}

	w = newTown(t)
	w.office.refuse("550 nobody here")
	_, err = w.Send(t.Context(), claire, w.slip)
	w.ok(err)
	if l := w.deliver(0); l.State != mail.Failed || !strings.Contains(l.Why, "550") || w.channel() != "" {
		t.Errorf("%+v", l)
	}
}

func TestALetterNeverGivesUpSilently(t *testing.T) {
	w := newTown(t, func(s *mail.Server) { s.Addr = "localhost:1" })
	_, err := w.Send(t.Context(), claire, w.slip)
	w.ok(err)
	var l mail.Letter
	for range 20 {
		l = w.deliver(2 * time.Hour)
	}
	if l.State != mail.Failed || l.Tries != 14 || l.Why == "" {
		t.Errorf("%+v", l)
	}
}

func TestMailTravelsProtectedOrNotAtAll(t *testing.T) {
	strange := newTown(t, func(s *mail.Server) { s.Roots = nil })
	bare := newTown(t)
	bare.office.mu.Lock()
	bare.office.noTLS = true
	bare.office.mu.Unlock()
	for name, w := range map[string]*town{"a certificate of nobody": strange, "no STARTTLS": bare} {
		_, err := w.Send(t.Context(), claire, w.slip)
		w.ok(err)
		if l := w.deliver(0); l.State != mail.Waiting || len(w.office.letters()) != 0 || w.office.account() != "" {
			t.Errorf("%s: %+v", name, l)
		}
	}
}

func TestWhoMayMailAndWhatCannotBe(t *testing.T) {
	w := newTown(t)
	if _, err := w.Send(t.Context(), social, w.slip); !errors.Is(err, account.ErrForbidden) {
		t.Error(err)
	}
	if _, err := w.Letter(t.Context(), claire, w.slip); err == nil || !strings.Contains(err.Error(), "mail.unknown") {
		t.Error(err)
	}
	m := w.shop.Value
	m.Mail = "panier@shop.test\r\nBcc: all@town.test"
	if _, err := w.desk.EditMerchant(t.Context(), claire, m, w.shop.Version); !errors.Is(err, merchant.ErrMail) {
		t.Error(err)
	}
	m.Mail = ""
	_, err := w.desk.EditMerchant(t.Context(), claire, m, w.shop.Version)
	w.ok(err)
	if _, err := w.Send(t.Context(), claire, w.slip); !errors.Is(err, mail.ErrAddress) {
		t.Error(err)
	}
	off := newTown(t, func(s *mail.Server) { *s = mail.Server{} })
	if _, err := off.Send(t.Context(), claire, off.slip); !errors.Is(err, mail.ErrOff) {
		t.Error(err)
	}
	w.ok(off.Deliver(t.Context()))
}

func TestNoHeaderCanBeAdded(t *testing.T) {
	raw, err := mail.Note{ID: "1", From: "a@b.test", To: "c@d.test", Name: "X\r\nBcc: e@f.test", Subject: "Y\nBcc: e@f.test", Text: "\r\n.\r\nZ"}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	m, err := netmail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil || m.Header.Get("Bcc") != "" {
		t.Errorf("%v, %v", m, err)
	}
}
