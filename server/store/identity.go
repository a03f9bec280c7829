package store

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
)

// The documents of MetaKind that adapters and transfer share.
const (
	IdentityID = "store"    // {"id": …}, written once
	MigratedID = "migrated" // on a source whose data now lives elsewhere: a server refuses it
)

// Identity returns the random id that a store got when it was first opened, and
// gives it one if it has none.
func Identity(ctx context.Context, s Store) (string, error) {
	for {
		d, err := s.Get(ctx, MetaKind.Name, IdentityID)
		if err == nil {
			return identityOf(d)
		}
		if !errors.Is(err, ErrNotFound) {
			return "", err
		}
		d = NewIdentity(rand.Text())
		switch err := s.Insert(ctx, d)[0]; {
		case err == nil:
			return identityOf(d)
		case !errors.Is(err, ErrExists): // somebody else was faster
			return "", err
		}
	}
}

// NewIdentity is the document that holds id.
func NewIdentity(id string) Doc {
	body, err := json.Marshal(map[string]string{"id": id})
	if err != nil {
		panic(err) // a map of strings
	}
	return Doc{Kind: MetaKind.Name, ID: IdentityID, Keys: map[string]any{}, Body: body}
}

// Migrated says whether s was marked as migrated away: a server must not go on
// writing to it.
func Migrated(ctx context.Context, s Store) (bool, error) {
	_, err := s.Get(ctx, MetaKind.Name, MigratedID)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

func identityOf(d Doc) (string, error) {
	var body struct{ ID string }
	if err := json.Unmarshal(d.Body, &body); err != nil || body.ID == "" {
		return "", fmt.Errorf("store: the identity of the store is not readable: %q", d.Body)
	}
	return body.ID, nil
}
