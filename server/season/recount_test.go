package season_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/report"
)

// line is what counting by hand needs of a journal's entry.
type line struct {
	ID       string
	Kind     string
	By       string
	At       time.Time
	Received time.Time
	Data     struct {
		Entry, Payment string
		Sheet          struct {
			Household struct{ ID string }
			Free      bool
		}
	}
}

func journal(t *testing.T, d document) []line {
	t.Helper()
	var s struct{ Journal []line }
	if err := json.Unmarshal(d.body, &s); err != nil || len(s.Journal) == 0 {
		t.Fatalf("slip %s: %v, %d entries", d.id, err, len(s.Journal))
	}
	return s.Journal
}

// byHand counts deliveries and drivers by month without the fold: a hand-over
// counts unless a later entry takes it back.
func byHand(t *testing.T, slips []document) (months []report.Month, served int) {
	deliveries, drivers, homes := map[string]map[string]bool{}, map[string]map[string]bool{}, map[string]bool{}
	for _, d := range slips {
		entries := journal(t, d)
		home := entries[0].Data.Sheet.Household.ID
		for _, e := range entries {
			back := slices.ContainsFunc(entries, func(x line) bool { return x.Kind == "corrected" && x.Data.Entry == e.ID })
			if e.Kind != "handedOver" || back {
				continue
			}
			on := e.At.Add(2 * time.Hour).Format("2006-01-02") // summer in France
			if deliveries[on[:7]] == nil {
				deliveries[on[:7]], drivers[on[:7]] = map[string]bool{}, map[string]bool{}
			}
			deliveries[on[:7]][home+on], drivers[on[:7]][e.By], homes[home] = true, true, true
		}
	}
	for _, m := range []string{"2020-04", "2020-05", "2020-06", "2020-07"} {
		months = append(months, report.Month{Month: m, Deliveries: len(deliveries[m]), Drivers: len(drivers[m])})
	}
	return months, len(homes)
}

// checkOrders counts by hand what the report says of orders.
func checkOrders(t *testing.T, p played) {
	t.Helper()
	var orders, cancelled, direct, farther int
	for _, d := range p.orders {
		var o struct {
			Value struct {
				Cancelled string
				Parts     []struct{ Direct, Farther bool }
			}
		}
		if err := json.Unmarshal(d.body, &o); err != nil {
			t.Fatal(err)
		}
		if o.Value.Cancelled != "" {
			cancelled++
			continue
		}
		orders++
		for _, part := range o.Value.Parts {
			if part.Direct {
				direct++
			}
			if part.Farther {
				farther++
			}
		}
	}
	f := p.report
	if orders != f.Orders || cancelled != f.OrdersCancelled || direct != f.DirectOrders || farther != f.FartherShops || direct == 0 || farther == 0 {
		t.Errorf("by hand %d orders, %d cancelled, %d direct, %d farther; the report says %d, %d, %d, %d",
			orders, cancelled, direct, farther, f.Orders, f.OrdersCancelled, f.DirectOrders, f.FartherShops)
	}
}

// checkTimes counts by hand how long each slip took, how many were brought, and
// what the households tried in vain were.
func checkTimes(t *testing.T, p played) {
	t.Helper()
	var hours []int
	days := map[string]int{}
	absent := 0
	for _, d := range p.slips {
		entries := journal(t, d)
		for _, e := range entries {
			back := slices.ContainsFunc(entries, func(x line) bool { return x.Kind == "corrected" && x.Data.Entry == e.ID })
			switch {
			case e.Kind == "attemptFailed":
				absent++
			case e.Kind == "handedOver" && !back:
				took := e.At.Sub(entries[0].Received)
				hours = append(hours, int(took.Hours()))
				days[strconv.Itoa(int(took.Hours()/24))]++
			}
		}
	}
	slices.Sort(hours)
	f := p.report
	if len(hours) != f.Slips || hours[len(hours)/2] != f.MedianHours || f.Failures[0].Count != absent {
		t.Errorf("by hand %d slips, %d h in the middle, %d without an answer; the report says %d, %d, %v", len(hours), hours[len(hours)/2], absent, f.Slips, f.MedianHours, f.Failures)
	}
	told := map[string]int{}
	for _, r := range f.Hours {
		told[r.Name] = r.Count
	}
	if !reflect.DeepEqual(told, days) {
		t.Errorf("by hand %v took so many days; the report says %v", days, told)
	}
}
