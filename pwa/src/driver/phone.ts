// The phone's own client and what the screens read of it, as signals.
import {signal} from '@preact/signals';
import type {Client} from '@sync/client';
import {idleStatus, type Status} from '@sync/status';
import type {HeldRow} from '@sync/storage';
import {openPhone, wakeOnEvents} from '../store/browser';

export const status = signal<Status>(idleStatus);

/** Null until the disk was read; 'unreadable' when a row is there that cannot be understood. */
export const rows = signal<readonly HeldRow[] | 'unreadable' | null>(null);

/** False until the disk has said who is enrolled here: no screen may guess before. */
export const known = signal(false);

const phone = openPhone(__APP__);
export const client: Client = phone.client;

let read = -1;

async function readRows(changes: number): Promise<void> {
  if (changes === read) return;
  read = changes;
  try {
    rows.value = await phone.store.rows();
  } catch {
    rows.value = 'unreadable'; // kept on the disk, shown as what it is
  }
}

/** Starts the client with the page. It never rejects: what is wrong is in the status. */
export async function startPhone(): Promise<void> {
  client.watch(s => {
    status.value = s;
    void readRows(s.changes);
  });
  wakeOnEvents(client);
  await client.start();
  status.value = client.status();
  await readRows(status.value.changes);
  known.value = true;
}
