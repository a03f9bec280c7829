// Any step of a visit, and a stop that has none left.

const fr = {
  saved: 'Enregistré sur ce téléphone.',
  savedWithoutPhoto: 'Enregistré, mais sans la photo : le téléphone n’a plus de place.',
  next: 'Continuer',
  step: (now: number, all: number) => `Étape ${now} sur ${all}.`,
  otherReason: 'Autre raison',
  gone: {title: 'Plus rien à faire ici', text: 'Cette étape est faite, ou elle n’est plus dans votre tournée.'},
  photo: {
    failed: 'Cette photo n’est pas lisible. Prenez-en une autre.',
    taken: 'Photo prête',
    drop: 'Enlever la photo',
  },
};

const en = {
  saved: 'Saved on this phone.',
  savedWithoutPhoto: 'Saved, but without the photo: the phone has no room left.',
  next: 'Continue',
  step: (now: number, all: number) => `Step ${now} of ${all}.`,
  otherReason: 'Another reason',
  gone: {title: 'Nothing left to do here', text: 'This stop is done, or it is no longer in your round.'},
  photo: {
    failed: 'This photo cannot be read. Take another one.',
    taken: 'Photo ready',
    drop: 'Remove the photo',
  },
} satisfies typeof fr;

export const visitStep = {fr, en};
