// The phone's own client and what the screens read of it, as signals.
import {computed, signal} from '@preact/signals';
import type {PersonId} from '@sync/act';
import type {Client, Fact, Recorded} from '@sync/client';
import {idleStatus, type Status} from '@sync/status';
import type {HeldRow, OwnAct} from '@sync/storage';
import {view, type View} from '@sync/view';
import {openPhone, wakeOnEvents} from '../store/browser';
import {longDay} from '../i18n/format';
import {dayOf, noon} from './model/day';
import {readService, type Round, type Service} from './model/round';
import {tourOf, type Tour} from './model/work';

export const status = signal<Status>(idleStatus);

/** Null until the disk was read; 'unreadable' when a row is there that cannot be understood. */
export const rows = signal<readonly HeldRow[] | 'unreadable' | null>(null);

/** Own acts that the rows may not show yet, read together with them. */
export const acts = signal<readonly OwnAct[]>([]);

/** False until the disk has said who is enrolled here: no screen may guess before. */
export const known = signal(false);

/** This installation under this driver; '' before an enrolment. */
export const device = signal('');

/** The present day; it turns at midnight while the app stays open. */
export const today = signal(dayOf(Date.now()));
setInterval(() => (today.value = dayOf(Date.now())), 30_000);

const phone = openPhone(__APP__);
export const client: Client = phone.client;
export const store = phone.store;

export const me = computed<PersonId>(() => status.value.driver?.id ?? ('' as PersonId));

export const shown = computed<View>(() => {
  const held = rows.value;
  return view(Array.isArray(held) ? held : [], acts.value, me.value);
});

/** Rows of a form that this app does not know: counted in sight, never left out silently. */
export const unreadable = computed(() => shown.value.unreadable.length);

/** Another day that the driver looks at; null for today. Also the way out for a phone whose clock is days off. */
export const chosenDay = signal<string | null>(null);

export const tour = computed<Tour>(() => tourOf(shown.value, me.value, chosenDay.value ?? today.value));

export const service = computed<Service>(() =>
  readService(shown.value.others.find(({row}) => row.type === 'service')?.row.doc),
);

let read = -1;
let reading: Promise<void> = Promise.resolve();

/** One reading after the other, so that an older one never overwrites a newer. */
function readRows(changes: number): Promise<void> {
  if (changes !== read) reading = reading.then(readNow);
  read = changes;
  return reading;
}

async function readNow(): Promise<void> {
  try {
    const [held, own, devices] = await Promise.all([store.rows(), store.ownActs(), store.devices()]);
    device.value = devices.find(({current}) => current)?.device ?? '';
    acts.value = own;
    rows.value = held;
  } catch {
    rows.value = 'unreadable'; // kept on the disk, shown as what it is
  }
}

/** Records facts, all or none, and resolves when the screens show them. Rejects with a StoreError: nothing was saved. */
export async function record(...facts: readonly Fact[]): Promise<Recorded> {
  const recorded = await client.record(...facts);
  await readRows(client.status().changes);
  return recorded;
}

/** What may not stay on the phone leaves it, with or without contact; no screen waits for that. */
async function forget(): Promise<void> {
  const {forgetOld} = await import('./forget');
  if (await forgetOld({store, slips: shown.value.slips, status: status.value, now: Date.now()})) await readNow();
}

const forgetNow = () => void forget().catch(() => undefined); // the next start tries again

/** Starts the client with the page. It never rejects: what is wrong is in the status. */
export async function startPhone(): Promise<void> {
  client.watch(s => {
    const lost = s.access === 'revoked' && status.value.access !== 'revoked';
    status.value = s;
    if (lost) forgetNow();
    void readRows(s.changes);
  });
  await client.start('later');
  status.value = client.status();
  await readRows(status.value.changes);
  known.value = true;
  await painted();
  wakeOnEvents(client);
  client.trigger('start');
  today.subscribe(forgetNow); // now, and at each midnight
  void import('./push').then(p => p.renew()).catch(() => undefined); // no screen waits for it
}

/** Resolves once the first screen stands: nothing else takes the processor from it. A hidden page is not painted. */
const painted = (): Promise<void> =>
  new Promise(done => {
    setTimeout(done, 1000);
    requestAnimationFrame(() => setTimeout(done));
  });

/** The title of a round's own screen or card: with its day when it is not today's, its place when a day has several. */
export function titled(title: string, {id, day}: Pick<Round, 'id' | 'day'>): string {
  const {rounds, today: now} = tour.value;
  const same = rounds.filter(({round}) => round.day === day);
  const at = same.findIndex(({round}) => round.id === id);
  const place = same.length > 1 && at >= 0 ? `${at + 1}/${same.length}` : '';
  return [title, day === now ? '' : longDay(noon(day)), place].filter(Boolean).join(' · ');
}
