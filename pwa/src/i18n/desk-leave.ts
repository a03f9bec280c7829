// Desk: the question before typed work is given up.

const fr = {
  title: 'Quitter sans enregistrer ?',
  text: 'Ce que vous avez saisi sur cet écran n’est pas enregistré.',
  stay: 'Continuer la saisie',
  leave: 'Quitter sans enregistrer',
};

const en = {
  title: 'Leave without saving?',
  text: 'What you typed on this screen is not saved.',
  stay: 'Go on typing',
  leave: 'Leave without saving',
} satisfies typeof fr;

export const deskLeave = {fr, en};
