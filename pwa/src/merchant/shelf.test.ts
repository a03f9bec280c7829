import {expect, test} from 'vitest';
import {createShelf} from './shelf';
import type {Board} from './wire';

const DAY = 86_400_000;
const now = Date.parse('2026-11-23T09:00:00Z');
const board = (shop: string): Board => ({service: 'Portage', phone: '', shop, own: false, slips: []});

function memory(text?: string) {
  const items = new Map<string, string>(text === undefined ? [] : [['portage.seen', text]]);
  return {getItem: (n: string) => items.get(n) ?? null, setItem: (n: string, v: string) => void items.set(n, v)};
}

test('what a code opened last is found again, by that code alone', () => {
  const store = memory();
  createShelf(store).put('AAAA', board('old'), now - 1);
  createShelf(store).put('AAAA', board('Simon'), now);
  createShelf(store).put('BBBB', board('Lou'), now);
  const again = createShelf(store);
  expect(again.find('AAAA', now)).toEqual({code: 'AAAA', at: now, board: board('Simon')});
  expect(again.find('BBBB', now)?.board.shop).toBe('Lou');
  expect(again.find('CCCC', now)).toBeUndefined();
  again.drop('AAAA');
  expect(again.find('AAAA', now)).toBeUndefined();
  expect(again.find('BBBB', now)?.board.shop).toBe('Lou');
});

test('after a week nothing is shown, and the next visit removes it', () => {
  const store = memory();
  const shelf = createShelf(store);
  shelf.put('AAAA', board('Simon'), now);
  expect(shelf.find('AAAA', now + 7 * DAY - 1)).toBeDefined();
  expect(shelf.find('AAAA', now + 7 * DAY)).toBeUndefined();
  shelf.put('BBBB', board('Lou'), now + 7 * DAY);
  expect(store.getItem('portage.seen')).not.toContain('Simon');
});

test('only the last dozen is kept', () => {
  const store = memory();
  const shelf = createShelf(store);
  for (let i = 0; i < 13; i++) shelf.put(`C${i}`, board('Simon'), now + i);
  expect(shelf.find('C0', now + 13)).toBeUndefined();
  expect(shelf.find('C1', now + 13)).toBeDefined();
});

test.each(['', '{', 'null', '[1, null, {"code": "AAAA", "at": 1}]'])('storage that holds %j holds nothing', text => {
  expect(createShelf(memory(text)).find('AAAA', 2)).toBeUndefined();
});

test('storage that is blocked or full changes nothing else', () => {
  const broken = () => {
    throw new DOMException('no', 'QuotaExceededError');
  };
  const shelf = createShelf({getItem: broken, setItem: broken});
  shelf.put('AAAA', board('Simon'), now);
  shelf.drop('AAAA');
  expect(shelf.find('AAAA', now)).toBeUndefined();
});
