/** Without accents and capitals, so that "helene" finds Hélène. */
export const fold = (s: string): string =>
  s
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** The digits of a number without the country's: "0033 6…", "+33 6…" and "06…" begin alike. */
const bare = (s: string): string => s.replace(/\D/g, '').replace(/^(?:00)?33(?=\d{9}$)|^0+/, '');

/** Whether what was typed is a part of the number, however both are written. Three digits at least: fewer say nothing. */
export function dials(number: string, typed: string): boolean {
  const digits = /\p{L}/u.test(typed) ? '' : bare(typed);
  return digits.length >= 3 && bare(number).includes(digits);
}
