package httpapi

import (
	"encoding/json"
	"time"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/sync/slip"
)

// The wire form of a slip at the desk.

type slipCheque struct {
	State  slip.ChequeState `json:"state"`
	Holder string           `json:"holder,omitempty" doc:"the driver who has it"`
	Since  *time.Time       `json:"since,omitempty"`
	Amount int64            `json:"amountCents,omitempty"`
	Payee  string           `json:"payee,omitempty"`
	Reason string           `json:"reason,omitempty"`
}

// SlipItem is a slip in a list. It is exported because huma sees no other
// embedded struct.
type SlipItem struct {
	ID          string          `json:"id"`
	Version     int64           `json:"version"`
	Number      string          `json:"number"`
	Day         string          `json:"day"`
	Household   slip.Household  `json:"household"`
	Merchant    slip.Merchant   `json:"merchant"`
	Lines       []slip.Line     `json:"lines" nullable:"false"`
	Direct      bool            `json:"direct,omitempty"`
	Free        bool            `json:"free,omitempty"`
	Note        string          `json:"note,omitempty"`
	Amount      int64           `json:"amountCents,omitempty" doc:"as somebody stated it"`
	Sent        string          `json:"sent,omitempty" doc:"by which channel the shop knows of it"`
	Goods       slip.GoodsState `json:"goods"`
	GoodsHolder string          `json:"goodsHolder,omitempty"`
	GoodsReason string          `json:"goodsReason,omitempty"`
	Bags        int             `json:"bags,omitempty"`
	Cheque      slipCheque      `json:"cheque"`
	Driver      string          `json:"driver,omitempty"`
	Round       string          `json:"round,omitempty"`
	Vehicle     string          `json:"vehicle,omitempty"`
	Opened      bool            `json:"opened,omitempty" doc:"its driver saw it"`
	Attempts    int             `json:"attempts,omitempty"`
	Cancelled   string          `json:"cancelled,omitempty" doc:"the reason"`
	Complete    bool            `json:"complete,omitempty"`
	Closed      bool            `json:"closed,omitempty"`
	Attention   bool            `json:"attention,omitempty"`
	Unplanned   bool            `json:"unplanned,omitempty" doc:"waits for a round; today's are counted in the overview"`
	Corrects    string          `json:"corrects,omitempty" doc:"id of the closed slip that this one corrects"`
}

type slipRound struct {
	ID     string  `json:"id"`
	Day    day.Day `json:"day"`
	Driver string  `json:"driver" doc:"who has it now"`
}

type slipWord struct {
	Entry string    `json:"entry"`
	Kind  slip.Kind `json:"kind"`
}

type slipLink struct {
	ID     string `json:"id"`
	Number string `json:"number"`
}

func wireLink(l desk.Link) *slipLink {
	if l.ID == "" {
		return nil
	}
	return &slipLink{l.ID, l.Number}
}

type slipMark struct {
	At         time.Time `json:"at"`
	By         string    `json:"by"`
	Name       string    `json:"name,omitempty"`
	CannotSign string    `json:"cannotSign,omitempty"`
	Witness    string    `json:"witness,omitempty"`
	Paper      bool      `json:"paper,omitempty"`
}

type slipEntry struct {
	ID       string      `json:"id"`
	Kind     slip.Kind   `json:"kind"`
	At       time.Time   `json:"at"`
	Received time.Time   `json:"received"`
	By       string      `json:"by"`
	Device   string      `json:"device,omitempty"`
	Via      slip.Via    `json:"via"`
	Late     string      `json:"late,omitempty"`
	Effect   slip.Effect `json:"effect"`
	Code     string      `json:"code,omitempty"`
	Data     any         `json:"data,omitempty"`
	Photos   []string    `json:"photos,omitempty" nullable:"false" doc:"SHA-256 of each; read at /api/blobs"`
}

type slipDetail struct {
	SlipItem
	Resident *slipMark   `json:"residentMark,omitempty"`
	Shop     *slipMark   `json:"merchantMark,omitempty"`
	Journal  []slipEntry `json:"journal" nullable:"false"`

	TakeBack *slipWord `json:"takeBack,omitempty" doc:"what was said last, while it may be taken back"`

	Rounds []slipRound `json:"rounds,omitempty" nullable:"false" doc:"those that the journal names, where one slip is read"`

	CorrectsSlip *slipLink `json:"correctsSlip,omitempty"`
	CorrectedBy  *slipLink `json:"correctedBy,omitempty"`
}

func wireSlips(all []desk.Slip) []SlipItem {
	out := make([]SlipItem, len(all))
	for i, d := range all {
		out[i] = wireSlip(d)
	}
	return out
}

func wireSlip(d desk.Slip) SlipItem {
	st := d.State
	out := SlipItem{ID: d.ID, Version: d.Version, Number: st.Number, Day: st.Day, Lines: []slip.Line{}, Sent: st.Sent,
		Goods: st.Goods.State, GoodsHolder: st.GoodsHolder(), GoodsReason: st.Goods.Reason, Bags: st.Goods.Bags,
		Driver: st.Plan.Driver, Round: st.Plan.Round, Vehicle: st.Plan.Vehicle, Opened: st.Plan.Driver != "" && st.OpenedBy(st.Plan.Driver),
		Attempts: len(st.Attempts), Complete: st.Complete, Closed: st.Closed, Attention: st.NeedsAttention(), Corrects: st.Corrects, Unplanned: d.Unplanned(),
		Cheque: slipCheque{State: st.Cheque.State, Holder: st.ChequeHolder(), Since: when(st.Cheque.Since), Amount: st.Cheque.Amount,
			Payee: st.Cheque.Payee, Reason: st.Cheque.Reason}}
	if s := st.Sheet; s != nil {
		out.Household, out.Merchant, out.Direct, out.Free, out.Note = s.Household, s.Merchant, s.Direct, s.NoPayment, s.Note
		out.Lines = append(out.Lines, s.Lines...)
	}
	if st.Amount != nil {
		out.Amount = st.Amount.Cents
	}
	if st.Cancelled != nil {
		out.Cancelled = st.Cancelled.Text
	}
	return out
}

func wireSlipDetail(d desk.Slip) slipDetail {
	out := slipDetail{SlipItem: wireSlip(d), Resident: wireMark(d.State.Resident), Shop: wireMark(d.State.Merchant), Journal: []slipEntry{}}
	if e, ok := d.LastWord(); ok {
		out.TakeBack = &slipWord{e.ID, e.Kind}
	}
	for _, e := range d.Journal {
		outcome := d.State.Effects[e.ID]
		var data any
		if len(e.Data) > 0 && json.Unmarshal(e.Data, &data) != nil {
			data = nil // a journal that was read holds JSON; nothing is lost by showing none
		}
		out.Journal = append(out.Journal, slipEntry{ID: e.ID, Kind: e.Kind, At: e.At, Received: e.Received, By: e.By, Device: e.Device,
			Via: e.Via, Late: e.Late, Effect: outcome.Effect, Code: outcome.Code, Data: data, Photos: photosOf(e)})
	}
	return out
}

func photosOf(e slip.Entry) []string {
	var out []string
	for _, b := range e.Blobs {
		out = append(out, b.SHA256)
	}
	return out
}

func wireMark(m *slip.Mark) *slipMark {
	if m == nil {
		return nil
	}
	return &slipMark{At: m.At.Time, By: m.By, Name: m.Name, CannotSign: m.CannotSign, Witness: m.Witness, Paper: m.Paper}
}

func when(t *slip.Time) *time.Time {
	if t == nil {
		return nil
	}
	return &t.Time
}
