package report

import "github.com/portage-livraison/portage/server/day"

// Figures are what happened in a period, both days included. Lists are sorted
// and never nil. What each one counts is said once, in Definitions.
type Figures struct {
	Service          string       `json:"service"`
	Town             string       `json:"town"`
	From             day.Day      `json:"from"`
	To               day.Day      `json:"to"`
	Months           []Month      `json:"months" nullable:"false"`
	Weeks            []Week       `json:"weeks" nullable:"false"`
	Deliveries       int          `json:"deliveries"`
	Drivers          []DriverLine `json:"drivers" nullable:"false"`
	Registered       int          `json:"registered"`
	HouseholdsServed int          `json:"householdsServed"`
	ServedLong       int          `json:"servedOverAMonth"`
	People           int          `json:"people"`
	Merchants        int          `json:"merchants"`
	Bakeries         int          `json:"bakeries"`
	ByTrade          []Row        `json:"shopsByTrade" nullable:"false"`
	BySector         []Row        `json:"shopsBySector" nullable:"false"`
	Orders           int          `json:"orders"`
	OrdersCancelled  int          `json:"ordersCancelled"`
	DirectOrders     int          `json:"directOrders"`
	FartherShops     int          `json:"fartherShops"`
	Slips            int          `json:"slips"`
	Cheques          []ChequeLine `json:"cheques" nullable:"false"`
	ChequesCents     int64        `json:"chequesCents"`
	ChequesOpen      int          `json:"chequesOpen"`
	Gifts            []Row        `json:"gifts" nullable:"false"`
	Exceptions       []Row        `json:"exceptions" nullable:"false"`
	Exits            []Row        `json:"exits" nullable:"false"`
	Publics          []Row        `json:"publics" nullable:"false"`
	Ages             []Row        `json:"ageBands" nullable:"false"`
	Sectors          []Row        `json:"householdsBySector" nullable:"false"`
	Referrals        []Row        `json:"referrals" nullable:"false"`
	Failures         []Row        `json:"failures" nullable:"false"`
	Hours            []Row        `json:"orderToDoor" nullable:"false"`
	MedianHours      int          `json:"orderToDoorMedianHours"`
	Masked           bool         `json:"masked"`
	Hidden           []string     `json:"hidden,omitempty"` // single figures that are small and not told; they are 0
}

// Month is one calendar month of the period. Hidden says that it touched few
// households: all but its drivers is then 0 and not told.
type Month struct {
	Month      string `json:"month"`
	Deliveries int    `json:"deliveries"`
	Drivers    int    `json:"drivers"`
	Households int    `json:"households"`
	Slips      int    `json:"slips"`
	Hidden     bool   `json:"hidden,omitempty"`
}

// Week is one ISO week of the period. Hidden names the counts that are small and
// not told; they are 0.
type Week struct {
	Week       string   `json:"week"`
	Monday     day.Day  `json:"monday"`
	Deliveries int      `json:"deliveries"`
	Registered int      `json:"registered"`
	Hidden     []string `json:"hidden,omitempty"`
}

// DriverLine is one driver; Name is "" for whoever may not read names.
type DriverLine struct {
	Name       string `json:"name,omitempty"`
	Deliveries int    `json:"deliveries"`
	Slips      int    `json:"slips"`
	Days       int    `json:"days"`
}

// ChequeLine is one shop; Name is "" for whoever may not read names. Hidden says
// that few slips are of this shop: the counts are then 0 and not told.
type ChequeLine struct {
	Name    string `json:"name,omitempty"`
	Trade   string `json:"trade"`
	Slips   int    `json:"slips"`
	Cheques int    `json:"cheques"`
	Cents   int64  `json:"cents"`
	Open    int    `json:"open"`
	Hidden  bool   `json:"hidden,omitempty"`
}

// Row counts one value of a breakdown. Hidden says that the count is small and
// not told; it is 0 then.
type Row struct {
	Name   string `json:"name"`
	Count  int    `json:"count"`
	Hidden bool   `json:"hidden,omitempty"`
}

// Definition says in one sentence what a figure counts.
type Definition struct {
	Figure string `json:"figure"`
	FR     string `json:"fr"`
	EN     string `json:"en"`
}

// Definitions hold one sentence for each figure, in the order of the report.
var Definitions = []Definition{
	{"deliveries", "Une livraison est un foyer à qui l’on a remis sa commande un jour donné, quel que soit le nombre de bons et de commerces.", "A delivery is one household that was handed its order on one day, however many slips and shops."},
	{"monthDrivers", "Les livreurs d’un mois sont les personnes qui ont remis au moins une commande ce mois-là.", "The drivers of a month are the people who handed over at least one order in it."},
	{"drivers", "Pour chaque livreur : les livraisons, les bons et les jours où il ou elle a remis au moins une commande.", "For each driver: the deliveries, the slips and the days on which they handed over at least one order."},
	{"registered", "Les foyers inscrits au plus tard le dernier jour de la période et qui n’avaient pas quitté le service avant son premier jour.", "Households registered by the last day of the period that had not left the service before its first day."},
	{"householdsServed", "Les foyers qui ont reçu au moins une livraison dans la période.", "Households that received at least one delivery in the period."},
	{"servedOverAMonth", "Les foyers servis dont la première et la dernière livraison de la période sont à plus de trente jours l’une de l’autre.", "Households served whose first and last delivery of the period are more than thirty days apart."},
	{"people", "Les personnes qui vivent dans les foyers servis, telles que déclarées à l’inscription.", "The people living in the households served, as told at registration."},
	{"merchants", "Les commerces inscrits au plus tard le dernier jour de la période, boulangeries du pain offert à part.", "Shops enrolled by the last day of the period, apart from the bakeries of the offered bread."},
	{"bakeries", "Les commerces inscrits du corps de métier qui offre un produit avec chaque commande.", "Enrolled shops of the trade that gives a product with every order."},
	{"shopsByTrade", "Les commerces inscrits, par corps de métier.", "Enrolled shops, by trade."},
	{"shopsBySector", "Les commerces inscrits, par quartier.", "Enrolled shops, by sector."},
	{"orders", "Les commandes prises pour un jour de la période, sans celles qui ont été annulées.", "Orders taken for a day of the period, without those that were cancelled."},
	{"ordersCancelled", "Les commandes annulées par le service, y compris celles que le livreur avait déjà remises.", "Orders that the service cancelled, those that the driver had handed over already included."},
	{"directOrders", "Les bons de la période, hors annulation, que la personne a commandés elle-même au commerce, qui en a dit le montant.", "Slips of the period, cancelled ones apart, that the person ordered at the shop directly, which told the amount."},
	{"fartherShops", "Les bons de la période, hors annulation, d’un commerce qui n’était pas le plus proche ouvert de son métier.", "Slips of the period, cancelled ones apart, of a shop that was not the nearest open one of its trade."},
	{"slips", "Les bons remis dans la période ; une commande en a un par commerce.", "Slips handed over in the period; an order has one for each shop."},
	{"cheques", "Pour chaque commerce : les bons remis, les chèques reçus ou attendus, leur montant, et ceux qui ne lui sont pas encore parvenus.", "For each shop: slips handed over, cheques received or expected, their amount, and those that have not reached it yet."},
	{"gifts", "Les produits offerts sur les bons remis, par donateur ou par produit.", "Gift lines on the slips handed over, by donor or by product."},
	{"exceptions", "Les règles mises de côté avec un motif : par foyer, et pour une seconde commande dans la semaine.", "Rules set aside with a reason: for a household, and for a second order in a week."},
	{"exits", "Les foyers sortis du service dans la période, par motif.", "Households that left the service in the period, by reason."},
	{"publics", "Les foyers inscrits nouveaux pour le service, isolés, ou mis en lien avec un autre service.", "Registered households that are new to the service, isolated, or linked to another service."},
	{"ageBands", "Les personnes nommées des foyers inscrits, par tranche d’âge.", "The people named in registered households, by age band."},
	{"householdsBySector", "Les foyers servis, par quartier.", "Households served, by sector."},
	{"referrals", "Les orientations décidées dans la période par le service social, par destination.", "Referrals that the social service decided in the period, by destination."},
	{"failures", "Les passages sans remise, par motif, et les bons que le commerce n’a pas pu préparer.", "Visits without a hand-over, by reason, and slips that the shop could not prepare."},
	{"orderToDoorMedian", "La moitié des bons ont été remis dans ce temps après la prise de commande.", "Half of the slips were handed over within this time after the order was taken."},
	{"orderToDoor", "Le temps entre la prise de commande et la remise, en jours entiers, pour chaque bon remis.", "The time from taking the order to handing it over, in whole days, for each slip handed over."},
	{"weeks", "Les livraisons et les inscriptions de chaque semaine, du lundi au dimanche.", "Deliveries and registrations of each week, Monday to Sunday."},
}
