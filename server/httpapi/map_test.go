package httpapi

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/place"
)

func TestMapKnowsWhereTheDaysStopsAre(t *testing.T) {
	w := newDeskTown(t)
	w.put(w.order(), w.round())
	read := func() (m struct {
		Tiles, Credit         string
		Households, Merchants map[string]place.Point
	}) {
		body := w.do("GET", "/api/map?day=2026-04-03", w.agent, "", 200)
		if err := json.Unmarshal([]byte(body), &m); err != nil || strings.Contains(body, "null") {
			t.Fatalf("%v: %s", err, body)
		}
		return m
	}
	if m := read(); len(m.Households) != 0 || len(m.Merchants) != 0 || m.Tiles != "" {
		t.Errorf("nobody gave coordinates: %+v", m)
	}
	w.do("PUT", "/api/households/"+w.home, w.agent, `{"people":[{"given":"Odette","family":"Maréchal"}],"size":1,"phones":["02 61 91 10 01"],
		"address":{"street":"12 rue Haute","sector":"Centre","point":{"lat":49.05,"lng":-1.04}},"version":1}`, 200)
	w.do("PUT", "/api/merchants/"+w.greens, w.coord, `{"name":"Le Panier","trade":"primeur","sector":"Centre","phone":"02 61 91 30 02",
		"payee":"A. Simon","enrolled":"2026-01-05","point":{"lat":49.06,"lng":-1.03},"version":1}`, 200)
	m := read()
	if m.Households[w.home] != (place.Point{Lat: 49.05, Lng: -1.04}) || m.Merchants[w.greens] != (place.Point{Lat: 49.06, Lng: -1.03}) {
		t.Errorf("the map has %+v", m)
	}
	if other := w.do("GET", "/api/map?day=2026-04-06", w.agent, "", 200); strings.Contains(other, w.home) {
		t.Errorf("another day shows %s", other)
	}
}

func (w *deskTown) put(slipID, roundID string) {
	w.t.Helper()
	w.do("POST", "/api/slips/"+slipID+"/round", w.coord, fmt.Sprintf(`{"from":"","to":%q}`, roundID), 200)
}
