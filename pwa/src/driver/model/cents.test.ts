import fc from 'fast-check';
import {expect, test} from 'vitest';
import {MAX_CENTS, press, type Key} from './cents';

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
