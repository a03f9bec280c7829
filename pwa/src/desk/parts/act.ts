// One act of the desk: sent once, its refusal shown, its success said.
import {useSignal} from '@preact/signals';
import type {Result} from '../../api/http';
import type {Problem} from '../../api/problem';
import {toast} from '../../ui/toast';

type Then<T> = {
  /** Said when it went well. */
  readonly done?: string;
  readonly undo?: () => void;
  readonly then?: (data: T) => void;
};

/** Holds further presses while one is under way. A refusal stays on the screen until the next act. */
export function useAct() {
  const busy = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  const act = async <T>(call: () => Promise<Result<T>>, {done, undo, then}: Then<T> = {}): Promise<boolean> => {
    if (busy.value) return false;
    busy.value = true;
    problem.value = null;
    const r = await call();
    busy.value = false;
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
