package report

// texts are the fixed words, French and English.
var texts = map[string][2]string{
	"total": {"Total", "Total"}, "month": {"Mois", "Month"}, "week": {"Semaine", "Week"}, "count": {"Nombre", "Number"}, "figure": {"Chiffre", "Figure"},
	"deliveries": {"Livraisons", "Deliveries"}, "households": {"Foyers", "Households"}, "monthDrivers": {"Livreurs par mois", "Drivers by month"},
	"drivers": {"Par livreur", "By driver"}, "driversShort": {"Livreurs", "Drivers"}, "driver": {"Livreur·se", "Driver"}, "days": {"Jours", "Days"}, "slips": {"Bons remis", "Slips handed over"},
	"registered": {"Foyers inscrits", "Households registered"}, "householdsServed": {"Foyers servis", "Households served"}, "servedOverAMonth": {"Foyers servis plus d’un mois", "Households served over a month"},
	"people": {"Personnes", "People"}, "merchants": {"Commerces", "Shops"}, "bakeries": {"Boulangeries", "Bakeries"}, "shopsByTrade": {"Commerces par métier", "Shops by trade"}, "shopsByTradeHead": {"Métier", "Trade"},
	"shopsBySector": {"Commerces par quartier", "Shops by sector"}, "shopsBySectorHead": {"Quartier", "Sector"}, "orders": {"Commandes", "Orders"}, "directOrders": {"Commandes directes", "Direct orders"}, "fartherShops": {"Commerces plus éloignés", "Farther shops"}, "ordersCancelled": {"Commandes annulées", "Orders cancelled"},
	"cheques": {"Montants et chèques", "Amounts and cheques"}, "chequesShort": {"Chèques", "Cheques"}, "shop": {"Commerce", "Shop"}, "trade": {"Métier", "Trade"}, "amount": {"Montant", "Amount"}, "open": {"En cours", "Outstanding"},
	"gifts": {"Produits offerts", "Gifts"}, "giftsHead": {"Don", "Gift"}, "exceptions": {"Dérogations", "Exceptions"}, "exceptionsHead": {"Règle", "Rule"}, "secondOrder": {"Seconde commande dans la semaine", "Second order in a week"},
	"exits": {"Motifs de sortie", "Exit reasons"}, "exitsHead": {"Motif", "Reason"}, "publics": {"Nouveaux publics", "New publics"}, "publicsHead": {"Public", "Public"},
	"newToService": {"Nouveaux pour le service", "New to the service"}, "isolated": {"Isolés", "Isolated"}, "linked": {"Mis en lien avec un service", "Linked to a service"},
	"ageBands": {"Tranches d’âge", "Age bands"}, "ageBandsHead": {"Âge", "Age"}, "householdsBySector": {"Foyers servis par quartier", "Households served by sector"}, "householdsBySectorHead": {"Quartier", "Sector"},
	"referrals": {"Orientations", "Referrals"}, "referralsHead": {"Vers", "To"}, "shopping": {"Courses", "Shopping"}, "parcel": {"Colis alimentaire", "Food parcel"}, "meals": {"Portage de repas", "Meals"}, "homeHelp": {"Aide à domicile", "Home help"},
	"socialService": {"Service social", "Social service"}, "seniorsHouse": {"Maison des seniors", "Seniors’ house"}, "moralSupport": {"Soutien moral", "Moral support"}, "homework": {"Aide aux devoirs", "Homework help"}, "internetBox": {"Box internet", "Internet box"}, "other": {"Autre", "Other"},
	"failures": {"Passages sans remise", "Visits without a hand-over"}, "failuresHead": {"Motif", "Reason"}, "noAnswer": {"Absent", "No answer"}, "refused": {"Refus", "Refused"}, "wrongAddress": {"Adresse erronée", "Wrong address"},
	"broken": {"Abîmé", "Broken"}, "notReady": {"Pas prêt", "Not ready"}, "unavailable": {"Le commerce n’a pas pu préparer", "The shop could not prepare"},
	"orderToDoor": {"De la commande à la porte", "From order to door"}, "orderToDoorHead": {"Temps", "Time"}, "orderToDoorMedian": {"Temps médian de la commande à la porte", "Median time from order to door"}, "weeks": {"Par semaine", "By week"}, "?": {"Non précisé", "Not told"},
	"weekOf": {"semaine du", "week of"}, "periodFrom": {"du", "from"}, "periodTo": {"au", "to"}, "underADay": {"moins d’un jour", "under a day"}, "oneDay": {"1 jour", "1 day"}, "manyDays": {"jours", "days"}, "dayShort": {"j", "d"},
	"hidden": {"* Un nombre de moins de 5 n’est pas donné, ni celui qui permettrait de le retrouver.", "* A number under 5 is not told, nor one that would give it away."},
}
