// Acts that count on each other: they reach the server one after the other.
import type {Result} from '../../api/http';

export type Turns = {
  /** Acts that are not answered, the waiting ones among them. */
  readonly open: () => number;
  /** Sends the act in its turn. null: not sent, because one before it, which it counted on, was refused. */
  readonly take: <T>(act: () => Promise<Result<T>>) => Promise<Result<T> | null>;
};

export function takeTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let open = 0;
  let refused = false;
  return {
    open: () => open,
    take(act) {
      open += 1;
      const mine = last.then(async () => {
        const r = refused ? null : await act();
        open -= 1;
        // Once all are answered, what is pressed next counts on what is then in sight.
        refused = open > 0 && !r?.ok;
        return r;
      });
      last = mine;
      return mine;
    },
  };
}
