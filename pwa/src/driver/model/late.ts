// What the desk changed since the driver last looked. The phone's journal says that a sheet was replaced, not what
// stood there before: so the phone remembers a digest of each field that it showed. Pure: no clock, no disk.
import type {PersonId} from '@sync/act';
import type {Round} from './round';
import type {Work} from './work';

export type Field =
  'name' | 'address' | 'phone' | 'access' | 'availability' | 'shop' | 'lines' | 'payment' | 'amount' | 'note' | 'day';

/** `removed`: the slip left this driver's round, and mostly this phone with it. */
export type Note = {
  /** Of the slip; of the round where the order changed, or that takes place after all. */
  readonly id: string;
  readonly what: 'changed' | 'added' | 'cancelled' | 'removed' | 'order' | 'restored';
  readonly number: string;
  readonly shop: string;
  readonly fields: readonly Field[];
  /** When the server took the change in; '' where the phone cannot know. */
  readonly at: string;
};

type Known = {
  readonly number: string;
  readonly shop: string;
  readonly day: string;
  readonly open: boolean;
  readonly prints: Readonly<Record<Field, string>>;
};

/** What was shown, and what the driver has not seen yet. It holds no name, address or telephone. */
export type Memory = {
  readonly driver: string;
  /** Slips in the order of their stops, by round. */
  readonly rounds: Readonly<Record<string, readonly string[]>>;
  /** Rounds that were called off; absent from what an older app kept. */
  readonly off?: readonly string[];
  readonly slips: Readonly<Record<string, Known>>;
  readonly notes: readonly Note[];
};

/** What the phone holds now, on the day that its clock says. */
export type Now = {
  readonly works: readonly Work[];
  readonly rounds: readonly Pick<Round, 'id' | 'stops'>[];
  /** Rounds that were called off. */
  readonly off: readonly string[];
  readonly me: PersonId;
  readonly today: string;
};

export const nothingKnown = (driver: string): Memory => ({driver, rounds: {}, slips: {}, notes: []});

/** FNV-1a: enough to tell two texts apart, and no text to read. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

function printsOf({sheet, state, day}: Work): Known['prints'] {
  const {household, merchant, lines, noPayment, note} = sheet;
  const texts: Record<Field, readonly unknown[]> = {
    name: [household.name],
    address: [household.address],
    phone: [household.phone, household.emergency],
    access: [household.access],
    availability: [household.availability],
    shop: [merchant.name, merchant.phone, merchant.address, merchant.hours, merchant.payee],
    lines: lines.map(({text, quantity, gift, donor}) => [text, quantity, gift, donor]),
    payment: [noPayment],
    amount: [state.amount?.cents ?? 0],
    note: [note],
    day: [day],
  };
  return Object.fromEntries(Object.entries(texts).map(([k, v]) => [k, digest(JSON.stringify(v))])) as Known['prints'];
}

const isMine = (w: Work, me: PersonId): boolean => w.view.place === 'route' && w.state.plan.driver === me;
const isOpen = (w: Work): boolean => !w.state.cancelled && w.state.goods.state !== 'delivered';

const knownOf = (w: Work): Known => ({
  number: w.number,
  shop: w.sheet.merchant.name,
  day: w.day,
  open: isOpen(w),
  prints: printsOf(w),
});

/** When the newest plan of these kinds reached the server. */
function lastPlan(w: Work, kinds: readonly string[]): string {
  return w.view.doc.journal.findLast(e => kinds.includes(e.kind))?.received ?? '';
}

function noteOf(w: Work, what: Note['what'], fields: readonly Field[] = []): Note {
  const kinds = {
    changed: ['edited'],
    added: ['assigned'],
    cancelled: ['cancelled'],
    removed: ['assigned'],
    order: [],
    restored: [],
  };
  return {id: w.id, what, number: w.number, shop: w.sheet.merchant.name, fields, at: lastPlan(w, kinds[what])};
}

/** An amount that the shop says is no change of the desk's: it is taken over in silence. */
function changedFields(w: Work, was: Known, is: Known): Field[] {
  const fields = Object.keys(is.prints) as Field[];
  return fields.filter(f => was.prints[f] !== is.prints[f] && (f !== 'amount' || w.state.amount?.via === 'desk'));
}

/** The notes with one more; a second change of a slip joins the first, and one that was added stays so. */
function withNote(notes: readonly Note[], note: Note): readonly Note[] {
  const there = notes.find(n => n.id === note.id && (n.what === 'changed' || n.what === 'added'));
  if (note.what !== 'changed' || !there) return [...notes, note];
  const fields = [...new Set([...there.fields, ...note.fields])];
  return notes.map(n => (n === there ? {...n, fields, at: note.at} : n));
}

/** What a known slip that was still to do has become. */
function follow(id: string, was: Known, work: Work | undefined, {me, today}: Now): Note | undefined {
  if (!was.open) return undefined;
  if (!work || !isMine(work, me)) {
    // A past day leaves the phone by itself; nobody took it away.
    if (was.day < today || work?.state.goods.state === 'delivered') return undefined;
    return work
      ? noteOf(work, 'removed')
      : {id, what: 'removed', number: was.number, shop: was.shop, fields: [], at: ''};
  }
  if (work.state.cancelled) return noteOf(work, 'cancelled');
  if (!isOpen(work)) return undefined;
  const fields = changedFields(work, was, knownOf(work));
  return fields.length > 0 ? noteOf(work, 'changed', fields) : undefined;
}

/** The stops that both have come in another order. */
function reordered(before: readonly string[], after: readonly string[], open: ReadonlySet<string>): boolean {
  const both = (ids: readonly string[], other: readonly string[]) =>
    ids.filter(id => open.has(id) && other.includes(id));
  return both(before, after).join() !== both(after, before).join();
}

const ofRound = (id: string, what: 'order' | 'restored'): Note => ({
  id,
  what,
  number: '',
  shop: '',
  fields: [],
  at: '',
});

/**
 * The memory once the phone holds now. What it learns of a round for the first time is the round, not a change; the
 * rows of a round may come one after the other. A round that is called off speaks for all its slips, which leave and
 * come back with it in silence. Gives memory itself back when there is nothing new.
 */
export function learn(memory: Memory, now: Now): Memory {
  const mine = new Map<string, Work>(now.works.filter(w => isMine(w, now.me)).map(w => [w.id, w]));
  const all = new Map<string, Work>(now.works.map(w => [w.id, w]));
  const open = new Set([...mine.values()].filter(isOpen).map(({id}) => id as string));
  const wasAdded = (id: string) => memory.notes.some(n => n.id === id && n.what === 'added');
  const wasOff = (id: string) =>
    memory.notes.some(n => n.id === id && (n.what === 'removed' || n.what === 'cancelled'));

  const rounded = new Set(Object.values(memory.rounds).flat());
  let notes = memory.notes;
  const off = new Set<string>();
  const calledOff = new Set(now.off.flatMap(id => memory.rounds[id] ?? []));
  for (const [id, was] of Object.entries(memory.slips)) {
    const note = calledOff.has(id) ? undefined : follow(id, was, all.get(id), now);
    if (note?.what === 'removed' || note?.what === 'cancelled') off.add(id);
    if (note && !(off.has(id) && wasAdded(id))) notes = withNote(notes, note);
  }
  const rounds: Record<string, readonly string[]> = {};
  for (const id of now.off) rounds[id] = memory.rounds[id] ?? [];
  for (const {id: round, stops} of now.rounds) {
    const before = memory.rounds[round];
    if (memory.off?.includes(round)) notes = [...notes, ofRound(round, 'restored')];
    rounds[round] = before ? stops.filter(id => !off.has(id) && (before.includes(id) || open.has(id))) : stops;
    if (!before) continue;
    for (const id of stops) {
      const work = mine.get(id);
      const fresh = work && open.has(id) && !rounded.has(id);
      if (fresh && !wasOff(id)) notes = withNote(notes, noteOf(work, 'added'));
    }
    const told = notes.some(n => n.id === round);
    if (!told && reordered(before, stops, open)) notes = [...notes, ofRound(round, 'order')];
  }
  notes = notes.filter(({id, what}) => {
    if (what === 'order' || what === 'restored') return now.rounds.some(r => r.id === id);
    if (calledOff.has(id)) return false;
    return what === 'changed' || what === 'added' ? open.has(id) : !open.has(id);
  });
  const slips = Object.fromEntries([...mine.values()].filter(w => !w.state.cancelled).map(w => [w.id, knownOf(w)]));
  const next = {...memory, rounds, off: now.off, slips, notes};
  return JSON.stringify(next) === JSON.stringify(memory) ? memory : next;
}

/** Without the notes that the driver has seen. */
export function seen(memory: Memory, those: readonly Note[]): Memory {
  const left = memory.notes.filter(n => !those.some(t => t.id === n.id && t.what === n.what && t.at === n.at));
  return left.length === memory.notes.length ? memory : {...memory, notes: left};
}
