import {expect, test} from 'vitest';
import type {Round, Slip} from '../../api/town';
import {withMoves} from './moves';

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
  expect(told(withMoves(plan, new Map([['x', 'r2']])))).toEqual(['y', 'ab', 'cx']);
  expect(told(withMoves(plan, new Map([['a', '']])))).toEqual(['xya', 'b', 'c']);
  expect(
    told(
      withMoves(
        plan,
        new Map([
          ['b', 'r2'],
          ['c', 'r1'],
        ]),
      ),
    ),
  ).toEqual(['xy', 'ac', 'b']);
});

test('a move that the plan shows already changes nothing, places and pins included', () => {
  const shown = withMoves(
    plan,
    new Map([
      ['b', 'r1'],
      ['x', ''],
    ]),
  );
  expect(told(shown)).toEqual(told(plan));
  expect(shown.rounds[0]?.stops[1]?.pinned).toBe(true);
});
