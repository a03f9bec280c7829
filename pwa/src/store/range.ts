// Key ranges, with the lower-case names that the records have.

import type {DeviceId} from '@sync/act';

/** All keys [device, number]. */
export function deviceRange(device: DeviceId, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): IDBKeyRange {
  return IDBKeyRange.bound([device, from], [device, to]);
}

/** Numbers up to, and without, before. */
export function below(before: number): IDBKeyRange {
  return IDBKeyRange.upperBound(before, true);
}
