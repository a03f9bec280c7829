// What goes over the wire for a shop, and how an answer is told apart. Works without AbortSignal.timeout: old phones lack it.
import type {components} from '../api/schema.gen';

export type Board = components['schemas']['CounterOutputBody'];
export type Slip = components['schemas']['CounterSlip'];
export type Act = components['schemas']['CounterActInputBody'];

export type Answer<T> =
  | {readonly is: 'ok'; readonly value: T}
  /** No answer, or one that another try may change. `text` is the server's words, "" when it had none. */
  | {readonly is: 'later'; readonly text: string}
  /** The server's no, which stands. */
  | {readonly is: 'no'; readonly status: number; readonly text: string};

const PATIENCE = 20_000;

async function ask<T>(lang: string, path: string, body?: unknown): Promise<Answer<T>> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    const headers = {'Accept-Language': lang, ...(body === undefined ? {} : {'Content-Type': 'application/json'})};
    const reply = await fetch(`/api/counter/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers,
      signal: stop.signal,
      ...(body === undefined ? {} : {body: JSON.stringify(body)}),
    });
    const said: unknown = await reply.json().catch(() => null);
    if (reply.ok && said !== null) return {is: 'ok', value: said as T};
    const text = detailOf(said);
    // An answer that is not the server's own (a portal, a proxy) decides nothing.
    const final =
      reply.status >= 400 && reply.status < 500 && reply.status !== 408 && reply.status !== 429 && text !== '';
    return final ? {is: 'no', status: reply.status, text} : {is: 'later', text};
  } catch {
    return {is: 'later', text: ''};
  } finally {
    clearTimeout(timer);
  }
}

function detailOf(said: unknown): string {
  const {detail, code} = (said ?? {}) as {detail?: unknown; code?: unknown};
  return typeof detail === 'string' && typeof code === 'string' ? detail : '';
}

export const openBoard = (lang: string, code: string): Promise<Answer<Board>> => ask(lang, encodeURIComponent(code));

export async function sendAct(lang: string, code: string, act: Act): Promise<Answer<Slip>> {
  const got = await ask<{slip: Slip}>(lang, `${encodeURIComponent(code)}/acts`, act);
  return got.is === 'ok' ? {is: 'ok', value: got.value.slip} : got;
}
