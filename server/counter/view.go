package counter

import (
	"time"

	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/sync/slip"
)

// View is one slip as its shop sees it. For is how the service lets the resident
// be named there, "" for not at all.
type View struct {
	ID, Number, Day, Shop string
	For                   string
	Lines                 []slip.Line
	Bags                  int
	Amount                int64 // euro cents, 0 while unknown
	Payee                 string
	Free                  bool // nothing to pay
	Goods                 slip.GoodsState
	Reason                string // why it cannot be prepared
	Cheque                slip.ChequeState
	Cancelled, Complete   bool
	Can                   []slip.Kind // what there is to tap now
	Undo                  *Undo
}

// Undo is the last tap, while it may be taken back.
type Undo struct {
	Entry string
	Kind  slip.Kind
	Until time.Time
}

func (c *Counter) view(s slip.Slip, st slip.State, set service.Service) View {
	v := View{ID: s.ID, Number: st.Number, Day: st.Day, Lines: []slip.Line{}, Bags: st.Goods.Bags, Amount: st.Cheque.Amount,
		Payee: st.Cheque.Payee, Goods: st.Goods.State, Reason: st.Goods.Reason, Cheque: st.Cheque.State,
		Cancelled: st.Cancelled != nil, Complete: st.Complete, Can: can(st), Undo: c.undo(s, st)}
	if sh := st.Sheet; sh != nil {
		v.Shop, v.Free, v.For = sh.Merchant.Name, sh.NoPayment, set.ShopName(sh.Household.Name)
		v.Lines = append(v.Lines, sh.Lines...)
	}
	return v
}

// can lists what the shop's page offers. It is advice: an act that was tapped
// before something else happened is taken all the same.
func can(st slip.State) []slip.Kind {
	kinds := []slip.Kind{}
	if st.Cancelled != nil || st.Complete {
		return kinds
	}
	switch st.Goods.State {
	case slip.GoodsOrdered, slip.GoodsSent, slip.GoodsReady:
		kinds = append(kinds, slip.Ready, slip.Unavailable)
	case slip.GoodsUnavailable, slip.GoodsBack:
		kinds = append(kinds, slip.Ready)
	}
	out := st.Goods.State == slip.GoodsWithDriver || st.Goods.State == slip.GoodsDelivered
	if st.Cheque.State == slip.ChequeWithDriver || out && (st.Cheque.State == slip.ChequeExpected || st.Cheque.State == slip.ChequeOwed) {
		kinds = append(kinds, slip.ChequeReturned)
	}
	return kinds
}

// undo finds the shop's last tap that still stands and is recent. What completed
// the slip stands for good.
func (c *Counter) undo(s slip.Slip, st slip.State) *Undo {
	if st.Complete {
		return nil
	}
	for i := len(s.Journal) - 1; i >= 0; i-- {
		e := s.Journal[i]
		if e.Via != slip.ViaQR || e.Kind == slip.Corrected || st.Effects[e.ID].Code == "corrected" {
			continue
		}
		until := e.At.Add(UndoWindow)
		if c.now().After(until) {
			return nil
		}
		return &Undo{Entry: e.ID, Kind: e.Kind, Until: until}
	}
	return nil
}
