package desk

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/record"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// Corrective is what a closed slip should have said.
type Corrective struct {
	Reason string
	Day    day.Day // of the new slip's own delivery
	Lines  []slip.Line
	Amount int64 // 0 while unknown
	Free   bool  // nothing is to be paid
	Note   string
}

// Link names another slip.
type Link struct{ ID, Number string }

// Links are the slips that one slip refers to and is referred to by; the zero
// Link where there is none.
type Links struct{ Corrects, CorrectedBy Link }

var (
	errNotClosed = fault.New(fault.Conflict, "slip.not_closed", "the slip is still open: change it itself")
	errCorrected = fault.New(fault.Conflict, "slip.corrected", "another slip corrects this one already")
	errNoLines   = fault.New(fault.Invalid, "slip.no_lines", "a corrective slip needs at least one line").On("lines")
	errFree      = fault.New(fault.Invalid, "slip.free_amount", "either an amount or nothing to pay").On("amountCents")
)

// CorrectSlip makes the slip that corrects a closed one, which is never edited
// itself. The new slip lives as any other: it is carried or keyed in, and has its
// own cheque and marks. A slip is corrected by one slip at a time; after that one
// was cancelled, by another.
func (d *Desk) CorrectSlip(ctx context.Context, who account.User, id string, c Corrective) (Slip, error) {
	if err := who.Need(account.FollowField); err != nil {
		return Slip{}, err
	}
	was, err := d.loadSlip(ctx, id)
	if err != nil {
		return Slip{}, err
	}
	if err := d.mayCorrect(ctx, was, c); err != nil {
		return Slip{}, err
	}
	sheet, err := d.correctedSheet(ctx, was, c)
	if err != nil {
		return Slip{}, err
	}
	for rank := 1; ; rank++ {
		id, mine := correctiveID(was.ID, rank), false
		there, err := d.loadSlip(ctx, id)
		if errors.Is(err, errSlip) {
			there, mine, err = d.insertCorrective(ctx, who, was, id, sheet, c)
		}
		switch {
		case err != nil:
			return Slip{}, err
		case mine:
			return seenBy(who, there), nil
		case there.State.Cancelled == nil:
			first := there.Journal[0]
			args := d.whoAndWhen(ctx, first.By, first.Received)
			args["number"], args["slip"] = there.State.Number, there.ID
			return Slip{}, errCorrected.With(args)
		}
	}
}

// correctiveID makes two coordinators meet who correct one slip at once.
func correctiveID(slipID string, rank int) string {
	return hashID("corrects", slipID, strconv.Itoa(rank))
}

// hashID is an id that the same words always have: what they name is made once.
func hashID(words ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(words, " ")))
	sum[6], sum[8] = sum[6]&0x0f|0x80, sum[8]&0x3f|0x80 // a UUID whose bits are our own affair
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}

func (d *Desk) mayCorrect(ctx context.Context, was Slip, c Corrective) error {
	switch st := was.State; {
	case !st.Closed || st.Goods.State != slip.GoodsDelivered && !st.Complete:
		return errNotClosed
	case strings.TrimSpace(c.Reason) == "":
		return fault.From(slipFault(slip.ErrRequired)).On("reason")
	case len(c.Lines) == 0 && !st.Sheet.Direct:
		return errNoLines
	case c.Free && c.Amount != 0:
		return errFree
	case c.Day < d.Today():
		return errPast
	}
	for i, l := range c.Lines {
		if strings.TrimSpace(l.Text) == "" {
			return errNoLines.On(fmt.Sprintf("lines[%d].text", i))
		}
	}
	s, err := record.Services.Get(ctx, d.st, record.ServiceID)
	if err != nil {
		return err
	}
	if err := s.Value.Works(c.Day); err != nil {
		return fault.From(err).On("day")
	}
	return nil
}

// correctedSheet names the parties as they are now, where they are still known.
func (d *Desk) correctedSheet(ctx context.Context, was Slip, c Corrective) (slip.Sheet, error) {
	sheet := *was.State.Sheet
	h, errH := d.standing(ctx, sheet.Household.ID)
	m, errM := record.Merchants.Get(ctx, d.st, sheet.Merchant.ID)
	switch err := errors.Join(errH, errM); {
	case err == nil:
		fresh := sheetOf(h.Value, m.Value, c.Day)
		fresh.Household.ID = sheet.Household.ID
		sheet.Household, sheet.Merchant = fresh.Household, fresh.Merchant
	case !errors.Is(err, store.ErrNotFound):
		return sheet, err
	}
	old := sheet.Lines
	sheet.Direct, sheet.NoPayment, sheet.Amount, sheet.Note, sheet.Lines = len(c.Lines) == 0, c.Free, c.Amount, c.Note, nil
	for i, l := range c.Lines {
		line := slip.Line{ID: strconv.Itoa(i + 1), Text: strings.TrimSpace(l.Text), Quantity: l.Quantity}
		if at := slices.IndexFunc(old, func(o slip.Line) bool { return o.ID == l.ID }); at >= 0 {
			line.Gift, line.Donor = old[at].Gift, old[at].Donor
		}
		sheet.Lines = append(sheet.Lines, line)
	}
	return sheet, nil
}

// insertCorrective keeps the slip under id and returns what is there then; mine
// is false when a colleague was faster.
func (d *Desk) insertCorrective(ctx context.Context, who account.User, was Slip, id string, sheet slip.Sheet, c Corrective) (there Slip, mine bool, err error) {
	codes, err := d.claimCodes(ctx, id)
	if err != nil {
		return Slip{}, false, err
	}
	sheet.Codes = codes.Marks()
	number, err := d.newNumber(ctx, c.Day)
	if err != nil {
		return Slip{}, false, err
	}
	e, err := d.entry(who, slip.Created, slip.ViaDesk, slip.Data{Number: number, Day: string(c.Day), Sheet: &sheet, Corrects: was.ID, Reason: c.Reason})
	if err != nil {
		return Slip{}, false, err
	}
	if err := d.insertSlip(ctx, id, e); err != nil {
		return Slip{}, false, err
	}
	there, err = d.loadSlip(ctx, id)
	return there, err == nil && there.Journal[0].ID == e.ID, err
}

// SlipLinks says which slip this one corrects, and which one corrects it.
func (d *Desk) SlipLinks(ctx context.Context, who account.User, s Slip) (Links, error) {
	if err := who.Need(account.ReadOrders); err != nil {
		return Links{}, err
	}
	var out Links
	if id := s.State.Corrects; id != "" {
		other, err := d.loadSlip(ctx, id)
		if err != nil {
			return Links{}, fmt.Errorf("read the corrected slip: %w", err)
		}
		out.Corrects = Link{id, other.State.Number}
	}
	for rank := 1; s.State.Closed; rank++ {
		other, err := d.loadSlip(ctx, correctiveID(s.ID, rank))
		if errors.Is(err, errSlip) {
			break
		}
		if err != nil {
			return Links{}, fmt.Errorf("read the corrective slip: %w", err)
		}
		if other.State.Cancelled == nil {
			out.CorrectedBy = Link{other.ID, other.State.Number}
			break
		}
	}
	return out, nil
}
