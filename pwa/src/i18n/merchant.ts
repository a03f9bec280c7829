// What a shop sees: no account, no jargon.

const fr = {
  title: 'Bons de livraison',
  say: 'Votre commerce, livré à la porte.',
  lead: 'Cette page est pour les commerçants. Elle ouvre un bon de livraison et rien d’autre.',
  code: 'Code du bon',
  codeHint: 'Il est imprimé sous le QR code du bon, en deux groupes, par exemple ABCD-EFGH.',
  codeShort: 'Le code a huit caractères. Vérifiez qu’il n’en manque pas.',
  open: 'Ouvrir le bon',
  scan: 'Vous pouvez aussi viser le QR code du bon avec l’appareil photo de votre téléphone.',
  soon: 'Cette page saura montrer le bon dans une prochaine version. En attendant, appelez le service : il note pour vous.',
  offlineTitle: 'Pas de réseau pour le moment',
  offline: 'Le bon ne peut pas s’ouvrir sans réseau. Réessayez, ou appelez le service : il peut noter pour vous.',
};

const en = {
  title: 'Delivery slips',
  say: 'Your shop, brought to the door.',
  lead: 'This page is for shops. It opens one delivery slip and nothing else.',
  code: 'Code of the slip',
  codeHint: 'It is printed under the slip’s QR code, in two groups, such as ABCD-EFGH.',
  codeShort: 'The code has eight characters. Check that none is missing.',
  open: 'Open the slip',
  scan: 'You can also point your phone’s camera at the slip’s QR code.',
  soon: 'This page will show the slip in a coming version. Until then, call the service: it notes things for you.',
  offlineTitle: 'No network at the moment',
  offline: 'The slip cannot open without network. Try again, or call the service: it can note things for you.',
} satisfies typeof fr;

export const merchant = {fr, en};
