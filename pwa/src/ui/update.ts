// The page's side of the service worker: register it, notice a new version, change over when asked.
import {signal} from '@preact/signals';

/** A newer app is installed and waits for the person's word. */
export const updateReady = signal(false);
/** The person agreed. A browser lets the old worker end what it has begun first, which may take half a minute. */
export const updating = signal(false);

const HOUR = 3_600_000;
let waiting: ServiceWorker | null = null;

function offer(worker: ServiceWorker | null): void {
  // Without a controller this is the very first install, not an update.
  if (!worker || !navigator.serviceWorker.controller) return;
  waiting = worker;
  updateReady.value = true;
}

function watch(reg: ServiceWorkerRegistration): void {
  offer(reg.waiting);
  reg.addEventListener('updatefound', () => {
    const next = reg.installing;
    next?.addEventListener('statechange', () => {
      if (next.state === 'installed') offer(next);
    });
  });
  let last = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - last < HOUR) return;
    last = Date.now();
    reg.update().catch(() => undefined); // offline: the next time will do
  });
}

/** Called once per page, after the first render, so that the worker never delays it. */
export async function useWorker(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const controlled = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // Another tab agreed to the update: this one still runs the old code and may say when to leave it.
    if (updating.value) location.reload();
    else if (controlled) updateReady.value = true;
  });
  try {
    watch(await navigator.serviceWorker.register('/sw.js', {updateViaCache: 'none'}));
  } catch {
    // Private window or plain http: the app works, only not offline.
  }
}

/** The person agreed: the new version takes over and this page loads again. */
export function update(): void {
  updating.value = true;
  if (waiting && waiting.state === 'installed') waiting.postMessage({type: 'takeOver'});
  else location.reload();
}
