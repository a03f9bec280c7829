import {expect, test} from 'vitest';
import {createQueue, type Kept, type Store} from './queue';
import type {Answer, Slip} from './wire';

const memory = (): Store & {text: string | null} => ({
  text: null,
  getItem() {
    return this.text;
  },
  setItem(_, v) {
    this.text = v;
  },
});
const tap = (id: string): Kept => ({code: 'C', number: '1', act: {id, kind: 'ready', at: '2026-11-23T08:00:00Z'}});
const ok: Answer<Slip> = {is: 'ok', value: {} as Slip};
const later: Answer<Slip> = {is: 'later', text: ''};
const no: Answer<Slip> = {is: 'no', status: 409, text: 'x'};

test('a tap outlives the page and goes when the server answered, the oldest first', async () => {
  const store = memory();
  expect(createQueue(store).add(tap('a'))).toBe(true);
  const q = createQueue(store);
  q.add(tap('b'));
  const sent: string[] = [];
  await q.drain(
    async k => (sent.push(k.act.id), ok),
    () => undefined,
  );
  expect(sent).toEqual(['a', 'b']);
  expect(createQueue(store).all()).toEqual([]);
});

test('without network everything stays, with the same ids', async () => {
  const store = memory();
  const q = createQueue(store);
  q.add(tap('a'));
  q.add(tap('b'));
  const tried: string[] = [];
  await q.drain(
    async k => (tried.push(k.act.id), later),
    () => undefined,
  );
  expect(tried).toEqual(['a']);
  expect(
    createQueue(store)
      .all()
      .map(k => k.act.id),
  ).toEqual(['a', 'b']);
});

test('a refused tap is told and blocks no other', async () => {
  const q = createQueue(memory());
  q.add(tap('a'));
  q.add(tap('b'));
  const told: string[] = [];
  await q.drain(
    async k => (k.act.id === 'a' ? no : ok),
    (k, a) => told.push(`${k.act.id} ${a.is}`),
  );
  expect(told).toEqual(['a no', 'b ok']);
  expect(q.all()).toEqual([]);
});

test('a tap made while another is on its way is sent too, once', async () => {
  const q = createQueue(memory());
  q.add(tap('a'));
  const sent: string[] = [];
  const send = async (k: Kept) => {
    sent.push(k.act.id);
    if (k.act.id === 'a') {
      q.add(tap('b'));
      void q.drain(send, () => undefined);
    }
    return ok;
  };
  await q.drain(send, () => undefined);
  expect(sent).toEqual(['a', 'b']);
});

test('blocked storage holds taps on the page and says so', async () => {
  const blocked: Store = {
    getItem() {
      throw new Error('blocked');
    },
    setItem() {
      throw new Error('blocked');
    },
  };
  const q = createQueue(blocked);
  expect(q.add(tap('a'))).toBe(false);
  expect(q.all().length).toBe(1);
  await q.drain(
    async () => ok,
    () => undefined,
  );
  expect(q.all()).toEqual([]);
});

test.each(['{', '7', 'null', '[1,{"code":2}]'])('unreadable storage (%s) breaks nothing', text => {
  const store = memory();
  store.text = text;
  const q = createQueue(store);
  expect(q.all()).toEqual([]);
  expect(q.add(tap('a'))).toBe(true);
});
