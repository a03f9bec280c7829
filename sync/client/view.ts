// What the screens show: the server's rows and, on top, the own acts that they
// do not hold yet. A tap is in the view the moment that it is on disk.

import type {PersonId, SlipId} from './act';
import {fold} from './fold';
import type {Entry, SlipState} from './slip-state';
import type {HeldRow, OwnAct} from './storage';

/** A slip as a phone pulls it: sync/README.md, section 8. `sheet` is the desk's, as the API types it. */
export type SlipDoc = {
  readonly id: SlipId;
  readonly number: string;
  readonly day: string;
  readonly plan: SlipState['plan'];
  readonly sheet?: unknown;
  readonly journal: readonly Entry[];
};

export type SlipView = {
  readonly id: SlipId;
  /** The basis of acts on it. */
  readonly version: number;
  readonly doc: SlipDoc;
  /** With the own acts in it. */
  readonly state: SlipState;
  /** Own acts in the state that the server's row does not show. */
  readonly own: readonly OwnAct[];
  /** `inHand`: the plan is no longer theirs, but goods, cheque or unsent work are. */
  readonly place: 'route' | 'inHand';
};

/** A row that is no slip, with the own acts on it. */
export type RowView = {readonly row: HeldRow; readonly own: readonly OwnAct[]; readonly entries: readonly Entry[]};

export type View = {
  readonly slips: readonly SlipView[];
  readonly rounds: readonly RowView[];
  readonly others: readonly RowView[];
  /** Own acts on what is not on the phone: they go out all the same. */
  readonly strays: readonly OwnAct[];
  /** Rows of a form that this app does not know; shown as such, never left out silently. */
  readonly unreadable: readonly HeldRow[];
};

/** rows and acts as the store gives them, for that driver. */
export function view(rows: readonly HeldRow[], acts: readonly OwnAct[], driver: PersonId): View {
  const byTarget = new Map<string, OwnAct[]>();
  for (const act of acts) byTarget.set(act.target, [...(byTarget.get(act.target) ?? []), act]);
  const slips: SlipView[] = [];
  const unreadable: HeldRow[] = [];
  for (const row of rows.filter(({type}) => type === 'slip')) {
    if (isSlipDoc(row.doc)) slips.push(slipView(row, row.doc, byTarget.get(row.id) ?? [], driver));
    else unreadable.push(row);
  }
  const known = new Set(rows.map(({id}) => id));
  const rounds = rows.filter(({type}) => type === 'round');
  return {
    slips,
    rounds: rounds.map(row => rowView(row, byTarget.get(row.id) ?? [], driver)),
    others: rows
      .filter(({type}) => type !== 'slip' && type !== 'round')
      .map(row => rowView(row, byTarget.get(row.id) ?? [], driver)),
    strays: acts.filter(({target}) => !known.has(target)),
    unreadable,
  };
}

function isSlipDoc(doc: unknown): doc is SlipDoc {
  const {id, journal} = Object(doc) as Partial<Record<keyof SlipDoc, unknown>>;
  return typeof id === 'string' && Array.isArray(journal);
}

function slipView(row: HeldRow, doc: SlipDoc, acts: readonly OwnAct[], driver: PersonId): SlipView {
  const shown = new Set(doc.journal.map(({id}) => id));
  const own = acts.filter(({id}) => !shown.has(id));
  const state = fold([...doc.journal, ...own.map(act => toEntry(act, driver))]);
  const theirs = !row.leaving && state.plan.driver === driver;
  return {id: doc.id, version: row.version, doc, state, own, place: theirs ? 'route' : 'inHand'};
}

function rowView(row: HeldRow, own: readonly OwnAct[], driver: PersonId): RowView {
  return {row, own, entries: own.map(act => toEntry(act, driver))};
}

/** An own act as the line of the journal that it becomes. */
function toEntry({bytes, device}: OwnAct, driver: PersonId): Entry {
  const {id, kind, v, seq, at, data, blobs} = JSON.parse(bytes) as Entry;
  return {id, kind, v, at, by: driver, device, via: 'app', data, ...(seq ? {seq} : {}), ...(blobs ? {blobs} : {})};
}
