// Codes of slips and posters that are replaced, and slips that go to shops by mail.

const fr = {
  code: {
    renew: 'Remplacer ce code',
    title: 'Remplacer ce code',
    slip: 'Le QR code et le code à taper du bon cessent de servir tout de suite. Réimprimez ensuite le bon.',
    shop: 'Le QR code de l’affiche cesse de servir tout de suite. Imprimez ensuite la nouvelle affiche pour le commerce.',
    why: 'Pourquoi ?',
    reasons: {
      lost: 'Le papier est perdu ou abîmé',
      leaked: 'Le lien est allé à la mauvaise personne',
      other: 'Autre raison',
    },
    needed: 'Choisissez une raison.',
    yes: 'Remplacer le code',
    done: (code: string) => `L’ancien code ne sert plus. Le nouveau : ${code}.`,
    poster: 'Code de l’affiche',
    posterLead: 'Il ouvre la liste des commandes en cours de ce commerce, et rien d’autre.',
    printPoster: 'Imprimer l’affiche',
  },
  mail: {
    send: 'Envoyer par courriel',
    waiting: (to: string) =>
      `Le courriel part vers ${to}. Le bon sera noté transmis dès que le serveur de courriel l’a pris.`,
    failed: (to: string) =>
      `Le serveur de courriel a refusé le courriel pour ${to}. Appelez le commerce, ou corrigez son adresse.`,
    off: 'Ce service n’envoie pas de courriel : aucun serveur n’est réglé. Vous pouvez écrire avec votre propre logiciel.',
    own: 'Écrire avec mon logiciel',
    record: 'Ouvrir la fiche du commerce',
  },
};

const en = {
  code: {
    renew: 'Replace this code',
    title: 'Replace this code',
    slip: 'The slip’s QR code and typed code stop working at once. Print the slip again afterwards.',
    shop: 'The poster’s QR code stops working at once. Then print the new poster for the shop.',
    why: 'Why?',
    reasons: {
      lost: 'The paper is lost or damaged',
      leaked: 'The link went to the wrong person',
      other: 'Another reason',
    },
    needed: 'Choose a reason.',
    yes: 'Replace the code',
    done: (code: string) => `The old code no longer works. The new one: ${code}.`,
    poster: 'Code of the poster',
    posterLead: 'It opens the list of this shop’s open orders, and nothing else.',
    printPoster: 'Print the poster',
  },
  mail: {
    send: 'Send by mail',
    waiting: (to: string) =>
      `The mail is on its way to ${to}. The slip is noted as sent once the mail server has taken it.`,
    failed: (to: string) => `The mail server refused the mail to ${to}. Call the shop, or correct its address.`,
    off: 'This service sends no mail: no server is configured. You can write with your own mail program.',
    own: 'Write with my program',
    record: 'Open the shop’s record',
  },
} satisfies typeof fr;

export const deskCode = {fr, en};
