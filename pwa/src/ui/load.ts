// Reads something from the server when a screen opens, and again on demand.
import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import type {Result} from '../api/http';
import type {Problem} from '../api/problem';

export type Loaded<T> = {
  readonly data: T | null;
  readonly problem: Problem | null;
  readonly again: () => void;
};

/** While it reads again the old data stays in sight. An answer that comes after a newer one is dropped. */
export function useLoad<T>(read: () => Promise<Result<T>>, key = ''): Loaded<T> {
  const data = useSignal<T | null>(null);
  const problem = useSignal<Problem | null>(null);
  const round = useSignal(0);
  const wanted = round.value;
  useEffect(() => {
    let stale = false;
    problem.value = null;
    void read().then(r => {
      if (stale) return;
      if (r.ok) data.value = r.data;
      else problem.value = r.problem;
    });
    return () => {
      stale = true;
    };
  }, [key, wanted]);
  return {
    data: data.value,
    problem: problem.value,
    again: () => {
      round.value += 1;
    },
  };
}
