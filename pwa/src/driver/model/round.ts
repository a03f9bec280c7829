// The round and the service's settings, as a phone holds them.
import type {RowView} from '@sync/view';

export type Round = {
  readonly id: string;
  readonly day: string;
  readonly vehicle: string;
  readonly note: string;
  readonly edition: number;
  readonly state: 'published' | 'opened' | 'started' | 'ended';
  readonly stops: readonly string[];
};

export type Service = {
  readonly name: string;
  readonly phone: string;
  readonly checklist: readonly string[];
  readonly cannotSign: readonly string[];
  readonly noCheque: readonly string[];
  readonly amount: readonly string[];
  readonly maxCents: number;
};

type Fields = Readonly<Record<string, unknown>>;
export const fields = (raw: unknown): Fields => Object(raw) as Fields;
export const text = (raw: unknown): string => (typeof raw === 'string' ? raw : '');
const texts = (raw: unknown): readonly string[] =>
  Array.isArray(raw) ? raw.filter((one): one is string => typeof one === 'string') : [];
const count = (raw: unknown): number => (typeof raw === 'number' ? raw : 0);

const BY_KIND: Readonly<Record<string, Round['state']>> = {
  roundOpened: 'opened',
  roundStarted: 'started',
  roundEnded: 'ended',
};
const ORDER: readonly Round['state'][] = ['published', 'opened', 'started', 'ended'];

/** How far the driver came: what the server says, and the own acts that it does not know of yet. */
export function reachedIn({row, entries}: RowView): Round['state'] {
  const doc = fields(row.doc);
  const told = ORDER.find(s => s === doc['state']) ?? 'published';
  const known = texts(doc['acts']);
  return entries
    .map(({id, kind}) => (known.includes(id) ? 'published' : (BY_KIND[kind] ?? 'published')))
    .reduce((a, b) => (ORDER.indexOf(b) > ORDER.indexOf(a) ? b : a), told);
}

export function readRound(of: RowView): Round {
  const {row} = of;
  const doc = fields(row.doc);
  return {
    id: row.id,
    day: text(doc['day']),
    vehicle: text(doc['vehicle']),
    note: text(doc['note']),
    edition: count(doc['edition']),
    state: reachedIn(of),
    stops: texts(doc['stops']),
  };
}

export function readService(raw: unknown): Service {
  const doc = fields(raw);
  const reasons = fields(doc['reasons']);
  return {
    name: text(doc['name']),
    phone: text(doc['phone']),
    checklist: texts(doc['checklist']),
    cannotSign: texts(reasons['cannotSign']),
    noCheque: texts(reasons['noCheque']),
    amount: texts(reasons['amount']),
    maxCents: count(doc['maxChequeCents']),
  };
}
