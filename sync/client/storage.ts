// What the client needs of the disk under it. pwa/src/store keeps it in
// IndexedDB and holds the suite that every implementation passes.

import type {Act, ActId, BlobRef, DeviceId, Epoch, FactKind, PersonId, Sha256, Unnumbered} from './act';

/** Why the disk said no. Codes are append-only; the app translates them. */
export type StoreCode =
  | 'full' // no room: nothing was written
  | 'blocked' // another tab holds an older version open
  | 'closed' // the browser dropped the connection, twice
  | 'unreadable' // it is there and cannot be read: it is kept
  | 'duplicate' // an act with this id is there already
  | 'unenrolled' // no device to make acts for
  | 'failed'; // anything else: nothing was written

export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreCode;
  /** What the browser said; for a bug report. */
  readonly reason: unknown;

  constructor(code: StoreCode, reason?: unknown) {
    super(`store: ${code}`);
    this.code = code;
    this.reason = reason;
  }
}

export type Access = 'ok' | 'expired' | 'revoked';

export type Driver = {readonly id: PersonId; readonly name: string};

/** What an enrolment gives: this installation under this driver. */
export type Credential = {
  readonly device: DeviceId;
  readonly secret: string;
  readonly epoch: Epoch;
  readonly driver: Driver;
};

export type Device = Credential & {
  /** The highest seq ever made here; 0 before the first act. */
  readonly issued: number;
  /** Acts are made for the current device alone; old ones only drain. */
  readonly current: boolean;
  readonly access: Access;
  /** When the server last answered, ms; null before that. */
  readonly lastContact: number | null;
};

export type Photo = {readonly sha256: Sha256; readonly type: string; readonly bytes: ArrayBuffer};

/** One act to be written, and what is written or removed with it. */
export type Entry = {
  readonly act: Unnumbered;
  readonly madeAt: number;
  readonly photos: readonly Photo[];
  /** A draft that this act makes superfluous. */
  readonly draft?: string;
};

/** An act on disk, its bytes as they go out. */
export type Stored = {
  readonly device: DeviceId;
  readonly seq: number;
  readonly id: ActId;
  readonly kind: FactKind;
  readonly target: string;
  readonly madeAt: number;
  readonly size: number;
  readonly bytes: string;
};

export type Receipt = 'stored' | 'known' | 'differs';
/** `unknown` stands for a word of a newer server. */
export type Outcome = 'applied' | 'flagged' | 'disputed' | 'held' | 'pending' | 'unknown';

export type Receipted = {
  readonly seq: number;
  readonly receipt: Receipt;
  readonly outcome: Outcome;
  readonly code: string;
};

/** Why an act waits for a person: too large, refused alone, or not readable by the server. */
export type ParkReason = 'tooLarge' | 'refused' | 'unreadable';

export type Parked = Omit<Stored, 'bytes'> & {readonly reason: ParkReason; readonly code: string};

/** A document of the server, as it was put. */
export type Row = {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly doc: unknown;
};

/** A row on the phone. `leaving`: no longer granted, shown while own work on it is unsent. */
export type HeldRow = Row & {readonly leaving: boolean};

/** One answer of the server, checked, as the disk has to take it in. */
export type Settlement = {
  readonly receipts: readonly Receipted[];
  readonly parked: readonly {readonly seq: number; readonly reason: ParkReason; readonly code: string}[];
  /** Everything up to here is on the server; null when it does not say. */
  readonly high: number | null;
  /** What it lacks above that, up to the highest number that this phone ever gave. */
  readonly holes: readonly (readonly [number, number])[];
  readonly put: readonly Row[];
  readonly gone: readonly string[];
  readonly access: Access;
  /** The answer was cut: the rest of `put` comes with the next. */
  readonly more: 'more' | 'whole';
  readonly now: number;
};

/** An own act that the rows may not show yet. */
export type OwnAct = Stored & {
  readonly place: 'outbox' | 'sent' | 'parked';
  readonly outcome?: Outcome;
};

export type Waiting = {
  readonly acts: number;
  readonly oldest: number | null;
  readonly photos: number;
  /** Photos that the server will not take; kept. */
  readonly photosRefused: number;
  readonly parked: readonly Parked[];
  /** Records that are there and cannot be understood; kept. */
  readonly unreadable: number;
};

export type StoredPhoto = BlobRef & {readonly device: DeviceId; readonly type: string};

export type Draft = {readonly key: string; readonly value: unknown; readonly at: number};

/**
 * All writes are one strict transaction each and resolve once that is on disk;
 * a rejection is a StoreError and means that nothing of the call was written.
 * Everything is safe to call from several tabs at once.
 */
export type PhoneStore = {
  /** The epoch of this database, made by `make` the first time. */
  epoch(make: () => Epoch): Promise<Epoch>;
  /** Adds the device and makes it the current one. Rows and drafts of the other devices go, their acts and photos stay. */
  enrol(credential: Credential): Promise<void>;
  /** All devices, the current one first. */
  devices(): Promise<readonly Device[]>;
  /** Forgets which device is current and removes rows and drafts; acts and photos stay and drain. */
  signOut(): Promise<void>;

  /** Numbers, serialises and stores acts of the current device: all of them or none. 'duplicate' for an id it holds. */
  record(...entries: readonly Entry[]): Promise<readonly Act[]>;
  /** The oldest acts first, at most count. */
  oldest(device: DeviceId, count: number): Promise<readonly Stored[]>;
  /**
   * Takes an answer in: receipted acts go to `sent`, what the server lost comes
   * back from there, rows are put and removed. Resolves with the acts that wait.
   */
  settle(device: DeviceId, settlement: Settlement): Promise<number>;
  park(device: DeviceId, seq: number, reason: ParkReason, code: string): Promise<void>;
  /** Puts parked acts back into the outbox: all, or those that were too large or refused. Resolves with how many. */
  unpark(which: 'all' | 'refused'): Promise<number>;
  waiting(): Promise<Waiting>;
  /** Removes from `sent` what was settled before then. */
  prune(before: number): Promise<void>;

  /** `have` of the next exchange. */
  versions(device: DeviceId): Promise<Readonly<Record<string, number>>>;
  /** Rows that the current device may show; rejects 'unreadable' rather than leaving one out. */
  rows(): Promise<readonly HeldRow[]>;
  /** Puts change's answer in the place of each row; the same object leaves it as it is. */
  changeRows(change: (row: HeldRow) => HeldRow): Promise<void>;
  /** Own acts of the current driver that rows may not show yet, in the order of making. */
  ownActs(): Promise<readonly OwnAct[]>;

  /** The oldest photo whose act has left the outbox. */
  nextPhoto(device: DeviceId): Promise<StoredPhoto | undefined>;
  /** Bytes from offset, at most count. */
  photoPart(photo: StoredPhoto, offset: number, count: number): Promise<ArrayBuffer>;
  /** The server has it: 200 or 201. */
  photoDone(photo: StoredPhoto): Promise<void>;
  /** The server will not take it: kept and counted, not offered again. */
  photoRefused(photo: StoredPhoto, code: string): Promise<void>;

  /** Unfinished forms and signatures of the current device. */
  putDraft(draft: Draft): Promise<void>;
  draft(key: string): Promise<Draft | undefined>;
  dropDraft(key: string): Promise<void>;
  /** Drafts that were last changed before then: they hold names and signatures. */
  dropDrafts(before: number): Promise<void>;

  /** Everything unsent and the credentials that deliver it, as JSON: the last resort. */
  rescue(): Promise<string>;
  /** Takes a rescue file in; acts that are here already are left. Resolves with how many were new. */
  restore(file: string): Promise<number>;

  close(): void;
};
