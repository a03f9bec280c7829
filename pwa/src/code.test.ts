import fc from 'fast-check';
import {expect, test} from 'vitest';
import {bareCode, shownCode} from './code';

test.each([
  ['abcd-efgh', 'ABCDEFGH'],
  [' AB CD – ef gh ', 'ABCDEFGH'],
  ['2345.6789', '23456789'],
  ['', ''],
])('the code typed as %j is read as %j', (typed, bare) => {
  expect(bareCode(typed)).toBe(bare);
});

test('what is shown reads back as the same code', () => {
  fc.assert(
    fc.property(fc.string({maxLength: 30}), typed => {
      const bare = bareCode(typed).slice(0, 8);
      expect(bareCode(shownCode(typed))).toBe(bare);
    }),
  );
});
