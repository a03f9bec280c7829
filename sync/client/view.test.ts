import {describe, expect, test} from 'vitest';
import type {ActId, DeviceId, FactKind, PersonId} from './act';
import type {Entry} from './slip-state';
import type {HeldRow, OwnAct} from './storage';
import {view} from './view';

const anna = 'anna' as PersonId;
const at = '2026-04-03T08:00:00.000Z';
const sheet = {merchant: {id: 'm1', payee: 'Primeur SARL'}, household: {id: 'h1'}, lines: []};
const mark = {strokes: [2, 1, 2, 3, 4], w: 300, h: 150, name: 'Petit'};

function slip(id: string, driver: string, ...more: Entry[]): HeldRow {
  const desk = {v: 1, by: 'desk', via: 'desk', at, received: at} as const;
  const journal: Entry[] = [
    {...desk, id: `${id}-c`, kind: 'created', data: {number: '20-001', day: '2026-04-03', sheet}},
    {...desk, id: `${id}-a`, kind: 'assigned', data: {driver}},
    ...more,
  ];
  return {
    type: 'slip',
    id,
    version: 3,
    doc: {id, number: '20-001', day: '2026-04-03', plan: {driver}, journal},
    leaving: false,
  };
}

function own(target: string, seq: number, kind: FactKind, data: object, place: OwnAct['place'] = 'outbox'): OwnAct {
  const id = `act-${seq}` as ActId;
  const bytes = JSON.stringify({id, seq, kind, v: 1, slip: target, basis: 3, at, data});
  return {device: 'd1' as DeviceId, seq, id, kind, target, madeAt: 0, size: bytes.length, bytes, place};
}

const takeOut = own('s1', 1, 'pickedUp', {bags: 2});
const handOver = own('s1', 2, 'handedOver', {payment: 'cheque', amountCents: 2350, mark});

test('a tap is in the view before the server knows of it', () => {
  const [shown] = view([slip('s1', 'anna')], [takeOut, handOver], anna).slips;
  expect(shown?.state).toMatchObject({
    goods: {state: 'delivered', bags: 2},
    cheque: {state: 'withDriver', holder: 'anna', amountCents: 2350, payee: 'Primeur SARL'},
    effects: {'act-1': {effect: 'applied'}, 'act-2': {effect: 'applied'}},
  });
  expect(shown?.own.map(({seq}) => seq)).toEqual([1, 2]);
});

test('an act that the row shows already is not replayed, whatever the phone still keeps', () => {
  const entry: Entry = {
    id: 'act-1',
    seq: 1,
    kind: 'pickedUp',
    v: 1,
    at,
    by: 'anna',
    device: 'd1',
    via: 'app',
    data: {bags: 2},
  };
  const [shown] = view([slip('s1', 'anna', entry)], [{...takeOut, place: 'sent'}, handOver], anna).slips;
  expect(shown?.own.map(({seq}) => seq)).toEqual([2]);
  expect(shown?.state.effects['act-1']).toEqual({effect: 'applied'});
});

describe('in hand', () => {
  test.each<[string, HeldRow, OwnAct[], string]>([
    ['on the route', slip('s1', 'anna'), [], 'route'],
    ['taken away, with own work unsent', {...slip('s1', 'anna'), leaving: true}, [takeOut], 'inHand'],
    ['given to another, goods still with us', slip('s1', 'berta'), [takeOut], 'inHand'],
  ])('%s', (_, row, acts, place) => {
    expect(view([row], acts, anna).slips[0]?.place).toBe(place);
  });
});

test('rounds, other rows, strays and odd rows each have their place; nothing is left out', () => {
  const round: HeldRow = {type: 'round', id: 'r1', version: 1, doc: {}, leaving: false};
  const service: HeldRow = {type: 'service', id: 'x', version: 1, doc: {}, leaving: false};
  const odd: HeldRow = {type: 'slip', id: 's9', version: 1, doc: {form: 2}, leaving: false};
  const opened = own('r1', 3, 'roundOpened', {vehicle: 'Kangoo'});
  const stray = own('gone', 4, 'note', {text: 'x'});
  expect(view([round, service, odd], [opened, stray], anna)).toMatchObject({
    slips: [],
    rounds: [{row: round, own: [opened], entries: [{id: 'act-3', by: 'anna', data: {vehicle: 'Kangoo'}}]}],
    others: [{row: service, own: []}],
    strays: [stray],
    unreadable: [odd],
  });
});
