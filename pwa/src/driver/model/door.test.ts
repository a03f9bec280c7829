// A visit that is taken up again: what came on board or changed since is not passed over, nor signed for.
import {describe, expect, test} from 'vitest';
import {isDoubtful, missingPayment, reached, signedFor, stepsOf, stillStands} from './door';
import type {Check, Payment} from './facts';
import type {Work} from './work';

type Made = {readonly due?: number; readonly free?: true};

const slip = (id: string, {due = 0, free}: Made = {}): Work =>
  ({
    id,
    sheet: {noPayment: free === true},
    state: {cheque: {state: 'expected'}, amount: due > 0 ? {cents: due} : undefined},
  }) as unknown as Work;

const checked: Check = {way: 'qr', reason: ''};
const cheque = (cents: number, reason = ''): Payment => ({way: 'cheque', cents, reason});
const at = (works: readonly Work[], done: readonly string[], payments: Readonly<Record<string, Payment>>) => {
  const visit = {kind: 'home' as const, works, checks: Object.fromEntries(done.map(id => [id, checked])), payments};
  return stepsOf(visit)[reached(visit)];
};

describe('how far a visit may be', () => {
  const [a, b] = [slip('a', {due: 1465}), slip('b', {due: 700})];

  test('nothing done: the bags first', () => expect(at([a], [], {})).toBe('check'));
  test('checked: the first cheque', () => expect(at([a, b], ['a', 'b'], {})).toBe('a'));
  test('all of it: the signature', () => {
    expect(at([a, b], ['a', 'b'], {a: cheque(1465), b: cheque(700)})).toBe('sign');
  });
  test('a slip that came on board since is checked, and its cheque asked for', () => {
    expect(at([a, b], ['a'], {a: cheque(1465)})).toBe('check');
    expect(at([a, b], ['a', 'b'], {a: cheque(1465)})).toBe('b');
  });
  test('an amount that the shop stated since is looked at again', () => {
    expect(at([slip('a', {due: 1290})], ['a'], {a: cheque(1465)})).toBe('a');
    expect(at([slip('a', {due: 1290})], ['a'], {a: cheque(1465, 'Le prix a changé')})).toBe('sign');
  });
  test('without anything to pay: check and signature', () => {
    expect(at([slip('a', {free: true})], ['a'], {})).toBe('sign');
  });
  test('where cheques alone are collected nobody looks at bags', () => {
    const visit = {kind: 'collect' as const, works: [a], checks: {}, payments: {}};
    expect(stepsOf(visit)).toEqual(['a', 'sign']);
    expect(reached(visit)).toBe(0);
  });
});

test.each([
  [0, cheque(0), 'amount'],
  [0, cheque(1465), ''],
  [1465, cheque(1465), ''],
  [1465, cheque(1200), 'reason'],
  [1465, cheque(1200, 'Un article manquait'), ''],
  [1465, {way: 'owed', cents: 1465, reason: ' '}, 'reason'],
  [1465, {way: 'owed', cents: 1465, reason: 'Plus de chéquier'}, ''],
] as const)('due %i, %j: missing %j', (due, payment, missing) => {
  expect(missingPayment(slip('a', {due}), payment, 'home')).toBe(missing);
});

test('what stays owed at a collection needs no reason again', () => {
  expect(missingPayment(slip('a', {due: 900}), {way: 'owed', cents: 900, reason: ''}, 'collect')).toBe('');
});

describe('what a signature stands for', () => {
  const works = [slip('a', {due: 1465}), slip('b', {due: 700})];
  const all = signedFor({works, payments: {a: cheque(1465), b: cheque(700)}});

  test('for the same', () => expect(stillStands(all, all)).toBe(true));
  test('for what is left of it, when the desk took a slip away since', () => {
    expect(stillStands(all, signedFor({works: works.slice(1), payments: {b: cheque(700)}}))).toBe(true);
  });
  test('not for one slip more', () => expect(stillStands(all.slice(1), all)).toBe(false));
  test('not for another amount, nor for a cheque that came to be owed', () => {
    expect(stillStands(all, signedFor({works, payments: {a: cheque(9999), b: cheque(700)}}))).toBe(false);
    const owed = {way: 'owed', cents: 700, reason: 'x'} as const;
    expect(stillStands(all, signedFor({works, payments: {a: cheque(1465), b: owed}}))).toBe(false);
  });
  test('a draft of an older version keeps its signature', () => expect(stillStands(undefined, all)).toBe(true));
});

test('less than a euro is asked about, nothing is not', () => {
  expect([0, 15, 99, 100, 1500].map(isDoubtful)).toEqual([false, true, true, false, false]);
});
