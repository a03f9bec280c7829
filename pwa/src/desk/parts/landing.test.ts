import {expect, test} from 'vitest';
import {edgeSpeed, landingAt, lineAt, type Ground, type Lane} from './landing';

/** Columns 100 wide; each begins with 40 of heading, a stop is 50 high. */
const lane = (round: string, left: number, top: number, slips: string, takes = true): Lane => ({
  round,
  takes,
  box: {left, right: left + 100, top, bottom: top + 40 + 50 * slips.length},
  stops: [...slips].map((slip, i) => {
    const y = top + 40 + 50 * i;
    return {slip, box: {left, right: left + 100, top: y, bottom: y + 50}};
  }),
});

const wide: Ground = {
  box: {left: 0, right: 440, top: 0, bottom: 300},
  lanes: [lane('', 0, 0, 'xyz'), lane('r1', 110, 0, 'abc'), lane('r2', 220, 0, ''), lane('off', 330, 0, 'q', false)],
};
const narrow: Ground = {
  box: {left: 0, right: 100, top: 0, bottom: 400},
  lanes: [lane('', 0, 0, 'x'), lane('r1', 0, 100, 'abc'), lane('r2', 0, 300, '')],
};
const x = {slip: 'x', from: ''};
const b = {slip: 'b', from: 'r1'};
const q = {slip: 'q', from: 'off'};

test.each([
  ['over a stop’s upper half: before it', 100, {round: 'r1', place: 1}],
  ['over its lower half: behind it', 130, {round: 'r1', place: 2}],
  ['over the first’s upper half: first', 50, {round: 'r1', place: 0}],
  ['over the last’s lower half: last, not placed by hand', 180, {round: 'r1'}],
  ['under the last, down to the board’s end: last', 299, {round: 'r1'}],
  ['on the heading: last', 10, {round: 'r1'}],
])('from elsewhere, %s', (_, y, landing) => {
  expect(landingAt(wide, {x: 150, y}, x)).toEqual(landing);
});

test.each([
  ['on the heading: first', 10, {round: 'r1', place: 0}],
  ['over the first’s lower half: where it stands', 75, null],
  ['over itself', 115, null],
  ['over the next’s upper half: where it stands', 150, null],
  ['over the next’s lower half: behind it', 170, {round: 'r1', place: 2}],
  ['far below: last', 290, {round: 'r1', place: 2}],
])('within its round, %s', (_, y, landing) => {
  expect(landingAt(wide, {x: 150, y}, b)).toEqual(landing);
});

test('an empty round, and no round, have no places', () => {
  expect(landingAt(wide, {x: 250, y: 20}, b)).toEqual({round: 'r2'});
  expect(landingAt(wide, {x: 50, y: 90}, b)).toEqual({round: ''});
  expect(landingAt(wide, {x: 50, y: 150}, x)).toBeNull();
});

test('a drop does nothing beside the board, between columns and on what takes nothing', () => {
  expect(landingAt(wide, {x: 150, y: -1}, x)).toBeNull();
  expect(landingAt(wide, {x: 150, y: 301}, x)).toBeNull();
  expect(landingAt(wide, {x: 441, y: 50}, x)).toBeNull();
  expect(landingAt(wide, {x: 105, y: 50}, x)).toBeNull();
  expect(landingAt(wide, {x: 350, y: 60}, x)).toBeNull();
  expect(landingAt(wide, {x: 350, y: 20}, q)).toBeNull();
});

test('what was scrolled under the first column is out of reach', () => {
  const under = {...wide, lanes: [lane('', 0, 0, 'xyz'), lane('r1', 0, 0, 'abc')]};
  expect(landingAt(under, {x: 50, y: 60}, b)).toEqual({round: ''});
});

test('columns under each other: each ends where the next begins', () => {
  expect(landingAt(narrow, {x: 50, y: 95}, b)).toEqual({round: ''});
  expect(landingAt(narrow, {x: 50, y: 295}, x)).toEqual({round: 'r1'});
  expect(landingAt(narrow, {x: 50, y: 310}, x)).toEqual({round: 'r2'});
  expect(landingAt(narrow, {x: 50, y: 395}, b)).toEqual({round: 'r2'});
});

test('the line stands before the next stop, behind the last one, and nowhere in an empty round', () => {
  expect(lineAt(['a', 'c'], {round: 'r1', place: 1})).toEqual({slip: 'c', side: 'before'});
  expect(lineAt(['a', 'c'], {round: 'r1', place: 2})).toEqual({slip: 'c', side: 'after'});
  expect(lineAt(['a', 'c'], {round: 'r1'})).toEqual({slip: 'c', side: 'after'});
  expect(lineAt([], {round: 'r1'})).toBeNull();
});

test('near an edge the board comes along, faster the nearer, and rests in the middle', () => {
  expect(edgeSpeed(400, 0, 800)).toBe(0);
  expect(edgeSpeed(72, 0, 800)).toBeCloseTo(0);
  expect(edgeSpeed(36, 0, 800)).toBe(-9);
  expect(edgeSpeed(764, 0, 800)).toBe(9);
  expect(edgeSpeed(-50, 0, 800)).toBe(-18);
  expect(edgeSpeed(900, 0, 800)).toBe(18);
  expect(edgeSpeed(20, 0, 40)).toBe(0);
});
