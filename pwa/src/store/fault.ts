// Every way in which a browser says no, as one of our codes.

import {StoreError, type StoreCode} from '@sync/storage';

const CODES: Readonly<Record<string, StoreCode>> = {
  QuotaExceededError: 'full',
  ConstraintError: 'duplicate',
  InvalidStateError: 'closed',
  AbortError: 'closed',
  VersionError: 'blocked',
  NotReadableError: 'unreadable',
  DataError: 'unreadable',
  DataCloneError: 'failed',
};

export function toStoreError(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  const {name, message} = Object(cause) as {name?: unknown; message?: unknown};
  if (name === 'UnknownError' && /connection/i.test(String(message))) return new StoreError('closed', cause);
  return new StoreError(CODES[String(name)] ?? 'failed', cause);
}
