// What the driver is told of the desk's changes, and what is no change.
import type {PersonId} from '@sync/act';
import type {Entry} from '@sync/slip-state';
import type {HeldRow} from '@sync/storage';
import {view} from '@sync/view';
import {expect, test} from 'vitest';
import {learn, nothingKnown, seen, type Memory} from './late';
import {tourOf} from './work';

const me = 'nadia' as PersonId;
const day = '2026-11-20';
const at = '2026-11-20T09:42:00.000Z';

type Put = {
  readonly id: string;
  readonly address?: string;
  readonly product?: string;
  readonly day?: string;
  readonly driver?: string;
  readonly more?: readonly (readonly [kind: string, data: object, by?: string])[];
};

/** A slip as the server puts it: the sheet stands beside a journal that holds no sheets. */
function slip({id, address = '1 rue Haute', product = 'Pommes', day: on = day, driver = me, more = []}: Put): HeldRow {
  const plans: Put['more'] = [
    ['created', {number: id, sheet: {merchant: {id: 'm'}}, day: on}],
    ['assigned', {driver, round: 'r1', position: 1, vehicle: ''}],
  ];
  const journal = [...plans, ...more].map(([kind, data, by = 'desk'], i): Entry => {
    const via = by === 'desk' ? 'desk' : by === 'shop' ? 'qr' : 'app';
    return {
      id: `${id}-${i}`,
      kind,
      v: 1,
      at,
      received: at,
      by,
      via,
      data,
      ...(via === 'app' ? {device: 'd', seq: i} : {}),
    };
  });
  const sheet = {
    household: {id: 'h', name: 'Mme Petit', address, phone: '02'},
    merchant: {id: 'm', name: 'Boutique', payee: 'M'},
    lines: [{id: 'l', text: product}],
  };
  return {type: 'slip', id, version: 1, leaving: false, doc: {id, number: id, day: on, plan: {driver}, sheet, journal}};
}

const a = slip({id: 'a'});
const b = slip({id: 'b'});
const c = slip({id: 'c'});
const r1 = (...stops: string[]) => ({id: 'r1', stops});

function then(memory: Memory, rows: readonly HeldRow[], ...rounds: ReturnType<typeof r1>[]): Memory {
  return learn(memory, {works: tourOf(view(rows, [], me), me, day).all, rounds, off: [], me, today: day});
}

/** The round is called off; its slips leave the phone one by one. */
function callOff(memory: Memory, ...left: readonly HeldRow[]): Memory {
  return learn(memory, {works: tourOf(view(left, [], me), me, day).all, rounds: [], off: ['r1'], me, today: day});
}
const begun = then(nothingKnown(me), [a, b], r1('a', 'b'));
const told = (m: Memory) => m.notes.map(({id, what, fields}) => [id, what, ...fields].join(' '));

test('a round that is new is no change, and holding the same again changes nothing', () => {
  expect(begun.notes).toEqual([]);
  expect(then(begun, [a, b], r1('a', 'b'))).toBe(begun);
});

test('a new address and new products are named, with the time and nothing personal', () => {
  const moved = slip({
    id: 'a',
    address: '9 quai Neuf',
    product: 'Poires',
    more: [['edited', {sheet: {merchant: {id: 'm'}}}]],
  });
  const after = then(begun, [moved, b], r1('a', 'b'));
  expect(after.notes).toEqual([
    {id: 'a', what: 'changed', number: 'a', shop: 'Boutique', fields: ['address', 'lines'], at},
  ]);
  expect(JSON.stringify(after)).not.toMatch(/Petit|quai|Haute|"02"/);
});

test('two changes before a look are one note; after the look only what is new is told', () => {
  const moved = slip({id: 'a', address: '9 quai Neuf'});
  const other = slip({id: 'a', address: '9 quai Neuf', product: 'Poires'});
  const once = then(begun, [moved, b], r1('a', 'b'));
  expect(told(then(once, [other, b], r1('a', 'b')))).toEqual(['a changed address lines']);
  const looked = seen(once, once.notes);
  expect(told(looked)).toEqual([]);
  expect(told(then(looked, [other, b], r1('a', 'b')))).toEqual(['a changed lines']);
});

test('a slip that left the phone or went to somebody else is told once, by number and shop', () => {
  const gone = then(begun, [a], r1('a'));
  expect(gone.notes).toEqual([{id: 'b', what: 'removed', number: 'b', shop: 'Boutique', fields: [], at: ''}]);
  expect(told(then(seen(gone, gone.notes), [a], r1('a')))).toEqual([]);
  expect(told(then(begun, [a, slip({id: 'b', driver: 'luc'})], r1('a')))).toEqual(['b removed']);
  expect(told(then(begun, []))).toEqual(['a removed', 'b removed']);
});

test('a slip that was delivered, or whose day is past, leaves in silence', () => {
  const done = slip({
    id: 'b',
    more: [
      ['pickedUp', {}, me],
      ['handedOver', {payment: 'none', mark: {paper: true, name: 'P'}}, me],
    ],
  });
  expect(told(then(then(begun, [a, done], r1('a', 'b')), [a], r1('a')))).toEqual([]);
  const old = slip({id: 'b', day: '2026-11-19'});
  expect(told(then(then(nothingKnown(me), [a, old], r1('a', 'b')), [a], r1('a')))).toEqual([]);
});

test('a cancelled slip is told, and taken back when it is reopened before anybody looked', () => {
  const off = then(begun, [a, slip({id: 'b', more: [['cancelled', {reason: 'x'}]]})], r1('a', 'b'));
  expect(told(off)).toEqual(['b cancelled']);
  const back = slip({
    id: 'b',
    more: [
      ['cancelled', {reason: 'x'}],
      ['reopened', {reason: 'y'}],
    ],
  });
  expect(told(then(off, [a, back], r1('a', 'b')))).toEqual([]);
  expect(told(then(seen(off, off.notes), [a, back], r1('a', 'b')))).toEqual(['b added']);
});

test('a stop that was added is told whichever of its rows comes first, and not if it goes again unseen', () => {
  const added = then(then(begun, [a, b, c], r1('a', 'b')), [a, b, c], r1('a', 'c', 'b'));
  expect(told(added)).toEqual(['c added']);
  expect(told(then(then(begun, [a, b], r1('a', 'c', 'b')), [a, b, c], r1('a', 'c', 'b')))).toEqual(['c added']);
  expect(told(then(added, [a, b], r1('a', 'b')))).toEqual([]);
});

test('the rows of a new round may come one after the other', () => {
  const half = then(nothingKnown(me), [a], r1('a', 'b'));
  expect(told(then(half, [a, b], r1('a', 'b')))).toEqual([]);
});

test('another order is told once for a round; done stops do not count', () => {
  const turned = then(begun, [a, b], r1('b', 'a'));
  expect(told(turned)).toEqual(['r1 order']);
  expect(told(then(turned, [a, b, c], r1('b', 'c', 'a')))).toEqual(['r1 order', 'c added']);
  expect(told(then(turned, [a, b], r1('a', 'b')))).toEqual(['r1 order']);
  expect(told(then(seen(turned, turned.notes), [a, b], r1('b', 'a')))).toEqual([]);
  const done = slip({
    id: 'a',
    more: [
      ['pickedUp', {}, me],
      ['handedOver', {payment: 'none', mark: {paper: true, name: 'P'}}, me],
    ],
  });
  expect(told(then(begun, [done, b], r1('b', 'a')))).toEqual([]);
});

test('an amount is told when the desk sets it, not when the shop says it', () => {
  const byShop = slip({id: 'a', more: [['amountStated', {amountCents: 900}, 'shop']]});
  const known = then(begun, [byShop, b], r1('a', 'b'));
  expect(told(known)).toEqual([]);
  const byDesk = slip({
    id: 'a',
    more: [
      ['amountStated', {amountCents: 900}, 'shop'],
      ['amountStated', {amountCents: 1200}],
    ],
  });
  expect(told(then(known, [byDesk, b], r1('a', 'b')))).toEqual(['a changed amount']);
});

test('a round that is called off speaks for its slips, also when they leave later than it', () => {
  const half = callOff(begun, b);
  expect(told(half)).toEqual([]);
  expect(told(callOff(half))).toEqual([]);
  const edited = then(begun, [slip({id: 'a', address: '9 rue Neuve'}), b], r1('a', 'b'));
  expect(told(edited)).toEqual(['a changed address']);
  expect(told(callOff(edited, a, b))).toEqual([]);
});

test('goods in hand of a round that was called off are no slip taken away', () => {
  const held = slip({
    id: 'a',
    more: [
      ['pickedUp', {check: 'none', lines: [], bags: 1}, me],
      ['assigned', {driver: '', round: '', position: 0, vehicle: ''}],
    ],
  });
  expect(told(callOff(begun, held))).toEqual([]);
});

test('a round that comes back is said once, whole and in its order, until it is seen or off again', () => {
  const back = then(callOff(begun), [a, b], r1('a', 'b'));
  expect(told(back)).toEqual(['r1 restored']);
  const again = then(back, [a, b], r1('a', 'b'));
  expect(told(again)).toEqual(['r1 restored']);
  expect(told(then(seen(again, again.notes), [a, b], r1('a', 'b')))).toEqual([]);
  expect(told(callOff(again))).toEqual([]);
  // Its rows may come one after the other.
  const slow = then(then(callOff(begun), [a], r1('a', 'b')), [a, b], r1('a', 'b'));
  expect(told(slow)).toEqual(['r1 restored']);
});

test('what an older app kept knows of no round that was called off', () => {
  const {off, ...older} = begun;
  expect(off).toEqual([]);
  expect(told(then(older, [a, b], r1('a', 'b')))).toEqual([]);
});
