// Moves on the board that the server has not answered for: shown where they go, marked, and taken back when refused.
import type {Round, Slip} from '../../api/town';

/** Slip to the round that it goes to, '' for none. */
export type Moves = ReadonlyMap<string, string>;

type Planned = {readonly rounds: readonly Round[]; readonly pool: readonly Slip[]};

/** The plan as it will be when every move is accepted; what arrives stands last. */
export function withMoves<P extends Planned>(plan: P, moves: Moves): P {
  if (moves.size === 0) return plan;
  const here = (slip: Slip, at: string) => (moves.get(slip.id) ?? at) === at;
  const known = [...plan.pool, ...plan.rounds.flatMap(r => r.stops.map(s => s.slip))];
  const arriving = (at: string, there: readonly Slip[]) =>
    known.filter(s => moves.get(s.id) === at && !there.some(o => o.id === s.id));
  return {
    ...plan,
    pool: [...plan.pool.filter(s => here(s, '')), ...arriving('', plan.pool)],
    rounds: plan.rounds.map(r => ({
      ...r,
      stops: [
        ...r.stops.filter(s => here(s.slip, r.id)),
        ...arriving(
          r.id,
          r.stops.map(s => s.slip),
        ).map(slip => ({slip})),
      ],
    })),
  };
}
