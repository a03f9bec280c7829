// Reads something from the server when a screen opens, and again on demand.
import {useSignal} from '@preact/signals';
import {useEffect, useRef} from 'preact/hooks';
import type {Result} from '../api/http';
import type {Problem} from '../api/problem';

export type Loaded<T> = {
  readonly data: T | null;
  readonly problem: Problem | null;
  readonly again: () => void;
};

/**
 * While it reads again, what the server answered before stays in sight, a refusal too. An answer that comes after a newer
 * one is dropped.
 */
export function useLoad<T>(read: () => Promise<Result<T>>, key = ''): Loaded<T> {
  const data = useSignal<T | null>(null);
  const problem = useSignal<Problem | null>(null);
  const round = useSignal(0);
  const wanted = round.value;
  const asked = useRef(key);
  useEffect(() => {
    let stale = false;
    if (asked.current !== key || problem.value?.status === 0) problem.value = null;
    asked.current = key;
    void read().then(r => {
      if (stale) return;
      if (r.ok) data.value = r.data;
      problem.value = r.ok ? null : r.problem;
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
