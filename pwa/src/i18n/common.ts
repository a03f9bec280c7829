// Words that every area uses.

const fr = {
  loading: 'Chargement en cours…',
  close: 'Fermer',
  undo: 'Annuler',
  retry: 'Réessayer',
  back: 'Retour',
  copy: 'Copier',
  copied: 'Copié.',
  skip: 'Aller au contenu',
  menu: 'Menu',
  mainNav: 'Navigation principale',
  never: 'Jamais',
  update: {
    ready: 'Une nouvelle version de Portage est prête.',
    reload: 'Mettre à jour maintenant',
    later: 'Votre travail en cours est gardé. Vous pouvez aussi continuer et mettre à jour plus tard.',
  },
  fault: {
    title: 'Quelque chose n’a pas marché',
    happened: 'L’écran n’a pas pu s’afficher. Ce n’est pas de votre fait.',
    kept: 'Ce que vous avez enregistré sur cet appareil y est toujours.',
    todo: 'Réessayez. Si cela recommence, donnez ce code au service :',
    reload: 'Recharger la page',
    home: 'Revenir à l’accueil',
  },
  missing: {
    title: 'Cette page n’existe pas',
    text: 'L’adresse est peut-être incomplète, ou la page a été déplacée.',
  },
  problem: {
    network: 'Le serveur ne répond pas. Vérifiez votre connexion, puis réessayez.',
    unknown: 'Le serveur a répondu quelque chose d’inattendu. Réessayez dans un instant.',
    code: (code: string) => `Code à donner au service : ${code}`,
    wait: (seconds: number) =>
      seconds < 90 ? `Réessayez dans ${seconds} secondes.` : `Réessayez dans ${Math.ceil(seconds / 60)} minutes.`,
  },
  settings: {
    title: 'Réglages',
    lang: 'Langue',
    langs: {auto: 'Comme le navigateur', fr: 'Français', en: 'English'},
    theme: 'Couleurs',
    themes: {auto: 'Comme l’appareil', light: 'Claires', dark: 'Sombres'},
    text: 'Taille du texte',
    texts: {normal: 'Normale', large: 'Grande', larger: 'Très grande', largest: 'Doublée'},
    version: (v: string) => `Version ${v}`,
  },
};

const en = {
  loading: 'Loading…',
  close: 'Close',
  undo: 'Undo',
  retry: 'Try again',
  back: 'Back',
  copy: 'Copy',
  copied: 'Copied.',
  skip: 'Skip to content',
  menu: 'Menu',
  mainNav: 'Main navigation',
  never: 'Never',
  update: {
    ready: 'A new version of Portage is ready.',
    reload: 'Update now',
    later: 'Your work is kept. You may also carry on and update later.',
  },
  fault: {
    title: 'Something went wrong',
    happened: 'This screen could not be shown. You did nothing wrong.',
    kept: 'What you saved on this device is still there.',
    todo: 'Please try again. If it happens again, give this code to the service:',
    reload: 'Reload the page',
    home: 'Back to the start',
  },
  missing: {
    title: 'This page does not exist',
    text: 'The address may be incomplete, or the page has moved.',
  },
  problem: {
    network: 'The server does not answer. Check your connection, then try again.',
    unknown: 'The server gave an unexpected answer. Try again in a moment.',
    code: (code: string) => `Code for the service: ${code}`,
    wait: (seconds: number) =>
      seconds < 90 ? `Try again in ${seconds} seconds.` : `Try again in ${Math.ceil(seconds / 60)} minutes.`,
  },
  settings: {
    title: 'Settings',
    lang: 'Language',
    langs: {auto: 'Same as the browser', fr: 'Français', en: 'English'},
    theme: 'Colours',
    themes: {auto: 'Same as the device', light: 'Light', dark: 'Dark'},
    text: 'Text size',
    texts: {normal: 'Normal', large: 'Large', larger: 'Very large', largest: 'Doubled'},
    version: (v: string) => `Version ${v}`,
  },
} satisfies typeof fr;

export const common = {fr, en};
