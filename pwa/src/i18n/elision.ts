// French words that lose their e before a vowel, where a name follows that nobody knows beforehand.

/**
 * "d’Ida", "de Paul". A y is heard either way (Yves, Yverdon) and the spelling does not say whether an h is mute: both
 * keep the full word.
 */
export const de = (name: string): string => (/^[aeiouàâäéèêëîïôöùûüœæ]/i.test(name) ? `d’${name}` : `de ${name}`);
