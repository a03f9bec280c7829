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
} satisfies typeof fr;

export const deskField = {fr, en};
