// The phone's store on IndexedDB. It implements @sync/storage; screens use it
// through the client and read drafts and rows from it.

import type {Epoch} from '@sync/act';
import {StoreError, type Credential, type Device, type Entry, type HeldRow, type PhoneStore, type Waiting} from '@sync/storage';
import {uuidTime} from '@sync/uuid';
import {database, type Database, type ReadTx, type WriteTx} from './database';
import {oldest, own, park, parkedSummary, prune, readable, record, unpark} from './outbox';
import {describe, nextPhoto, refuse} from './photos';
import {rescue, restore} from './rescue';
import {NAME, type BlobRecord, type DeviceRecord} from './schema';
import {settle} from './settle';

export type StoreOptions = {
  readonly name?: string;
  /** Bytes that are left for us, if the browser says; photos are refused below RESERVE. */
  readonly room?: () => Promise<number>;
};

/** Kept free of photos, for acts: several thousand signatures. */
const RESERVE = 20 * 1024 * 1024;

export function phoneStore({name = NAME, room}: StoreOptions = {}): PhoneStore {
  const db = database(name);
  const unreadable = new Set<string>(); // keys of outbox records, found while reading
  let photo: BlobRecord | undefined; // the last one read: its parts go out one after another

  async function hasRoom(entries: readonly Entry[]): Promise<void> {
    const photos = entries.flatMap(entry => entry.photos);
    if (photos.length === 0 || !room) return;
    const wanted = photos.reduce((sum, {bytes}) => sum + bytes.byteLength, RESERVE);
    if ((await room()) < wanted) throw new StoreError('full', 'kept for acts');
  }

  return {
    epoch: make => db.write(tx => epoch(tx, make)),
    enrol: credential => db.write(tx => enrol(tx, credential)),
    devices: () => db.read(devices),
    signOut: () =>
      db.write(async tx => {
        await tx.objectStore('meta').delete('current');
        await forgetRows(tx);
      }),
    async record(...entries) {
      await hasRoom(entries);
      const acts = await db.write(tx => record(tx, entries));
      performance.mark('act-stored', {detail: acts.length}); // the benchmark measures from the tap to here
      return acts;
    },
    oldest: (device, count) => oldest(db, device, count, unreadable),
    settle: (device, answer) =>
      db.write(async tx => {
        const owner = await tx.objectStore('devices').get(device);
        if (!owner) throw new StoreError('unenrolled');
        const left = await settle(tx, owner, (await current(tx)) === device ? 'current' : 'old', answer);
        const stuck = [...unreadable].filter(key => (JSON.parse(key) as unknown[])[0] === device);
        return left - stuck.length;
      }),
    park: (device, seq, reason, code) => db.write(tx => park(tx, device, seq, reason, code)),
    unpark: which => db.write(tx => unpark(tx, which)),
    waiting: () => waiting(db, unreadable.size),
    prune: before => db.write(tx => prune(tx, before)),
    versions: () =>
      db.read(async tx =>
        Object.fromEntries((await tx.objectStore('rows').getAll()).map(({id, version}) => [id, version])),
      ),
    rows: () => db.read(tx => tx.objectStore('rows').getAll()),
    changeRows: change => db.write(tx => changeRows(tx, change)),
    ownActs: () => db.read(ownActs),
    async nextPhoto(device) {
      photo = await db.read(tx => nextPhoto(tx, device));
      return photo && describe(photo);
    },
    async photoPart({device, sha256}, offset, count) {
      if (photo?.device !== device || photo.sha256 !== sha256) {
        photo = await db.read(tx => tx.objectStore('blobs').get([device, sha256]));
      }
      if (!photo) throw new StoreError('unreadable', 'the photo is not there');
      return photo.bytes.slice(offset, offset + count);
    },
    photoDone({device, sha256}) {
      photo = undefined;
      return db.write(tx => tx.objectStore('blobs').delete([device, sha256]));
    },
    photoRefused: (refused, code) => db.write(tx => refuse(tx, refused, code)),
    putDraft: draft => db.write(async tx => void (await tx.objectStore('drafts').put(draft))),
    draft: key => db.read(tx => tx.objectStore('drafts').get(key)),
    dropDraft: key => db.write(tx => tx.objectStore('drafts').delete(key)),
    dropDrafts: before => db.write(tx => dropDrafts(tx, before)),
    rescue: () => db.read(rescue),
    restore: file => db.write(tx => restore(tx, file)),
    close: () => db.close(),
  };
}

async function epoch(tx: WriteTx, make: () => Epoch): Promise<Epoch> {
  const known = await tx.objectStore('meta').get('epoch');
  if (known) return known.value as Epoch;
  const value = make();
  await tx.objectStore('meta').put({key: 'epoch', value});
  return value;
}

async function current(tx: ReadTx | WriteTx): Promise<string | undefined> {
  return (await tx.objectStore('meta').get('current'))?.value;
}

async function enrol(tx: WriteTx, credential: Credential): Promise<void> {
  const known = tx.objectStore('devices');
  const before = await known.get((await current(tx)) ?? '');
  // The same driver again keeps rows and drafts; another one never sees them.
  if (before && before.driver.id !== credential.driver.id) await forgetRows(tx);
  const there = await known.get(credential.device);
  await known.put({
    issued: there?.issued ?? 0,
    lastContact: there?.lastContact ?? null,
    high: there?.high ?? 0,
    ...credential,
    access: 'ok',
  });
  await tx.objectStore('meta').put({key: 'current', value: credential.device});
}

async function dropDrafts(tx: WriteTx, before: number): Promise<void> {
  const drafts = tx.objectStore('drafts');
  for (const {key, at} of await drafts.getAll()) if (at < before) await drafts.delete(key);
}

async function changeRows(tx: WriteTx, change: (row: HeldRow) => HeldRow): Promise<void> {
  const rows = tx.objectStore('rows');
  for (const row of await rows.getAll()) {
    const changed = change(row);
    if (changed !== row) await rows.put(changed);
  }
}

async function forgetRows(tx: WriteTx): Promise<void> {
  await tx.objectStore('rows').clear();
  await tx.objectStore('drafts').clear();
}

async function devices(tx: ReadTx): Promise<readonly Device[]> {
  const now = await current(tx);
  const all = await tx.objectStore('devices').getAll();
  return all
    .map(({high: _high, ...device}: DeviceRecord) => ({...device, current: device.device === now}))
    .sort((a, b) => Number(b.current) - Number(a.current));
}

async function ownActs(tx: ReadTx) {
  const all = await devices(tx);
  const driver = all.find(device => device.current)?.driver.id;
  const mine = all.filter(device => device.driver.id === driver);
  // Older devices first: their acts were made first.
  const acts = await Promise.all(mine.reverse().map(({device}) => own(tx, device)));
  return acts.flat();
}

/** Counts by keys, so that a value which cannot be read hides nothing else. */
async function waiting(db: Database, unreadable: number): Promise<Waiting> {
  const counts = await db.read(async tx => {
    const outbox = tx.objectStore('outbox');
    const [acts, first, photos, due, parked] = await Promise.all([
      outbox.count(),
      outbox.index('id').openKeyCursor(), // UUIDv7: the smallest is the oldest
      tx.objectStore('blobs').count(),
      tx.objectStore('blobs').index('due').count(),
      tx.objectStore('parked').count(),
    ]);
    return {acts, oldest: first ? uuidTime(first.key) : null, photos: due, photosRefused: photos - due, parked};
  });
  const parked = counts.parked === 0 ? [] : await readable(db.read(tx => tx.objectStore('parked').getAll()));
  return {
    ...counts,
    parked: (parked ?? []).map(parkedSummary),
    unreadable: unreadable + (parked ? 0 : counts.parked),
  };
}
