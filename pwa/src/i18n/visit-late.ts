// What the desk changed since the driver looked, and a round that was called off.

const fr = {
  late: {
    title: 'Changé par le service',
    slip: (number: string, shop: string) => (shop ? `Bon ${number} · ${shop}` : `Bon ${number}`),
    at: (time: string) => ` à ${time}`,
    on: (moment: string) => ` le ${moment}`,
    changed: (when: string, what: string) => `Modifié${when} : ${what}.`,
    added: (when: string) => `Ajouté à votre tournée${when}.`,
    cancelled: (when: string) => `Annulé${when}. N’y allez pas.`,
    removed: (when: string) => `Retiré de votre tournée${when}.`,
    order: (when: string) => `L’ordre des étapes a changé${when}.`,
    restored: (when: string) => `La tournée annulée a lieu, finalement${when}.`,
    fields: {
      name: 'nom',
      address: 'adresse',
      phone: 'téléphone',
      access: 'accès',
      availability: 'disponibilité',
      shop: 'commerce',
      lines: 'produits',
      payment: 'paiement',
      amount: 'montant',
      note: 'consigne',
      day: 'jour',
    },
    pays: 'par chèque',
    nothing: 'plus rien',
    seen: 'J’ai vu',
  },
  off: {
    title: 'Tournée annulée',
    today: 'd’aujourd’hui',
    of: (day: string) => `du ${day}`,
    sentence: (which: string, when: string, who: string) =>
      `La tournée ${which} a été annulée${when}${who ? ` par ${who}` : ''}.`,
    why: (reason: string) => `Motif : ${reason}`,
    kept: 'Ce que vous avez déjà noté est gardé.',
    bags: (bags: string) =>
      `Encore avec vous : ${bags}. Appelez le service : il vous dira s’il faut livrer ou rendre. Vous pourrez noter l’un ou l’autre ici.`,
    cheques: (cheques: string, total: string) =>
      `Encore avec vous : ${cheques}, ${total}. À rendre au commerce, comme prévu.`,
    empty: 'Vous n’avez ni courses ni chèque : plus rien à faire.',
    emptyUnderWay: 'Vous n’avez ni courses ni chèque.',
    finish: 'Vous aviez commencé : une fois de retour, notez le kilométrage et terminez.',
  },
};

const en = {
  late: {
    title: 'Changed by the service',
    slip: (number: string, shop: string) => (shop ? `Slip ${number} · ${shop}` : `Slip ${number}`),
    at: (time: string) => ` at ${time}`,
    on: (moment: string) => ` on ${moment}`,
    changed: (when: string, what: string) => `Changed${when}: ${what}.`,
    added: (when: string) => `Added to your round${when}.`,
    cancelled: (when: string) => `Cancelled${when}. Do not go there.`,
    removed: (when: string) => `Taken off your round${when}.`,
    order: (when: string) => `The order of the stops has changed${when}.`,
    restored: (when: string) => `The round that was called off takes place after all${when}.`,
    fields: {
      name: 'name',
      address: 'address',
      phone: 'telephone',
      access: 'access',
      availability: 'availability',
      shop: 'shop',
      lines: 'items',
      payment: 'payment',
      amount: 'amount',
      note: 'instructions',
      day: 'day',
    },
    pays: 'by cheque',
    nothing: 'nothing any more',
    seen: 'I have seen it',
  },
  off: {
    title: 'Round called off',
    today: 'Today’s round',
    of: (day: string) => `The round of ${day}`,
    sentence: (which: string, when: string, who: string) => `${which} was called off${when}${who ? ` by ${who}` : ''}.`,
    why: (reason: string) => `Reason: ${reason}`,
    kept: 'What you noted so far is kept.',
    bags: (bags: string) =>
      `Still with you: ${bags}. Call the service: it will say whether to deliver or to give back. You can note either here.`,
    cheques: (cheques: string, total: string) =>
      `Still with you: ${cheques}, ${total}. To hand to the shop, as planned.`,
    empty: 'You have neither goods nor cheques: nothing more to do.',
    emptyUnderWay: 'You have neither goods nor cheques.',
    finish: 'You had set out: once you are back, note the mileage and end the round.',
  },
} satisfies typeof fr;

export const visitLate = {fr, en};
