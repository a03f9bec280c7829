// What each code opened when it was last seen, so that a page that is loaded again without network still shows it. It is
// what the page showed anyway: no address, no telephone number and no full name of a resident.
import type {Store} from './queue';
import type {Board} from './wire';

export type Seen = {readonly code: string; readonly at: number; readonly board: Board};

const NAME = 'portage.seen';
/** A shop has some slips a day on a phone; older ones are finished. */
const MOST = 12;
const DAYS = 7 * 24 * 3_600_000;

export type Shelf = {
  /** What the code opened, if that is not too long ago. */
  find(code: string, now: number): Seen | undefined;
  put(code: string, board: Board, now: number): void;
  drop(code: string): void;
};

export function createShelf(store: Store): Shelf {
  const all = (): readonly Seen[] => {
    try {
      const kept: unknown = JSON.parse(store.getItem(NAME) ?? '[]');
      return Array.isArray(kept) ? kept.filter(isSeen) : [];
    } catch {
      return [];
    }
  };
  const write = (list: readonly Seen[]) => {
    try {
      store.setItem(NAME, JSON.stringify(list));
    } catch {
      // Full or blocked: without network the page then says that the service does not answer.
    }
  };
  const others = (code: string) => all().filter(s => s.code !== code);
  return {
    find: (code, now) => all().find(s => s.code === code && now - s.at < DAYS),
    put: (code, board, at) => write([{code, at, board}, ...others(code)].filter(s => at - s.at < DAYS).slice(0, MOST)),
    drop: code => write(others(code)),
  };
}

const isSeen = (s: unknown): s is Seen => {
  const {code, at, board} = (s ?? {}) as {code?: unknown; at?: unknown; board?: {slips?: unknown}};
  return typeof code === 'string' && typeof at === 'number' && Array.isArray(board?.slips);
};
