// The client at work; client.ts draws its states and says what each call promises.

import {timestamp, type Act, type ActId, type BlobRef, type Epoch} from './act';
import {batchSize} from './batch';
import type {Client, ClientOptions, Fact, Recorded, Trigger} from './client';
import {deliver, type Ending, type Kit, type News} from './courier';
import {redeem, type Enrolled, type Invitation} from './enrolment';
import {pace} from './pace';
import {partSize} from './photo';
import {idleStatus, type State, type Status} from './status';
import {StoreError, type Device, type Entry} from './storage';
import {uuidMaker, type Random} from './uuid';

const HOUR = 3_600_000;
const KEEP_SENT = 14 * 24 * HOUR;

export class PhoneClient implements Client {
  private current = idleStatus;
  private life: 'new' | 'running' | 'stopped' = 'new';
  private attempt: Promise<void> | undefined;
  /** A trigger that came while an attempt ran. */
  private wanted: Trigger | undefined;
  private cancel = () => {};
  private prunedAt = Number.NEGATIVE_INFINITY;
  private readonly listeners = new Set<(status: Status) => void>();
  /** Devices that the server does not know: left alone until start, tap or enrolment. */
  private readonly signedOff = new Set<string>();
  private readonly options: ClientOptions;
  private readonly makeId: () => string;
  private readonly pace;
  private readonly kit: Kit;

  constructor(options: ClientOptions) {
    const {store, send, now, app, gzip, sha256, random} = options;
    this.options = options;
    this.makeId = uuidMaker(now, random);
    this.pace = pace(now, () => fraction(random));
    this.kit = {
      store,
      send,
      now,
      app,
      gzip,
      sha256,
      timestamp: () => this.timestamp(now()),
      batches: batchSize(),
      parts: partSize(),
      alive: () => this.life === 'running',
      heard: news => this.heard(news),
    };
  }

  readonly status = () => this.current;

  readonly watch = (listener: (status: Status) => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly start = async (first?: 'later') => {
    this.life = 'running';
    // What the disk says against it, the first attempt shows.
    await this.refresh().catch(() => {});
    if (first !== 'later') this.trigger('start');
  };

  readonly stop = () => {
    this.life = 'stopped';
    this.cancel();
  };

  readonly record = async (...facts: readonly Fact[]): Promise<Recorded> => {
    const {store} = this.options;
    const entries = await Promise.all(facts.map(fact => this.entry(fact)));
    const photos = entries.some(entry => entry.photos.length > 0);
    const recorded = await keep(
      () => store.record(...entries),
      () => store.record(...entries.map(withoutPhotos)),
      photos,
    );
    // The acts are saved whatever the status says; what hinders reading it, the next attempt shows.
    await this.refresh({changes: this.current.changes + 1}).catch(() => {});
    this.trigger('act');
    return recorded;
  };

  readonly enrol = async (invitation: Invitation, label: string): Promise<Enrolled> => {
    const {store, send, now} = this.options;
    const enrolled = await redeem(invitation, label, {store, send, now, makeEpoch: () => this.makeId() as Epoch});
    if (enrolled.kind === 'enrolled') await this.changedBy('start');
    return enrolled;
  };

  readonly signOut = async () => {
    await this.options.store.signOut();
    await this.changedBy('tap');
  };

  readonly retryParked = async () => {
    await this.options.store.unpark('all');
    await this.changedBy('tap');
  };

  readonly trigger = (reason: Trigger): void => {
    if (this.life !== 'running') return;
    if (reason === 'start' || reason === 'tap') this.signedOff.clear();
    if (reason !== 'timer') this.pace.fresh();
    if (this.attempt) this.wanted = louder(this.wanted, reason);
    else if (this.pace.hold() > 0) this.sleep(this.pace.hold());
    else this.attempt = this.run(reason).finally(() => this.next());
  };

  readonly settled = async () => {
    while (this.attempt) await this.attempt;
  };

  private async entry({kind, target, basis, data, draft, photos: taken = []}: Fact): Promise<Entry> {
    const {now, sha256} = this.options;
    const madeAt = now();
    const act = {id: this.makeId() as ActId, kind, v: 1, ...target, basis, at: this.timestamp(madeAt), data};
    const photos = await Promise.all(taken.map(async photo => ({...photo, sha256: await sha256(photo.bytes)})));
    const blobs: BlobRef[] = photos.map(photo => ({sha256: photo.sha256, size: photo.bytes.byteLength}));
    return {
      act: photos.length > 0 ? {...act, blobs} : act,
      madeAt,
      photos,
      ...(draft === undefined ? {} : {draft}),
    };
  }

  private timestamp(ms: number): string {
    return timestamp(ms, this.options.zone(ms));
  }

  private async changedBy(reason: Trigger): Promise<void> {
    await this.refresh({changes: this.current.changes + 1});
    this.trigger(reason);
  }

  private async heard(news: News): Promise<void> {
    this.pace.fresh();
    await this.refresh({upgrade: news.upgrade, changes: this.current.changes + (news.rows === 'changed' ? 1 : 0)});
  }

  private show(change: Partial<Status>): void {
    this.current = {...this.current, ...change};
    for (const listener of this.listeners) listener(this.current);
  }

  /** Reads the disk's part of the status. */
  private async refresh(change: Partial<Status> = {}): Promise<void> {
    const {store} = this.options;
    const [waiting, devices] = await Promise.all([store.waiting(), store.devices()]);
    const own = devices.find(device => device.current);
    this.show({
      ...waiting,
      driver: own?.driver ?? null,
      access: own?.access ?? 'ok',
      lastContact: own?.lastContact ?? null,
      ...change,
    });
  }

  private sleep(ms: number): void {
    this.cancel();
    this.cancel = this.options.timer(ms, () => this.trigger('timer'));
  }

  private next(): void {
    this.attempt = undefined;
    const reason = this.wanted;
    this.wanted = undefined;
    if (reason) this.trigger(reason);
  }

  private async run(reason: Trigger): Promise<void> {
    this.cancel();
    this.show({state: 'sending', until: null, trouble: null});
    let ending: Ending | StoreError = {kind: 'done'};
    try {
      // The disk is read inside the lock: what another tab sent is gone from it.
      await this.options.lock(async () => {
        ending = await this.deliverAll(reason);
      });
      await this.refresh();
    } catch (error) {
      ending = error instanceof StoreError ? error : new StoreError('failed', error);
    }
    if (this.life === 'running') this.rest(ending);
  }

  /** The current device first: its answer is what the person looks at. */
  private async deliverAll(reason: Trigger): Promise<Ending> {
    const {store, now} = this.options;
    if (Math.abs(now() - this.prunedAt) > HOUR) {
      await store.prune(now() - KEEP_SENT);
      this.prunedAt = now();
    }
    // The server may have learnt meanwhile what it could not take.
    if (reason === 'start') await store.unpark('refused');
    let result: Ending = {kind: 'done'};
    for (const device of await store.devices()) {
      if (this.signedOff.has(device.device)) {
        if (device.current) result = {kind: 'signIn'};
        continue;
      }
      if (!device.current && reason !== 'start' && !this.isSilent(device) && !(await this.owes(device))) continue;
      const ending = await deliver(device, this.kit, reason === 'timer' ? 'nothing' : 'news');
      if (ending.kind === 'signIn') this.signedOff.add(device.device);
      else if (ending.kind !== 'done') return ending;
      if (device.current) result = ending;
    }
    return result;
  }

  /** An old device is asked now and then too: a restored server may have lost what it had sent. */
  private isSilent({lastContact}: Device): boolean {
    return Math.abs(this.options.now() - (lastContact ?? 0)) >= HOUR;
  }

  private async owes({device}: Device): Promise<boolean> {
    const {store} = this.options;
    return (await store.oldest(device, 1)).length > 0 || (await store.nextPhoto(device)) !== undefined;
  }

  /** Shows how the attempt ended and sets the next one. */
  private rest(ending: Ending | StoreError): void {
    const kind = ending instanceof StoreError ? 'disk' : ending.kind;
    const after = 'after' in ending ? ending.after : 0;
    const wait = this.pace.rest(kind, after);
    const state = kind === 'done' && !this.current.driver ? 'signIn' : STATES[kind];
    const trouble = 'code' in ending ? ending.code : null;
    this.sleep(wait);
    this.show({state, trouble, until: state === 'signIn' ? null : this.options.now() + wait});
  }
}

const STATES = {
  done: 'idle',
  signIn: 'signIn',
  later: 'waiting',
  noAnswer: 'offline',
  refused: 'blocked',
  disk: 'blocked',
} as const satisfies Record<Ending['kind'] | 'disk', State>;

/** Of two triggers that wait, the one that may do more. */
function louder(a: Trigger | undefined, b: Trigger): Trigger {
  return a === 'start' || a === 'tap' ? a : b;
}

function fraction(random: Random): number {
  const [high = 0, low = 0] = random(2);
  return (high * 256 + low) / 65_536;
}

function withoutPhotos({act: {blobs: _blobs, ...act}, ...entry}: Entry): Entry {
  return {...entry, act, photos: []};
}

/** Photos are the first to go without when there is no room; the acts never. */
async function keep(
  whole: () => Promise<readonly Act[]>,
  bare: () => Promise<readonly Act[]>,
  photos: boolean,
): Promise<Recorded> {
  try {
    return {acts: await whole(), photos: photos ? 'saved' : 'none'};
  } catch (error) {
    if (!photos || !(error instanceof StoreError) || error.code !== 'full') throw error;
    return {acts: await bare(), photos: 'refused'};
  }
}
