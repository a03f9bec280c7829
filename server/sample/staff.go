package sample

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"strings"

	"github.com/portage-livraison/portage/server/account"
	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/place"
	"github.com/portage-livraison/portage/server/service"
)

const townName = "Saint-Aubin-sur-Vire"

// sectors of the town, around a bend of the river.
var sectors = []service.Sector{
	{Name: "Centre-bourg", Centre: &place.Point{Lat: 49.0512, Lng: -1.0438}},
	{Name: "Haute-Ville", Centre: &place.Point{Lat: 49.0561, Lng: -1.0391}},
	{Name: "Le Port", Centre: &place.Point{Lat: 49.0479, Lng: -1.0502}},
	{Name: "Les Tanneries", Centre: &place.Point{Lat: 49.0438, Lng: -1.0347}},
	{Name: "Bellevue", Centre: &place.Point{Lat: 49.0607, Lng: -1.0523}},
}

// weekdays of the service: the usual ones, and the one on which the town is
// made, so that there is a day at work to see also on a Sunday.
func (t *town) weekdays() []day.Weekday {
	days := []day.Weekday{day.Monday, day.Tuesday, day.Wednesday, day.Thursday, day.Friday}
	if w := t.today.Weekday(); w > day.Friday {
		days = append(days, w)
	}
	return days
}

func (t *town) makeService(ctx context.Context) error {
	kept, err := t.desk.SetService(ctx, account.System, service.Service{
		Name: "Conciergerie de " + townName, Town: townName, Phone: "02 61 91 00 00",
		Opens: t.today.Add(-60), Weekdays: t.weekdays(),
		Sectors:    sectors,
		Trades:     []string{"boulangerie", "primeur", "épicerie", "boucherie", "fromagerie", "poissonnerie", "supérette", "traiteur", "chocolaterie"},
		EveryOrder: []service.Offer{{Text: "Une baguette tradition, offerte", Trade: "boulangerie"}},
		Checklist:  []string{"Masques", "Gel hydroalcoolique", "Gants", "Bons et stylo", "Téléphone chargé"},
		OldCheque:  3, MaxCheque: 15_000,
		Reasons: service.Reasons{
			Exit:       []string{"Relais familial", "Aide à domicile", "Voisinage", "Portage de repas", "Le commerce livre de nouveau", "Déménagement", "Décès"},
			Exception:  []string{"Retour d’hospitalisation", "Aidant absent", "Personne seule avec enfant"},
			SecondWeek: []string{"Oubli important", "Retour d’hospitalisation", "Produit manquant la première fois"},
			CannotSign: []string{"Ne peut pas tenir le stylet", "Ne voit pas l’écran", "Préfère ne pas signer"},
			NoCheque:   []string{"Chéquier introuvable", "Plus de chèques", "Réglera directement au commerçant"},
			Amount:     []string{"Produit manquant", "Produit remplacé", "Erreur du ticket"},
			Cancel:     []string{"Hospitalisation", "Absence", "Autre solution trouvée", "Erreur de saisie"},
		},
		Texts: service.Texts{
			SlipFooter: "Le chèque est à l’ordre du commerçant. Aucun chèque en blanc, aucune carte bancaire, aucun code.",
			Charter: "Je n’utilise les coordonnées des bénéficiaires que pour la tournée du jour. Je ne prends aucune photo des personnes. " +
				"Je ne reçois ni argent ni carte bancaire. Ce que je vois au domicile reste confidentiel ; si je m’inquiète, je fais un signalement dans l’application.",
		},
	}, 0)
	t.service = kept.Value
	return err
}

// guest is the driver whose phone the visitor's own becomes.
const guest = "loic"

// staff of the town. Those without a login only enrol a phone.
var staff = []struct {
	word, login, name string
	role              account.Role
	origin            account.Origin
	phone             string
	skills            []string
	availability      string
}{
	{"coordinator", "camille", "Camille Lebrun", account.Coordinator, account.FromCCAS, "02 61 91 00 02", nil, "Du lundi au vendredi"},
	{"agent", "yanis", "Yanis Mercier", account.OrderAgent, account.FromTown, "02 61 91 00 03", nil, "Du lundi au vendredi, en télétravail"},
	{"social", "helene", "Hélène Vautier", account.SocialWorker, account.FromCCAS, "02 61 91 00 04", nil, "Lundi, mardi, jeudi"},
	{"elected", "bernard", "Bernard Lecouvey", account.Observer, account.FromElected, "", nil, ""},
	{"admin", "armelle", "Armelle Quesnel", account.Admin, account.FromCCAS, "02 61 91 00 01", nil, "Du lundi au vendredi"},
	{"nadia", "", "Nadia Benali", account.Driver, account.FromTown, "06 39 98 00 11", []string{"Utilitaire"}, "Du lundi au vendredi"},
	{"loic", "", "Loïc Tanguy", account.Driver, account.FromReserve, "06 39 98 00 12", []string{"Permis B", "Premiers secours"}, "Mardi et jeudi, matin"},
	{"sekou", "", "Sékou Traoré", account.Driver, account.FromStudents, "06 39 98 00 13", []string{"Vélo cargo"}, "Après 14 h"},
	{"monique", "", "Monique Hamel", account.Driver, account.FromCouncil, "06 39 98 00 14", []string{"Permis B"}, "Lundi et vendredi"},
}

// makeStaff adds everybody but the administrator.
func (t *town) makeStaff(ctx context.Context) error {
	password, err := newPassword(t.o.Random)
	if err != nil {
		return err
	}
	t.notes.Password = password
	return t.addStaff(ctx, func(r account.Role) bool { return r != account.Admin })
}

func (t *town) makeAdmin(ctx context.Context) error {
	return t.addStaff(ctx, func(r account.Role) bool { return r == account.Admin })
}

func (t *town) addStaff(ctx context.Context, wanted func(account.Role) bool) error {
	for _, s := range staff {
		if !wanted(s.role) {
			continue
		}
		p, err := t.o.Gate.AddPerson(ctx, account.System, account.Person{Name: s.name, Login: s.login, Roles: []account.Role{s.role},
			Origin: s.origin, Phone: s.phone, Skills: s.skills, Availability: s.availability, Locale: "fr"})
		if err != nil {
			return err
		}
		t.staff[s.word] = account.User{ID: p.ID, Name: p.Name, Roles: p.Roles}
		if s.login == "" {
			continue
		}
		if err := t.o.Gate.GivePassword(ctx, account.System, p.ID, t.notes.Password); err != nil {
			return err
		}
	}
	return nil
}

// words make a password that is read aloud and typed without doubt.
var words = []string{"tilleul", "brioche", "halage", "colombe", "lanterne", "verger", "marelle", "passerelle", "cerise", "moulin", "bruyere",
	"fontaine", "noisette", "ardoise", "jonquille", "barque", "clocher", "menthe", "galet", "hirondelle", "tartine", "pommier", "rivage", "grelot"}

func newPassword(random io.Reader) (string, error) {
	raw := make([]byte, 10)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", fmt.Errorf("random: %w", err)
	}
	parts := make([]string, 5)
	for i := range 4 {
		parts[i] = words[int(binary.BigEndian.Uint16(raw[2*i:]))%len(words)]
	}
	parts[4] = fmt.Sprint(10 + int(raw[8])%90)
	return strings.Join(parts, "-"), nil
}
