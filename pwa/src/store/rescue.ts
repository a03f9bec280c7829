// The last resort: everything unsent as one JSON file, and back.
//
//   {portage: 1, devices: [credential + issued], acts: [stored act], photos: [{…, base64}]}
//
// The file holds credentials and personal data: it is worth as much as the
// phone. Any phone with the app takes it in ("Importer") and delivers the acts
// under the device that made them; acts that it or the server has already are
// recognised by their id.

import {StoreError} from '@sync/storage';
import type {ReadTx, WriteTx} from './database';
import {isReadable} from './outbox';
import type {BlobRecord, DeviceRecord, OutboxRecord} from './schema';

const FORMAT = 1;

type PhotoInFile = Omit<BlobRecord, 'bytes'> & {base64: string};

type File = {portage: typeof FORMAT; devices: DeviceRecord[]; acts: OutboxRecord[]; photos: PhotoInFile[]};

export async function rescue(tx: ReadTx): Promise<string> {
  const parked = await tx.objectStore('parked').getAll();
  const photos = await tx.objectStore('blobs').getAll();
  const file: File = {
    portage: FORMAT,
    devices: await tx.objectStore('devices').getAll(),
    // Unreadable records go along too: somebody may yet make sense of them.
    acts: [...(await tx.objectStore('outbox').getAll()), ...parked.map(({reason: _r, code: _c, ...act}) => act)],
    photos: photos.map(({bytes, ...photo}) => ({...photo, base64: toBase64(bytes)})),
  };
  return JSON.stringify(file);
}

/** Resolves with how many acts were new here. */
export async function restore(tx: WriteTx, text: string): Promise<number> {
  const file = readFile(text);
  for (const device of file.devices) {
    const here = await tx.objectStore('devices').get(device.device);
    // The higher number wins: a seq is never given twice.
    await tx.objectStore('devices').put({...device, ...here, issued: Math.max(device.issued, here?.issued ?? 0)});
  }
  let fresh = 0;
  for (const act of file.acts.filter(isReadable)) {
    if (await isHere(tx, act)) continue;
    await tx.objectStore('outbox').add(act);
    fresh++;
  }
  for (const {base64, ...photo} of file.photos) {
    const key: [string, string] = [photo.device, photo.sha256];
    if (!(await tx.objectStore('blobs').get(key))) {
      await tx.objectStore('blobs').put({...photo, bytes: fromBase64(base64)});
    }
  }
  return fresh;
}

async function isHere(tx: WriteTx, act: OutboxRecord): Promise<boolean> {
  for (const place of ['outbox', 'sent', 'parked'] as const) {
    const sameId = await tx.objectStore(place).index('id').count(act.id);
    if (sameId > 0 || (await tx.objectStore(place).count([act.device, act.seq])) > 0) return true;
  }
  return false;
}

function readFile(text: string): File {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    throw new StoreError('unreadable', error);
  }
  const {portage, devices, acts, photos} = Object(file) as Record<keyof File, unknown>;
  if (portage !== FORMAT || !Array.isArray(devices) || !Array.isArray(acts) || !Array.isArray(photos)) {
    throw new StoreError('unreadable', 'not a rescue file of this app');
  }
  return file as File;
}

function toBase64(bytes: ArrayBuffer): string {
  const view = new Uint8Array(bytes);
  let text = '';
  // In slices: spreading megabytes into one call overflows the stack.
  for (let i = 0; i < view.length; i += 0x8000) text += String.fromCharCode(...view.subarray(i, i + 0x8000));
  return btoa(text);
}

function fromBase64(text: string): ArrayBuffer {
  return Uint8Array.from(atob(text), char => char.charCodeAt(0)).buffer;
}
