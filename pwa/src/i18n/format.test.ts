import fc from 'fast-check';
import {afterEach, expect, test} from 'vitest';
import {dayIn} from './day-words';
import {ago, euros, longDay, phoneText} from './format';
import {chooseLang} from './lang';

afterEach(() => chooseLang('fr'));
const plain = (s: string) => s.replace(/[\u00a0\u202f]/g, '_');

test.each([
  ['0612345678', '06_12_34_56_78'],
  ['06 12 34 56 78', '06_12_34_56_78'],
  ['06.12.34.56.78', '06_12_34_56_78'],
  ['+33612345678', '+33_6_12_34_56_78'],
  ['0033 6 12 34 56 78', '+33_6_12_34_56_78'],
  ['+44 20 7946 0958', '+44_20_7946_0958'],
  ['3939', '3939'],
  ['06 12 34 56 78 (le soir)', '06_12_34_56_78_(le_soir)'],
  ['', ''],
])('the number %s reads %s and stays on one line', (typed, read) => {
  expect(plain(phoneText(typed))).toBe(read);
});

test('amounts have the no-break spaces and signs of their language', () => {
  chooseLang('fr');
  expect(plain(euros(123456))).toBe('1_234,56_€');
  chooseLang('en');
  expect(euros(123456)).toBe('€1,234.56');
});

test('what is under a minute old is of this moment', () => {
  chooseLang('fr');
  expect(ago(0, 59_000)).toBe('à l’instant');
  expect(ago(0, 61_000)).toBe('il y a 1 minute');
  chooseLang('en');
  expect(ago(0, 59_000)).toBe('just now');
});

test.each([
  ['fr', '2026-11-30T12:00:00', 'lundi 30 novembre'],
  ['fr', '2026-08-01T00:00:00', 'samedi 1er août'],
  ['fr', '2028-02-29T23:59:00', 'mardi 29 février'],
  ['en', '2026-11-30T12:00:00', 'Monday 30 November'],
  ['en', '2026-03-01T12:00:00', 'Sunday 1 March'],
] as const)('a day in words, %s: %s', (lang, day, words) => {
  chooseLang(lang);
  expect(longDay(day)).toBe(words);
});

test('a page without the chosen language, a shop’s, names a day in the same words', () => {
  chooseLang('en');
  expect(dayIn('fr', '2026-11-01T12:00:00')).toBe('dimanche 1er novembre');
});

test('every day of a year is named as the platform names it', () => {
  chooseLang('fr');
  const platform = new Intl.DateTimeFormat('fr-FR', {weekday: 'long', day: 'numeric', month: 'long'});
  for (let d = 0; d < 365; d++) {
    const day = new Date(2027, 0, 1 + d, 12);
    expect(longDay(day).replace('1er ', '1 ')).toBe(platform.format(day));
  }
});

const locales = {fr: 'fr-FR', en: 'en-GB'} as const;

test.each(['fr', 'en'] as const)('amounts stand as the platform writes them, %s', lang => {
  chooseLang(lang);
  const platform = new Intl.NumberFormat(locales[lang], {style: 'currency', currency: 'EUR'});
  for (const cents of [0, 5, 50, 1234, 123_456, -1, -250_000]) expect(euros(cents)).toBe(platform.format(cents / 100));
  fc.assert(fc.property(fc.maxSafeNat(), n => euros(n % 1e12) === platform.format((n % 1e12) / 100)));
});

test.each(['fr', 'en'] as const)('how long ago is said as the platform says it, %s', lang => {
  chooseLang(lang);
  const platform = new Intl.RelativeTimeFormat(locales[lang], {numeric: 'auto'});
  const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
  for (const way of [-1, 1]) {
    for (let n = 1; n < 60; n++) expect(ago(way * n * minute, 0)).toBe(platform.format(way * n, 'minute'));
    for (let n = 1; n < 24; n++) expect(ago(way * n * hour, 0)).toBe(platform.format(way * n, 'hour'));
    for (let n = 1; n < 100; n++) expect(ago(way * n * day, 0)).toBe(platform.format(way * n, 'day'));
  }
});
