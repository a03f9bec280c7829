package season

import (
	"fmt"
	"strings"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/household"
)

// Invented people: the town is real, nobody in it is.
var (
	givens   = strings.Fields("Odette Marcel Yvonne Lucien Simone Henri Paulette Roger Jeannine Raymond Ginette Maurice Huguette Fernand Arlette Gaston Denise Émile Colette Armand Josette Félix Mireille Antoine Renée Joseph Thérèse Louis")
	families = strings.Fields("Arnaud Barbaroux Caillol Decugis Esposito Fabre Gassier Honnorat Isnard Jourdan Lombard Martinelli Negrel Olive Peyron Ricard Sauvaire Trotabas Vidal Aubert Blanc Chabert Deluy Estienne Fouque Gilly Imbert Jauffret Laugier Michel Nicolas Pellegrin Reynier Silvy Tassy Venture Amic Bonnet Coste Daumas")
	streets  = strings.Fields("Mimosas Calanques Chantiers Lauriers Figuiers Pins Tamaris Vignerons Pêcheurs Oliviers Amandiers Capucins Remparts Platanes")
	sectors  = []string{"Vieux-Port", "Centre", "Fontsainte", "La Garde", "Saint-Jean", "Abeille"}
	bands    = []string{"80+", "80+", "80+", "75-79", "75-79", "60-74", "18-59"}
	exits    = []string{"Relais familial", "Aide à domicile", "Voisinage", "Portage de repas"}
	links    = []string{"Maison des seniors", "Service social", "Aide à domicile"}
)

// home is a household as the agent has it on the screen.
type home struct {
	id      string
	version int64
	name    string
	street  string
	phone   string
	sector  string
	left    bool
}

// register takes the call of a household: a request, its assessment, and what
// the agent then asks in a call of her own.
func (t *town) register(n int) error {
	given, family := givens[n%len(givens)], families[(n*7+int(t.o.Seed%5))%len(families)]
	h := &home{name: given + " " + family, phone: fmt.Sprintf("04 42 08 %02d %02d", n/100+10, n%100), sector: sectors[t.rng.IntN(len(sectors))],
		street: fmt.Sprintf("%d rue des %s", 1+t.rng.IntN(90), streets[t.rng.IntN(len(streets))])}
	var req struct {
		ID        string
		Referrals []struct{ ID string }
	}
	agent, social := t.staff["agent"], t.staff["social"]
	t.pass(3)
	if err := agent.post("/api/requests", m{"name": h.name, "phone": h.phone, "street": h.street, "needs": "Courses", "spoken": t.rng.IntN(3) > 0}, &req); err != nil {
		return err
	}
	t.pass(4)
	if err := social.post("/api/requests/"+req.ID+"/calls", m{"reached": true}, nil); err != nil {
		return err
	}
	refer := []m{{"kind": "shopping", "owner": agent.id, "due": day.Of(t.now(), t.zone)}}
	if t.rng.IntN(6) == 0 {
		refer = append(refer, m{"kind": "seniorsHouse", "owner": "Maison des seniors", "due": day.Of(t.now(), t.zone)})
	}
	if err := social.post("/api/requests/"+req.ID+"/assessment", m{"text": "Ne sort plus, courses à organiser.", "referrals": refer}, &req); err != nil {
		return err
	}
	if err := t.addHome(h, given, family); err != nil {
		return err
	}
	if err := agent.post("/api/requests/"+req.ID+"/household", m{"household": h.id}, nil); err != nil {
		return err
	}
	t.homes[n] = h
	return agent.post("/api/requests/"+req.ID+"/outcome", m{"referral": req.Referrals[0].ID, "outcome": "Inscrit au service"}, nil)
}

func (t *town) addHome(h *home, given, family string) error {
	people := []household.Person{{Given: given, Family: family, Band: bands[t.rng.IntN(len(bands))]}}
	if t.rng.IntN(4) == 0 {
		people = append(people, household.Person{Given: givens[t.rng.IntN(len(givens))], Family: family, Band: "80+"})
	}
	form := m{"people": people, "size": len(people), "phones": []string{h.phone}, "newToService": t.rng.IntN(3) > 0, "isolated": t.rng.IntN(2) == 0,
		"address": m{"street": h.street, "postcode": "13600", "town": "La Ciotat", "sector": h.sector}, "access": "Sonner longtemps"}
	if t.rng.IntN(5) == 0 {
		form["linked"] = []string{links[t.rng.IntN(len(links))]}
	}
	var kept struct {
		ID      string
		Version int64
	}
	t.pass(5)
	agent := t.staff["agent"]
	if err := agent.post("/api/households", form, &kept); err != nil {
		return err
	}
	h.id, h.version = kept.ID, kept.Version
	if t.rng.IntN(9) == 0 {
		return agent.post("/api/households/"+h.id+"/exceptions", m{"rule": "Âge", "reason": "Retour d’hospitalisation"}, nil)
	}
	return nil
}

// elsewhere takes calls of people whom the service sends elsewhere.
func (t *town) elsewhere() error {
	var req struct {
		ID        string
		Referrals []struct{ ID string }
	}
	t.pass(6)
	name := givens[t.rng.IntN(len(givens))] + " " + families[t.rng.IntN(len(families))]
	if err := t.staff["agent"].post("/api/requests", m{"name": name, "phone": fmt.Sprintf("04 42 83 %02d %02d", t.rng.IntN(90), t.rng.IntN(90)), "spoken": true}, &req); err != nil {
		return err
	}
	kinds := []string{"meals", "homeHelp", "socialService", "seniorsHouse", "moralSupport"}
	refer := []m{{"kind": kinds[t.rng.IntN(len(kinds))], "owner": "CCAS", "due": day.Of(t.now(), t.zone)}}
	if err := t.staff["social"].post("/api/requests/"+req.ID+"/assessment", m{"referrals": refer}, &req); err != nil {
		return err
	}
	return t.staff["social"].post("/api/requests/"+req.ID+"/outcome", m{"referral": req.Referrals[0].ID, "outcome": "Pris en charge"}, nil)
}

// leave closes a household that found another way.
func (t *town) leave(n int, d day.Day) error {
	t.homes[n].left = true
	t.pass(2)
	return t.staff["agent"].post("/api/households/"+t.homes[n].id+"/leave", m{"day": d, "reason": exits[t.rng.IntN(len(exits))], "note": ""}, nil)
}
