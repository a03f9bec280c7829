// Desk: the report. Its figures, titles and definitions come from the server, which prints the same words.

const fr = {
  nav: 'Bilan',
  title: 'Bilan',
  lead: 'Chaque chiffre est recompté dans les bons, avec la phrase qui dit ce qu’il compte. Aucun nom de bénéficiaire.',
  from: 'Du',
  to: 'Au',
  mask: 'Ne pas donner les nombres de moins de 5',
  figures: 'En un coup d’œil',
  pdf: 'PDF à imprimer et à signer',
  csv: 'Fichier pour tableur',
};

const en = {
  nav: 'Report',
  title: 'Report',
  lead: 'Each figure is counted again from the slips, with the sentence that says what it counts. No resident is named.',
  from: 'From',
  to: 'To',
  mask: 'Do not tell numbers under 5',
  figures: 'At a glance',
  pdf: 'PDF to print and sign',
  csv: 'Spreadsheet file',
} satisfies typeof fr;

export const deskReport = {fr, en};
