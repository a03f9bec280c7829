// Moves on the board that the server has not answered for: shown where they go, marked, and taken back when refused.
import type {Round, Slip, Stop} from '../../api/town';

/** From round to round, '' for none. Without a place it comes last. */
export type Move = {readonly from: string; readonly to: string; readonly place?: number | undefined};
/** By slip, the older first. */
export type Moves = ReadonlyMap<string, Move>;

type Planned = {readonly rounds: readonly Round[]; readonly pool: readonly Slip[]};

/** On its way to another round: it waits for the answer. Within its round it may be moved on meanwhile. */
export const changesHands = (m: Move | undefined): boolean => m !== undefined && m.from !== m.to;

/** The plan as it will be when every move is accepted. */
export function withMoves<P extends Planned>(plan: P, moves: Moves): P {
  if (moves.size === 0) return plan;
  const here = (slip: Slip, at: string) => (moves.get(slip.id)?.to ?? at) === at;
  const known = [...plan.pool, ...plan.rounds.flatMap(r => r.stops.map(s => s.slip))];
  const arriving = (at: string, there: readonly Slip[]) =>
    known.filter(s => moves.get(s.id)?.to === at && !there.some(o => o.id === s.id));
  return {
    ...plan,
    pool: [...plan.pool.filter(s => here(s, '')), ...arriving('', plan.pool)],
    rounds: plan.rounds.map(r => {
      const there = r.stops.map(s => s.slip);
      const stops = [...r.stops.filter(s => here(s.slip, r.id)), ...arriving(r.id, there).map(slip => ({slip}))];
      return {
        ...r,
        stops: [...moves].reduce((was, [id, m]) => (m.to === r.id ? placed(was, id, m.place) : was), stops),
      };
    }),
  };
}

function placed(stops: Stop[], slip: string, place: number | undefined): Stop[] {
  const one = stops.find(s => s.slip.id === slip);
  if (!one || place === undefined) return stops;
  const others = stops.filter(s => s !== one);
  return [...others.slice(0, place), one, ...others.slice(place)];
}
