// The courier brings one device's acts and then its photos to the server.
//
//   oldest -> cut -> POST -+-> settled: receipts in, again while some wait
//                          +-> 413: half the batch       (one act: suspect)
//                          +-> refused: one act a batch  (one act: suspect)
//                          +-> anything else: keep everything, say why
//
// A suspect is parked only after the server took the same envelope without it:
// else the fault is not the act's, and parking would empty a good outbox.

import {cut, MAX_BYTES, type BatchSize} from './batch';
import {
  authorization,
  digestText,
  envelopeSize,
  exchangeBody,
  readAnswer,
  type Answer,
  type Envelope,
} from './exchange';
import type {Send} from './net';
import {sendPhotos, type PartSize} from './photo';
import type {Device, ParkReason, PhoneStore, Settlement, Stored} from './storage';

/** How a delivery ended. */
export type Ending =
  | {readonly kind: 'done'}
  | {readonly kind: 'signIn'}
  | {readonly kind: 'later'; readonly after: number}
  | {readonly kind: 'noAnswer'}
  /** The server refuses even an empty exchange: a bug on one side. */
  | {readonly kind: 'refused'; readonly code: string};

export type Kit = {
  readonly store: PhoneStore;
  readonly send: Send;
  readonly now: () => number;
  readonly timestamp: () => string;
  readonly app: string;
  readonly gzip: ((text: string) => Promise<ArrayBuffer>) | undefined;
  readonly sha256: (bytes: ArrayBuffer) => Promise<string>;
  readonly batches: BatchSize;
  readonly parts: PartSize;
  /** False once the client was stopped: nothing more is sent. */
  readonly alive: () => boolean;
  /** Called after each answer that was taken in. */
  readonly heard: (news: News) => Promise<void>;
};

export type News = {
  readonly upgrade: 'needed' | 'no';
  /** Whether rows or own acts are other than before. */
  readonly rows: 'changed' | 'same';
};

const TIMEOUT = 60_000;
const SLOW = 1_000;

type Suspect = {readonly act: Stored; readonly reason: ParkReason; readonly code: string};

/** What the server is expected to have for us. */
export type Expect = 'news' | 'nothing';

/** Delivers until nothing waits. An old device only sends; what it may read is not ours any more. */
export async function deliver(device: Device, kit: Kit, expected: Expect): Promise<Ending> {
  let suspect: Suspect | undefined;
  let expect = expected;
  while (kit.alive()) {
    const envelope = await seal(device, kit);
    const waiting = suspect ? [] : await kit.store.oldest(device.device, kit.batches.count);
    const batch = cut(waiting, MAX_BYTES - envelopeSize(envelope));
    const digest = expect === 'nothing' && waiting.length === 0 ? await digestOf(envelope, kit) : undefined;
    const begun = kit.now();
    const answer = await post(envelope, batch, kit, digest);
    if (answer.kind !== 'settled') {
      // The line broke on the way: a smaller batch gets through. Without any line it breaks at once.
      if (answer.kind === 'unknown' && kit.now() - begun >= SLOW) kit.batches.shrink(batch.length);
      const next = unsettled(answer, batch, kit);
      if (next.kind !== 'suspect') {
        if (next.kind === 'again') continue;
        return next;
      }
      suspect = next;
      continue;
    }
    if (suspect) {
      await kit.store.park(device.device, suspect.act.seq, suspect.reason, suspect.code);
      suspect = undefined;
    }
    const settlement = readable(device, answer.settlement);
    const left = await kit.store.settle(device.device, settlement);
    await kit.heard({upgrade: answer.upgrade, rows: changesRows(settlement) ? 'changed' : 'same'});
    if (batch.length > 0) kit.batches.grow();
    if (left === 0 && settlement.more === 'whole') return sendPhotos(device, kit);
    expect = 'news';
    if (digest !== undefined) continue; // something changed: ask again with all versions
    if (!moved(settlement, batch, envelope)) return {kind: 'noAnswer'};
  }
  return {kind: 'done'};
}

async function seal(device: Device, kit: Kit): Promise<Envelope> {
  const have = device.current ? await kit.store.versions(device.device) : {};
  const fresh = (await kit.store.devices()).find(known => known.device === device.device) ?? device;
  return {device: fresh, app: kit.app, sentAt: kit.timestamp(), have};
}

/**
 * Undefined when the phone holds nothing, so that a first pull costs one request. Ids are ASCII; of others the
 * digest would not fit, which costs a request and nothing else.
 */
async function digestOf({have}: Envelope, kit: Kit): Promise<string | undefined> {
  const text = digestText(have);
  return text === '' ? undefined : kit.sha256(Uint8Array.from(text, letter => letter.charCodeAt(0)).buffer);
}

async function post(envelope: Envelope, batch: readonly Stored[], kit: Kit, digest?: string): Promise<Answer> {
  const text = exchangeBody(envelope, batch, digest);
  const headers = {...authorization(envelope.device), 'content-type': 'application/json'};
  const packed = kit.gzip && {body: await kit.gzip(text), headers: {...headers, 'content-encoding': 'gzip'}};
  try {
    const reply = await kit.send('/api/exchange', {
      method: 'POST',
      timeout: TIMEOUT,
      ...(packed ?? {body: text, headers}),
    });
    return readAnswer(reply, batch, kit.now());
  } catch {
    return {kind: 'unknown'}; // no whole reply: it may have arrived
  }
}

type Next = Ending | {readonly kind: 'again'} | ({readonly kind: 'suspect'} & Suspect);

function unsettled(answer: Exclude<Answer, {kind: 'settled'}>, batch: readonly Stored[], kit: Kit): Next {
  const alone = batch.length === 1 ? batch[0] : undefined;
  switch (answer.kind) {
    case 'signIn':
    case 'later':
      return answer;
    case 'unknown':
      return {kind: 'noAnswer'};
    case 'tooLarge':
      if (alone) return {kind: 'suspect', act: alone, reason: 'tooLarge', code: answer.code};
      if (batch.length === 0) return {kind: 'refused', code: answer.code};
      kit.batches.shrink(batch.length);
      return {kind: 'again'};
    case 'refused':
      if (alone) return {kind: 'suspect', act: alone, reason: 'refused', code: answer.code};
      if (batch.length === 0) return answer;
      kit.batches.single();
      return {kind: 'again'};
  }
}

function readable(device: Device, settlement: Settlement): Settlement {
  return device.current ? settlement : {...settlement, put: [], gone: [], more: 'whole'};
}

function changesRows({receipts, parked, put, gone, access}: Settlement): boolean {
  return receipts.length + parked.length + put.length + gone.length > 0 || access !== 'ok';
}

/** Whether asking again at once can bring more. */
function moved(settlement: Settlement, batch: readonly Stored[], envelope: Envelope): boolean {
  const removed = settlement.receipts.length + settlement.parked.length > 0;
  const changed = settlement.put.some(row => envelope.have[row.id] !== row.version);
  return removed || changed || (batch.length === 0 && settlement.more === 'whole');
}
