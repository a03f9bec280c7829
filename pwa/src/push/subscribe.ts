// This browser's subscription to notices: made after the press of a button, renewed at each opening.
import type {Result} from '../api/http';
import {noAnswer, readProblem} from '../api/problem';
import {lang} from '../i18n/lang';
import {keep, kept} from '../ui/kept';

export type Area = 'driver' | 'desk';

/** Headers that say who asks; none at the desk, whose cookie does. Null when nobody is known. */
export type Who = () => Promise<Record<string, string> | null>;

export type Kind = 'round' | 'ready' | 'noAnswer' | 'problem' | 'cheque' | 'alert';

export type Settings = {
  readonly enabled: boolean;
  readonly key: string;
  readonly kinds: readonly {readonly kind: Kind; readonly on: boolean}[];
};

/**
 * 'install': an iPhone takes notices in the installed app alone. 'blocked': the person, or the browser, said no.
 */
export type State = 'unsupported' | 'install' | 'blocked' | 'off' | 'on';

export async function ask<T>(who: Who, method: string, path: string, body?: unknown): Promise<Result<T>> {
  try {
    const headers = await who();
    if (!headers) return {ok: false, problem: noAnswer};
    const reply = await fetch(path, {
      method,
      headers: {'Content-Type': 'application/json', 'Accept-Language': lang.peek(), ...headers},
      credentials: 'Authorization' in headers ? 'omit' : 'same-origin',
      ...(body === undefined ? {} : {body: JSON.stringify(body)}),
      signal: AbortSignal.timeout(20_000),
    });
    const text = await reply.text();
    const data: unknown = text && /json/.test(reply.headers.get('Content-Type') ?? '') ? JSON.parse(text) : undefined;
    return reply.ok ? {ok: true, data: data as T} : {ok: false, problem: readProblem(data, reply)};
  } catch {
    return {ok: false, problem: noAnswer};
  }
}

const wanted = () => kept('push', (v): v is Area | 'none' => v === 'driver' || v === 'desk' || v === 'none', 'none');

function able(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in globalThis && 'Notification' in globalThis;
}

export function stateNow(area: Area): State {
  if (!able()) return /iPhone|iPad/.test(navigator.userAgent) ? 'install' : 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  return Notification.permission === 'granted' && wanted() === area ? 'on' : 'off';
}

const base64url = (bytes: ArrayBuffer | null) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes ?? new ArrayBuffer(0))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

function bytes(key: string): Uint8Array<ArrayBuffer> {
  const text = atob(key.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, c => c.charCodeAt(0));
}

async function current(manager: PushManager, key: string): Promise<PushSubscription> {
  const there = await manager.getSubscription();
  if (there && base64url(there.options.applicationServerKey) === key) return there;
  await there?.unsubscribe(); // bound for life to a key that ends
  return manager.subscribe({userVisibleOnly: true, applicationServerKey: bytes(key)});
}

/** Subscribes where the permission was given, and tells the server. */
async function subscribe(who: Who): Promise<Result<unknown>> {
  const set = await ask<Settings>(who, 'GET', '/api/push');
  if (!set.ok || !set.data.enabled) return set;
  const {pushManager} = await navigator.serviceWorker.ready;
  for (let attempt = 0; ; attempt += 1) {
    const s = await current(pushManager, set.data.key);
    const r = await ask<{again: boolean}>(who, 'PUT', '/api/push/subscription', {
      endpoint: s.endpoint,
      p256dh: base64url(s.getKey('p256dh')),
      auth: base64url(s.getKey('auth')),
      key: set.data.key,
    });
    if (!r.ok || !r.data.again || attempt > 0) return r;
    await s.unsubscribe();
  }
}

/** To be called by the press of a button: the browser asks the person once in a lifetime. */
export async function turnOn(area: Area, who: Who): Promise<Result<unknown>> {
  if ((await Notification.requestPermission()) !== 'granted') return {ok: true, data: undefined};
  try {
    const r = await subscribe(who);
    if (r.ok) keep('push', area);
    return r;
  } catch {
    return {ok: false, problem: noAnswer}; // the browser's push service is out of reach
  }
}

export async function turnOff(who: Who): Promise<void> {
  keep('push', 'none');
  const s = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
  if (!s) return;
  await ask(who, 'DELETE', '/api/push/subscription', {endpoint: s.endpoint});
  await s.unsubscribe();
}

/**
 * At each opening: renews what was turned on here. While nobody is known the subscription ends, so that the
 * phone tells its next user nothing.
 */
export async function renewAtStart(area: Area, who: Who): Promise<void> {
  if (stateNow(area) !== 'on') return;
  try {
    if (await who()) {
      await subscribe(who);
      return;
    }
    const s = await (await navigator.serviceWorker.ready).pushManager.getSubscription();
    await s?.unsubscribe();
  } catch {
    // Offline, or the push service is: the next opening tries again.
  }
}
