import {expect, test} from 'vitest';
import type {Round, Slip} from '../../api/town';
import {changesHands, withMoves} from './moves';

const slip = (id: string) => ({id}) as Slip;
const round = (id: string, ...slips: string[]) =>
  ({id, stops: slips.map(s => ({slip: slip(s), pinned: s === 'b'}))}) as unknown as Round;
const plan = {pool: [slip('x'), slip('y')], rounds: [round('r1', 'a', 'b'), round('r2', 'c')]};

const told = (p: typeof plan) =>
  [p.pool, ...p.rounds.map(r => r.stops.map(s => s.slip))].map(l => l.map(s => s.id).join(''));

test('without moves the plan is the plan', () => {
  expect(withMoves(plan, new Map())).toBe(plan);
});

test('what moves stands where it goes, once', () => {
  expect(told(withMoves(plan, new Map([['x', {from: '', to: 'r2'}]])))).toEqual(['y', 'ab', 'cx']);
  expect(told(withMoves(plan, new Map([['a', {from: 'r1', to: ''}]])))).toEqual(['xya', 'b', 'c']);
  expect(
    told(
      withMoves(
        plan,
        new Map([
          ['b', {from: 'r1', to: 'r2'}],
          ['c', {from: 'r2', to: 'r1'}],
        ]),
      ),
    ),
  ).toEqual(['xy', 'ac', 'b']);
});

test('a move that the plan shows already changes nothing, places and pins included', () => {
  const shown = withMoves(
    plan,
    new Map([
      ['b', {from: 'r2', to: 'r1'}],
      ['x', {from: 'r1', to: ''}],
    ]),
  );
  expect(told(shown)).toEqual(told(plan));
  expect(shown.rounds[0]?.stops[1]?.pinned).toBe(true);
});

test('what was given a place stands there, from elsewhere and from its own round', () => {
  expect(told(withMoves(plan, new Map([['x', {from: '', to: 'r1', place: 1}]])))).toEqual(['y', 'axb', 'c']);
  expect(told(withMoves(plan, new Map([['b', {from: 'r1', to: 'r1', place: 0}]])))).toEqual(['xy', 'ba', 'c']);
  const one = {from: '', to: 'r2', place: 0};
  const moves = new Map([
    ['x', one],
    ['y', one],
  ]);
  expect(told(withMoves(plan, moves))).toEqual(['', 'ab', 'yxc']);
});

test('only what goes to another round waits for the answer', () => {
  expect(changesHands({from: '', to: 'r1', place: 0})).toBe(true);
  expect(changesHands({from: 'r1', to: 'r1', place: 0})).toBe(false);
  expect(changesHands(undefined)).toBe(false);
});
