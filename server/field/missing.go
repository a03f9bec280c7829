package field

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// How photos are missed.
const (
	photoWait = time.Hour // a phone may take so long without anybody asking
	photoDays = 14        // phones forget what they sent after that
)

// MissingPhoto is a photo that an entry names and that never came.
type MissingPhoto struct {
	Slip, Number string
	Household    string
	Entry        string
	Kind         slip.Kind
	By, Device   string
	At           time.Time // the phone's clock
	Received     time.Time
}

// MissingPhotos lists those of the last days that nobody gave up, the oldest
// first. One that was taken with a welfare alert is not among them.
func (f *Field) MissingPhotos(ctx context.Context, who account.User) ([]MissingPhoto, error) {
	if err := who.Need(account.FollowField); err != nil {
		return nil, err
	}
	now := f.o.Now()
	since := now.AddDate(0, 0, -photoDays)
	here := map[string]bool{}
	blobs := store.Query{Kind: blobKind.Name, Limit: store.MaxLimit, KeysOnly: true,
		Where: []store.Cond{{Key: "received", Op: store.Ge, Values: []any{since.UnixMilli()}}}}
	if err := each(ctx, f.o.Store, blobs, func(d store.Doc) error { here[d.ID] = true; return nil }); err != nil {
		return nil, fmt.Errorf("list photos: %w", err)
	}
	out := []MissingPhoto{}
	recent := store.Query{Kind: sliprepo.Name, Limit: 500, Sort: "day",
		Where: []store.Cond{{Key: "day", Op: store.Ge, Values: []any{since.In(f.o.Zone).Format(dayLayout)}}}}
	err := each(ctx, f.o.Store, recent, func(d store.Doc) error {
		if !bytes.Contains(d.Body, []byte(`"blobs"`)) {
			return nil // most slips have no photo, and reading them all takes long
		}
		s, st, err := sliprepo.Decode(d)
		if err != nil {
			return err
		}
		out = append(out, missingOf(s, st, here, now)...)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list missing photos: %w", err)
	}
	slices.SortStableFunc(out, func(a, b MissingPhoto) int { return a.Received.Compare(b.Received) })
	return out, nil
}

func missingOf(s slip.Slip, st slip.State, here map[string]bool, now time.Time) []MissingPhoto {
	given := map[string]bool{}
	for _, e := range s.Journal {
		if d, err := slip.Parse(e.Kind, e.V, e.Data); err == nil && e.Kind == slip.Note && e.Via == slip.ViaDesk {
			given[d.Entry] = true
		}
	}
	var out []MissingPhoto
	for _, e := range s.Journal {
		late := slices.ContainsFunc(e.Blobs, func(b slip.Blob) bool { return !here[b.SHA256] })
		if !late || given[e.ID] || e.Kind == slip.Alert || now.Sub(e.Received) < photoWait {
			continue
		}
		m := MissingPhoto{Slip: s.ID, Number: st.Number, Entry: e.ID, Kind: e.Kind, By: e.By, Device: e.Device, At: e.At, Received: e.Received}
		if st.Sheet != nil {
			m.Household = st.Sheet.Household.Name
		}
		out = append(out, m)
	}
	return out
}
