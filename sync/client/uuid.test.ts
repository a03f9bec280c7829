import fc from 'fast-check';
import {expect, test} from 'vitest';
import {uuidMaker, uuidTime} from './uuid';

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('an id is a UUIDv7 of its moment', () => {
  const make = uuidMaker(
    () => 0x0196f2b01234,
    count => new Uint8Array(count).fill(0xff),
  );
  expect(make()).toBe('0196f2b0-1234-77ff-bfff-ffffffffffff');
  expect(uuidTime(make())).toBe(0x0196f2b01234);
});

test('ids only grow, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({min: 0, max: 2 ** 47}), {minLength: 2}), moments => {
      let i = 0;
      const make = uuidMaker(
        () => moments[i++] ?? 0,
        count => new Uint8Array(count),
      );
      const ids = moments.map(make);
      expect([...ids].sort()).toEqual(ids);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(FORM);
    }),
  );
});

test('ten thousand ids in one millisecond still grow', () => {
  const make = uuidMaker(
    () => 1_000,
    count => new Uint8Array(count),
  );
  const ids = Array.from({length: 10_000}, make);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(10_000);
});
