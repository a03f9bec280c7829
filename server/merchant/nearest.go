package merchant

import (
	"cmp"
	"slices"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/place"
)

// Door is where the goods go, as far as it is known.
type Door struct {
	Sector string
	Point  *place.Point
}

// Choice is a shop that could serve a door, and how well.
type Choice struct {
	Merchant Merchant
	Open     bool
	SameArea bool // of the door's own sector
	Metres   int  // as the crow flies, -1 when unknown
}

// Nearest orders the shops of a trade for a door and a day (scenario 9): open
// ones first, then those of its own sector, then by distance, then by name. Every
// trade when trade is "". Shops that left before d are not offered at all.
func Nearest(all []Merchant, trade string, door Door, d day.Day) []Choice {
	var out []Choice
	for _, m := range all {
		if (trade != "" && m.Trade != trade) || (m.Left != "" && m.Left <= d) {
			continue
		}
		out = append(out, Choice{
			Merchant: m, Open: m.Open(d), SameArea: m.Sector != "" && m.Sector == door.Sector,
			Metres: place.Metres(door.Point, m.Point),
		})
	}
	slices.SortStableFunc(out, func(a, b Choice) int {
		return cmp.Or(yesFirst(a.Open, b.Open), yesFirst(a.SameArea, b.SameArea),
			cmp.Compare(far(a.Metres), far(b.Metres)), cmp.Compare(a.Merchant.Name, b.Merchant.Name))
	})
	return out
}

func yesFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// far puts an unknown distance after every known one.
func far(metres int) int {
	if metres < 0 {
		return 1 << 30
	}
	return metres
}

// Coverage counts the shops that serve on d, by sector and trade; the pairs that
// stand at zero are what a coordinator looks for (scenario 18).
func Coverage(all []Merchant, sectors, trades []string, d day.Day) map[string]map[string]int {
	grid := make(map[string]map[string]int, len(sectors))
	for _, s := range sectors {
		grid[s] = make(map[string]int, len(trades))
		for _, t := range trades {
			grid[s][t] = 0
		}
	}
	for _, m := range all {
		if row, ok := grid[m.Sector]; ok && d >= m.Enrolled && (m.Left == "" || d < m.Left) {
			if _, known := row[m.Trade]; known {
				row[m.Trade]++
			}
		}
	}
	return grid
}
