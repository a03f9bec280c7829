package field

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

// The limits of photos.
const (
	MaxPart       = 1 << 20  // bytes of one PUT
	maxBlob       = 10 << 20 // bytes of a photo as the phone has it
	maxUnfinished = 40 << 20 // bytes of parts of one device
	maxPerDay     = 200      // photos of one device
	partSize      = 512 << 10
)

// A photo that was verified. The key act is not there: which acts name it is in
// the slips' journals.
var blobKind = store.Kind{
	Name:    "blob",
	Keys:    map[string]store.KeyType{"device": store.String, "received": store.Int64},
	Indexes: [][]string{{"device", "received"}},
	Large:   true,
}

// A part of a photo on its way, under "<sha256>.<device>.<offset>": of two that
// arrive at the same offset at once one is stored. Each device has its own
// parts, so that nobody spoils another one's photo.
var partKind = store.Kind{
	Name:    "blobpart",
	Keys:    map[string]store.KeyType{"upload": store.String, "device": store.String, "offset": store.Int64, "size": store.Int64},
	Indexes: [][]string{{"upload", "offset"}, {"device"}},
	Large:   true,
}

// The refusals.
var (
	errBlobName   = fault.New(fault.Invalid, "blob.name", "a photo's address is its SHA-256 in lower-case hexadecimal")
	errBlobRange  = fault.New(fault.Invalid, "blob.range", "Content-Range does not fit the part")
	errBlobSize   = fault.New(fault.TooLarge, "blob.too_large", "the photo is larger than 10 MB")
	errBlobPixels = fault.New(fault.Invalid, "blob.pixels", "the photo has more than 40 megapixels")
	errBlobHash   = fault.New(fault.Invalid, "blob.hash", "the parts do not make the photo that was announced; they were dropped")
	errBlobImage  = fault.New(fault.Invalid, "blob.image", "this is no JPEG or PNG photo that can be read")
	errBlobQuota  = fault.New(fault.Throttled, "blob.quota", "too many photos from this phone, later").With(map[string]any{"seconds": 3600})
	errBlobNone   = fault.New(fault.NotFound, "blob.unknown", "there is no such photo")
	errBlobOffset = fault.New(fault.Conflict, "blob.offset", "the part does not begin where the last one ended")
)

type storedBlob struct {
	Device   string    `json:"device"`
	By       string    `json:"by"`
	Received time.Time `json:"received"`
	Size     int64     `json:"size"` // as the phone has it
	W        int       `json:"w"`
	H        int       `json:"h"`
	JPEG     []byte    `json:"jpeg"`
}

type storedPart struct {
	Data []byte `json:"data"`
}

// Range is where a part lies in its photo: bytes [From, To) of Total.
type Range struct{ From, To, Total int64 }

var rangeForm = regexp.MustCompile(`^bytes (\d{1,10})-(\d{1,10})/(\d{1,10})$`)

// ParseRange reads a Content-Range, whose last byte is included.
func ParseRange(s string) (Range, error) {
	m := rangeForm.FindStringSubmatch(s)
	if m == nil {
		return Range{}, errBlobRange
	}
	var n [3]int64
	for i := range n {
		n[i], _ = strconv.ParseInt(m[i+1], 10, 64) // ten digits always fit
	}
	r := Range{n[0], n[1] + 1, n[2]}
	if r.Total > maxBlob {
		return Range{}, errBlobSize
	}
	if r.From >= r.To || r.To > r.Total {
		return Range{}, errBlobRange
	}
	return r, nil
}

var blobName = regexp.MustCompile(`^[0-9a-f]{64}$`)

// BlobStatus says how much of a photo this phone has brought: offset bytes, all
// of them when whole.
func (f *Field) BlobStatus(ctx context.Context, credential, sha string) (offset int64, whole bool, err error) {
	d, err := f.device(ctx, credential)
	if err != nil {
		return 0, false, err
	}
	if !blobName.MatchString(sha) {
		return 0, false, errBlobName
	}
	return f.status(ctx, d, sha)
}

func (f *Field) status(ctx context.Context, d account.Device, sha string) (int64, bool, error) {
	switch b, err := f.blob(ctx, sha); {
	case err == nil:
		return b.Size, true, nil
	case !errors.Is(err, errBlobNone):
		return 0, false, errLater.Because(err)
	}
	parts, err := f.parts(ctx, d, sha)
	if err != nil {
		return 0, false, errLater.Because(err)
	}
	return end(parts), false, nil
}

func (f *Field) blob(ctx context.Context, sha string) (storedBlob, error) {
	var b storedBlob
	doc, err := f.o.Store.Get(ctx, blobKind.Name, sha)
	if errors.Is(err, store.ErrNotFound) {
		return b, errBlobNone
	}
	if err == nil {
		err = json.Unmarshal(doc.Body, &b)
	}
	if err != nil {
		return b, fmt.Errorf("read blob: %w", err)
	}
	return b, nil
}

// Part brings bytes of a photo. done is true once the photo is whole, verified
// and kept. A part that does not begin at offset is errBlobOffset, and offset
// then says where to go on; parts that do not make the photo are dropped.
//
//	parts 0 ..offset.. total ──> hash ──> JPEG or PNG ──> re-encoded, kept
//	                               └─ wrong ──┴─> dropped, from 0 again
func (f *Field) Part(ctx context.Context, credential, sha string, r Range, data []byte) (offset int64, done bool, err error) {
	d, err := f.device(ctx, credential)
	if err != nil {
		return 0, false, err
	}
	return f.bring(ctx, d, sha, r, data)
}

// DeskPart is Part for somebody at the desk, who photographs a paper slip. They
// have the bounds of one phone.
func (f *Field) DeskPart(ctx context.Context, who account.User, sha string, r Range, data []byte) (offset int64, done bool, err error) {
	if err := who.Need(account.FollowField); err != nil {
		return 0, false, err
	}
	return f.bring(ctx, account.Device{ID: "desk-" + who.ID, Person: who.ID}, sha, r, data)
}

func (f *Field) bring(ctx context.Context, d account.Device, sha string, r Range, data []byte) (offset int64, done bool, err error) {
	switch {
	case !blobName.MatchString(sha):
		return 0, false, errBlobName
	case int64(len(data)) != r.To-r.From || len(data) > MaxPart:
		return 0, false, errBlobRange
	}
	offset, done, err = f.status(ctx, d, sha)
	if err != nil || done {
		return offset, done, err
	}
	if offset != r.Total { // else all of it is here, and a first try to keep it failed
		if offset, err = f.addPart(ctx, d, sha, r, offset, data); err != nil || offset < r.Total {
			return offset, false, err
		}
	}
	if err := f.finish(ctx, d, sha); err != nil {
		return 0, false, err
	}
	return r.Total, true, nil
}

// addPart stores the part if it begins at offset, and returns the next one.
func (f *Field) addPart(ctx context.Context, d account.Device, sha string, r Range, offset int64, data []byte) (int64, error) {
	if r.From != offset {
		return offset, errBlobOffset
	}
	if err := f.mayBring(ctx, d, r); err != nil {
		return offset, err
	}
	refused := f.addPieces(ctx, d, sha, r.From, data)
	offset, _, err := f.status(ctx, d, sha)
	if refused != nil {
		return offset, refused
	}
	return offset, err
}

// addPieces stores data in documents of a size that the store takes.
func (f *Field) addPieces(ctx context.Context, d account.Device, sha string, from int64, data []byte) error {
	var docs []store.Doc
	for at := 0; at < len(data); at += partSize {
		piece := data[at:min(at+partSize, len(data))]
		body, err := json.Marshal(storedPart{piece})
		if err != nil {
			return fmt.Errorf("write part: %w", err)
		}
		offset := from + int64(at)
		docs = append(docs, store.Doc{
			Kind: partKind.Name, ID: fmt.Sprintf("%s.%s.%d", sha, d.ID, offset), Time: f.o.Now().UnixMilli(), Body: body,
			Keys: map[string]any{"upload": upload(d, sha), "device": d.ID, "offset": offset, "size": int64(len(piece))},
		})
	}
	for _, err := range f.o.Store.Insert(ctx, docs...) {
		if errors.Is(err, store.ErrExists) {
			return errBlobOffset // its twin was faster
		}
		if err != nil {
			return errLater.Because(err)
		}
	}
	return nil
}

func upload(d account.Device, sha string) string { return sha + "." + d.ID }

// parts lists what the device has brought, in order, without the bytes.
func (f *Field) parts(ctx context.Context, d account.Device, sha string) ([]store.Doc, error) {
	var docs []store.Doc
	q := store.Query{Kind: partKind.Name, Where: []store.Cond{is("upload", upload(d, sha))}, Sort: "offset", Limit: store.MaxLimit, KeysOnly: true}
	err := each(ctx, f.o.Store, q, func(d store.Doc) error {
		if from, _ := d.Keys["offset"].(int64); from == end(docs) { // what lies behind a gap does not count
			docs = append(docs, d)
		}
		return nil
	})
	return docs, err
}

func end(parts []store.Doc) int64 {
	if len(parts) == 0 {
		return 0
	}
	k := parts[len(parts)-1].Keys
	from, _ := k["offset"].(int64)
	size, _ := k["size"].(int64)
	return from + size
}

// mayBring bounds what one device can fill the store with.
func (f *Field) mayBring(ctx context.Context, d account.Device, r Range) error {
	size := r.To - r.From
	q := store.Query{Kind: partKind.Name, Where: []store.Cond{is("device", d.ID)}, Limit: store.MaxLimit, KeysOnly: true}
	err := each(ctx, f.o.Store, q, func(d store.Doc) error {
		n, _ := d.Keys["size"].(int64)
		size += n
		return nil
	})
	if err != nil {
		return errLater.Because(err)
	}
	since := f.o.Now().Add(-24 * time.Hour).UnixMilli()
	p, err := f.o.Store.Query(ctx, store.Query{Kind: blobKind.Name, Limit: maxPerDay, KeysOnly: true, Where: []store.Cond{
		is("device", d.ID), {Key: "received", Op: store.Ge, Values: []any{since}},
	}})
	if err != nil {
		return errLater.Because(err)
	}
	if size > maxUnfinished || len(p.Docs) >= maxPerDay {
		return errBlobQuota
	}
	return nil
}

// finish joins, verifies and keeps the photo, then drops its parts. Twins that
// both finish keep the same photo once.
func (f *Field) finish(ctx context.Context, d account.Device, sha string) error {
	if _, err := f.blob(ctx, sha); !errors.Is(err, errBlobNone) {
		return err // its twin was faster
	}
	parts, err := f.parts(ctx, d, sha)
	if err != nil {
		return errLater.Because(err)
	}
	whole := make([]byte, 0, end(parts))
	for _, p := range parts {
		doc, err := f.o.Store.Get(ctx, partKind.Name, p.ID)
		if err != nil {
			return errLater.Because(err)
		}
		var s storedPart
		if err := json.Unmarshal(doc.Body, &s); err != nil {
			return errLater.Because(err)
		}
		whole = append(whole, s.Data...)
	}
	refused := f.keep(ctx, d, sha, whole)
	if f := fault.From(refused); refused != nil && f.Kind != fault.Invalid {
		return refused // the parts stay: it was not their fault
	}
	for _, p := range parts {
		if err := f.o.Store.Delete(ctx, p.Kind, p.ID, p.Version); err != nil && !errors.Is(err, store.ErrNotFound) {
			f.o.Log.Error("drop part", "err", err) // the pruning takes it later
		}
	}
	return refused
}

func (f *Field) keep(ctx context.Context, d account.Device, sha string, whole []byte) error {
	if sum := sha256.Sum256(whole); hex.EncodeToString(sum[:]) != sha {
		return errBlobHash
	}
	select {
	case f.decoding <- struct{}{}:
		defer func() { <-f.decoding }()
	case <-ctx.Done():
		return errLater.Because(ctx.Err())
	}
	small, w, h, err := reencode(whole)
	if err != nil {
		return err
	}
	now := f.o.Now().UTC().Truncate(time.Millisecond)
	body, err := json.Marshal(storedBlob{d.ID, d.Person, now, int64(len(whole)), w, h, small})
	if err != nil {
		return fmt.Errorf("write blob: %w", err)
	}
	err = f.o.Store.Insert(ctx, store.Doc{
		Kind: blobKind.Name, ID: sha, Time: now.UnixMilli(), Body: body,
		Keys: map[string]any{"device": d.ID, "received": now.UnixMilli()},
	})[0]
	if err != nil && !errors.Is(err, store.ErrExists) {
		return errLater.Because(err)
	}
	return nil
}

// Photos says which photos somebody may see; server/desk knows whose slips they
// belong to.
type Photos interface {
	MayReadPhoto(ctx context.Context, who account.User, sha string) error
}

// Photo returns a kept photo as JPEG for staff. To somebody who may not see it,
// it is as unknown as one that is not there.
func (f *Field) Photo(ctx context.Context, who account.User, sha string) ([]byte, error) {
	if err := who.Need(account.ReadOrders); err != nil {
		return nil, err
	}
	if !blobName.MatchString(sha) {
		return nil, errBlobNone
	}
	if f.o.Photos != nil {
		if err := f.o.Photos.MayReadPhoto(ctx, who, sha); err != nil {
			return nil, err
		}
	}
	b, err := f.blob(ctx, sha)
	return b.JPEG, err
}
