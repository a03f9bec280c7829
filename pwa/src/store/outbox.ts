// Acts on disk: numbered and serialised once, moved between outbox, sent and
// parked as they are. Only a receipt moves one to sent; nothing deletes one
// but its age in sent.

import {byteLength, serialise, targetOf, type Act, type DeviceId} from '@sync/act';
import {StoreError, type Entry, type OwnAct, type Parked, type ParkReason, type Stored} from '@sync/storage';
import type {Database, ReadTx, WriteTx} from './database';
import {below, deviceRange} from './range';
import type {OutboxRecord, ParkedRecord, SentRecord} from './schema';

/** Numbers the acts and writes them, all in tx. One that is there with the same content is returned as it is. */
export async function record(tx: WriteTx, entries: readonly Entry[]): Promise<readonly Act[]> {
  // Everything is asked at once and written at once: each turn of the disk counts on a slow phone.
  const [device, devices, there] = await Promise.all([
    tx.objectStore('meta').get('current'),
    tx.objectStore('devices').getAll(),
    Promise.all(entries.map(({act}) => held(tx, act.id))),
  ]);
  const owner = devices.find(known => known.device === device?.value);
  if (!owner) throw new StoreError('unenrolled');
  let issued = owner.issued;
  const acts = entries.map((entry, i) => {
    const before = there[i];
    return before ? again(before, owner.device, entry) : {...entry.act, seq: ++issued};
  });
  const fresh = entries.flatMap((entry, i) => (there[i] ? [] : [{...entry, act: acts[i] as Act}]));
  const writes = [
    () => tx.objectStore('devices').put({...owner, issued}),
    ...fresh.flatMap(entry => writesOf(tx, owner.device, entry)),
  ];
  await Promise.all(writes.map(async write => void (await write()))); // async: one that throws leaves none unheard
  return acts;
}

/** The record of an act, wherever it is. */
async function held(tx: WriteTx, id: string): Promise<OutboxRecord | undefined> {
  const found = await Promise.all(
    (['outbox', 'sent', 'parked'] as const).map(place => tx.objectStore(place).index('id').get(id)),
  );
  return found.find(Boolean);
}

/** The act that was written before; its id must not stand for anything else. */
function again(there: OutboxRecord, device: DeviceId, {act}: Entry): Act {
  const same = {...act, seq: there.seq};
  if (there.device !== device || serialise(same) !== there.bytes) throw new StoreError('duplicate');
  return same;
}

function writesOf(tx: WriteTx, device: DeviceId, entry: Entry & {readonly act: Act}): (() => Promise<unknown>)[] {
  const {act, madeAt, photos, draft} = entry;
  const {seq, id, kind} = act;
  const bytes = serialise(act);
  const size = byteLength(bytes);
  const target = targetOf(act);
  return [
    () => tx.objectStore('outbox').add({device, seq, id, kind, target, madeAt, size, bytes, again: 0}),
    ...photos.map(
      ({sha256, type, bytes: photo}) =>
        () => tx.objectStore('blobs').put({device, sha256, type, size: photo.byteLength, bytes: photo, due: seq}),
    ),
    ...(draft === undefined ? [] : [() => tx.objectStore('drafts').delete(draft)]),
  ];
}

/** An act whose bytes can go out. */
export function isReadable(value: unknown): value is OutboxRecord {
  const {device, seq, id, bytes, size} = Object(value) as Partial<Record<keyof OutboxRecord, unknown>>;
  return (
    typeof device === 'string' &&
    typeof seq === 'number' &&
    typeof id === 'string' &&
    typeof size === 'number' &&
    typeof bytes === 'string' &&
    bytes.startsWith('{')
  );
}

/**
 * The oldest readable acts, at most count. What cannot be read stays where it
 * is, is reported in `unreadable`, and holds up nothing behind it.
 */
export async function oldest(
  db: Database,
  device: DeviceId,
  count: number,
  unreadable: Set<string>,
): Promise<readonly Stored[]> {
  const first = await readable(db.read(tx => tx.objectStore('outbox').getAll(deviceRange(device), count)));
  if (first?.every(isReadable)) return first;
  const acts: Stored[] = [];
  for (const key of await db.read(tx => tx.objectStore('outbox').getAllKeys(deviceRange(device)))) {
    if (acts.length === count) break;
    // A transaction for each: one value that the disk has lost aborts its own alone.
    const one: unknown = await readable(db.read(tx => tx.objectStore('outbox').get(key)));
    if (isReadable(one)) acts.push(one);
    else unreadable.add(JSON.stringify(key));
  }
  return acts;
}

/** Undefined for what is there and cannot be read. */
export async function readable<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof StoreError && error.code === 'unreadable') return undefined;
    throw error;
  }
}

export async function park(
  tx: WriteTx,
  device: DeviceId,
  seq: number,
  reason: ParkReason,
  code: string,
): Promise<void> {
  const act = await tx.objectStore('outbox').get([device, seq]);
  if (!act) return; // another tab parked it, or the server took it after all
  await tx.objectStore('parked').put({...act, reason, code});
  await tx.objectStore('outbox').delete([device, seq]);
}

export async function unpark(tx: WriteTx, which: 'all' | 'refused'): Promise<number> {
  // What the server could not read it holds raw: only a person sends that again.
  const all = await tx.objectStore('parked').getAll();
  const chosen = all.filter(({reason}) => which === 'all' || reason !== 'unreadable');
  for (const {reason: _reason, code: _code, ...act} of chosen) {
    await tx.objectStore('outbox').put(act);
    await tx.objectStore('parked').delete([act.device, act.seq]);
  }
  return chosen.length;
}

/** Moves an act into sent; open while rows may not show it. */
export async function send(tx: WriteTx, act: OutboxRecord, result: Omit<SentRecord, keyof OutboxRecord>): Promise<void> {
  await tx.objectStore('sent').put({...act, ...result});
  await tx.objectStore('outbox').delete([act.device, act.seq]);
}

/** Puts an act of sent back into the outbox. */
export async function requeue(tx: WriteTx, sent: SentRecord): Promise<void> {
  const {receipt: _r, outcome: _o, code: _c, settledAt: _s, open: _open, ...act} = sent;
  await tx.objectStore('outbox').put({...act, again: act.again + 1});
  await tx.objectStore('sent').delete([act.device, act.seq]);
}

/** Acts of a device that its rows may not show yet. */
export async function own(tx: ReadTx, device: DeviceId): Promise<readonly OwnAct[]> {
  const waiting: readonly unknown[] = await tx.objectStore('outbox').getAll(deviceRange(device));
  const sent = await tx.objectStore('sent').index('open').getAll([device, 1]);
  const parked = await tx.objectStore('parked').getAll(deviceRange(device));
  const acts: OwnAct[] = [
    ...waiting.filter(isReadable).map(act => ({...act, place: 'outbox' as const})),
    ...sent.filter(isReadable).map(act => ({...act, place: 'sent' as const})),
    ...parked.filter(isReadable).map(act => ({...act, place: 'parked' as const})),
  ];
  return acts.sort((a, b) => a.seq - b.seq);
}

export function parkedSummary({bytes: _bytes, again: _again, ...shown}: ParkedRecord): Parked {
  return shown;
}

export async function prune(tx: WriteTx, before: number): Promise<void> {
  const sent = tx.objectStore('sent');
  for (const key of await sent.index('settledAt').getAllKeys(below(before))) await sent.delete(key);
}
