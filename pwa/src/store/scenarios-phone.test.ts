// Fault scenarios of the phone: photos, disk, tabs, kills. The numbers
// are those of the suite's catalogue.

import {describe, expect, test, vi} from 'vitest';
import {enrolledWorld, fact, photo, recordAll, World} from './testing/world';

vi.setConfig({testTimeout: 60_000}); // simulated days, on a machine that may be busy

const MINUTE = 60_000;

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
    const {acts, photos} = await tab.client.record(fact('s1', {text: 'x'}, {photos: [photo(5_000)]}));
    expect(photos).toBe('refused');
    expect(acts[0]).not.toHaveProperty('blobs');
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

  test.each([1, 2, 3])('of three acts of one tap the %d. does not fit: none is made, and the next tap makes all', async nth => {
    const [world, tab] = await enrolledWorld('s1');
    const tap = () => tab.client.record(...['amount', 'bags', 'signature'].map(text => fact('s1', {text})));
    const add = IDBObjectStore.prototype.add;
    let count = 0;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (++count === nth) throw new DOMException('no room', 'QuotaExceededError');
      return add.apply(this, args);
    });
    await expect(tap()).rejects.toMatchObject({code: 'full'});
    spy.mockRestore();
    expect((await world.disk()).outbox).toEqual([]);
    await tap();
    await world.settle();
    expect(world.server.acts().map(({seq}) => seq)).toEqual([1, 2, 3]);
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
