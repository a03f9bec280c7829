// How much goes out at once: sync/README.md, section 3, at most 50 acts and
// 256 KiB, less after the server or the network could not take it.

export const MAX_ACTS = 50;
export const MAX_BYTES = 256 * 1024;

/** The batch size in use. It shrinks by halves down to one act and grows back by doubling. */
export type BatchSize = {
  readonly count: number;
  /** The last batch, of that many acts, was too much. */
  shrink(sent: number): void;
  /** One act a batch, to find the one that is refused. */
  single(): void;
  grow(): void;
};

export function batchSize(): BatchSize {
  let count = MAX_ACTS;
  return {
    get count() {
      return count;
    },
    shrink: sent => void (count = Math.max(1, Math.floor(Math.min(count, sent) / 2))),
    single: () => void (count = 1),
    grow: () => void (count = Math.min(MAX_ACTS, count * 2)),
  };
}

/** The first of acts that fit in room bytes, commas counted; never fewer than one. */
export function cut<T extends {readonly size: number}>(acts: readonly T[], room: number): readonly T[] {
  let used = 0;
  let taken = 0;
  for (const act of acts) {
    used += act.size + 1;
    if (taken > 0 && used > room) break;
    taken++;
  }
  return acts.slice(0, taken);
}
