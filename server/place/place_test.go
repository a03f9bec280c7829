package place_test

import (
	"errors"
	"math"
	"testing"

	"github.com/portage-livraison/portage/server/place"
)

func TestMetresBetweenTwoKnownTowns(t *testing.T) {
	paris, rouen := &place.Point{Lat: 48.8566, Lng: 2.3522}, &place.Point{Lat: 49.4431, Lng: 1.0993}
	if got := place.Metres(paris, rouen); got < 111_000 || got > 113_500 {
		t.Errorf("Paris to Rouen = %d m", got)
	}
	if place.Metres(paris, paris) != 0 || place.Metres(paris, nil) != -1 || place.Metres(nil, paris) != -1 {
		t.Error("the same place is 0 m away, an unknown one -1")
	}
}

func TestCheckRefusesPointsOffTheMap(t *testing.T) {
	for _, p := range []*place.Point{{Lat: 91}, {Lng: -181}, {Lat: math.NaN()}, {Lng: math.Inf(1)}} {
		if !errors.Is(p.Check(), place.ErrBad) {
			t.Errorf("%v passed", *p)
		}
	}
	if (*place.Point)(nil).Check() != nil || (&place.Point{Lat: 49, Lng: -1}).Check() != nil {
		t.Error("no point, or one in Normandy, must pass")
	}
}
