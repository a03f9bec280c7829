package httpapi

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/sync/slip"
)

// pdf asks for a paper and gives back its file.
func (w *deskTown) pdf(path, who string) (file string, a answer) {
	w.t.Helper()
	a = w.ask(w.t, "GET", path, "", who)
	if a.status != 200 || a.header.Get("Content-Type") != "application/pdf" || !strings.HasPrefix(a.body, "%PDF-") {
		w.t.Fatalf("%s: %d %s %.200s", path, a.status, a.header.Get("Content-Type"), a.body)
	}
	file = filepath.Join(w.t.TempDir(), "page.pdf")
	if err := os.WriteFile(file, []byte(a.body), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return file, a
}

// external runs a program that reads PDF; make test installs it.
func external(t *testing.T, name string, args ...string) string {
	t.Helper()
	if testing.Short() {
		t.Skipf("make check leaves out the tests that need %s; make test runs them", name)
	}
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		t.Fatalf("%s %v: %v", name, args, err)
	}
	return string(out)
}

// says checks the text of a paper.
func (w *deskTown) says(file string, want []string, never ...string) {
	w.t.Helper()
	text := external(w.t, "pdftotext", "-layout", file, "-")
	for _, s := range want {
		if !strings.Contains(text, s) {
			w.t.Errorf("the paper does not say %q:\n%s", s, text)
		}
	}
	for _, s := range never {
		if strings.Contains(text, s) {
			w.t.Errorf("the paper says %q:\n%s", s, text)
		}
	}
	external(w.t, "qpdf", "--check", file)
}

const strokes = `"strokes":[4,100,100,300,250,500,90,700,240],"w":600,"h":240`

func (w *till) deliver() {
	w.t.Helper()
	w.write(w.slip, slip.PickedUp, `{"bags":2}`)
	w.write(w.slip, slip.HandedOver, `{"payment":"cheque","amountCents":1250,"payee":"A. Simon","mark":{`+strokes+`,"name":"O. Maréchal"}}`)
}

func TestACompleteSlipIsTheSamePaperForEveryReader(t *testing.T) {
	w := newTill(t)
	w.tap(act(1, "ready", `,"bags":2`), 200)
	w.deliver()
	w.write(w.slip, slip.Alert, `{"text":"frigo vide"}`)
	w.tap(act(2, "chequeReturned", signed), 200)
	path := "/api/paper/slips?slip=" + w.slip
	file, first := w.pdf(path, w.agent)
	if dir := os.Getenv("PORTAGE_SHOTS"); dir != "" {
		external(t, "pdftoppm", "-r", "80", "-png", "-singlefile", file, filepath.Join(dir, "slip"))
	}
	w.says(file, []string{"n° 2026-0001", "vendredi 3 avril 2026", "Odette Maréchal", "12 rue Haute", "Le Panier", "A. Simon", "Pommes",
		"12,50 €", "03/04 10:00", "Prête (2 sacs)", "Remise, chèque reçu (driver)", "Chèque remis au commerce", "O. Maréchal, 03/04/2026 10:00",
		"Bon complet", w.short}, "frigo", "n’a pas signé")
	for _, who := range []string{w.coord, w.social} {
		if _, a := w.pdf(path, who); a.body != first.body {
			t.Error("another reader has another paper")
		}
	}
	etag := first.header.Get("ETag")
	if a := w.ask(t, "GET", path, "", w.agent, "If-None-Match: "+etag); a.status != 304 || a.body != "" {
		t.Errorf("asked again: %d, %d bytes", a.status, len(a.body))
	}
	if got := first.header.Get("Content-Disposition"); got != `inline; filename="bon-2026-0001.pdf"` {
		t.Error(got)
	}
	if first.header.Get("Cache-Control") != "no-store" {
		t.Error("a shared computer would keep it")
	}
	small, a5 := w.pdf(path+"&size=a5&lang=en", w.agent)
	w.says(small, []string{"Delivery slip", "Friday 3 April 2026", "€12.50", "Handed over, cheque received"})
	if a5.header.Get("ETag") == etag {
		t.Error("two papers with one tag")
	}
}

func TestThePrintedCodeOpensTheSlip(t *testing.T) {
	w := newTill(t)
	for name, path := range map[string]string{"slip": "/api/paper/slips?slip=" + w.slip, "a5": "/api/paper/slips?size=a5&slip=" + w.slip,
		"label": "/api/paper/labels?slip=" + w.slip, "roll": "/api/paper/labels?sheet=roll&slip=" + w.slip} {
		t.Run(name, func(t *testing.T) {
			file, _ := w.pdf(path, w.coord)
			root := strings.TrimSuffix(file, ".pdf")
			external(t, "pdftoppm", "-r", "150", "-gray", "-singlefile", file, root)
			url := strings.TrimSpace(external(t, "zbarimg", "-q", "--raw", root+".pgm"))
			code, ok := strings.CutPrefix(url, "HTTPS://PORTAGE.EXAMPLE/S/")
			if !ok {
				t.Fatalf("read %q", url)
			}
			w.open(code, 200)
		})
	}
}

func TestASlipInProgressIsAFormToSign(t *testing.T) {
	w := newTill(t)
	w.do("POST", "/api/orders", w.agent, fmt.Sprintf(`{"household":%q,"day":"2026-04-07","parts":[{"merchant":%q,"direct":true}]}`, w.home, w.bread), 201)
	file, _ := w.pdf("/api/paper/slips?day=2026-04-07", w.agent)
	w.says(file, []string{"Montant à inscrire au commerce", "Ce papier peut servir à signer", "Commande passée"}, "0,00", "Bon complet")
	file, _ = w.pdf("/api/paper/slips?day=2026-05-05", w.agent)
	w.says(file, []string{"Aucun bon pour ce jour"})
}

func TestRoundLabelsChequesAndPosterArePrinted(t *testing.T) {
	w := newTill(t)
	r := w.round()
	w.do("POST", "/api/slips/"+w.slip+"/round", w.coord, fmt.Sprintf(`{"from":"","to":%q}`, r), 200)
	w.tap(act(1, "ready", `,"bags":2`), 200)
	file, a := w.pdf("/api/paper/rounds/"+r, w.coord)
	w.says(file, []string{"Feuille de tournée", "driver", "Enlèvement", "Le Panier", "Domicile", "Odette Maréchal", "12 rue Haute", "02 61 91 10 01",
		"Remise de chèques", "12,50", "A. Simon", "2026-0001", "Données personnelles"})
	if a.header.Get("Content-Disposition") != `inline; filename="tournee-2026-04-03.pdf"` {
		t.Error(a.header.Get("Content-Disposition"))
	}
	file, a = w.pdf("/api/paper/labels?round="+r, w.coord)
	if a.header.Get("Content-Disposition") != `inline; filename="etiquettes-tournee-2026-04-03.pdf"` {
		t.Error(a.header.Get("Content-Disposition"))
	}
	w.says(file, []string{"Sac 1 sur 2", "Sac 2 sur 2", "O. M.", "Le Panier", "étape 1"}, "Maréchal", "rue Haute")
	file, _ = w.pdf("/api/paper/cheques", w.coord)
	w.says(file, []string{"2026-0001", "A. Simon", "Attendus aujourd’hui : 1", "12,50 €"}, "En main")
	w.deliver()
	w.pass(4 * 24 * time.Hour)
	w.coord = w.as(t, "coordinator")
	file, _ = w.pdf("/api/paper/cheques", w.coord)
	w.says(file, []string{"2026-0001", "Odette Maréchal", "En main ou restant dus : 1", "driver", "03/04", "ancien", "12,50 €"}, "Attendus aujourd’hui")
	file, _ = w.pdf("/api/paper/posters/"+w.greens, w.coord)
	w.says(file, []string{"Le Panier", "Une commande est prête", w.field(w.do("GET", "/api/merchants/"+w.greens+"/codes", w.coord, "", 200), "code")})
}

func TestPapersRefuseWhatTheyCannotPrint(t *testing.T) {
	w := newTill(t)
	for path, want := range map[string]string{
		"/api/paper/slips?slip=none": "slip.unknown", "/api/paper/slips?size=a3": "paper.look", "/api/paper/slips?day=demain": "day.bad",
		"/api/paper/labels?sheet=13": "paper.sheet", "/api/paper/rounds/none": "round.unknown", "/api/paper/posters/none": "merchant.unknown",
	} {
		if a := w.ask(t, "GET", path, "", w.coord); a.problem(t).Code != want {
			t.Errorf("%s: %d %s, want %s", path, a.status, a.body, want)
		}
	}
	body := `{"person":"none","url":"https://portage.example/enrol#x","code":"ABCD-EFGH","expiresAt":"2026-04-03T08:10:00Z"}`
	if a := w.ask(t, "POST", "/api/paper/cards", body, w.coord); a.problem(t).Code != "paper.card" {
		t.Errorf("a card of nobody: %d %s", a.status, a.body)
	}
	driver := strings.Replace(body, "none", w.ids["driver"], 1)
	if a := w.ask(t, "POST", "/api/paper/cards", strings.Replace(driver, "portage.example", "elsewhere.example", 1), w.coord); a.problem(t).Code != "paper.card" {
		t.Errorf("another site's link: %d %s", a.status, a.body)
	}
	if a := w.ask(t, "POST", "/api/paper/cards", driver, w.coord); a.status != 200 || !strings.HasPrefix(a.body, "%PDF") {
		t.Errorf("the card: %d %s", a.status, a.body)
	}
}

func TestAShopPrintsItsOwnCopyAlone(t *testing.T) {
	w := newTill(t)
	path := "/api/counter/" + w.secret + "/slips/" + w.slip
	w.deliver()
	w.tap(act(2, "chequeReturned", signed), 200)
	file, a := w.pdf(path, "")
	w.says(file, []string{"n° 2026-0001", "O. M.", "Le Panier", "A. Simon", "12,50 €", "donnée à la porte, 03/04/2026 10:00", "Bon complet"},
		"Maréchal", "Odette", "Haute", "91 10 01")
	if a.header.Get("Cache-Control") != "no-store" || a.header.Get("X-Robots-Tag") != "noindex, nofollow" {
		t.Errorf("headers %v", a.header)
	}
	other := w.direct(w.greens)
	own := w.field(w.do("GET", "/api/merchants/"+w.greens+"/codes", w.coord, "", 200), "code")
	file, _ = w.pdf("/api/counter/"+own+"/slips/"+other, "")
	w.says(file, []string{"n° 2026-0003", "O. M."}, "Maréchal")
	for _, no := range []string{"/api/counter/" + w.secret + "/slips/" + other, "/api/counter/" + own + "/slips/none", "/api/counter/ACDE-FHJK/slips/" + w.slip} {
		w.do("GET", no, "", "", 404)
	}
	w.do("POST", "/api/slips/"+other+"/cancel", w.agent, `{"reason":"hospitalisée"}`, 200)
	file, _ = w.pdf("/api/counter/"+w.secretOf(other)+"/slips/"+other, "")
	w.says(file, []string{"Annulé", "par le service"}, "hospitalisée")
}

func TestADriverPrintsTheOwnRoundAlone(t *testing.T) {
	w := newTill(t)
	r := w.round()
	w.do("POST", "/api/slips/"+w.slip+"/round", w.coord, fmt.Sprintf(`{"from":"","to":%q}`, r), 200)
	phone, _ := w.phone(t)
	sheet, slips := "/api/paper/own/"+r+"/sheet", "/api/paper/own/"+r+"/slips"
	unknown := w.do("GET", "/api/paper/own/none/sheet", phone, "", 404)
	if got := w.do("GET", sheet, phone, "", 404); w.field(got, "code") != w.field(unknown, "code") {
		t.Errorf("a round that is not published yet: %s", got)
	}
	w.do("POST", "/api/rounds/"+r+"/publish", w.coord, `{"version":2}`, 200)
	file, _ := w.pdf(sheet, phone)
	w.says(file, []string{"Feuille de tournée", "Odette Maréchal", "12 rue Haute"})
	file, _ = w.pdf(slips+"?size=a5", phone)
	w.says(file, []string{"n° 2026-0001", w.short})
	w.person(t, "other", account.Driver)
	for _, path := range []string{sheet, slips} {
		w.do("GET", path, w.as(t, "other"), "", 404)
		w.do("GET", path, w.coord, "", 403)
	}
	w.pass(48 * time.Hour)
	w.do("GET", sheet, phone, "", 404)
}

func TestAReplacedCodeEndsAndIsInTheLog(t *testing.T) {
	w := newTill(t)
	path := "/api/slips/" + w.slip + "/codes"
	ask := fmt.Sprintf(`{"code":%q,"reason":"lost"}`, w.short)
	fresh := w.do("POST", path, w.agent, ask, 200)
	if again := w.do("POST", path, w.agent, ask, 200); again != fresh {
		t.Errorf("asked twice: %s, then %s", fresh, again)
	}
	if now := w.do("GET", path, w.agent, "", 200); now != fresh || w.field(fresh, "code") == w.short {
		t.Errorf("the code is %s, the new one was %s", now, fresh)
	}
	for _, old := range []string{w.secret, w.short} {
		if body := w.open(old, 410); w.field(body, "code") != "slipcode.withdrawn" {
			t.Error(body)
		}
	}
	if body := w.tap(act(1, "ready", `,"bags":1`), 410); w.field(body, "code") != "slipcode.withdrawn" {
		t.Error(body)
	}
	w.open(w.field(fresh, "code"), 200)
	shop := "/api/merchants/" + w.greens + "/codes"
	poster := w.field(w.do("GET", shop, w.coord, "", 200), "code")
	next := w.do("POST", shop, w.coord, fmt.Sprintf(`{"code":%q,"reason":"leaked"}`, poster), 200)
	w.open(poster, 410)
	w.open(w.field(next, "code"), 200)
	w.do("POST", path, w.agent, fmt.Sprintf(`{"code":%q,"reason":"lost"}`, w.field(next, "code")), 404) // another one's
	w.do("POST", path, w.agent, `{"code":"XXXX","reason":"lost"}`, 404)
	w.do("POST", path, w.agent, fmt.Sprintf(`{"code":%q,"reason":"bored"}`, w.field(fresh, "code")), 422)
	log := w.do("GET", "/api/audit", w.ad, "", 200)
	for _, want := range []string{w.slip, w.greens, `"reason":"lost"`, `"reason":"leaked"`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log does not hold %s", want)
		}
	}
	if n := strings.Count(log, `"code.withdrawn"`); n != 2 {
		t.Errorf("%d entries for two codes", n)
	}
}
