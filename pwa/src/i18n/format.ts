// Dates and times as people of the chosen language read them.
import {lang} from './lang';

const locale = () => (lang.value === 'fr' ? 'fr-FR' : 'en-GB');
const withOptions = (o: Intl.DateTimeFormatOptions) => (t: string | number | Date) =>
  new Intl.DateTimeFormat(locale(), o).format(new Date(t));

export const dateTime = withOptions({dateStyle: 'medium', timeStyle: 'short'});
export const longDay = withOptions({weekday: 'long', day: 'numeric', month: 'long'});
export const clockTime = withOptions({timeStyle: 'short'});

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** "il y a 5 minutes", in whole minutes, hours or days; under a minute "maintenant". */
export function ago(then: string | number | Date, now: number): string {
  const ms = new Date(then).getTime() - now;
  const words = new Intl.RelativeTimeFormat(locale(), {numeric: 'auto'});
  for (const [unit, size] of steps) {
    if (Math.abs(ms) >= size) return words.format(Math.trunc(ms / size), unit);
  }
  return words.format(0, 'second');
}

/** Euro amounts from integer cents. */
export const euros = (cents: number): string =>
  new Intl.NumberFormat(locale(), {style: 'currency', currency: 'EUR'}).format(cents / 100);

export const capital = (s: string): string => s.charAt(0).toLocaleUpperCase(locale()) + s.slice(1);
