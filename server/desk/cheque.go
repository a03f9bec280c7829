package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/contact"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// Cheque is one cheque that is out, or still owed.
type Cheque struct {
	Slip, Number string
	Household    string // name
	Merchant     string // name
	MerchantID   string
	Payee        string
	Cents        int64
	State        slip.ChequeState // withDriver or owed
	Holder       string           // person id of the driver, "" when owed
	HolderName   string
	Since        time.Time
	Days         int  // how many days ago
	Old          bool // longer than the service allows (scenario 32)
	Reason       string
}

// Sum is money that one driver holds, or that one shop waits for.
type Sum struct {
	ID, Name string
	Count    int
	Cents    int64
}

// Cheques are all cheques that are not with their merchant.
type Cheques struct {
	List       []Cheque // the oldest first
	ByDriver   []Sum
	ByMerchant []Sum
	Cents      int64
}

// Cheques lists every cheque that a driver holds and every one still owed, of
// whatever day, also after the service has closed (scenarios 32 and 45).
func (d *Desk) Cheques(ctx context.Context, who account.User) (Cheques, error) {
	if err := who.Need(account.FollowField); err != nil {
		return Cheques{}, err
	}
	s, err := record.Services.Get(ctx, d.st, record.ServiceID)
	if err != nil {
		return Cheques{}, err
	}
	all, err := d.slips(ctx, "day", store.Cond{Key: "cheque", Op: store.In, Values: []any{string(slip.ChequeWithDriver), string(slip.ChequeOwed)}})
	if err != nil {
		return Cheques{}, err
	}
	names, err := d.names(ctx, all, func(s Slip) string { return s.State.Cheque.Holder })
	if err != nil {
		return Cheques{}, err
	}
	out := Cheques{List: []Cheque{}}
	for _, x := range all {
		c := d.cheque(x, names, s.Value.OldCheque)
		out.List = append(out.List, c)
		out.Cents += c.Cents
		if c.Holder != "" {
			out.ByDriver = add(out.ByDriver, c.Holder, c.HolderName, c.Cents)
		}
		out.ByMerchant = add(out.ByMerchant, c.MerchantID, c.Merchant, c.Cents)
	}
	slices.SortStableFunc(out.List, func(a, b Cheque) int { return a.Since.Compare(b.Since) })
	return out, nil
}

func (d *Desk) cheque(s Slip, names map[string]account.Person, oldAfter int) Cheque {
	st := s.State
	c := Cheque{Slip: s.ID, Number: st.Number, Payee: st.Cheque.Payee, Cents: st.Cheque.Amount, State: st.Cheque.State,
		Holder: st.Cheque.Holder, HolderName: names[st.Cheque.Holder].Name, Reason: st.Cheque.Reason}
	if st.Sheet != nil {
		c.Household, c.Merchant, c.MerchantID = st.Sheet.Household.Name, st.Sheet.Merchant.Name, st.Sheet.Merchant.ID
	}
	if st.Cheque.Since != nil {
		c.Since = st.Cheque.Since.Time
		c.Days = max(0, int(d.Today().Time().Sub(day.Of(c.Since, d.zone).Time()).Hours()/24))
	}
	c.Old = oldAfter > 0 && c.Days > oldAfter
	return c
}

func add(sums []Sum, id, name string, cents int64) []Sum {
	i := slices.IndexFunc(sums, func(s Sum) bool { return s.ID == id })
	if i < 0 {
		i, sums = len(sums), append(sums, Sum{ID: id, Name: name})
	}
	sums[i].Count++
	sums[i].Cents += cents
	slices.SortFunc(sums, func(a, b Sum) int {
		return cmp.Or(cmp.Compare(contact.Fold(a.Name), contact.Fold(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return sums
}

// names looks up the people that pick finds on the slips.
func (d *Desk) names(ctx context.Context, all []Slip, pick func(Slip) string) (map[string]account.Person, error) {
	var ids []string
	for _, s := range all {
		if id := pick(s); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return d.people.Lookup(ctx, ids...)
}
