// Dates and times as people of the chosen language read them.
import {lang} from './lang';

const locale = () => (lang.value === 'fr' ? 'fr-FR' : 'en-GB');
const withOptions = (o: Intl.DateTimeFormatOptions) => (t: string | number | Date) =>
  new Intl.DateTimeFormat(locale(), o).format(new Date(t));

export const dateTime = withOptions({dateStyle: 'medium', timeStyle: 'short'});
export const longDay = withOptions({weekday: 'long', day: 'numeric', month: 'long'});
export const fullDate = withOptions({weekday: 'long', day: 'numeric', month: 'long', year: 'numeric'});
export const clockTime = withOptions({timeStyle: 'short'});

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "il y a 5 minutes", in whole minutes, hours or days; under a minute "à l’instant". */
export function ago(then: string | number | Date, now: number): string {
  const ms = new Date(then).getTime() - now;
  const words = new Intl.RelativeTimeFormat(locale(), {numeric: 'auto'});
  for (const [unit, size] of steps) {
    if (Math.abs(ms) >= size) return words.format(Math.trunc(ms / size), unit);
  }
  return lang.value === 'fr' ? 'à l’instant' : 'just now';
}

/** Euro amounts from integer cents. */
export const euros = (cents: number): string =>
  new Intl.NumberFormat(locale(), {style: 'currency', currency: 'EUR'}).format(cents / 100);

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

export const capital = (s: string): string => s.charAt(0).toLocaleUpperCase(locale()) + s.slice(1);
