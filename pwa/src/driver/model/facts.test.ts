// What a visit records is what the protocol takes: each fact is read by the fold's own rules.
import type {PersonId} from '@sync/act';
import {readData} from '@sync/slip-data';
import type {HeldRow} from '@sync/storage';
import {view} from '@sync/view';
import {expect, test} from 'vitest';
import {chequeFacts, failureFacts, handOverFacts, markFrom, noSigning, pickUpFacts} from './facts';
import {tourOf, type Work} from './work';

const me = 'nadia' as PersonId;
const at = '2026-11-20T08:00:00.000Z';
const sheet = {
  household: {id: 'h', name: 'H'},
  merchant: {id: 'm', name: 'M', payee: 'Maison M'},
  lines: [{id: 'l1', text: 'Pommes'}],
};
const created = (data: object) => ({id: 'e1', kind: 'created', v: 1, at, received: at, by: 'x', via: 'desk', data});

function work(id: string, more: object = {}): Work {
  const full = {...sheet, ...more};
  const doc = {
    id,
    number: id,
    day: '2026-11-20',
    plan: {},
    sheet: full,
    journal: [created({number: id, day: '2026-11-20', sheet: full})],
  };
  const row: HeldRow = {type: 'slip', id, version: 7, doc, leaving: false};
  const [only] = tourOf(view([row], [], me), me, '2026-11-20').all;
  if (!only) throw new Error('no slip');
  return only;
}

const signed = {cannotSign: 'vue', witness: 'Nadia'};
const readable = (facts: readonly {kind: string; data: object}[]) => facts.forEach(f => readData(f.kind, 1, f.data));

test('a pick-up states the amount first, and only when it is news', () => {
  const form = {
    check: {way: 'none', reason: 'connue'},
    lines: {l1: {state: 'replaced', note: 'poires'}},
    bags: 2,
    cents: 1465,
  } as const;
  const facts = pickUpFacts(work('a'), form);
  readable(facts);
  expect(facts.map(f => [f.kind, f.basis])).toEqual([
    ['amountStated', 7],
    ['pickedUp', 7],
  ]);
  expect(facts[1]?.data).toEqual({
    bags: 2,
    lines: [{line: 'l1', state: 'replaced', note: 'poires'}],
    check: 'none',
    checkReason: 'connue',
  });
  expect(pickUpFacts(work('a', {amountCents: 1465}), form).map(f => f.kind)).toEqual(['pickedUp']);
  expect(pickUpFacts(work('a', {noPayment: true}), form).map(f => f.kind)).toEqual(['pickedUp']);
});

test('one visit, several slips: each its own payment, all the same visit and mark', () => {
  const works = [work('a', {amountCents: 1250}), work('b', {amountCents: 800}), work('c', {noPayment: true})];
  const payments = {
    a: {way: 'cheque', cents: 1250, reason: ''},
    b: {way: 'owed', cents: 800, reason: 'plus de chèques'},
  } as const;
  const facts = handOverFacts(works, {
    visit: 'v1',
    checks: {a: {way: 'qr', reason: ''}},
    payments,
    mark: signed,
    photos: [],
  });
  readable(facts);
  expect(facts.map(f => f.data)).toEqual([
    {payment: 'cheque', amountCents: 1250, payee: 'Maison M', mark: signed, visit: 'v1', check: 'qr'},
    {payment: 'owed', reason: 'plus de chèques', mark: signed, visit: 'v1'},
    {payment: 'none', mark: signed, visit: 'v1'},
  ]);
});

test('cheques handed in and visits that failed are read too', () => {
  const failure = {visit: 'v', note: 'rien', goods: 'inVehicle', called: ['le service'], photos: []} as const;
  for (const reason of ['noAnswer', 'refused', 'wrongAddress', 'broken', 'notReady', 'unavailable', 'other'] as const) {
    readable(failureFacts([work('a')], {...failure, reason}));
  }
  const [w] = [work('a')];
  const held = {...w, state: {...w.state, cheque: {state: 'withDriver' as const, holder: me, amountCents: 1250}}};
  const facts = chequeFacts([held], 'v', signed, []);
  readable(facts);
  expect(facts[0]?.data).toEqual({amountCents: 1250, mark: signed, visit: 'v'});
});

test('a mark says what it lacks', () => {
  const missing = (change: object) => markFrom({...noSigning, ...change});
  expect(missing({})).toEqual({missing: 'name'});
  expect(missing({name: 'O.'})).toEqual({missing: 'strokes'});
  expect(missing({mode: 'cannot'})).toEqual({missing: 'reason'});
  expect(missing({mode: 'cannot', reason: 'vue'})).toEqual({missing: 'witness'});
  expect(missing({mode: 'cannot', reason: 'vue', witness: 'N'})).toEqual({mark: {cannotSign: 'vue', witness: 'N'}});
  expect(missing({mode: 'paper', name: 'O.'})).toEqual({mark: {paper: true, name: 'O.'}});
  expect(missing({name: 'O.', strokes: [1, 2, 3], w: 300, h: 150})).toEqual({
    mark: {strokes: [1, 2, 3], w: 300, h: 150, name: 'O.'},
  });
});

test('twelve slips of one household, five cheques of one shop: one mark and one visit, an act for each slip', () => {
  const twelve = Array.from({length: 12}, (_, i) => work(`s${i}`));
  const payments = Object.fromEntries(
    twelve.map(({id}, i) => [id, {way: 'cheque', cents: 1000 + i, reason: ''} as const]),
  );
  const given = handOverFacts(twelve, {visit: 'v', checks: {}, payments, mark: signed, photos: []});
  const returned = chequeFacts(twelve.slice(0, 5), 'w', signed, []);
  expect(given.map(({target}) => target)).toEqual(twelve.map(({id}) => ({slip: id})));
  expect(given.map(({data}) => data)).toEqual(
    twelve.map((_, i) => ({payment: 'cheque', amountCents: 1000 + i, payee: 'Maison M', mark: signed, visit: 'v'})),
  );
  readable(given);
  expect(returned.map(({target, data}) => [target, data])).toEqual(
    twelve.slice(0, 5).map(({id}) => [{slip: id}, {amountCents: 0, mark: signed, visit: 'w'}]),
  );
});
