// Notifications: the reason to ask, and what one wishes to hear of.

const fr = {
  title: 'Notifications',
  whyDriver:
    'Le service vous prévient quand une tournée vous est confiée ou change, et quand une commande est prête, même application fermée. Aucun nom ni adresse n’apparaît à l’écran.',
  whyDesk:
    'Portage vous prévient d’une commande prête, d’un problème ou d’une inquiétude, même application fermée. Aucun nom ni adresse n’apparaît à l’écran.',
  turnOn: 'Recevoir les notifications',
  on: 'Cet appareil reçoit les notifications.',
  blocked:
    'Les notifications sont bloquées pour Portage. Autorisez-les dans les réglages du navigateur, puis revenez ici.',
  install:
    'Sur iPhone et iPad, les notifications demandent l’application installée : partagez cette page, puis « Sur l’écran d’accueil ».',
  unsupported: 'Ce navigateur ne reçoit pas de notifications.',
  serverOff: 'Ce service n’envoie pas de notifications.',
  kinds: 'Me prévenir',
  kind: {
    round: 'de mes tournées : nouvelles, modifiées, confiées à quelqu’un d’autre',
    ready: 'des commandes prêtes',
    noAnswer: 'des passages sans remise',
    problem: 'des décisions attendues',
    cheque: 'des chèques trop longtemps dehors',
    alert: 'des signalements',
  },
  test: 'Envoyer un essai',
  tested: 'Un essai est parti : il arrive en quelques secondes.',
  turnOff: 'Ne plus rien recevoir ici',
  unseen: {
    title: 'Pas encore vu',
    lead: 'Ces livreurs n’ont pas encore regardé ce qui change pour eux. Appelez-les.',
    round: 'Tournée',
    ready: (number: string) => `Commande prête, bon ${number}`,
    change: (number: string) => `Tournée modifiée, bon ${number}`,
    late: 'En retard',
    call: (name: string) => `Appeler ${name}`,
    state: {
      waiting: 'Envoi en cours',
      sent: 'Arrivé, pas ouvert',
      lost: 'Son téléphone n’est plus joignable',
      failed: 'Envoi refusé',
      expired: 'Non remis à temps',
      unreachable: 'Ne reçoit pas les notifications',
    },
    shown: 'Affiché, pas ouvert',
  },
};

const en: typeof fr = {
  title: 'Notifications',
  whyDriver:
    'The service tells you when a round is given to you or changes, and when an order is ready, even with the app closed. No name and no address appears on the screen.',
  whyDesk:
    'Portage tells you of an order that is ready, a problem or a worry, even with the app closed. No name and no address appears on the screen.',
  turnOn: 'Receive notifications',
  on: 'This device receives notifications.',
  blocked: "Notifications are blocked for Portage. Allow them in the browser's settings, then come back here.",
  install:
    'On iPhone and iPad notifications need the installed app: share this page, then choose “Add to Home Screen”.',
  unsupported: 'This browser receives no notifications.',
  serverOff: 'This service sends no notifications.',
  kinds: 'Tell me of',
  kind: {
    round: 'my rounds: new, changed, given to somebody else',
    ready: 'orders that are ready',
    noAnswer: 'visits without delivery',
    problem: 'decisions that are needed',
    cheque: 'cheques out for too long',
    alert: 'welfare alerts',
  },
  test: 'Send a test',
  tested: 'A test was sent: it arrives within seconds.',
  turnOff: 'Receive nothing here any more',
  unseen: {
    title: 'Not seen yet',
    lead: 'These drivers have not looked yet at what changes for them. Call them.',
    round: 'Round',
    ready: (number: string) => `Order ready, slip ${number}`,
    change: (number: string) => `Round changed, slip ${number}`,
    late: 'Late',
    call: (name: string) => `Call ${name}`,
    state: {
      waiting: 'Being sent',
      sent: 'Arrived, not opened',
      lost: 'Their phone can no longer be reached',
      failed: 'Refused on the way',
      expired: 'Not delivered in time',
      unreachable: 'Receives no notifications',
    },
    shown: 'Shown, not opened',
  },
};

export const push = {fr, en};
