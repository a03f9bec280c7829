package access

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/store"
)

const (
	kindPerson    = "person"
	kindLogin     = "login"
	kindSession   = "session"
	kindDevice    = "device"
	kindEnrolment = "enrolment"
	kindAudit     = "audit"
	kindSetting   = "setting"
)

// PersonKind is the kind of persons' documents, for whoever follows changes.
const PersonKind = kindPerson

// The stored forms. Where one has the fields of its noun it is converted as a
// whole, so that a field added to the noun cannot be forgotten here.

type storedPerson struct {
	ID           string         `json:"id"`
	Name         string         `json:"name"`
	Login        string         `json:"login,omitempty"`
	Roles        []account.Role `json:"roles"`
	Origin       account.Origin `json:"origin"`
	Phone        string         `json:"phone,omitempty"`
	Skills       []string       `json:"skills,omitempty"`
	Availability string         `json:"availability,omitempty"`
	Locale       string         `json:"locale"`
	GoesOn       bool           `json:"goesOn,omitempty"`
	Disabled     bool           `json:"disabled,omitempty"`
}

type storedSession struct {
	ID      string    `json:"id"`
	Person  string    `json:"person"`
	Label   string    `json:"label,omitempty"`
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`
}

type storedDevice struct {
	ID       string    `json:"id"`
	Person   string    `json:"person"`
	Epoch    string    `json:"epoch"`
	Label    string    `json:"label,omitempty"`
	Secret   string    `json:"secret"` // hex SHA-256
	Enrolled time.Time `json:"enrolled"`
	Charter  time.Time `json:"charter"`
	Expired  time.Time `json:"expired,omitzero"`
	Revoked  time.Time `json:"revoked,omitzero"`
	By       string    `json:"by,omitempty"`
}

type storedEnrolment struct {
	Person  string    `json:"person"`
	By      string    `json:"by"`
	Code    string    `json:"code"` // hex SHA-256
	Created time.Time `json:"created"`
	Used    time.Time `json:"used,omitzero"`
	Device  string    `json:"device,omitempty"`
}

// storedLogin is what a login opens; its id is the login itself. Person "" is a
// login that its person gave up.
type storedLogin struct {
	Person   string    `json:"person"`
	Claimed  time.Time `json:"claimed"`
	Password string    `json:"password,omitempty"` // argon2id, in the usual $-separated form
	TOTP     string    `json:"totp,omitempty"`     // base32 secret in use
	Pending  string    `json:"pending,omitempty"`  // base32 secret not yet confirmed
	Step     int64     `json:"step,omitempty"`     // the last TOTP step that was accepted
	Recovery []string  `json:"recovery,omitempty"` // hex SHA-256 of what is left
	Reset    string    `json:"reset,omitempty"`    // hex SHA-256 of the link's secret
	ResetBy  time.Time `json:"resetBy,omitzero"`   // until when the link works
}

func personDoc(p account.Person, version int64, now time.Time) (store.Doc, error) {
	admin := int64(0)
	if p.Has(account.Admin) && !p.Disabled {
		admin = 1
	}
	return newDoc(kindPerson, p.ID, version, now, storedPerson(p),
		map[string]any{"name": strings.ToLower(p.Name), "admin": admin})
}

func sessionDoc(id string, s account.Session, version int64) (store.Doc, error) {
	return newDoc(kindSession, id, version, s.Seen, storedSession(s),
		map[string]any{"person": s.Person, "seen": s.Seen.UnixMilli()})
}

func deviceDoc(d storedDevice, version int64, now time.Time) (store.Doc, error) {
	return newDoc(kindDevice, d.ID, version, now, d, map[string]any{"person": d.Person})
}

func enrolmentDoc(id string, e storedEnrolment, version int64, now time.Time) (store.Doc, error) {
	return newDoc(kindEnrolment, id, version, now, e,
		map[string]any{"code": e.Code, "created": e.Created.UnixMilli()})
}

func loginDoc(login string, l storedLogin, version int64, now time.Time) (store.Doc, error) {
	return newDoc(kindLogin, login, version, now, l, map[string]any{})
}

func (d storedDevice) device() account.Device {
	return account.Device{ID: d.ID, Person: d.Person, Epoch: d.Epoch, Label: d.Label,
		Enrolled: d.Enrolled, Charter: d.Charter, Expired: d.Expired, Revoked: d.Revoked, By: d.By}
}

func newDoc(kind, id string, version int64, now time.Time, body any, keys map[string]any) (store.Doc, error) {
	b, err := json.Marshal(body)
	if err != nil {
		return store.Doc{}, fmt.Errorf("encode %s: %w", kind, err)
	}
	return store.Doc{Kind: kind, ID: id, Version: version, Time: now.UnixMilli(), Keys: keys, Body: b}, nil
}

// load reads one document into a T.
func load[T any](ctx context.Context, s store.Store, kind, id string) (v T, version int64, err error) {
	d, err := s.Get(ctx, kind, id)
	if err != nil {
		return v, 0, err
	}
	v, err = decode[T](d)
	return v, d.Version, err
}

func decode[T any](d store.Doc) (v T, err error) {
	if err := json.Unmarshal(d.Body, &v); err != nil {
		return v, fmt.Errorf("decode %s %s: %w", d.Kind, d.ID, err)
	}
	return v, nil
}

// edit is the package's one way to change a document: fn decides on the newest
// version, again after every lost race. fn returns false to leave it as it is;
// it may see its own earlier write when the store could not say what became of it.
func edit[T any](ctx context.Context, s store.Store, kind, id string,
	redo func(T, store.Doc) (store.Doc, error), fn func(*T) (bool, error)) (T, error) {
	var v T
	_, err := store.Update(ctx, s, kind, id, func(d *store.Doc) (bool, error) {
		var err error
		if v, err = decode[T](*d); err != nil {
			return false, err
		}
		if todo, err := fn(&v); err != nil || !todo {
			return false, err
		}
		next, err := redo(v, *d)
		d.Time, d.Keys, d.Body = next.Time, next.Keys, next.Body
		return err == nil, err
	})
	return v, err
}

// insert stores one new document.
func insert(ctx context.Context, s store.Store, d store.Doc, err error) error {
	if err != nil {
		return err
	}
	return s.Insert(ctx, d)[0]
}

func notFound(err error) bool { return errors.Is(err, store.ErrNotFound) }
