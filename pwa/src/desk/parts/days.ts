// Days as the server writes them, "2026-11-23", in words.
import {capital, fullDate, longDay} from '../../i18n/format';

/** Noon, so that no time zone moves it to another day. */
const noon = (day: string) => `${day}T12:00:00`;

export const dayName = (day: string): string => (day ? longDay(noon(day)) : '');
/** With the year, for days that may be long past. */
export const fullDay = (day: string): string => (day ? fullDate(noon(day)) : '');
export const dayTitle = (day: string): string => capital(dayName(day));

/** Monday is 1, as for the server. */
export const weekdays = [1, 2, 3, 4, 5, 6, 7] as const;
export const weekdayOf = (day: string): number => new Date(noon(day)).getDay() || 7;

/** Two weeks in which every weekday can be named: the first of June 2026 is a Monday. */
export const weekdayName = (n: number): string => capital(longDay(`2026-06-0${n}T12:00:00`).split(/[ ,]/)[0] ?? '');

/** "8:00–12:00", which stays on one line. */
export const hours = (from: string, to: string): string => `${hour(from)}\u2060–\u2060${hour(to)}`;

/** The same of hours that the server wrote, "8:30-12:30, 15:00-19:00". */
export const hoursText = (text: string): string => text.replace(/(\d)-(?=\d)/g, '$1\u2060–\u2060');

/** "8:00" for "08:00". */
export const hour = (h: string): string => h.replace(/^0/, '');

const pad = (n: number) => String(n).padStart(2, '0');
export const localDay = (d: Date): string => `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`;
export function addDays(day: string, n: number): string {
  const d = new Date(noon(day));
  d.setDate(d.getDate() + n);
  return localDay(d);
}
