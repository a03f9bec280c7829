// The phone's database. Versions are append-only and only ever add: a page of
// an older version must go on working over a newer database, because it may
// hold a half-filled form. fixtures/v1.json is a version 1 with a queued outbox.

import type {DBSchema, IDBPDatabase} from 'idb';
import type {Access, Credential, Draft, HeldRow, Outcome, ParkReason, Receipt, Stored} from '@sync/storage';

export const NAME = 'portage';
export const VERSION = 1;

export type DeviceRecord = Credential & {
  issued: number;
  access: Access;
  lastContact: number | null;
  /** `high` of the last answer: a smaller one is a restored backup. */
  high: number;
};

/** An act that waits; `again` counts how often it came back from `sent`. */
export type OutboxRecord = Stored & {again: number};

export type SentRecord = OutboxRecord & {
  receipt: Receipt;
  outcome: Outcome;
  code: string;
  settledAt: number;
  /** There while rows may not show the act yet. */
  open?: 1;
};

export type ParkedRecord = OutboxRecord & {reason: ParkReason; code: string};

export type BlobRecord = {
  device: string;
  sha256: string;
  type: string;
  size: number;
  /** An ArrayBuffer: WebKit refuses Blobs in private sessions (bug 156347). */
  bytes: ArrayBuffer;
  /** The seq of the act that names it; gone once the server refused the photo. */
  due?: number;
  refused?: string;
};

export interface Schema extends DBSchema {
  meta: {key: string; value: {key: string; value: string}};
  devices: {key: string; value: DeviceRecord};
  outbox: {key: [string, number]; value: OutboxRecord; indexes: {id: string; target: string}};
  sent: {key: [string, number]; value: SentRecord; indexes: {id: string; open: [string, number]; settledAt: number}};
  parked: {key: [string, number]; value: ParkedRecord; indexes: {id: string; target: string}};
  rows: {key: string; value: HeldRow};
  blobs: {key: [string, string]; value: BlobRecord; indexes: {due: [string, number]}};
  drafts: {key: string; value: Draft};
}

export const STORES = ['meta', 'devices', 'outbox', 'sent', 'parked', 'rows', 'blobs', 'drafts'] as const;

/** Brings a database from version `from` (0: none) to VERSION. */
export function upgrade(db: IDBPDatabase<Schema>, from: number): void {
  if (from < 1) {
    db.createObjectStore('meta', {keyPath: 'key'});
    db.createObjectStore('devices', {keyPath: 'device'});
    const outbox = db.createObjectStore('outbox', {keyPath: ['device', 'seq']});
    outbox.createIndex('id', 'id', {unique: true});
    outbox.createIndex('target', 'target');
    const sent = db.createObjectStore('sent', {keyPath: ['device', 'seq']});
    sent.createIndex('id', 'id', {unique: true});
    sent.createIndex('open', ['device', 'open']); // records without `open` are not in it
    sent.createIndex('settledAt', 'settledAt');
    const parked = db.createObjectStore('parked', {keyPath: ['device', 'seq']});
    parked.createIndex('id', 'id', {unique: true});
    parked.createIndex('target', 'target');
    db.createObjectStore('rows', {keyPath: 'id'});
    const blobs = db.createObjectStore('blobs', {keyPath: ['device', 'sha256']});
    blobs.createIndex('due', ['device', 'due']);
    db.createObjectStore('drafts', {keyPath: 'key'});
  }
}
