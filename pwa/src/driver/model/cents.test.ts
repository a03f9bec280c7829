import fc from 'fast-check';
import {expect, test} from 'vitest';
import {isTooFar, MAX_CENTS, press, type Key} from './cents';

const type = (keys: readonly Key[], from = 0) => keys.reduce(press, from);

test.each([
  [['1', '4', '6', '5'], 1465],
  [['1', '2', '00'], 1200],
  [['5', 'back', '7'], 7],
  [['0', '0', '5'], 5],
  [['5', '0', '0', '0', '0'], 50_000],
  [['5', '0', '0', '0', '1'], 5000],
] as const)('%j reads %i', (keys, cents) => {
  expect(type(keys)).toBe(cents);
});

test('no typing leaves the range of whole cents', () => {
  const key = fc.constantFrom<Key>('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '00', 'back');
  fc.assert(
    fc.property(fc.array(key), keys => {
      const cents = type(keys);
      expect(Number.isInteger(cents) && cents >= 0 && cents <= MAX_CENTS).toBe(true);
    }),
  );
});

test('a digit that is not taken is known, so that 1 234,56 is never read as 123,45 in silence', () => {
  expect(isTooFar(type(['1', '2', '3', '4', '5']), '6')).toBe(true);
  expect(isTooFar(600, '00')).toBe(true);
  expect(isTooFar(5000, '0')).toBe(false);
  expect(isTooFar(50_000, 'back')).toBe(false);
});
