import {expect, test} from 'vitest';
import {amountText, centsOf} from './money';

test.each([
  ['12,50', 1250],
  ['12.5 €', 1250],
  ['1\u202f200', 120000],
  ['0,07', 7],
  ['', 0],
])('%s is %i cents', (text, cents) => {
  expect(centsOf(text)).toBe(cents);
});

test.each(['douze', '12,505', '-3', '1e3', '12,5,0', '0x10'])('%s is no amount', text => {
  expect(centsOf(text)).toBeNaN();
});

test.each([1, 10, 99, 100, 1250, 50000])('%i cents are read back as they were written', cents => {
  expect(centsOf(amountText(cents))).toBe(cents);
});
