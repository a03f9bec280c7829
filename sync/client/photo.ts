// Photos go after the acts that name them, in parts, from where the server
// stopped: sync/README.md, section 5. A photo leaves the phone only when the
// server has verified it.

import type {Ending, Kit} from './courier';
import {authorization} from './exchange';
import {common, problemCode, type Call, type Reply} from './net';
import type {Device, StoredPhoto} from './storage';

const TIMEOUT = 60_000;
const LARGEST_PART = 256 * 1024;
const SMALLEST_PART = 16 * 1024;
const PATIENCE = 3;
const REST = 60_000;
const LONGEST_REST = 300_000; // more is a clock that was set back

/** How much of a photo goes in one request, and from when on. */
export type PartSize = {
  readonly bytes: number;
  shrink(): void;
  grow(): void;
  /** The server takes no photos until then; acts do not wait for it. */
  rest(until: number): void;
  mayGo(now: number): boolean;
};

export function partSize(): PartSize {
  let bytes = LARGEST_PART;
  let from = 0;
  return {
    get bytes() {
      return bytes;
    },
    rest: until => void (from = until),
    mayGo: now => now >= from || from - now > LONGEST_REST,
    shrink: () => void (bytes = Math.max(SMALLEST_PART, bytes / 2)),
    grow: () => void (bytes = Math.min(LARGEST_PART, bytes * 2)),
  };
}

/** What one reply says about a photo. */
type Step =
  | {readonly kind: 'at'; readonly offset: number}
  | {readonly kind: 'whole'}
  | {readonly kind: 'broken'}
  | {readonly kind: 'unwanted'; readonly code: string}
  | Exclude<Ending, {kind: 'done'}>;

/** Sends what waits for this device. */
export async function sendPhotos(device: Device, kit: Kit): Promise<Ending> {
  while (kit.alive() && kit.parts.mayGo(kit.now())) {
    const photo = await kit.store.nextPhoto(device.device);
    if (!photo) return {kind: 'done'};
    const ending = await sendPhoto(device, photo, kit);
    if (ending.kind === 'later') kit.parts.rest(kit.now() + (ending.after || REST));
    else if (ending.kind !== 'done') return ending;
  }
  return {kind: 'done'};
}

async function sendPhoto(device: Device, photo: StoredPhoto, kit: Kit): Promise<Ending> {
  const path = `/api/blobs/${photo.sha256}`;
  const ask = (call: Pick<Call, 'method' | 'body'>, headers: Record<string, string> = {}) =>
    request(path, {...call, headers: {...authorization(device), ...headers}, timeout: TIMEOUT}, photo, kit);
  let step = await ask({method: 'HEAD'});
  let setbacks = 0;
  let furthest = -1;
  while (kit.alive()) {
    switch (step.kind) {
      case 'whole':
        await kit.store.photoDone(photo);
        return {kind: 'done'};
      case 'unwanted':
        await kit.store.photoRefused(photo, step.code);
        return {kind: 'done'};
      case 'broken': // the parts did not make the photo: from the start
        if (++setbacks > PATIENCE) return {kind: 'noAnswer'};
        furthest = -1;
        step = await put(0, photo, ask, kit);
        break;
      case 'at':
        if (step.offset <= furthest && ++setbacks > PATIENCE) return {kind: 'noAnswer'};
        furthest = Math.max(furthest, step.offset);
        step = await put(step.offset, photo, ask, kit);
        break;
      default:
        return step;
    }
  }
  return {kind: 'done'};
}

type Ask = (call: Pick<Call, 'method' | 'body'>, headers?: Record<string, string>) => Promise<Step>;

async function put(from: number, photo: StoredPhoto, ask: Ask, kit: Kit): Promise<Step> {
  const body = await kit.store.photoPart(photo, from, kit.parts.bytes);
  const to = from + body.byteLength;
  const step = await ask(
    {method: 'PUT', body},
    {'content-type': 'application/octet-stream', 'content-range': `bytes ${from}-${to - 1}/${photo.size}`},
  );
  if (step.kind === 'noAnswer') kit.parts.shrink();
  if (step.kind === 'at') kit.parts.grow();
  return step;
}

async function request(path: string, call: Call, photo: StoredPhoto, kit: Kit): Promise<Step> {
  let reply: Reply;
  try {
    reply = await kit.send(path, call);
  } catch {
    return {kind: 'noAnswer'};
  }
  return readStep(reply, call, photo, kit.now());
}

function readStep(reply: Reply, call: Call, photo: StoredPhoto, now: number): Step {
  const known = common(reply, now);
  if (known) return known.kind === 'unknown' ? {kind: 'noAnswer'} : known;
  if (reply.status === 201 && call.method === 'PUT') return {kind: 'whole'};
  const code = problemCode(reply);
  if (code === 'blob.hash') return {kind: 'broken'};
  if (code !== undefined && [400, 413, 415, 422].includes(reply.status)) return {kind: 'unwanted', code};
  // Only our server sends Upload-Offset, so it tells a 200 from a captive portal's.
  const offset = Number(reply.header('upload-offset') ?? Number.NaN);
  if (!Number.isSafeInteger(offset) || offset < 0 || offset > photo.size) return {kind: 'noAnswer'};
  if (offset === photo.size && reply.status < 300) return {kind: 'whole'};
  return {kind: 'at', offset: offset === photo.size ? 0 : offset};
}
