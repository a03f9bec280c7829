package phone

import "github.com/portage-livraison/portage/sync/slip"

// The verbs of a driver's day. Each records one act; what the screens ask for
// beside it has a plain value.

// Signed is a small signature by name.
func Signed(name string) *slip.MarkData {
	return &slip.MarkData{Strokes: []byte("[3,100,200,180,240,260,190]"), W: 340, H: 160, Name: name}
}

// Unsigned is the mark of somebody who cannot sign, before a witness.
func Unsigned(reason, witness string) *slip.MarkData {
	return &slip.MarkData{CannotSign: reason, Witness: witness}
}

func (p *Phone) say(id string, kind slip.Kind, d slip.Data) (Act, error) {
	return p.Record(Fact{Kind: kind, Slip: id, Data: d})
}

// Open says that the driver saw the slip.
func (p *Phone) Open(id string) (Act, error) { return p.say(id, slip.Opened, slip.Data{}) }

// StateAmount notes what the shop asks.
func (p *Phone) StateAmount(id string, cents int64) (Act, error) {
	return p.say(id, slip.AmountStated, slip.Data{AmountCents: cents})
}

// PickUp takes the goods.
func (p *Phone) PickUp(id string, bags int) (Act, error) {
	return p.say(id, slip.PickedUp, slip.Data{Bags: bags, Check: "qr"})
}

// HandOver gives the goods and receives a cheque.
func (p *Phone) HandOver(id string, cents int64, mark *slip.MarkData) (Act, error) {
	return p.say(id, slip.HandedOver, slip.Data{Payment: slip.PayCheque, AmountCents: cents, Mark: mark, Check: "qr"})
}

// HandOverOwed gives the goods; the cheque will follow.
func (p *Phone) HandOverOwed(id string, reason string, mark *slip.MarkData) (Act, error) {
	return p.say(id, slip.HandedOver, slip.Data{Payment: slip.PayOwed, Reason: reason, Mark: mark})
}

// HandOverGift gives what nothing is due for.
func (p *Phone) HandOverGift(id string, mark *slip.MarkData) (Act, error) {
	return p.say(id, slip.HandedOver, slip.Data{Payment: slip.PayNone, Mark: mark})
}

// ReturnCheque gives the cheque to the shop.
func (p *Phone) ReturnCheque(id string, cents int64, mark *slip.MarkData) (Act, error) {
	return p.say(id, slip.ChequeReturned, slip.Data{AmountCents: cents, Mark: mark})
}

// Fail notes a visit without hand-over; goods is inVehicle, leftSafe, none or "".
func (p *Phone) Fail(id, reason, goods string) (Act, error) {
	return p.say(id, slip.AttemptFailed, slip.Data{Reason: reason, Goods: goods})
}

// ReturnGoods brings the goods back; to is merchant or service.
func (p *Phone) ReturnGoods(id, to string) (Act, error) {
	return p.say(id, slip.GoodsReturned, slip.Data{To: to})
}

// Correct takes an earlier act of this phone back.
func (p *Phone) Correct(a Act, reason string) (Act, error) {
	return p.say(a.Slip, slip.Corrected, slip.Data{Entry: a.ID, Reason: reason})
}

// Note adds a remark.
func (p *Phone) Note(id, text string) (Act, error) {
	return p.say(id, slip.Note, slip.Data{Text: text})
}

// Alert tells the social worker of a worry.
func (p *Phone) Alert(id, text string) (Act, error) {
	return p.say(id, slip.Alert, slip.Data{Text: text})
}

// StartRound and EndRound are acts on the round itself.
func (p *Phone) StartRound(id string, km int) (Act, error) {
	return p.Record(Fact{Kind: "roundStarted", Round: id, Data: map[string]any{"checks": []string{"gloves"}, "mileageKm": km}})
}

// EndRound ends it.
func (p *Phone) EndRound(id string, km int) (Act, error) {
	return p.Record(Fact{Kind: "roundEnded", Round: id, Data: map[string]any{"mileageKm": km}})
}
