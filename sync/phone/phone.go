// Package phone is a driver's phone without a screen: it speaks the protocol of
// sync/README.md over any Doer, keeps what a phone keeps, and fails on command.
// Tests, the simulation, the bench and a replayed season drive it; no driver
// does.
//
// It takes clock and ids from outside and starts nothing by itself: without
// faults from a Line the same calls make the same requests.
package phone

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/portage-livraison/portage/sync/slip"
)

// Doer carries one request; *http.Client is one, and so is a Line.
type Doer interface {
	Do(*http.Request) (*http.Response, error)
}

// Options are what a phone needs of its surroundings.
type Options struct {
	URL   string // of the server, without a slash at the end
	HTTP  Doer
	Now   func() time.Time // the phone's clock; it need not be right
	NewID func() string    // UUIDv7
	App   string           // version; "" is 1.0.0
	Batch int              // acts in a request; 0 is as many as the protocol takes
}

// Phone is a running app on a Disk. It is for one goroutine.
type Phone struct {
	o     Options
	disk  *Disk
	crash Point
	dead  bool
	batch int // acts in the next request: halved by 413, and by an envelope that is refused
	fails int // in a row
	pause time.Duration
}

// Point is a moment at which a phone can die.
type Point int

// The moments. After each the phone is dead and its Disk remains: New starts
// the app again.
const (
	Never        Point = iota
	BeforeCommit       // of a recorded act: nobody ever saw it
	AfterCommit        // of a recorded act: it will be sent
	BeforeSend         // of an exchange
	BeforeSettle       // the answer came and was not taken over
)

// ErrCrashed is what a phone says that died, until it is started again.
var ErrCrashed = errors.New("phone: crashed")

// New starts the app on d; nil is a phone just unpacked.
func New(o Options, d *Disk) *Phone {
	if d == nil {
		d = &Disk{Epoch: o.NewID()}
	}
	if d.Docs == nil {
		d.Docs = map[string]Doc{}
	}
	if d.Photos == nil {
		d.Photos = map[string][]byte{}
	}
	if o.App == "" {
		o.App = "1.0.0"
	}
	if o.Batch == 0 {
		o.Batch = maxActs
	}
	return &Phone{o: o, disk: d, batch: o.Batch}
}

// CrashAt lets the phone die when it next comes to p.
func (p *Phone) CrashAt(at Point) { p.crash = at }

// Crashed says whether it died.
func (p *Phone) Crashed() bool { return p.dead }

func (p *Phone) diesAt(at Point) bool {
	if p.crash == at && !p.dead {
		p.dead = true
	}
	return p.dead
}

// Restart is the app started again on the same disk.
func (p *Phone) Restart() *Phone { return New(p.o, p.disk) }

// Wipe is the app after the browser dropped its storage: a new epoch, and what
// waited is lost. The credential survives, as in a cookie.
func (p *Phone) Wipe() *Phone {
	d := &Disk{Device: p.disk.Device, Secret: p.disk.Secret, Driver: p.disk.Driver, Epoch: p.o.NewID()}
	return New(p.o, d)
}

// Disk is what the phone stores; the caller only looks.
func (p *Phone) Disk() *Disk { return p.disk }

// Driver is the person whose phone this is.
func (p *Phone) Driver() string { return p.disk.Driver }

// Fact is what a driver says happened. Exactly one of Slip and Round is set.
type Fact struct {
	Kind   slip.Kind
	V      int // 0 is 1
	Slip   string
	Round  string
	Data   any
	Photos [][]byte
}

// blob is how an act names a photo.
type blob struct {
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
}

// frame is the wire form of an act.
type frame struct {
	ID    string    `json:"id"`
	Seq   int64     `json:"seq"`
	Kind  slip.Kind `json:"kind"`
	V     int       `json:"v"`
	Slip  string    `json:"slip,omitempty"`
	Round string    `json:"round,omitempty"`
	Basis int64     `json:"basis"`
	At    string    `json:"at"`
	Data  any       `json:"data"`
	Blobs []blob    `json:"blobs,omitempty"`
}

// Record stores a fact with its number, in one transaction with the outbox. Once
// it returns without an error the screen says "saved".
func (p *Phone) Record(f Fact) (Act, error) {
	if p.dead {
		return Act{}, ErrCrashed
	}
	data, err := json.Marshal(f.Data)
	if err != nil {
		return Act{}, err
	}
	if f.Data == nil {
		data = []byte("{}")
	}
	now := p.o.Now()
	fr := frame{ID: p.o.NewID(), Seq: p.disk.Seq + 1, Kind: f.Kind, V: max(f.V, 1), Slip: f.Slip, Round: f.Round,
		Basis: p.disk.Docs[f.Slip+f.Round].Version, At: now.Format("2006-01-02T15:04:05.000Z07:00"), Data: json.RawMessage(data)}
	photos := map[string][]byte{}
	for _, photo := range f.Photos {
		sum := sha256.Sum256(photo)
		name := hex.EncodeToString(sum[:])
		photos[name] = photo
		fr.Blobs = append(fr.Blobs, blob{name, int64(len(photo))})
	}
	raw, err := json.Marshal(fr)
	if err != nil {
		return Act{}, err
	}
	act := Act{ID: fr.ID, Seq: fr.Seq, Kind: f.Kind, Slip: f.Slip, Round: f.Round, At: now, Data: data, Raw: raw}
	if p.diesAt(BeforeCommit) {
		return Act{}, ErrCrashed
	}
	p.commit(act, photos)
	if p.diesAt(AfterCommit) {
		return Act{}, ErrCrashed
	}
	return act, nil
}

// RecordRaw stores bytes that a broken app might have stored, under the next
// number; raw may hold anything. id is under which a receipt may name it.
func (p *Phone) RecordRaw(id string, raw []byte) Act {
	act := Act{ID: id, Seq: p.disk.Seq + 1, Raw: raw, At: p.o.Now()}
	p.commit(act, nil)
	return act
}

func (p *Phone) commit(act Act, photos map[string][]byte) {
	p.disk.Seq = act.Seq
	p.disk.Outbox = append(p.disk.Outbox, act)
	for name, photo := range photos {
		p.disk.Photos[name] = photo
	}
}

// Waiting are the acts that the server has not acknowledged, oldest first.
func (p *Phone) Waiting() []Act { return slices.Clone(p.disk.Outbox) }

// Slips are those that the phone shows, by id.
func (p *Phone) Slips() map[string]slip.Doc {
	out := map[string]slip.Doc{}
	for id, d := range p.disk.Docs {
		var doc slip.Doc
		if d.Type == "slip" && json.Unmarshal(d.Doc, &doc) == nil {
			out[id] = doc
		}
	}
	return out
}

// Slip is one of them as the phone shows it: the server's journal and, behind
// it, what waits to be sent.
func (p *Phone) Slip(id string) (slip.State, bool) {
	doc, ok := p.Slips()[id]
	if !ok {
		return slip.State{}, false
	}
	journal := doc.Journal
	for _, a := range p.disk.Outbox {
		if a.Slip == id && !slices.ContainsFunc(journal, func(e slip.Entry) bool { return e.ID == a.ID }) {
			journal = append(journal, slip.Entry{ID: a.ID, Kind: a.Kind, V: 1, Seq: a.Seq, At: a.At, By: p.disk.Driver,
				Device: p.disk.Device, Via: slip.ViaApp, Data: a.Data})
		}
	}
	return slip.Fold(journal), true
}

// Batch bounds the acts of the coming requests.
func (p *Phone) Batch(acts int) { p.o.Batch, p.batch = acts, acts }
