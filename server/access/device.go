package access

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/store"
)

var (
	errDeviceUnknown    = fault.New(fault.NotFound, "device.unknown", "there is no such phone")
	errDeviceCredential = fault.New(fault.Unsigned, "device.credential", "this phone is not known: enrol it again")
)

// Device is the phone behind a credential "<device>.<secret>", with what it may
// do now. A revoked or expired phone is no error: its acts are accepted (see
// account.Access). An unknown device and a wrong secret are the same refusal.
//
// It must be asked before this contact is noted in Contacts: a phone that was
// away too long is marked here, for good.
func (g *Gate) Device(ctx context.Context, credential string) (account.Device, error) {
	id, secret, ok := strings.Cut(credential, ".")
	if !ok || !isUUID(id) {
		return account.Device{}, errDeviceCredential
	}
	stored, _, err := load[storedDevice](ctx, g.store, kindDevice, id)
	if err != nil && !notFound(err) {
		return account.Device{}, fmt.Errorf("read device: %w", err)
	}
	if !same(stored.Secret, digest(secret)) { // also when it was not found
		return account.Device{}, errDeviceCredential
	}
	var contacts map[string]time.Time
	if g.now().Sub(stored.Enrolled) > account.DeviceIdle { // before that it makes no difference
		if contacts, err = g.lastContacts(ctx, []string{id}); err != nil {
			return account.Device{}, err
		}
	}
	return g.judge(ctx, stored, contacts[id])
}

// judge adds the person and the access to a stored device, and stores it when it
// is found to be expired.
func (g *Gate) judge(ctx context.Context, stored storedDevice, contact time.Time) (account.Device, error) {
	p, _, err := g.person(ctx, stored.Person)
	if err != nil {
		return account.Device{}, err
	}
	d := stored.device()
	d.Name, d.Locale = p.Name, p.Locale
	d, expired := d.At(stamp(g.now()), contact, p.Has(account.Driver) && !p.Disabled)
	if !expired {
		return d, nil
	}
	_, err = g.editDevice(ctx, d.ID, func(s *storedDevice) (bool, error) {
		if !s.Expired.IsZero() {
			return false, nil
		}
		s.Expired = d.Expired
		return true, nil
	})
	return d, err
}

// Phone is a device in the coordinators' list.
type Phone struct {
	account.Device
	Contact time.Time // zero: never since it was enrolled
}

// Devices lists every phone, those of one person when person is not "".
func (g *Gate) Devices(ctx context.Context, who account.User, person string) ([]Phone, error) {
	if err := who.Need(account.ManageDrivers); err != nil {
		return nil, err
	}
	q := store.Query{Kind: kindDevice, Limit: 500}
	if person != "" {
		q.Where = []store.Cond{{Key: "person", Op: store.Eq, Values: []any{person}}}
	}
	var all []storedDevice
	var ids []string
	err := g.each(ctx, q, func(d store.Doc) error {
		s, err := decode[storedDevice](d)
		all, ids = append(all, s), append(ids, d.ID)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("list devices: %w", err)
	}
	contacts, err := g.lastContacts(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := []Phone{}
	for _, s := range all {
		d, err := g.judge(ctx, s, contacts[s.ID])
		if err != nil {
			return nil, err
		}
		out = append(out, Phone{d, contacts[s.ID]})
	}
	return out, nil
}

// Revoke ends what a phone may read, at once and for good. Its acts are still
// accepted, flagged. Revoking again changes nothing.
func (g *Gate) Revoke(ctx context.Context, who account.User, id string) error {
	if err := who.Need(account.ManageDrivers); err != nil {
		return err
	}
	if !isUUID(id) {
		return errDeviceUnknown
	}
	mine, done := stamp(g.now()), false
	_, err := g.editDevice(ctx, id, func(s *storedDevice) (bool, error) {
		if !s.Revoked.IsZero() {
			done = !s.Revoked.Equal(mine) || s.By != who.ID
			return false, nil
		}
		s.Revoked, s.By = mine, who.ID
		return true, nil
	})
	if err != nil || done {
		return err
	}
	return g.Record(ctx, who, "device.revoked", id, nil)
}

func (g *Gate) editDevice(ctx context.Context, id string, fn func(*storedDevice) (bool, error)) (storedDevice, error) {
	redo := func(s storedDevice, d store.Doc) (store.Doc, error) { return deviceDoc(s, d.Version, g.now()) }
	s, err := edit(ctx, g.store, kindDevice, id, redo, fn)
	if notFound(err) {
		return s, errDeviceUnknown
	}
	if err != nil {
		return s, fmt.Errorf("change device: %w", err)
	}
	return s, nil
}

func (g *Gate) lastContacts(ctx context.Context, ids []string) (map[string]time.Time, error) {
	if g.contacts == nil || len(ids) == 0 {
		return nil, nil
	}
	at, err := g.contacts.LastContact(ctx, ids)
	if err != nil {
		return nil, fmt.Errorf("last contact: %w", err)
	}
	return at, nil
}
