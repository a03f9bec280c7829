// When the next attempt is: after the server's own wish, a back-off, or the
// poll. The poll also runs during a long back-off, so that a line that comes
// back is used within 90 s without anybody's tap.

import {backoff} from './backoff';
import type {Ending} from './courier';

const POLL = 60_000;
const LONGEST = 300_000;

export type Pace = {
  /** The server answered, or a person or the browser woke us: start with short waits again. */
  fresh(): void;
  /** How long the server still wants no call, ms. */
  hold(): number;
  /** How long to rest after an attempt, ms. */
  rest(ending: Ending['kind'] | 'disk', after: number): number;
};

/** chance gives numbers from 0 up to 1. */
export function pace(now: () => number, chance: () => number): Pace {
  const retry = backoff(chance);
  let notBefore = 0;

  function hold(): number {
    const left = notBefore - now();
    return left > LONGEST ? 0 : Math.max(0, left); // more than we ever promise: the clock was set back
  }

  return {
    fresh: retry.reset,
    hold,
    rest(ending, after) {
      const poll = POLL * (0.75 + chance() / 2);
      const pause = ending === 'done' || ending === 'signIn' ? poll : Math.min(retry.next(), poll);
      if (ending === 'later') notBefore = now() + (after || pause);
      return Math.max(pause, hold());
    },
  };
}
