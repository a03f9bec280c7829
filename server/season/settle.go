package season

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/portage-livraison/portage/server/app"
	"github.com/portage-livraison/portage/server/service"
)

// Password is everybody's in a played season: it is a town of nobody's.
const password = "conciergerie municipale 2020"

// shop is one merchant, who scans or calls.
type shop struct {
	id, name, trade string
	scans           bool
	goods           []string
}

// trades of La Ciotat's shops, how many of each, and what people buy there.
var trades = []struct {
	trade string
	many  int
	goods []string
}{
	{"primeur", 4, []string{"2 kg de pommes de terre", "Salade, tomates, courgettes", "Oranges, un filet", "Fraises, 500 g"}},
	{"épicerie", 4, []string{"Café moulu", "Pâtes et riz", "Huile d’olive, un litre", "Biscottes"}},
	{"boucherie", 4, []string{"2 steaks hachés", "Un poulet fermier", "4 tranches de jambon"}},
	{"supérette", 3, []string{"Lait, 6 briques", "Eau, un pack", "Lessive", "Papier toilette"}},
	{"fromagerie", 2, []string{"Comté, 300 g", "Brousse du Rove"}},
	{"poissonnerie", 2, []string{"2 filets de dorade", "Sardines, 500 g"}},
	{"chocolaterie", 1, []string{"Une tablette noire"}},
	{"apiculture", 1, []string{"Miel de lavande, un pot"}},
	{bakery, 6, []string{"Deux baguettes", "Un pain complet"}},
}

const bakery = "boulangerie"

// settleIn is what happens before the first day: accounts, settings, shops.
func (t *town) settleIn() error {
	t.homes = make([]*home, registered)
	if err := t.makeStaff(); err != nil {
		return fmt.Errorf("staff: %w", err)
	}
	if err := t.makeService(); err != nil {
		return fmt.Errorf("service: %w", err)
	}
	for _, tr := range trades {
		for n := range tr.many {
			if err := t.enrolShop(tr.trade, n, tr.goods); err != nil {
				return fmt.Errorf("shops: %w", err)
			}
		}
	}
	for _, l := range []m{{"text": "Une boîte de chocolats", "donor": "Chocolaterie du Port", "stock": 30}, {"text": "Une plante fleurie", "donor": "Rotary Club", "stock": 20}} {
		var kept struct{ ID, Text string }
		if err := t.staff["agent"].post("/api/lots", l, &kept); err != nil {
			return err
		}
		t.lots[kept.Text] = kept.ID
	}
	return nil
}

// makeStaff sets the administrator up by the link that the machine's owner
// reads, and adds the others as the administrator does.
func (t *town) makeStaff() error {
	links, err := app.AskLinks(t.ctx, t.o.Config)
	if err != nil {
		return err
	}
	_, token, _ := strings.Cut(links.Setup, "#")
	token = token[strings.LastIndexAny(token, "=/")+1:]
	admin := &worker{t: t, login: "admin", password: password}
	res, err := t.call("POST", "/api/setup", "", m{"token": token, "name": "Armelle Quesnel", "login": admin.login, "password": password}, nil)
	if err != nil {
		return err
	}
	admin.keep(res)
	t.staff["admin"] = admin
	for _, p := range []struct{ word, name, role, origin string }{
		{"agent", "Yanis Mercier", "orderAgent", "town"}, {"social", "Hélène Vautier", "socialWorker", "ccas"},
		{"coordinator", "Camille Lebrun", "coordinator", "ccas"}, {"elected", "Bernard Lecouvey", "observer", "elected"},
	} {
		if err := t.addStaff(p.word, p.name, p.role, p.origin); err != nil {
			return err
		}
	}
	for i, name := range []string{"Nadia Benali", "Loïc Tanguy", "Monique Hamel", "Pascal Ferri", "Sékou Traoré"} {
		var kept struct{ ID string }
		if err := admin.post("/api/people", m{"name": name, "roles": []string{"driver"}, "origin": "town", "phone": fmt.Sprintf("06 39 98 00 %02d", i)}, &kept); err != nil {
			return err
		}
		t.drivers = append(t.drivers, &driver{t: t, id: kept.ID, name: name})
	}
	for _, p := range []*worker{t.staff["admin"], t.staff["agent"], t.staff["social"], t.staff["coordinator"], t.staff["elected"]} {
		t.tally.Logins = append(t.tally.Logins, p.login)
	}
	t.tally.Password = password
	return nil
}

func (t *town) addStaff(word, name, role, origin string) error {
	login := strings.ToLower(strings.NewReplacer("é", "e", "è", "e").Replace(strings.Fields(name)[0]))
	var kept struct{ ID string }
	var link struct{ URL string }
	admin := t.staff["admin"]
	t.pass(1)
	if err := admin.post("/api/people", m{"name": name, "login": login, "roles": []string{role}, "origin": origin}, &kept); err != nil {
		return err
	}
	if err := admin.post("/api/people/"+kept.ID+"/password-link", m{}, &link); err != nil {
		return err
	}
	_, token, _ := strings.Cut(link.URL, "#")
	token = token[strings.LastIndexAny(token, "=/")+1:]
	if _, err := t.call("POST", "/api/password/reset", "", m{"token": token, "password": password}, nil); err != nil {
		return err
	}
	t.staff[word] = &worker{t: t, id: kept.ID, login: login, password: password}
	return nil
}

func (t *town) makeService() error {
	s := t.plan.regime
	s.Name, s.Town, s.Phone = "Conciergerie municipale de La Ciotat", "La Ciotat", "04 42 08 88 00"
	s.ClosedDays = s.ClosedDays[:0:0]
	for _, name := range sectors {
		s.Sectors = append(s.Sectors, service.Sector{Name: name})
	}
	for _, tr := range trades {
		s.Trades = append(s.Trades, tr.trade)
	}
	s.EveryOrder = []service.Offer{{Text: "Une baguette, offerte", Trade: bakery}}
	s.Checklist = []string{"Masques", "Gel", "Gants", "Véhicule", "Bons et stylo"}
	s.OldCheque, s.MaxCheque, s.ShopLabel = 3, 15_000, service.LabelInitials
	s.Reasons = service.Reasons{Exit: exits, Exception: []string{"Retour d’hospitalisation"}, SecondWeek: []string{"Oubli important"},
		CannotSign: []string{"Ne peut pas tenir le stylet"}, NoCheque: []string{"Chéquier introuvable"},
		Amount: []string{"Produit manquant"}, Cancel: []string{"Hospitalisation", "Autre solution trouvée"}}
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	form := m{}
	if err := json.Unmarshal(raw, &form); err != nil {
		return err
	}
	for name, v := range form { // the form wants lists where the value has none
		if v == nil {
			form[name] = []any{}
		}
	}
	form["version"] = 0
	return t.staff["admin"].do("PUT", "/api/service", form, nil)
}

func (t *town) enrolShop(trade string, n int, goods []string) error {
	s := &shop{trade: trade, goods: goods, scans: t.rng.IntN(2) == 0}
	s.name = fmt.Sprintf("%s %s", map[string]string{"primeur": "Le Panier", "épicerie": "Épicerie", "boucherie": "Boucherie", "supérette": "Proxi",
		"fromagerie": "La Cave à fromages", "poissonnerie": "La Criée", "chocolaterie": "Chocolaterie", "apiculture": "Le Rucher", bakery: "Au Bon Pain"}[trade],
		[]string{"du Port", "de la Gare", "Saint-Jean", "des Calanques", "de l’Abeille", "du Marché"}[n])
	form := m{"name": s.name, "trade": trade, "sector": sectors[len(t.shops)%len(sectors)], "phone": fmt.Sprintf("04 42 71 00 %02d", len(t.shops)),
		"payee": strings.ToUpper(s.name), "contact": "M. ou Mme " + families[len(t.shops)]}
	var kept struct{ ID string }
	t.pass(4)
	if err := t.staff["coordinator"].post("/api/merchants", form, &kept); err != nil {
		return err
	}
	s.id = kept.ID
	t.shops = append(t.shops, s)
	return nil
}
