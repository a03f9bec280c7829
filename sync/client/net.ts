// The network as the client sees it, passed in: pwa/src/store/net.ts wraps fetch.

export type Call = {
  readonly method: 'POST' | 'HEAD' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | ArrayBuffer;
  /** Give up after this many ms. */
  readonly timeout: number;
};

export type Reply = {
  readonly status: number;
  /** A header's value by its lower-case name. */
  header(name: string): string | null;
  /** The whole body. */
  readonly text: string;
};

/** Rejects when no whole reply came; never follows a redirect, never answers from a cache. */
export type Send = (path: string, call: Call) => Promise<Reply>;

/** The statuses that mean the same on every route; undefined for the others. */
export type Common =
  {readonly kind: 'signIn'} | {readonly kind: 'later'; readonly after: number} | {readonly kind: 'unknown'};

const LONGEST = 300_000;

/** Retry-After in ms, as seconds or as a date, at most five minutes. */
export function retryAfter(reply: Reply, now: number): number {
  const text = reply.header('retry-after')?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 1_000), LONGEST) : 0;
}

/**
 * The code of a refusal by our own server (RFC 9457 with a code), or undefined:
 * a captive portal or a proxy may answer with any status.
 */
export function problemCode(reply: Reply): string | undefined {
  try {
    const problem: unknown = JSON.parse(reply.text);
    if (typeof problem === 'object' && problem !== null && 'code' in problem && typeof problem.code === 'string') {
      return problem.code;
    }
  } catch {
    // Not JSON: not ours.
  }
  return undefined;
}

export function common(reply: Reply, now: number): Common | undefined {
  switch (reply.status) {
    case 401:
      // HEAD has no body to tell whose 401 it is; the next exchange will.
      return problemCode(reply) === undefined ? {kind: 'unknown'} : {kind: 'signIn'};
    case 429:
    case 503:
      return {kind: 'later', after: retryAfter(reply, now)};
    default:
      return undefined;
  }
}
