// One act of the desk: sent once, its refusal shown, its success said.
import {useSignal} from '@preact/signals';
import {useRef} from 'preact/hooks';
import type {Result} from '../../api/http';
import type {Problem} from '../../api/problem';
import {answered} from '../../ui/form';
import {toast} from '../../ui/toast';
import {freshId} from '../../uuid';

type Then<T> = {
  /** Said when it went well. */
  readonly done?: string;
  readonly undo?: () => void;
  readonly then?: (data: T) => void;
};

/**
 * Holds further presses while one is under way. A refusal stays on the screen until the next act. The key is the same
 * until an answer came: what it names is made once.
 */
export function useAct() {
  const busy = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  const key = useRef('');
  const act = async <T>(
    call: (key: string) => Promise<Result<T>>,
    {done, undo, then}: Then<T> = {},
  ): Promise<boolean> => {
    if (busy.value) return false;
    busy.value = true;
    problem.value = null;
    key.current ||= freshId();
    const r = await call(key.current);
    busy.value = false;
    if (answered(r.ok ? null : r.problem)) key.current = '';
    if (!r.ok) {
      problem.value = r.problem;
      return false;
    }
    if (done) toast(done, undo);
    then?.(r.data);
    return true;
  };
  return {act, busy: busy.value, problem: problem.value};
}
