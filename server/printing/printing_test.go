package printing

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/paper"
	"github.com/portage-livraison/portage/server/service"
	"github.com/portage-livraison/portage/sync/slip"
)

// journal is a slip with these entries, one a minute from 23 November, 23:58 UTC.
func journal(t *testing.T, entries ...slip.Entry) desk.Slip {
	t.Helper()
	s := slip.Slip{ID: "s"}
	at := time.Date(2026, 11, 23, 22, 58, 0, 0, time.UTC)
	for i, e := range entries {
		e.ID, e.V, e.At = string(rune('a'+i)), 1, at.Add(time.Duration(i)*time.Minute)
		e.Received = e.At
		if e.By == "" {
			e.By = "ana"
		}
		var err error
		if s, _, err = slip.Append(s, e); err != nil {
			t.Fatal(err)
		}
	}
	return desk.Slip{ID: s.ID, Journal: s.Journal, State: s.Fold()}
}

func created(more string) slip.Entry {
	return slip.Entry{Kind: slip.Created, Via: slip.ViaDesk, Data: json.RawMessage(`{"number":"2026-0007","day":"2026-05-01","sheet":{"household":{"id":"h","name":"Odette Maréchal",
		"phone":"02 61 91 10 01","address":"12 rue Haute","access":"code 14B7"},"merchant":{"id":"m","name":"Le Panier","payee":"SARL Panier"},
		"lines":[{"id":"1","text":"Pommes","quantity":"2 kg"},{"id":"2","text":"Chocolats","gift":true,"donor":"Rotary"}]` + more + `}}`)}
}

func newBuilder(t *testing.T, lang paper.Lang) builder {
	t.Helper()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return builder{set: service.Service{Name: "CCAS"}, zone: paris, lang: lang, names: map[string]account.Person{"ana": {ID: "ana", Name: "Ana Pereira"}}}
}

func said(s paper.Slip) string {
	var all []string
	for _, x := range s.Steps {
		all = append(all, x.When+" "+x.What)
	}
	return strings.Join(all, " | ")
}

func TestStepsTellWhatStandsInTheTownsTime(t *testing.T) {
	s := journal(t, created(``),
		slip.Entry{Kind: slip.Unavailable, Via: slip.ViaQR, By: "m", Data: json.RawMessage(`{"reason":"stock"}`)},
		slip.Entry{Kind: slip.Corrected, Via: slip.ViaQR, By: "m", Data: json.RawMessage(`{"entry":"b"}`)},
		slip.Entry{Kind: slip.Ready, Via: slip.ViaQR, By: "m", Data: json.RawMessage(`{"bags":1,"amountCents":990}`)},
		slip.Entry{Kind: slip.PickedUp, Via: slip.ViaApp, Seq: 1, Device: "p"},
		slip.Entry{Kind: slip.Alert, Via: slip.ViaApp, Seq: 2, Device: "p", Data: json.RawMessage(`{"text":"frigo vide"}`)},
		slip.Entry{Kind: slip.AttemptFailed, Via: slip.ViaApp, Seq: 3, Device: "p", Data: json.RawMessage(`{"reason":"noAnswer"}`)},
	)
	got := newBuilder(t, paper.French).slip(s, everything)
	want := "23/11 23:58 Commande passée | 24/11 00:01 Prête (1\u00a0sac, 9,90\u00a0€) | 24/11 00:02 Enlevée au commerce (Ana Pereira) | 24/11 00:04 Non remise (absence)"
	if said(got) != want {
		t.Errorf("%s\nwant %s", said(got), want)
	}
	if got.Driver.Name != "Ana Pereira" {
		t.Errorf("the driver is %q", got.Driver.Name)
	}
	if got.Day != "vendredi 1er mai 2026" || got.LastHash != s.Journal[6].Hash {
		t.Errorf("day %q, hash %q", got.Day, got.LastHash)
	}
	if en := said(newBuilder(t, paper.English).slip(s, everything)); !strings.Contains(en, "24 Nov 00:01 Ready (1\u00a0bag, €9.90)") {
		t.Error(en)
	}
}

func TestAnAlertChangesNothingOnPaper(t *testing.T) {
	s := journal(t, created(``), slip.Entry{Kind: slip.Alert, Via: slip.ViaApp, Seq: 1, Device: "p", Data: json.RawMessage(`{"text":"frigo vide"}`)})
	if got := newBuilder(t, paper.French).slip(s, everything); got.LastHash != s.Journal[0].Hash || strings.Contains(said(got), "frigo") {
		t.Errorf("%+v", got)
	}
}

func TestAShopsPaperLeadsToNoDoor(t *testing.T) {
	s := journal(t, created(`,"amountCents":1250`))
	got := newBuilder(t, paper.French).slip(s, shopOnly)
	if (got.Household != paper.Party{Name: "O.\u00a0M."}) || got.Merchant.Name != "Le Panier" || got.Amount != 1250 || len(got.Lines) != 2 {
		t.Errorf("%+v", got)
	}
	b := newBuilder(t, paper.French)
	b.set.Texts.SlipFooter = "Aucun chèque en blanc."
	if foot := b.slip(s, shopOnly).Foot; foot != "Aucun chèque en blanc." {
		t.Errorf("the town's own words are %q", foot)
	}
	if full := newBuilder(t, paper.French).slip(s, everything).Household; full.Address != "12 rue Haute" || full.Access != "code 14B7" {
		t.Errorf("%+v", full)
	}
}

func TestMarksCarryTheirStrokesOrTheirWitness(t *testing.T) {
	s := journal(t, created(`,"amountCents":1250`),
		slip.Entry{Kind: slip.PickedUp, Via: slip.ViaApp, Seq: 1, Device: "p"},
		slip.Entry{Kind: slip.HandedOver, Via: slip.ViaApp, Seq: 2, Device: "p", Data: json.RawMessage(`{"payment":"cheque","amountCents":1250,"payee":"SARL Panier",
			"mark":{"strokes":[2,10,20,30,40],"w":100,"h":50,"name":"O. Maréchal"}}`)},
		slip.Entry{Kind: slip.ChequeReturned, Via: slip.ViaQR, By: "m", Data: json.RawMessage(`{"amountCents":1250,"mark":{"cannotSign":"main bandée","witness":"P. Girard"}}`)},
	)
	got := newBuilder(t, paper.French).slip(s, everything)
	if r := got.Resident; r == nil || len(r.Strokes) != 5 || r.Strokes[4] != 40 || r.Name != "O. Maréchal" || r.At != "24/11/2026 00:00" {
		t.Errorf("resident %+v", r)
	}
	if m := got.Shop; m == nil || m.CannotSign != "main bandée" || m.Witness != "P. Girard" || m.Strokes != nil {
		t.Errorf("shop %+v", m)
	}
	if !got.Complete || got.Owed || got.NoPayment {
		t.Errorf("%+v", got)
	}
}

// atShop is a slip of Odette Maréchal at a shop of that name.
func atShop(t *testing.T, number, shop, note string) desk.Slip {
	t.Helper()
	s := journal(t, created(`,"note":"`+note+`"`), slip.Entry{Kind: slip.Ready, Via: slip.ViaQR, By: "m", Data: json.RawMessage(`{"bags":2}`)})
	s.State.Number, s.State.Sheet.Merchant.Name, s.State.Sheet.Merchant.Payee = number, shop, shop
	return s
}

func TestADoorIsOneLineOfTheRoundSheet(t *testing.T) {
	all := []desk.Slip{atShop(t, "0101", "Le Panier", "Sonner deux fois"), atShop(t, "0102", "Le Four", "Sonner deux fois"), atShop(t, "0103", "Le Four", "Pain tranché")}
	stops := newBuilder(t, paper.French).stops(all)
	var kinds []string
	for _, s := range stops {
		kinds = append(kinds, s.Kind+" "+s.Name+" "+s.Slips)
	}
	want := "pickUp Le Panier 0101|pickUp Le Four 0102, 0103|home Odette Maréchal 0101, 0102, 0103|chequeReturn Le Panier 0101|chequeReturn Le Four 0102, 0103"
	if got := strings.Join(kinds, "|"); got != want {
		t.Fatalf("%s\nwant %s", got, want)
	}
	home := stops[2]
	for said, times := range map[string]int{"code 14B7": 1, "Sonner deux fois": 1, "Pain tranché": 1, "(Le Panier)": 1, "(Le Four)": 1} {
		if n := strings.Count(home.Detail, said); n != times {
			t.Errorf("%q stands %d times in %q", said, n, home.Detail)
		}
	}
	if n := strings.Count(home.Amount, "Le Four"); n != 2 || !strings.Contains(home.Amount, "Le Panier") {
		t.Errorf("each cheque has its line: %q", home.Amount)
	}
}

func TestALineOfTheRoundSheetFitsAPage(t *testing.T) {
	var all []desk.Slip
	for range 10 {
		all = append(all, atShop(t, "0101", "Le Panier", ""))
	}
	for _, s := range newBuilder(t, paper.French).stops(all) {
		if n := strings.Count(s.Slips, "0101"); n != 8 && n != 2 {
			t.Errorf("%s: %d slips in one line", s.Kind, n)
		}
	}
}

func TestBothLanguagesSayEverything(t *testing.T) {
	for key := range words[paper.French] {
		if words[paper.English][key] == "" {
			t.Errorf("no English for %q", key)
		}
	}
	if len(words[paper.French]) != len(words[paper.English]) {
		t.Error("English has words that French lacks")
	}
}

func TestANameFollowsDeAsItIsSpoken(t *testing.T) {
	for name, want := range map[string]string{"Agathe Simon": "d’Agathe Simon", "Épicerie des Lices": "d’Épicerie des Lices", "Hélène": "de Hélène",
		"Yvonne": "de Yvonne", "Yanis": "de Yanis", "Boucherie Hamelin": "de Boucherie Hamelin", "Halles": "de Halles", "": "de "} {
		if got := deOf(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
