// One phone's world with a clock that only the test moves.

import 'fake-indexeddb/auto';
import {openDB, type IDBPDatabase} from 'idb';
import type {PersonId, SlipId} from '@sync/act';
import {createClient, type Client, type ClientOptions, type Fact} from '@sync/client';
import type {PhoneStore} from '@sync/storage';
import {phoneStore, type StoreOptions} from '../phone-store';
import type {OutboxRecord, ParkedRecord, Schema, SentRecord} from '../schema';
import {ScriptedServer} from './scripted-server';
import {sha} from './sha';

export {sha};

export type Tab = {client: Client; store: PhoneStore};

type Pending = {at: number; then: () => void};

export type Chance = (count: number) => Uint8Array;

/** Numbers that repeat with the seed (mulberry32). */
export function seeded(seed: number): Chance {
  let a = seed >>> 0;
  return count =>
    Uint8Array.from({length: count}, () => {
      a = (a + 0x6d2b79f5) >>> 0;
      let t = Math.imul(a ^ (a >>> 15), a | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return (t ^ (t >>> 14)) & 0xff;
    });
}

let databases = 0;

export class World {
  server = new ScriptedServer();
  now = Date.parse('2026-04-03T08:00:00Z');
  zone = 120;
  name = `test-${++databases}`;
  tabs: Tab[] = [];
  private timers = new Set<Pending>();
  private reader: Promise<IDBPDatabase<Schema>> | undefined;
  private lockTail: Promise<unknown> = Promise.resolve();
  readonly random: Chance;
  readonly room: StoreOptions['room'];

  constructor(options: {seed?: number; room?: StoreOptions['room']} = {}) {
    this.random = seeded(options.seed ?? 1);
    this.room = options.room;
  }

  /** Opens the app; `lockless` as in a browser without Web Locks. */
  open(mode: 'locked' | 'lockless' = 'locked', change: Partial<ClientOptions> = {}): Tab {
    const store = phoneStore({name: this.name, ...(this.room ? {room: this.room} : {})});
    const client = createClient({
      store,
      send: this.server.send,
      app: '1.0.0',
      now: () => this.now,
      zone: () => this.zone,
      random: this.random,
      timer: (ms, then) => {
        const entry = {at: this.now + Math.max(0, ms), then};
        this.timers.add(entry);
        return () => void this.timers.delete(entry);
      },
      lock: mode === 'lockless' ? task => task() : task => this.inLock(task),
      sha256: async bytes => sha(bytes),
      ...change,
    });
    const tab = {client, store};
    this.tabs.push(tab);
    return tab;
  }

  private inLock(task: () => Promise<void>): Promise<void> {
    const mine = this.lockTail.then(task, task);
    this.lockTail = mine.catch(() => {});
    return mine;
  }

  /** The process is gone: no timer of this page fires, no promise of it is waited for. */
  kill(tab: Tab): void {
    tab.client.stop();
    tab.store.close();
    this.tabs = this.tabs.filter(other => other !== tab);
    this.lockTail = Promise.resolve(); // a dead page holds no lock
  }

  async settle(): Promise<void> {
    for (const {client} of this.tabs) await client.settled();
  }

  /** Time passes; timers fire in their order. */
  async advance(ms: number): Promise<void> {
    const end = this.now + ms;
    for (;;) {
      await this.settle();
      const due = [...this.timers].filter(({at}) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      this.timers.delete(due);
      this.now = Math.max(this.now, due.at);
      due.then();
    }
    this.now = Math.max(this.now, end);
    await this.settle();
  }

  /** A started app of an enrolled driver. */
  async enrolled(driver = 'anna'): Promise<Tab> {
    const tab = this.open();
    await tab.client.start();
    await tab.client.enrol({code: `DRIVER-${driver}`}, 'test phone');
    await this.settle();
    return tab;
  }

  /** Reads a store as it is on disk, past our own code. */
  async disk() {
    this.reader ??= openDB<Schema>(this.name, undefined, {
      blocking: (_current, _wanted, event) => {
        this.reader = undefined;
        (event.target as IDBDatabase).close();
      },
    });
    const tx = (await this.reader).transaction(['outbox', 'sent', 'parked', 'rows', 'blobs', 'devices', 'drafts']);
    const all = {
      outbox: (await tx.objectStore('outbox').getAll()) as OutboxRecord[],
      sent: (await tx.objectStore('sent').getAll()) as SentRecord[],
      parked: (await tx.objectStore('parked').getAll()) as ParkedRecord[],
      rows: await tx.objectStore('rows').getAll(),
      blobs: await tx.objectStore('blobs').getAll(),
      devices: await tx.objectStore('devices').getAll(),
      drafts: await tx.objectStore('drafts').getAll(),
    };
    return all;
  }
}

export function fact(slip: string, data: Record<string, unknown> = {}, more: Partial<Fact> = {}): Fact {
  return {kind: 'note', target: {slip: slip as SlipId}, basis: 1, data, ...more};
}

export const person = (id: string) => id as PersonId;

/** A signature of about that many bytes of JSON. */
export function strokes(points: number): Record<string, unknown> {
  return {mark: {strokes: Array.from({length: points * 2}, (_, i) => 100 + (i % 900)), w: 340, h: 180, name: 'M. Roux'}};
}

/** A world whose driver, anna, is enrolled and granted these slips. */
export async function enrolledWorld(...slips: string[]): Promise<[World, Tab]> {
  const world = new World();
  for (const slip of slips) world.server.grant(slip, 'anna');
  return [world, await world.enrolled()];
}

export async function recordAll(tab: Tab, slip: string, count: number): Promise<void> {
  for (let i = 1; i <= count; i++) await tab.client.record(fact(slip, {text: `${slip} ${i}`}));
}

export const photo = (bytes: number) => ({type: 'image/jpeg', bytes: new Uint8Array(bytes).fill(7).buffer});
