package push

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	webpush "github.com/SherClockHolmes/webpush-go"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/store"
)

var keysKind = store.Kind{Name: "pushkeys", Keys: map[string]store.KeyType{}}

const keysID = "vapid"

// overlap is how long an old key still signs for those who subscribed with it.
const overlap = 30 * 24 * time.Hour

// Key signs for the server towards push services. A subscription is bound to the
// key that it was made with.
type Key struct {
	Public  string    `json:"public"`
	Private string    `json:"private"`
	Since   time.Time `json:"since"`
}

// keyring is stored whole; the newest key comes first.
type keyring struct {
	Keys []Key `json:"keys"`
}

func (k keyring) find(public string) (Key, bool) {
	i := slices.IndexFunc(k.Keys, func(x Key) bool { return x.Public == public })
	if i < 0 {
		return Key{}, false
	}
	return k.Keys[i], true
}

// keys returns the keyring and makes it on first use; of several servers that
// start at once, one makes it.
func (p *Push) keys(ctx context.Context) (keyring, error) {
	d, err := p.o.Store.Get(ctx, keysKind.Name, keysID)
	if notFound(err) {
		fresh, keyErr := p.newKey()
		if keyErr != nil {
			return keyring{}, keyErr
		}
		made, keyErr := p.newDoc(keysKind.Name, keysID, 0, keyring{[]Key{fresh}}, map[string]any{})
		if keyErr != nil {
			return keyring{}, keyErr
		}
		err = p.o.Store.Insert(ctx, made)[0]
		if err == nil || errors.Is(err, store.ErrExists) || errors.Is(err, store.ErrUnknown) {
			d, err = p.o.Store.Get(ctx, keysKind.Name, keysID)
		}
	}
	if err != nil {
		return keyring{}, fmt.Errorf("push keys: %w", err)
	}
	return decode[keyring](d)
}

// KeyAge is how old a key is. Until is when it ends to sign, zero for the one
// in use.
type KeyAge struct{ Since, Until time.Time }

// KeyAges lists the keys that sign, the one in use first. A server that sends
// nothing has none.
func (p *Push) KeyAges(ctx context.Context, who account.User) ([]KeyAge, error) {
	if err := who.Need(account.ManageSettings); err != nil {
		return nil, err
	}
	ages := []KeyAge{}
	if !p.Enabled() {
		return ages, nil
	}
	ring, err := p.keys(ctx)
	if err != nil {
		return nil, err
	}
	for i, k := range ring.Keys {
		if _, signs := p.signing(ring, k.Public); !signs {
			continue
		}
		age := KeyAge{Since: k.Since}
		if i > 0 {
			age.Until = ring.Keys[i-1].Since.Add(overlap)
		}
		ages = append(ages, age)
	}
	return ages, nil
}

// RotateKeys is Rotate for whoever may change settings and signed in lately: it
// reaches every phone of the town.
func (p *Push) RotateKeys(ctx context.Context, who account.User) error {
	if err := who.Need(account.ManageSettings); err != nil {
		return err
	}
	if err := who.NeedFresh(p.o.Now()); err != nil {
		return err
	}
	if !p.Enabled() {
		return errOff
	}
	if err := p.Rotate(ctx); err != nil || p.o.Audit == nil {
		return err
	}
	return p.o.Audit.Record(ctx, who, "pushkeys.rotated", "", nil)
}

// Rotate makes a new key. Phones subscribe again with it at their next opening;
// until then, at most 30 days, the old one still signs for them.
func (p *Push) Rotate(ctx context.Context) error {
	if _, err := p.keys(ctx); err != nil {
		return err
	}
	fresh, err := p.newKey()
	if err != nil {
		return err
	}
	_, err = store.Update(ctx, p.o.Store, keysKind.Name, keysID, func(d *store.Doc) (bool, error) {
		ring, err := decode[keyring](*d)
		if err != nil {
			return false, err
		}
		if _, there := ring.find(fresh.Public); there {
			return false, nil
		}
		ring.Keys = append([]Key{fresh}, ring.Keys...)
		// A key ends 30 days after the next one began.
		n := 1
		for n < len(ring.Keys) && fresh.Since.Sub(ring.Keys[n-1].Since) < overlap {
			n++
		}
		ring.Keys = ring.Keys[:n]
		next, err := p.newDoc(keysKind.Name, keysID, d.Version, ring, map[string]any{})
		*d = next
		return err == nil, err
	})
	if err != nil {
		return fmt.Errorf("rotate push keys: %w", err)
	}
	return nil
}

// signing returns the key that a subscription is bound to, while it may sign.
func (p *Push) signing(ring keyring, public string) (Key, bool) {
	for i, k := range ring.Keys {
		if k.Public == public {
			return k, i == 0 || p.o.Now().Sub(ring.Keys[i-1].Since) < overlap
		}
	}
	return Key{}, false
}

func (p *Push) newKey() (Key, error) {
	private, public, err := webpush.GenerateVAPIDKeys()
	if err != nil {
		return Key{}, fmt.Errorf("push keys: %w", err)
	}
	return Key{Public: public, Private: private, Since: p.o.Now().UTC().Truncate(time.Millisecond)}, nil
}
