// Package place is a point on the map and the distance between two. It is pure,
// asks no map service, and a place without coordinates is an ordinary case.
package place

import (
	"math"

	"github.com/portage-livraison/portage/server/fault"
)

// Point is a position in degrees (WGS 84).
type Point struct {
	Lat float64 `json:"lat"`
	Lng float64 `json:"lng"`
}

// ErrBad says that coordinates are outside the map.
var ErrBad = fault.New(fault.Invalid, "place.bad", "latitude is -90 to 90, longitude -180 to 180")

// Check refuses coordinates outside the map, NaN included. A nil point is fine.
func (p *Point) Check() error {
	if p == nil || (p.Lat >= -90 && p.Lat <= 90 && p.Lng >= -180 && p.Lng <= 180) {
		return nil
	}
	return ErrBad
}

const earth = 6_371_000 // mean radius in metres

// Metres is the distance as the crow flies, -1 when one of the two is unknown.
func Metres(a, b *Point) int {
	if a == nil || b == nil {
		return -1
	}
	rad := math.Pi / 180
	dLat, dLng := (b.Lat-a.Lat)*rad, (b.Lng-a.Lng)*rad
	h := math.Pow(math.Sin(dLat/2), 2) + math.Cos(a.Lat*rad)*math.Cos(b.Lat*rad)*math.Pow(math.Sin(dLng/2), 2)
	return int(math.Round(2 * earth * math.Asin(math.Sqrt(math.Min(1, h)))))
}
