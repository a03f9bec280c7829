// The feed of changes: a screen names the kinds that it shows and reads again when one of them changed.
import {signal} from '@preact/signals';
import {useEffect, useRef} from 'preact/hooks';

type Kind =
  'household' | 'request' | 'merchant' | 'order' | 'slip' | 'round' | 'person' | 'notice' | 'held' | 'phone' | 'alert';
type Listener = {readonly kinds: readonly Kind[]; readonly hear: () => void};

const listeners = new Set<Listener>();
let source: EventSource | null = null;

/** False while the feed is broken: what is on the screen may be old. */
export const following = signal(true);

function tell(kind: string | null): void {
  for (const l of listeners) if (kind === null || (l.kinds as readonly string[]).includes(kind)) l.hear();
}

const SOON = 2000;
const LATE = 60_000;
let pause = SOON;
let retry: ReturnType<typeof setTimeout> | undefined;

function open(): void {
  source = new EventSource('/api/live');
  source.addEventListener('resync', () => {
    following.value = true;
    pause = SOON;
    // Also when the feed begins: what changed since the screen read would never be told.
    tell(null);
  });
  source.addEventListener('change', e => {
    const {kind} = JSON.parse(e.data as string) as {kind: string};
    tell(kind);
  });
  source.onerror = () => {
    following.value = false;
    // A lost line the EventSource mends by itself; after a refusal (a proxy without its server, a session that is over) it never would.
    if (source?.readyState === EventSource.CLOSED) comeBack();
  };
}

function comeBack(): void {
  close();
  retry = setTimeout(open, pause);
  pause = Math.min(LATE, pause * 2);
}

function close(): void {
  clearTimeout(retry);
  retry = undefined;
  source?.close();
  source = null;
}

/** Calls again soon after a change of one of the kinds, once for a burst of them. */
export function useLive(kinds: readonly Kind[], again: () => void): void {
  const latest = useRef(again);
  latest.current = again;
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const listener = {
      kinds,
      hear: () => {
        timer ??= setTimeout(() => {
          timer = undefined;
          latest.current();
        }, 200);
      },
    };
    listeners.add(listener);
    if (!source && !retry) open();
    return () => {
      clearTimeout(timer);
      listeners.delete(listener);
      // The next screen may follow at once: the line stays for it.
      setTimeout(() => {
        if (listeners.size === 0) close();
      }, 1000);
    };
  }, []);
}
