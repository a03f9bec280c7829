package merchant_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/fault"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/place"
)

func shop(id, trade, sector string) merchant.Merchant {
	return merchant.Merchant{ID: id, Name: "Chez " + id, Trade: trade, Sector: sector, Phone: "02 31 00 00 10", Payee: id, Enrolled: "2026-01-05"}
}

func TestScenario17EnrolledByOneCall(t *testing.T) {
	if err := shop("a", "primeur", "Centre").Check(); err != nil {
		t.Fatalf("name, trade, number, payee and day suffice: %v", err)
	}
	for field, spoil := range map[string]func(*merchant.Merchant){
		"name":        func(m *merchant.Merchant) { m.Name = "" },
		"trade":       func(m *merchant.Merchant) { m.Trade = "" },
		"phone":       func(m *merchant.Merchant) { m.Phone = "?" },
		"mail":        func(m *merchant.Merchant) { m.Mail = "panier@shop.test\r\nBcc: a@b.fr" },
		"payee":       func(m *merchant.Merchant) { m.Payee = " " },
		"point":       func(m *merchant.Merchant) { m.Point = &place.Point{Lat: 200} },
		"enrolled":    func(m *merchant.Merchant) { m.Enrolled = "" },
		"left":        func(m *merchant.Merchant) { m.Left = "demain" },
		"hours[0]":    func(m *merchant.Merchant) { m.Hours = []merchant.Hours{{Weekday: 1, From: "9:00", To: "12:00"}} },
		"closures[0]": func(m *merchant.Merchant) { m.Closures = []merchant.Closure{{From: "2026-08-10", To: "2026-08-01"}} },
		"closures[0].note": func(m *merchant.Merchant) {
			m.Closures = []merchant.Closure{{From: "2026-08-01", To: "2026-08-10", Note: strings.Repeat("x", 201)}}
		},
	} {
		m := shop("a", "primeur", "Centre")
		spoil(&m)
		if got := fault.From(m.Check()); got.Kind != fault.Invalid || got.Field != field {
			t.Errorf("%s: %v on %q", field, got, got.Field)
		}
	}
}

func TestOpenKnowsHoursClosuresAndDeparture(t *testing.T) {
	m := shop("a", "primeur", "Centre")
	m.Hours = []merchant.Hours{{Weekday: day.Monday, From: "08:30", To: "12:30"}, {Weekday: day.Monday, From: "15:00", To: "19:00"}}
	m.Closures = []merchant.Closure{{From: "2026-08-03", To: "2026-08-17"}}
	m.Left = "2026-12-01"
	for d, want := range map[day.Day]bool{
		"2026-01-04": false, // before the call
		"2026-01-05": true,  // a Monday
		"2026-01-06": false, // Tuesday: shut
		"2026-08-03": false, "2026-08-17": false, "2026-08-24": true,
		"2026-12-07": false, // gone
	} {
		if got := m.Open(d); got != want {
			t.Errorf("Open(%s) = %v", d, got)
		}
	}
	if got := m.HoursOn("2026-01-05"); got != "8:30-12:30, 15:00-19:00" {
		t.Errorf("HoursOn = %q", got)
	}
}

func TestScenario9NearestOpenShopFirst(t *testing.T) {
	near, far, own, shut := shop("near", "primeur", "Gare"), shop("far", "primeur", "Gare"), shop("own", "primeur", "Centre"), shop("shut", "primeur", "Centre")
	near.Point, far.Point = &place.Point{Lat: 49.001, Lng: -1}, &place.Point{Lat: 49.1, Lng: -1}
	shut.Closures = []merchant.Closure{{From: "2026-11-01", To: "2026-11-30"}}
	unknown := shop("unknown", "primeur", "Gare")
	gone := shop("gone", "primeur", "Centre")
	gone.Left = "2026-06-01"
	all := []merchant.Merchant{gone, shut, unknown, far, near, own, shop("bread", "boulangerie", "Centre")}
	door := merchant.Door{Sector: "Centre", Point: &place.Point{Lat: 49, Lng: -1}}
	var got []string
	for _, c := range merchant.Nearest(all, "primeur", door, "2026-11-23") {
		got = append(got, c.Merchant.ID)
	}
	if want := []string{"own", "near", "far", "unknown", "shut"}; !slices.Equal(got, want) {
		t.Errorf("Nearest = %v, want %v", got, want)
	}
	if n := len(merchant.Nearest(all, "", door, "2026-11-23")); n != 6 {
		t.Errorf("every trade = %d shops", n)
	}
}

func TestScenario18CoverageShowsWhatIsMissing(t *testing.T) {
	gone := shop("gone", "boulangerie", "Gare")
	gone.Left = "2026-06-01"
	grid := merchant.Coverage([]merchant.Merchant{shop("a", "primeur", "Centre"), shop("b", "primeur", "Centre"), gone, shop("c", "bazar", "Gare")},
		[]string{"Centre", "Gare"}, []string{"primeur", "boulangerie"}, "2026-11-23")
	if grid["Centre"]["primeur"] != 2 || grid["Gare"]["boulangerie"] != 0 || grid["Centre"]["boulangerie"] != 0 {
		t.Errorf("Coverage = %v", grid)
	}
	if _, ok := grid["Gare"]["bazar"]; ok {
		t.Error("a trade outside the list is not a column")
	}
}
