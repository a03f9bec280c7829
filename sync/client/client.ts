// The client: records acts, and brings them to the server by itself.
//
//            trigger                    nothing waits
//   idle ---------------> sending ------------------------> idle
//    ^                     | | |  401
//    |      timer, trigger | | +-------------> signIn --start, tap, enrol--> sending
//    +-- offline, waiting <+ | no answer: offline; 429, 503: waiting
//                            +-- the disk says no: blocked
//
// Everything outside is passed in: network, clock, chance, timers, lock, disk.

import type {Act, FactKind, Sha256, Target} from './act';
import type {Enrolled, Invitation} from './enrolment';
import type {Send} from './net';
import {PhoneClient} from './phone-client';
import type {Status} from './status';
import type {Photo, PhoneStore} from './storage';
import type {Random} from './uuid';

/** What may wake the client. All but `timer` also end a back-off. */
export type Trigger = 'start' | 'tap' | 'focus' | 'visible' | 'online' | 'act' | 'push' | 'timer';

/** Calls back after ms; the result cancels. */
export type Timer = (ms: number, then: () => void) => () => void;

/** Runs task while no other tab runs one. It must give up waiting after a while and run all the same. */
export type Lock = (task: () => Promise<void>) => Promise<void>;

export type ClientOptions = {
  readonly store: PhoneStore;
  readonly send: Send;
  readonly now: () => number;
  /** Minutes east of UTC at a moment. */
  readonly zone: (ms: number) => number;
  readonly random: Random;
  readonly timer: Timer;
  readonly lock: Lock;
  readonly sha256: (bytes: ArrayBuffer) => Promise<Sha256>;
  /** The app's version. */
  readonly app: string;
  readonly gzip?: (text: string) => Promise<ArrayBuffer>;
};

/** What a person did, as a screen hands it over. */
export type Fact = {
  readonly kind: FactKind;
  readonly target: Target;
  /** The version that was on the screen, 0 if none. */
  readonly basis: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly photos?: readonly Omit<Photo, 'sha256'>[];
  /** The draft that this fact makes superfluous. */
  readonly draft?: string;
};

export type Recorded = {
  /** In the order of the facts. */
  readonly acts: readonly Act[];
  /** `refused`: no room for the photos. The acts stand, without them. */
  readonly photos: 'none' | 'saved' | 'refused';
};

export type Client = {
  /** Begins to work: reads the disk, then tries to send and sets the timer; `later`: at the first trigger. */
  start(first?: 'later'): Promise<void>;
  /** Stops timers and sending; what is on its way is not taken in any further than the next answer. */
  stop(): void;
  /**
   * Makes one act of each fact and resolves once all are on disk: show "saved" then, and only then. Rejects with a
   * StoreError: then none is. What a person does with one tap goes in one call.
   */
  record(...facts: readonly Fact[]): Promise<Recorded>;
  trigger(trigger: Trigger): void;
  enrol(invitation: Invitation, label: string): Promise<Enrolled>;
  /** The driver hands the phone back. Rows go; acts stay and are delivered as theirs. */
  signOut(): Promise<void>;
  /** Sends parked acts again, as a person asked. */
  retryParked(): Promise<void>;
  status(): Status;
  /** Calls listener at each change of the status; the result ends it. */
  watch(listener: (status: Status) => void): () => void;
  /** Resolves when no attempt is running. For tests, and before an update reloads the page. */
  settled(): Promise<void>;
};

export function createClient(options: ClientOptions): Client {
  return new PhoneClient(options);
}
