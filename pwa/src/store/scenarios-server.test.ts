// Fault scenarios of a restored server, and what an answer does. The numbers
// are those of the suite's catalogue.

import {describe, expect, test, vi} from 'vitest';
import type {SlipId} from '@sync/act';
import {enrolledWorld, fact, recordAll} from './testing/world';

vi.setConfig({testTimeout: 60_000}); // simulated days, on a machine that may be busy

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('32 the server is restored from an older backup', () => {
  test('what it lost comes again from sent, under the same bytes, once', async () => {
    const [world, tab] = await enrolledWorld('s1');
    await recordAll(tab, 's1', 3);
    await world.settle();
    const backup = world.server.backup();
    await recordAll(tab, 's1', 4);
    await world.settle();
    const bytes = [...world.server.state.inbox.values()].map(act => act.bytes);
    world.server.state = backup;
    await world.advance(2 * MINUTE);
    expect([...world.server.state.inbox.values()].map(act => act.bytes)).toEqual(bytes);
    expect(world.server.state.effects).toHaveLength(7);
    expect(await world.disk()).toMatchObject({outbox: []});
    expect((await tab.store.rows())[0]?.version).toBe(8);
  });

  test('also twice, also above a hole that stays for ever, and without a new act', async () => {
    const [world, tab] = await enrolledWorld('s1');
    world.server.poison.add('alert');
    await recordAll(tab, 's1', 1);
    await tab.client.record(fact('s1', {}, {kind: 'alert'}));
    await world.settle();
    await recordAll(tab, 's1', 2);
    await world.settle();
    const backup = world.server.backup();
    await recordAll(tab, 's1', 2);
    await world.settle();
    for (let round = 0; round < 2; round++) {
      world.server.state = structuredClone(backup);
      await world.advance(10 * MINUTE);
      expect(world.server.acts().map(({seq}) => seq).sort((a, b) => a - b)).toEqual([1, 3, 4, 5, 6]);
    }
  });

  test('what an earlier driver of the phone had sent comes again within the hour, without a start', async () => {
    const [world, tab] = await enrolledWorld('s1');
    const backup = world.server.backup();
    await recordAll(tab, 's1', 3);
    await world.settle();
    await tab.client.enrol({code: 'DRIVER-berta'}, 'phone');
    await world.settle();
    world.server.state = backup;
    await world.advance(70 * MINUTE);
    expect(world.server.acts('device-1').map(({seq}) => seq)).toEqual([1, 2, 3]);
  });

  test('an act that the server never counts is sent again ever more seldom, not without end', async () => {
    const [world, tab] = await enrolledWorld('s1');
    await recordAll(tab, 's1', 1);
    await world.settle();
    world.server.decorate = answer => ({...answer, high: 0, holes: [[1, 1]]});
    world.server.requests = [];
    await world.advance(60 * MINUTE);
    const resent = world.server.requests.filter(({acts}) => acts.length > 0).length;
    expect(resent).toBeGreaterThan(1);
    expect(resent).toBeLessThan(10);
  });

  test('after 14 days the copy is let go', async () => {
    const [world, tab] = await enrolledWorld('s1');
    await recordAll(tab, 's1', 1);
    await world.settle();
    world.now += 13 * DAY;
    await world.advance(2 * MINUTE);
    expect((await world.disk()).sent).toHaveLength(1);
    world.now += 2 * DAY;
    await world.advance(2 * MINUTE);
    expect((await world.disk()).sent).toHaveLength(0);
  });
});

test('a cut answer is asked on until it is whole', async () => {
  const [world, tab] = await enrolledWorld(...Array.from({length: 7}, (_, i) => `s${i}`));
  await tab.client.signOut();
  world.server.maxDocs = 2;
  await tab.client.enrol({code: 'DRIVER-anna'}, 'phone');
  await world.settle();
  expect(await tab.store.rows()).toHaveLength(7);
});

test('an idle exchange sends a digest of what it has, gets nothing, and lets no screen be drawn again', async () => {
  const [world, tab] = await enrolledWorld('s1', 's2');
  world.server.requests = [];
  const {changes} = tab.client.status();
  await world.advance(75_000);
  expect(world.server.requests.length).toBeGreaterThan(0);
  expect((world.server.requests[0]?.body as {have: object}).have).toMatch(/^[0-9a-f]{64}$/);
  expect(tab.client.status().lastContact).toBeGreaterThan(world.now - 75_000);
  expect(tab.client.status().changes).toBe(changes);
});

test('a digest that no longer fits is followed by all versions, and the change arrives', async () => {
  const [world, tab] = await enrolledWorld('s1', 's2');
  const [row] = await tab.store.rows();
  world.server.grant('s3', 'anna');
  world.server.requests = [];
  await world.advance(75_000);
  const asked = world.server.requests.map(request => (request.body as {have: unknown}).have);
  expect(asked.slice(0, 2)).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), {s1: 1, s2: 1}]);
  expect((await tab.store.rows()).map(({id}) => id)).toContain('s3');
  expect(await tab.store.rows()).toContainEqual(row);
});

test('an act saves its slip and basis, and removes its draft in the same write', async () => {
  const [, tab] = await enrolledWorld('s1');
  await tab.store.putDraft({key: 'sign s1', value: {strokes: [2, 1, 1, 2, 2]}, at: 5});
  const {acts} = await tab.client.record({
    kind: 'chequeReturned',
    target: {slip: 's1' as SlipId},
    basis: 4,
    data: {amountCents: 2350},
    draft: 'sign s1',
  });
  expect(acts[0]).toMatchObject({slip: 's1', basis: 4, kind: 'chequeReturned', v: 1, seq: 1});
  expect(await tab.store.draft('sign s1')).toBeUndefined();
});
