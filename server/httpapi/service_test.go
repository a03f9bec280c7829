package httpapi

import (
	"strings"
	"testing"
)

func TestSettingsSayWhoHearsOfWhatAndWhatDriversPromise(t *testing.T) {
	w := newDeskTown(t)
	if got := w.do("GET", "/api/service", w.coord, "", 200); !strings.Contains(got, `{"kind":"ready","roles":["coordinator"],"may":["coordinator","orderAgent"]}`) {
		t.Errorf("the usual readers are not told: %s", got)
	}
	if got := strings.TrimSpace(w.do("GET", "/api/charter", "", "", 200)); got != `{"text":""}` {
		t.Errorf("a charter that nobody wrote: %s", got)
	}
	set := func(tell string, status int) string {
		return w.do("PUT", "/api/service", w.ad, `{"name":"Portage","town":"","phone":"","opens":"2020-04-03","closes":"","weekdays":[1,2,3,4,5],
			"alsaceMoselle":false,"closedDays":[],"sectors":[],"trades":["primeur"],"everyOrder":[],"checklist":[],
			"reasons":{"exit":[],"exception":[],"secondWeek":[],"cannotSign":[],"noCheque":[],"amount":[],"cancel":[]},
			"texts":{"slipFooter":"","charter":"Je ne parle de personne."},"oldChequeDays":0,"maxChequeCents":0,"lookMinutes":40,"tell":[`+tell+`],"version":1}`, status)
	}
	if got := set(`{"kind":"alert","roles":["coordinator"]}`, 422); !strings.Contains(got, `"field":"tell[0]"`) {
		t.Errorf("an alert for a coordinator: %s", got)
	}
	if got := set(`{"kind":"ready","roles":["orderAgent"]}`, 200); !strings.Contains(got, `{"kind":"ready","roles":["orderAgent"],`) || !strings.Contains(got, `"lookMinutes":40`) {
		t.Errorf("what was chosen: %s", got)
	}
	if got := strings.TrimSpace(w.do("GET", "/api/charter", "", "", 200)); got != `{"text":"Je ne parle de personne."}` {
		t.Errorf("the town's charter: %s", got)
	}
}
