package paper

import (
	"fmt"
	"strings"
)

// Euro writes cents as people do: 42,80 € in French, €42.80 in English.
func Euro(cents int64, lang Lang) string {
	whole := fmt.Sprintf("%d", cents/100)
	space, comma := "\u202f", ","
	if lang == English {
		space, comma = ",", "."
	}
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + space + whole[i:]
	}
	amount := fmt.Sprintf("%s%s%02d", whole, comma, cents%100)
	if lang == English {
		return "€" + amount
	}
	return amount + "\u00a0€"
}

// fill puts values into a text: {name} is replaced by values[name].
func fill(text string, values map[string]string) string {
	for k, v := range values {
		text = strings.ReplaceAll(text, "{"+k+"}", v)
	}
	return text
}

// words are the fixed words of the pages. Both languages hold the same keys (tested).
var words = map[Lang]map[string]string{
	French: {
		"slip":            "Bon de livraison",
		"number":          "n°\u00a0{n}",
		"corrects":        "Rectifie le bon n°\u00a0{n}",
		"correctedBy":     "Rectifié par le bon n°\u00a0{n}",
		"household":       "Bénéficiaire",
		"merchant":        "Commerçant",
		"driver":          "Livreur ou livreuse",
		"phone":           "Tél.",
		"access":          "Accès",
		"available":       "Disponible",
		"payee":           "Chèque à l’ordre de",
		"vehicle":         "Véhicule",
		"round":           "Tournée",
		"products":        "Produits",
		"gift":            "offert",
		"giftFrom":        "offert par {donor}",
		"bags":            "Sacs",
		"amount":          "Montant du chèque",
		"amountUnknown":   "Montant à inscrire au commerce",
		"amountRule":      "Jamais de chèque en blanc. Jamais d’espèces ni de carte bancaire.",
		"noPayment":       "Rien à payer",
		"owed":            "Livré sans chèque : reste dû",
		"steps":           "Étapes",
		"signHousehold":   "Le bénéficiaire",
		"signHouseholdAt": "signe en remettant le chèque au livreur",
		"signMerchant":    "Le commerçant",
		"signMerchantAt":  "signe en recevant le chèque",
		"signGift":        "signe en recevant la commande",
		"cannotSign":      "N’a pas signé : {reason}",
		"witness":         "Témoin : {name}",
		"dateTime":        "Date et heure",
		"name":            "Nom",
		"onPaper":         "signé sur papier",
		"complete":        "Bon complet : les deux parties ont signé.",
		"open":            "Bon en cours. Ce papier peut servir à signer si le téléphone est hors d’usage.",
		"cancelled":       "Bon annulé : {reason}",
		"journal":         "Empreinte du journal",
		"scan":            "À scanner au commerce et à la porte, ou code :",
		"more":            "+ {n} lignes : voir l’écran",
		"page":            "page {n} sur {of}",
		"roundSheet":      "Feuille de tournée",
		"stop":            "Étape",
		"pickUp":          "Enlèvement",
		"home":            "Domicile",
		"chequeReturn":    "Remise de chèques",
		"done":            "Fait",
		"time":            "Heure",
		"emergency":       "En cas d’absence",
		"help":            "Une question : {phone}",
		"personal":        "Données personnelles : à rendre au service à la fin de la tournée.",
		"cheques":         "Chèques attendus et en main",
		"holder":          "Détenu par",
		"since":           "Depuis",
		"slipShort":       "Bon",
		"sum":             "Total",
		"count":           "Nombre de chèques\u00a0: {n}",
		"state":           "État",
		"none":            "Aucun chèque n’est attendu ni en main.",
		"label":           "Sac {n} sur {of}",
		"driverShort":     "Livreur·se",
		"departure":       "Départ",
		"arrival":         "Retour",
		"mileage":         "Kilométrage",
		"checks":          "Avant de partir",
		"signature":       "Signature",
		"order":           "À l’ordre de",
		"card":            "Votre accès à Portage",
		"cardSteps":       "1. Ouvrez l’appareil photo du téléphone et visez le code.\n2. Touchez le lien, puis « Activer ce téléphone ».\n3. Pas d’appareil photo ? Allez à {url} et tapez le code.",
		"cardOnce":        "Ce code sert une seule fois, jusqu’au {until}.",
		"poster":          "Une commande est prête ?",
		"posterSteps":     "Scannez ce code avec un téléphone, sans compte ni application.\nTouchez la commande, puis « Commande prête ».\nLe livreur et le service sont prévenus aussitôt.",
		"posterCall":      "Vous préférez appeler : {phone}",
		"noSlips":         "Aucun bon pour ce jour.",
	},
	English: {
		"slip":            "Delivery slip",
		"number":          "no. {n}",
		"corrects":        "Corrects slip no. {n}",
		"correctedBy":     "Corrected by slip no. {n}",
		"household":       "Resident",
		"merchant":        "Merchant",
		"driver":          "Driver",
		"phone":           "Tel.",
		"access":          "Access",
		"available":       "Available",
		"payee":           "Cheque payable to",
		"vehicle":         "Vehicle",
		"round":           "Round",
		"products":        "Products",
		"gift":            "gift",
		"giftFrom":        "gift from {donor}",
		"bags":            "Bags",
		"amount":          "Amount of the cheque",
		"amountUnknown":   "Amount to be written at the shop",
		"amountRule":      "Never a blank cheque. Never cash, never a bank card.",
		"noPayment":       "Nothing to pay",
		"owed":            "Delivered without a cheque: still owed",
		"steps":           "Steps",
		"signHousehold":   "The resident",
		"signHouseholdAt": "signs when handing the cheque to the driver",
		"signMerchant":    "The merchant",
		"signMerchantAt":  "signs when receiving the cheque",
		"signGift":        "signs when receiving the order",
		"cannotSign":      "Did not sign: {reason}",
		"witness":         "Witness: {name}",
		"dateTime":        "Date and time",
		"name":            "Name",
		"onPaper":         "signed on paper",
		"complete":        "Slip complete: both parties have signed.",
		"open":            "Slip in progress. This paper can be signed if the phone is out of use.",
		"cancelled":       "Slip cancelled: {reason}",
		"journal":         "Fingerprint of the journal",
		"scan":            "Scan at the shop and at the door, or type:",
		"more":            "+ {n} lines: see the screen",
		"page":            "page {n} of {of}",
		"roundSheet":      "Round sheet",
		"stop":            "Stop",
		"pickUp":          "Pick-up",
		"home":            "Home",
		"chequeReturn":    "Cheque return",
		"done":            "Done",
		"time":            "Time",
		"emergency":       "If nobody answers",
		"help":            "A question: {phone}",
		"personal":        "Personal data: hand this back to the service at the end of the round.",
		"cheques":         "Cheques expected and held",
		"holder":          "Held by",
		"since":           "Since",
		"slipShort":       "Slip",
		"sum":             "Total",
		"count":           "Cheques: {n}",
		"state":           "State",
		"none":            "No cheque is expected or held.",
		"label":           "Bag {n} of {of}",
		"driverShort":     "Driver",
		"departure":       "Leaving",
		"arrival":         "Return",
		"mileage":         "Mileage",
		"checks":          "Before leaving",
		"signature":       "Signature",
		"order":           "Payable to",
		"card":            "Your access to Portage",
		"cardSteps":       "1. Open the phone’s camera and point it at the code.\n2. Tap the link, then “Activate this phone”.\n3. No camera? Go to {url} and type the code.",
		"cardOnce":        "This code works once, until {until}.",
		"poster":          "Is an order ready?",
		"posterSteps":     "Scan this code with a phone, no account and no app.\nTap the order, then “Order ready”.\nThe driver and the service know at once.",
		"posterCall":      "If you prefer to call: {phone}",
		"noSlips":         "No slip for this day.",
	},
}
