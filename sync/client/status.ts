// What the screens show of the client: never "all sent" before the server said so.

import type {Access, Driver, Waiting} from './storage';

/**
 * idle: nothing to do now. sending: an attempt runs. waiting: the server asked
 * to wait. offline: no answer from our server. signIn: enrol again, or for the
 * first time. blocked: the disk, or the server, refuses to work; see trouble.
 */
export type State = 'idle' | 'sending' | 'waiting' | 'offline' | 'signIn' | 'blocked';

export type Status = Waiting & {
  readonly state: State;
  /** When the client tries again by itself, ms; null when it does not. */
  readonly until: number | null;
  /** Who is enrolled here. */
  readonly driver: Driver | null;
  readonly access: Access;
  /** When the server last answered this driver, ms. */
  readonly lastContact: number | null;
  /** The app is too old to be shown documents; its acts are safe. */
  readonly upgrade: 'needed' | 'no';
  /** The code of what is wrong, for `blocked`. */
  readonly trouble: string | null;
  /** Grows when rows or own acts changed: read them again. */
  readonly changes: number;
};

export const idleStatus: Status = {
  state: 'idle',
  until: null,
  driver: null,
  access: 'ok',
  lastContact: null,
  upgrade: 'no',
  trouble: null,
  changes: 0,
  acts: 0,
  oldest: null,
  photos: 0,
  photosRefused: 0,
  parked: [],
  unreadable: 0,
};
