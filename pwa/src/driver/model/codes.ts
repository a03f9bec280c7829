// The two codes of a printed slip, checked without network against the marks that slips on the phone carry.

export type Reading =
  /** No code of a slip at all: another QR, or half a word. */
  | {readonly kind: 'noCode'}
  /** Eight signs whose check sign does not fit. */
  | {readonly kind: 'mistyped'}
  | {readonly kind: 'code'; readonly code: string; readonly way: 'qr' | 'code'};

/** The signs of short codes; 23 of them, so that the last one finds a wrong or swapped sign. */
const ALPHABET = 'ACDEFHJKLMNPRTUVWXY3479';
const SHORT = 8;

/** Reads a whole address, a secret or a short code, in either case, with spaces or dashes. */
export function readCode(typed: string): Reading {
  const last = typed.trim().split('/').at(-1) ?? '';
  const code = last.toUpperCase().replace(/[\s-]/g, '');
  if (/^[A-Z2-7]{26}$/.test(code)) return {kind: 'code', code, way: 'qr'};
  if (code.length !== SHORT) return {kind: 'noCode'};
  let sum = 0;
  for (const [i, sign] of [...code].entries()) {
    const value = ALPHABET.indexOf(sign);
    if (value < 0) return {kind: 'mistyped'};
    sum += value * (i === SHORT - 1 ? 1 : i + 2);
  }
  return sum % ALPHABET.length === 0 ? {kind: 'code', code, way: 'code'} : {kind: 'mistyped'};
}

/** The mark of a code: the first 16 signs of its SHA-256. */
export async function markOf(code: string): Promise<string> {
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(code)));
  return [...sum.subarray(0, 8)].map(b => b.toString(16).padStart(2, '0')).join('');
}

type Marked = {readonly sheet: {readonly codes: readonly string[]}};

export type Match<W> =
  | {readonly kind: 'here'; readonly work: W; readonly way: 'qr' | 'code'}
  /** A slip of this phone, but of another stop. */
  | {readonly kind: 'elsewhere'; readonly work: W}
  /** A code of no slip on this phone. */
  | {readonly kind: 'unknown'}
  | {readonly kind: 'noCode' | 'mistyped'};

/** Which slip a code is: one of this stop, another on the phone, or none of them. */
export async function matchCode<W extends Marked>(
  typed: string,
  here: readonly W[],
  all: readonly W[],
): Promise<Match<W>> {
  const reading = readCode(typed);
  if (reading.kind !== 'code') return reading;
  const mark = await markOf(reading.code);
  const has = (w: W) => w.sheet.codes.includes(mark);
  const work = here.find(has);
  if (work) return {kind: 'here', work, way: reading.way};
  const other = all.find(has);
  return other ? {kind: 'elsewhere', work: other} : {kind: 'unknown'};
}
