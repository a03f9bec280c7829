// Where a slip stood in its round, so that an undo brings it back there and not to the end.
import {returnStop, type Round} from '../../api/town';
import type {Result} from '../../api/http';
import {deskRounds} from '../../i18n/desk-rounds';
import {say} from '../../i18n/lang';

export type Seat = {
  readonly round: string;
  readonly pinned: boolean;
  /** The slips of the whole round, in order. */
  readonly order: readonly string[];
  /** Those before it. */
  readonly behind: readonly string[];
};

const orderOf = (r: Round): readonly string[] => r.stops.map(s => s.slip.id);

/** null when the slip has no place in the round. */
export function seatIn(r: Round | undefined, slip: string): Seat | null {
  const place = r?.stops.findIndex(s => s.slip.id === slip) ?? -1;
  if (!r || place < 0) return null;
  const order = orderOf(r);
  return {round: r.id, pinned: r.stops[place]?.pinned ?? false, order, behind: order.slice(0, place)};
}

/** Whether a round stands as it stood then. */
export const unchanged = (was: Seat, now: Round): boolean => was.order.join() === orderOf(now).join();

/** Puts a slip that is in the round again back to its seat; the data is what to say of it. */
export async function sitBack(was: Seat | null, slip: string, number: string): Promise<Result<string>> {
  const t = say(deskRounds).rounds;
  if (!was) return {ok: true, data: t.back(number)};
  const r = await returnStop(was.round, {slip, pinned: was.pinned, behind: [...was.behind]});
  return r.ok ? {ok: true, data: unchanged(was, r.data) ? t.back(number) : t.backChanged(number)} : r;
}
