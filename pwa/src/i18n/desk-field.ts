// Desk: slips and rounds that are under way or over: correcting, calling off, what a phone sent.

const fr = {
  corrective: {
    make: 'Établir un bon rectificatif',
    lead: (number: string) =>
      `Le bon ${number} est terminé : il ne change plus. Un nouveau bon le rectifie, et chacun cite l’autre.`,
    lines: 'Produits, un par ligne',
    linesHint: 'Corrigez ce qui était faux ; gardez le reste.',
    payment: 'Paiement',
    payments: {cheque: 'Un nouveau chèque', none: 'Plus rien à payer'},
    amount: 'Montant exact',
    why: 'Pourquoi rectifier',
    note: 'Mot pour le livreur',
    noteText: (number: string) => `Rectifie le bon ${number}.`,
    done: (number: string) => `Le bon rectificatif ${number} est établi.`,
    undone: 'Établi par erreur',
    corrects: 'Rectifie le bon',
    correctedBy: 'Rectifié par le bon',
    badge: 'Rectificatif',
    day: 'Jour de livraison',
  },
  callOff: {
    cancel: 'Annuler la tournée',
    text: 'Les bons non livrés reviennent dans « Sans tournée ». Ce qui est déjà fait sur le terrain est gardé.',
    tell: (name: string) => `${name} reçoit une notification tout de suite.`,
    goods: (n: number) =>
      n === 1
        ? '1 commande est dans le véhicule : elle reste avec le livreur jusqu’à sa décision.'
        : `${n} commandes sont dans le véhicule : elles restent avec le livreur.`,
    done: (name: string) => `La tournée de ${name} est annulée.`,
    reasons: ['Livreur absent', 'Véhicule en panne', 'Intempéries', 'Tournée faite en double'],
    more: 'Autres actions',
    restore: 'Rétablir la tournée',
    restored: 'La tournée est rétablie.',
    because: (why: string) => `Motif : ${why}`,
  },
  putOff: {
    lead: (number: string) => `Le bon ${number} quitte sa tournée et passe au jour choisi, sans tournée.`,
    holds: (name: string) => `${name} a la marchandise : convenez de ce qu’elle devient.`,
    done: (number: string, day: string) => `Bon ${number} reporté : ${day}.`,
    undone: 'Le bon a repris sa place.',
    none: 'Aucun jour de livraison à venir : voyez les réglages du service.',
  },
};

const en = {
  corrective: {
    make: 'Make a corrective slip',
    lead: (number: string) =>
      `Slip ${number} is closed: it does not change. A new slip corrects it, and each names the other.`,
    lines: 'Products, one a line',
    linesHint: 'Correct what was wrong; keep the rest.',
    payment: 'Payment',
    payments: {cheque: 'A new cheque', none: 'Nothing more to pay'},
    amount: 'Right amount',
    why: 'Why it is corrected',
    note: 'Word to the driver',
    noteText: (number: string) => `Corrects slip ${number}.`,
    done: (number: string) => `Corrective slip ${number} is made.`,
    undone: 'Made by mistake',
    corrects: 'Corrects slip',
    correctedBy: 'Corrected by slip',
    badge: 'Corrective',
    day: 'Day of delivery',
  },
  callOff: {
    cancel: 'Cancel the round',
    text: 'Slips that are not delivered go back to “In no round”. What was done in the field is kept.',
    tell: (name: string) => `${name} is notified at once.`,
    goods: (n: number) =>
      n === 1
        ? '1 order is in the vehicle: it stays with the driver until they say otherwise.'
        : `${n} orders are in the vehicle: they stay with the driver.`,
    done: (name: string) => `${name}’s round is cancelled.`,
    reasons: ['No driver', 'Vehicle broken down', 'Bad weather', 'Round made twice'],
    more: 'More acts',
    restore: 'Restore the round',
    restored: 'The round is restored.',
    because: (why: string) => `Reason: ${why}`,
  },
  putOff: {
    lead: (number: string) => `Slip ${number} leaves its round and goes to the chosen day, in no round.`,
    holds: (name: string) => `${name} has the goods: agree what becomes of them.`,
    done: (number: string, day: string) => `Slip ${number} put off: ${day}.`,
    undone: 'The slip is back in its place.',
    none: 'No day of deliveries ahead: see the service’s settings.',
  },
} satisfies typeof fr;

export const deskField = {fr, en};
