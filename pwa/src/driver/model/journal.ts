// What this driver recorded on a slip, and what of it may still be corrected.
import type {Entry} from '@sync/slip-state';
import type {OwnAct} from '@sync/storage';
import type {Work} from './work';

const WINDOW = 15 * 60_000; // sync/README.md, section 8, step 3
const PLANS = new Set(['created', 'edited', 'sentToMerchant', 'assigned', 'cancelled', 'reopened', 'settled']);
const NOT_UNDONE = new Set(['corrected', 'opened']);

/** As a line of the journal, while it waits. */
function waiting({bytes, device}: OwnAct, by: string): Entry {
  const {id, kind, v, seq, at, data} = JSON.parse(bytes) as Entry & {seq: number};
  return {id, kind, v, seq, at, by, device, via: 'app', data};
}

/** The facts of this driver, the newest first, also those that wait. */
export function journalOf(work: Work, me: string): readonly Entry[] {
  const there = work.view.doc.journal.filter(e => e.by === me && !PLANS.has(e.kind));
  return [...there, ...work.view.own.map(act => waiting(act, me))].reverse();
}

/** Of this very phone, within the window, not undone before, and the slip not complete. */
export function correctable(e: Entry, work: Work, device: string, now: number): boolean {
  if (e.device !== device || NOT_UNDONE.has(e.kind) || work.state.complete) return false;
  return work.state.effects[e.id]?.code !== 'corrected' && Math.abs(now - Date.parse(e.at)) < WINDOW;
}
