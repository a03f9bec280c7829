// Package store is the product's only door to persistent data: versioned
// documents, one atomic compare-and-set per document, no multi-document
// transaction. Every rule that needs atomicity fits in one document; everything
// that must be unique is an id.
//
// Adapters live one package each below (embedded, mongo) and pass the same
// suite, storetest. The package must not know what the documents mean.
package store

import (
	"context"
	"errors"
)

// The outcomes that callers tell apart with errors.Is.
var (
	ErrNotFound = errors.New("store: not found")
	ErrExists   = errors.New("store: id already exists")
	ErrConflict = errors.New("store: version conflict") // re-read, decide again
	ErrUnknown  = errors.New("store: outcome unknown")  // it may have happened: re-read, decide again
	ErrGap      = errors.New("store: change feed gap")  // compare versions of everything shown
	ErrInvalid  = errors.New("store: invalid document") // undeclared key, bad id; a bug of the caller
	ErrClosed   = errors.New("store: closed")
	ErrFull     = errors.New("store: no room left on the device")
)

// KeyType is the type of a declared key. Keys hold only string or int64: times
// as int64 ms or RFC 3339 UTC strings, days as "2006-01-02", none as "" or 0.
type KeyType int

// The key types.
const (
	String KeyType = iota
	Int64
)

// Kind declares one collection. Keys are total: every document carries all of
// them. Each index is a key sequence; adapters append the id and make it
// non-unique. Only declared keys can be filtered or sorted on.
type Kind struct {
	Name    string
	Keys    map[string]KeyType
	Indexes [][]string
	Large   bool // bodies of up to 1 MB that are rarely read (blobs): kept apart where that helps
}

// Doc is one record. Body is JSON by convention; adapters keep any bytes as they
// are. The limits are in schema.go; whatever breaks them is ErrInvalid.
type Doc struct {
	Kind, ID string         // ID: valid UTF-8, no NUL, 1 to 128 bytes, never used again after Delete
	Version  int64          // 1 after Insert, +1 per Put
	Time     int64          // ms since 1970, set by the caller's clock; informative, never decides
	Keys     map[string]any // derived from Body by the caller, in the same write: string or int64
	Body     []byte
}

// Fingerprint tells states of one document apart for readers outside, also after
// a backup was restored and its versions are counted again: the version and the
// time of writing in one number, from 0 to 2^51.
func (d Doc) Fingerprint() int64 { return Fingerprint(d.Version, d.Time) }

// Fingerprint is that of the document with this version and time.
func Fingerprint(version, time int64) int64 {
	return time&(1<<38-1)<<13 | version&(1<<13-1)
}

// Op compares a key in a Cond.
type Op int

// The comparisons.
const (
	Eq Op = iota // equals Values[0]
	In           // equals one of Values; of none, nothing
	Ge           // >= Values[0]
	Lt           // < Values[0]
)

// Cond is one condition on a declared key.
type Cond struct {
	Key    string
	Op     Op
	Values []any
}

// Query selects documents of one kind; conditions are ANDed. Order is (Sort, id),
// or (id) when Sort is empty, strings by bytes. Cursor is Page.Next of the same query.
type Query struct {
	Kind     string
	Where    []Cond
	Sort     string
	Desc     bool
	Limit    int // 1..1000
	Cursor   string
	IDs      []string // these documents alone, as far as they exist; nil: any
	Keys     []string // what Doc.Keys holds: nil all of them, empty none; Sort must be among them
	KeysOnly bool     // no Body: {id: version} maps, counts, reports
}

// Page is one page of a Query; it is not a snapshot of the collection.
type Page struct {
	Docs []Doc
	Next string // "" at the end
}

// Change says that a document reached at least Version; the reader re-reads or
// compares versions. Delivery is at least once, in version order per document.
type Change struct {
	Kind, ID string
	Version  int64
	Deleted  bool
	Token    string
}

// Feed is a running Watch. One goroutine at a time calls Next; Close may come
// from another and ends a Next that waits with ErrClosed.
type Feed interface {
	Next(ctx context.Context) (Change, error) // blocks; ErrGap ends the feed
	Close() error
}

// Store is what the use-cases see of a database. All methods are safe for
// concurrent use. A nil error of a write means durable: on disk, or on a
// majority of the replica set. An error of the context means that a write did
// not happen; when that is not certain, the error is ErrUnknown.
type Store interface {
	// Get returns a committed document: what it shows is never rolled back.
	Get(ctx context.Context, kind, id string) (Doc, error)
	// Insert creates each document at version 1, each on its own: errs[i] is the
	// outcome of docs[i], nil or ErrExists, … Of two with the same id the first
	// wins. It is the only uniqueness primitive.
	Insert(ctx context.Context, docs ...Doc) (errs []error)
	// Put replaces each document whose version still equals its Version, else
	// ErrConflict (or ErrNotFound); each on its own, like Insert.
	Put(ctx context.Context, docs ...Doc) (errs []error)
	// Delete is Put's rule for removal (sessions, push subscriptions, erasure).
	Delete(ctx context.Context, kind, id string, version int64) error
	// Query never sees half a write.
	Query(ctx context.Context, q Query) (Page, error)
	// Watch reports changes of kinds after token; "" starts now. ErrGap if the
	// token is too old or of another store.
	Watch(ctx context.Context, kinds []string, after string) (Feed, error)
	// Restore writes documents verbatim (id, version, time) where the id is free
	// and leaves equal ones; a different one there is ErrExists. Import only.
	Restore(ctx context.Context, docs []Doc) error
	// Kinds lists what the store was opened with.
	Kinds() []Kind
	Close() error
}
