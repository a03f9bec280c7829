package transfer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/store"
)

// originID is the document of store.MetaKind that says where the data of a
// target comes from.
const originID = "origin"

// mark is the content of a target's origin and of a source's migration.
type mark struct {
	From string    `json:"from,omitempty"` // identity of the source, on the target
	To   string    `json:"to,omitempty"`   // identity of the target, on the source
	At   time.Time `json:"at,omitzero"`    // when it was complete
	Summary
}

// claim makes dst a target of the store from, or refuses: it must be empty, or
// have been claimed by from before.
func claim(ctx context.Context, dst store.Store, from string) error {
	self, err := store.Identity(ctx, dst)
	if err != nil {
		return err
	}
	if self == from {
		return ErrSame
	}
	d, err := dst.Get(ctx, store.MetaKind.Name, originID)
	if err == nil {
		var m mark
		if err := json.Unmarshal(d.Body, &m); err != nil {
			return fmt.Errorf("the origin of the target is not readable: %w", err)
		}
		if m.From != from {
			return ErrTarget
		}
		return nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	for _, k := range dst.Kinds() {
		p, err := dst.Query(ctx, store.Query{Kind: k.Name, Limit: 1, KeysOnly: true})
		if err != nil {
			return err
		}
		if len(p.Docs) > 0 {
			return ErrTarget.Because(fmt.Errorf("it holds %s %q", k.Name, p.Docs[0].ID))
		}
	}
	return write(ctx, dst, originID, mark{From: from})
}

// write sets a document of store.MetaKind to m.
func write(ctx context.Context, s store.Store, id string, m mark) error {
	body, err := json.Marshal(m)
	if err != nil {
		return err
	}
	err = s.Insert(ctx, store.Doc{Kind: store.MetaKind.Name, ID: id, Keys: map[string]any{}, Body: body})[0]
	if !errors.Is(err, store.ErrExists) && !errors.Is(err, store.ErrUnknown) {
		return err
	}
	_, err = store.Update(ctx, s, store.MetaKind.Name, id, func(d *store.Doc) (bool, error) {
		changed := string(d.Body) != string(body)
		d.Body = body
		return changed, nil
	})
	return err
}
