import {expect, test} from 'vitest';
import type {Result} from '../../api/http';
import {takeTurns} from './turns';

const yes: Result<string> = {ok: true, data: 'done'};
const no: Result<string> = {ok: false, problem: {status: 409, code: 'round.changed', detail: 'Changed'}};

/** An act whose answer the test gives. */
function held() {
  let answer: (r: Result<string>) => void = () => undefined;
  const sent: string[] = [];
  const act = (name: string) => () => {
    sent.push(name);
    return new Promise<Result<string>>(done => (answer = done));
  };
  return {act, sent, answer: (r: Result<string>) => answer(r)};
}

test('an act is sent once the one before it is answered', async () => {
  const {take, open} = takeTurns();
  const {act, sent, answer} = held();
  const first = take(act('move'));
  const second = take(act('publish'));
  await Promise.resolve();
  expect([sent, open()]).toEqual([['move'], 2]);
  answer(yes);
  expect(await first).toBe(yes);
  await Promise.resolve();
  expect([sent, open()]).toEqual([['move', 'publish'], 1]);
  answer(yes);
  expect(await second).toBe(yes);
  expect(open()).toBe(0);
});

test('what waited behind a refused act is not sent; what is pressed afterwards is', async () => {
  const {take} = takeTurns();
  const {act, sent, answer} = held();
  const all = [take(act('move')), take(act('move on')), take(act('publish'))];
  await Promise.resolve();
  answer(no);
  expect(await Promise.all(all)).toEqual([no, null, null]);
  const after = take(act('publish'));
  await Promise.resolve();
  answer(yes);
  expect(await after).toBe(yes);
  expect(sent).toEqual(['move', 'publish']);
});
