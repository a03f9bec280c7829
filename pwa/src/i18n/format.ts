// Dates and times as people of the chosen language read them.
import {dayIn} from './day-words';
import {lang} from './lang';

const locale = () => (lang.value === 'fr' ? 'fr-FR' : 'en-GB');
const withOptions = (o: Intl.DateTimeFormatOptions) => (t: string | number | Date) =>
  new Intl.DateTimeFormat(locale(), o).format(new Date(t));

export const dateTime = withOptions({dateStyle: 'medium', timeStyle: 'short'});
export const clockTime = withOptions({timeStyle: 'short'});

// What the driver's first screen shows is in our own words: a slow phone needs 100 ms until Intl has its data.
const words = {
  fr: {
    now: 'à l’instant',
    near: {'-2': 'avant-hier', '-1': 'hier', 1: 'demain', 2: 'après-demain'} as Readonly<Record<number, string>>,
    past: (time: string) => `il y a ${time}`,
    future: (time: string) => `dans ${time}`,
    units: ['jour', 'heure', 'minute'],
    euros: (sign: string, whole: string, cents: string) =>
      `${sign}${whole.replace(THOUSANDS, '\u202f')},${cents}\u00a0€`,
  },
  en: {
    now: 'just now',
    near: {'-1': 'yesterday', 1: 'tomorrow'} as Readonly<Record<number, string>>,
    past: (time: string) => `${time} ago`,
    future: (time: string) => `in ${time}`,
    units: ['day', 'hour', 'minute'],
    euros: (sign: string, whole: string, cents: string) => `${sign}€${whole.replace(THOUSANDS, ',')}.${cents}`,
  },
};

const THOUSANDS = /\B(?=(\d{3})+$)/g;

/** "lundi 30 novembre", in the phone's zone. */
export const longDay = (t: string | number | Date): string => dayIn(lang.value, t);

export const fullDate = (t: string | number | Date): string => `${longDay(t)} ${new Date(t).getFullYear()}`;

const steps = [86_400_000, 3_600_000, 60_000];

/** "il y a 5 minutes", in whole minutes, hours or days; under a minute "à l’instant". */
export function ago(then: string | number | Date, now: number): string {
  const ms = new Date(then).getTime() - now;
  const {near, past, future, units, now: atOnce} = words[lang.value];
  const i = steps.findIndex(step => Math.abs(ms) >= step);
  if (i < 0) return atOnce;
  const n = Math.trunc(ms / (steps[i] as number));
  const word = i === 0 ? near[n] : undefined;
  const time = `${Math.abs(n)} ${units[i]}${Math.abs(n) > 1 ? 's' : ''}`;
  return word ?? (n < 0 ? past(time) : future(time));
}

/** Euro amounts from integer cents. */
export function euros(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return words[lang.value].euros(cents < 0 ? '-' : '', digits.slice(0, -2), digits.slice(-2));
}

/**
 * A telephone number in the pairs that people say, which stay on one line: "06 12 34 56 78", "+33 6 12 34 56 78".
 * What is no French number keeps its own groups.
 */
export function phoneText(number: string): string {
  const [, country, first = '', rest = ''] = /^(0|\+33|0033)([1-9])(\d{8})$/.exec(number.replace(/[\s.-]/g, '')) ?? [];
  if (!country) return number.trim().replace(/\s+/g, '\u00a0');
  const pairs = rest.replace(/\d\d/g, '\u00a0$&');
  return country === '0' ? `0${first}${pairs}` : `+33\u00a0${first}${pairs}`;
}

export const capital = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1);
