import {expect, test} from 'vitest';
import {newId} from './uuid';

test('ids are of the moment, version 7', () => {
  const id = newId(Date.UTC(2026, 10, 23), b => b.fill(255));
  expect(id).toBe('01a205b3-d000-7fff-bfff-ffffffffffff');
});
