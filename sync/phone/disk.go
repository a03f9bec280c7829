package phone

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/portage-livraison/portage/sync/slip"
)

// KeepSent is how long a phone keeps acts that the server has acknowledged.
const KeepSent = 14 * 24 * time.Hour

// Disk is what survives a crash of the phone. Each change of it stands for one
// strict transaction: it happens as a whole or not at all.
type Disk struct {
	Device string
	Secret string
	Driver string // the person whose device this is
	Epoch  string
	Seq    int64 // the highest number ever given
	High   int64 // of the last answer
	Outbox []Act // waiting, by Seq
	Sent   []Act // acknowledged within KeepSent, by Seq
	Parked []Act // refused by themselves: kept, shown, not sent again by itself
	Docs   map[string]Doc
	Photos map[string][]byte // by SHA-256, until the server has them
}

// Act is one act as the phone stored it. Raw is what it sends, the same bytes
// each time.
type Act struct {
	ID      string
	Seq     int64
	Kind    slip.Kind
	Slip    string
	Round   string
	At      time.Time // by the phone's clock
	Data    json.RawMessage
	Raw     []byte
	Sent    time.Time // when its receipt came, by the phone's clock
	Receipt string
	Outcome string
	Code    string
}

// Doc is one document as the server gave it.
type Doc struct {
	Type    string          `json:"type"`
	ID      string          `json:"id"`
	Version int64           `json:"version"`
	Doc     json.RawMessage `json:"doc"`
}

// Clone is a copy, as a backup of the phone would be.
func (d *Disk) Clone() *Disk {
	c := *d
	c.Outbox, c.Sent, c.Parked = slices.Clone(d.Outbox), slices.Clone(d.Sent), slices.Clone(d.Parked)
	c.Docs, c.Photos = maps.Clone(d.Docs), maps.Clone(d.Photos)
	return &c
}

func (d *Disk) have() map[string]int64 {
	have := make(map[string]int64, len(d.Docs))
	for id, doc := range d.Docs {
		have[id] = doc.Version
	}
	return have
}

// settle takes an answer over in one transaction: receipts move acts from the
// outbox to sent, what the server lost moves back, documents are replaced.
func (d *Disk) settle(batch []Act, a answer, now time.Time) {
	receipts := map[string]receipt{}
	unreadable := map[string]bool{}
	for _, r := range a.Receipts {
		if r.ID == "" && r.Index >= 0 && r.Index < len(batch) && !batch[r.Index].readable() {
			r.ID = batch[r.Index].ID
			unreadable[r.ID] = true
		}
		receipts[r.ID] = r
	}
	var kept []Act
	for _, act := range d.Outbox {
		r, ok := receipts[act.ID]
		if !ok || r.Receipt == "" {
			kept = append(kept, act)
			continue
		}
		act.Sent, act.Receipt, act.Outcome, act.Code = now, r.Receipt, r.Outcome, r.Code
		if unreadable[act.ID] { // its number stays a hole: sent again it would be for ever
			d.Parked = append(d.Parked, act)
			continue
		}
		d.Sent = append(d.Sent, act)
	}
	d.Outbox = kept
	d.Sent = slices.DeleteFunc(d.Sent, func(act Act) bool { return now.Sub(act.Sent) > KeepSent })
	d.requeue(a)
	for _, id := range a.Gone {
		delete(d.Docs, id)
	}
	for _, doc := range a.Put {
		d.Docs[doc.ID] = doc
	}
}

// readable says whether the act carries its own id: then a receipt without one
// belongs to another batch, as in an answer that a cache gave again.
func (a Act) readable() bool {
	var own struct{ ID string }
	return json.Unmarshal(a.Raw, &own) == nil && own.ID == a.ID
}

// requeue puts back what the server does not hold any more.
func (d *Disk) requeue(a answer) {
	lost := func(act Act) bool {
		return slices.ContainsFunc(a.Holes, func(h [2]int64) bool { return act.Seq >= h[0] && act.Seq <= h[1] })
	}
	for _, act := range d.Sent {
		if lost(act) {
			d.Outbox = append(d.Outbox, act)
		}
	}
	d.Sent = slices.DeleteFunc(d.Sent, lost)
	slices.SortFunc(d.Outbox, bySeq)
	slices.SortFunc(d.Sent, bySeq)
	d.High = a.High
}

func bySeq(a, b Act) int { return int(a.Seq - b.Seq) }
