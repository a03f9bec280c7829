// Taps that the server has not answered for. They are kept in the browser's storage, in order, until it does: sending
// one again is harmless, because its id was made at the tap.
import type {Act, Answer, Slip} from './wire';

export type Kept = {readonly code: string; readonly number: string; readonly act: Act};

/** The part of localStorage that is used; it may throw, where storage is blocked or full. */
export type Store = Pick<Storage, 'getItem' | 'setItem'>;

const NAME = 'portage.shop';

export type Queue = {
  /** Keeps a tap; false when only this page holds it and closing it would lose it. */
  add(kept: Kept): boolean;
  all(): readonly Kept[];
  /**
   * Sends what is kept, the oldest first, and forgets what was answered. Stops at the first that has to wait; a refused
   * one blocks no other. Calls that come meanwhile join the one that runs.
   */
  drain(send: (k: Kept) => Promise<Answer<Slip>>, told: (k: Kept, answer: Answer<Slip>) => void): Promise<void>;
};

export function createQueue(store: Store): Queue {
  let memory: readonly Kept[] = [];
  let running: Promise<void> | undefined;

  const stored = (): readonly Kept[] => {
    try {
      const all: unknown = JSON.parse(store.getItem(NAME) ?? '[]');
      return Array.isArray(all) ? all.filter(isKept) : [];
    } catch {
      return [];
    }
  };
  // Another tab may have added or sent some: the storage is read each time.
  const all = () => [...stored(), ...memory];
  const write = (list: readonly Kept[]): boolean => {
    try {
      store.setItem(NAME, JSON.stringify(list));
      return true;
    } catch {
      return false;
    }
  };
  const forget = (id: string) => {
    memory = memory.filter(k => k.act.id !== id);
    const left = stored();
    if (left.some(k => k.act.id === id)) write(left.filter(k => k.act.id !== id));
  };
  const once: Queue['drain'] = async (send, told) => {
    await null; // so that a call from within send finds this one running
    for (let next = all()[0]; next; next = all()[0]) {
      const answer = await send(next);
      if (answer.is !== 'later') forget(next.act.id);
      told(next, answer);
      if (answer.is === 'later') return;
      // Storage that takes nothing back would make this endless.
      if (all()[0]?.act.id === next.act.id) return;
    }
  };
  return {
    add(kept) {
      if (memory.length === 0 && write([...stored(), kept])) return true;
      memory = [...memory, kept];
      return false;
    },
    all,
    drain(send, told) {
      running ??= once(send, told).finally(() => (running = undefined));
      return running;
    },
  };
}

const isKept = (k: unknown): k is Kept => {
  const {code, act} = (k ?? {}) as {code?: unknown; act?: {id?: unknown}};
  return typeof code === 'string' && typeof act?.id === 'string';
};
