package push

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/portage-livraison/portage/server/day"
)

// phrase names a text.
type phrase string

// The phrases.
const (
	roundPublished  phrase = "roundPublished"
	roundChanged    phrase = "roundChanged"
	roundGiven      phrase = "roundGiven"
	roundTaken      phrase = "roundTaken"
	roundCancelled  phrase = "roundCancelled"
	roundRestored   phrase = "roundRestored"
	slipAdded       phrase = "slipAdded"
	slipRemoved     phrase = "slipRemoved"
	slipCancelled   phrase = "slipCancelled"
	slipUnavailable phrase = "slipUnavailable"
	ready           phrase = "ready"
	readyFree       phrase = "readyFree"
	unavailable     phrase = "unavailable"
	noAnswer        phrase = "noAnswer"
	decision        phrase = "decision"
	waiting         phrase = "waiting"
	chequesOld      phrase = "chequesOld"
	alert           phrase = "alert"
	testing         phrase = "testing"
)

// words are title and body of a phrase. {day}, {count}, {number} and {shop} stand
// for facts; a body whose shop is not known, or not short, loses that part.
type words struct{ title, body string }

var texts = map[string]map[phrase]words{
	"fr": {
		roundPublished:  {"Nouvelle tournée", "{day} : {count}. Ouvrez-la pour l’avoir aussi sans réseau."},
		roundChanged:    {"Tournée modifiée", "{day} : {count}. Ouvrez-la pour avoir la dernière version."},
		roundGiven:      {"Une tournée vous est confiée", "{day} : {count}."},
		roundTaken:      {"Tournée confiée à quelqu’un d’autre", "{day} : vous n’avez plus cette tournée à faire."},
		roundCancelled:  {"Tournée annulée", "{day} : la tournée n’a plus lieu. Ce que vous avez déjà fait est gardé."},
		roundRestored:   {"Tournée rétablie", "{day} : {count}. La tournée a bien lieu."},
		slipAdded:       {"Tournée modifiée", "{day} : bon {number} ajouté."},
		slipRemoved:     {"Tournée modifiée", "{day} : bon {number} retiré."},
		slipCancelled:   {"Tournée modifiée", "{day} : bon {number} annulé."},
		slipUnavailable: {"Tournée modifiée", "{shop}bon {number} : le commerce ne peut pas préparer la commande."},
		ready:           {"Commande prête", "{shop}bon {number}"},
		readyFree:       {"Commande prête, sans livreur", "{shop}bon {number}"},
		unavailable:     {"Commande impossible à préparer", "{shop}bon {number}"},
		noAnswer:        {"Passage sans remise", "Bon {number} : la livraison n’a pas pu se faire."},
		decision:        {"Une décision est attendue", "Bon {number}"},
		waiting:         {"Une décision est attendue", "L’envoi d’un téléphone attend qu’on le regarde."},
		chequesOld:      {"Chèques à rendre", "{count} depuis trop longtemps chez les livreurs."},
		alert:           {"Signalement", "Bon {number} : un livreur signale une inquiétude."},
		testing:         {"Les notifications fonctionnent", "Portage peut vous prévenir sur cet appareil."},
	},
	"en": {
		roundPublished:  {"New round", "{day}: {count}. Open it to have it without network too."},
		roundChanged:    {"Round changed", "{day}: {count}. Open it for the latest version."},
		roundGiven:      {"A round was given to you", "{day}: {count}."},
		roundTaken:      {"Round given to somebody else", "{day}: this round is no longer yours to drive."},
		roundCancelled:  {"Round cancelled", "{day}: the round is off. What you did so far is kept."},
		roundRestored:   {"Round restored", "{day}: {count}. The round takes place after all."},
		slipAdded:       {"Round changed", "{day}: slip {number} added."},
		slipRemoved:     {"Round changed", "{day}: slip {number} taken out."},
		slipCancelled:   {"Round changed", "{day}: slip {number} cancelled."},
		slipUnavailable: {"Round changed", "{shop}slip {number}: the shop cannot prepare the order."},
		ready:           {"Order ready", "{shop}slip {number}"},
		readyFree:       {"Order ready, no driver", "{shop}slip {number}"},
		unavailable:     {"Order cannot be prepared", "{shop}slip {number}"},
		noAnswer:        {"Visit without delivery", "Slip {number}: the delivery could not be made."},
		decision:        {"A decision is needed", "Slip {number}"},
		waiting:         {"A decision is needed", "What a phone sent waits for somebody to look."},
		chequesOld:      {"Cheques to hand over", "{count} with drivers for too long."},
		alert:           {"Welfare alert", "Slip {number}: a driver noticed something."},
		testing:         {"Notifications work", "Portage can reach you on this device."},
	},
}

// text says a phrase in a language, French unless it is "en".
func text(lang string, p phrase, f facts) words {
	all, ok := texts[lang]
	if !ok {
		lang, all = "fr", texts["fr"]
	}
	w := all[p]
	fill := strings.NewReplacer("{day}", dayWords(lang, f.Day), "{count}", countWords(lang, p, f.Count),
		"{number}", plain(f.Number, 20), "{shop}", shopWords(f.Shop))
	body := []rune(fill.Replace(w.body))
	if len(body) > 0 {
		body[0] = unicode.ToUpper(body[0])
	}
	return words{w.title, string(body)}
}

// shopWords leaves a name out that is too long to be one.
func shopWords(name string) string {
	if name = plain(name, 60); name == "" {
		return ""
	}
	return name + ", "
}

// plain is s on one line, or "" when it is longer than most.
func plain(s string, most int) string {
	s = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return ' '
		}
		return r
	}, s)), " ")
	if utf8.RuneCountInString(s) > most {
		return ""
	}
	return s
}

func countWords(lang string, p phrase, n int) string {
	one := map[string][2]string{"fr": {"étape", "chèque"}, "en": {"stop", "cheque"}}[lang]
	word := one[0]
	if p == chequesOld {
		word = one[1]
	}
	if n != 1 && (n != 0 || lang == "en") {
		word += "s"
	}
	return strconv.Itoa(n) + " " + word
}

func dayWords(lang string, d day.Day) string {
	if !d.Valid() {
		return map[string]string{"fr": "prochainement", "en": "soon"}[lang]
	}
	return d.WeekdayMonth(lang)
}
