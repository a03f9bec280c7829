package desk

import (
	"context"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/sync/slip"
)

var errOvertaken = fault.New(fault.Conflict, "slip.overtaken", "something else happened to this slip meanwhile")

// TakeBackSlip takes back what the desk or the shop's page said last of a slip:
// ready, cannot be prepared, or an amount. The journal keeps both lines. An
// entry that was taken back already changes nothing; one that is no longer
// LastWord is a Conflict.
func (d *Desk) TakeBackSlip(ctx context.Context, who account.User, id, entry string) (Slip, error) {
	return d.act(ctx, who, account.EditOrders, id, slip.Corrected, slip.ViaDesk, slip.Data{Entry: entry}, func(s Slip) (bool, error) {
		if s.State.Complete {
			return false, slip.ErrComplete
		}
		if takenBack(s, entry) {
			return false, nil
		}
		if last, ok := s.LastWord(); !ok || last.ID != entry {
			return false, errOvertaken
		}
		return true, nil
	})
}

// LastWord is the entry that TakeBackSlip would take back. There is none once a
// driver's phone told more, the slip is complete or it is cancelled.
func (s Slip) LastWord() (slip.Entry, bool) {
	if s.State.Complete || s.State.Cancelled != nil {
		return slip.Entry{}, false
	}
	for i := len(s.Journal) - 1; i >= 0; i-- {
		e := s.Journal[i]
		if says, ok := spoken[e.Kind]; !ok || takenBack(s, e.ID) {
			continue
		} else if !says || e.Device != "" || e.Via == slip.ViaPaper {
			return slip.Entry{}, false
		}
		return e, true
	}
	return slip.Entry{}, false
}

// spoken are the facts that tell how far a slip is, and whether a shop's
// telephone call says them.
var spoken = map[slip.Kind]bool{
	slip.Ready: true, slip.Unavailable: true, slip.AmountStated: true,
	slip.PickedUp: false, slip.HandedOver: false, slip.ChequeReturned: false, slip.AttemptFailed: false, slip.GoodsReturned: false,
}

func takenBack(s Slip, entry string) bool {
	return s.State.Effects[entry].Code == "corrected"
}
