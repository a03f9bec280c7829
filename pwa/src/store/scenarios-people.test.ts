// Fault scenarios of people and permissions, as they concern the phone. The numbers
// are those of the suite's catalogue.

import {describe, expect, test, vi} from 'vitest';
import {enrolledWorld, fact, recordAll} from './testing/world';

vi.setConfig({testTimeout: 60_000}); // simulated days, on a machine that may be busy

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('10 a slip is taken away while its driver is offline', () => {
  test('it stays in hand while own work on it is unsent, then goes', async () => {
    const [world, tab] = await enrolledWorld('s1', 's2', 's3');
    world.server.down = true;
    await recordAll(tab, 's1', 1);
    await world.settle();
    world.server.grant('s1', 'berta');
    world.server.grant('s2', 'berta');
    world.server.down = false;
    // The answer that brings the news cannot yet have the act: another tab's pull, seen first.
    world.server.faults = ['throttled'];
    await tab.store.settle((await tab.store.devices())[0]!.device, {
      receipts: [],
      parked: [],
      high: 0,
      holes: [],
      put: [],
      gone: ['s1', 's2'],
      access: 'ok',
      more: 'whole',
      now: world.now,
    });
    expect((await tab.store.rows()).map(({id, leaving}) => [id, leaving])).toEqual([
      ['s1', true],
      ['s3', false],
    ]);
    await world.advance(5 * MINUTE);
    expect(world.server.acts()).toHaveLength(1);
    expect((await tab.store.rows()).map(({id}) => id)).toEqual(['s3']);
  });
});

test('14 a revoked phone delivers all its 40 facts, and is wiped of what it can read only then', async () => {
  const [world, tab] = await enrolledWorld('s1', 's2');
  await tab.store.putDraft({key: 'signature', value: [1, 2], at: 0});
  world.server.down = true;
  await recordAll(tab, 's1', 60);
  await world.settle();
  for (const device of world.server.devices.values()) device.access = 'revoked';
  world.server.down = false;
  const seen: [number, number][] = [];
  tab.client.watch(({acts}) => void tab.store.rows().then(rows => seen.push([acts, rows.length])));
  tab.client.trigger('tap');
  await world.settle();
  expect(world.server.acts()).toHaveLength(60);
  expect([...world.server.state.inbox.values()].every(({outcome}) => outcome === 'flagged')).toBe(true);
  expect(tab.client.status()).toMatchObject({acts: 0, access: 'revoked'});
  const disk = await world.disk();
  expect(disk).toMatchObject({rows: [], drafts: [], outbox: []});
  expect(disk.sent).toHaveLength(60);
  // While acts waited, the slip that they are about was there.
  expect(seen.filter(([acts]) => acts > 0).every(([, rows]) => rows > 0)).toBe(true);
});

test('an expired phone shows nothing but what it has unsent work on, and keeps drafts', async () => {
  const [world, tab] = await enrolledWorld('s1', 's2');
  await tab.store.putDraft({key: 'signature', value: [1], at: 0});
  for (const device of world.server.devices.values()) device.access = 'expired';
  await world.advance(2 * MINUTE);
  expect(await world.disk()).toMatchObject({rows: [], drafts: [{key: 'signature'}]});
  expect(tab.client.status()).toMatchObject({access: 'expired', state: 'idle'});
  await tab.client.enrol({code: 'DRIVER-anna'}, 'phone');
  await world.settle();
  expect(await world.disk()).toMatchObject({rows: [{id: 's1'}, {id: 's2'}], drafts: [{key: 'signature'}]});
});

describe('15 one phone, two drivers', () => {
  test("the first one's acts go out as theirs; the second sees neither rows nor acts of the first", async () => {
    const [world, tab] = await enrolledWorld('s1');
    world.server.grant('s9', 'berta');
    world.server.down = true;
    await recordAll(tab, 's1', 3);
    await tab.store.putDraft({key: 'd', value: 'half', at: 0});
    await tab.client.signOut();
    await world.settle();
    expect(await tab.store.rows()).toEqual([]);
    world.server.down = false;
    world.server.faults = [undefined, 'unavailable']; // enrols, and then acts of both wait
    await tab.client.enrol({code: 'DRIVER-berta'}, 'phone');
    await world.settle();
    await tab.client.record(fact('s9', {text: 'of berta'}));
    expect((await tab.store.ownActs()).map(({target}) => target)).toEqual(['s9']);
    expect(await tab.store.draft('d')).toBeUndefined();
    await world.advance(10 * MINUTE);
    const by = (driver: string) => [...world.server.devices].find(([, device]) => device.driver === driver)?.[0];
    expect(world.server.acts(by('anna')).map(({seq, slip}) => [seq, slip])).toEqual([
      [1, 's1'],
      [2, 's1'],
      [3, 's1'],
    ]);
    expect(world.server.acts(by('berta')).map(({seq, slip}) => [seq, slip])).toEqual([[1, 's9']]);
    expect((await tab.store.rows()).map(({id}) => id)).toEqual(['s9']);
    expect(tab.client.status()).toMatchObject({acts: 0, driver: {id: 'berta'}, state: 'idle'});
  });

  test('another driver enrols without a sign-out: rows and drafts of the first are gone at once', async () => {
    const [world, tab] = await enrolledWorld('s1');
    await tab.store.putDraft({key: 'd', value: 'half', at: 0});
    world.server.faults = [undefined, 'lostRequest'];
    await tab.client.enrol({code: 'DRIVER-berta'}, 'phone');
    await world.settle();
    expect(await world.disk()).toMatchObject({rows: [], drafts: []});
  });

  test('an act without anybody enrolled is refused, and nothing is written', async () => {
    const [world, tab] = await enrolledWorld('s1');
    await tab.client.signOut();
    await expect(tab.client.record(fact('s1'))).rejects.toMatchObject({code: 'unenrolled'});
    expect((await world.disk()).outbox).toEqual([]);
  });

  test('the same driver enrols again: rows and acts stay in sight', async () => {
    const [world, tab] = await enrolledWorld('s1');
    world.server.down = true;
    await recordAll(tab, 's1', 2);
    await world.settle();
    world.server.down = false;
    world.server.faults = ['lostReply'];
    const invitation = {code: 'DRIVER-anna'};
    expect(await tab.client.enrol(invitation, 'phone')).toEqual({kind: 'noAnswer'});
    world.server.faults = [undefined, 'throttled'];
    expect(await tab.client.enrol(invitation, 'phone')).toMatchObject({kind: 'enrolled'});
    await world.settle();
    expect((await tab.store.rows()).map(({id}) => id)).toEqual(['s1']);
    expect((await tab.store.ownActs()).map(({seq}) => seq)).toEqual([1, 2]);
    await world.advance(5 * MINUTE);
    expect(world.server.acts('device-1')).toHaveLength(2);
  });

  test('a used or stale invitation says so', async () => {
    const [, tab] = await enrolledWorld();
    expect(await tab.client.enrol({code: 'WRONG'}, 'phone')).toEqual({kind: 'refused', code: 'enrolment.used'});
  });
});

test('16 a credential that is dead for 30 days: one 401 per wake, nothing lost, all delivered after', async () => {
  const [world, tab] = await enrolledWorld('s1');
  const devices = world.server.devices;
  world.server.devices = new Map();
  world.server.requests = [];
  for (let day = 0; day < 30; day++) {
    tab.client.trigger('start');
    await world.settle();
    await tab.client.record(fact('s1', {text: `day ${day}`}));
    await world.advance(10 * MINUTE);
    world.now += DAY;
  }
  expect(world.server.requests).toHaveLength(30);
  expect(tab.client.status()).toMatchObject({acts: 30, state: 'signIn', until: null});
  world.server.devices = devices;
  tab.client.trigger('tap');
  await world.settle();
  expect(world.server.acts().map(({seq}) => seq)).toEqual(Array.from({length: 30}, (_, i) => i + 1));
  expect(tab.client.status()).toMatchObject({acts: 0, state: 'idle'});
});

test('16 a 401 in mid-queue keeps the rest; a new enrolment does not wait for the old device', async () => {
  const [world, tab] = await enrolledWorld('s1');
  world.server.down = true;
  await recordAll(tab, 's1', 60);
  await world.settle();
  world.server.down = false;
  world.server.decorate = answer => {
    world.server.devices.clear();
    return answer;
  };
  tab.client.trigger('tap');
  await world.settle();
  world.server.decorate = answer => answer;
  expect(tab.client.status()).toMatchObject({acts: 10, state: 'signIn'});
  await tab.client.enrol({code: 'DRIVER-anna'}, 'phone');
  await world.settle();
  await tab.client.record(fact('s1', {text: 'new device'}));
  await world.settle();
  expect(tab.client.status()).toMatchObject({acts: 10, state: 'idle'});
  expect(world.server.acts()).toHaveLength(51);
});
