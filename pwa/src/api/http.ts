// One way to ask the server: JSON in, JSON or a Problem out, never a throw.
import {signal} from '@preact/signals';
import {lang} from '../i18n/lang';
import {noAnswer, readProblem, type Problem} from './problem';

export type Result<T> = {readonly ok: true; readonly data: T} | {readonly ok: false; readonly problem: Problem};

/** Grows each time the server says that nobody is signed in; the desk then asks again. */
export const signedOut = signal(0);

const PATIENCE = 20_000;

export type Ask = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
};

export async function ask<T>({method, path, body}: Ask): Promise<Result<T>> {
  const headers: Record<string, string> = {Accept: 'application/json', 'Accept-Language': lang.peek()};
  const init: RequestInit = {method, headers, signal: AbortSignal.timeout(PATIENCE)};
  if (body !== undefined || method !== 'GET') {
    headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(body ?? {});
  }
  try {
    const response = await fetch(path, init);
    const answer: unknown = response.status === 204 ? undefined : await response.json().catch(() => undefined);
    if (response.ok) return {ok: true, data: answer as T};
    const problem = readProblem(answer, response);
    if (problem.status === 401 && !path.startsWith('/api/session')) signedOut.value += 1;
    return {ok: false, problem};
  } catch {
    return {ok: false, problem: noAnswer};
  }
}
