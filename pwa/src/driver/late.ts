// What the desk changed since this driver looked, kept on the disk: a lazy part, loaded with Today and with each stop.
import {computed, effect, signal} from '@preact/signals';
import {cancelledRounds, type CancelledRound} from './model/cancelled-round';
import {byDay, noon} from './model/day';
import {learn, nothingKnown, seen, type Memory, type Note} from './model/late';
import {readRound} from './model/round';
import {me, rows, shown, status, store, today, tour} from './phone';

const KEY = 'late';

/** Null until the disk was read. */
const memory = signal<Memory | null>(null);

export const notes = (): readonly Note[] => memory.value?.notes ?? [];

/** From today on, and before that what was begun and not ended; the nearest first. A phone that may not read any more has none. */
export const cancelled = computed<readonly CancelledRound[]>(() =>
  cancelledRounds(shown.value.others)
    .filter(({day, state}) => status.value.access === 'ok' && (day >= today.value || state === 'started'))
    .sort((a, b) => byDay(a.day, b.day)),
);

let writing: Promise<unknown> = Promise.resolve();

/** What the disk refuses is shown once more after a restart: never too little. */
function keep(next: Memory): void {
  if (next === memory.peek()) return;
  memory.value = next;
  // Drafts go by their age; this one counts from the last day that it speaks of, so that a weekend does not lose it.
  const days = Object.values(next.slips).map(({day}) => noon(day) || 0);
  const at = Math.max(Date.now(), ...days);
  writing = writing.then(() => store.putDraft({key: KEY, value: next, at})).catch(() => undefined);
}

/** The driver has seen these. */
export function acknowledge(those: readonly Note[]): void {
  if (memory.value) keep(seen(memory.value, those));
}

async function recall(driver: string): Promise<void> {
  const kept = (await store.draft(KEY).catch(() => undefined))?.value as Memory | undefined;
  if (me.peek() === driver) memory.value = kept?.driver === driver ? kept : nothingKnown(driver);
}

effect(() => {
  memory.value = null;
  if (me.value) void recall(me.value);
});

effect(() => {
  const known = memory.value;
  // A phone that may not read, or that has heard nothing yet, holds no rows: that is not the desk taking them away.
  const readable = status.value.access === 'ok' && Array.isArray(rows.value) && shown.value.others.length > 0;
  if (!known || !readable) return;
  const rounds = shown.value.rounds.map(readRound);
  const off = cancelledRounds(shown.value.others).map(({id}) => id);
  keep(learn(known, {works: tour.value.all, rounds, off, me: me.value, today: today.value}));
});
