package httpapi

import (
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// newReported is a town in which one order was brought.
func newReported(t *testing.T) *deskTown {
	w := newDeskTown(t)
	id := w.order()
	w.handOver(id)
	return w
}

// handOver writes what a phone would have brought.
func (w *deskTown) handOver(id string) {
	w.t.Helper()
	data := `{"payment":"cheque","amountCents":1250,"mark":{"strokes":[3,100,200,180,240,260,190],"w":340,"h":160,"name":"O. M."}}`
	_, err := store.Update(w.t.Context(), w.st, sliprepo.Name, id, func(d *store.Doc) (bool, error) {
		s, _, err := sliprepo.Decode(*d)
		if err != nil {
			return false, err
		}
		next, _, err := slip.Append(s, slip.Entry{ID: "0190a8f9-0000-7000-8000-000000000001", Kind: slip.HandedOver, V: 1, Seq: 1, At: w.clock(), Received: w.clock(),
			By: w.ids["driver"], Device: "phone", Via: slip.ViaApp, Data: []byte(data)})
		if err != nil {
			return false, err
		}
		*d, err = sliprepo.Encode(next, next.Fold(), d.Version, w.clock())
		return true, err
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

func TestAReportCountsAndNamesNoResident(t *testing.T) {
	w := newReported(t)
	for role, named := range map[string]bool{"observer": false, "coordinator": true} {
		body := w.do("GET", "/api/report?from=2026-04-01&to=2026-04-30&lang=en", w.as(t, role), "", 200)
		for _, want := range []string{`"months":[{"month":"2026-04","deliveries":1,"drivers":1,"households":1,"slips":1}]`, `"registered":1`, `"householdsServed":1`,
			`"merchants":1`, `"bakeries":1`, `"chequesOpen":1`, `"chequesCents":1250`, `A delivery is one household that was handed its order on one day`} {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %s in %s", role, want, body)
			}
		}
		for _, never := range []string{"Maréchal", "Odette", "12 rue Haute", w.home} {
			if strings.Contains(body, never) {
				t.Errorf("%s reads %q", role, never)
			}
		}
		if strings.Contains(body, `"name":"driver"`) != named || strings.Contains(body, "Le Panier") != named {
			t.Errorf("%s: names of drivers and shops should be told: %v: %s", role, named, body)
		}
	}
}

func TestAReportAsFiles(t *testing.T) {
	w := newReported(t)
	observer := w.as(t, "observer")
	csv := w.do("GET", "/api/report.csv?from=2026-04-01&to=2026-04-30", observer, "", 200)
	if !strings.HasPrefix(csv, "\ufeffPortage;2026-04-01;2026-04-30\n") || !strings.Contains(csv, "Mois;Livraisons;Foyers\n2026-04;1;1\n") {
		t.Errorf("csv: %s", csv)
	}
	pdf := w.ask(t, "GET", "/api/report.pdf?from=2026-04-01&to=2026-04-30", "", observer)
	if pdf.status != 200 || !strings.HasPrefix(pdf.body, "%PDF-") || !strings.Contains(pdf.header.Get("Content-Disposition"), "portage-2026-04-01-2026-04-30.pdf") {
		t.Errorf("pdf: %d %.40q %v", pdf.status, pdf.body, pdf.header)
	}
	for _, path := range []string{"/api/report", "/api/report.csv", "/api/report.pdf"} {
		for query, code := range map[string]string{"?from=2026-05-01&to=2026-04-01": "report.period", "?from=yesterday": "day.bad"} {
			if body := w.do("GET", path+query, observer, "", 422); !strings.Contains(body, code) {
				t.Errorf("%s%s: %s", path, query, body)
			}
		}
	}
}

func TestSmallNumbersStayUntold(t *testing.T) {
	w := newReported(t)
	body := w.do("GET", "/api/report?from=2026-04-01&to=2026-04-30&mask=true&lang=fr", w.as(t, "observer"), "", 200)
	if !strings.Contains(body, `"householdsBySector":[{"name":"Centre","count":0,"hidden":true}]`) || !strings.Contains(body, "moins de 5") {
		t.Errorf("told: %s", body)
	}
}
