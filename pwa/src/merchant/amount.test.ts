import {expect, test} from 'vitest';
import {cents, typedCents} from './amount';

test.each([
  ['42,80', 4280],
  ['42.8', 4280],
  [' 42 ', 4200],
  ['42,80 €', 4280],
  ['0,05', 5],
  ['7,', null],
  ['', null],
  ['-3', null],
  ['12,345', null],
  ['1e3', null],
  ['1 000', null],
  ['quarante', null],
])('%s is %s cents', (typed, want) => expect(cents(typed)).toBe(want));

test('an amount is written as it is typed', () => {
  expect(typedCents(4280, ',')).toBe('42,80');
  expect(typedCents(5, '.')).toBe('0.05');
});
