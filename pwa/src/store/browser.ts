// The client as it runs in a page: real clock, network, lock and disk.

import type {Sha256} from '@sync/act';
import {createClient, type Client, type Trigger} from '@sync/client';
import type {PhoneStore} from '@sync/storage';
import {hex} from '@sync/uuid';
import {webLock} from './lock';
import {gzip, send} from './net';
import {phoneStore} from './phone-store';

export type Phone = {readonly client: Client; readonly store: PhoneStore};

/** Makes client and store; nothing is read or sent before client.start(). app is the app's version. */
export function openPhone(app: string): Phone {
  const store = phoneStore({room});
  const client = createClient({
    store,
    send,
    app,
    now: Date.now,
    zone: ms => -new Date(ms).getTimezoneOffset(),
    random: count => crypto.getRandomValues(new Uint8Array(count)),
    timer(ms, then) {
      const handle = setTimeout(then, ms);
      return () => clearTimeout(handle);
    },
    lock: webLock,
    sha256: async bytes => hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))) as Sha256,
    ...(gzip ? {gzip} : {}),
  });
  return {client, store};
}

/** Lets the page's own events wake the client, and the worker's message {type: 'push'}; the result ends it. */
export function wakeOnEvents(client: Client): () => void {
  const ending = new AbortController();
  const on = (target: EventTarget, event: string, trigger: Trigger) =>
    target.addEventListener(event, () => client.trigger(trigger), {signal: ending.signal});
  on(window, 'online', 'online'); // a hint to try, no more: it lies both ways
  on(window, 'focus', 'focus');
  on(window, 'pageshow', 'visible'); // back from the back-forward cache, timers were frozen
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') client.trigger('visible');
    },
    {signal: ending.signal},
  );
  const {serviceWorker} = navigator as Partial<Pick<Navigator, 'serviceWorker'>>; // absent on an insecure page
  serviceWorker?.addEventListener(
    'message',
    ({data}) => {
      if ((Object(data) as {type?: unknown}).type === 'push') client.trigger('push');
    },
    {signal: ending.signal},
  );
  return () => ending.abort();
}

/** Asks the browser not to evict the database; ask at enrolment, after the press of a button. */
export async function askToPersist(): Promise<'granted' | 'denied'> {
  const {storage} = navigator as Partial<Pick<Navigator, 'storage'>>;
  try {
    return (await storage?.persist?.()) ? 'granted' : 'denied';
  } catch {
    return 'denied';
  }
}

async function room(): Promise<number> {
  const {storage} = navigator as Partial<Pick<Navigator, 'storage'>>;
  try {
    const {quota, usage} = (await storage?.estimate?.()) ?? {};
    return quota === undefined || usage === undefined ? Number.POSITIVE_INFINITY : quota - usage;
  } catch {
    return Number.POSITIVE_INFINITY; // it does not say: try, and see
  }
}
