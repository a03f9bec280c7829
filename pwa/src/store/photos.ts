// Photos wait beside the acts that name them until the server has verified them.

import type {DeviceId, Sha256} from '@sync/act';
import type {StoredPhoto} from '@sync/storage';
import type {ReadTx, WriteTx} from './database';
import {deviceRange} from './range';
import type {BlobRecord} from './schema';

/** The oldest photo whose act the server has a receipt for. */
export async function nextPhoto(tx: ReadTx, device: DeviceId): Promise<BlobRecord | undefined> {
  let cursor = await tx.objectStore('blobs').index('due').openKeyCursor(deviceRange(device));
  while (cursor) {
    const [, due] = cursor.key;
    const unsent = await Promise.all([
      tx.objectStore('outbox').count([device, due]),
      tx.objectStore('parked').count([device, due]),
    ]);
    if (unsent[0] + unsent[1] === 0) return tx.objectStore('blobs').get(cursor.primaryKey);
    cursor = await cursor.continue();
  }
  return undefined;
}

export async function refuse(tx: WriteTx, {device, sha256}: StoredPhoto, code: string): Promise<void> {
  const photo = await tx.objectStore('blobs').get([device, sha256]);
  if (!photo) return;
  const {due: _due, ...kept} = photo;
  await tx.objectStore('blobs').put({...kept, refused: code});
}

export function describe({device, sha256, size, type}: BlobRecord): StoredPhoto {
  return {device: device as DeviceId, sha256: sha256 as Sha256, size, type};
}
