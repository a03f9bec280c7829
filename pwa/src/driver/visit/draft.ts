// Half-done work survives everything: each change goes to the disk as it is made.
import {useSignal} from '@preact/signals';
import {useEffect, useRef} from 'preact/hooks';
import {store} from '../phone';

export type Draft<T> = {
  readonly value: T;
  readonly set: (change: Partial<T>) => void;
  /** The disk refused the last change: it is only on the screen. */
  readonly unsaved: boolean;
};

let lastWrite: Promise<void> = Promise.resolve();

/** Resolves once no change is on its way to the disk: what is recorded then takes its draft along for good. */
export const draftsWritten = (): Promise<void> => lastWrite;

/** Null until the disk was read. What is kept under the key goes over `blank`. Each change is told, after it is in sight. */
export function useDraft<T extends object>(key: string, blank: T, onSet?: () => void): Draft<T> | null {
  const value = useSignal<T | null>(null);
  const unsaved = useSignal(false);
  const writing = useRef<T | null>(null);
  useEffect(() => {
    let left = false;
    store.draft(key).then(
      kept => {
        if (!left) value.value = {...blank, ...(Object(kept?.value) as Partial<T>)};
      },
      () => (value.value = blank),
    );
    return () => {
      left = true;
    };
  }, [key]);
  const now = value.value;
  if (now === null) return null;
  const set = (change: Partial<T>) => {
    const next = {...(value.value ?? now), ...change};
    value.value = next;
    onSet?.();
    const idle = writing.current === null;
    writing.current = next;
    if (idle) lastWrite = write();
  };
  /** One write at a time, then the newest: what a slow disk is behind by is never more than one write. */
  const write = async () => {
    for (let done: T | null = null; writing.current !== null && writing.current !== done;) {
      done = writing.current;
      unsaved.value = await store.putDraft({key, value: done, at: Date.now()}).then(
        () => false,
        () => true,
      );
      performance.mark('draft-stored'); // the benchmark measures from the finger to here
    }
    writing.current = null;
  };
  return {value: now, set, unsaved: unsaved.value};
}
