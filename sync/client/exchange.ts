// One exchange: its request from the stored bytes, its reply read as if anybody
// could have written it. sync/README.md, sections 3 and 4.

import {byteLength, type ActId} from './act';
import {common, problemCode, type Common, type Reply} from './net';
import type {Access, Device, Outcome, Receipt, Receipted, Row, Settlement, Stored} from './storage';

export const PROTO = 1;

/** What every call of a device carries. */
export function authorization(device: Device): {readonly authorization: string} {
  return {authorization: `Portage ${device.device}.${device.secret}`};
}

export type Envelope = {
  readonly device: Device;
  readonly app: string;
  readonly sentAt: string;
  readonly have: Versions;
};

/** Which version of each document the phone holds. */
export type Versions = Readonly<Record<string, number>>;

/** What stands for all versions in `have` while no change is expected: the hash of this text. */
export function digestText(have: Versions): string {
  return Object.keys(have)
    .sort()
    .map(id => `${id}:${have[id]}\n`)
    .join('');
}

/** The body of POST /api/exchange; the acts go in byte for byte. A digest takes the place of the versions. */
export function exchangeBody(envelope: Envelope, acts: readonly Stored[], digest?: string): string {
  const {device, app, sentAt, have} = envelope;
  const head = JSON.stringify({
    proto: PROTO,
    device: device.device,
    epoch: device.epoch,
    app,
    sentAt,
    issued: device.issued,
  }).slice(0, -1);
  return `${head},"acts":[${acts.map(act => act.bytes).join(',')}],"have":${JSON.stringify(digest ?? have)}}`;
}

export function envelopeSize(envelope: Envelope): number {
  return byteLength(exchangeBody(envelope, []));
}

export type Answer =
  | {readonly kind: 'settled'; readonly settlement: Settlement; readonly upgrade: 'needed' | 'no'}
  | {readonly kind: 'tooLarge'; readonly code: string}
  | {readonly kind: 'refused'; readonly code: string}
  | Common;

/** Reads a reply to these acts. Whatever is not surely our server's answer to them is 'unknown'. */
export function readAnswer(reply: Reply, acts: readonly Stored[], now: number): Answer {
  const known = common(reply, now);
  if (known) return known;
  switch (reply.status) {
    case 200:
      return readSettlement(reply, acts, now) ?? {kind: 'unknown'};
    case 413:
      return {kind: 'tooLarge', code: problemCode(reply) ?? 'request.tooLarge'}; // or a proxy's
    case 400:
    case 415:
    case 422: {
      const code = problemCode(reply);
      return code === undefined ? {kind: 'unknown'} : {kind: 'refused', code};
    }
    default:
      return {kind: 'unknown'};
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readSettlement(reply: Reply, acts: readonly Stored[], now: number): Answer | undefined {
  const body = parse(reply.text);
  if (!isFields(body) || body['proto'] !== PROTO || !Array.isArray(body['receipts'])) return undefined;
  const received = readReceipts(body['receipts'], acts);
  if (!received) return undefined;
  const settlement: Settlement = {
    ...received,
    high: isCount(body['high']) ? body['high'] : null,
    holes: list(body['holes']).filter(isRange),
    put: list(body['put']).flatMap(readRow),
    gone: list(body['gone']).filter(id => typeof id === 'string'),
    access: readAccess(body['access']),
    more: body['more'] === true ? 'more' : 'whole',
    now,
  };
  return {kind: 'settled', settlement, upgrade: body['upgrade'] === true ? 'needed' : 'no'};
}

const RECEIPTS: readonly string[] = ['stored', 'known', 'differs'] satisfies Receipt[];
const OUTCOMES: readonly string[] = ['applied', 'flagged', 'disputed', 'held', 'pending'] satisfies Outcome[];

function isReceipt(value: unknown): value is Receipt {
  return typeof value === 'string' && RECEIPTS.includes(value);
}

function isOutcome(value: unknown): value is Outcome {
  return typeof value === 'string' && OUTCOMES.includes(value);
}

/** Undefined when a receipt is for an act that was not sent: a stale or foreign answer. */
function readReceipts(
  raw: readonly unknown[],
  acts: readonly Stored[],
): Pick<Settlement, 'receipts' | 'parked'> | undefined {
  const sent = new Map<ActId | string, Stored>(acts.map(act => [act.id, act]));
  const receipts: Receipted[] = [];
  const parked: {seq: number; reason: 'unreadable'; code: string}[] = [];
  for (const [place, item] of raw.entries()) {
    if (!isFields(item) || typeof item['id'] !== 'string') return undefined;
    const unread = item['id'] === '';
    // A place is believed only in an answer to just as many acts: it is all that ties the receipt to its act.
    const placed = item['index'] === place && raw.length === acts.length ? acts[place] : undefined;
    const act = unread ? placed : sent.get(item['id']);
    if (!act) return undefined;
    const code = typeof item['code'] === 'string' ? item['code'] : '';
    // A word of a newer server is no receipt that we can rely on: the act stays and goes again.
    if (!isReceipt(item['receipt'])) continue;
    if (unread) parked.push({seq: act.seq, reason: 'unreadable', code});
    else {
      const outcome = isOutcome(item['outcome']) ? item['outcome'] : 'unknown';
      receipts.push({seq: act.seq, receipt: item['receipt'], outcome, code});
    }
  }
  return {receipts, parked};
}

function isRange(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && value.length === 2 && isCount(value[0]) && isCount(value[1]);
}

function readRow(value: unknown): readonly Row[] {
  if (!isFields(value)) return [];
  const {type, id, version, doc} = value;
  // Any number will do: a version is only compared with itself.
  const isRow = typeof type === 'string' && typeof id === 'string' && typeof version === 'number';
  return isRow ? [{type, id, version, doc}] : [];
}

function readAccess(value: unknown): Access {
  if (value === 'revoked' || value === 'expired') return value;
  // A word that we do not know never opens anything.
  return value === 'ok' || value === undefined ? 'ok' : 'expired';
}
