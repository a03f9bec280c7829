// One way to ask the server: typed by its OpenAPI document, a Problem instead of a throw.
import {signal} from '@preact/signals';
import createClient from 'openapi-fetch';
import {lang} from '../i18n/lang';
import {noAnswer, readProblem, type Problem} from './problem';
import type {paths} from './schema.gen';

export type Result<T> = {readonly ok: true; readonly data: T} | {readonly ok: false; readonly problem: Problem};

/** Grows each time the server says that nobody is signed in; the desk then asks again. */
export const signedOut = signal(0);

const PATIENCE = 20_000;

/** The routes by path. Give each call to `settle`, which never throws. */
export const api = createClient<paths>({
  // The server takes changes as JSON alone, also those without a body.
  headers: {'Content-Type': 'application/json'},
  fetch: request => send(request),
});

/** What the server wants a password for: an act that asks for a fresh sign-in, or a session that is over. */
export type Why = 'fresh' | 'ended';

/** Asks the person to confirm who they are; true once they did. Null where nobody can be asked. */
export const confirmation: {ask: ((why: Why) => Promise<boolean>) | null} = {ask: null};

const reasons: Readonly<Record<string, Why>> = {
  'session.not_fresh': 'fresh',
  'session.ended': 'ended',
  'session.needed': 'ended',
};

const once = (request: Request) => fetch(request, {signal: AbortSignal.timeout(PATIENCE)});

/** What was refused for want of a sign-in is sent again, as it was, after the person confirmed; the screens notice nothing. */
async function send(request: Request): Promise<Response> {
  // Whoever signs in or out is not asked who they are.
  if (!confirmation.ask || new URL(request.url).pathname === '/api/session') return once(request);
  const again = request.clone();
  const answer = await once(request);
  if (answer.status !== 401 && answer.status !== 403) return answer;
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  const why = reasons[readProblem(body, answer).code];
  return why && (await confirmation.ask?.(why)) ? once(again) : answer;
}

api.use({
  onRequest({request}) {
    request.headers.set('Accept-Language', lang.peek());
    return request;
  },
});

type Reply<T> = {readonly data?: T; readonly error?: unknown; readonly response: Response};

export async function settle<T>(call: Promise<Reply<T>>): Promise<Result<T>> {
  try {
    const {data, error, response} = await call;
    // Routes that answer nothing have T undefined, so the cast says no more than the document does.
    if (response.ok) return {ok: true, data: data as T};
    const problem = readProblem(error, response);
    if (problem.status === 401 && new URL(response.url).pathname !== '/api/session') signedOut.value += 1;
    return {ok: false, problem};
  } catch {
    return {ok: false, problem: noAnswer};
  }
}
