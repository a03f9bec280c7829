// A round that the service called off, as a phone holds it in the round's place.
import type {HeldRow} from '@sync/storage';
import {fields, text} from './round';

export type CancelledRound = {
  readonly id: string;
  readonly day: string;
  readonly reason: string;
  /** The name of who did. */
  readonly by: string;
  readonly at: string;
};

/** Of the rows that are no slips and no rounds to drive. */
export const cancelledRounds = (rows: readonly HeldRow[]): readonly CancelledRound[] =>
  rows.filter(({type}) => type === 'cancelledRound').map(read);

function read({id, doc}: HeldRow): CancelledRound {
  const {day, reason, by, at} = fields(doc);
  return {id, day: text(day), reason: text(reason), by: text(by), at: text(at)};
}
