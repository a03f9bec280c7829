// What may not stay on a phone, also when it hears nothing from the service: names and addresses two days after
// delivery, half-done forms as old, and all forms of a phone that may not read any more.
import type {HeldRow, PhoneStore} from '@sync/storage';
import type {Status} from '@sync/status';
import type {SlipDoc, SlipView} from '@sync/view';
import {dayOf} from './model/day';

const DAY = 24 * 3_600_000;
const KEEP = 2; // days after delivery, as the server counts them: sync/README.md, section 3

type Have = {
  readonly store: Pick<PhoneStore, 'changeRows' | 'dropDrafts'>;
  readonly slips: readonly SlipView[];
  readonly status: Pick<Status, 'access' | 'acts'>;
  readonly now: number;
};

/** Resolves with whether rows changed. What the disk refuses now, the next start tries again. */
export async function forgetOld({store, slips, status, now}: Have): Promise<boolean> {
  const lost = status.access === 'revoked' && status.acts === 0;
  await store.dropDrafts(lost ? Number.POSITIVE_INFINITY : now - KEEP * DAY);
  const past = new Set<string>(slips.filter(v => isPast(v, now) && hasContact(v.doc)).map(({id}) => id));
  if (past.size === 0) return false;
  await store.changeRows(row => (past.has(row.id) ? withoutContact(row) : row));
  return true;
}

/** Delivered two days ago, and no later day planned for a cheque that is still owed. */
export function isPast({state, doc}: SlipView, now: number): boolean {
  const {goods, cheque} = state;
  if (goods.state !== 'delivered' || goods.since === undefined) return false;
  const last = dayOf(now - KEEP * DAY);
  if (cheque.state === 'owed' && (state.day || doc.day) > last) return false;
  return dayOf(Date.parse(goods.since)) <= last;
}

type Fields = Readonly<Record<string, unknown>>;
const fields = (raw: unknown): Fields => Object(raw) as Fields;

const hasContact = (doc: SlipDoc): boolean => Boolean(fields(fields(doc.sheet)['household'])['name']);

/** The row as the server would cut it: whose it is and what is paid stay, texts become a sign that there was one. */
export function withoutContact(row: HeldRow): HeldRow {
  const doc = row.doc as SlipDoc;
  const sheet = fields(doc.sheet);
  const {id, sector} = fields(sheet['household']);
  const journal = doc.journal.map(e => ({...e, data: withoutTexts(e.kind, fields(e.data))}));
  return {...row, doc: {...doc, sheet: {...sheet, household: {id, sector}, note: '', lines: []}, journal}};
}

const hidden = (text: unknown) => (text ? '…' : text);

function hide(from: Fields, names: readonly string[]): Fields {
  const there = names.filter(name => name in from);
  return {...from, ...Object.fromEntries(there.map(name => [name, hidden(from[name])]))};
}

function withoutTexts(kind: string, data: Fields): Fields {
  // The reason of a failed visit is one of a few words, and the fold asks for it.
  const bare = hide(data, ['note', 'text', 'checkReason', ...(kind === 'attemptFailed' ? [] : ['reason'])]);
  const {mark, lines} = bare;
  return {
    ...bare,
    ...(mark ? {mark: hide(fields(mark), ['name', 'cannotSign', 'witness'])} : {}),
    ...(Array.isArray(lines) ? {lines: lines.map(line => hide(fields(line), ['note']))} : {}),
  };
}
