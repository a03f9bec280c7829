package order_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/order"
)

func basket() order.Order {
	return order.Order{Household: "h", Week: "2026-W48", Rank: 1, Day: "2026-11-23", Parts: []order.Part{
		{Slip: "s1", Merchant: "primeur", Lines: []order.Line{{ID: "1", Text: "Pommes"}}, Amount: 1200},
		{Slip: "s2", Merchant: "boucher", Direct: true},
	}}
}

func TestCheckNamesTheField(t *testing.T) {
	if err := basket().Check(); err != nil {
		t.Fatalf("a good order: %v", err)
	}
	for field, spoil := range map[string]func(*order.Order){
		"parts":                  func(o *order.Order) { o.Parts = nil },
		"day":                    func(o *order.Order) { o.Day = "lundi" },
		"note":                   func(o *order.Order) { o.Note = strings.Repeat("x", 1001) },
		"parts[1].merchant":      func(o *order.Order) { o.Parts[1].Merchant = "primeur" },
		"parts[0].lines":         func(o *order.Order) { o.Parts[0].Lines = nil },
		"parts[0].lines[0].text": func(o *order.Order) { o.Parts[0].Lines[0].Text = " " },
		"parts[0].amountCents":   func(o *order.Order) { o.Parts[0].Amount = 50_001 },
		"parts[1].amountCents":   func(o *order.Order) { o.Parts[1].Amount = -1 },
	} {
		o := basket()
		spoil(&o)
		if got := fault.From(o.Check()); got.Kind != fault.Invalid || got.Field != field {
			t.Errorf("%s: %v on %q", field, got, got.Field)
		}
	}
}

func TestScenario10TheWeekIsInTheID(t *testing.T) {
	if order.ID("h", "2026-W48", 1) == order.ID("h", "2026-W48", 2) || order.ID("h", "2026-W48", 1) == order.ID("h", "2026-W49", 1) {
		t.Error("rank and week must make another id")
	}
}

func TestScenario15BreadIsAFreeLine(t *testing.T) {
	o := basket()
	got := o.Gift("boulanger", order.Line{ID: "9", Text: "Pain offert"}, "s3", "2026-0003")
	if len(got.Parts) != 3 || !got.Parts[2].Free || !got.Parts[2].Lines[0].Gift || got.Parts[2].Slip != "s3" {
		t.Errorf("a bakery's part is added, without cheque: %+v", got.Parts)
	}
	got = o.Gift("primeur", order.Line{ID: "9", Text: "Pain offert"}, "s3", "2026-0003")
	if len(got.Parts) != 2 || got.Parts[0].Free || len(got.Parts[0].Lines) != 2 {
		t.Errorf("a shop that is in the order takes the line: %+v", got.Parts)
	}
	if len(o.Parts) != 2 || len(o.Parts[0].Lines) != 1 {
		t.Error("the first order changed")
	}
}

func TestCancelNeedsAReasonAndHappensOnce(t *testing.T) {
	if _, err := basket().Cancel(""); !errors.Is(err, order.ErrReason) {
		t.Errorf("no reason: %v", err)
	}
	gone, err := basket().Cancel("Hospitalisée")
	if err != nil || !gone.Pending {
		t.Fatalf("Cancel: %v", err)
	}
	if _, err := gone.Cancel("encore"); !errors.Is(err, order.ErrCancelled) {
		t.Errorf("twice: %v", err)
	}
}

func TestScenario16OneGiftPerHouseholdUntilTheStockEnds(t *testing.T) {
	l := order.Lot{ID: "l", Text: "Chocolats", Donor: "Chocolaterie du Pont", Stock: 2}
	if err := l.Check(); err != nil {
		t.Fatal(err)
	}
	one, err := l.Give("h1")
	if err != nil || one.Proposed("h1") || !one.Proposed("h2") || !l.Proposed("h1") {
		t.Fatalf("after the first gift: %+v %v", one, err)
	}
	if _, err := one.Give("h1"); !errors.Is(err, order.ErrLotHad) {
		t.Errorf("a second one for h1: %v", err)
	}
	two, _ := one.Give("h2")
	if _, err := two.Give("h3"); !errors.Is(err, order.ErrLotEmpty) || two.Proposed("h3") {
		t.Errorf("beyond the stock: %v", err)
	}
	if back := two.TakeBack("h1"); !back.Proposed("h1") || back.Left() != 1 || back.TakeBack("h9").Left() != 1 {
		t.Errorf("taken back: %+v", back)
	}
	two.Stock = 1
	if got := fault.From(two.Check()); got.Field != "stock" {
		t.Errorf("a stock below what was given: %v", got)
	}
}
