// Corrections take entries out of the fold before it starts, so that one may
// arrive before the entry that it names.

import type {Read} from './fold-order';
import {isMove} from './fold-table';
import type {Folding} from './folding';

/** How long after an act its device may take it out; later while it did nothing more with the slip. */
const WINDOW = 15 * 60_000;

const PLANS = ['created', 'edited', 'sentToMerchant', 'assigned', 'cancelled', 'reopened', 'settled'];

export function isPlan(kind: string): boolean {
  return PLANS.includes(kind);
}

export function applyCorrections(f: Folding): void {
  for (const c of f.entries) {
    if (c.kind !== 'corrected' || c.bad !== '') continue;
    const code = correct(f, c);
    const works = code === '' || code === 'already' || code === 'accepted';
    if (works) f.out.add(c.data.entry);
    f.fixed.set(c.id, {effect: works ? 'applied' : 'disputed', codes: code === '' ? [] : [code]});
  }
}

/** Why the correction has no effect; '' when it has. */
function correct(f: Folding, c: Read): string {
  const target = f.entries.find(entry => entry.id === c.data.entry);
  if (!target) return 'unknown_entry';
  if (isPlan(target.kind) || target.kind === 'corrected') return 'not_correctable';
  if (f.seal?.includes(target.id)) return 'complete';
  if (f.out.has(target.id)) return 'already';
  if (f.decided.get(c.id) === 'accept') return 'accepted';
  if ((target.device ?? '') !== (c.device ?? '')) return 'other_device';
  if (!c.device) return ''; // the desk takes back what the desk or a merchant's page wrote
  const gap = Date.parse(c.at) - Date.parse(target.at);
  if (gap >= 0 && gap <= WINDOW) return '';
  const between = f.entries.slice(target.place + 1, Math.max(target.place + 1, c.place));
  return between.some(e => e.device === c.device && isMove(e.kind) && !f.out.has(e.id)) ? 'too_late' : '';
}
