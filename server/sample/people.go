package sample

import (
	"context"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/desk"
	"github.com/portage-livraison/portage/server/household"
	"github.com/portage-livraison/portage/server/merchant"
	"github.com/portage-livraison/portage/server/place"
	"github.com/portage-livraison/portage/server/request"
)

const postcode = "50999"

var (
	mornings = windows("09:00", "12:00")
	allDay   = windows("09:30", "17:30")
)

func windows(from, to string) []household.Window {
	var out []household.Window
	for d := day.Monday; d <= day.Sunday; d++ {
		out = append(out, household.Window{Weekday: d, From: from, To: to})
	}
	return out
}

func home(street, extra, sector string, lat, lng float64) household.Address {
	return household.Address{Street: street, Extra: extra, Postcode: postcode, Town: townName, Sector: sector, Point: &place.Point{Lat: lat, Lng: lng}}
}

// homes of the town, the first one of each household is named on its slips.
var homes = []household.Household{
	{People: []household.Person{{Given: "Odette", Family: "Maréchal", Band: "80+"}}, Phones: []string{"02 61 91 10 01"},
		Emergency: household.Emergency{Name: "Lise Maréchal", Link: "fille", Phone: "06 39 98 10 01"},
		Address:   home("12 bis, rue du Lavoir", "2e étage gauche", "Centre-bourg", 49.0517, -1.0443), Windows: mornings,
		Access: "Code 27B5 puis ascenseur. Sonner longtemps, elle entend mal.", Diet: "Sans sel", NewTo: true, Isolated: true},
	{People: []household.Person{{Given: "Léon", Family: "Lefebvre", Band: "80+"}, {Given: "Jeanne", Family: "Lefebvre", Band: "80+"}},
		Phones: []string{"02 61 91 10 02", "06 39 98 10 02"}, Emergency: household.Emergency{Name: "Marc Lefebvre", Link: "fils", Phone: "06 39 98 10 03"},
		Address: home("4 place de la Halle", "", "Centre-bourg", 49.0509, -1.0431), Windows: allDay, Access: "Porte verte à côté de la pharmacie, rez-de-chaussée.", NewTo: true},
	{People: []household.Person{{Given: "Thérèse", Family: "Ouvrard", Band: "75-79"}}, Phones: []string{"02 61 91 10 03"},
		Address: home("31 quai des Gabares", "Résidence du Bassin, appt 14", "Le Port", 49.0475, -1.0511), Windows: mornings,
		Access: "Interphone OUVRARD. Deux marches, laisser les sacs sur la chaise du palier.", Isolated: true, NewTo: true},
	{People: []household.Person{{Given: "Mamadou", Family: "Sy", Band: "60-74"}, {Given: "Aïssatou", Family: "Sy", Band: "60-74"}, {Given: "Ibrahima", Family: "Sy", Band: "0-17"}},
		Phones: []string{"06 39 98 10 04"}, Address: home("7 allée des Mégissiers", "Bât. C, 4e étage", "Les Tanneries", 49.0441, -1.0352), Windows: allDay,
		Access: "Ascenseur en panne : prévenir avant de monter, le fils descend.", Diet: "Sans porc"},
	{People: []household.Person{{Given: "Simone", Family: "Le Goff", Band: "80+"}}, Phones: []string{"02 61 91 10 05"},
		Emergency: household.Emergency{Name: "Mme Duval", Link: "voisine du 18", Phone: "02 61 91 10 15"},
		Address:   home("16 rue Haute", "", "Haute-Ville", 49.0566, -1.0386), Windows: mornings,
		Access: "Petit chien gentil mais bruyant. Entrer par le jardin, la clé est chez la voisine du 18.", Isolated: true, NewTo: true},
	{People: []household.Person{{Given: "René", Family: "Castel", Band: "80+"}}, Phones: []string{"02 61 91 10 06"},
		Address: home("3 sente des Remparts", "", "Haute-Ville", 49.0558, -1.0399), Windows: allDay, Access: "Rue piétonne : se garer place du Château.", Diet: "Diabétique"},
	{People: []household.Person{{Given: "Yvonne", Family: "Picard", Band: "80+"}, {Given: "Marcel", Family: "Picard", Band: "80+"}}, Phones: []string{"02 61 91 10 07"},
		Emergency: household.Emergency{Name: "Docteur Aubin", Link: "médecin", Phone: "02 61 91 20 01"},
		Address:   home("22 avenue de Bellevue", "Résidence Les Tilleuls, RdC", "Bellevue", 49.0611, -1.0518), Windows: mornings,
		Access: "Madame en fauteuil roulant, laisser le temps d’ouvrir.", NewTo: true},
	{People: []household.Person{{Given: "Claudine", Family: "Rivière", Band: "60-74"}}, Phones: []string{"06 39 98 10 08"},
		Address: home("9 impasse du Four", "", "Centre-bourg", 49.0520, -1.0425), Windows: allDay, Access: "Opérée de la hanche, ne descend pas les escaliers : 1er étage."},
	{People: []household.Person{{Given: "Ahmed", Family: "Belkacem", Band: "75-79"}}, Phones: []string{"02 61 91 10 09"},
		Emergency: household.Emergency{Name: "Samia Belkacem", Link: "nièce", Phone: "06 39 98 10 09"},
		Address:   home("45 rue des Tanneurs", "", "Les Tanneries", 49.0434, -1.0339), Windows: mornings, Isolated: true, NewTo: true},
	{People: []household.Person{{Given: "Geneviève", Family: "Morvan", Band: "80+"}}, Phones: []string{"02 61 91 10 10"},
		Address: home("1 rue du Vieux-Pont", "3e étage sans ascenseur", "Le Port", 49.0482, -1.0495), Windows: allDay,
		Access: "Portail à droite de l’atelier, digicode 1964A.", Isolated: true},
	{People: []household.Person{{Given: "Paul", Family: "Ansquer", Band: "75-79"}, {Given: "Denise", Family: "Ansquer", Band: "75-79"}}, Phones: []string{"02 61 91 10 11"},
		Address: home("58 route de la Chapelle", "Ferme des Ajoncs", "Bellevue", 49.0649, -1.0561), Windows: allDay, Access: "Dernière maison après le calvaire, chemin de terre."},
	{People: []household.Person{{Given: "Lucette", Family: "Fontaine", Band: "80+"}}, Phones: []string{"02 61 91 10 12"},
		Emergency: household.Emergency{Name: "Julien Fontaine", Link: "petit-fils", Phone: "06 39 98 10 12"},
		Address:   home("6 square des Lices", "Appt 3", "Haute-Ville", 49.0553, -1.0380), Windows: mornings, Access: "Sonnette en panne, frapper fort.", NewTo: true, Linked: []string{"Maison des aînés"}},
}

func (t *town) makeHouseholds(ctx context.Context) error {
	for i, h := range homes {
		t.at(t.today.Add(-30+2*i), 10, 15)
		h.Size = len(h.People)
		kept, err := t.desk.AddHousehold(ctx, t.staff["agent"], h)
		if err != nil {
			return err
		}
		t.homes = append(t.homes, kept.Value.ID)
	}
	return nil
}

func hours(spans ...[2]string) []merchant.Hours {
	var out []merchant.Hours
	for d := day.Monday; d <= day.Sunday; d++ {
		for _, s := range spans {
			out = append(out, merchant.Hours{Weekday: d, From: s[0], To: s[1]})
		}
	}
	return out
}

var (
	usual = hours([2]string{"08:30", "12:30"}, [2]string{"15:00", "19:00"})
	early = hours([2]string{"06:45", "13:30"})
)

// shops of the town, by the word that the days use.
var shops = []struct {
	word string
	merchant.Merchant
}{
	{"bread", merchant.Merchant{Name: "Le Fournil de la Vire", Trade: "boulangerie", Sector: "Centre-bourg", Contact: "Mme Lemoine", Phone: "02 61 91 30 01",
		Address: "2 place de la Halle", Point: &place.Point{Lat: 49.0511, Lng: -1.0434}, Payee: "SARL Lemoine", Hours: early, Gifts: []string{"Une baguette par commande"}}},
	{"greens", merchant.Merchant{Name: "Le Panier d’Agathe", Trade: "primeur", Sector: "Centre-bourg", Contact: "Agathe Simon", Phone: "02 61 91 30 02",
		Address: "8 rue du Lavoir", Point: &place.Point{Lat: 49.0514, Lng: -1.0440}, Payee: "Agathe Simon", Hours: usual}},
	{"grocer", merchant.Merchant{Name: "Épicerie des Lices", Trade: "épicerie", Sector: "Haute-Ville", Contact: "M. Bouchard", Phone: "02 61 91 30 03",
		Address: "11 rue Haute", Point: &place.Point{Lat: 49.0563, Lng: -1.0389}, Payee: "Épicerie des Lices", Hours: usual}},
	{"butcher", merchant.Merchant{Name: "Boucherie Hamelin", Trade: "boucherie", Sector: "Centre-bourg", Contact: "Éric Hamelin", Phone: "02 61 91 30 04",
		Address: "15 rue de l’Église", Point: &place.Point{Lat: 49.0506, Lng: -1.0427}, Payee: "Boucherie Hamelin", Hours: usual, Note: "Rappelle toujours avant 10 h."}},
	{"cheese", merchant.Merchant{Name: "La Cave aux tommes", Trade: "fromagerie", Sector: "Centre-bourg", Contact: "Fanny", Phone: "02 61 91 30 05",
		Address: "Halle, stand 4", Point: &place.Point{Lat: 49.0510, Lng: -1.0433}, Payee: "F. Delisle", Hours: usual}},
	{"fish", merchant.Merchant{Name: "Poissonnerie de l’Écluse", Trade: "poissonnerie", Sector: "Le Port", Contact: "M. Kervella", Phone: "02 61 91 30 06",
		Address: "40 quai des Gabares", Point: &place.Point{Lat: 49.0473, Lng: -1.0514}, Payee: "Kervella et fils", Hours: hours([2]string{"08:00", "13:00"})}},
	{"market", merchant.Merchant{Name: "Supérette des Tanneurs", Trade: "supérette", Sector: "Les Tanneries", Contact: "Karim", Phone: "02 61 91 30 07",
		Address: "30 rue des Tanneurs", Point: &place.Point{Lat: 49.0437, Lng: -1.0345}, Payee: "SAS K. Distribution", Hours: hours([2]string{"08:00", "20:00"})}},
	{"cook", merchant.Merchant{Name: "La Table de Bellevue", Trade: "traiteur", Sector: "Bellevue", Contact: "Mme Prigent", Phone: "02 61 91 30 08",
		Address: "5 avenue de Bellevue", Point: &place.Point{Lat: 49.0604, Lng: -1.0519}, Payee: "La Table de Bellevue", Hours: usual}},
	{"chocolate", merchant.Merchant{Name: "Chocolaterie Ambre", Trade: "chocolaterie", Sector: "Haute-Ville", Contact: "Ambre Colin", Phone: "02 61 91 30 09",
		Address: "2 place du Château", Point: &place.Point{Lat: 49.0559, Lng: -1.0394}, Payee: "Ambre Colin", Hours: usual, Gifts: []string{"Ballotins pour les bénéficiaires"}}},
}

func (t *town) makeShops(ctx context.Context) error {
	for i, s := range shops {
		t.at(t.today.Add(-55+i), 9, 30)
		m := s.Merchant
		kept, err := t.desk.AddMerchant(ctx, t.staff["coordinator"], m)
		if err != nil {
			return err
		}
		t.shops[s.word] = kept.Value.ID
	}
	return nil
}

// makeRequests leaves one call to return, one to assess and one referred.
func (t *town) makeRequests(ctx context.Context) error {
	agent, social := t.staff["agent"], t.staff["social"]
	t.now = t.o.Now().Add(-90 * 60e9)
	_, err := t.desk.NoteRequest(ctx, agent, request.Request{Name: "M. Quillien", Phone: "06 39 98 40 01",
		Needs: "A laissé un message : plus de courses depuis lundi."}, false)
	if err != nil {
		return err
	}
	_, err = t.desk.NoteRequest(ctx, agent, request.Request{Name: "Josette Harel", Phone: "02 61 91 40 02", Street: "14 rue Haute",
		Needs: "Appel de sa voisine. Ne sort plus depuis sa chute, voudrait des plats préparés."}, true)
	if err != nil {
		return err
	}
	r, err := t.desk.NoteRequest(ctx, agent, request.Request{Name: "Geneviève Morvan", Phone: "02 61 91 10 10", Household: t.homes[9],
		Needs: "Se sent seule le dimanche."}, true)
	if err != nil {
		return err
	}
	_, err = t.desk.AssessRequest(ctx, social, r.Value.ID, desk.Judgement{Text: "Veuve depuis deux ans, moral fragile, accepte une visite hebdomadaire.",
		Refer: []request.Referral{{Kind: "moralSupport", Owner: social.ID, Due: t.today.Add(7)}, {Kind: "seniorsHouse", Owner: "Maison des aînés", Due: t.today.Add(14)}}})
	return err
}
