// Taking an answer in. Receipts move acts to sent, what the server has lost
// comes back from there, rows are put and removed; put and gone touch neither
// acts nor photos.

import type {DeviceId} from '@sync/act';
import type {Outcome, Settlement} from '@sync/storage';
import type {WriteTx} from './database';
import {park, requeue, send} from './outbox';
import {deviceRange} from './range';
import type {DeviceRecord, SentRecord} from './schema';

/** After these the rows of a whole answer show what became of the act. */
const DECIDED: readonly Outcome[] = ['applied', 'flagged', 'disputed'];
const AGAIN = 60_000;

/** Resolves with how many acts of the device wait. */
export async function settle(
  tx: WriteTx,
  owner: DeviceRecord,
  isCurrent: 'current' | 'old',
  answer: Settlement,
): Promise<number> {
  const device = owner.device;
  await takeReceipts(tx, device, answer);
  for (const {seq, reason, code} of answer.parked) await park(tx, device, seq, reason, code);
  await sendAgain(tx, device, answer);
  if (answer.more === 'whole') await close(tx, device);
  const left = await tx.objectStore('outbox').count(deviceRange(device));
  if (isCurrent === 'current') await takeRows(tx, answer, left);
  await tx.objectStore('devices').put({
    ...owner,
    access: answer.access,
    lastContact: answer.now,
    high: answer.high ?? owner.high,
  });
  return left;
}

async function takeReceipts(tx: WriteTx, device: DeviceId, answer: Settlement): Promise<void> {
  for (const {seq, ...result} of answer.receipts) {
    const act = await tx.objectStore('outbox').get([device, seq]);
    if (act) await send(tx, act, {...result, settledAt: answer.now, open: 1}); // else another tab took this answer
  }
}

/** Closes what a whole answer has shown. Held and pending acts stay open: rows do not show them. */
async function close(tx: WriteTx, device: DeviceId): Promise<void> {
  const sent = tx.objectStore('sent');
  for (const act of await sent.index('open').getAll([device, 1])) {
    if (!DECIDED.includes(act.outcome)) continue;
    const {open: _open, ...closed} = act;
    await sent.put(closed);
  }
}

/** Brings back what the server no longer has, as after a restored backup: it is in a hole. */
async function sendAgain(tx: WriteTx, device: DeviceId, answer: Settlement): Promise<void> {
  const ranges = answer.holes.map(([from, to]) => deviceRange(device, from, to));
  const fresh = new Set(answer.receipts.map(({seq}) => seq)); // it holds these: it just said so
  for (const range of ranges) {
    for (const act of await tx.objectStore('sent').getAll(range)) {
      if (!fresh.has(act.seq) && mayGoAgain(act, answer.now)) await requeue(tx, act);
    }
  }
}

/** Longer waits each time: a server that never counts an act must not make us send it without end. */
function mayGoAgain({again, settledAt}: SentRecord, now: number): boolean {
  return again === 0 || Math.abs(now - settledAt) >= AGAIN * 2 ** (again - 1);
}

async function takeRows(tx: WriteTx, answer: Settlement, left: number): Promise<void> {
  const rows = tx.objectStore('rows');
  if (answer.access === 'revoked' && left === 0) {
    await rows.clear();
    await tx.objectStore('drafts').clear();
    return;
  }
  for (const row of answer.put) await rows.put({...row, leaving: false});
  // Nothing is readable without present permission; an expired phone is told no `gone`.
  const gone = answer.access === 'ok' ? answer.gone : await rows.getAllKeys();
  for (const id of gone) {
    const row = await rows.get(id);
    if (!row) continue;
    // Still in `have`, so the server says gone again, and then nothing waits.
    if (await hasUnsent(tx, id)) await rows.put({...row, leaving: true});
    else await rows.delete(id);
  }
}

async function hasUnsent(tx: WriteTx, target: string): Promise<boolean> {
  const waiting = await tx.objectStore('outbox').index('target').count(target);
  return waiting > 0 || (await tx.objectStore('parked').index('target').count(target)) > 0;
}
