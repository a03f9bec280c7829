// How far a driver came in a round, also in one that was called off.
import type {FactKind} from '@sync/act';
import type {HeldRow} from '@sync/storage';
import type {RowView} from '@sync/view';
import {expect, test} from 'vitest';
import {cancelledRounds} from './cancelled-round';
import {readRound} from './round';

function row(type: 'round' | 'cancelledRound', doc: object, ...own: readonly (readonly [FactKind, string])[]): RowView {
  const held: HeldRow = {type, id: 'r1', version: 1, leaving: false, doc: {id: 'r1', day: '2026-11-20', ...doc}};
  const entries = own.map(([kind, id]) => ({id, kind, v: 1, at: '', by: 'nadia', via: 'app' as const, data: {}}));
  return {row: held, own: [], entries};
}

test.each([
  ['what the server says', {state: 'opened'}, [], 'opened'],
  ['an own act that the server does not know yet', {state: 'opened', acts: ['o']}, ['roundStarted s'], 'started'],
  ['the furthest of both', {state: 'started', acts: ['s']}, ['roundOpened o'], 'started'],
  [
    'an end that the server knows of, and that holds no more',
    {state: 'started', acts: ['s', 'e']},
    ['roundEnded e'],
    'started',
  ],
  ['a server of before: it names no acts', {state: 'started'}, ['roundEnded e'], 'ended'],
  ['a word that this app does not know', {state: 'paused', acts: []}, [], 'published'],
] as const)('%s', (_, doc, own, want) => {
  const acts = own.map(one => one.split(' ') as [FactKind, string]);
  expect(readRound(row('round', doc, ...acts)).state).toBe(want);
  expect(cancelledRounds([row('cancelledRound', doc, ...acts)])[0]?.state).toBe(want);
});

test('a round that was called off says who and why, and is none to drive', () => {
  const off = row('cancelledRound', {
    reason: 'Verglas',
    by: 'Camille',
    at: '2026-11-20T09:42:00Z',
    state: 'started',
    acts: [],
  });
  expect(cancelledRounds([off, row('round', {state: 'started'})])).toEqual([
    {
      id: 'r1',
      day: '2026-11-20',
      reason: 'Verglas',
      by: 'Camille',
      at: '2026-11-20T09:42:00Z',
      state: 'started',
      view: off,
    },
  ]);
});
