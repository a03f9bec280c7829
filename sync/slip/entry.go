// Package slip is the three-party delivery slip: a numbered document with a
// journal, and the pure fold that says where goods and cheque are. No clock, no
// I/O, only the standard library. sync/README.md, sections 6 to 8, is the
// contract; sync/vectors holds the cases that other implementations share.
package slip

import (
	"encoding/json"
	"slices"
	"time"
)

// Kind says what an entry records. Kinds are append-only.
type Kind string

// Facts: what happened in the field. A fact is never refused because of the
// plan or the state; the fold gives its Effect.
const (
	Ready          Kind = "ready"
	Unavailable    Kind = "unavailable" // cannot be prepared
	AmountStated   Kind = "amountStated"
	PickedUp       Kind = "pickedUp"
	HandedOver     Kind = "handedOver"
	ChequeReturned Kind = "chequeReturned"
	AttemptFailed  Kind = "attemptFailed"
	GoodsReturned  Kind = "goodsReturned"
	Corrected      Kind = "corrected"
	Note           Kind = "note"
	Alert          Kind = "alert" // only the social worker reads it (scenario 35)
	Opened         Kind = "opened"
)

// Plans: what the desk decided.
const (
	Created        Kind = "created"
	Edited         Kind = "edited"
	SentToMerchant Kind = "sentToMerchant"
	Assigned       Kind = "assigned"
	Cancelled      Kind = "cancelled"
	Reopened       Kind = "reopened"
	Settled        Kind = "settled"
)

// Via is the way by which an entry came.
type Via string

// The ways.
const (
	ViaApp   Via = "app"   // a driver's phone, through the exchange
	ViaDesk  Via = "desk"  // a member of staff
	ViaQR    Via = "qr"    // the merchant's page
	ViaPhone Via = "phone" // a merchant who called; the desk noted it (scenario 20)
	ViaPaper Via = "paper" // a paper slip keyed in afterwards (scenario 38)
)

// Entry is one line of a slip's journal. ID, Seq, At and Data are the maker's
// and never change; Received, By, Device, Via, Late, Seal and Hash are
// set by the server.
type Entry struct {
	ID       string          `json:"id"` // UUIDv7; the same id is the same entry
	Kind     Kind            `json:"kind"`
	V        int             `json:"v"`
	Seq      int64           `json:"seq,omitempty"` // of the device's acts; 0 for the desk
	Basis    int64           `json:"basis,omitempty"`
	At       time.Time       `json:"at"`       // the maker's clock: describes, never orders
	Received time.Time       `json:"received"` // the server's clock, milliseconds UTC
	By       string          `json:"by"`       // person id; merchant id for ViaQR
	Device   string          `json:"device,omitempty"`
	Via      Via             `json:"via"`
	Late     string          `json:"late,omitempty"` // why the sender's right to read had ended: "expired", "revoked"
	Data     json.RawMessage `json:"data,omitempty"`
	Blobs    []Blob          `json:"blobs,omitempty"` // photos, which travel apart
	Seal     []string        `json:"seal,omitempty"`  // on the entry that completed the slip: the hand-over and the cheque's return
	Hash     string          `json:"hash,omitempty"`  // hex SHA-256 over the previous hash and this entry
}

// Blob names a photo by its content.
type Blob struct {
	SHA256 string `json:"sha256"` // lower-case hex
	Size   int64  `json:"size"`
}

// Facts and Plans list every kind, in the order of the page.
var (
	Facts = []Kind{Ready, Unavailable, AmountStated, PickedUp, HandedOver, ChequeReturned, AttemptFailed, GoodsReturned, Corrected, Note, Alert, Opened}
	Plans = []Kind{Created, Edited, SentToMerchant, Assigned, Cancelled, Reopened, Settled}
)

// IsFact says whether k comes from the field; such an entry is never refused
// because of plan or state.
func (k Kind) IsFact() bool { return slices.Contains(Facts, k) }

// IsPlan says whether k is a decision of the desk.
func (k Kind) IsPlan() bool { return slices.Contains(Plans, k) }
