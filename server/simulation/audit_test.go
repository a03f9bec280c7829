package simulation

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/field"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

func decode[T any](raw []byte) (v T, err error) {
	err = json.Unmarshal(raw, &v)
	return v, err
}

// wire is as much of request and answer as the audit reads.
type wire struct {
	Device, Epoch string
	Issued        int64
	Access        string
	Receipts      []struct{ ID, Receipt, Outcome, Code string }
	Put           []struct {
		Type, ID string
		Doc      slip.Doc
	}
}

var envelope = regexp.MustCompile(`"epoch":"([^"]+)".*"issued":(\d+)`)

// Exchange is the server's, watched: each answer is audited at the moment at
// which it leaves.
func (w *world) Exchange(ctx context.Context, credential string, body []byte) ([]byte, error) {
	out, err := w.field.Exchange(ctx, credential, body)
	device, _, _ := strings.Cut(credential, ".")
	w.audited.Lock()
	defer w.audited.Unlock()
	if head := envelope.FindSubmatch(body); head != nil { // the acts behind it need not be JSON
		key := device + "." + string(head[1])
		issued, _ := strconv.ParseInt(string(head[2]), 10, 64)
		w.attempted[key] = max(w.attempted[key], issued)
		if err == nil && !w.flaky.isDead() {
			w.announced[key] = max(w.announced[key], issued)
		}
	}
	if err != nil || w.flaky.isDead() {
		return nil, errors.Join(err, w.flaky.read())
	}
	a, err := decode[wire](out)
	if err != nil {
		w.breach("an answer that is no JSON: %v", err)
		return out, nil
	}
	w.auditReceipts(a)
	if len(a.Put) > 0 && w.revoked[device] {
		w.breach("the revoked phone %s was given %d documents", device, len(a.Put))
	}
	person := ""
	for _, c := range w.phones {
		if c.Disk().Device == device {
			person = c.Driver()
		}
	}
	for _, p := range a.Put {
		if p.Type == "slip" {
			w.auditPut(person, p.ID, p.Doc)
		}
	}
	return out, nil
}

func (w *world) breach(format string, args ...any) {
	w.broken = append(w.broken, fmt.Sprintf(format, args...))
}

// auditReceipts: a receipt means durable, so the act's very bytes are on the disk
// now, whatever happens next.
func (w *world) auditReceipts(a wire) {
	for _, r := range a.Receipts {
		if r.Receipt == "" || r.Outcome == "" {
			w.breach("a receipt without a word: %+v", r)
		}
		b := w.book[r.ID]
		if b == nil || b.junk || r.Receipt == "differs" {
			continue
		}
		if raw, err := w.inInbox(r.ID); err != nil || !bytes.Equal(raw, b.Raw) {
			w.breach("act %s has the receipt %s and is not in the inbox as it was sent: %v", r.ID, r.Receipt, err)
		}
	}
}

func (w *world) inInbox(id string) ([]byte, error) {
	d, err := w.disk.Get(w.ctx, "act", id)
	if err != nil {
		return nil, err
	}
	kept, err := decode[struct{ Raw json.RawMessage }](d.Body)
	return kept.Raw, err
}

// auditPut: nothing is read without present permission.
func (w *world) auditPut(person, id string, doc slip.Doc) {
	d, err := w.disk.Get(w.ctx, sliprepo.Name, id)
	if err != nil {
		w.breach("slip %s was given and is not stored: %v", id, err)
		return
	}
	_, st, err := sliprepo.Decode(d)
	if err != nil {
		w.breach("%v", err)
		return
	}
	mine := st.Plan.Driver == person && w.near(st.Day)
	if !mine && st.GoodsHolder() != person && st.ChequeHolder() != person {
		w.breach("slip %s was given to %s, who neither drives it nor holds anything of it", id, person)
	}
	if doc.Sheet == nil || doc.Sheet.Household.Name+doc.Sheet.Household.Phone+doc.Sheet.Household.Address == "" {
		return
	}
	late := st.Goods.State == slip.GoodsDelivered && !w.now().In(paris).Before(midnight(st.Goods.Since.Time).AddDate(0, 0, 2))
	if collect, err := time.ParseInLocation("2006-01-02", st.Day, paris); err == nil && st.Cheque.State == slip.ChequeOwed {
		late = late && !w.now().In(paris).Before(collect.AddDate(0, 0, 2)) // the cheque still owed is fetched on that day
	}
	if !mine && st.GoodsHolder() != person || late {
		w.breach("the address of slip %s was given to %s, who does not need it any more", id, person)
	}
}

func midnight(t time.Time) time.Time {
	y, m, d := t.In(paris).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, paris)
}

// near: from two days ago to fourteen days ahead.
func (w *world) near(day string) bool {
	today := midnight(w.now())
	return day >= today.AddDate(0, 0, -2).Format("2006-01-02") && day <= today.AddDate(0, 0, 14).Format("2006-01-02")
}

// all reads every document of a kind.
func (w *world) all(kind string) []store.Doc {
	var docs []store.Doc
	q := store.Query{Kind: kind, Limit: store.MaxLimit}
	for {
		p, err := w.disk.Query(w.ctx, q)
		w.ok(err)
		docs = append(docs, p.Docs...)
		if q.Cursor = p.Next; q.Cursor == "" {
			return docs
		}
	}
}

// check looks at everything, once lines and server are well again and every
// phone is drained.
func (w *world) check() {
	journals := map[string][]slip.Entry{}
	for _, id := range w.slips {
		d, err := w.disk.Get(w.ctx, sliprepo.Name, id)
		w.ok(err)
		s, st, err := sliprepo.Decode(d)
		w.ok(err)
		if err := slip.Verify(s.Journal); err != nil {
			w.breach("slip %s: the hash chain is broken: %v", id, err)
		}
		journals[id] = s.Journal
		w.checkSlip(id, s, st, d.Keys)
	}
	w.checkActs(journals)
	w.checkHoles()
	for _, c := range w.phones {
		w.checkPhone(c, journals)
	}
}

// checkActs: what a screen called saved is in the inbox with its own bytes, and
// took effect exactly once, or is held.
func (w *world) checkActs(journals map[string][]slip.Entry) {
	held := map[string]bool{}
	for _, d := range w.all("held") {
		h, err := decode[struct{ Act, Code, State string }](d.Body)
		w.ok(err)
		if h.Code == "act.differs" { // the first of this id stands
			continue
		}
		if held[h.Act] && h.Act != "" {
			w.breach("act %s is held twice", h.Act)
		}
		held[h.Act] = h.State == field.Waiting
	}
	for id, b := range w.book {
		raw, err := w.inInbox(id)
		there := err == nil
		switch {
		case b.junk:
			continue
		case !there && !b.unsure:
			w.breach("act %s (%s, seq %d of %s) was saved and is lost", id, b.Kind, b.Seq, b.device)
			continue
		case !there:
			continue
		case !bytes.Equal(raw, b.Raw):
			w.breach("act %s is not stored as it was made", id)
		}
		effects := 0
		for slipID, journal := range journals {
			for _, e := range journal {
				if e.ID == id {
					effects++
					if slipID != b.Slip || e.Device != b.device || e.By != b.person || e.Seq != b.Seq {
						w.breach("act %s stands in the journal of %s as of %s, device %s, seq %d", id, slipID, e.By, e.Device, e.Seq)
					}
				}
			}
		}
		switch {
		case b.Round != "":
		case journals[b.Slip] == nil && (effects != 0 || !held[id]):
			w.breach("act %s on no slip: %d effects, held %v", id, effects, held[id])
		case journals[b.Slip] != nil && (effects != 1 || held[id]):
			w.breach("act %s (%s) took effect %d times, held %v", id, b.Kind, effects, held[id])
		}
	}
}

// checkHoles: what was announced and never came is counted as missing. So are
// acts whose number could not be read.
func (w *world) checkHoles() {
	there := map[string]int64{}
	for _, d := range w.all("act") {
		there[d.Keys["phone"].(string)]++
	}
	seen := map[string]int64{}
	gaps, err := w.field.Gaps(w.ctx, coordinator)
	w.ok(err)
	for _, g := range gaps {
		seen[g.Device] += g.Missing
	}
	least, most := map[string]int64{}, map[string]int64{}
	for phone, n := range w.attempted {
		device, _, _ := strings.Cut(phone, ".")
		least[device] += max(w.announced[phone]-there[phone], 0)
		most[device] += max(n-there[phone], 0)
	}
	for device := range most {
		if seen[device] < least[device] || seen[device] > most[device] {
			w.breach("of phone %s %d to %d acts are missing, the server sees %d", device, least[device], most[device], seen[device])
		}
	}
}

// checkPhone: at rest nothing waits, and the phone shows exactly what the model
// grants and what the server would give to a new one.
func (w *world) checkPhone(c *carried, journals map[string][]slip.Entry) {
	d := c.Disk()
	if len(d.Outbox) > 0 {
		w.breach("phone %s still waits with %d acts", d.Device, len(d.Outbox))
	}
	if c.expired {
		return // it keeps what it had until it is enrolled again
	}
	var shown, granted []string
	for id := range c.Slips() {
		if !w.fold(journals[id]).arbitrated {
			shown = append(shown, id)
		}
	}
	if !w.revoked[d.Device] {
		for id, journal := range journals {
			m := w.fold(journal)
			if m.arbitrated {
				continue
			}
			if m.driver == d.Driver && w.near(string(monday)) || m.goodsHolder == d.Driver || m.chequeHolder == d.Driver {
				granted = append(granted, id)
			}
		}
	}
	slices.Sort(shown)
	slices.Sort(granted)
	if !slices.Equal(shown, granted) {
		w.breach("phone of %s shows %v, is granted %v", d.Driver, shown, granted)
	}
	cold, err := w.field.Exchange(w.ctx, d.Device+"."+d.Secret, fmt.Appendf(nil,
		`{"proto":1,"device":%q,"epoch":%q,"app":"1.0.0","issued":%d,"acts":[],"have":{}}`, d.Device, d.Epoch, d.Seq))
	w.ok(err)
	fresh, err := decode[struct {
		More bool
		Put  []struct {
			ID      string
			Version int64
			Doc     json.RawMessage
		}
	}](cold)
	w.ok(err)
	if len(fresh.Put) != len(d.Docs) && !fresh.More {
		w.breach("phone of %s has %d documents, a new one would get %d", d.Driver, len(d.Docs), len(fresh.Put))
	}
	for _, p := range fresh.Put {
		if had := d.Docs[p.ID]; had.Version != p.Version || !bytes.Equal(had.Doc, p.Doc) {
			w.breach("phone of %s has %s in version %d, the server in %d, or with other content", d.Driver, p.ID, had.Version, p.Version)
		}
	}
}
