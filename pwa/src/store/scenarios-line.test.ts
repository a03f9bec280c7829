// Fault scenarios of the line and the server, as they concern the phone. The
// numbers are those of the suite's catalogue.

import {describe, expect, test, vi} from 'vitest';
import type {Fault} from './testing/scripted-server';
import {fact, strokes, World, type Tab} from './testing/world';

vi.setConfig({testTimeout: 60_000}); // simulated days, on a machine that may be busy

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function offlineWith(acts: number, prepare: (world: World) => void = () => {}): Promise<[World, Tab]> {
  const world = new World();
  world.server.grant('s1', 'anna');
  prepare(world);
  const tab = await world.enrolled();
  world.server.down = true;
  for (let i = 1; i <= acts; i++) await tab.client.record(fact('s1', {text: `act ${i}`}));
  await world.settle();
  expect(tab.client.status()).toMatchObject({acts, ...(acts > 0 ? {state: 'offline'} : {})});
  return [world, tab];
}

async function heal(world: World): Promise<void> {
  world.server.down = false;
  await world.advance(2 * MINUTE);
}

/** Everything arrived, once, in order, and the phone knows. */
async function expectDrained(world: World, tab: Tab, acts: number): Promise<void> {
  const seqs = world.server.acts().map(act => act.seq);
  expect(seqs).toEqual(Array.from({length: acts}, (_, i) => i + 1));
  expect(new Set(world.server.state.effects).size).toBe(world.server.state.effects.length);
  expect(tab.client.status()).toMatchObject({acts: 0, oldest: null, state: 'idle', parked: []});
  const disk = await world.disk();
  expect(disk.outbox).toEqual([]);
  expect(disk.sent).toHaveLength(acts);
}

test.each<[string, Fault[]]>([
  ['1 the server dies before it stored anything', ['lostRequest', 'lostRequest', 'lostRequest']],
  ['1 the server dies after it stored, before it replied', ['lostReply', 'lostReply']],
  ['2 the reply is lost: the next answer says known', ['lostReply']],
  ['3 the same batch arrives twice', ['repeated', 'repeated']],
  ['4 batches arrive swapped', ['late', 'late']],
  ['5 the request is cut in mid-body', ['cutRequest']],
  ['35 a captive portal answers 200', ['portal', 'portal']],
  ['35 the reply is cut', ['cutReply']],
  ['35 a cache answers with an old reply', ['stale', 'stale']],
  ['35 a reply of another protocol', ['newProto']],
  ['35 a reply without receipts', ['noReceipts']],
  ['429 and 503', ['throttled', 'unavailable']],
])('%s -> all arrive once, in order', async (_, faults) => {
  const [world, tab] = await offlineWith(7);
  world.server.faults = [...faults];
  await heal(world);
  expect(world.server.faults).toEqual([]);
  await expectDrained(world, tab, 7);
});

test.each<Fault>(['portal', 'cutReply', 'stale', 'newProto', 'noReceipts', 'lostReply', 'cutRequest'])(
  '35 after a %s nothing has left the outbox',
  async fault => {
    const [world, tab] = await offlineWith(3);
    world.server.down = false;
    world.server.faults = [fault];
    tab.client.trigger('tap');
    await world.settle();
    expect(tab.client.status()).toMatchObject({acts: 3, state: 'offline'});
    expect((await world.disk()).outbox).toHaveLength(3);
  },
);

test('5 cut at every twentieth byte: no half act is ever taken for one', async () => {
  const [world, tab] = await offlineWith(3);
  const send = world.server.send;
  world.server.down = false;
  for (let cutAt = 0; cutAt < 800; cutAt += 20) {
    world.kill(world.tabs[0] as Tab);
    const next = world.open('locked', {
      send: async (path, call) => {
        const body = String(call.body);
        await send(path, {...call, body: body.slice(0, Math.min(cutAt, body.length - 1))});
        throw new TypeError('Failed to fetch');
      },
    });
    await next.client.start();
    await world.settle();
    expect(world.server.acts()).toEqual([]);
    expect(next.client.status().acts).toBe(3);
  }
  world.kill(world.tabs[0] as Tab);
  const healthy = world.open();
  await healthy.client.start();
  await world.settle();
  await expectDrained(world, healthy, 3);
  expect(tab.client.status().acts).toBe(3); // the first page, long dead
});

test('9 the clock jumps three days forth and six back in mid-queue: order is that of the taps', async () => {
  const [world, tab] = await offlineWith(2);
  world.now += 3 * DAY;
  world.zone = -300;
  await tab.client.record(fact('s1', {text: 'fast clock'}));
  world.now -= 6 * DAY;
  await tab.client.record(fact('s1', {text: 'slow clock'}));
  world.server.down = false;
  tab.client.trigger('online');
  await world.settle();
  await expectDrained(world, tab, 4);
  const raw = [...world.server.state.inbox.values()].map(({bytes}) => (JSON.parse(bytes) as {at: string}).at);
  expect(raw[2]).toMatch(/^2026-04-06T03:00:00.\d{3}-05:00$/);
  expect(raw[3]).toMatch(/^2026-03-31T03:00:00.\d{3}-05:00$/);
  expect([...world.server.state.inbox.keys()].sort()).toEqual([...world.server.state.inbox.keys()]);
});

test('13 an act on a slip that the server never knew is held, the rest applies', async () => {
  const [world, tab] = await offlineWith(1);
  await tab.client.record(fact('unknown', {text: 'lost slip'}));
  await tab.client.record(fact('s1', {text: 'after it'}));
  await heal(world);
  await expectDrained(world, tab, 3);
  expect(world.server.state.effects).toHaveLength(2);
  const own = await tab.store.ownActs();
  expect(own.map(({seq, place, outcome}) => [seq, place, outcome])).toEqual([[2, 'sent', 'held']]);
});

test('17 one act the server cannot even read is parked and shown, 39 others arrive', async () => {
  const [world, tab] = await offlineWith(19, ({server}) => server.poison.add('alert'));
  await tab.client.record(fact('s1', {text: 'poison'}, {kind: 'alert'}));
  for (let i = 0; i < 20; i++) await tab.client.record(fact('s1', {text: 'good'}));
  await heal(world);
  expect(world.server.acts()).toHaveLength(39);
  expect(tab.client.status()).toMatchObject({acts: 0, state: 'idle'});
  expect(tab.client.status().parked).toMatchObject([{seq: 20, reason: 'refused', code: 'exchange.bad', kind: 'alert'}]);
  world.server.poison.clear(); // a release later
  await tab.client.retryParked();
  await world.settle();
  expect(world.server.acts()).toHaveLength(40);
  expect(tab.client.status()).toMatchObject({acts: 0, parked: []});
});

test('17 a server that refuses every envelope parks nothing', async () => {
  const [world, tab] = await offlineWith(5);
  world.server.refuseAll = true;
  await heal(world);
  expect(tab.client.status()).toMatchObject({acts: 5, parked: [], state: 'blocked', trouble: 'exchange.bad'});
  world.server.refuseAll = false;
  await world.advance(2 * MINUTE);
  await expectDrained(world, tab, 5);
});

test('17 an act whose id the server cannot read is parked by its place, and its hole sends nothing again', async () => {
  const [world, tab] = await offlineWith(3);
  world.server.decorate = answer => {
    const receipts = answer['receipts'] as {id: string}[];
    return receipts.length < 3 ? answer : {...answer, receipts: receipts.with(1, {...receipts[1], id: '', index: 1} as never)};
  };
  await heal(world);
  expect(tab.client.status().parked).toMatchObject([{seq: 2, reason: 'unreadable'}]);
  expect((await world.disk()).sent.map(({seq}) => seq)).toEqual([1, 3]);
});

test('bodies go out packed where the browser can, and say so', async () => {
  const [world, tab] = await offlineWith(1);
  world.kill(tab);
  world.server.down = false;
  const packed: unknown[] = [];
  const next = world.open('locked', {
    gzip: async text => new TextEncoder().encode(text).buffer,
    send: (path, call) => {
      packed.push(call.headers['content-encoding'], call.body instanceof ArrayBuffer);
      return world.server.send(path, {...call, body: new TextDecoder().decode(call.body as ArrayBuffer)});
    },
  });
  await next.client.start();
  await world.settle();
  expect(packed).toEqual(['gzip', true]);
  expect(world.server.acts()).toHaveLength(1);
});

test('18 words of a newer server: an unknown outcome is a receipt, an unknown receipt is none', async () => {
  const [world, tab] = await offlineWith(2);
  world.server.decorate = answer => ({
    ...answer,
    receipts: (answer['receipts'] as {id: string}[]).map(receipt => ({
      ...receipt,
      ...(world.server.state.inbox.get(receipt.id)?.seq === 1 ? {outcome: 'celebrated'} : {receipt: 'archived'}),
    })),
  });
  world.server.down = false;
  tab.client.trigger('tap');
  await world.settle();
  expect((await world.disk()).outbox.map(({seq}) => seq)).toEqual([2]);
  world.server.decorate = answer => answer;
  await heal(world);
  await expectDrained(world, tab, 2);
});

test('20 an app that is too old delivers and is told so', async () => {
  const [world, tab] = await offlineWith(2);
  world.server.upgrade = true;
  await heal(world);
  await expectDrained(world, tab, 2);
  expect(tab.client.status().upgrade).toBe('needed');
});

describe('36 a bad line', () => {
  test('2 s round trips, one in three lost, 413 for more than 2 acts: each attempt that arrives brings at least one', async () => {
    const [world, tab] = await offlineWith(20);
    world.server.down = false;
    world.server.maxBody = 1_000;
    let calls = 0;
    const send = world.server.send;
    world.server.send = async (path, call) => {
      world.now += 2_000;
      if (++calls % 3 === 0) throw new TypeError('Failed to fetch');
      return send(path, call);
    };
    world.kill(tab);
    const next = world.open();
    await next.client.start();
    await world.advance(20 * MINUTE);
    await expectDrained(world, next, 20);
    const answered = world.server.requests.filter(({acts, size}) => acts.length > 0 && size <= 1_000);
    expect(answered.length).toBeLessThanOrEqual(20);
  });

  test('413 halves a batch down to one act', async () => {
    const [world, tab] = await offlineWith(8);
    world.server.faults = ['tooLarge', 'tooLarge', 'tooLarge'];
    world.server.requests = [];
    await heal(world);
    await expectDrained(world, tab, 8);
    expect(world.server.requests.map(({acts}) => acts.length)).toEqual([1, 2, 4, 1, 0]);
  });

  test('one act that is too large is parked and shown; it stops no other', async () => {
    const [world, tab] = await offlineWith(1);
    await tab.client.record(fact('s1', {text: 'x'.repeat(3_000)}));
    await tab.client.record(fact('s1', {text: 'small'}));
    world.server.maxBody = 2_000;
    await heal(world);
    expect(world.server.acts().map(({seq}) => seq)).toEqual([1, 3]);
    expect(tab.client.status().parked).toMatchObject([{seq: 2, reason: 'tooLarge'}]);
  });

  test('a 413 for everything, from a proxy, parks nothing', async () => {
    const [world, tab] = await offlineWith(3);
    world.server.maxBody = 10;
    await heal(world);
    expect(tab.client.status()).toMatchObject({acts: 3, parked: [], state: 'blocked'});
  });
});

test('34 Retry-After holds for every trigger, then all is sent', async () => {
  const [world, tab] = await offlineWith(3);
  world.server.down = false;
  world.server.retryAfter = '100';
  world.server.faults = ['unavailable'];
  tab.client.trigger('tap');
  await world.settle();
  expect(tab.client.status()).toMatchObject({state: 'waiting', acts: 3, until: world.now + 100_000});
  const before = world.server.requests.length;
  for (const trigger of ['tap', 'online', 'visible', 'timer'] as const) {
    tab.client.trigger(trigger);
    await world.settle();
  }
  await world.advance(99_000);
  expect(world.server.requests).toHaveLength(before);
  await world.advance(2_000);
  await expectDrained(world, tab, 3);
});

test('37 thirty days without a line, 2,000 acts: drained in order, in bounded batches', async () => {
  const [world, tab] = await offlineWith(0);
  world.server.requests = [];
  for (let i = 0; i < 2_000; i++) {
    await tab.client.record(fact('s1', i % 3 === 0 ? strokes(400) : {text: `act ${i}`}));
    if (i % 67 === 0) world.now += DAY; // the phone sleeps
  }
  await world.settle();
  world.server.requests = [];
  await heal(world);
  await expectDrained(world, tab, 2_000);
  const loads = world.server.requests.filter(({acts}) => acts.length > 0);
  expect(Math.max(...loads.map(({acts}) => acts.length))).toBeLessThanOrEqual(50);
  expect(Math.max(...loads.map(({size}) => size))).toBeLessThanOrEqual(256 * 1024);
  expect(loads.length).toBeLessThan(60);
});

test('38 an act that stays behind for ever holds up nothing after it, and its hole is seen', async () => {
  const [world, tab] = await offlineWith(1, ({server}) => server.poison.add('alert'));
  await tab.client.record(fact('s1', {}, {kind: 'alert'}));
  await tab.client.record(fact('s1', {text: 'after'}));
  await heal(world);
  const before = world.server.requests.length;
  await world.advance(10 * MINUTE);
  expect(world.server.acts().map(({seq}) => seq)).toEqual([1, 3]);
  // Polls, and nothing sent again for the hole's sake.
  expect(world.server.requests.slice(before).every(({acts}) => acts.length === 0)).toBe(true);
});

describe('39 one trigger alone is enough', () => {
  test('the timer: drained within 90 s of the line, whenever it comes back after a long time without', async () => {
    const [world, tab] = await offlineWith(1);
    for (let acts = 1; acts <= 8; acts++) {
      await world.advance(60 * MINUTE + acts * 11_000);
      world.server.down = false;
      await world.advance(90_000);
      await expectDrained(world, tab, acts);
      world.server.down = true;
      await tab.client.record(fact('s1', {text: 'next'}));
    }
  });

  test.each(['visible', 'online', 'focus', 'push', 'tap'] as const)('%s: drained at once', async trigger => {
    const [world, tab] = await offlineWith(3);
    await world.advance(60 * MINUTE);
    world.server.down = false;
    tab.client.trigger(trigger);
    await world.settle();
    await expectDrained(world, tab, 3);
  });

  test('the start of the app', async () => {
    const [world, tab] = await offlineWith(3);
    world.kill(tab);
    world.server.down = false;
    const next = world.open();
    await next.client.start();
    await world.settle();
    await expectDrained(world, next, 3);
  });
});
