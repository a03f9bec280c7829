import {expect, test} from 'vitest';
import {addDays, weekdayOf} from './days';

test.each([
  ['2026-11-22', 7],
  ['2026-11-23', 1],
  ['2027-01-01', 5],
])('%s is weekday %i', (day, n) => {
  expect(weekdayOf(day)).toBe(n);
});

test.each([
  ['2026-12-31', 1, '2027-01-01'],
  ['2026-03-28', 2, '2026-03-30'], // the night when clocks change
  ['2026-11-23', -7, '2026-11-16'],
])('%s and %i days is %s', (day, n, want) => {
  expect(addDays(day, n)).toBe(want);
});
