// A list that grows with the town's history: its first page, the next ones on demand.
import {useSignal} from '@preact/signals';
import {useEffect, useLayoutEffect, useRef} from 'preact/hooks';
import type {Result} from '../../api/http';
import type {Problem} from '../../api/problem';
import {deskTown} from '../../i18n/desk-town';
import {say} from '../../i18n/lang';
import {Button} from '../../ui/button';
import type {Loaded} from '../../ui/load';

export type Part<T> = {
  readonly items: readonly T[];
  /** Where the next page begins, '' at the end. */
  readonly next: string;
};

export type Pages<T> = Loaded<Part<T>> & {
  readonly busy: boolean;
  /** Adds the next page. */
  readonly more: () => void;
};

type Read<T> = (cursor: string) => Promise<Result<Part<T>>>;

/** The first pages of a list as one; a refusal of any of them is the answer. */
async function readPages<T>(read: Read<T>, pages: number, from: Part<T>): Promise<Result<Part<T>>> {
  let all = from;
  for (let i = 0; i < pages; i++) {
    const r = await read(all.next);
    if (!r.ok) return r;
    all = {items: [...all.items, ...r.data.items], next: r.data.next};
    if (!all.next) break;
  }
  return {ok: true, data: all};
}

/** Everything, for a file. */
export const readAll = <T,>(read: Read<T>) => readPages(read, Infinity, {items: [], next: ''});

/** Read again, it shows as many pages as before. An answer that comes after a newer one is dropped. */
export function usePages<T>(read: Read<T>, key = ''): Pages<T> {
  const data = useSignal<Part<T> | null>(null);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const asked = useRef({pages: 1, round: 0});
  const load = async (pages: number, from: Part<T>) => {
    const round = (asked.current.round += 1);
    problem.value = null;
    const r = await readPages(read, pages, from);
    if (round !== asked.current.round) return;
    busy.value = false;
    if (r.ok) data.value = r.data;
    else problem.value = r.problem;
  };
  const start = {items: [], next: ''};
  useEffect(() => {
    asked.current.pages = 1;
    void load(1, start);
    return () => {
      asked.current.round += 1;
    };
  }, [key]);
  return {
    data: data.value,
    problem: problem.value,
    busy: busy.value,
    again: () => void load(asked.current.pages, start),
    more: () => {
      if (busy.value || !data.value?.next) return;
      busy.value = true;
      asked.current.pages += 1;
      void load(1, data.value);
    },
  };
}

/** The way to the next page, below the list; the focus goes on to the first entry that it brought. */
export function More<T>({of}: {readonly of: Pages<T>}) {
  const box = useRef<HTMLDivElement>(null);
  const had = useRef<number | null>(null);
  const count = of.data?.items.length ?? 0;
  useLayoutEffect(() => {
    if (had.current === null || count <= had.current) return;
    const entries = box.current?.previousElementSibling?.children;
    entries?.[had.current]?.querySelector<HTMLElement>('a, button')?.focus();
    had.current = null;
  }, [count]);
  return (
    <div ref={box}>
      {of.data?.next && (
        <Button
          busy={of.busy}
          onClick={() => {
            had.current = count;
            of.more();
          }}
        >
          {say(deskTown).more}
        </Button>
      )}
    </div>
  );
}
