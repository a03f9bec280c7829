// Stops from slips: what is together, what comes next, what is in hand.
import type {PersonId} from '@sync/act';
import type {Entry} from '@sync/slip-state';
import type {HeldRow} from '@sync/storage';
import {view} from '@sync/view';
import {expect, test} from 'vitest';
import {bagCount, openWorks, totalCents, tourOf, wantsCheque} from './work';

const me = 'nadia' as PersonId;
const day = '2026-11-20';
type Facts = readonly (readonly [kind: string, data: object, by?: string])[];
type Made = {
  readonly shop: string;
  readonly home: string;
  readonly day?: string;
  readonly driver?: string;
  readonly free?: true;
};

/** A slip of this phone as the server puts it. */
function slip(id: string, made: Made, facts: Facts = []): HeldRow {
  const sheet = {
    household: {id: made.home, name: `Foyer ${made.home}`},
    merchant: {id: made.shop, name: `Boutique ${made.shop}`, payee: made.shop},
    lines: [],
    ...(made.free ? {noPayment: true} : {}),
  };
  const driver = made.driver ?? me;
  const plans: Facts = [
    ['created', {number: id, sheet, day: made.day ?? day}, 'desk'],
    ['assigned', {driver, round: 'r1', position: 1, vehicle: 'v'}, 'desk'],
  ];
  const journal = [...plans, ...facts].map(([kind, data, by = me], i): Entry => {
    const at = `2026-11-20T08:00:${String(i).padStart(2, '0')}.000Z`;
    const desk = by === 'desk';
    return {
      id: `${id}-${i}`,
      kind,
      v: 1,
      at,
      received: at,
      by,
      device: desk ? '' : 'd1',
      via: desk ? 'desk' : 'app',
      data,
      ...(desk ? {} : {seq: i}),
    };
  });
  const doc = {id, number: id, day: made.day ?? day, plan: {driver, round: 'r1'}, sheet, journal};
  return {type: 'slip', id, version: 1, doc, leaving: false};
}

const round: HeldRow = {
  type: 'round',
  id: 'r1',
  version: 1,
  leaving: false,
  doc: {id: 'r1', day, state: 'opened', stops: ['c', 'a', 'b', 'd']},
};
const tour = (...rows: HeldRow[]) => tourOf(view([round, ...rows], [], me), me, day);
const mark = {cannotSign: 'x', witness: 'y'};
const taken: Facts[number] = ['pickedUp', {bags: 2}];
const paid: Facts[number] = ['handedOver', {payment: 'cheque', amountCents: 1250, payee: 'S', mark}];
const shape = (t: ReturnType<typeof tour>) =>
  t.stops.map(s => `${s.kind} ${s.id} ${s.works.map(w => w.id).join('+')} ${s.state}`);

test('one stop for each shop and each door, in the order of the round', () => {
  const t = tour(
    slip('a', {shop: 'S', home: 'H'}),
    slip('b', {shop: 'S', home: 'K'}),
    slip('c', {shop: 'T', home: 'H'}),
  );
  expect(shape(t)).toEqual(['pickup T c open', 'pickup S a+b open', 'home H c+a waiting', 'home K b waiting']);
  expect(t.next?.id).toBe('T');
});

test('shops, doors, cheques: what is next follows what is in hand', () => {
  const held = tour(slip('a', {shop: 'S', home: 'H'}, [taken]));
  expect([held.next?.kind, bagCount(held.bags)]).toEqual(['home', 2]);
  const given = tour(slip('a', {shop: 'S', home: 'H'}, [taken, paid]));
  expect([given.next?.kind, totalCents(given.cheques), given.homes]).toEqual(['cheque', 1250, {done: 1, all: 1}]);
  const back = tour(slip('a', {shop: 'S', home: 'H'}, [taken, paid, ['chequeReturned', {amountCents: 1250, mark}]]));
  expect([back.next, back.cheques, back.bags]).toEqual([undefined, [], []]);
});

test('what was tried in vain comes after everything else, and stays in hand', () => {
  const t = tour(
    slip('a', {shop: 'S', home: 'H'}, [taken, ['attemptFailed', {reason: 'noAnswer', goods: 'inVehicle'}]]),
    slip('b', {shop: 'S', home: 'K'}, [taken]),
  );
  expect(shape(t)).toEqual(['pickup S a+b done', 'home H a later', 'home K b open']);
  expect([t.next?.id, bagCount(t.bags)]).toEqual(['K', 4]);
});

test('a gift asks for no cheque; goods given back or not prepared ask for nothing', () => {
  const t = tour(
    slip('a', {shop: 'S', home: 'H', free: true}, [taken]),
    slip('b', {shop: 'S', home: 'K'}, [['unavailable', {reason: 'rupture'}]]),
    slip('c', {shop: 'S', home: 'L'}, [taken, ['goodsReturned', {to: 'merchant'}]]),
  );
  expect(t.stops.filter(s => s.state !== 'done').map(s => s.id)).toEqual(['H']);
  expect(t.all.filter(wantsCheque).map(w => w.id)).toEqual(['c', 'b']);
});

test('another driver’s slip is no stop; its goods and cheque in my hands stay in sight', () => {
  const t = tour(
    slip('a', {shop: 'S', home: 'H', driver: 'loic'}, [taken, paid]),
    slip('b', {shop: 'S', home: 'K', driver: 'loic'}),
  );
  expect(shape(t)).toEqual(['cheque S a open']);
});

test('yesterday’s open work is still there, tomorrow’s is only announced', () => {
  const t = tour(
    slip('a', {shop: 'S', home: 'H', day: '2026-11-19'}),
    slip('b', {shop: 'S', home: 'K', day: '2026-11-19'}, [taken, ['handedOver', {payment: 'owed', reason: 'x', mark}]]),
    slip('c', {shop: 'S', home: 'L', day: '2026-11-23'}),
  );
  expect(shape(t)).toEqual(['pickup S a open', 'home H a waiting']);
  expect(t.ahead).toEqual([{day: '2026-11-23', slips: 1}]);
});

test('a cancelled slip asks for nothing, but its goods on board are in hand', () => {
  const t = tour(
    slip('a', {shop: 'S', home: 'H'}, [['cancelled', {reason: 'x'}, 'desk']]),
    slip('b', {shop: 'S', home: 'K'}, [taken, ['cancelled', {reason: 'x'}, 'desk']]),
  );
  expect(t.stops.map(s => `${s.kind} ${s.id}`)).toEqual(['home K']);
  expect(t.bags.map(w => w.id)).toEqual(['b']);
  expect(openWorks(t.stops[0]!, me).map(w => w.id)).toEqual(['b']);
});

const unpaid: Facts[number] = ['handedOver', {payment: 'owed', reason: 'Plus de chéquier', mark}];

test('an owed cheque put off today stays in the list and sends nobody back', () => {
  const t = tour(slip('a', {shop: 'S', home: 'H'}, [taken, unpaid]));
  expect(shape(t)).toEqual(['pickup S a done', 'home H a done', 'collect H a later']);
  expect(t.next).toBeUndefined();
});

test('planned for a later day it is a stop of its own, without shop and without goods', () => {
  const later = '2026-11-24';
  const rows = [slip('a', {shop: 'S', home: 'H', day: later}, [taken, unpaid])];
  const t = tourOf(view(rows, [], me), me, later);
  expect(shape(t)).toEqual(['collect H a open']);
  expect(t.homes).toEqual({done: 0, all: 0});
  expect(t.next && openWorks(t.next, me).map(w => wantsCheque(w))).toEqual([true]);
  const tried: Facts[number] = ['attemptFailed', {reason: 'noAnswer', goods: 'none'}];
  const again = tourOf(
    view([slip('a', {shop: 'S', home: 'H', day: later}, [taken, unpaid, tried])], [], me),
    me,
    later,
  );
  expect(shape(again)).toEqual(['collect H a later']);
  const got = tourOf(view([slip('a', {shop: 'S', home: 'H', day: later}, [taken, unpaid, paid])], [], me), me, later);
  expect(shape(got)).toEqual(['cheque S a open']);
});

test('a round of an earlier day is there until it is ended, and one with work left too', () => {
  const before = (id: string, state: string, stops: string[] = []): HeldRow => ({
    type: 'round',
    id,
    version: 1,
    leaving: false,
    doc: {id, day: '2026-11-19', state, stops},
  });
  const left = slip('a', {shop: 's', home: 'h', day: '2026-11-19'});
  const done = slip('b', {shop: 's', home: 'i', day: '2026-11-19'}, [
    ['pickedUp', {bags: 1, lines: []}],
    ['handedOver', {payment: 'none', mark: {cannotSign: 'x', witness: 'y'}, visit: 'v'}],
  ]);
  const rows = [
    before('begun', 'started', ['b']),
    before('ended', 'ended', ['a']),
    before('never', 'opened', ['b']),
    before('undone', 'opened', ['a']),
  ];
  expect(tour(left, done, ...rows).rounds.map(r => r.round.id)).toEqual(['begun', 'undone', 'r1']);
});
