import {expect, test} from 'vitest';
import {backoff} from './backoff';
import {pace} from './pace';

test('waits double from one second to five minutes', () => {
  const retry = backoff(() => 0.5);
  expect(Array.from({length: 11}, () => retry.next() / 1000)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  retry.reset();
  expect(retry.next()).toBe(1_000);
});

test.each([
  [0, 500],
  [0.999, 1_499],
])('chance %d makes the first wait %d ms', (chance, wait) => {
  expect(Math.floor(backoff(() => chance).next())).toBe(wait);
});

test('however long the line was down, the next attempt is at most 75 s away', () => {
  const times = pace(
    () => 0,
    () => 0.999,
  );
  for (let i = 0; i < 20; i++) expect(times.rest('noAnswer', 0)).toBeLessThanOrEqual(75_000);
});

test("the server's wish holds, and only as long as it may", () => {
  let now = 1_000_000;
  const times = pace(
    () => now,
    () => 0.5,
  );
  expect(times.rest('later', 120_000)).toBe(120_000);
  times.fresh();
  expect(times.hold()).toBe(120_000);
  now += 120_000;
  expect(times.hold()).toBe(0);
});

test('a clock that is set back while the server asked to wait does not silence the phone', () => {
  let now = 10 * 24 * 3_600_000;
  const times = pace(
    () => now,
    () => 0.5,
  );
  times.rest('later', 60_000);
  now -= 3 * 24 * 3_600_000;
  expect(times.hold()).toBe(0);
});
