package mail

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/paper"
	"github.com/portage-livraison/portage/server/printing"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/slipcode"
)

const (
	lease    = 5 * time.Minute // a letter on its way is nobody else's
	maxTries = 14              // about half a day
	maxWait  = time.Hour
)

// Deliver sends what is due. A letter that the mail server did not take waits
// ever longer; one that it refuses for good has failed and says why. After a
// crash between the server's yes and the note of it, a letter goes out again
// under the same Message-ID.
func (p *Post) Deliver(ctx context.Context) error {
	if p.Server.Addr == "" {
		return nil
	}
	due, err := letters.List(ctx, p.Store, "next", record.Is("state", Waiting), record.Before("next", p.Now().UnixMilli()+1))
	if err != nil {
		return err
	}
	for _, l := range due {
		if err := p.one(ctx, l.Value.ID); err != nil {
			return err
		}
	}
	return nil
}

// one tries one letter, unless somebody else does. Only what the store or the
// desk says is an error; what the mail server says is noted on the letter.
func (p *Post) one(ctx context.Context, id string) error {
	mine := false
	l, err := p.change(ctx, id, func(l *Letter) bool {
		mine = l.State == Waiting && !l.Next.After(p.Now())
		l.Tries++
		l.Next = p.Now().Add(lease)
		return mine
	})
	if err != nil || !mine {
		return err
	}
	note, err := p.note(ctx, l)
	if err == nil {
		var raw []byte
		if raw, err = note.Bytes(); err == nil {
			err = p.Server.deliver(ctx, l.To, raw)
		}
	}
	if err != nil {
		return p.later(ctx, l, err)
	}
	if _, err := p.change(ctx, id, func(l *Letter) bool { l.State, l.Why = Sent, ""; return true }); err != nil {
		return err
	}
	sender := account.User{ID: l.By, Roles: []account.Role{account.OrderAgent}}
	if _, err := p.Desk.SendSlip(ctx, sender, l.Slip, "mail"); err != nil {
		p.Log.ErrorContext(ctx, "a slip was mailed and its journal does not say so", "slip", l.Slip, "err", err)
	}
	return nil
}

// later notes why a letter was not taken, and when it is tried again.
func (p *Post) later(ctx context.Context, l Letter, cause error) error {
	p.Log.ErrorContext(ctx, "a letter was not taken", "letter", l.ID, "tries", l.Tries, "err", cause)
	_, err := p.change(ctx, l.ID, func(l *Letter) bool {
		l.Why = cause.Error()
		wait := min(maxWait, time.Minute<<min(l.Tries-1, 10))
		l.Next = p.Now().Add(wait)
		if errors.Is(cause, ErrRefused) || l.Tries >= maxTries {
			l.State = Failed
		}
		return true
	})
	return err
}

// change writes a letter if do says so.
func (p *Post) change(ctx context.Context, id string, do func(*Letter) bool) (Letter, error) {
	kept, err := letters.Update(ctx, p.Store, id, record.Stamp{By: account.System.ID, At: p.Now()}, func(was record.Kept[Letter]) (Letter, bool, error) {
		l := was.Value
		todo := do(&l)
		return l, todo, nil
	})
	return kept.Value, err
}

// note writes the letter for a slip as it stands now.
func (p *Post) note(ctx context.Context, l Letter) (Note, error) {
	set, err := p.Desk.Service(ctx, account.System)
	if err != nil {
		return Note{}, err
	}
	s, err := p.Desk.Slip(ctx, account.System, l.Slip)
	if err != nil {
		return Note{}, err
	}
	codes, err := p.Desk.SlipCodes(ctx, account.System, l.Slip)
	if err != nil {
		return Note{}, err
	}
	doc, err := p.Printer.ShopSlip(ctx, l.Slip, printing.Look{Lang: p.Lang, Size: paper.A4})
	if err != nil {
		return Note{}, err
	}
	w := texts[p.Lang]
	fill := strings.NewReplacer("{number}", s.State.Number, "{shop}", l.Shop, "{url}", strings.ToLower(slipcode.URL(p.BaseURL, codes.Secret)),
		"{code}", slipcode.Show(codes.Short), "{phone}", set.Value.Phone, "{service}", set.Value.Name)
	return Note{ID: l.ID, From: p.Server.From, To: l.To, Name: set.Value.Name, Subject: fill.Replace(w.subject), Text: fill.Replace(w.text),
		File: doc.Name, PDF: doc.PDF, At: l.Asked}, nil
}

var texts = map[paper.Lang]struct{ subject, text string }{
	paper.French: {"Commande à préparer, bon n° {number}", strings.TrimSpace(`
Bonjour,

Une commande est à préparer : bon n° {number}, en pièce jointe.

Quand elle est prête, ouvrez ce lien et touchez « Commande prête » :
{url}

Vous pouvez aussi aller sur la page des commerçants et taper le code {code}, ou appeler le {phone}.

Merci,
{service}
`)},
	paper.English: {"Order to prepare, slip no. {number}", strings.TrimSpace(`
Hello,

An order is to be prepared: slip no. {number}, attached.

When it is ready, open this link and tap "Order ready":
{url}

You can also type the code {code} on the shops' page, or call {phone}.

Thank you,
{service}
`)},
}
