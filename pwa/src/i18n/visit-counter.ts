// At a shop: is it the right order, what is in it, what does it cost.
import {de} from './elision';

const fr = {
  check: {
    list: 'Bons à vérifier',
    slip: (number: string) => `Bon ${number}`,
    right: 'c’est le bon',
    without: 'sans code',
    scan: 'Scanner le bon',
    code: 'Ou tapez le code du bon',
    codeHint: 'Huit caractères, sous le QR code.',
    codeSend: 'Vérifier',
    skip: 'Continuer sans code',
    skipWhy: 'Pourquoi ? Le service le saura.',
    skipReasons: [
      'Pas de bon avec la commande',
      'Le QR code est illisible',
      'L’appareil photo ne marche pas',
      'Je reconnais la commande',
    ],
    needed: 'Scannez ou tapez le code, ou dites pourquoi vous continuez sans.',
    elsewhere: (number: string, home: string, shop: string) =>
      `Ce n’est pas le bon attendu. C’est le bon ${number}, ${de(shop)} pour ${home}. Ne le prenez pas pour cette étape.`,
    wrong: {
      unknown: 'Ce bon n’est pas dans votre tournée. Laissez cette commande et appelez le service.',
      noCode: 'Ce n’est pas le code d’un bon Portage. Cherchez le QR code en haut du bon.',
      mistyped: 'Ce code contient une faute de frappe. Relisez-le, puis tapez-le encore.',
    },
    noCamera: 'L’appareil photo n’est pas disponible. Tapez le code qui est sous le QR code.',
    picture: 'Image de l’appareil photo',
    aim: 'Visez le QR code du bon.',
    torch: 'Lampe',
    stopScan: 'Fermer l’appareil photo',
  },
  pickUp: {
    check: (name: string) => `La commande ${de(name)}`,
    checkText: 'Est-ce le bon sac ? Vérifiez avec le bon.',
    lines: 'Que prenez-vous ?',
    linesText: (name: string) => `Pour ${name}. Tout est coché « pris » : changez seulement ce qui manque.`,
    bags: 'Nombre de sacs',
    amount: 'Montant du ticket',
    amountText: (payee: string) => `Le chèque sera à l’ordre ${de(payee)}.`,
    stated: (amount: string) => `Le commerce a annoncé ${amount}.`,
    noAmountYet: 'Pas encore connu ? Continuez : il sera demandé à la porte.',
    save: 'J’ai pris cette commande',
  },
  lines: {
    states: {taken: 'Pris', missing: 'Manque', replaced: 'Remplacé'},
    note: {missing: 'Que s’est-il passé ?', replaced: 'Remplacé par quoi ?'},
    gift: 'offert',
    giftOf: (donor: string) => `offert par ${donor}`,
    none: 'La liste n’est pas sur ce bon : la personne a commandé directement au commerce.',
    less: 'Un de moins',
    more: 'Un de plus',
  },
  keypad: {
    back: 'Effacer un chiffre',
    hint: 'Avec les centimes : tapez 1 5 0 0 pour 15,00 €.',
    tooFar: (most: string) => `Ce chiffre n’est pas pris : un bon va jusqu’à ${most}. Au-delà, appelez le service.`,
  },
};

const en = {
  check: {
    list: 'Slips to check',
    slip: (number: string) => `Slip ${number}`,
    right: 'the right one',
    without: 'without a code',
    scan: 'Scan the slip',
    code: 'Or type the code of the slip',
    codeHint: 'Eight characters, below the QR code.',
    codeSend: 'Check',
    skip: 'Go on without a code',
    skipWhy: 'Why? The service will know.',
    skipReasons: [
      'No slip with the order',
      'The QR code cannot be read',
      'The camera does not work',
      'I recognise the order',
    ],
    needed: 'Scan or type the code, or say why you go on without.',
    elsewhere: (number: string, home: string, shop: string) =>
      `This is not the slip expected. It is slip ${number}, from ${shop} for ${home}. Do not take it for this stop.`,
    wrong: {
      unknown: 'This slip is not in your round. Leave this order and call the service.',
      noCode: 'This is not the code of a Portage slip. Look for the QR code at the top of the slip.',
      mistyped: 'This code has a typing mistake. Read it again, then type it once more.',
    },
    noCamera: 'The camera is not available. Type the code below the QR code.',
    picture: 'Picture of the camera',
    aim: 'Point at the QR code of the slip.',
    torch: 'Light',
    stopScan: 'Close the camera',
  },
  pickUp: {
    check: (name: string) => `The order for ${name}`,
    checkText: 'Is it the right bag? Check with the slip.',
    lines: 'What do you take?',
    linesText: (name: string) => `For ${name}. Everything is set to “taken”: change only what is missing.`,
    bags: 'Number of bags',
    amount: 'Amount on the receipt',
    amountText: (payee: string) => `The cheque will be payable to ${payee}.`,
    stated: (amount: string) => `The shop said ${amount}.`,
    noAmountYet: 'Not known yet? Go on: it will be asked at the door.',
    save: 'I have taken this order',
  },
  lines: {
    states: {taken: 'Taken', missing: 'Missing', replaced: 'Replaced'},
    note: {missing: 'What happened?', replaced: 'Replaced by what?'},
    gift: 'gift',
    giftOf: (donor: string) => `gift of ${donor}`,
    none: 'The list is not on this slip: the person ordered at the shop.',
    less: 'One less',
    more: 'One more',
  },
  keypad: {
    back: 'Delete a digit',
    hint: 'With the cents: type 1 5 0 0 for €15.00.',
    tooFar: (most: string) => `That digit is not taken: a slip goes up to ${most}. Above, call the service.`,
  },
} satisfies typeof fr;

export const visitCounter = {fr, en};
