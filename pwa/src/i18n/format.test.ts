import {afterEach, expect, test} from 'vitest';
import {ago, euros, phoneText} from './format';
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
