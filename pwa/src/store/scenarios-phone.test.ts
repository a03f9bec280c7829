// Fault scenarios of the phone: people, disk, tabs, photos, kills. The numbers
// are those of the suite's catalogue.

import {describe, expect, test, vi} from 'vitest';
import type {SlipId} from '@sync/act';
import {fact, World, type Tab} from './testing/world';

vi.setConfig({testTimeout: 60_000}); // simulated days, on a machine that may be busy

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function enrolledWorld(...slips: string[]): Promise<[World, Tab]> {
  const world = new World();
  for (const slip of slips) world.server.grant(slip, 'anna');
  return [world, await world.enrolled()];
}

async function recordAll(tab: Tab, slip: string, count: number): Promise<void> {
  for (let i = 1; i <= count; i++) await tab.client.record(fact(slip, {text: `${slip} ${i}`}));
}

const photo = (bytes: number) => ({type: 'image/jpeg', bytes: new Uint8Array(bytes).fill(7).buffer});

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

describe('21 a photo of 10 MB', () => {
  test.each([0.3, 0.9])('cut at %d: facts first, upload resumes there, the bytes are right', async part => {
    const [world, tab] = await enrolledWorld('s1');
    const size = 1_000_000;
    world.server.breakPhotoAt = size * part;
    world.server.down = true;
    const saved = await tab.client.record(fact('s1', {text: 'with photo'}, {photos: [photo(size)]}));
    expect(saved.photos).toBe('saved');
    await tab.client.record(fact('s1', {text: 'after'}));
    await world.settle();
    world.server.down = false;
    world.server.requests = [];
    tab.client.trigger('tap');
    await world.settle();
    expect(world.server.acts()).toHaveLength(2);
    expect(tab.client.status()).toMatchObject({acts: 0, photos: 1, state: 'offline'});
    const half = [...world.server.state.photos.values()][0]?.parts.length ?? 0;
    expect(half).toBeGreaterThan(0);
    await world.advance(2 * MINUTE);
    const stored = [...world.server.state.photos.values()][0];
    expect(stored).toMatchObject({whole: true, total: size});
    expect(stored?.parts.every(byte => byte === 7)).toBe(true);
    expect(tab.client.status()).toMatchObject({photos: 0, state: 'idle'});
    expect((await world.disk()).blobs).toEqual([]);
    const order = world.server.requests.map(({path}) => path.startsWith('/api/blobs'));
    expect(order.indexOf(true)).toBeGreaterThan(0);
  });

  test('a line that takes only small parts gets small parts', async () => {
    const [world, tab] = await enrolledWorld('s1');
    world.server.maxPhotoPart = 40_000;
    await tab.client.record(fact('s1', {}, {photos: [photo(200_000)]}));
    await world.advance(10 * MINUTE);
    expect([...world.server.state.photos.values()][0]).toMatchObject({whole: true});
    expect((await world.disk()).blobs).toEqual([]);
  });

  test('a server that takes no more photos for now keeps no act waiting', async () => {
    const [world, tab] = await enrolledWorld('s1');
    world.server.retryAfter = '3600';
    world.server.faults = [undefined, 'throttled'];
    await tab.client.record(fact('s1', {}, {photos: [photo(100)]}));
    await world.settle();
    expect(tab.client.status()).toMatchObject({acts: 0, photos: 1, state: 'idle'});
    await tab.client.record(fact('s1', {text: 'next'}));
    await world.settle();
    expect(world.server.acts()).toHaveLength(2);
    expect(tab.client.status().photos).toBe(1);
    await world.advance(7 * MINUTE);
    expect(tab.client.status().photos).toBe(0);
  });

  test('a captive portal that answers 200 to HEAD takes no photo away', async () => {
    const [world, tab] = await enrolledWorld('s1');
    world.server.down = true;
    await tab.client.record(fact('s1', {}, {photos: [photo(100)]}));
    await world.settle();
    world.server.down = false;
    world.server.faults = [undefined, 'portal'];
    tab.client.trigger('tap');
    await world.settle();
    expect((await world.disk()).blobs).toHaveLength(1);
    expect(tab.client.status()).toMatchObject({acts: 0, photos: 1, state: 'offline'});
  });
});

describe('22 a photo that never comes', () => {
  test('there is no room for it: the fact stands without it', async () => {
    const world = new World({room: async () => 1_000_000});
    world.server.grant('s1', 'anna');
    const tab = await world.enrolled();
    const {act, photos} = await tab.client.record(fact('s1', {text: 'x'}, {photos: [photo(5_000)]}));
    expect(photos).toBe('refused');
    expect(act.blobs).toBeUndefined();
    await world.settle();
    expect(world.server.acts()).toHaveLength(1);
  });

  test('the server will not have it: kept, counted, and nothing waits for it', async () => {
    const [world, tab] = await enrolledWorld('s1');
    const send = world.server.send;
    world.server.send = async (path, call) =>
      call.method === 'PUT'
        ? {status: 422, header: () => null, text: '{"code":"blob.image"}'}
        : send(path, call);
    world.kill(tab);
    const next = world.open();
    await next.client.start();
    await next.client.record(fact('s1', {}, {photos: [photo(100), {type: 'image/png', bytes: new Uint8Array(3).buffer}]}));
    await world.settle();
    expect(next.client.status()).toMatchObject({acts: 0, photos: 0, photosRefused: 2, state: 'idle'});
    expect((await world.disk()).blobs.map(({refused}) => refused)).toEqual(['blob.image', 'blob.image']);
  });
});

/** Makes the next transaction that adds to a store end as the browser would end it. */
function breakNextAdd(how: 'quotaAtAdd' | 'quotaAtCommit' | 'death'): void {
  const spy = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementationOnce(function (this: IDBObjectStore, ...args) {
    spy.mockRestore();
    if (how === 'quotaAtAdd') throw new DOMException('no room', 'QuotaExceededError');
    const request = this.add(...args);
    const tx = this.transaction as IDBTransaction & {_abort(name: string | null): void};
    request.addEventListener('success', () => {
      // What a browser does when the disk is full at commit: abort, and no error event.
      if (how === 'quotaAtCommit') tx._abort('QuotaExceededError');
      else tx.abort();
    });
    return request;
  });
}

describe('23 the disk is full at the tap', () => {
  test.each(['quotaAtAdd', 'quotaAtCommit'] as const)('%s: "not saved", no half act, no number lost', async how => {
    const [world, tab] = await enrolledWorld('s1');
    await recordAll(tab, 's1', 1);
    await world.settle();
    await tab.store.putDraft({key: 'form', value: 'half', at: 0});
    breakNextAdd(how);
    await expect(tab.client.record(fact('s1', {text: 'lost'}, {draft: 'form'}))).rejects.toMatchObject({code: 'full'});
    expect(await tab.store.draft('form')).toMatchObject({value: 'half'});
    await recordAll(tab, 's1', 1);
    await world.settle();
    expect(world.server.acts().map(({seq}) => seq)).toEqual([1, 2]);
  });

  test('photos go without before acts do', async () => {
    const [world, tab] = await enrolledWorld('s1');
    breakNextAdd('quotaAtCommit');
    const saved = await tab.client.record(fact('s1', {text: 'kept'}, {photos: [photo(100)]}));
    expect(saved.photos).toBe('refused');
    await world.settle();
    expect(world.server.acts()).toHaveLength(1);
    expect((await world.disk()).blobs).toEqual([]);
  });
});

test('25 storage is wiped: a new epoch and device, numbers begin anew, nothing is renumbered', async () => {
  const [world, tab] = await enrolledWorld('s1');
  await recordAll(tab, 's1', 2);
  await world.settle();
  const before = (await tab.store.devices())[0];
  world.kill(tab);
  await new Promise(resolve => (indexedDB.deleteDatabase(world.name).onsuccess = resolve));
  const next = await world.enrolled();
  await recordAll(next, 's1', 1);
  await world.settle();
  const after = (await next.store.devices())[0];
  expect(after?.epoch).not.toBe(before?.epoch);
  expect(world.server.acts('device-1').map(({seq}) => seq)).toEqual([1, 2]);
  expect(world.server.acts('device-2').map(({seq}) => seq)).toEqual([1]);
});

test('25 every exchange tells the highest number ever made', async () => {
  const [world, tab] = await enrolledWorld('s1');
  world.server.down = true;
  await recordAll(tab, 's1', 60);
  await world.settle();
  world.server.down = false;
  world.server.requests = [];
  tab.client.trigger('tap');
  await world.settle();
  expect(world.server.requests.map(({body}) => (body as {issued: number}).issued)).toEqual([60, 60]);
});

describe('26 tabs', () => {
  test.each(['locked', 'lockless'] as const)('three tabs, %s: numbers are unique, all arrive once', async mode => {
    const [world, first] = await enrolledWorld('s1');
    world.kill(first);
    const tabs = [world.open(mode), world.open(mode), world.open(mode)];
    for (const {client} of tabs) await client.start();
    await Promise.all(tabs.flatMap(tab => [1, 2, 3, 4].map(i => tab.client.record(fact('s1', {text: `${i}`})))));
    await world.settle();
    await world.advance(2 * MINUTE);
    expect(world.server.acts().map(({seq}) => seq).sort((a, b) => a - b)).toEqual(
      Array.from({length: 12}, (_, i) => i + 1),
    );
    expect(world.server.state.effects).toHaveLength(12);
    for (const {client} of tabs) expect(client.status().acts).toBe(0);
    expect((await world.disk()).sent).toHaveLength(12);
  });

  test('3 one batch on two connections at once: one stored, one known, one effect', async () => {
    const [world, first] = await enrolledWorld('s1');
    world.server.down = true;
    await recordAll(first, 's1', 5);
    await world.settle();
    world.kill(first);
    world.server.down = false;
    const tabs = [world.open('lockless'), world.open('lockless')];
    await Promise.all(tabs.map(({client}) => client.start()));
    await world.settle();
    expect(world.server.requests.filter(({acts}) => acts.length === 5).length).toBe(2);
    expect(world.server.state.effects).toHaveLength(5);
    expect(await world.disk()).toMatchObject({outbox: [], parked: []});
  });
});

describe('27 the page is killed', () => {
  test('between tap and commit: the act is unseen, its number is free', async () => {
    const [world, tab] = await enrolledWorld('s1');
    world.server.down = true;
    breakNextAdd('death');
    await expect(tab.client.record(fact('s1', {text: 'unseen'}))).resolves.toBeDefined(); // retried on a new connection
    world.kill(tab);
    expect((await world.disk()).outbox.map(({seq}) => seq)).toEqual([1]);
  });

  test('between reply and delete: delivered once, known the second time', async () => {
    const [world, tab] = await enrolledWorld('s1');
    world.server.down = true;
    await recordAll(tab, 's1', 4);
    await world.settle();
    world.server.down = false;
    const send = world.server.send;
    world.kill(tab);
    const dying = world.open('locked', {
      send: async (path, call) => {
        await send(path, call);
        return new Promise(() => {}); // the reply reaches a dead page
      },
    });
    await dying.client.start();
    await vi.waitFor(() => expect(world.server.acts()).toHaveLength(4));
    world.kill(dying);
    expect((await world.disk()).outbox).toHaveLength(4);
    const next = world.open();
    await next.client.start();
    await world.settle();
    expect(world.server.state.effects).toHaveLength(4);
    expect(await world.disk()).toMatchObject({outbox: []});
    expect(next.client.status()).toMatchObject({acts: 0, state: 'idle'});
  });
});

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

  test('also twice, and also below a hole that stays for ever', async () => {
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
      await recordAll(tab, 's1', 1); // its hole shows what is missing before it
      await world.advance(10 * MINUTE);
      expect(world.server.acts().map(({seq}) => seq).sort((a, b) => a - b)).toEqual(
        [1, 3, 4, 5, 6, 7, 8].slice(0, 6 + round),
      );
    }
  });

  test('an act that the server never counts is sent again ever more seldom, not without end', async () => {
    const [world, tab] = await enrolledWorld('s1');
    await recordAll(tab, 's1', 1);
    await world.settle();
    world.server.decorate = answer => ({...answer, high: 0, receipts: answer['receipts']});
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

test('an idle exchange says what it has, gets nothing, and lets no screen be drawn again', async () => {
  const [world, tab] = await enrolledWorld('s1', 's2');
  world.server.requests = [];
  const {changes} = tab.client.status();
  await world.advance(75_000);
  expect(world.server.requests.length).toBeGreaterThan(0);
  expect((world.server.requests[0]?.body as {have: object}).have).toEqual({s1: 1, s2: 1});
  expect(tab.client.status().lastContact).toBeGreaterThan(world.now - 75_000);
  expect(tab.client.status().changes).toBe(changes);
});

test('an act saves its slip and basis, and removes its draft in the same write', async () => {
  const [, tab] = await enrolledWorld('s1');
  await tab.store.putDraft({key: 'sign s1', value: {strokes: [2, 1, 1, 2, 2]}, at: 5});
  const {act} = await tab.client.record({
    kind: 'chequeReturned',
    target: {slip: 's1' as SlipId},
    basis: 4,
    data: {amountCents: 2350},
    draft: 'sign s1',
  });
  expect(act).toMatchObject({slip: 's1', basis: 4, kind: 'chequeReturned', v: 1, seq: 1});
  expect(await tab.store.draft('sign s1')).toBeUndefined();
});
