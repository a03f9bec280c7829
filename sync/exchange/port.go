package exchange

import (
	"context"
	"errors"
	"time"

	"github.com/portage-livraison/portage/sync/slip"
)

// What the ports answer beside success, matched with errors.Is. Any other error
// means that the storage cannot say now.
var (
	ErrTaken = errors.New("exchange: the id is taken")
	ErrMoved = errors.New("exchange: somebody else changed it") // read again, decide again
	ErrNone  = errors.New("exchange: there is none")
)

// Sender is whom a credential names.
type Sender struct {
	Device string
	Person string
	Access Access
}

// Record is one act in the inbox: its bytes and who brought them when.
type Record struct {
	ID       string // of the act
	Device   string
	Epoch    string
	Seq      int64
	By       string // the person whose device it is
	Received time.Time
	Late     string // Expired or Revoked when the sender may no longer read, else ""
	Raw      []byte
}

// HeldAct is an act that waits for a release of the server or for a person.
// ID is the act's own, "<device>:<sha256>" for one that has none, or
// "<id>:<sha256>" for one that differs from the first of its id.
type HeldAct struct {
	ID   string
	Code string
	Slip string // as far as it can be read
	Record
}

// Inbox keeps acts. A nil error means durable.
type Inbox interface {
	// Receive stores each record under its ID, each on its own and all with one
	// sync. ErrTaken when the id holds something already.
	Receive(ctx context.Context, rs []Record) []error
	// Received returns what was stored under id, or ErrNone.
	Received(ctx context.Context, id string) (Record, error)
	// Hold stores each held act, once: ErrTaken when it is held already.
	Hold(ctx context.Context, hs []HeldAct) []error
	// Release notes that acts took effect after all; ids that are not held are passed over.
	Release(ctx context.Context, ids []string) error
}

// Loaded is a slip as it was read at Version, with what was appended since.
type Loaded struct {
	ID      string
	Version int64
	*slip.Reading
}

// Slips are the journals.
type Slips interface {
	// Load returns slips: for each id the slip or an error, ErrNone when there is none.
	Load(ctx context.Context, ids []string) ([]Loaded, []error)
	// Save writes each slip whose Version is still the stored one, each on its
	// own and all with one sync; else ErrMoved.
	Save(ctx context.Context, ls []Loaded) []error
}

// Rounds applies acts on rounds. An act that it has seen before has the same
// result again. A code with Held keeps the act for later.
type Rounds interface {
	ApplyRound(ctx context.Context, round string, acts []slip.Entry) ([]Result, error)
}

// Phone is what the server knows of one local database of one device.
type Phone struct {
	Device  string
	Epoch   string
	Person  string
	Version int64 // 0: not stored yet
	Done    Ranges
	Issued  int64
	App     string
	First   time.Time
	Contact time.Time
	Skew    time.Duration // the phone's clock minus ours, at the last contact
}

// Phones keeps them.
type Phones interface {
	// Phone returns ErrNone before the first contact.
	Phone(ctx context.Context, device, epoch string) (Phone, error)
	// SavePhone writes p if its Version is still the stored one, else ErrMoved.
	SavePhone(ctx context.Context, p Phone) error
}

// Ref names a version of a document that a person may see now.
type Ref struct {
	Type    string
	ID      string
	Version int64 // as told to phones, see Doc
}

// View is what a person may see.
type View interface {
	// Visible lists everything that person may see at now. Its cost depends on
	// what is theirs, never on the size of the database.
	Visible(ctx context.Context, person string, now time.Time) ([]Ref, error)
	// Read returns the documents of refs as that person may see them at now; one
	// that went meanwhile is left out. fresh holds slips that were just saved.
	Read(ctx context.Context, person string, now time.Time, refs []Ref, fresh map[string]Loaded) ([]Doc, error)
}

// Happening is an act that newly took effect, or waits for somebody.
type Happening struct {
	Slip, Round string
	Act         string
	Kind        slip.Kind
	By, Device  string
	Result
}

// Notifier tells others, after everything is durable. It must not wait for them.
type Notifier interface {
	Happened(ctx context.Context, hs []Happening)
}
