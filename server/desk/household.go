package desk

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/contact"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/store"
)

// Household is one household with its version.
type Household = record.Kept[household.Household]

// Household returns one household.
func (d *Desk) Household(ctx context.Context, who account.User, id string) (Household, error) {
	if err := who.Need(account.ReadHouseholds); err != nil {
		return Household{}, err
	}
	return record.Households.Get(ctx, d.st, id)
}

// AddHousehold registers a household today, under h.ID when its maker chose one:
// sent again, it is the same household.
func (d *Desk) AddHousehold(ctx context.Context, who account.User, h household.Household) (Household, error) {
	if err := who.Need(account.EditHouseholds); err != nil {
		return Household{}, err
	}
	h.ID, h.Registered, h.Exit, h.Exceptions = d.idOr(h.ID), d.Today(), nil, nil
	h.Joined, h.Holds, h.Apart = nil, nil, nil
	if err := h.Check(); err != nil {
		return Household{}, err
	}
	return once(ctx, d, who, record.Households, h.ID, h, func(was household.Household, v *household.Household) { v.Registered = was.Registered })
}

// EditHousehold replaces what is known of h.ID when it is still at version.
// Registration, exit and exceptions have acts of their own and stay. Slips that
// are still on the way show the change (scenario 12).
func (d *Desk) EditHousehold(ctx context.Context, who account.User, h household.Household, version int64) (Household, error) {
	if err := who.Need(account.EditHouseholds); err != nil {
		return Household{}, err
	}
	if err := h.Check(); err != nil {
		return Household{}, err
	}
	kept, err := replace(ctx, d, who, record.Households, h.ID, version, func(was household.Household) (household.Household, error) {
		if was.Joined != nil {
			return was, household.ErrJoined
		}
		h.Registered, h.Exit, h.Exceptions = was.Registered, was.Exit, was.Exceptions
		h.Joined, h.Holds, h.Apart = nil, was.Holds, was.Apart
		return h, nil
	})
	if err != nil {
		return Household{}, err
	}
	return kept, d.refreshRecords(ctx, who, kept.Value)
}

// LeaveHousehold closes a household with a reason (scenario 44).
func (d *Desk) LeaveHousehold(ctx context.Context, who account.User, id string, on day.Day, reason, note string) (Household, error) {
	if err := who.Need(account.EditHouseholds); err != nil {
		return Household{}, err
	}
	return amend(ctx, d, who, record.Households, id, func(was household.Household) (household.Household, error) {
		if was.Exit != nil && *was.Exit == (household.Exit{Day: on, Reason: reason, Note: note}) {
			return was, nil
		}
		return was.Leave(on, reason, note)
	})
}

// ReturnHousehold takes back a household that had left.
func (d *Desk) ReturnHousehold(ctx context.Context, who account.User, id string) (Household, error) {
	if err := who.Need(account.EditHouseholds); err != nil {
		return Household{}, err
	}
	return amend(ctx, d, who, record.Households, id, household.Household.Return)
}

// ExceptHousehold notes that a rule is set aside, with its reason (scenario 4).
// ask names it: sent again with the same words, it is the same exception.
func (d *Desk) ExceptHousehold(ctx context.Context, who account.User, id, ask, rule, reason string) (Household, error) {
	if err := who.Need(account.EditHouseholds); err != nil {
		return Household{}, err
	}
	e := household.Exception{Ask: d.idOr(ask), Rule: rule, Reason: reason, By: who.ID, At: d.stamp(who).At}
	return amend(ctx, d, who, record.Households, id, func(was household.Household) (household.Household, error) {
		same := func(x household.Exception) bool { x.At = e.At; return x == e }
		if slices.ContainsFunc(was.Exceptions, same) {
			return was, nil
		}
		return was.Except(e)
	})
}

// HouseholdFilter narrows a list; the zero value lists everybody who is served.
type HouseholdFilter struct {
	Text   string // name, telephone or street, or a part of it
	Sector string
	Left   bool // those who left instead
	Page   Page
}

// Households lists by family name; next is the cursor of the next page.
func (d *Desk) Households(ctx context.Context, who account.User, f HouseholdFilter) (found []Household, next string, err error) {
	if err := who.Need(account.ReadHouseholds); err != nil {
		return nil, "", err
	}
	after, err := base64.RawURLEncoding.DecodeString(f.Page.Cursor)
	if err != nil {
		return nil, "", errCursor.Because(err)
	}
	where := []store.Cond{record.Is("state", record.Active)}
	if f.Left {
		where[0] = record.Is("state", record.Ended)
	}
	if f.Sector != "" {
		where = append(where, record.Is("sector", f.Sector))
	}
	words, digits := strings.Fields(contact.Fold(f.Text)), contact.Digits(f.Text)
	type hit struct{ place, id string }
	var hits []hit
	err = record.Households.Keys(ctx, d.st, func(id string, keys map[string]any) {
		if f.Text == "" || mentions(record.FaceOf(id, keys), words, digits) {
			name, _ := keys["name"].(string)
			if place := name + "\x00" + id; place > string(after) {
				hits = append(hits, hit{place, id})
			}
		}
	}, where...)
	if err != nil {
		return nil, "", err
	}
	slices.SortFunc(hits, func(a, b hit) int { return strings.Compare(a.place, b.place) })
	shown := hits[:min(len(hits), f.Page.limit())]
	for _, h := range shown {
		one, err := record.Households.Get(ctx, d.st, h.id)
		if err != nil {
			return nil, "", err
		}
		found = append(found, one)
	}
	if len(hits) > len(shown) {
		next = base64.RawURLEncoding.EncodeToString([]byte(shown[len(shown)-1].place))
	}
	return found, next, nil
}

// mentions: every word begins a word of a name or of the street (which may be a
// number of three digits), or the digits stand in a telephone number.
func mentions(f household.Face, words []string, digits string) bool {
	if len(digits) >= 3 && slices.ContainsFunc(f.Phones, func(p string) bool { return strings.Contains(p, digits) }) {
		return true
	}
	all := strings.Fields(f.Street)
	for _, n := range f.Names {
		all = append(all, n...)
	}
	for _, w := range words {
		if !slices.ContainsFunc(all, func(have string) bool { return strings.HasPrefix(have, w) }) {
			return false
		}
	}
	return len(words) > 0
}

// Likeness is a household that may be the caller's, and why.
type Likeness struct {
	Household Household
	Reasons   []household.Likeness
}

// LikelyHouseholds lists whom a caller may be, those who left included, most
// likely first (scenarios 1 and 2).
func (d *Desk) LikelyHouseholds(ctx context.Context, who account.User, c household.Caller) ([]Likeness, error) {
	if err := who.Need(account.ReadHouseholds); err != nil {
		return nil, err
	}
	faces, err := d.faces(ctx)
	if err != nil {
		return nil, err
	}
	out := []Likeness{}
	for _, m := range household.Likely(c, faces) {
		h, err := record.Households.Get(ctx, d.st, m.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, Likeness{h, m.Reasons})
	}
	return out, nil
}
