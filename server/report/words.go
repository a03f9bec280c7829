package report

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

type lexicon struct{ lang string }

func words(lang string) lexicon { return lexicon{lang} }

// say is the word for a figure, a head or a value; what nobody translated is the
// town's own word.
func (w lexicon) say(key string) string {
	t, ok := texts[key]
	switch {
	case !ok:
		return key
	case w.lang == "en":
		return t[1]
	}
	return t[0]
}

// table lays one figure out; without rows it is not shown.
func (w lexicon) table(figure string, f Figures) (heads []string, rows [][]string) {
	n := strconv.Itoa
	switch figure {
	case "deliveries":
		for _, m := range f.Months {
			rows = append(rows, []string{m.Month, n(m.Deliveries), n(m.Households)})
		}
		return w.heads("month", "deliveries", "households"), append(rows, []string{w.say("total"), n(f.Deliveries), n(f.HouseholdsServed)})
	case "monthDrivers":
		for _, m := range f.Months {
			rows = append(rows, []string{m.Month, n(m.Drivers)})
		}
		return w.heads("month", "driversShort"), rows
	case "drivers":
		for i, d := range f.Drivers {
			rows = append(rows, []string{cmp.Or(d.Name, w.say("driver")+" "+n(i+1)), n(d.Deliveries), n(d.Slips), n(d.Days)})
		}
		return w.heads("driver", "deliveries", "slips", "days"), rows
	case "weeks":
		for _, x := range f.Weeks {
			rows = append(rows, []string{x.Week, n(x.Deliveries), n(x.Registered)})
		}
		return w.heads("week", "deliveries", "registered"), rows
	case "cheques":
		for i, c := range f.Cheques {
			rows = append(rows, []string{cmp.Or(c.Name, w.say("shop")+" "+n(i+1)), c.Trade, n(c.Slips), n(c.Cheques), w.euro(c.Cents), n(c.Open)})
		}
		return w.heads("shop", "trade", "slips", "chequesShort", "amount", "open"), append(rows, []string{w.say("total"), "", n(f.Slips), "", w.euro(f.ChequesCents), n(f.ChequesOpen)})
	}
	if v, ok := single(figure, f); ok {
		return w.heads("figure", "count"), [][]string{{w.say(figure), n(v)}}
	}
	for _, r := range breakdown(figure, f) {
		count := n(r.Count)
		if r.Hidden {
			count = "< " + n(Small) + " *"
		}
		rows = append(rows, []string{w.say(r.Name), count})
	}
	return w.heads(figure+"Head", "count"), rows
}

func single(figure string, f Figures) (int, bool) {
	v, ok := map[string]int{"registered": f.Registered, "householdsServed": f.HouseholdsServed, "servedOverAMonth": f.ServedLong, "people": f.People,
		"merchants": f.Merchants, "bakeries": f.Bakeries, "orders": f.Orders, "ordersCancelled": f.OrdersCancelled, "slips": f.Slips}[figure]
	return v, ok
}

func breakdown(figure string, f Figures) []Row {
	return map[string][]Row{"shopsByTrade": f.ByTrade, "shopsBySector": f.BySector, "gifts": f.Gifts, "exceptions": f.Exceptions, "exits": f.Exits,
		"publics": f.Publics, "ageBands": f.Ages, "householdsBySector": f.Sectors, "referrals": f.Referrals, "failures": f.Failures, "orderToDoor": f.Hours}[figure]
}

func (w lexicon) heads(keys ...string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = w.say(k)
	}
	return out
}

// euro writes cents for a table.
func (w lexicon) euro(cents int64) string {
	s := fmt.Sprintf("%d.%02d €", cents/100, cents%100)
	if w.lang == "en" {
		return s
	}
	return strings.Replace(s, ".", ",", 1)
}

// texts are the fixed words, French and English.
var texts = map[string][2]string{
	"total": {"Total", "Total"}, "month": {"Mois", "Month"}, "week": {"Semaine", "Week"}, "count": {"Nombre", "Number"}, "figure": {"Chiffre", "Figure"},
	"deliveries": {"Livraisons", "Deliveries"}, "households": {"Foyers", "Households"}, "monthDrivers": {"Livreurs par mois", "Drivers by month"},
	"drivers": {"Par livreur", "By driver"}, "driversShort": {"Livreurs", "Drivers"}, "driver": {"Livreur·se", "Driver"}, "days": {"Jours", "Days"}, "slips": {"Bons remis", "Slips handed over"},
	"registered": {"Foyers inscrits", "Households registered"}, "householdsServed": {"Foyers servis", "Households served"}, "servedOverAMonth": {"Foyers servis plus d’un mois", "Households served over a month"},
	"people": {"Personnes", "People"}, "merchants": {"Commerces", "Shops"}, "bakeries": {"Boulangeries", "Bakeries"}, "shopsByTrade": {"Commerces par métier", "Shops by trade"}, "shopsByTradeHead": {"Métier", "Trade"},
	"shopsBySector": {"Commerces par quartier", "Shops by sector"}, "shopsBySectorHead": {"Quartier", "Sector"}, "orders": {"Commandes", "Orders"}, "ordersCancelled": {"Commandes annulées", "Orders cancelled"},
	"cheques": {"Montants et chèques", "Amounts and cheques"}, "chequesShort": {"Chèques", "Cheques"}, "shop": {"Commerce", "Shop"}, "trade": {"Métier", "Trade"}, "amount": {"Montant", "Amount"}, "open": {"En cours", "Outstanding"},
	"gifts": {"Produits offerts", "Gifts"}, "giftsHead": {"Don", "Gift"}, "exceptions": {"Dérogations", "Exceptions"}, "exceptionsHead": {"Règle", "Rule"}, "secondOrder": {"Seconde commande dans la semaine", "Second order in a week"},
	"exits": {"Motifs de sortie", "Exit reasons"}, "exitsHead": {"Motif", "Reason"}, "publics": {"Nouveaux publics", "New publics"}, "publicsHead": {"Public", "Public"},
	"newToService": {"Nouveaux pour le service", "New to the service"}, "isolated": {"Isolés", "Isolated"}, "linked": {"Mis en lien avec un service", "Linked to a service"},
	"ageBands": {"Tranches d’âge", "Age bands"}, "ageBandsHead": {"Âge", "Age"}, "householdsBySector": {"Foyers servis par quartier", "Households served by sector"}, "householdsBySectorHead": {"Quartier", "Sector"},
	"referrals": {"Orientations", "Referrals"}, "referralsHead": {"Vers", "To"}, "shopping": {"Courses", "Shopping"}, "parcel": {"Colis alimentaire", "Food parcel"}, "meals": {"Portage de repas", "Meals"}, "homeHelp": {"Aide à domicile", "Home help"},
	"socialService": {"Service social", "Social service"}, "seniorsHouse": {"Maison des seniors", "Seniors’ house"}, "moralSupport": {"Soutien moral", "Moral support"}, "homework": {"Aide aux devoirs", "Homework help"}, "internetBox": {"Box internet", "Internet box"}, "other": {"Autre", "Other"},
	"failures": {"Passages sans remise", "Visits without a hand-over"}, "failuresHead": {"Motif", "Reason"}, "noAnswer": {"Absent", "No answer"}, "refused": {"Refus", "Refused"}, "wrongAddress": {"Adresse erronée", "Wrong address"},
	"broken": {"Abîmé", "Broken"}, "notReady": {"Pas prêt", "Not ready"}, "unavailable": {"Le commerce n’a pas pu préparer", "The shop could not prepare"},
	"orderToDoor": {"De la commande à la porte", "From order to door"}, "orderToDoorHead": {"Jours", "Days"}, "weeks": {"Par semaine", "By week"}, "?": {"Non précisé", "Not told"},
	"hidden": {"* Les nombres de moins de 5 ne sont pas donnés.", "* Numbers under 5 are not told."},
}
