// What every PhoneStore must do, whatever is under it. Its doc comments in
// @sync/storage are the contract; here is the proof.

import {describe, expect, test} from 'vitest';
import type {ActId, DeviceId, Epoch, PersonId, SlipId} from '@sync/act';
import type {Credential, Entry, PhoneStore, Settlement} from '@sync/storage';
import {sha} from './world';

let count = 0;

export function entry(slip: string, more: Partial<Entry> = {}): Entry {
  const time = (more.madeAt ?? ++count).toString(16).padStart(12, '0');
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(++count).padStart(12, '0')}` as ActId;
  const act = {id, kind: 'note', v: 1, slip: slip as SlipId, basis: 0, at: '2026-04-03T08:00:00.000Z', data: {n: count}};
  return {act: act as Entry['act'], madeAt: count, photos: [], ...more};
}

export function credential(device: string, driver = 'anna'): Credential {
  const person = {id: driver as PersonId, name: driver};
  return {device: device as DeviceId, secret: `secret-${device}`, epoch: 'e1' as Epoch, driver: person};
}

export function answer(more: Partial<Settlement> = {}): Settlement {
  const empty = {receipts: [], parked: [], high: null, holes: [], put: [], gone: []};
  return {...empty, access: 'ok', more: 'whole', now: 1_000, ...more};
}

const d1 = 'd1' as DeviceId;
const d2 = 'd2' as DeviceId;
const row = (id: string, version: number) => ({type: 'slip', id, version, doc: {id, version}});
const receipted = (...seqs: number[]) =>
  seqs.map(seq => ({seq, receipt: 'stored' as const, outcome: 'applied' as const, code: ''}));

/** open gives a fresh store; reopen another one on the same disk. */
export function storageSuite(name: string, open: () => PhoneStore, reopen: () => PhoneStore): void {
  const enrolled = async () => {
    const store = open();
    await store.enrol(credential('d1'));
    return store;
  };

  describe(`${name} keeps acts`, () => {
    test('numbered 1, 2, 3 … per device, oldest first, with the bytes that were made', async () => {
      const store = await enrolled();
      const made = await store.record(entry('s1'), entry('s2'));
      await store.enrol(credential('d2'));
      const other = await store.record(entry('s1'));
      expect([...made, ...other].map(({seq}) => seq)).toEqual([1, 2, 1]);
      const stored = await store.oldest(d1, 10);
      expect(stored.map(({bytes}) => JSON.parse(bytes))).toEqual(made);
      expect(stored.map(({size, bytes}) => size - bytes.length)).toEqual([0, 0]);
      expect((await store.oldest(d1, 1)).map(({seq}) => seq)).toEqual([1]);
    });

    test('in numbers that are unique also when many are made at once', async () => {
      const store = await enrolled();
      const second = reopen();
      const all = await Promise.all(Array.from({length: 40}, (_, i) => (i % 2 ? store : second).record(entry('s1'))));
      expect(all.flatMap(acts => acts.map(({seq}) => seq)).sort((a, b) => a - b)).toEqual(Array.from({length: 40}, (_, i) => i + 1));
    });

    test('past the end of the process', async () => {
      const store = await enrolled();
      await store.record(entry('s1'));
      store.close();
      const next = reopen();
      expect(await next.oldest(d1, 9)).toHaveLength(1);
      expect((await next.record(entry('s1')))[0]?.seq).toBe(2);
      expect((await next.devices())[0]).toMatchObject({device: 'd1', issued: 2, current: true, secret: 'secret-d1'});
    });

    test('once: the same act again is the same act, another one under its id is refused', async () => {
      const store = await enrolled();
      const one = entry('s1');
      const first = await store.record(one);
      expect(await store.record(one)).toEqual(first);
      const other = {...one, act: {...one.act, data: {other: 1}}};
      await expect(store.record(other)).rejects.toMatchObject({code: 'duplicate'});
      expect((await store.record(entry('s1')))[0]?.seq).toBe(2);
    });

    test('together or not at all', async () => {
      const store = await enrolled();
      const one = entry('s1');
      await store.record(one);
      await store.putDraft({key: 'form', value: 'half', at: 0});
      const other = {...one, act: {...one.act, data: {other: 1}}};
      await expect(store.record(entry('s2', {draft: 'form'}), other)).rejects.toMatchObject({code: 'duplicate'});
      expect(await store.oldest(d1, 9)).toHaveLength(1);
      expect(await store.draft('form')).toMatchObject({value: 'half'});
      // What is there already, as after an answer of the disk that got lost, does not hinder the others.
      const [again, next] = await store.record(one, entry('s2', {draft: 'form'}));
      expect([again?.seq, next?.seq]).toEqual([1, 2]);
      expect(await store.draft('form')).toBeUndefined();
    });

    test('not at all without a device', async () => {
      const store = open();
      await expect(store.record(entry('s1'))).rejects.toMatchObject({code: 'unenrolled'});
    });
  });

  describe(`${name} takes answers in`, () => {
    test('a receipt moves its act, and no other', async () => {
      const store = await enrolled();
      for (let i = 0; i < 3; i++) await store.record(entry('s1'));
      expect(await store.settle(d1, answer({receipts: receipted(2), high: 0, holes: [[1, 1]]}))).toBe(2);
      expect((await store.oldest(d1, 9)).map(({seq}) => seq)).toEqual([1, 3]);
    });

    test('twice is as once', async () => {
      const store = await enrolled();
      await store.record(entry('s1'));
      const once = answer({receipts: receipted(1), high: 1, put: [row('s1', 2)]});
      await store.settle(d1, once);
      expect(await store.settle(d1, once)).toBe(0);
      expect(await store.rows()).toHaveLength(1);
    });

    test('rows come, change and go; have says what is here', async () => {
      const store = await enrolled();
      await store.settle(d1, answer({put: [row('s1', 1), row('s2', 5)]}));
      await store.settle(d1, answer({put: [row('s1', 3)], gone: ['s2', 'never']}));
      expect(await store.versions(d1)).toEqual({s1: 3});
      expect(await store.rows()).toEqual([{...row('s1', 3), leaving: false}]);
    });

    test('gone and put touch neither acts nor photos nor drafts', async () => {
      const store = await enrolled();
      const bytes = new Uint8Array([1, 2, 3]).buffer;
      await store.record(entry('s1', {photos: [{sha256: sha(bytes), type: 'image/png', bytes}]}));
      await store.putDraft({key: 'k', value: {half: true}, at: 1});
      await store.settle(d1, answer({put: [row('s1', 1)]}));
      await store.settle(d1, answer({gone: ['s1']}));
      expect(await store.oldest(d1, 9)).toHaveLength(1);
      expect((await store.waiting()).photos).toBe(1);
      expect(await store.draft('k')).toMatchObject({value: {half: true}});
      expect(await store.rows()).toMatchObject([{id: 's1', leaving: true}]);
    });

    test('old drafts go when asked, newer ones stay', async () => {
      const store = await enrolled();
      await store.putDraft({key: 'old', value: 1, at: 10});
      await store.putDraft({key: 'new', value: 2, at: 20});
      await store.dropDrafts(20);
      expect([await store.draft('old'), (await store.draft('new'))?.value]).toEqual([undefined, 2]);
    });

    test('an answer to an old device changes no rows', async () => {
      const store = await enrolled();
      await store.enrol(credential('d2', 'berta'));
      await store.settle(d2, answer({put: [row('s2', 1)]}));
      await store.settle(d1, answer({put: [row('s1', 1)], gone: ['s2'], access: 'revoked'}));
      expect(await store.versions(d2)).toEqual({s2: 1});
    });

    test('what lies in a hole comes back, and what it just receipted does not', async () => {
      const store = await enrolled();
      for (let i = 0; i < 4; i++) await store.record(entry('s1'));
      await store.settle(d1, answer({receipts: receipted(1, 2, 3), high: 3}));
      expect(await store.settle(d1, answer({receipts: receipted(4), high: 1, holes: [[2, 3]]}))).toBe(2);
      expect((await store.oldest(d1, 9)).map(({seq}) => seq)).toEqual([2, 3]);
    });

    test('own acts are those that rows may not show: unsent, parked, held or pending', async () => {
      const store = await enrolled();
      for (let i = 0; i < 5; i++) await store.record(entry('s1'));
      const outcomes = ['applied', 'held', 'pending'] as const;
      const receipts = outcomes.map((outcome, i) => ({seq: i + 1, receipt: 'stored' as const, outcome, code: ''}));
      await store.park(d1, 4, 'tooLarge', 'x');
      await store.settle(d1, answer({receipts, more: 'more'}));
      expect((await store.ownActs()).map(({seq, place}) => [seq, place])).toEqual([
        [1, 'sent'], // the rest of the answer has yet to show it
        [2, 'sent'],
        [3, 'sent'],
        [4, 'parked'],
        [5, 'outbox'],
      ]);
      await store.settle(d1, answer());
      expect((await store.ownActs()).map(({seq}) => seq)).toEqual([2, 3, 4, 5]);
    });
  });

  describe(`${name} parks`, () => {
    test('an act out of the way, says so, and brings it back with its number and bytes', async () => {
      const store = await enrolled();
      await store.record(entry('s1'));
      const [before] = await store.oldest(d1, 1);
      await store.park(d1, 1, 'tooLarge', 'exchange.too_large');
      expect(await store.oldest(d1, 9)).toEqual([]);
      expect(await store.waiting()).toMatchObject({acts: 0, parked: [{seq: 1, reason: 'tooLarge', target: 's1'}]});
      expect((await store.waiting()).parked[0]).not.toHaveProperty('bytes');
      expect(await store.unpark('refused')).toBe(1);
      expect((await store.oldest(d1, 1))[0]).toEqual(before);
    });

    test('what the server could not read goes again only when a person asks', async () => {
      const store = await enrolled();
      await store.record(entry('s1'));
      await store.park(d1, 1, 'unreadable', '');
      expect(await store.unpark('refused')).toBe(0);
      expect(await store.unpark('all')).toBe(1);
    });
  });

  describe(`${name} tells what waits`, () => {
    test('how many, and since when, over all devices', async () => {
      const store = await enrolled();
      expect(await store.waiting()).toEqual({acts: 0, oldest: null, photos: 0, photosRefused: 0, parked: [], unreadable: 0});
      await store.record(entry('s1', {madeAt: 500}));
      await store.enrol(credential('d2'));
      await store.record(entry('s1', {madeAt: 400}));
      await store.record(entry('s1', {madeAt: 600}));
      expect(await store.waiting()).toMatchObject({acts: 3, oldest: 400});
    });
  });

  describe(`${name} keeps photos`, () => {
    const bytes = new Uint8Array(1_000).map((_, i) => i).buffer;
    const photos = [{sha256: sha(bytes), type: 'image/jpeg', bytes}];

    test('until their act has gone out, then in parts, until the server has them', async () => {
      const store = await enrolled();
      await store.record(entry('s1', {photos}));
      expect(await store.nextPhoto(d1)).toBeUndefined();
      await store.settle(d1, answer({receipts: receipted(1)}));
      const photo = await store.nextPhoto(d1);
      expect(photo).toMatchObject({sha256: sha(bytes), size: 1_000, type: 'image/jpeg'});
      if (!photo) return;
      expect(new Uint8Array(await reopen().photoPart(photo, 990, 256))).toEqual(new Uint8Array(bytes).slice(990));
      await store.photoDone(photo);
      expect(await store.nextPhoto(d1)).toBeUndefined();
      expect((await store.waiting()).photos).toBe(0);
    });

    test('that the server will not take, out of the way', async () => {
      const store = await enrolled();
      await store.record(entry('s1', {photos}));
      await store.settle(d1, answer({receipts: receipted(1)}));
      const photo = await store.nextPhoto(d1);
      if (photo) await store.photoRefused(photo, 'blob.image');
      expect(await store.nextPhoto(d1)).toBeUndefined();
      expect(await store.waiting()).toMatchObject({photos: 0, photosRefused: 1});
    });
  });

  describe(`${name} can be rescued`, () => {
    test('everything unsent goes to a file and to another phone, photos too, once', async () => {
      const store = await enrolled();
      const bytes = new Uint8Array([0, 255, 128, 10]).buffer;
      await store.record(entry('s1', {photos: [{sha256: sha(bytes), type: 'image/png', bytes}]}));
      await store.record(entry('s2'));
      await store.park(d1, 2, 'refused', 'x');
      const file = await store.rescue();
      const queued = await store.oldest(d1, 9);

      const other = open();
      await other.enrol(credential('d9', 'berta'));
      expect(await other.restore(file)).toBe(2);
      expect(await other.restore(file)).toBe(0);
      expect((await other.oldest(d1, 9))[0]).toEqual(queued[0]);
      expect(await other.oldest(d1, 9)).toHaveLength(2);
      expect((await other.devices()).map(({device, current, issued}) => [device, current, issued])).toEqual([
        ['d9', true, 0],
        ['d1', false, 2],
      ]);
      await other.settle(d1, answer({receipts: receipted(1)}));
      const photo = await other.nextPhoto(d1);
      expect(photo && new Uint8Array(await other.photoPart(photo, 0, 9))).toEqual(new Uint8Array(bytes));
      expect(await store.restore(file)).toBe(0); // and home again
    });

    test.each(['', 'null', '{}', '{"portage":2,"devices":[],"acts":[],"photos":[]}'])('%j is no rescue file', async file => {
      const store = open();
      await expect(store.restore(file)).rejects.toMatchObject({code: 'unreadable'});
    });
  });

  test(`${name} makes one epoch`, async () => {
    const store = open();
    expect(await store.epoch(() => 'first' as Epoch)).toBe('first');
    expect(await reopen().epoch(() => 'second' as Epoch)).toBe('first');
  });
}
