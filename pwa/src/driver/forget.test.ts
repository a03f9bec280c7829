// Whose name leaves the phone, and that what is cut still folds to the same state.
import type {PersonId} from '@sync/act';
import type {Entry} from '@sync/slip-state';
import type {HeldRow} from '@sync/storage';
import {view, type SlipView} from '@sync/view';
import {expect, test} from 'vitest';
import {forgetOld, isPast, withoutContact} from './forget';

const me = 'nadia' as PersonId;
const mark = {strokes: [2, 1, 1, 2, 2], w: 300, h: 150, name: 'Mme Petit'};
const noon = (day: number) => new Date(2026, 10, day, 12).getTime();

function row(payment: 'cheque' | 'owed' | 'not yet', planned = '2026-11-20'): HeldRow {
  const household = {id: 'h', name: 'Mme Petit', phone: '02', address: 'rue Haute', sector: 'Centre'};
  const sheet = {household, merchant: {id: 'm', payee: 'M'}, lines: [{id: 'l', text: 'Pommes'}], note: 'chien'};
  const paid = payment === 'owed' ? {payment, reason: 'plus tard'} : {payment, amountCents: 1250};
  const facts: [string, object][] = [
    ['pickedUp', {lines: [{line: 'l', state: 'missing', note: 'Mme Petit sait'}]}],
    ['attemptFailed', {reason: 'noAnswer', goods: 'inVehicle', note: 'voisine'}],
    ...(payment === 'not yet' ? [] : [['handedOver', {...paid, mark}] as [string, object]]),
  ];
  const at = new Date(noon(20)).toISOString();
  const desk = {v: 1, at, received: at, by: 'desk', via: 'desk'} as const;
  const journal: Entry[] = [
    {...desk, id: 'c', kind: 'created', data: {number: '1', day: planned, sheet: {merchant: {id: 'm', payee: 'M'}}}},
    {...desk, id: 'a', kind: 'assigned', data: {driver: me, round: 'r'}},
    ...facts.map(([kind, data], i): Entry => ({
      ...desk,
      id: `e${i}`,
      kind,
      by: me,
      device: 'd',
      via: 'app',
      seq: i + 1,
      data,
    })),
  ];
  return {
    type: 'slip',
    id: 's',
    version: 1,
    leaving: false,
    doc: {id: 's', number: '1', day: planned, plan: {}, sheet, journal},
  };
}

const seen = (r: HeldRow): SlipView => {
  const [one] = view([r], [], me).slips;
  if (!one) throw new Error('the row is not read');
  return one;
};

test.each([
  ['the day after', row('cheque'), 21, false],
  ['two days after', row('cheque'), 22, true],
  ['not delivered', row('not yet'), 30, false],
  ['owed, and nobody plans it', row('owed'), 22, true],
  ['owed, the day after the planned one', row('owed', '2026-11-25'), 26, false],
  ['owed, two days after the planned one', row('owed', '2026-11-25'), 27, true],
] as const)('%s', (_, r, day, past) => {
  expect(isPast(seen(r), noon(day))).toBe(past);
});

test('what is cut names nobody, and goods and cheque stay where they are', () => {
  for (const r of [row('cheque'), row('owed')]) {
    const cut = withoutContact(r);
    expect(JSON.stringify(cut)).not.toMatch(/Petit|Haute|voisine|chien|Pommes|plus tard/);
    const [before, after] = [seen(r).state, seen(cut).state];
    expect(after.goods).toEqual(before.goods);
    expect({...after.cheque, reason: ''}).toEqual({...before.cheque, reason: ''});
    expect(after.tasks).toEqual(before.tasks);
  }
});

test('a row is cut once; forms of a phone that may not read go whole', async () => {
  let kept: readonly HeldRow[] = [row('cheque')];
  const dropped: number[] = [];
  const store = {
    changeRows: async (change: (r: HeldRow) => HeldRow) => void (kept = kept.map(change)),
    dropDrafts: async (before: number) => void dropped.push(before),
  };
  const run = (access: 'ok' | 'revoked') =>
    forgetOld({store, slips: kept.map(seen), status: {access, acts: 0}, now: noon(22)});
  expect(await run('ok')).toBe(true);
  expect(await run('revoked')).toBe(false);
  expect(dropped).toEqual([noon(20), Number.POSITIVE_INFINITY]);
});
