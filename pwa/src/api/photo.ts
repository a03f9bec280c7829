// Brings a photo to the server in parts, each from where the last one ended: sync/README.md, section 5.
import {lang} from '../i18n/lang';
import type {Result} from './http';
import {noAnswer, readProblem} from './problem';

export type PhotoName = {readonly sha256: string; readonly size: number};

const PART = 512 * 1024;
const PATIENCE = 60_000;

async function sha256(bytes: ArrayBuffer): Promise<string> {
  const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...sum].map(b => b.toString(16).padStart(2, '0')).join('');
}

/** `told` hears how much is there, from 0 to 1. One that the server has already is not brought again. */
export async function bringPhoto(bytes: ArrayBuffer, told: (part: number) => void): Promise<Result<PhotoName>> {
  const name = {sha256: await sha256(bytes), size: bytes.byteLength};
  let from = 0;
  // Each turn goes on further than the one before, or ends.
  while (from < name.size) {
    told(from / name.size);
    const to = Math.min(from + PART, name.size);
    let reply: Response;
    try {
      reply = await fetch(`/api/blobs/${name.sha256}`, {
        method: 'PUT',
        body: bytes.slice(from, to),
        signal: AbortSignal.timeout(PATIENCE),
        headers: {
          'content-type': 'application/octet-stream',
          'content-range': `bytes ${from}-${to - 1}/${name.size}`,
          'accept-language': lang.peek(),
        },
      });
    } catch {
      return {ok: false, problem: noAnswer};
    }
    const offset = Number(reply.headers.get('upload-offset') ?? Number.NaN);
    if (!reply.ok && !(reply.status === 409 && offset > from)) {
      return {ok: false, problem: readProblem(await reply.json().catch(() => null), reply)};
    }
    from = reply.status === 201 ? name.size : offset > from ? offset : to;
  }
  return {ok: true, data: name};
}
