// How long to wait after a failure: 1 s doubling to 5 min, each times 0.5 to 1.5.

const FIRST = 1_000;
const LAST = 300_000;

export type Backoff = {
  /** The next wait in ms; longer each time. */
  next(): number;
  reset(): void;
};

/** chance gives numbers from 0 up to 1. */
export function backoff(chance: () => number): Backoff {
  let failures = 0;
  return {
    next: () => Math.min(LAST, FIRST * 2 ** Math.min(failures++, 20)) * (0.5 + chance()),
    reset: () => void (failures = 0),
  };
}
