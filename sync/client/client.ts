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

import {timestamp, type Act, type ActId, type BlobRef, type Epoch, type FactKind, type Sha256, type Target} from './act';
import {backoff} from './backoff';
import {batchSize} from './batch';
import {deliver, type Ending, type Kit, type News} from './courier';
import {redeem, type Enrolled, type Invitation} from './enrolment';
import type {Send} from './net';
import {partSize} from './photo';
import {idleStatus, type State, type Status} from './status';
import {StoreError, type Device, type Photo, type PhoneStore} from './storage';
import {uuidMaker, type Random} from './uuid';

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
  readonly act: Act;
  /** `refused`: no room for the photos. The act stands, without them. */
  readonly photos: 'none' | 'saved' | 'refused';
};

export type Client = {
  /** Begins to work: reads the disk, sets the timer, tries to send. */
  start(): Promise<void>;
  /** Stops timers and sending; what is on its way is not taken in any further than the next answer. */
  stop(): void;
  /** Resolves once the act is on disk: show "saved" then, and only then. Rejects with a StoreError. */
  record(fact: Fact): Promise<Recorded>;
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

const POLL = 60_000;
const KEEP_SENT = 14 * 24 * 3_600_000;

export function createClient(options: ClientOptions): Client {
  const {store, send, now, zone, random, lock, app} = options;
  const makeId = uuidMaker(now, random);
  const chance = () => fraction(random);
  const retry = backoff(chance);
  const listeners = new Set<(status: Status) => void>();
  const signedOff = new Set<string>(); // devices that the server does not know, until start, tap or enrol
  let status = idleStatus;
  let life: 'new' | 'running' | 'stopped' = 'new';
  let attempt: Promise<void> | undefined;
  let wanted: Trigger | undefined; // came while an attempt ran
  let notBefore = 0; // the server's Retry-After
  let cancel = () => {};
  let pruned = Number.NEGATIVE_INFINITY;

  const kit: Kit = {
    store,
    send,
    now,
    app,
    gzip: options.gzip,
    timestamp: () => timestamp(now(), zone(now())),
    batches: batchSize(),
    parts: partSize(),
    alive: () => life === 'running',
    heard: async (news: News) => {
      retry.reset();
      await refresh({upgrade: news.upgrade, changes: status.changes + 1});
    },
  };

  function show(change: Partial<Status>): void {
    status = {...status, ...change};
    for (const listener of listeners) listener(status);
  }

  /** Reads the disk's part of the status. */
  async function refresh(change: Partial<Status> = {}): Promise<void> {
    const [waiting, devices] = await Promise.all([store.waiting(), store.devices()]);
    const own = devices.find(device => device.current);
    show({
      ...waiting,
      driver: own?.driver ?? null,
      access: own?.access ?? 'ok',
      lastContact: own?.lastContact ?? null,
      ...change,
    });
  }

  function sleep(ms: number): void {
    cancel();
    cancel = options.timer(ms, () => trigger('timer'));
  }

  const poll = () => POLL * (0.75 + chance() / 2);

  function trigger(reason: Trigger): void {
    if (life !== 'running') return;
    if (reason === 'start' || reason === 'tap') signedOff.clear();
    if (reason !== 'timer') retry.reset();
    if (attempt) wanted = reason;
    else if (now() < notBefore) sleep(notBefore - now());
    else attempt = run(reason).finally(next);
  }

  function next(): void {
    attempt = undefined;
    const reason = wanted;
    wanted = undefined;
    if (reason) trigger(reason);
  }

  async function run(reason: Trigger): Promise<void> {
    cancel();
    show({state: 'sending', until: null, trouble: null});
    let ending: Ending | StoreError = {kind: 'done'};
    try {
      // Read the disk inside the lock: what another tab sent is gone from it.
      await lock(async () => {
        ending = await deliverAll(reason);
      });
      await refresh();
    } catch (error) {
      ending = error instanceof StoreError ? error : new StoreError('failed', error);
    }
    if (life === 'running') rest(ending);
  }

  /** The current device first: its answer is what the person looks at. */
  async function deliverAll(reason: Trigger): Promise<Ending> {
    if (now() - pruned > POLL * 60) {
      await store.prune(now() - KEEP_SENT);
      pruned = now();
    }
    let worst: Ending = {kind: 'done'};
    for (const device of await store.devices()) {
      if (signedOff.has(device.device) || !(device.current || reason === 'start' || (await owes(device)))) continue;
      const ending = await deliver(device, kit);
      if (ending.kind === 'signIn') signedOff.add(device.device);
      else if (ending.kind !== 'done') return ending;
      if (device.current) worst = ending;
    }
    return worst;
  }

  async function owes(device: Device): Promise<boolean> {
    const [act] = await store.oldest(device.device, 1);
    return act !== undefined || (await store.nextPhoto(device.device)) !== undefined;
  }

  /** Shows how the attempt ended and sets the next one. */
  function rest(ending: Ending | StoreError): void {
    const state = restState(ending, status);
    const pause = state === 'idle' || state === 'signIn' ? poll() : Math.min(retry.next(), poll());
    if (!(ending instanceof StoreError) && ending.kind === 'later') notBefore = now() + (ending.after || pause);
    const wait = Math.max(pause, notBefore - now());
    const trouble = ending instanceof StoreError || ending.kind === 'refused' ? ending.code : null;
    sleep(wait);
    show({state, trouble, until: state === 'signIn' ? null : now() + wait});
  }

  async function record(fact: Fact): Promise<Recorded> {
    const madeAt = now();
    const photos = await Promise.all(
      (fact.photos ?? []).map(async photo => ({...photo, sha256: await options.sha256(photo.bytes)})),
    );
    const blobs: BlobRef[] = photos.map(({sha256, bytes}) => ({sha256, size: bytes.byteLength}));
    const {kind, target, basis, data} = fact;
    const plain = {id: makeId() as ActId, kind, v: 1, ...target, basis, at: timestamp(madeAt, zone(madeAt)), data};
    const draft = fact.draft === undefined ? {} : {draft: fact.draft};
    const recorded = await keep(
      () => store.record({act: photos.length > 0 ? {...plain, blobs} : plain, madeAt, photos, ...draft}),
      () => store.record({act: plain, madeAt, photos: [], ...draft}),
      photos.length,
    );
    // The act is saved whatever the status says: a failure to read it is the next attempt's to show.
    await refresh({changes: status.changes + 1}).catch(() => {});
    trigger('act');
    return recorded;
  }

  return {
    async start() {
      life = 'running';
      await refresh().catch((error: unknown) => rest(storeError(error)));
      trigger('start');
    },
    stop() {
      life = 'stopped';
      cancel();
    },
    record,
    trigger,
    async enrol(invitation, label) {
      const enrolled = await redeem(invitation, label, {store, send, now, makeEpoch: () => makeId() as Epoch});
      if (enrolled.kind === 'enrolled') {
        await refresh({changes: status.changes + 1});
        trigger('start');
      }
      return enrolled;
    },
    async signOut() {
      await store.signOut();
      await refresh({changes: status.changes + 1});
      trigger('tap');
    },
    async retryParked() {
      await store.unpark();
      await refresh();
      trigger('tap');
    },
    status: () => status,
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async settled() {
      while (attempt) await attempt;
    },
  };
}

function fraction(random: Random): number {
  const [high = 0, low = 0] = random(2);
  return (high * 256 + low) / 65_536;
}

function storeError(error: unknown): StoreError {
  return error instanceof StoreError ? error : new StoreError('failed', error);
}

/** Photos are the first to go without when there is no room; the act never. */
async function keep(whole: () => Promise<Act>, bare: () => Promise<Act>, photos: number): Promise<Recorded> {
  try {
    return {act: await whole(), photos: photos > 0 ? 'saved' : 'none'};
  } catch (error) {
    if (photos === 0 || !(error instanceof StoreError) || error.code !== 'full') throw error;
    return {act: await bare(), photos: 'refused'};
  }
}

function restState(ending: Ending | StoreError, status: Status): State {
  if (ending instanceof StoreError) return 'blocked';
  switch (ending.kind) {
    case 'done':
      return status.driver ? 'idle' : 'signIn';
    case 'signIn':
      return 'signIn';
    case 'later':
      return 'waiting';
    case 'noAnswer':
      return 'offline';
    case 'refused':
      return 'blocked';
  }
}
