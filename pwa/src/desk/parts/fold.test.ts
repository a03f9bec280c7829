import {expect, test} from 'vitest';
import {dials, fold} from './fold';

test('accents and capitals do not matter', () => {
  expect(fold('Hélène ŒUVRARD')).toBe('helene œuvrard');
});

test.each([
  ['02 61 91 30 02', '0261913002', true],
  ['02 61 91 30 02', '91 30', true],
  ['02 61 91 30 02', '+33 2 61 91 30 02', true],
  ['+33261913002', '02.61.91', true],
  ['02 61 91 30 02', '99 99', false],
  ['02 61 91 30 02', '02', false],
  ['02 61 91 30 02', '2026-0012 bis', false],
  ['', '061', false],
])('%s, typed %s: %s', (number, typed, want) => {
  expect(dials(number, typed)).toBe(want);
});
