// The start and the end of a round, what waits to be sent, and how each act is called.

const fr = {
  round: {
    checklist: 'À bord',
    vehicle: 'Véhicule',
    km: 'Kilométrage au compteur',
    kmUnreadable: 'Ce kilométrage n’est pas lisible. Écrivez-le en chiffres, par exemple 48150.',
    kmHint: 'Sans virgule. Laissez vide à vélo ou à pied.',
    unchecked: (words: string) => `Pas coché : ${words}. Le service le verra.`,
    note: 'Un mot pour le service (facultatif)',
    stillBags: (bags: string) => `Encore avec vous : ${bags}. À rendre, ou à garder au frais ; prévenez le service.`,
    stillCheques: (cheques: string, total: string) =>
      `Encore avec vous : ${cheques}, ${total}. À votre nom jusqu’au dépôt.`,
    handsEmpty: 'Vous n’avez plus ni courses ni chèque.',
    off: 'Cette tournée a été annulée.',
    offBags: (bags: string) =>
      `Encore avec vous : ${bags}. À rapporter au commerce ou au service, sauf s’il vous demande de livrer.`,
  },
  queue: {
    waiting: 'En attente d’envoi',
    parked: 'à revoir',
    retryParked: 'Réessayer ce qui est à revoir',
    photosRefused: (n: number) =>
      n === 1
        ? '1 photo n’a pas été acceptée. Elle est gardée ici.'
        : `${n} photos n’ont pas été acceptées. Elles sont gardées ici.`,
    rescue: 'Si l’envoi ne marche plus du tout',
    rescueText:
      'Gardez tout dans un fichier et donnez-le au service. Il contient des données personnelles et la clé de ce téléphone : ne l’envoyez à personne d’autre.',
    keep: 'Garder dans un fichier',
    kept: 'Le fichier est prêt.',
    take: 'Reprendre un fichier',
    taken: (n: number) =>
      n === 0
        ? 'Tout ce fichier est déjà ici : rien à reprendre.'
        : n === 1
          ? '1 geste repris : il part au service.'
          : `${n} gestes repris : ils partent au service.`,
    failed: 'Le fichier n’a pas pu être fait. Appelez le service.',
    unreadable: 'Ce fichier ne vient pas de Portage, ou il est abîmé.',
  },
  kinds: {
    ready: 'Commande prête',
    unavailable: 'Ne peut pas être préparé',
    amountStated: 'Montant noté',
    pickedUp: 'Commande enlevée',
    handedOver: 'Courses remises',
    chequeReturned: 'Chèque rendu au commerce',
    attemptFailed: 'Passage sans remise',
    goodsReturned: 'Courses rendues',
    corrected: 'Correction',
    note: 'Note',
    alert: 'Inquiétude signalée',
    opened: 'Bon ouvert',
    roundOpened: 'Tournée vue',
    roundStarted: 'Tournée commencée',
    roundEnded: 'Tournée terminée',
  },
};

const en = {
  round: {
    checklist: 'On board',
    vehicle: 'Vehicle',
    km: 'Mileage on the counter',
    kmUnreadable: 'This mileage cannot be read. Write it in digits, such as 48150.',
    kmHint: 'In whole kilometres. Leave empty by bicycle or on foot.',
    unchecked: (words: string) => `Not ticked: ${words}. The service will see it.`,
    note: 'A word for the service (optional)',
    stillBags: (bags: string) => `Still with you: ${bags}. To give back, or to keep cool; tell the service.`,
    stillCheques: (cheques: string, total: string) =>
      `Still with you: ${cheques}, ${total}. In your name until handed over.`,
    handsEmpty: 'You have neither goods nor cheques left.',
    off: 'This round was called off.',
    offBags: (bags: string) =>
      `Still with you: ${bags}. To bring back to the shop or the service, unless it asks you to deliver.`,
  },
  queue: {
    waiting: 'Waiting to be sent',
    parked: 'to look at',
    retryParked: 'Try again what is to be looked at',
    photosRefused: (n: number) =>
      n === 1 ? '1 photo was not accepted. It is kept here.' : `${n} photos were not accepted. They are kept here.`,
    rescue: 'If sending does not work at all',
    rescueText:
      'Keep everything in a file and give it to the service. It holds personal data and this phone’s key: send it to nobody else.',
    keep: 'Keep in a file',
    kept: 'The file is ready.',
    take: 'Take in a file',
    taken: (n: number) =>
      n === 0
        ? 'All of this file is here already: nothing to take.'
        : n === 1
          ? '1 act taken: it goes to the service.'
          : `${n} acts taken: they go to the service.`,
    failed: 'The file could not be made. Call the service.',
    unreadable: 'This file is not from Portage, or it is damaged.',
  },
  kinds: {
    ready: 'Order ready',
    unavailable: 'Cannot be prepared',
    amountStated: 'Amount noted',
    pickedUp: 'Order collected',
    handedOver: 'Goods handed over',
    chequeReturned: 'Cheque handed to the shop',
    attemptFailed: 'Visit without hand-over',
    goodsReturned: 'Goods given back',
    corrected: 'Correction',
    note: 'A note',
    alert: 'Worry reported',
    opened: 'Slip opened',
    roundOpened: 'Round seen',
    roundStarted: 'Round started',
    roundEnded: 'Round ended',
  },
} satisfies typeof fr;

export const visitRound = {fr, en};
