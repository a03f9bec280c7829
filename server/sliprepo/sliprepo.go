// Package sliprepo is the stored form of a slip: its document, and the keys by
// which desk and field find it. The journal is the truth; every key is derived
// from its fold in the same write. It decides nothing.
package sliprepo

import (
	"fmt"
	"time"

	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// Name is the document kind of slips.
const Name = "slip"

// Kind declares slips to the store. Days are of the form 2006-01-02; driver and
// round are the plan's, the two holders custody's; open and attention are 1 or 0; delivered is when,
// in milliseconds, or 0.
func Kind() store.Kind {
	return store.Kind{
		Name: Name,
		Keys: map[string]store.KeyType{
			"number": store.String, "day": store.String, "household": store.String, "merchant": store.String,
			"driver": store.String, "round": store.String, "goods": store.String, "cheque": store.String,
			"goodsHolder": store.String, "chequeHolder": store.String,
			"open": store.Int64, "attention": store.Int64, "cancelled": store.Int64, "alerts": store.Int64,
			"delivered": store.Int64,
		},
		Indexes: [][]string{
			{"number"}, {"day"}, {"driver", "day"}, {"round"}, {"household", "day"}, {"merchant", "day"},
			{"goodsHolder"}, {"chequeHolder"}, {"cheque", "day"}, {"open", "day"}, {"attention"}, {"alerts", "day"},
		},
	}
}

// Encode makes the document of s, whose fold is st, with Version version: 0 for
// Insert, the version that was read for Put.
func Encode(s slip.Slip, st slip.State, version int64, now time.Time) (store.Doc, error) {
	return store.Doc{Kind: Name, ID: s.ID, Version: version, Time: now.UnixMilli(), Keys: Keys(st), Body: s.AppendJSON(nil)}, nil
}

// Decode reads a slip and folds it. One that cannot be read is an error.
func Decode(d store.Doc) (slip.Slip, slip.State, error) {
	s, err := slip.Decode(d.Body)
	if err != nil {
		return slip.Slip{}, slip.State{}, fmt.Errorf("read slip %s: %w", d.ID, err)
	}
	return s, s.Fold(), nil
}

// Read reads a slip without folding it. One that cannot be read is an error.
func Read(d store.Doc) (*slip.Reading, error) {
	s, err := slip.Decode(d.Body)
	if err != nil {
		return nil, fmt.Errorf("read slip %s: %w", d.ID, err)
	}
	return slip.Read(s), nil
}

// Keys are the keys of a slip whose fold is st.
func Keys(st slip.State) map[string]any {
	k := map[string]any{
		"number": st.Number, "day": st.Day, "household": "", "merchant": "",
		"driver": st.Plan.Driver, "round": st.Plan.Round, "goods": string(st.Goods.State), "cheque": string(st.Cheque.State),
		"goodsHolder": st.GoodsHolder(), "chequeHolder": st.ChequeHolder(),
		"open": number(!st.Closed), "attention": number(st.NeedsAttention()),
		"cancelled": number(st.Cancelled != nil), "alerts": number(len(st.Alerts) > 0), "delivered": int64(0),
	}
	if st.Goods.State == slip.GoodsDelivered && st.Goods.Since != nil {
		k["delivered"] = st.Goods.Since.UnixMilli()
	}
	if st.Sheet != nil {
		k["household"], k["merchant"] = st.Sheet.Household.ID, st.Sheet.Merchant.ID
	}
	return k
}

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
