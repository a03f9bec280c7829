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

/** Null until the disk was read. What is kept under the key goes over `blank`. */
export function useDraft<T extends object>(key: string, blank: T): Draft<T> | null {
  const value = useSignal<T | null>(null);
  const unsaved = useSignal(false);
  const writing = useRef<Promise<void>>(Promise.resolve());
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
    // One write after the other: the last one wins on the disk too.
    writing.current = writing.current
      .then(() => store.putDraft({key, value: next, at: Date.now()}))
      .then(
        () => void (unsaved.value = false),
        () => void (unsaved.value = true),
      );
  };
  return {value: now, set, unsaved: unsaved.value};
}
