// Days in our own words: a slow phone needs 100 ms until Intl has its data, and a shop's page carries no more than it needs.

const words = {
  fr: {
    days: 'dimanche lundi mardi mercredi jeudi vendredi samedi'.split(' '),
    months: 'janvier février mars avril mai juin juillet août septembre octobre novembre décembre'.split(' '),
    first: '1er',
  },
  en: {
    days: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
    months: 'January February March April May June July August September October November December'.split(' '),
    first: '1',
  },
};

/** "lundi 30 novembre", "dimanche 1er novembre", in the device's zone. */
export function dayIn(lang: keyof typeof words, t: string | number | Date): string {
  const day = new Date(t);
  const {days, months, first} = words[lang];
  const number = day.getDate() === 1 ? first : day.getDate();
  return `${days[day.getDay()]} ${number} ${months[day.getMonth()]}`;
}
