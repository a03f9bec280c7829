// The facts that a visit makes, one for each slip. Pure: what a screen collected in, what is recorded out.
import type {Fact} from '@sync/client';
import type {Photo} from '@sync/storage';
import {dueCents, wantsCheque, type Work} from './work';

/** How the right slip was made sure of. */
export type Check = {readonly way: 'qr' | 'code' | 'none'; readonly reason: string};

/** A signature as it is collected; `mode` says which of the fields count. */
export type Signing = {
  readonly mode: 'draw' | 'cannot' | 'paper';
  readonly strokes: readonly number[];
  readonly w: number;
  readonly h: number;
  readonly name: string;
  readonly reason: string;
  readonly witness: string;
};

export const noSigning: Signing = {
  mode: 'draw',
  strokes: [],
  w: 0,
  h: 0,
  name: '',
  reason: '',
  witness: '',
};

/** The mark, or what is missing of it. */
export function markFrom(
  s: Signing,
): {readonly mark: object} | {readonly missing: 'strokes' | 'reason' | 'witness' | 'name'} {
  const name = s.name.trim();
  if (s.mode === 'cannot') {
    if (!s.reason.trim()) return {missing: 'reason'};
    if (!s.witness.trim()) return {missing: 'witness'};
    return {mark: {cannotSign: s.reason.trim(), witness: s.witness.trim()}};
  }
  if (!name) return {missing: 'name'};
  if (s.mode === 'paper') return {mark: {paper: true, name}};
  if (s.strokes.length === 0) return {missing: 'strokes'};
  return {mark: {strokes: s.strokes, w: s.w, h: s.h, name}};
}

export type LineState = {readonly state: 'taken' | 'missing' | 'replaced'; readonly note: string};

const target = (w: Work) => ({target: {slip: w.id}, basis: w.version});
const checked = ({way, reason}: Check) => (reason ? {check: way, checkReason: reason} : {check: way});
const shots = (photos: readonly Omit<Photo, 'sha256'>[]) => (photos.length > 0 ? {photos} : {});

export type PickUp = {
  readonly check: Check;
  readonly lines: Readonly<Record<string, LineState>>;
  readonly bags: number;
  /** 0: not known yet. */
  readonly cents: number;
};

/** The amount goes first: a phone that dies between the two has at least asked the shop. */
export function pickUpFacts(w: Work, p: PickUp): Fact[] {
  const stated = wantsCheque(w) && p.cents > 0 && p.cents !== dueCents(w);
  const lines = w.sheet.lines.map(({id}) => {
    const {state, note} = p.lines[id] ?? {state: 'taken', note: ''};
    return note ? {line: id, state, note} : {line: id, state};
  });
  return [
    ...(stated ? [{kind: 'amountStated' as const, ...target(w), data: {amountCents: p.cents}}] : []),
    {kind: 'pickedUp', ...target(w), data: {bags: p.bags, lines, ...checked(p.check)}},
  ];
}

export type Payment = {readonly way: 'cheque' | 'owed'; readonly cents: number; readonly reason: string};

export type HandOver = {
  readonly visit: string;
  readonly checks: Readonly<Record<string, Check>>;
  /** By slip; a slip without one needs no cheque. */
  readonly payments: Readonly<Record<string, Payment>>;
  readonly mark: object;
  readonly photos: readonly Omit<Photo, 'sha256'>[];
};

export function handOverFacts(works: readonly Work[], h: HandOver): Fact[] {
  return works.map(w => {
    const check = h.checks[w.id]; // nobody looks at bags where a cheque alone is collected
    const base = {mark: h.mark, visit: h.visit, ...(check ? checked(check) : {})};
    return {kind: 'handedOver', ...target(w), data: {...paid(w, h.payments[w.id]), ...base}, ...shots(h.photos)};
  });
}

function paid(w: Work, p: Payment | undefined): object {
  if (!p || !wantsCheque(w)) return {payment: 'none'};
  if (p.way === 'owed') return {payment: 'owed', reason: p.reason};
  const because = p.reason ? {reason: p.reason} : {};
  return {payment: 'cheque', amountCents: p.cents, payee: w.sheet.merchant.payee, ...because};
}

export function chequeFacts(
  works: readonly Work[],
  visit: string,
  mark: object,
  photos: readonly Omit<Photo, 'sha256'>[],
): Fact[] {
  return works.map(w => ({
    kind: 'chequeReturned',
    ...target(w),
    data: {amountCents: w.state.cheque.amountCents ?? 0, mark, visit},
    ...shots(photos),
  }));
}

export type Failure = {
  readonly visit: string;
  readonly reason: 'noAnswer' | 'refused' | 'wrongAddress' | 'broken' | 'notReady' | 'unavailable' | 'other';
  readonly note: string;
  readonly goods: 'inVehicle' | 'leftSafe' | 'none';
  readonly called: readonly string[];
  readonly photos: readonly Omit<Photo, 'sha256'>[];
};

/** `unavailable` is the shop's word that it cannot prepare; all others are a visit that failed. */
export function failureFacts(works: readonly Work[], f: Failure): Fact[] {
  return works.map(w => {
    if (f.reason === 'unavailable') {
      return {kind: 'unavailable', ...target(w), data: {reason: f.note}, ...shots(f.photos)};
    }
    const {reason, goods, visit} = f;
    const more = {...(f.note ? {note: f.note} : {}), ...(f.called.length > 0 ? {called: f.called} : {})};
    return {kind: 'attemptFailed', ...target(w), data: {reason, goods, visit, ...more}, ...shots(f.photos)};
  });
}
