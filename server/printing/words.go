package printing

import (
	"strconv"
	"strings"
	"time"

	"github.com/portage-livraison/portage/server/day"
	"github.com/portage-livraison/portage/server/paper"
)

// words are the texts of what happened. Both languages hold the same keys (tested).
var words = map[paper.Lang]map[string]string{
	paper.French: {
		"created": "Commande passée", "sentToMerchant": "Transmise au commerce", "ready": "Prête", "unavailable": "Impossible à préparer",
		"amountStated": "Montant indiqué", "pickedUp": "Enlevée au commerce", "chequeReturned": "Chèque remis au commerce",
		"handedOver.cheque": "Remise, chèque reçu", "handedOver.owed": "Remise sans chèque", "handedOver.none": "Remise",
		"attemptFailed": "Non remise", "reason.noAnswer": "absence", "reason.refused": "refus", "reason.wrongAddress": "adresse inexacte",
		"reason.broken": "produits abîmés", "reason.notReady": "pas prête", "reason.other": "autre raison",
		"returned.merchant": "Rapportée au commerce", "returned.service": "Rapportée au service", "cancelled": "Annulée", "reopened": "Rouverte",
		"bag": "sac", "bags": "sacs", "pay": "{amount} à l’ordre {payee}", "payUnknown": "……… € à l’ordre {payee}", "payNone": "Rien à payer",
		"emergency": "En cas d’absence", "available": "Disponible", "sacks": "Sacs", "owed": "reste dû",
		"stop": "étape", "hours": "Horaires", "byService": "par le service", "givenAtDoor": "donnée à la porte",
	},
	paper.English: {
		"created": "Order taken", "sentToMerchant": "Passed on to the shop", "ready": "Ready", "unavailable": "Cannot be prepared",
		"amountStated": "Amount stated", "pickedUp": "Collected at the shop", "chequeReturned": "Cheque handed to the shop",
		"handedOver.cheque": "Handed over, cheque received", "handedOver.owed": "Handed over without a cheque", "handedOver.none": "Handed over",
		"attemptFailed": "Not handed over", "reason.noAnswer": "no answer", "reason.refused": "refused", "reason.wrongAddress": "wrong address",
		"reason.broken": "damaged", "reason.notReady": "not ready", "reason.other": "other reason",
		"returned.merchant": "Returned to the shop", "returned.service": "Returned to the service", "cancelled": "Cancelled", "reopened": "Reopened",
		"bag": "bag", "bags": "bags", "pay": "{amount} payable to {payee}", "payUnknown": "€……… payable to {payee}", "payNone": "Nothing to pay",
		"emergency": "If nobody answers", "available": "Available", "sacks": "Bags", "owed": "still owed",
		"stop": "stop", "hours": "Hours", "byService": "by the service", "givenAtDoor": "given at the door",
	},
}

// day writes a day in full: lundi 23 novembre 2026.
func (b builder) day(d string) string {
	t := day.Day(d)
	if !t.Valid() {
		return d
	}
	return t.WeekdayMonth(string(b.lang)) + " " + strconv.Itoa(t.Year())
}

// time is short, for a list: 23/11 10:42.
func (b builder) time(t time.Time) string {
	if b.lang == paper.English {
		return t.In(b.zone).Format("2 Jan 15:04")
	}
	return t.In(b.zone).Format("02/01 15:04")
}

// dated is a mark's time, with the year: 23/11/2026 10:42.
func (b builder) dated(t time.Time) string {
	if b.lang == paper.English {
		return t.In(b.zone).Format("2 Jan 2006 15:04")
	}
	return t.In(b.zone).Format("02/01/2006 15:04")
}

// colon is a word and what it says, with the space before it that French wants.
func (b builder) colon(key, text string) string {
	if text == "" {
		return ""
	}
	if b.lang == paper.French {
		return words[b.lang][key] + "\u00a0: " + text
	}
	return words[b.lang][key] + ": " + text
}

func compare(a, b string) int { return strings.Compare(a, b) }
