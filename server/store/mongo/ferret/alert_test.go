package ferret

import (
	"crypto/rand"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/alert"
	"github.com/portage-livraison/portage/server/app"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/sliprepo"
	"github.com/portage-livraison/portage/server/store"
	"github.com/portage-livraison/portage/sync/slip"
)

// TestAnAlertIsSettledOverMongoDBsWire: what was decided about alerts is found by
// its keys on both stores; the desk's own tests show the same on the embedded one.
func TestAnAlertIsSettledOverMongoDBsWire(t *testing.T) {
	db, now := serve(t), &clock{now: monday.At(8, 0, time.UTC)}
	st, err := db.open(t.Context(), app.Kinds())
	must(t, err)
	t.Cleanup(func() { must(t, st.Close()) })
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	d := desk.New(desk.Options{Store: st, People: staff{}, Now: now.tell, Random: rand.Reader, Zone: time.UTC, NewID: newID})
	publish(t, d, 2)
	slips, err := d.Slips(t.Context(), claire, desk.SlipFilter{Day: monday})
	must(t, err)
	for _, s := range slips {
		_, err = store.Update(t.Context(), st, sliprepo.Name, s.ID, func(doc *store.Doc) (bool, error) {
			s, _, err := sliprepo.Decode(*doc)
			must(t, err)
			s, _, err = slip.Append(s, slip.Entry{ID: newID(), Kind: slip.Alert, V: 1, Seq: 1, At: now.tell(), Received: now.tell(),
				By: ana.ID, Device: "phone", Via: slip.ViaApp, Data: []byte(`{"text":"chute"}`)})
			must(t, err)
			*doc, err = sliprepo.Encode(s, s.Fold(), doc.Version, now.tell())
			return true, err
		})
		must(t, err)
	}
	social := account.User{ID: "social", Roles: []account.Role{account.SocialWorker}}
	count := func(want, wantSettled int) []desk.Alert {
		t.Helper()
		open, _, err := d.Alerts(t.Context(), social, desk.Page{})
		must(t, err)
		settled, _, err := d.SettledAlerts(t.Context(), social, desk.Page{})
		must(t, err)
		if len(open) != want || len(settled) != wantSettled {
			t.Errorf("%d open and %d settled, want %d and %d", len(open), len(settled), want, wantSettled)
		}
		return open
	}
	open := count(2, 0)
	_, err = d.SettleAlert(t.Context(), social, open[0].Slip, open[0].Entry, alert.Visited, "")
	must(t, err)
	count(1, 1)
	colleague := account.User{ID: "paul", Roles: social.Roles}
	if _, err := d.SettleAlert(t.Context(), colleague, open[0].Slip, open[0].Entry, alert.Called, ""); !errors.Is(err, alert.ErrSettled) {
		t.Errorf("a colleague settles it otherwise: %v", err)
	}
	_, err = d.ReopenAlert(t.Context(), colleague, open[0].Slip, open[0].Entry, "elle a rappelé")
	must(t, err)
	count(2, 0)
}
