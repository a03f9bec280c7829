package season_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"encoding/json"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/portage-livraison/portage/server/app"
	"github.com/portage-livraison/portage/server/report"
	"github.com/portage-livraison/portage/server/season"
	"github.com/portage-livraison/portage/server/store/transfer"
	"github.com/portage-livraison/portage/sync/slip"
)

// played is a season with its report and its export.
type played struct {
	tally  season.Tally
	report report.Figures
	slips  []document
	homes  []document
	orders []document
}

// document is one of the export.
type document struct {
	kind, id string
	body     []byte
}

func play(t *testing.T, seed uint64) played {
	t.Helper()
	cfg := app.Default()
	cfg.Data = t.TempDir()
	p := played{}
	var err error
	if p.tally, err = season.Play(t.Context(), season.Options{Config: cfg, Seed: seed}); err != nil {
		t.Fatal(err)
	}
	if p.report, err = app.Report(t.Context(), cfg, report.Ask{From: "2020-04-03", To: "2020-07-16"}, false); err != nil {
		t.Fatal(err)
	}
	st, err := app.OpenSource(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	_, err = transfer.Export(t.Context(), st, &file, func(transfer.Progress) {})
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range documents(t, &file) {
		switch d.kind {
		case "slip":
			p.slips = append(p.slips, d)
		case "household":
			p.homes = append(p.homes, d)
		case "order":
			p.orders = append(p.orders, d)
		}
	}
	return p
}

// laCiotat is the season of the usual seed, played once for all tests: each
// only reads it.
func laCiotat(t *testing.T) played {
	t.Helper()
	if usual == nil {
		p := play(t, 2020)
		usual = &p
	}
	return *usual
}

var usual *played

// documents takes an export apart by its format alone.
func documents(t *testing.T, file io.Reader) []document {
	t.Helper()
	zip, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	var out []document
	for len(raw) > 0 {
		n := binary.BigEndian.Uint32(raw[1:])
		letter, content := raw[0], raw[5:5+n]
		raw = raw[5+n:]
		if letter != 'D' {
			continue
		}
		kind, rest := text(content)
		id, _ := text(rest)
		_, body, _ := bytes.Cut(content, []byte(`{"`)) // no key holds that
		out = append(out, document{kind, id, append([]byte(`{"`), body...)})
	}
	return out
}

func text(b []byte) (string, []byte) {
	n := binary.BigEndian.Uint32(b)
	return string(b[4 : 4+n]), b[4+n:]
}

// TestSeasonOfLaCiotat is scenario 41, and what must hold whatever failed.
func TestSeasonOfLaCiotat(t *testing.T) {
	p := laCiotat(t)
	want := []report.Month{{Month: "2020-04", Deliveries: 81, Drivers: 4}, {Month: "2020-05", Deliveries: 46, Drivers: 5},
		{Month: "2020-06", Deliveries: 32, Drivers: 1}, {Month: "2020-07", Deliveries: 9, Drivers: 1}}
	checkTotals(t, p, want)
	hand, served := byHand(t, p.slips)
	if !reflect.DeepEqual(hand, want) || served != 47 || len(p.homes) != 75 {
		t.Errorf("counted by hand from the export: %v, %d served, %d registered", hand, served, len(p.homes))
	}
	if p.tally.Failed*4 < p.tally.Exchanges || p.tally.Exchanges < 300 {
		t.Errorf("%d of %d exchanges failed: less than a quarter", p.tally.Failed, p.tally.Exchanges)
	}
	if n := reflect.ValueOf(p.tally.Trouble); n.IsValid() {
		for i := range n.NumField() {
			if n.Field(i).Int() == 0 {
				t.Errorf("nothing of this in the season: %s", n.Type().Field(i).Name)
			}
		}
	}
	checkSlips(t, p)
	checkOrders(t, p)
	checkTimes(t, p)
}

func TestAnotherSeedGivesOtherDetailsAndTheSameTotals(t *testing.T) {
	a, b := laCiotat(t), play(t, 7)
	checkTotals(t, b, a.report.Months)
	if a.report.ChequesCents == b.report.ChequesCents || reflect.DeepEqual(a.report.Sectors, b.report.Sectors) {
		t.Error("two seeds gave the same details")
	}
}

func checkTotals(t *testing.T, p played, want []report.Month) {
	t.Helper()
	f := p.report
	if len(f.Months) != len(want) {
		t.Fatalf("months: %v", f.Months)
	}
	for i, m := range f.Months {
		if m.Month != want[i].Month || m.Deliveries != want[i].Deliveries || m.Drivers != want[i].Drivers {
			t.Errorf("%+v, want %+v", m, want[i])
		}
	}
	if f.Deliveries != 168 || f.Registered != 75 || f.HouseholdsServed != 47 || f.Merchants != 21 || f.Bakeries != 6 {
		t.Errorf("%d deliveries, %d registered, %d served, %d merchants, %d bakeries", f.Deliveries, f.Registered, f.HouseholdsServed, f.Merchants, f.Bakeries)
	}
}

// checkSlips looks at every slip: the chain holds, no act is lost or there
// twice, every cheque is with its shop.
func checkSlips(t *testing.T, p played) {
	t.Helper()
	times := map[string]int{}
	var cents int64
	for _, d := range p.slips {
		s, err := slip.Decode(d.body)
		if err != nil {
			t.Fatal(err)
		}
		if err := slip.Verify(s.Journal); err != nil {
			t.Errorf("slip %s: %v", d.id, err)
		}
		for _, e := range s.Journal {
			times[e.ID]++
		}
		state := s.Fold()
		if state.Goods.State != slip.GoodsDelivered {
			continue
		}
		switch state.Cheque.State {
		case slip.ChequeWithMerchant:
			cents += state.Cheque.Amount
		case slip.ChequeNotNeeded:
		default:
			t.Errorf("slip %s: the cheque is %s", d.id, state.Cheque.State)
		}
		if len(state.OpenTasks()) > 0 {
			t.Errorf("slip %s: nobody settled %v", d.id, state.OpenTasks())
		}
	}
	for _, id := range p.tally.SlipActs {
		if times[id] != 1 {
			t.Errorf("act %s is there %d times", id, times[id])
		}
	}
	if cents != p.report.ChequesCents || p.report.ChequesOpen != 0 {
		t.Errorf("cheques of %d cents, the report says %d and %d open", cents, p.report.ChequesCents, p.report.ChequesOpen)
	}
}

func TestReportsWordsHoldNoResident(t *testing.T) {
	p := laCiotat(t)
	var all bytes.Buffer
	for _, lang := range []string{"fr", "en"} {
		if err := report.CSV(&all, p.report, lang); err != nil {
			t.Fatal(err)
		}
	}
	for _, d := range p.homes {
		var h struct {
			Value struct {
				ID     string
				People []struct{ Given, Family string }
			}
		}
		if err := json.Unmarshal(d.body, &h); err != nil {
			t.Fatal(err)
		}
		for _, who := range h.Value.People {
			if strings.Contains(all.String(), who.Given+" "+who.Family) || strings.Contains(all.String(), h.Value.ID) {
				t.Errorf("the report names %v", who)
			}
		}
	}
}
