import fc from 'fast-check';
import {expect, test} from 'vitest';
import {batchSize, cut, MAX_ACTS} from './batch';

const sizes = (...all: number[]) => all.map(size => ({size}));

test.each([
  ['all that fit, commas counted', sizes(9, 9, 9), 20, 2],
  ['one that is too large, alone', sizes(99, 1), 20, 1],
  ['nothing of nothing', sizes(), 20, 0],
])('a batch takes %s', (_, acts, room, taken) => {
  expect(cut(acts, room)).toHaveLength(taken);
});

test('a batch is the longest head that fits', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(100)), fc.nat(1000), (all, room) => {
      const taken = cut(sizes(...all), room);
      const total = (count: number) => all.slice(0, count).reduce((sum, size) => sum + size + 1, 0);
      expect(taken).toEqual(sizes(...all).slice(0, taken.length));
      if (taken.length > 1) expect(total(taken.length)).toBeLessThanOrEqual(room);
      if (taken.length > 0 && taken.length < all.length) expect(total(taken.length + 1)).toBeGreaterThan(room);
    }),
  );
});

test('halving ends at one act, growing at the most that a call may carry', () => {
  const size = batchSize();
  const seen: number[] = [];
  for (let i = 0; i < 7; i++) {
    size.shrink(size.count);
    seen.push(size.count);
  }
  expect(seen).toEqual([25, 12, 6, 3, 1, 1, 1]);
  for (let i = 0; i < 7; i++) size.grow();
  expect(size.count).toBe(MAX_ACTS);
});

test('a short batch that was too much halves what was sent, not what was allowed', () => {
  const size = batchSize();
  size.shrink(8);
  expect(size.count).toBe(4);
});
